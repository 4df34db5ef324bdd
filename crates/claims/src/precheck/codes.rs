//! サービスコード: hand lines that differ from the table, and codes the contract does not cover.
use crate::{Dossier, Outcome};
use fees::FeeTables;
use kernel::{Finding, Place, Severity};

pub(super) fn check(dossier: &Dossier, outcome: &Outcome, tables: &FeeTables, findings: &mut Vec<Finding>) {
    typed_by_hand(dossier, tables, findings);
    covered_by_contract(dossier, outcome, findings);
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
fn covered_by_contract(dossier: &Dossier, outcome: &Outcome, findings: &mut Vec<Finding>) {
    let Some(contract) = &dossier.contract else { return };
    for line in &outcome.lines {
        if line.decision_code.is_empty() || line.decision_code == contract.decision_code {
            continue;
        }
        findings.push(
            Finding::new(
                "C01",
                Severity::Warning,
                Place::named(format!("明細 {}", line.code)),
                format!(
                    "サービスコード {}({})の決定サービスコードは {} で、契約の {} と違います",
                    line.code, line.name, line.decision_code, contract.decision_code
                ),
                "この加算の支給決定が受給者証にあるかを市町村に確かめてください",
            )
            .linked("contract"),
        );
    }
}
