//! 利用者の操作: saving a person, card, contract, exception or the facts of a month; locking a card.
use super::known::{Known, same};
use jiff::Timestamp;
use kernel::Month;
use serde_json::json;
use store::{
    Actor, AuditEvent, AuditKind, CardBody, ContractBody, EntityKind, ExceptionBody, MonthFactsBody, PersonBody,
    Result, Store, Subject,
};

/// Registers (`known` = `None`) or changes a person; gives the id.
///
/// # Errors
/// `NotFound`, `Conflict`.
pub async fn save_person(
    store: &Store,
    actor: &Actor,
    now: Timestamp,
    known: Option<Known>,
    body: &PersonBody,
) -> Result<i64> {
    let tx = store.begin(actor, now).await?;
    let (id, kind) = match known {
        None => (tx.people().create(body).await?, AuditKind::PersonCreated),
        Some(known) => {
            tx.people().update(known.id, body, known.version).await?;
            (known.id, AuditKind::PersonUpdated)
        }
    };
    tx.commit(AuditEvent::new(kind, Subject::new(EntityKind::Person, id))).await?;
    Ok(id)
}

/// Registers or changes a card; gives the id.
///
/// # Errors
/// `NotFound`, `Conflict`, `Taken`, `CardLocked`, `MonthClosed`.
pub async fn save_card(
    store: &Store,
    actor: &Actor,
    now: Timestamp,
    person_id: i64,
    known: Option<Known>,
    body: &CardBody,
) -> Result<i64> {
    let tx = store.begin(actor, now).await?;
    let id = match known {
        None => tx.cards().create(person_id, body).await?,
        Some(known) => {
            same(EntityKind::RecipientCard, person_id, tx.cards().get(known.id).await?.person_id)?;
            tx.cards().update(known.id, body, known.version).await?;
            known.id
        }
    };
    let event = AuditEvent::new(AuditKind::CardSaved, Subject::new(EntityKind::RecipientCard, id));
    tx.commit(event.with(json!({ "person": person_id }))).await?;
    Ok(id)
}

/// Locks a card that was checked against the paper (`lock`), or unlocks it; `why` stands in its history.
///
/// # Errors
/// `NotFound`, `Conflict`; `Frozen` when a claim of 就労定着支援 reads the card that would be unlocked.
pub async fn lock_card(
    store: &Store,
    actor: &Actor,
    now: Timestamp,
    person_id: i64,
    known: Known,
    lock: bool,
    why: &str,
) -> Result<()> {
    let tx = store.begin(actor, now).await?.because(why);
    same(EntityKind::RecipientCard, person_id, tx.cards().get(known.id).await?.person_id)?;
    let kind = if lock {
        tx.cards().lock(known.id, known.version).await?;
        AuditKind::CardLocked
    } else {
        tx.cards().unlock(known.id, known.version).await?;
        AuditKind::CardUnlocked
    };
    let event = AuditEvent::new(kind, Subject::new(EntityKind::RecipientCard, known.id));
    tx.commit(event.with(json!({ "person": person_id }))).await
}

/// Registers or changes a contract; gives the id.
///
/// # Errors
/// `NotFound`, `Conflict`, `Taken`, `Invalid`, `MonthClosed`.
pub async fn save_contract(
    store: &Store,
    actor: &Actor,
    now: Timestamp,
    person_id: i64,
    known: Option<Known>,
    body: &ContractBody,
) -> Result<i64> {
    let tx = store.begin(actor, now).await?;
    let id = match known {
        None => tx.contracts().create(person_id, body).await?,
        Some(known) => {
            same(EntityKind::Contract, person_id, tx.contracts().get(known.id).await?.person_id)?;
            tx.contracts().update(known.id, body, known.version).await?;
            known.id
        }
    };
    let event = AuditEvent::new(AuditKind::ContractSaved, Subject::new(EntityKind::Contract, id));
    tx.commit(event.with(json!({ "person": person_id }))).await?;
    Ok(id)
}

/// Registers or changes a 利用日数の特例; gives the id.
///
/// # Errors
/// `NotFound`, `Conflict`, `Taken`, `Invalid`, `MonthClosed`.
pub async fn save_exception(
    store: &Store,
    actor: &Actor,
    now: Timestamp,
    person_id: i64,
    known: Option<Known>,
    body: &ExceptionBody,
) -> Result<i64> {
    let tx = store.begin(actor, now).await?;
    let id = match known {
        None => tx.exceptions().create(person_id, body).await?,
        Some(known) => {
            same(EntityKind::DaysException, person_id, tx.exceptions().get(known.id).await?.person_id)?;
            tx.exceptions().update(known.id, body, known.version).await?;
            known.id
        }
    };
    let event = AuditEvent::new(AuditKind::DaysExceptionSaved, Subject::new(EntityKind::DaysException, id));
    tx.commit(event.with(json!({ "person": person_id }))).await?;
    Ok(id)
}

/// Saves the facts of a person's month; `version` is `None` when nothing was saved yet.
///
/// # Errors
/// `NotFound`, `Conflict`, `MonthClosed`.
pub async fn save_month_facts(
    store: &Store,
    actor: &Actor,
    now: Timestamp,
    (person_id, month): (i64, Month),
    version: Option<i64>,
    body: &MonthFactsBody,
) -> Result<()> {
    let tx = store.begin(actor, now).await?;
    tx.month_facts().save(person_id, month, body, version).await?;
    let event = AuditEvent::new(AuditKind::MonthFactsSaved, Subject::new(EntityKind::Person, person_id));
    tx.commit(event.with(json!({ "month": month.to_string() }))).await
}

/// Notes that the list of people left the program as a file.
///
/// # Errors
/// What the database reports.
pub async fn list_exported(store: &Store, actor: &Actor, now: Timestamp, people: usize) -> Result<()> {
    let tx = store.begin(actor, now).await?;
    let subject = Subject::new(EntityKind::Office, actor.office.office_id());
    tx.commit(AuditEvent::new(AuditKind::Exported, subject).with(json!({ "list": "people", "count": people }))).await
}
