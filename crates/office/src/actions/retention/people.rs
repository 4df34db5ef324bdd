//! 利用者の操作 of 就労定着支援: jobs, contract, leaving.
use crate::actions::known::{Known, same};
use fees::FeeTables;
use jiff::Timestamp;
use kernel::{Day, Month};
use serde_json::json;
use store::{
    Actor, AuditEvent, AuditKind, EmploymentBody, EntityKind, Intent, Result, RetentionFactsBody, RetentionFactsRow,
    Store, StoreError, Subject, WriteTx,
};

/// The job that a new one follows, with its end.
#[derive(Clone, Debug)]
pub struct Previous {
    /// The row as the screen knew it.
    pub known: Known,
    /// What stands there from now on.
    pub body: EmploymentBody,
}

/// Registers (`known` = `None`) or changes a job, and ends the one before it in the same act; gives the id.
///
/// # Errors
/// `NotFound` (also for a job of another person), `Conflict`, `Invalid` when it ends before it begins.
pub async fn save_employment(
    store: &Store,
    actor: &Actor,
    now: Timestamp,
    person_id: i64,
    known: Option<Known>,
    body: &EmploymentBody,
    previous: Option<&Previous>,
) -> Result<i64> {
    let tx = store.begin(actor, now).await?;
    if let Some(previous) = previous {
        same(EntityKind::Employment, person_id, tx.employments().get(previous.known.id).await?.person_id)?;
        tx.employments().update(previous.known.id, &previous.body, previous.known.version).await?;
    }
    let id = match known {
        None => tx.employments().create(person_id, body).await?,
        Some(known) => {
            same(EntityKind::Employment, person_id, tx.employments().get(known.id).await?.person_id)?;
            tx.employments().update(known.id, body, known.version).await?;
            known.id
        }
    };
    let event = AuditEvent::new(AuditKind::EmploymentSaved, Subject::new(EntityKind::Employment, id));
    let ended = previous.map(|previous| previous.known.id);
    tx.commit(event.with(json!({ "person": person_id, "ended": ended }))).await?;
    Ok(id)
}

/// Takes away a job that was entered by mistake; its history stays.
///
/// # Errors
/// `NotFound`, `Conflict`.
pub async fn remove_employment(
    store: &Store,
    actor: &Actor,
    now: Timestamp,
    person_id: i64,
    known: Known,
) -> Result<()> {
    let tx = store.begin(actor, now).await?;
    same(EntityKind::Employment, person_id, tx.employments().get(known.id).await?.person_id)?;
    tx.employments().remove(known.id, known.version).await?;
    let event = AuditEvent::new(AuditKind::EmploymentSaved, Subject::new(EntityKind::Employment, known.id));
    tx.commit(event.with(json!({ "person": person_id, "removed": true }))).await
}

/// What one tab of a person writes of the one row that holds contract and leaving.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FactsPart {
    /// 契約.
    Use,
    /// 退所（定着中）.
    Leaving,
    /// 退所（退職）.
    Resigned,
}

impl FactsPart {
    /// Puts the part of `typed` into a row and leaves the rest of it.
    pub fn put(self, typed: &RetentionFactsBody, into: &mut RetentionFactsBody) {
        let typed = typed.clone();
        match self {
            FactsPart::Use => {
                into.intent = typed.intent;
                into.declined_on = typed.declined_on;
                into.contract_on = typed.contract_on;
                into.contract_end_on = typed.contract_end_on;
                into.from_other_provider = typed.from_other_provider;
                into.previous_service = typed.previous_service;
                into.previous_office = typed.previous_office;
                into.taken_over = typed.taken_over;
                into.special_area = typed.special_area;
                into.support_structure_missing_from = typed.support_structure_missing_from;
                into.note = typed.note;
            }
            FactsPart::Leaving => (into.left_on, into.left_reason) = (typed.left_on, typed.left_reason),
            FactsPart::Resigned => {
                (into.resigned_on, into.resigned_reason) = (typed.resigned_on, typed.resigned_reason);
            }
        }
    }

    fn name(self) -> &'static str {
        match self {
            FactsPart::Use => "use",
            FactsPart::Leaving => "leaving",
            FactsPart::Resigned => "resigned",
        }
    }
}

/// What of contract and leaving a month reads; days after it are not yet anything to it.
fn read_in(facts: &RetentionFactsBody, month: Month) -> (Vec<Option<Day>>, bool, bool) {
    let by_then = |day: Option<Day>| day.filter(|day| *day <= month.last_day());
    let declined = facts.intent == Intent::Declines;
    let days = vec![
        facts.contract_on,
        by_then(facts.contract_end_on),
        by_then(facts.left_on),
        by_then(facts.resigned_on),
        by_then(facts.declined_on.filter(|_| declined)),
    ];
    let reduced = facts.support_structure_missing_from.is_some_and(|from| from <= month);
    (days, declined && facts.declined_on.is_none(), reduced)
}

/// Refuses when a ticked or requested month reads another contract or leaving than before.
async fn refuse_frozen(
    tx: &WriteTx,
    tables: &FeeTables,
    person_id: i64,
    (before, after): (&RetentionFactsBody, &RetentionFactsBody),
) -> Result<()> {
    let mut first_month = None;
    if before.from_other_provider != after.from_other_provider {
        // 初期加算 is paid in the month in which the use began, and read in no other
        let jobs = tx.employments().of_person(person_id).await?;
        let cards = tx.cards().of_person(person_id).await?;
        let usable = jobs.iter().find_map(|job| job.body.hired_on).map(|day| tables.retention().first_usable_on(day));
        let ready = usable.max(before.contract_on);
        let decisions = cards.iter().map(|card| &card.body).filter(|card| ready <= Some(card.decided_to));
        let started = tx.people().get(person_id).await?.body.started_on;
        let first = started.or_else(|| decisions.map(|card| card.decided_from).min().max(ready));
        first_month = first.map(Day::month);
    }
    for claim in tx.retention_claims().of_person(person_id).await? {
        let Some(stage) = claim.stage() else { continue };
        let month = claim.month;
        if read_in(before, month) != read_in(after, month) || first_month == Some(month) {
            return Err(StoreError::Frozen { month, stage });
        }
    }
    Ok(())
}

/// Saves one tab. Another tab that was saved in between is no conflict: each writes its own part.
///
/// # Errors
/// `NotFound`; `Conflict` when this very part was saved by someone else after `version` was shown; `Frozen` when a ticked
/// or requested month reads what is changed.
pub async fn save_facts(
    (store, tables): (&Store, &FeeTables),
    actor: &Actor,
    now: Timestamp,
    person_id: i64,
    (part, version): (FactsPart, Option<i64>),
    typed: &RetentionFactsBody,
) -> Result<()> {
    let stored = store.read(&actor.office).retention_facts().get(person_id).await?;
    let expected = if untouched_since(store, actor, part, version, &stored).await? { stored.version } else { version };
    let mut body = stored.body.clone();
    part.put(typed, &mut body);
    let tx = store.begin(actor, now).await?;
    tx.retention_claims().hold().await?;
    refuse_frozen(&tx, tables, person_id, (&stored.body, &body)).await?;
    tx.retention_facts().save(person_id, &body, expected).await?;
    let event = AuditEvent::new(AuditKind::RetentionFactsSaved, Subject::new(EntityKind::Person, person_id));
    tx.commit(event.with(json!({ "part": part.name() }))).await
}

/// Whether the part still reads as it did in the version that was on the screen.
async fn untouched_since(
    store: &Store,
    actor: &Actor,
    part: FactsPart,
    version: Option<i64>,
    stored: &RetentionFactsRow,
) -> Result<bool> {
    if stored.version == version {
        return Ok(true);
    }
    let shown = match version {
        None => RetentionFactsBody::default(),
        Some(version) => {
            let versions = store.read(&actor.office).history().of(EntityKind::RetentionFacts, stored.id).await?;
            let shown = versions.into_iter().find(|known| known.version == version);
            match shown.map(|known| serde_json::from_value(known.body)) {
                Some(Ok(body)) => body,
                _ => return Ok(false),
            }
        }
    };
    let mut with_shown = stored.body.clone();
    part.put(&shown, &mut with_shown);
    Ok(with_shown == stored.body)
}
