//! サービスコード: hand lines that differ from the table, and codes the contract does not cover.
use super::subject::Subject;
use crate::{Dossier, Outcome, code_groups};
use fees::FeeTables;
use kernel::{Finding, Place, Severity};
use serde_json::Value;

/// Checks that rest on the days and the 体制届 of B型.
pub(super) fn b_type(dossier: &Dossier, outcome: &Outcome, tables: &FeeTables, findings: &mut Vec<Finding>) {
    typed_by_hand(dossier, tables, findings);
    not_filed(dossier, outcome, tables, findings);
    before_designation(dossier, outcome, findings);
}

/// Checks of the codes themselves.
pub(super) fn check(subject: &Subject<'_>, outcome: &Outcome, tables: &FeeTables, findings: &mut Vec<Finding>) {
    covered_by_contract(subject, outcome, findings);
    too_often(subject, outcome, tables, findings);
}

/// C04: with the hand lines a group of codes is claimed more often than a month allows.
fn too_often(subject: &Subject<'_>, outcome: &Outcome, tables: &FeeTables, findings: &mut Vec<Finding>) {
    let lines = outcome.lines.iter().map(|line| (line.code_text(), i64::from(line.count)));
    for (limit, claimed) in code_groups::above_limit(tables, subject.service_month, lines) {
        findings.push(
            Finding::new(
                "C04",
                Severity::Fault,
                Place::named(format!("明細 {}", limit.group)),
                format!("{}が {claimed}回 になっています(月に{}回まで)", limit.group, limit.times),
                "手入力の明細と計算した明細が重なっていないかを確かめ、回数を直してください",
            )
            .linked("month"),
        );
    }
}

/// O02: an addition typed by hand that the office has not filed.
fn not_filed(dossier: &Dossier, outcome: &Outcome, tables: &FeeTables, findings: &mut Vec<Finding>) {
    let month = dossier.month.service_month;
    let filed = serde_json::to_value(&dossier.month.office.capability).unwrap_or_default();
    for line in outcome.lines.iter().filter(|line| line.rule == code_groups::HAND) {
        let Some(needed) = code_groups::capability_of(tables, line.code_text(), month) else { continue };
        if !matches!(filed.get(needed.key), None | Some(Value::Null | Value::Bool(false))) {
            continue;
        }
        findings.push(
            Finding::new(
                "O02",
                Severity::Fault,
                Place::field("manual_lines", &format!("手入力の明細 {}", line.code_ja())),
                format!("サービスコード {} の加算は、体制届の「{}」が登録されていません", line.code_ja(), needed.name),
                "届出が済んでいれば体制届に登録し、済んでいなければ手入力の明細を消してください",
            )
            .linked("notice"),
        );
    }
}

/// O01: nothing is claimed before the office was designated.
fn before_designation(dossier: &Dossier, outcome: &Outcome, findings: &mut Vec<Finding>) {
    let Some(designated) = dossier.month.office.designated_on else { return };
    let month = dossier.month.service_month;
    let mut days = dossier.month.days.iter().filter_map(|day| month.day(day.day));
    if !outcome.lines.is_empty() && (designated > month.last_day() || days.any(|day| day < designated)) {
        findings.push(
            Finding::new(
                "O01",
                Severity::Fault,
                Place::field("office.designated_on", "指定年月日"),
                format!("指定年月日({designated})より前の日を請求しようとしています"),
                "指定通知書の指定年月日を確かめてください。正しければ、指定より前の日は請求できません",
            )
            .linked("office"),
        );
    }
}

/// C02: hand lines the table knows with other units. Codes it does not know are told by the assessment.
fn typed_by_hand(dossier: &Dossier, tables: &FeeTables, findings: &mut Vec<Finding>) {
    let month = dossier.month.service_month;
    for line in &dossier.month.manual_lines {
        let known = tables.code(&line.code, month).and_then(|entry| entry.units);
        let Some(units) = known.filter(|units| *units != line.units) else { continue };
        findings.push(
            Finding::new(
                "C02",
                Severity::Warning,
                Place::field("manual_lines", &format!("手入力の明細 {}", line.code)),
                format!("サービスコード {} の単位数 {} が、コード表の {units} と違います", line.code, line.units),
                "単位数を確かめて、打ち間違いなら直してください",
            )
            .linked("month"),
        );
    }
}

/// C01: every claimed code falls under the decision code of the contract.
fn covered_by_contract(subject: &Subject<'_>, outcome: &Outcome, findings: &mut Vec<Finding>) {
    let Some(contract) = subject.contract else { return };
    for line in &outcome.lines {
        if line.decision_code.is_empty() || line.decision_code == contract.decision_code {
            continue;
        }
        findings.push(
            Finding::new(
                "C01",
                Severity::Warning,
                Place::named(format!("明細 {}", line.code_ja())),
                format!(
                    "サービスコード {}({})の決定サービスコードは {} で、契約の {} と違います",
                    line.code_ja(),
                    line.name,
                    line.decision_code,
                    contract.decision_code
                ),
                "この加算の支給決定が受給者証にあるかを市町村に確かめてください",
            )
            .linked("contract"),
        );
    }
}
