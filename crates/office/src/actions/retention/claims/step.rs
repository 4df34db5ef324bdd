//! 請求の手続き of 就労定着支援: センター長✓, 請求する, 送信済み and the way back, each with what it rests on held still.
use super::month::{MonthClaim, PersonClaim, person_claim};
use crate::App;
use jiff::Timestamp;
use kernel::{Day, Month};
use serde_json::json;
use store::{
    Actor, AuditEvent, AuditKind, CheckedPlan, EntityKind, MonthFactsBody, StoreError, Subject, UnmadeMonths, WriteTx,
};

/// Someone's claim as the screen knew it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// Whose.
    pub person_id: i64,
    /// Version of the row; `None` when nothing was done yet.
    pub version: Option<i64>,
}

/// Why a step was not taken; nothing was changed.
#[derive(Clone, Debug)]
pub enum Refusal {
    /// The month is not over: it may be claimed from this day on.
    Early(Day),
    /// 加算情報 of the month are not registered, or not approved.
    Additions(store::AdditionsState),
    /// Somebody has reasons that keep the month from being claimed.
    Blocked(Vec<PersonClaim>),
    /// The plan is × and nobody has said what it means.
    PlanUndecided,
    /// Nobody was chosen.
    Nobody,
}

/// What a step answers.
type Taken = Result<Result<(), Refusal>, StoreError>;

/// The first day on which a month may be claimed: the 1st of the next.
pub fn opens_on(month: Month) -> Day {
    month.next().first_day()
}

fn event(kind: AuditKind, month: Month, people: &[i64]) -> AuditEvent {
    let subject = match people {
        [one] => Subject::new(EntityKind::Person, *one),
        _ => Subject::new(EntityKind::RetentionClaim, 0),
    };
    AuditEvent::new(kind, subject).with(json!({ "month": month.to_string(), "people": people }))
}

async fn one(app: &App, tx: &WriteTx, month: Month, person_id: i64) -> Result<PersonClaim, StoreError> {
    let office = tx.read().retention_month_facts(month).await?;
    let found = office.people.iter().find(|one| one.person.id == person_id);
    let found = found.ok_or(StoreError::NotFound { what: EntityKind::Person.label_ja() })?;
    person_claim(app.tables, &office, found)
}

/// センター長チェック. With `unmade` a × plan is said to be missing from the first
/// month of its run of which it was not said yet, in the same act.
///
/// # Errors
/// `NotFound`, `Conflict`; `NotAllowed` when the account may not approve.
pub async fn check(app: &App, actor: &Actor, now: Timestamp, month: Month, wanted: Wanted, unmade: bool) -> Taken {
    let tx = app.store.begin(actor, now).await?;
    tx.retention_claims().hold().await?;
    let mut found = one(app, &tx, month, wanted.person_id).await?;
    let mut unmade_from = None;
    if unmade && found.plan.is_undecided() {
        let stored = tx.retention_facts().get(wanted.person_id).await?;
        let from = found.plan.unsaid_since;
        let mut body = stored.body;
        body.plan_unmade.say(UnmadeMonths { from, to: None });
        unmade_from = Some(from);
        tx.retention_facts().save(wanted.person_id, &body, stored.version).await?;
        found = one(app, &tx, month, wanted.person_id).await?;
    }
    if !found.blocks.is_empty() {
        return Ok(Err(Refusal::Blocked(vec![found])));
    }
    if found.plan.is_undecided() {
        return Ok(Err(Refusal::PlanUndecided));
    }
    let plan = CheckedPlan { made: found.plan.made, unmade_month: found.plan.unmade_month };
    tx.retention_claims().check(wanted.person_id, month, plan, wanted.version).await?;
    let subject = Subject::new(EntityKind::Person, wanted.person_id);
    let detail = json!({
        "month": month.to_string(), "plan": found.plan.made, "plan_unmade_month": found.plan.unmade_month,
        "unmade_from": unmade_from.map(|month| month.to_string()),
    });
    tx.commit(AuditEvent::new(AuditKind::ChiefChecked, subject).with(detail)).await?;
    Ok(Ok(()))
}

/// Takes the センター長チェック back.
///
/// # Errors
/// `NotFound`, `Conflict`; `Invalid` while requested; `NotAllowed` when the account may not approve.
pub async fn uncheck(app: &App, actor: &Actor, now: Timestamp, month: Month, wanted: Wanted) -> Result<(), StoreError> {
    let tx = app.store.begin(actor, now).await?;
    tx.retention_claims().uncheck(wanted.person_id, month, wanted.version).await?;
    tx.commit(event(AuditKind::ChiefUnchecked, month, &[wanted.person_id])).await
}

/// 請求する for everyone who was ticked on the screen: all of them or none.
///
/// # Errors
/// `NotFound`; `Conflict` when one of them changed since; `Invalid` without the tick.
pub async fn request(app: &App, actor: &Actor, now: Timestamp, month: Month, wanted: &[Wanted]) -> Taken {
    if app.clock.today() < opens_on(month) {
        return Ok(Err(Refusal::Early(opens_on(month))));
    }
    let tx = app.store.begin(actor, now).await?;
    tx.retention_claims().hold().await?;
    let claim = MonthClaim::read(tx.read(), app.tables, month).await?;
    if claim.additions != store::AdditionsState::Approved {
        return Ok(Err(Refusal::Additions(claim.additions)));
    }
    if wanted.is_empty() {
        return Ok(Err(Refusal::Nobody));
    }
    let mut chosen = Vec::new();
    for one in wanted {
        let found = claim.people.iter().find(|person| person.person_id == one.person_id);
        chosen.push((one, found.ok_or(StoreError::NotFound { what: EntityKind::RetentionClaim.label_ja() })?));
    }
    let blocked = chosen.iter().filter(|(_, found)| !found.blocks.is_empty());
    let blocked: Vec<PersonClaim> = blocked.map(|(_, found)| (*found).clone()).collect();
    if !blocked.is_empty() {
        return Ok(Err(Refusal::Blocked(blocked)));
    }
    if chosen.iter().any(|(_, found)| found.plan.is_undecided()) {
        return Ok(Err(Refusal::PlanUndecided));
    }
    for (one, found) in &chosen {
        let snapshot = serde_json::to_string(&found.person)
            .map_err(|_| StoreError::Corrupt { table: "retention_claim", column: "body" })?;
        tx.retention_claims().request(one.person_id, month, &snapshot, one.version).await?;
    }
    let people: Vec<i64> = wanted.iter().map(|one| one.person_id).collect();
    tx.commit(event(AuditKind::ClaimRequested, month, &people)).await?;
    Ok(Ok(()))
}

/// 請求キャンセル for those that were chosen: all of them or none. The ticks stay.
///
/// # Errors
/// `NotFound`, `Conflict`, `Invalid` when somebody's claim is not requested, or the reason is missing.
pub async fn cancel(
    app: &App,
    actor: &Actor,
    now: Timestamp,
    month: Month,
    wanted: &[Wanted],
    why: &str,
) -> Result<(), StoreError> {
    let tx = app.store.begin(actor, now).await?.because(why.trim());
    for one in wanted {
        tx.retention_claims().cancel(one.person_id, month, why, one.version).await?;
    }
    let people: Vec<i64> = wanted.iter().map(|one| one.person_id).collect();
    tx.commit(event(AuditKind::ClaimRequestCancelled, month, &people)).await
}

/// 送信済み: the claims were handed in.
///
/// # Errors
/// `NotFound`, `Conflict`, `Invalid` when somebody's claim is not requested.
pub async fn mark_sent(
    app: &App,
    actor: &Actor,
    now: Timestamp,
    month: Month,
    wanted: &[Wanted],
) -> Result<(), StoreError> {
    let tx = app.store.begin(actor, now).await?;
    for one in wanted {
        tx.retention_claims().mark_sent(one.person_id, month, one.version).await?;
    }
    let people: Vec<i64> = wanted.iter().map(|one| one.person_id).collect();
    tx.commit(event(AuditKind::ClaimSent, month, &people)).await
}

/// 上限額管理結果 and hand lines of a person's month; refused while the month is ticked or requested.
///
/// # Errors
/// `NotFound`, `Conflict`, `Frozen`.
pub async fn save_month_facts(
    app: &App,
    actor: &Actor,
    now: Timestamp,
    (person_id, month): (i64, Month),
    version: Option<i64>,
    body: &MonthFactsBody,
) -> Result<(), StoreError> {
    let tx = app.store.begin(actor, now).await?;
    tx.retention_claims().hold().await?;
    if let Some(stage) = tx.retention_claims().get(person_id, month).await?.stage() {
        return Err(StoreError::Frozen { month, stage });
    }
    tx.month_facts().save(person_id, month, body, version).await?;
    let event = AuditEvent::new(AuditKind::MonthFactsSaved, Subject::new(EntityKind::Person, person_id));
    tx.commit(event.with(json!({ "month": month.to_string() }))).await
}
