//! 始まりの時間帯で1行 (`one-line-start-band`): the whole visit on one line, in the band it started in.
use super::asked::Asked;
use super::parts::Part;
use super::visit::{Split, SplitLine, Worked};
use crate::community::pack::{Boundary, Pack};

pub(super) fn split(pack: &Pack, worked: &Worked<'_>, parts: &[Part]) -> Split {
    let cut = pack.split.cut_at_midnight;
    let border = parts.iter().position(|part| cut && part.day == 1).unwrap_or(parts.len());
    let (first, second) = parts.split_at(border);
    let days = [first, second].into_iter().filter(|share| !share.is_empty());
    Split { lines: days.map(|share| line(pack, worked, share)).collect(), dropped: Vec::new() }
}

fn line(pack: &Pack, worked: &Worked<'_>, parts: &[Part]) -> SplitLine {
    let mut asked = Asked::new(pack, worked.decisions);
    let real: u16 = parts.iter().map(Part::minutes).sum();
    let (start, end) = (parts.first().map_or(0, Part::start), parts.last().map_or(0, Part::end));
    let at_midnight = pack.split.cut_at_midnight && end == 1440;
    let minutes = if at_midnight { real.saturating_sub(1) } else { real };
    let band = band(&mut asked, parts);
    let boundary = boundary(&mut asked, pack, minutes);
    asked.settled("R-0");
    let words = band.and_then(|at| pack.bands.get(at)).map_or("加算なし", |band| band.words());
    SplitLine {
        day: parts.first().map_or(0, |part| part.day),
        start,
        end: if at_midnight { 1439 } else { end },
        minutes,
        deducted: Part::gaps(parts),
        counted_minutes: minutes,
        band,
        bracket: pack.split.bracket(minutes, boundary),
        rules: asked.sorted_rules(),
        held: asked.held,
        composite: None,
        reason: format!("訪問全体を1行: {words}で{minutes}分"),
    }
}

fn band(asked: &mut Asked<'_>, parts: &[Part]) -> Option<usize> {
    let first = parts.first()?;
    if parts.iter().all(|part| part.band == first.band) {
        return Some(first.band);
    }
    match asked.point("SB-01") {
        "without_premium" => None,
        "longer_band" => {
            let mut longest = (first.band, 0);
            for part in parts {
                let sum: u16 = parts.iter().filter(|other| other.band == part.band).map(Part::minutes).sum();
                if sum > longest.1 {
                    longest = (part.band, sum);
                }
            }
            Some(longest.0)
        }
        _ => Some(first.band),
    }
}

/// Asked only where it matters: on the border of two brackets.
fn boundary(asked: &mut Asked<'_>, pack: &Pack, minutes: u16) -> Boundary {
    let rules = &pack.split;
    if rules.bracket(minutes, Boundary::UpperInclusive) == rules.bracket(minutes, Boundary::UpperExclusive) {
        return rules.bracket_boundary;
    }
    match asked.point("SB-02") {
        "next_bracket" => Boundary::UpperExclusive,
        "same_bracket" => Boundary::UpperInclusive,
        _ => rules.bracket_boundary,
    }
}
