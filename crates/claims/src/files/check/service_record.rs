//! 実績記録票: the totals of J611-01 against its own days.
use super::located::{Located, Set, Sets};
use crate::files::j61::FORM;
use crate::files::record_items::DAY_TOTALS;
use kernel::{Finding, Severity};
use std::collections::BTreeSet;

pub(super) fn check(sets: &Sets<'_>, findings: &mut Vec<Finding>) {
    for ((_, form), record) in &sets.service_records {
        let Some(basic) = record.basic() else {
            missing_basic(record, findings);
            continue;
        };
        if *form != FORM {
            continue;
        }
        if record.rows("02").is_empty() {
            findings.push(basic.finding(
                "F02",
                Severity::Fault,
                "form_no",
                "日ごとの記録(J611-02)がありません".to_owned(),
                "実績のない月は実績記録票を送りません。記録を確かめてファイルを作り直してください",
            ));
        }
        let trips = record.sum("02", "pickup_outbound") + record.sum("02", "pickup_return");
        total(basic, "pickup_count", trips, Severity::Fault, findings);
        for (item, day_item) in DAY_TOTALS {
            // how often 集中的支援 was given is known for the month, the day need not be
            let severity = if *day_item == "intensive_support" { Severity::Warning } else { Severity::Fault };
            total(basic, item, days_with(record, day_item), severity, findings);
        }
        twice(record, findings);
    }
}

/// X03: a total that is not what the days add up to.
fn total(basic: &Located<'_>, item: &str, counted: i64, severity: Severity, findings: &mut Vec<Finding>) {
    let written = basic.number(item);
    if written != counted {
        findings.push(basic.finding(
            "X03",
            severity,
            item,
            format!("{written} になっていますが、日ごとの記録を数えると {counted} です"),
            "日ごとの記録と合計のどちらが正しいかを確かめて、ファイルを作り直してください",
        ));
    }
}

/// Days on which an item is filled.
pub(super) fn days_with(record: &Set<'_>, item: &str) -> i64 {
    record.rows("02").iter().filter(|row| !matches!(row.text(item), "" | "0")).count() as i64
}

fn missing_basic(record: &Set<'_>, findings: &mut Vec<Finding>) {
    if let Some(first) = record.first() {
        findings.push(first.finding(
            "F02",
            Severity::Fault,
            "record_type",
            "この人の実績記録票の基本情報(J611-01)がありません".to_owned(),
            "実績記録票を作り直してください",
        ));
    }
}

/// A day stands once.
fn twice(record: &Set<'_>, findings: &mut Vec<Finding>) {
    let mut seen = BTreeSet::new();
    for row in record.rows("02") {
        if !seen.insert(row.number("day")) {
            findings.push(row.finding(
                "F05",
                Severity::Fault,
                "day",
                "同じ日の記録が二つ以上あります".to_owned(),
                "どちらかの行を消して、ファイルを作り直してください",
            ));
        }
    }
}
