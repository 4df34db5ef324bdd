//! サービスコード: what the tables do not confirm, and what the contract does not cover.
use crate::{Dossier, Outcome};
use fees::FeeTables;
use kernel::{Finding, Place, Severity};

pub(super) fn check(dossier: &Dossier, outcome: &Outcome, tables: &FeeTables, findings: &mut Vec<Finding>) {
    unverified(outcome, findings);
    typed_by_hand(dossier, tables, findings);
    covered_by_contract(dossier, outcome, findings);
}

fn unverified(outcome: &Outcome, findings: &mut Vec<Finding>) {
    for line in outcome.lines.iter().filter(|line| !line.verified) {
        findings.push(
            Finding::new(
                "unverified",
                Severity::Notice,
                Place::named(format!("明細 {}", line.code)),
                format!("サービスコード {}({})は、公式のコード表で確かめていない行(未検証)です", line.code, line.name),
                "公式のサービスコード表と見比べて、コードと単位数が合っていることを確かめてから請求してください",
            )
            .linked("month"),
        );
    }
}

/// C02: hand lines the tables do not know, or know with other units.
fn typed_by_hand(dossier: &Dossier, tables: &FeeTables, findings: &mut Vec<Finding>) {
    let month = dossier.month.service_month;
    for line in &dossier.month.manual_lines {
        let place = Place::field("manual_lines", &format!("手入力の明細 {}", line.code));
        match tables.code(&line.code, month) {
            None => findings.push(
                Finding::new(
                    "C02",
                    Severity::Warning,
                    place,
                    format!("サービスコード {} は、{month} のコード表にありません", line.code),
                    "コードの打ち間違いでないか、この月に使えるコードかを確かめてください",
                )
                .linked("month"),
            ),
            Some(entry) => {
                if let Some(units) = entry.units.filter(|units| *units != line.units) {
                    findings.push(
                        Finding::new(
                            "C02",
                            Severity::Warning,
                            place,
                            format!(
                                "サービスコード {} の単位数 {} が、コード表の {units} と違います",
                                line.code, line.units
                            ),
                            "単位数を確かめて、打ち間違いなら直してください",
                        )
                        .linked("month"),
                    );
                }
            }
        }
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
