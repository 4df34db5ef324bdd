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
mod subject;
mod text;

pub use late::{late, late_of};
pub(crate) use office::duplicates;
pub use office::{office, office_of};
pub(crate) use subject::Subject;

use crate::{Dossier, Outcome};
use fees::FeeTables;
use kernel::Finding;

/// Everything that has to be mended or known before this person's month is claimed.
pub fn person(dossier: &Dossier, outcome: &Outcome, tables: &FeeTables) -> Vec<Finding> {
    let mut findings = Vec::new();
    let subject = Subject::b_type(dossier, outcome);
    if !outcome.lines.is_empty() || !dossier.month.days.is_empty() {
        card::check(&subject, &mut findings);
        card::amounts(dossier, outcome, &mut findings);
    }
    days::check(dossier, outcome, &mut findings);
    burden::check(&subject, outcome, tables, &mut findings);
    codes::b_type(dossier, outcome, tables, &mut findings);
    codes::check(&subject, outcome, tables, &mut findings);
    text::check(&subject, &mut findings);
    findings.retain(|finding| !outcome.findings.iter().any(|told| tells_the_same(told, finding)));
    findings
}

/// The checks that every service shares: card, contract, burden, codes, text.
pub(crate) fn shared(subject: &Subject<'_>, outcome: &Outcome, tables: &FeeTables) -> Vec<Finding> {
    let mut findings = Vec::new();
    card::check(subject, &mut findings);
    burden::check(subject, outcome, tables, &mut findings);
    codes::check(subject, outcome, tables, &mut findings);
    text::check(subject, &mut findings);
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
