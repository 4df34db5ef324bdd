//! A second way to split a day, minute by minute, written from the decision table and sharing nothing with the program.

/// One expected record: day, clock as typed, shown minutes, name without its first words.
pub(crate) type Row = (u8, u16, u16, u16, String);

/// `N` 深夜, `E` 早朝・夜間, `o` ordinary.
fn letter(clock: usize) -> char {
    match clock / 60 {
        0..=5 | 22 | 23 => 'N',
        6 | 7 | 18..=21 => 'E',
        _ => 'o',
    }
}

/// The records of a visit of one helper, and whether a person must choose first.
pub(crate) fn expected(start: u16, end: u16) -> (Vec<Row>, bool) {
    let stop = if end > start { usize::from(end) } else { usize::from(end) + 1440 };
    let clocks: Vec<usize> = (usize::from(start)..stop).collect();
    let tape: Vec<(usize, char)> = clocks.iter().map(|m| (*m, letter(m % 1440))).collect();
    let today: Vec<_> = tape.iter().filter(|(m, _)| *m < 1440).copied().collect();
    let tomorrow: Vec<_> = tape.iter().filter(|(m, _)| *m >= 1440).map(|(m, l)| (m - 1440, *l)).collect();
    let crosses = !tomorrow.is_empty();
    let (mut rows, mut asks) = (Vec::new(), false);
    for (day, minutes) in [(0, today), (1, tomorrow)] {
        if minutes.is_empty() {
            continue;
        }
        if crosses && minutes.len() < 20 && tape.len() >= 20 {
            asks = true;
            rows.push(row(day, &minutes, minutes[0].1));
            continue;
        }
        let (cuts, open) = decided(&minutes);
        asks |= open;
        rows.extend(cuts.iter().map(|(piece, mark)| row(day, piece, *mark)));
    }
    (rows, asks)
}

type Piece = Vec<(usize, char)>;

fn decided(minutes: &[(usize, char)]) -> (Vec<(Piece, char)>, bool) {
    let runs: Vec<Piece> = minutes.chunk_by(|a, b| a.1 == b.1).map(<[_]>::to_vec).collect();
    let all = minutes.len();
    let lengths: Vec<usize> = runs.iter().map(Vec::len).collect();
    let marks: Vec<char> = runs.iter().map(|run| run[0].1).collect();
    let plain = || vec![(minutes.to_vec(), 'o')];
    let as_they_are = || runs.iter().map(|run| (run.clone(), run[0].1)).collect::<Vec<_>>();
    if let [mark] = marks[..] {
        // step 2
        return if mark != 'o' && all < 15 { (plain(), true) } else { (as_they_are(), all < 20) };
    }
    if all <= 30 {
        // steps 3 and 4
        let strong: Vec<char> =
            runs.iter().filter(|run| run[0].1 != 'o' && run.len() >= 15).map(|run| run[0].1).collect();
        let only_premium = !marks.contains(&'o');
        let open = all < 20 || (only_premium && strong.len() != 1);
        let mark = match strong[..] {
            [] => 'o',
            [one] => one,
            _ => 'E',
        };
        return (vec![(minutes.to_vec(), mark)], open);
    }
    if all <= 60 {
        // steps 5 to 8
        if lengths.iter().all(|length| *length >= 20) {
            return (as_they_are(), lengths.iter().any(|length| *length > 30));
        }
        return (plain(), !marks.contains(&'o'));
    }
    // steps 9 to 13
    let last = runs.len() - 1;
    for (end, beside) in [(0, 1), (last, last - 1)] {
        if marks[end] == 'o' && lengths[end] < 20 && marks[beside] != 'o' {
            return (plain(), true);
        }
    }
    let mut open = false;
    let mut lines: Vec<(Piece, char)> = as_they_are();
    if lengths[0] < 20 {
        open |= marks[1] != 'o' || lengths[0] >= 15;
        let (mut short, _) = lines.remove(0);
        short.append(&mut lines[0].0);
        lines[0].0 = short;
    }
    if lengths[last] < 20 {
        open |= marks[last - 1] != 'o' || lengths[last] >= 15;
        let (mut short, _) = lines.pop().unwrap();
        lines.last_mut().unwrap().0.append(&mut short);
    }
    (lines, open)
}

fn row(day: u8, piece: &[(usize, char)], mark: char) -> Row {
    let (first, last) = (piece[0].0 as u16, piece[piece.len() - 1].0 as u16);
    let midnight = last == 1439;
    let shown = piece.len() as u16 - u16::from(midnight);
    let halves = (1..).find(|halves| halves * 30 >= shown).unwrap();
    let hours = if halves % 2 == 0 { format!("{}H", halves / 2) } else { format!("{}.5H", halves / 2) };
    let band = match mark {
        'N' => "深夜 ",
        'E' => "早朝夜間 ",
        _ => "",
    };
    (day, first, if midnight { 1439 } else { last + 1 }, shown, format!("{band}{hours}"))
}
