//! 明細書と実績記録票: each person has both, and the counts agree.
use super::located::{Set, Sets};
use super::totals::days_with;
use crate::files::j61::FORM;
use crate::files::record_items::{self, Counted, RecordItem};
use fees::FeeTables;
use kernel::{Finding, Month, ServiceCode, Severity};

/// サービス種類コード of 就労継続支援B型.
const SERVICE_TYPE: &str = "46";
/// Official group of the codes that carry the base fee.
const BASE_GROUP: &str = "就労継続支援B型サービス費";

pub(super) fn check(sets: &Sets<'_>, tables: &FeeTables, findings: &mut Vec<Finding>) {
    if sets.statements.is_empty() || sets.service_records.is_empty() {
        return;
    }
    for (key, statement) in &sets.statements {
        let Some(month) = statement.basic().and_then(|basic| basic.month()) else { continue };
        match sets.service_records.get(&(*key, FORM)) {
            Some(record) => counts(statement, record, month, tables, findings),
            None => without_record(statement, month, tables, findings),
        }
    }
    for ((key, _), record) in &sets.service_records {
        if let (false, Some(row)) = (sets.statements.contains_key(key), record.first()) {
            findings.push(row.finding(
                "X01",
                Severity::Fault,
                "certificate_no",
                "この人の明細書(J121)がありません".to_owned(),
                "明細書と実績記録票は二つそろえて送ります。請求しない人なら実績記録票を外してください",
            ));
        }
    }
}

/// Whether a line rests on days that the service record shows. 利用者負担上限額管理加算 and the rate on it do not.
pub(super) fn rests_on_days(code: &str, month: Month, tables: &FeeTables) -> bool {
    let recorded = record_items::of(code, month).is_some_and(|item| item.counted != Counted::StatementOnly);
    recorded || is_base(code, month, tables)
}

pub(super) fn is_base(code: &str, month: Month, tables: &FeeTables) -> bool {
    let code = code.parse::<ServiceCode>().ok();
    let group = code.as_ref().and_then(|code| tables.code(code, month)?.group);
    group.is_some_and(|group| group.starts_with(BASE_GROUP))
}

/// X01: only 利用者負担上限額管理加算 may be claimed without a service record.
fn without_record(statement: &Set<'_>, month: Month, tables: &FeeTables, findings: &mut Vec<Finding>) {
    let needs_record = statement.rows("03").iter().any(|line| rests_on_days(line.text("service_code"), month, tables));
    if let (true, Some(row)) = (needs_record, statement.first()) {
        findings.push(row.finding(
            "X01",
            Severity::Fault,
            "certificate_no",
            "この人の実績記録票(J611)がありません".to_owned(),
            "実績記録票をファイルに加えてください",
        ));
    }
}

fn counts(statement: &Set<'_>, record: &Set<'_>, month: Month, tables: &FeeTables, findings: &mut Vec<Finding>) {
    day_counts(statement, record, findings);
    base_days(statement, record, month, tables, findings);
    for item in record_items::items(month) {
        addition(statement, record, month, item, findings);
    }
}

/// X02: the base fee is claimed on recorded service days only.
fn base_days(statement: &Set<'_>, record: &Set<'_>, month: Month, tables: &FeeTables, findings: &mut Vec<Finding>) {
    let is_base = |code: &str| is_base(code, month, tables);
    let base: Vec<_> = statement.rows("03").iter().filter(|line| is_base(line.text("service_code"))).collect();
    let claimed: i64 = base.iter().map(|line| line.number("count")).sum();
    let served = record
        .rows("02")
        .iter()
        .filter(|row| {
            ["provision_status", "visit_support_special_provided_hours", "visit_support_special_calc_hours"]
                .iter()
                .chain(&["trial_use_support"])
                .all(|item| matches!(row.text(item), "" | "0"))
        })
        .count() as i64;
    let Some(row) = base.first().copied().or(statement.first()) else { return };
    if claimed == served {
        return;
    }
    // days beyond the granted amount are recorded but not claimed: worth a look, no reason for a return
    let severity = if claimed > served { Severity::Fault } else { Severity::Warning };
    findings.push(row.finding(
        "X02",
        severity,
        "count",
        format!("基本報酬の回数 {claimed} が、実績記録票のサービス提供日 {served}日 と違います"),
        "明細と実績記録票の日数を見比べて、誤りを直してください",
    ));
}

/// X02: 利用日数 leaves out the days of 欠席時対応加算 alone, サービス利用日数 counts them.
fn day_counts(statement: &Set<'_>, record: &Set<'_>, findings: &mut Vec<Finding>) {
    let all = record.rows("02").len() as i64;
    let served = all - days_with(record, "provision_status");
    for (record_type, item, counted) in [("02", "use_days", served), ("04", "service_use_days", all)] {
        let rows = statement.rows(record_type).iter();
        let Some(row) = rows.into_iter().find(|row| row.text("service_type_code") == SERVICE_TYPE) else { continue };
        let written = row.number(item);
        if written != counted {
            // a day that was recorded but could not be claimed is no fault
            findings.push(row.finding(
                "X02",
                Severity::Warning,
                item,
                format!("{written}日 が、実績記録票から数えた {counted}日 と違います"),
                "算定しなかった日があるためならそのままで、そうでなければ日数を直してください",
            ));
        }
    }
}

/// X02: an addition is claimed as often as it is recorded.
fn addition(statement: &Set<'_>, record: &Set<'_>, month: Month, item: &RecordItem, findings: &mut Vec<Finding>) {
    let lines: Vec<_> = statement
        .rows("03")
        .iter()
        .filter(|line| record_items::of(line.text("service_code"), month).is_some_and(|found| found.item == item.item))
        .collect();
    let claimed: i64 = lines.iter().map(|line| line.number("count")).sum();
    let (recorded, label) = match item.counted {
        Counted::Trips => (record.sum("02", "pickup_outbound") + record.sum("02", "pickup_return"), "送迎加算"),
        _ => {
            let layout = record.rows("02").first().map(|row| row.record.layout());
            let found = layout.and_then(|layout| layout.items.iter().find(|known| known.name == item.item));
            (days_with(record, item.item), found.map_or(item.item, |found| found.label.as_str()))
        }
    };
    if claimed == recorded {
        return;
    }
    let Some(row) = lines.first().copied().or(statement.first()) else { return };
    // the days of 集中的支援 need not be known
    let severity = if item.item == "intensive_support" { Severity::Warning } else { Severity::Fault };
    findings.push(row.finding(
        "X02",
        severity,
        "count",
        format!("明細の回数 {claimed} が、実績記録票の「{label}」の {recorded}回 と違います"),
        "明細と実績記録票のどちらが正しいかを確かめて、同じにしてください",
    ));
}
