//! この月の算定: lines, yen and findings beside the grid, made anew after every save.
use crate::{
    desk::Desk,
    failure::Failure,
    view::{FindingView, Links},
};
use askama::Template;
use claims::{Dossier, Outcome};
use kernel::Month;
use store::StoreError;

struct LineView {
    name: String,
    verified: bool,
    units: String,
    count: u32,
}

#[derive(Template)]
#[template(path = "records/live.html")]
struct Live {
    refusal: Option<String>,
    /// The month is closed: these are the figures that were kept then.
    kept: bool,
    units: String,
    cost: String,
    burden: String,
    benefit: String,
    days: u32,
    lines: Vec<LineView>,
    statement_href: String,
    findings: Vec<FindingView>,
}

/// The panel of one person's month as HTML: worked out anew while it can be changed (the month is
/// open, or a case of 返戻・過誤・月遅れ opens it), as it was kept otherwise.
pub(crate) async fn panel(desk: &Desk, person_id: i64, month: Month) -> Result<String, Failure> {
    let links = Links { office: &desk.base, person_id: Some(person_id), month };
    let kept = match desk.read().again().may_change(person_id, month).await? {
        true => None,
        false => desk
            .read()
            .claim_results()
            .of_month::<Dossier, Outcome>(month)
            .await?
            .into_iter()
            .find(|kept| kept.person_id == person_id),
    };
    let is_kept = kept.is_some();
    let (dossier, outcome) = match kept {
        Some(kept) => (kept.facts, kept.outcome),
        None => match desk.read().dossier(person_id, month).await {
            Ok(dossier) => {
                let outcome = claims::assess(desk.app.tables, &dossier.month, &dossier.burden);
                (dossier, outcome)
            }
            Err(refusal @ StoreError::NoNotice { .. }) => return refused(&refusal),
            Err(other) => return Err(other.into()),
        },
    };
    let mut findings = outcome.findings.clone();
    findings.extend(claims::precheck::person(&dossier, &outcome, desk.app.tables));
    let live = Live {
        refusal: None,
        kept: is_kept,
        units: outcome.total_units.to_string(),
        cost: outcome.total_cost.to_string(),
        burden: outcome.decided_burden.to_string(),
        benefit: outcome.benefit_claim.to_string(),
        days: outcome.claim_days,
        lines: outcome
            .lines
            .iter()
            .map(|line| LineView {
                name: line.name.to_string(),
                verified: line.verified,
                units: line.units.to_string(),
                count: line.count,
            })
            .collect(),
        statement_href: format!("{}/b/{month}/claim/people/{person_id}", desk.base),
        findings: links.findings(&findings),
    };
    Ok(live.render()?)
}

/// The panel when nothing can be worked out.
fn refused(refusal: &StoreError) -> Result<String, Failure> {
    let empty = Live {
        refusal: Some(refusal.to_string()),
        kept: false,
        units: String::new(),
        cost: String::new(),
        burden: String::new(),
        benefit: String::new(),
        days: 0,
        lines: Vec::new(),
        statement_href: String::new(),
        findings: Vec::new(),
    };
    Ok(empty.render()?)
}
