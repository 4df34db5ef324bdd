//! 請求月の手続き: one step forward or back, with everything that belongs to it, in one transaction.
use super::{
    MadeFile, MonthClaim,
    asked::{Refusal, Step, Stepped},
    make_files,
};
use crate::App;
use claims::{Dossier, Outcome, lifecycle::MonthState};
use jiff::Timestamp;
use serde_json::json;
use store::{Actor, AuditEvent, ClaimMonth, EntityKind, StoreError, Subject, WriteTx};

/// Takes a step. 締め keeps facts and results of everyone, 出力 writes the files from what 締め kept.
///
/// # Errors
/// `Conflict` when another step was taken since the page was opened; `NoNotice`; what the database reports.
pub async fn take(app: &App, actor: &Actor, now: Timestamp, step: &Step) -> Result<Stepped, StoreError> {
    let tx = app.store.begin(actor, now).await?.because(step.reason.trim());
    let Some(stored) = step.hold(&tx).await? else { return Ok(Stepped::Already) };
    let from = stored.state;
    let claim = MonthClaim::read(tx.read(), app.tables, step.month, from).await?;
    if from.is_open() && step.to == MonthState::Closed && claim.people.is_empty() {
        return Ok(Stepped::Refused(Refusal::Nobody));
    }
    if let Err(refusal) = from.go(step.to, &step.have(!claim.has_fault(), claim.unverified().is_empty())) {
        return Ok(Stepped::Refused(Refusal::Lifecycle(refusal)));
    }
    let mut files = Vec::new();
    if step.to == MonthState::Exported {
        files = match make_files(app, &claim, step.month, step.processing_month) {
            Ok(files) => files,
            Err(findings) => return Ok(Stepped::Refused(Refusal::Files(findings))),
        };
    }
    let event = event(&stored, (from, step), actor, &claim, &files);
    write(&tx, (from, step), claim, &files).await?;
    tx.commit(event).await?;
    Ok(Stepped::Done)
}

async fn write(
    tx: &WriteTx,
    (from, step): (MonthState, &Step),
    claim: MonthClaim,
    files: &[MadeFile],
) -> Result<(), StoreError> {
    let month = step.month;
    if from.is_open() {
        let results: Vec<(i64, Dossier, Outcome)> =
            claim.people.into_iter().map(|person| (person.person_id, person.dossier, person.outcome)).collect();
        tx.claim_results().save_all(month, &results).await?;
        for late in &claim.late {
            tx.again().freeze(late.case_id, &late.claim.dossier, &late.claim.outcome).await?;
        }
    }
    for made in files {
        tx.claim_files().add(month, made.kind, &made.file.name, &made.file.bytes).await?;
    }
    step.taken(tx).await
}

/// Whether the acting account is the one that checked the month.
fn checked_by_same(stored: &ClaimMonth, actor: &Actor) -> bool {
    let checker =
        stored.steps.iter().rev().find(|step| step.state == MonthState::Checked).and_then(|step| step.account_id);
    checker.is_some() && checker == actor.account_id
}

fn event(
    stored: &ClaimMonth,
    (from, step): (MonthState, &Step),
    actor: &Actor,
    claim: &MonthClaim,
    files: &[MadeFile],
) -> AuditEvent {
    let mut detail = json!({
        "month": step.month.to_string(), "from": from, "to": step.to, "people": claim.totals().people,
        "claimed_again": claim.late.len(), "cap_sheets": claim.cap_sheets.len(),
    });
    if step.to == MonthState::Approved {
        detail["checked_by_same_account"] = json!(checked_by_same(stored, actor));
    }
    if step.to == MonthState::Exported {
        let codes: Vec<String> = claim.unverified().into_iter().map(|(code, _)| code).collect();
        let kinds: Vec<&str> = files.iter().map(|made| made.kind).collect();
        detail["unverified_acknowledged"] = json!(codes);
        detail["files"] = json!(kinds);
        detail["processing_month"] = json!(step.processing_month.to_string());
    }
    AuditEvent::new(step.kind(from), Subject::new(EntityKind::ClaimMonth, stored.id)).with(detail)
}
