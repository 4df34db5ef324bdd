//! 請求月の手続き: one step forward or back, with everything that belongs to it, in one transaction.
use super::{MadeFile, MonthClaim, make_files};
use crate::App;
use claims::{
    Dossier, Outcome,
    lifecycle::{LifecycleError, MonthState, Need},
};
use jiff::Timestamp;
use kernel::{Finding, Month};
use serde_json::json;
use store::{Actor, AuditEvent, AuditKind, ClaimMonth, EntityKind, StoreError, Subject, WriteTx};

/// A step somebody asks for.
#[derive(Clone, Debug)]
pub struct Step {
    /// サービス提供年月.
    pub month: Month,
    /// Where to.
    pub to: MonthState,
    /// Version of the month on the screen.
    pub version: i64,
    /// Why, for a step back.
    pub reason: String,
    /// The 未検証 codes were acknowledged.
    pub acknowledged: bool,
    /// 処理対象年月, for 出力.
    pub processing_month: Month,
    /// The account may sign.
    pub may_approve: bool,
}

/// Why a step was not taken; nothing was changed.
#[derive(Clone, Debug)]
pub enum Refusal {
    /// The lifecycle does not allow it.
    Lifecycle(LifecycleError),
    /// Nobody has a record or contract in the month.
    Nobody,
    /// The files cannot be made.
    Files(Vec<Finding>),
}

/// What became of a step.
#[derive(Clone, Debug)]
pub enum Stepped {
    /// Taken.
    Done,
    /// The month is already there: a second press changes nothing.
    Already,
    /// Not taken.
    Refused(Refusal),
}

/// Takes a step. 締め keeps facts and results of everyone, 出力 writes the files from what 締め kept.
///
/// # Errors
/// `Conflict` when another step was taken since the page was opened; `NoNotice`; what the database reports.
pub async fn take(app: &App, actor: &Actor, now: Timestamp, step: &Step) -> Result<Stepped, StoreError> {
    let tx = app.store.begin(actor, now).await?.because(step.reason.trim());
    let stored = tx.claim_months().hold(step.month).await?;
    let from = stored.state;
    if stored.version != step.version {
        let what = EntityKind::ClaimMonth.label_ja();
        return if from == step.to {
            Ok(Stepped::Already)
        } else {
            Err(StoreError::Conflict { what, current: Some(stored.version) })
        };
    }
    let claim = MonthClaim::read(tx.read(), app.tables, step.month, from).await?;
    if from.is_open() && step.to == MonthState::Closed && claim.people.is_empty() {
        return Ok(Stepped::Refused(Refusal::Nobody));
    }
    if let Err(refusal) = from.go(step.to, &have(&claim, step)) {
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

fn have(claim: &MonthClaim, step: &Step) -> Vec<Need> {
    let mut have = vec![Need::Assessed];
    let mut add = |fits: bool, need: Need| have.extend(fits.then_some(need));
    add(!claim.has_fault(), Need::NoFault);
    add(step.acknowledged || claim.unverified().is_empty(), Need::UnverifiedAcknowledged);
    add(step.may_approve, Need::ApprovalRight);
    add(!step.reason.trim().is_empty(), Need::Reason);
    have
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
    match step.to {
        MonthState::Open => tx.again().thaw(month).await?,
        MonthState::Exported => tx.again().claimed(month, step.processing_month).await?,
        _ => {}
    }
    for made in files {
        tx.claim_files().add(month, made.kind, &made.file.name, &made.file.bytes).await?;
    }
    tx.claim_months().step(month, step.version, step.to).await?;
    Ok(())
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
    let kind = match (from, step.to) {
        (MonthState::Open, _) => AuditKind::MonthClosed,
        (_, MonthState::Open) => AuditKind::MonthReopened,
        (_, MonthState::Exported) => AuditKind::ClaimFilesMade,
        _ => AuditKind::MonthStepTaken,
    };
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
    AuditEvent::new(kind, Subject::new(EntityKind::ClaimMonth, stored.id)).with(detail)
}
