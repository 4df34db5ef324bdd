//! 合成コード (`cumulative-by-band`): the half hours of a visit through the bands, one printed code for each run.
use super::asked::Asked;
use super::parts::Part;
use super::visit::{Split, SplitLine, SplitTrouble, Worked};
use crate::community::cumulative::{Coded, Curve, Piece, Shape, coded, slots};
use crate::community::entry::Bracket;
use crate::community::pack::{Pack, Price};

pub(super) fn split(pack: &Pack, worked: &Worked<'_>, parts: &[Part]) -> Result<Split, SplitTrouble> {
    let step = u32::from(pack.split.bracket_minutes);
    let pieces: Vec<Piece> =
        parts.iter().map(|part| Piece { day: part.day, band: part.band, minutes: u32::from(part.minutes()) }).collect();
    let slots = slots(&pieces, step, u32::from(pack.split.premium_min.unwrap_or(0)));
    let mut asked = Asked::new(pack, worked.decisions);
    if slots.iter().any(|slot| slot.straddles) {
        asked.point("CB-01");
    }
    asked.settled("R-0");
    let price = tariff(pack, worked.body_care).ok_or(SplitTrouble::NoTariff)?;
    let curve = Curve { brackets: price.brackets.clone(), step: price.step };
    let bands: Vec<(&str, u32)> = pack
        .bands
        .iter()
        .map(|band| (band.label.as_str(), u32::from(band.multiplier_percent.unwrap_or(100))))
        .collect();
    let care = if worked.body_care { "body" } else { "no_body" };
    let names = pack.periods.iter().rev().find_map(|period| period.mobility.as_ref());
    let shape = Shape {
        curve: &curve,
        prefix: price.name_prefix.as_deref().unwrap_or_default(),
        bands: &bands,
        linear_after: u32::from(pack.split.linear_after_brackets.get(care).copied().unwrap_or(0)),
        second_helper: names.filter(|_| worked.second_helper).map_or("", |names| names.name_second.as_str()),
    };
    let mut lines = Vec::new();
    let mut done = 0_u16;
    let all: u16 = parts.iter().map(Part::minutes).sum();
    for code in coded(shape, &slots) {
        let number: u32 = code.runs.iter().map(|(_, halves)| halves).sum();
        let minutes = (all - done).min((number * step) as u16);
        lines.push(line(&code, number as u16, step as u16, minutes, parts, done, &asked));
        done += minutes;
    }
    Ok(Split { lines, dropped: Vec::new() })
}

fn tariff(pack: &Pack, body_care: bool) -> Option<&Price> {
    let id = if body_care { "mobility.body" } else { "mobility.no_body" };
    pack.prices.iter().find(|price| price.id == id && !price.brackets.is_empty())
}

fn line(code: &Coded, number: u16, step: u16, minutes: u16, parts: &[Part], done: u16, asked: &Asked<'_>) -> SplitLine {
    let (_, rest) = Part::cut(parts, done);
    let (own, _) = Part::cut(&rest, minutes);
    let (start, end) = (own.first().map_or(0, Part::start), own.last().map_or(0, Part::end));
    SplitLine {
        day: own.first().map_or(code.day, |part| part.day),
        start,
        end,
        minutes,
        deducted: Part::gaps(&own),
        counted_minutes: minutes,
        band: match code.runs.as_slice() {
            [(band, _)] => Some(*band),
            _ => None,
        },
        bracket: Bracket { number, minutes: number * step },
        rules: asked.sorted_rules(),
        held: asked.held.clone(),
        composite: Some(code.name.clone()),
        reason: format!("{step}分ごとの時間帯を続けて数えた{minutes}分"),
    }
}
