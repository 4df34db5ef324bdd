//! 請求月の手続き of 地域生活支援事業: one step forward or back, with everything that belongs to it, in one transaction.
use super::{ClaimFacts, ClaimOutcome, Made, MonthClaim, make_files};
use crate::{
    App,
    actions::claims::{Refusal, Step, Stepped},
};
use claims::lifecycle::MonthState;
use jiff::Timestamp;
use kernel::Severity;
use serde_json::json;
use store::{Actor, AuditEvent, EntityKind, StoreError, Subject, WriteTx};

/// Takes a step. 締め keeps facts and results of everyone, 出力 writes the papers from what 締め kept.
///
/// # Errors
/// `Conflict` when another step was taken since the page was opened; what the database reports.
pub async fn take(app: &App, actor: &Actor, now: Timestamp, step: &Step) -> Result<Stepped, StoreError> {
    let tx = app.store.begin(actor, now).await?.because(step.reason.trim());
    let Some(stored) = step.hold(&tx).await? else { return Ok(Stepped::Already) };
    let from = stored.state;
    let claim = MonthClaim::read(tx.read(), step.month, from).await?;
    if from.is_open() && step.to == MonthState::Closed && claim.everyone().next().is_none() {
        return Ok(Stepped::Refused(Refusal::Nobody));
    }
    if let Err(refusal) = from.go(step.to, &step.have(claim.count(Severity::Fault) == 0, claim.unverified().is_empty()))
    {
        return Ok(Stepped::Refused(Refusal::Lifecycle(refusal)));
    }
    let mut files = Vec::new();
    if step.to == MonthState::Exported {
        files = match make_files(&claim, step.processing_month) {
            Ok(files) => files,
            Err(findings) => return Ok(Stepped::Refused(Refusal::Files(findings))),
        };
    }
    let event = event(stored.id, (from, step), &claim, &files);
    write(&tx, (from, step), claim, &files).await?;
    tx.commit(event).await?;
    Ok(Stepped::Done)
}

async fn write(
    tx: &WriteTx,
    (from, step): (MonthState, &Step),
    claim: MonthClaim,
    files: &[Made],
) -> Result<(), StoreError> {
    let month = step.month;
    if from.is_open() {
        let results: Vec<(i64, ClaimFacts, ClaimOutcome)> =
            claim.people.into_iter().map(|person| (person.person_id, person.facts, person.outcome)).collect();
        tx.claim_results().save_all(month, &results).await?;
        for late in &claim.late {
            tx.again().freeze_community(late.case_id, &late.claim.facts, &late.claim.outcome).await?;
        }
    }
    for made in files {
        tx.claim_files().add(month, made.kind, &made.name, &made.bytes).await?;
    }
    step.taken(tx).await
}

fn event(id: i64, (from, step): (MonthState, &Step), claim: &MonthClaim, files: &[Made]) -> AuditEvent {
    let mut detail = json!({
        "month": step.month.to_string(), "from": from, "to": step.to,
        "people": claim.claimed().count(), "claimed_again": claim.late.len(),
    });
    if step.to == MonthState::Exported {
        let unverified: Vec<String> = claim.unverified().into_iter().map(|(_, name)| name).collect();
        let names: Vec<&str> = files.iter().map(|made| made.name.as_str()).collect();
        detail["unverified_acknowledged"] = json!(unverified);
        detail["files"] = json!(names);
        detail["processing_month"] = json!(step.processing_month.to_string());
    }
    AuditEvent::new(step.kind(from), Subject::new(EntityKind::ClaimMonth, id)).with(detail)
}
