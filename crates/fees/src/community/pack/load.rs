//! 読み込み: the text of a pack → the pack, or all that has to be mended.
use super::check;
use super::format::Pack;
use super::lines::Lines;
use super::problem::{PackError, PackProblem};

impl Pack {
    /// Reads and checks a pack. `file` is the name the problems carry.
    ///
    /// # Errors
    /// Everything that has to be mended, each with its line.
    ///
    /// ```
    /// use fees::community::pack::Pack;
    /// let error = Pack::read("machi.toml", "schema = 1\n[pack]\nid = \"machi\"\nnmae = \"町\"\n").unwrap_err();
    /// assert_eq!((error.0[0].line, error.0[0].code), (4, "unknown_key"));
    /// assert!(error.0[0].how_to_fix.contains("name"));
    /// ```
    pub fn read(file: &str, text: &str) -> Result<Pack, PackError> {
        let lines = Lines::read(text).map_err(|error| PackError(vec![translated(file, text, &error)]))?;
        let pack: Pack = toml::from_str(text).map_err(|error| PackError(vec![translated(file, text, &error)]))?;
        let problems = check::problems(file, &pack, &lines);
        if problems.is_empty() { Ok(pack) } else { Err(PackError(problems)) }
    }
}

/// The words of the reader of TOML, in Japanese and with a mend.
pub(super) fn translated(file: &str, text: &str, error: &toml::de::Error) -> PackProblem {
    let line = error.span().map_or(1, |span| Lines::at(text, span.start));
    let message = error.message();
    let quoted: Vec<&str> = message.split('`').skip(1).step_by(2).collect();
    let (name, rest) = (quoted.first().copied().unwrap_or_default(), quoted.get(1..).unwrap_or_default());
    let at =
        |code, what: String, how_to_fix: String| PackProblem { file: file.to_owned(), line, code, what, how_to_fix };
    if message.starts_with("unknown field") {
        let mend = match nearest(name, rest) {
            Some(near) => format!("「{near}」の書きまちがいなら直し、そうでなければ行を消してください"),
            None => format!("使えるキー({})のどれかにしてください", rest.join("、")),
        };
        return at("unknown_key", format!("知らないキー「{name}」があります"), mend);
    }
    if message.starts_with("unknown variant") {
        let code = if rest.contains(&"kamakura-lines") { "unknown_strategy" } else { "unknown_word" };
        let what = match code {
            "unknown_strategy" => format!("知らない分割のしかた(strategy)「{name}」です"),
            _ => format!("ここに書けない言葉「{name}」です"),
        };
        return at(code, what, format!("{} のどれかにしてください", rest.join("、")));
    }
    if message.starts_with("missing field") {
        return at("missing_key", format!("「{name}」がありません"), format!("この表に {name} = … を書いてください"));
    }
    if message.starts_with("duplicate key") {
        let what = "同じキーが2回書かれています".to_owned();
        return at("duplicate_key", what, "どちらか一方を消してください".to_owned());
    }
    if message.contains("暦にありません") {
        let mend = "月は 2024-04、日は 2024-04-01、時刻は 08:00 の形で書いてください".to_owned();
        return at("bad_date", message.to_owned(), mend);
    }
    let mend = "値の形(文字は \"…\"、数はそのまま、一覧は [ … ])を確かめてください".to_owned();
    at("unreadable", format!("読めません({message})"), mend)
}

/// The known word that differs in the fewest places, when it is near enough to be meant.
fn nearest<'w>(typed: &str, known: &[&'w str]) -> Option<&'w str> {
    let best = known.iter().map(|word| (distance(typed, word), *word)).min()?;
    (best.0 * 2 <= typed.chars().count().max(2)).then_some(best.1)
}

fn distance(left: &str, right: &str) -> usize {
    let right: Vec<char> = right.chars().collect();
    let mut row: Vec<usize> = (0..=right.len()).collect();
    for (i, l) in left.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, r) in right.iter().enumerate() {
            let changed = diagonal + usize::from(l != *r);
            diagonal = row[j + 1];
            row[j + 1] = changed.min(row[j] + 1).min(row[j + 1] + 1);
        }
    }
    row[right.len()]
}
