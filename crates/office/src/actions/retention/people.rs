//! 利用者の操作 of 就労定着支援: jobs, contract, leaving.
use crate::actions::known::{Known, same};
use jiff::Timestamp;
use serde_json::json;
use store::{
    Actor, AuditEvent, AuditKind, EmploymentBody, EntityKind, Result, RetentionFactsBody, RetentionFactsRow, Store,
    Subject,
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

/// Saves one tab. Another tab that was saved in between is no conflict: each writes its own part.
///
/// # Errors
/// `NotFound`; `Conflict` when this very part was saved by someone else after `version` was shown.
pub async fn save_facts(
    store: &Store,
    actor: &Actor,
    now: Timestamp,
    person_id: i64,
    (part, version): (FactsPart, Option<i64>),
    typed: &RetentionFactsBody,
) -> Result<()> {
    let stored = store.read(&actor.office).retention_facts().get(person_id).await?;
    let expected = if untouched_since(store, actor, part, version, &stored).await? { stored.version } else { version };
    let mut body = stored.body;
    part.put(typed, &mut body);
    let tx = store.begin(actor, now).await?;
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
