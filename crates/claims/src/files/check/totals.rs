//! 日ごとの記録と合計: what every 実績記録票 is asked, whatever the service.
use super::located::{Located, Set};
use kernel::{Finding, Severity};
use std::collections::BTreeSet;

/// X03: a total that is not what the days add up to.
pub(super) fn total(basic: &Located<'_>, item: &str, counted: i64, severity: Severity, findings: &mut Vec<Finding>) {
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

/// A day stands once.
pub(super) fn twice(record: &Set<'_>, findings: &mut Vec<Finding>) {
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
