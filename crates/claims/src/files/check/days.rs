//! 日ごとの記録: times, meals and trips of J611-02 that would not stand a look (X04, X05, X07).
use super::located::{Located, Sets};
use crate::files::j61::FORM;
use kernel::{Finding, Severity};

pub(super) fn check(sets: &Sets<'_>, findings: &mut Vec<Finding>) {
    for ((_, form), record) in &sets.service_records {
        if *form != FORM {
            continue;
        }
        for row in record.rows("02") {
            times(row, findings);
            meal(row, findings);
            trips(row, findings);
        }
    }
}

/// Minutes of `HHMM`; `None` when the clock has no such time.
fn minutes(text: &str) -> Option<u32> {
    let number: u32 = text.parse().ok().filter(|_| text.len() <= 4)?;
    let (hour, minute) = (number / 100, number % 100);
    (hour < 24 && minute < 60).then_some(hour * 60 + minute)
}

/// X05: both times or none, on the clock, the start before the end; 0000 closes the day.
fn times(row: &Located<'_>, findings: &mut Vec<Finding>) {
    let mut warn = |item: &str, what: &str| {
        let fix = "時刻を4桁(例 0930)で直してください。夜の12時に終わるときは 0000 です";
        findings.push(row.finding("X05", Severity::Warning, item, what.to_owned(), fix));
    };
    let (start, end) = (row.text("start_time"), row.text("end_time"));
    for (item, text) in [("start_time", start), ("end_time", end)] {
        if !text.is_empty() && minutes(text).is_none() {
            warn(item, "時計にない時刻です");
            return;
        }
    }
    match (minutes(start), minutes(end)) {
        (Some(_), None) => warn("end_time", "開始時間がありますが、終了時間がありません"),
        (None, Some(_)) => warn("start_time", "終了時間がありますが、開始時間がありません"),
        (Some(start), Some(end)) if end != 0 && start >= end => {
            warn("end_time", "終了時間が開始時間より後ではありません")
        }
        _ => {}
    }
}

/// X04: no meal outside the office or on an absence.
fn meal(row: &Located<'_>, findings: &mut Vec<Finding>) {
    let filled = |item: &str| !matches!(row.text(item), "" | "0");
    let elsewhere =
        ["offsite_support", "visit_support_special_provided_hours", "trial_use_support", "provision_status"];
    if filled("meal_provision") && elsewhere.iter().any(|item| filled(item)) {
        findings.push(row.finding(
            "X04",
            Severity::Warning,
            "meal_provision",
            "欠席の日か、事業所の外で支援した日に食事提供が付いています".to_owned(),
            "施設外支援・訪問支援・体験利用・欠席の日は、食事提供を外してください",
        ));
    }
}

/// X07: one trip a way and day.
fn trips(row: &Located<'_>, findings: &mut Vec<Finding>) {
    for item in ["pickup_outbound", "pickup_return"] {
        if row.number(item) > 1 {
            findings.push(row.finding(
                "X07",
                Severity::Warning,
                item,
                format!("片道の送迎が1日に {}回 になっています", row.number(item)),
                "片道は1日1回です。わけがあるかを確かめてください",
            ));
        }
    }
}
