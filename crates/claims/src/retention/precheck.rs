//! 請求前の点検 of 就労定着支援: what would come back, by the checks that all services share.
use super::{Dossier, Outcome};
use crate::Card;
use crate::precheck::{self, Subject};
use fees::FeeTables;
use fees::retention::Block;
use kernel::{Finding, Severity};

/// Faults of the shared checks that say what a block of the rules already says. Without a card the day on which the use
/// began is not known either.
const SAID_BY_BLOCK: [(&str, &str); 6] = [
    ("R01", "card_missing"),
    ("F04", "card_missing"),
    ("card_unlocked", "card_unlocked"),
    ("C01", "contract_missing"),
    ("R04", "burden_cap_missing"),
    ("M04", "cap_result_missing"),
];

/// Everything that has to be mended or known before this month is claimed: findings of the assessment and of the
/// pre-check. What blocks by the rules stands in [`Outcome::blocked_by`] and is not repeated.
pub fn findings(dossier: &Dossier, outcome: &Outcome, tables: &FeeTables) -> Vec<Finding> {
    let mut findings = outcome.claim.findings.clone();
    let card = decided(dossier);
    let mut found = precheck::shared(&subject(dossier, outcome, card.as_ref()), &outcome.claim, tables);
    found.retain(|finding| !said(outcome, finding) && !findings.contains(finding));
    findings.extend(found);
    findings
}

/// Every reason why the month may not be claimed: those of the rules, then every fault of the findings.
pub fn blocked_by(dossier: &Dossier, outcome: &Outcome, tables: &FeeTables) -> Vec<Block> {
    let mut blocks = outcome.blocked_by.clone();
    let faults = findings(dossier, outcome, tables).into_iter().filter(|found| found.severity == Severity::Fault);
    for fault in faults.filter(|fault| !outcome.blocked_by.iter().any(|block| block.code == fault.code)) {
        let link = fault.link.unwrap_or_else(|| "person".to_owned());
        let reason = format!("{}: {}", fault.place.text, fault.what);
        blocks.push(Block { code: fault.code, reason, how_to_fix: fault.how_to_fix, link });
    }
    blocks
}

fn said(outcome: &Outcome, finding: &Finding) -> bool {
    SAID_BY_BLOCK
        .iter()
        .any(|(fault, block)| finding.code == *fault && outcome.blocked_by.iter().any(|told| told.code == *block))
}

/// The card with the decision as the rules read it: decisions that go on into one another are one.
fn decided(dossier: &Dossier) -> Option<Card> {
    let card = dossier.card.clone()?;
    let decided_from = dossier.month.person.decided_from.unwrap_or(card.decided_from);
    Some(Card { decided_from, ..card })
}

fn subject<'p>(dossier: &'p Dossier, outcome: &Outcome, card: Option<&'p Card>) -> Subject<'p> {
    let lines = &outcome.claim.lines;
    Subject {
        service_month: dossier.month.service_month,
        name: &dossier.name,
        name_kana: &dossier.name_kana,
        name_print: dossier.name_print.as_deref(),
        card,
        contract: dossier.contract.as_ref(),
        service_started_on: dossier.service_started_on,
        service_ended_on: dossier.service_ended_on,
        burden: &dossier.burden,
        remarks: &dossier.remarks,
        used: outcome.support_days.clone(),
        addition_only: !lines.iter().any(|line| line.rule == "retention.base"),
    }
}
