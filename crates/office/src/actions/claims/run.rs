//! 請求を計算: a run over the whole office in the background, noted person by person.
use super::PersonClaim;
use crate::App;
use claims::{Dossier, Outcome};
use jiff::{SignedDuration, Timestamp};
use kernel::{Month, Severity};
use serde_json::json;
use std::collections::BTreeMap;
use store::{Actor, AuditEvent, AuditKind, ClaimRun, EntityKind, RunState, StoreError, Subject};

/// A run that says nothing for so long was cut off with the program.
const SILENCE: SignedDuration = SignedDuration::from_secs(60);

/// Why somebody of a run has no facts any more.
const GONE: &str = "計算を始めたあとに、契約と記録がなくなりました。もう一度計算してください";

/// Whether a run stopped without its end: the program was ended in the middle of it.
pub fn is_cut_off(run: &ClaimRun, now: Timestamp) -> bool {
    let last = run.items.iter().filter_map(|item| item.at).max().unwrap_or(run.started_at);
    run.finished_at.is_none() && now.duration_since(last.max(run.started_at)) > SILENCE
}

/// Starts a run and gives its id at once; a run that is under way is not started a second time.
///
/// # Errors
/// `MonthClosed`, `NoNotice`, or what the database reports.
pub async fn start(app: &App, actor: &Actor, now: Timestamp, month: Month) -> Result<i64, StoreError> {
    let tx = app.store.begin(actor, now).await?;
    let stored = tx.claim_months().hold(month).await?;
    if !stored.state.is_open() {
        return Err(StoreError::MonthClosed { month });
    }
    if let Some(run) = tx.claim_runs().latest(month).await?
        && run.finished_at.is_none()
        && !is_cut_off(&run, now)
    {
        return Ok(run.id);
    }
    let people: Vec<i64> = tx.read().dossiers(month).await?.into_iter().map(|(id, _)| id).collect();
    let id = tx.claim_runs().start(month, &people).await?;
    let detail = json!({ "month": month.to_string(), "people": people.len() });
    tx.commit(AuditEvent::new(AuditKind::ClaimRunStarted, Subject::new(EntityKind::ClaimRun, id)).with(detail)).await?;
    let (app, actor) = (app.clone(), *actor);
    tokio::spawn(async move {
        if let Err(error) = work(&app, &actor, (id, month), &people).await {
            tracing::error!(run = id, kind = ?std::mem::discriminant(&error), "a claim run stopped");
        }
    });
    Ok(id)
}

/// What to say of one person's part; no personal data.
fn told(person: &PersonClaim) -> (RunState, String) {
    let faults = person.count(Severity::Fault);
    let warnings = person.count(Severity::Warning);
    let first = person.findings.iter().find(|finding| finding.severity == Severity::Fault);
    match (person.is_claimed(), faults) {
        (false, 0) => (RunState::Done, "この月の請求はありません".to_owned()),
        (false, _) => (RunState::Failed, first.map(|finding| finding.what.clone()).unwrap_or_default()),
        (true, 0) if warnings == 0 => (RunState::Done, String::new()),
        (true, 0) => (RunState::Done, format!("注意が{warnings}件あります")),
        (true, _) if warnings == 0 => (RunState::Faulty, format!("要修正が{faults}件あります")),
        (true, _) => (RunState::Faulty, format!("要修正が{faults}件、注意が{warnings}件あります")),
    }
}

async fn work(app: &App, actor: &Actor, (run, month): (i64, Month), people: &[i64]) -> Result<(), StoreError> {
    let read = app.store.read(&actor.office).dossiers(month).await;
    let refusal = read.as_ref().err().map(ToString::to_string);
    let mut complete = refusal.is_none();
    let mut dossiers: BTreeMap<i64, Dossier> = read.unwrap_or_default().into_iter().collect();
    let mut results: Vec<(i64, Dossier, Outcome)> = Vec::with_capacity(people.len());
    for &id in people {
        let (state, message) = match dossiers.remove(&id) {
            None => (RunState::Failed, refusal.clone().unwrap_or_else(|| GONE.to_owned())),
            Some(dossier) => {
                let tables = app.tables;
                match tokio::task::spawn_blocking(move || PersonClaim::assess(tables, id, dossier)).await {
                    Ok(person) => {
                        let told = told(&person);
                        results.push((id, person.dossier, person.outcome));
                        told
                    }
                    Err(_) => {
                        complete = false;
                        (RunState::Failed, "プログラムの不具合で計算できません。管理者に伝えてください".to_owned())
                    }
                }
            }
        };
        app.store.report_run_item(&actor.office, run, id, (state, &message), app.clock.now()).await?;
    }
    finish(app, actor, (run, month), &results, complete).await
}

/// Ends the run and keeps its results, unless the month was closed meanwhile or somebody could not be calculated.
async fn finish(
    app: &App,
    actor: &Actor,
    (run, month): (i64, Month),
    results: &[(i64, Dossier, Outcome)],
    complete: bool,
) -> Result<(), StoreError> {
    let tx = app.store.begin(actor, app.clock.now()).await?;
    let open = tx.claim_months().hold(month).await?.state.is_open();
    if open && complete {
        tx.claim_results().save_all(month, results).await?;
    }
    tx.claim_runs().finish(run).await?;
    let detail = json!({ "month": month.to_string(), "people": results.len(), "kept": open && complete });
    tx.commit(AuditEvent::new(AuditKind::ClaimRunFinished, Subject::new(EntityKind::ClaimRun, run)).with(detail)).await
}
