//! 実績記録票: the totals of J611-01 against its own days.
use super::located::{Located, Set, Sets};
use super::retention_record::is_retention;
use super::totals::{days_with, total, twice};
use crate::files::j61::FORM;
use crate::files::record_items::DAY_TOTALS;
use kernel::{Finding, Severity};

pub(super) fn check(sets: &Sets<'_>, findings: &mut Vec<Finding>) {
    for ((_, form), record) in &sets.service_records {
        let Some(basic) = record.basic() else {
            missing_basic(record, findings);
            continue;
        };
        if *form != FORM && !is_retention(form, record) {
            unknown_form(basic, findings);
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
        if *form != FORM {
            continue;
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

/// A record of a service this program does not know: said, so that nobody takes silence for soundness.
fn unknown_form(basic: &Located<'_>, findings: &mut Vec<Finding>) {
    findings.push(basic.finding(
        "unknown_form",
        Severity::Notice,
        "form_no",
        "この様式の実績記録票は、形だけを点検し、合計と日ごとの記録は点検していません".to_owned(),
        "様式種別番号を確かめてください。ほかのサービスの様式なら、そのサービスの請求ソフトで点検してください",
    ));
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
