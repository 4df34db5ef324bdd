//! 支援記録と支援レポートの操作.
use crate::actions::known::Known;
use jiff::Timestamp;
use kernel::Month;
use serde_json::json;
use store::{
    Actor, AuditEvent, AuditKind, ContactBilling, ContactBody, ContactKind, EntityKind, Result, Store, StoreError,
    Subject, SupportReportBody, WriteTx,
};

async fn own(tx: &WriteTx, person_id: i64, contact: i64) -> Result<ContactBody> {
    let stored = tx.contacts().get(contact).await?;
    if stored.person_id == person_id {
        Ok(stored.body)
    } else {
        Err(StoreError::NotFound { what: EntityKind::Contact.label_ja() })
    }
}

fn event(contact: i64, person_id: i64, what: &str) -> AuditEvent {
    AuditEvent::new(AuditKind::ContactSaved, Subject::new(EntityKind::Contact, contact))
        .with(json!({ "person": person_id, "what": what }))
}

/// Records a contact or changes one; gives its id.
///
/// # Errors
/// `NotFound`, `Conflict`, `Frozen`, `Invalid` for a second full record of the month.
pub async fn save_contact(
    store: &Store,
    actor: &Actor,
    now: Timestamp,
    person_id: i64,
    known: Option<Known>,
    body: &ContactBody,
) -> Result<i64> {
    let tx = store.begin(actor, now).await?;
    let id = match known {
        None => tx.contacts().create(person_id, body).await?,
        Some(known) => {
            own(&tx, person_id, known.id).await?;
            tx.contacts().update(known.id, body, known.version).await?;
            known.id
        }
    };
    tx.commit(event(id, person_id, "saved")).await?;
    Ok(id)
}

/// 簡易から詳細へ: the contact becomes the full record of its month, with 請求 still to be decided.
///
/// # Errors
/// `NotFound`, `Conflict`, `Frozen`, `Invalid` when the month has a full record.
pub async fn promote_contact(store: &Store, actor: &Actor, now: Timestamp, person_id: i64, known: Known) -> Result<()> {
    let tx = store.begin(actor, now).await?;
    let mut body = own(&tx, person_id, known.id).await?;
    (body.kind, body.billing) = (ContactKind::Full, ContactBilling::Undecided);
    tx.contacts().update(known.id, &body, known.version).await?;
    tx.commit(event(known.id, person_id, "promoted")).await
}

/// Takes away a contact that was recorded by mistake.
///
/// # Errors
/// `NotFound`, `Conflict`, `Frozen`.
pub async fn remove_contact(store: &Store, actor: &Actor, now: Timestamp, person_id: i64, known: Known) -> Result<()> {
    let tx = store.begin(actor, now).await?;
    own(&tx, person_id, known.id).await?;
    tx.contacts().remove(known.id, known.version).await?;
    tx.commit(event(known.id, person_id, "removed")).await
}

/// Saves the report of a person's month.
///
/// # Errors
/// `NotFound`, `Conflict`, `Frozen`.
pub async fn save_report(
    store: &Store,
    actor: &Actor,
    now: Timestamp,
    (person_id, month): (i64, Month),
    version: Option<i64>,
    body: &SupportReportBody,
) -> Result<()> {
    let tx = store.begin(actor, now).await?;
    tx.support_reports().save(person_id, month, body, version).await?;
    let event = AuditEvent::new(AuditKind::SupportReportSaved, Subject::new(EntityKind::Person, person_id));
    tx.commit(event.with(json!({ "month": month.to_string() }))).await
}
