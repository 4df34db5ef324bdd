//! 一か月の算定: the one road from the facts to the assessment.
use super::days::DaySet;
use super::facts::ServiceMonth;
use super::rules::Rule;
use super::work::Work;
use super::{basic, day_additions, input_checks, limits, manual, month_additions, percentages, rate};
use crate::{Assessment, FeeTables};
use kernel::{Finding, Place, Severity};

/// What may be claimed for one person and month, with every step and every reason.
///
/// A month before the first known revision gives no line and one fault that names the table; so does a month with days
/// for which the tables hold no base rate. Lines that need no base rate (上限額管理 alone) are made in every month.
///
/// ```
/// use fees::{FeeTables, b_type};
/// let facts: b_type::facts::ServiceMonth = serde_json::from_str(r#"{
///   "service_month": "2024-07",
///   "office": { "capacity": 20, "fee_class": "II", "average_wage_yen": 16000 },
///   "person": {}, "month": {}, "manual_lines": [],
///   "days": [{ "day": 1, "start": "10:00", "end": "15:00" }]
/// }"#).unwrap();
/// let result = b_type::assess(FeeTables::builtin(), &facts);
/// assert_eq!(result.lines[0].code_text(), "462061");
/// assert_eq!(result.total_units.0, 614);
/// ```
pub fn assess(tables: &FeeTables, facts: &ServiceMonth) -> Assessment {
    let mut out = Assessment::default();
    let month = facts.service_month;
    if tables.era(month).is_none() {
        out.findings.push(no_table(facts));
        return out;
    }
    let records = input_checks::sort(facts, &mut out.findings);
    input_checks::check(&records, &mut out.findings);
    let none = DaySet::default();
    let mut work = Work {
        tables,
        facts,
        records,
        base: none,
        absences: none,
        addition_only: none,
        base_row: None,
        base_units: 0,
        out,
    };
    limits::choose_base_days(&mut work);
    if !basic::apply(&mut work) {
        // Without the base fee every further number would be wrong; the fault says what is missing.
        work.out.lines.clear();
        return work.out;
    }
    day_additions::apply(&mut work);
    month_additions::apply(&mut work);
    percentages::apply(&mut work);
    rate::apply(&mut work);
    manual::apply(&mut work);
    count_days(&mut work);
    work.out.total_units = manual::total_units(&work);
    name_unverified(&mut work);
    work.out
}

fn no_table(facts: &ServiceMonth) -> Finding {
    let what =
        format!("就労継続支援B型 基本報酬表に {} の行がありません。この月は算定できません。", facts.service_month);
    let fix = "サービス提供年月を確かめてください。正しければ、data/fees/b_type/base_rates.csv にその月の告示の行(出典つき)を加えたデータを --data で指定してください。";
    Finding::new("fee_row_missing", Severity::Fault, Place::field("service_month", "サービス提供年月"), what, fix)
        .linked("month")
}

/// 利用日数 leaves out days of absence; サービス利用日数 counts them. A month with nothing but 上限額管理 counts one.
fn count_days(work: &mut Work<'_>) {
    let served = work.base.or(work.addition_only);
    work.out.base_days = work.base.len();
    work.out.claim_days = served.len();
    work.out.service_days = served.or(work.absences).len();
    let cap_rows = work.tables.addition_rows(Rule::CapManagement);
    let cap_management =
        work.out.lines.iter().any(|line| cap_rows.iter().any(|row| row.code.is_some() && row.code == line.code));
    if work.out.service_days == 0 && cap_management {
        work.out.claim_days = 1;
        work.out.service_days = 1;
    }
}

fn name_unverified(work: &mut Work<'_>) {
    let mut codes: Vec<&str> = Vec::new();
    for line in work.out.lines.iter().filter(|line| !line.verified) {
        if !codes.contains(&line.code_ja()) {
            codes.push(line.code_ja());
        }
    }
    if codes.is_empty() {
        return;
    }
    let what = format!("公式のコード表で確かめていない行(未検証)があります: {}", codes.join("、"));
    let fix = "サービスコード表でコードと単位数を確かめてから請求してください。";
    work.out
        .findings
        .push(Finding::new("unverified_code", Severity::Notice, Place::named("明細"), what, fix).linked("month"));
}
