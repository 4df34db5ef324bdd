//! 請求前の点検: what would come back from the federation, found while it can still be mended.
//!
//! [`person`] looks at one person's month, [`office`] at what only shows when all persons of a file lie side by side.
//! Findings of the assessment itself (fifth absence, missing fee row, …) stand in [`Outcome::findings`] and are not
//! repeated here. Ids of the form `R03` are those of the pre-check list; the others have no number there.
mod burden;
mod card;
mod codes;
mod days;
mod late;
mod office;
mod text;

pub use late::late;
pub use office::office;

use crate::{Dossier, Outcome};
use fees::FeeTables;
use kernel::Finding;

/// Everything that has to be mended or known before this person's month is claimed.
pub fn person(dossier: &Dossier, outcome: &Outcome, tables: &FeeTables) -> Vec<Finding> {
    let mut findings = Vec::new();
    card::check(dossier, outcome, &mut findings);
    days::check(dossier, outcome, &mut findings);
    burden::check(dossier, outcome, tables, &mut findings);
    codes::check(dossier, outcome, tables, &mut findings);
    text::check(dossier, &mut findings);
    findings.retain(|finding| !outcome.findings.iter().any(|told| tells_the_same(told, finding)));
    findings
}

/// Whether the assessment has already told of the same place of the same day, at least as gravely.
fn tells_the_same(told: &Finding, finding: &Finding) -> bool {
    // 往 and 復 are told as one
    let column = |finding: &Finding| {
        let field = finding.place.field.as_deref()?;
        Some(field.split_once("_").map_or(field, |(column, _)| column).to_owned())
    };
    finding.place.day.is_some()
        && told.place.day == finding.place.day
        && column(told) == column(finding)
        && told.severity <= finding.severity
}

/// Days as people say them: 「3日、5日」.
fn days_text(days: &[u8]) -> String {
    days.iter().map(|day| format!("{day}日")).collect::<Vec<_>>().join("、")
}
