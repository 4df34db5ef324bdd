//! 分けかた: what the strategy needs in order to split a visit.
use super::problems::Problems;
use crate::community::pack::format::{Boundary, Pack, Strategy};

pub(super) fn check(pack: &Pack, problems: &mut Problems<'_, '_>) {
    let rules = &pack.split;
    if rules.bracket_minutes == 0 || rules.first_bracket_minutes == Some(0) {
        problems.add("split", "bad_bracket", "時間の刻みが0分です", "bracket_minutes を1以上にしてください");
    }
    let told = pack.point("SB-02").filter(|_| rules.strategy == Strategy::OneLineStartBand);
    if told
        .is_some_and(|point| (point.default == "next_bracket") != (rules.bracket_boundary == Boundary::UpperExclusive))
    {
        let mend = "upper_exclusive には SB-02 の next_bracket、upper_inclusive には same_bracket を書いてください";
        problems.add("split", "boundary_conflict", "bracket_boundary と SB-02 の提案が合っていません", mend);
    }
    if rules.strategy != Strategy::KamakuraLines {
        return;
    }
    let numbers = [
        ("premium_min", rules.premium_min),
        ("small_total_max", rules.small_total_max),
        ("separate_each_min", rules.separate_each_min),
        ("medium_total_max", rules.medium_total_max),
        ("billable_min", rules.billable_min),
    ];
    for (key, number) in numbers {
        if number.is_none() {
            let what = format!("kamakura-lines に要る {key} がありません");
            problems.add("split", "missing_key", what, format!("[split] に {key} = 分数 を書いてください"));
        }
    }
    let ordinary: Vec<usize> = (0..pack.bands.len()).filter(|at| pack.bands[*at].rank == 0).collect();
    if let [_, second, ..] = ordinary[..] {
        let what = "加算のない時間帯(rank = 0)が2つあり、kamakura-lines では分けられません";
        problems.add(
            &format!("band.{second}"),
            "two_ordinary_bands",
            what,
            "1つにまとめるか、rank を 1 以上にしてください",
        );
    }
    // the rules speak of two parts in an hour: a shorter band could make three
    let shortest = pack.bands.iter().enumerate().flat_map(|(at, band)| {
        band.ranges.iter().map(move |[from, to]| (at, to.minutes().saturating_sub(from.minutes())))
    });
    for (at, minutes) in shortest {
        if rules.medium_total_max.is_some_and(|max| minutes < max) {
            let what = format!("時間帯が {minutes}分しかなく、kamakura-lines では分けられません");
            problems.add(
                &format!("band.{at}.ranges"),
                "band_too_short",
                what,
                "時間帯を広げるか、別の strategy にしてください",
            );
        }
    }
}
