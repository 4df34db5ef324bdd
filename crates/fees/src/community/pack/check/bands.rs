//! 時間帯: the bands cover every minute of the day once.
use super::problems::Problems;
use crate::community::pack::format::Pack;

/// The bands cover every minute of the day once.
pub(super) fn check(pack: &Pack, problems: &mut Problems<'_, '_>) {
    let mut owner: Vec<Option<usize>> = vec![None; 1440];
    let mut readable = true;
    for (at, band) in pack.bands.iter().enumerate() {
        let path = format!("band.{at}.ranges");
        for [from, to] in &band.ranges {
            if to <= from {
                let mend = "0時をまたぐときは [\"22:00\", \"24:00\"] と [\"00:00\", \"06:00\"] の2つに分けてください";
                readable = false;
                problems.add(&path, "band_inverted", format!("時間帯 {from}〜{to} の終わりが始まりより前です"), mend);
                continue;
            }
            let mut clash = None;
            for minute in from.minutes()..to.minutes() {
                match owner[usize::from(minute)] {
                    Some(other) => clash = clash.or(Some((minute, other))),
                    None => owner[usize::from(minute)] = Some(at),
                }
            }
            if let Some((minute, other)) = clash {
                let (label, clock) = (pack.bands[other].words(), clock(minute));
                let what = format!("時間帯「{}」が {clock} で「{label}」と重なっています", band.words());
                problems.add(&path, "band_overlap", what, "どちらかの時刻を直し、1分も重ならないようにしてください");
            }
        }
    }
    if let Some(hole) = owner.iter().position(Option::is_none).filter(|_| readable) {
        let end = owner[hole..].iter().position(Option::is_some).map_or(1440, |length| hole + length);
        let what = format!("{}〜{} がどの時間帯にも入っていません", clock(hole as u16), clock(end as u16));
        problems.add("band", "band_gap", what, "24時間すべてがどれか1つの時間帯に入るように ranges を直してください");
    }
    let mut seen: Vec<&str> = Vec::new();
    for (at, band) in pack.bands.iter().enumerate() {
        if seen.contains(&band.id.as_str()) {
            problems.add(
                &format!("band.{at}.id"),
                "band_twice",
                format!("時間帯「{}」が2つあります", band.id),
                "1つにまとめてください",
            );
        }
        seen.push(&band.id);
    }
}

fn clock(minute: u16) -> String {
    format!("{:02}:{:02}", minute / 60, minute % 60)
}
