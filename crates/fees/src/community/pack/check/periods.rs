//! サービス提供月の区分: the periods follow one another, and their names hold known words only.
use super::problems::Problems;
use crate::community::pack::format::{Pack, PeriodRules};
use crate::community::template;
use crate::tables::Period;

/// Words a name of 移動支援 may hold.
const NAME_WORDS: [&str; 7] = ["body", "short", "second", "band", "hours", "free", "composite"];

/// Words a name of 日中一時支援 may hold.
const CLASS_WORDS: [&str; 1] = ["class"];

pub(super) fn check(pack: &Pack, problems: &mut Problems<'_, '_>) {
    if pack.periods.is_empty() {
        problems.add("pack", "no_period", "サービス提供月の区分がありません", "[[period]] を1つ以上書いてください");
    }
    for (at, period) in pack.periods.iter().enumerate() {
        if period.to.is_some_and(|to| to < period.from) {
            let what = format!("区分「{}」の終わりが始まりより前です", period.id);
            problems.add(&format!("period.{at}.to"), "inverted_period", what, "from と to を確かめてください");
        }
        for other in &pack.periods[..at] {
            if months(period).overlaps(months(other)) {
                let what = format!("区分「{}」が「{}」と同じ月を含んでいます", period.id, other.id);
                problems.add(
                    &format!("period.{at}.from"),
                    "period_overlap",
                    what,
                    "from か to を直し、月が重ならないようにしてください",
                );
            }
        }
        names(&format!("period.{at}"), period, problems);
    }
    let mut sorted: Vec<&PeriodRules> = pack.periods.iter().collect();
    sorted.sort_by_key(|period| period.from);
    for pair in sorted.windows(2) {
        if let Some(end) = pair[0].to.filter(|end| end.next() < pair[1].from) {
            let what = format!("{} から {} までの区分がありません", end.next(), pair[1].from.previous());
            problems.add("period", "period_gap", what, "間の月を含む [[period]] を書いてください");
        }
    }
}

fn months(period: &PeriodRules) -> Period {
    Period { from: period.from, to: period.to }
}

fn names(path: &str, period: &PeriodRules, problems: &mut Problems<'_, '_>) {
    let mut texts: Vec<(String, &str, &[&str])> = Vec::new();
    if let Some(rules) = &period.mobility {
        texts.push((format!("{path}.mobility.name"), &rules.name, &NAME_WORDS));
        texts.extend(
            rules.name_free.iter().map(|t| (format!("{path}.mobility.name_free"), t.as_str(), &NAME_WORDS[..])),
        );
        let line = rules.commute_line.iter();
        texts.extend(
            line.map(|line| (format!("{path}.mobility.commute_line.name"), line.name.as_str(), &NAME_WORDS[..])),
        );
        let rising = rules.commute_boxes.windows(2).all(|pair| pair[0].up_to_minutes < pair[1].up_to_minutes);
        if !rising {
            let what = "加算欄の分数が小さい順になっていません";
            problems.add(
                &format!("{path}.mobility.commute_box"),
                "boxes_unsorted",
                what,
                "up_to_minutes の小さい順に並べてください",
            );
        }
    }
    if let Some(rules) = &period.daytime {
        texts.push((format!("{path}.daytime.name"), &rules.name, &CLASS_WORDS));
        texts.extend(
            rules.name_free.iter().map(|t| (format!("{path}.daytime.name_free"), t.as_str(), &CLASS_WORDS[..])),
        );
    }
    for (path, text, known) in texts {
        for word in template::words(text).filter(|word| !known.contains(word)) {
            let mend = format!("{} のどれかにしてください", known.join("、"));
            problems.add(&path, "unknown_word", format!("名前の中の {{{word}}} は使えません"), mend);
        }
    }
}
