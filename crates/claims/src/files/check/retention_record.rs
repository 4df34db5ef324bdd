//! 実績記録票 of 就労定着支援: its totals against its days (X03), 支援レポート共有日 (F02), and the statement beside it (X01,
//! X02). The form is known by its items as well as by its number, because the number was not seen officially.
use super::located::{Located, Set, Sets};
use super::retention_counts;
use super::totals::{days_with, total, twice};
use crate::files::forms::RecordForm;
use crate::files::j61::FORM;
use fees::{FeeTables, retention::Rule};
use kernel::{Finding, Severity};

/// サービス種類コード.
const SERVICE_TYPE: &str = "47";

/// Totals of J611-01 and the item of J611-02 each one counts.
const DAY_TOTALS: [(&str, &str); 3] = [
    ("calc_days_total", "calc_day_flag"),
    ("special_area_count", "special_area"),
    ("retention_coop_count", "retention_coop"),
];

/// Whether a record is one of 就労定着支援.
pub(super) fn is_retention(form: &str, record: &Set<'_>) -> bool {
    let month = record.first().and_then(Located::month);
    let by_number = month.and_then(|month| RecordForm::of(SERVICE_TYPE, month)).is_some_and(|row| row.number == form);
    form != FORM && (by_number || record.any("01", "support_report_shared_date") || record.any("02", "retention_coop"))
}

pub(super) fn check(sets: &Sets<'_>, tables: &FeeTables, findings: &mut Vec<Finding>) {
    for ((key, form), record) in &sets.service_records {
        if !is_retention(form, record) {
            continue;
        }
        let Some(basic) = record.basic() else { continue };
        for (item, day_item) in DAY_TOTALS {
            total(basic, item, days_with(record, day_item), Severity::Fault, findings);
        }
        twice(record, findings);
        shared(basic, tables, findings);
        if let Some(statement) = sets.statements.get(key) {
            days(statement, record, findings);
            retention_counts::check(statement, record, tables, findings);
        }
    }
    if !sets.service_records.is_empty() {
        without_record(sets, findings);
    }
}

/// F02: in months in which the fee rests on a report that was shared.
fn shared(basic: &Located<'_>, tables: &FeeTables, findings: &mut Vec<Finding>) {
    let asked = |month| tables.retention().limit(Rule::Base, "report_required", month).is_some_and(|(is, _)| is > 0);
    if basic.month().is_some_and(asked)
        && basic.number("calc_days_total") > 0
        && basic.number("support_report_shared_date") == 0
    {
        findings.push(basic.finding(
            "F02",
            Severity::Fault,
            "support_report_shared_date",
            "支援レポート共有日がありません".to_owned(),
            "支援レポートを共有した日を入れて、ファイルを作り直してください",
        ));
    }
}

/// X02: 利用日数 of the statement counts the days of support.
fn days(statement: &Set<'_>, record: &Set<'_>, findings: &mut Vec<Finding>) {
    let counted = days_with(record, "calc_day_flag");
    for (record_type, item) in [("02", "use_days"), ("04", "service_use_days")] {
        let mut rows = statement.rows(record_type).iter();
        let Some(row) = rows.find(|row| row.text("service_type_code") == SERVICE_TYPE) else { continue };
        let written = row.number(item);
        if written != counted {
            findings.push(row.finding(
                "X02",
                Severity::Warning,
                item,
                format!("{written}日 が、実績記録票の算定日数 {counted}日 と違います"),
                "明細書と実績記録票の日数を見比べて、誤りを直してください",
            ));
        }
    }
}

/// X01: a fee that rests on days of support needs a record of them.
fn without_record(sets: &Sets<'_>, findings: &mut Vec<Finding>) {
    for (key, statement) in &sets.statements {
        let served = statement
            .rows("04")
            .iter()
            .any(|row| row.text("service_type_code") == SERVICE_TYPE && row.number("service_use_days") > 0);
        let recorded = || sets.service_records.keys().any(|(person, form)| person == key && *form != FORM);
        if let (true, Some(row)) = (served && !recorded(), statement.first()) {
            findings.push(row.finding(
                "X01",
                Severity::Fault,
                "certificate_no",
                "この人の就労定着支援の実績記録票(J611)がありません".to_owned(),
                "実績記録票をファイルに加えてください",
            ));
        }
    }
}
