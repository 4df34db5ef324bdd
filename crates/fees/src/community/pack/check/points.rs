//! 決まっていない点: every point is known, can be computed, and none is missing.
use super::problems::Problems;
use crate::community::pack::format::{Pack, Strategy};
use crate::community::pack::points::KNOWN;

/// Points that every pack splitting by the rules of 鎌倉市 must answer.
const LINE_POINTS: [&str; 10] = ["U-01", "U-02", "U-03", "U-04", "U-05", "U-06", "U-07", "U-08", "U-09", "U-21"];

/// Points of 日中一時支援.
const DAYTIME_POINTS: [&str; 3] = ["U-18", "U-19", "U-20"];

pub(super) fn check(pack: &Pack, problems: &mut Problems<'_, '_>) {
    for (at, point) in pack.points.iter().enumerate() {
        let path = format!("unsettled.{at}");
        let Some(known) = KNOWN.iter().find(|known| known.id == point.id) else {
            let mend = format!("{} のどれかにしてください", KNOWN.map(|known| known.id).join("、"));
            problems.add(&format!("{path}.id"), "unknown_point", format!("知らない点「{}」です", point.id), mend);
            continue;
        };
        if pack.points[..at].iter().any(|other| other.id == point.id) {
            problems.add(
                &format!("{path}.id"),
                "point_twice",
                format!("{} が2回あります", point.id),
                "1つにまとめてください",
            );
        }
        for (r, reading) in point.readings.iter().enumerate().filter(|(_, r)| !known.readings.contains(&r.id.as_str()))
        {
            let what = format!("{} の読み方「{}」は計算できません", point.id, reading.id);
            let mend = format!("{} のどれかにしてください", known.readings.join("、"));
            problems.add(&format!("{path}.reading.{r}.id"), "unknown_reading", what, mend);
        }
        if !point.readings.iter().any(|reading| reading.id == point.default) {
            let what = format!("{} に提案(default)がありません", point.id);
            let mend = "default に、この点の [[unsettled.reading]] の id を1つ書いてください";
            problems.add(&path, "no_suggestion", what, mend);
        }
    }
    for id in needed_points(pack) {
        if pack.point(id).is_none() {
            let mend = format!("[[unsettled]] id = \"{id}\" を、問い・提案・出典とともに加えてください");
            problems.add("unsettled", "missing_point", format!("この市町村の規則に要る点 {id} がありません"), mend);
        }
    }
}

fn needed_points(pack: &Pack) -> Vec<&'static str> {
    let mut needed = Vec::new();
    match pack.split.strategy {
        Strategy::KamakuraLines => needed.extend(LINE_POINTS),
        Strategy::OneLineStartBand => needed.extend(["SB-01", "SB-02"]),
        Strategy::CumulativeByBand => needed.extend(["CB-01", "CB-02"]),
    }
    if pack.free_child.is_some() {
        needed.push("U-17");
    }
    let mobility = || pack.periods.iter().filter_map(|period| period.mobility.as_ref());
    if mobility().any(|rules| !rules.commute_boxes.is_empty()) {
        needed.push("U-12");
    }
    if mobility().any(|rules| rules.commute_line.is_some()) {
        needed.push("U-15");
    }
    if mobility().any(|rules| rules.name.contains("{second}") && rules.name.contains("{band}")) {
        needed.push("U-14");
    }
    if pack.periods.iter().any(|period| period.daytime.is_some()) {
        needed.extend(DAYTIME_POINTS);
    }
    needed
}
