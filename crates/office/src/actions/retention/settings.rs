//! 事業所の設定 of 就労定着支援.
use jiff::Timestamp;
use serde_json::json;
use store::{Actor, AuditEvent, AuditKind, EntityKind, Occupation, OfficeBody, Result, Store, Subject};

/// Changes the office together with its 定員. The version of the office guards both.
///
/// # Errors
/// `Conflict`, `Taken`.
pub async fn save_office(
    store: &Store,
    actor: &Actor,
    now: Timestamp,
    version: i64,
    body: &OfficeBody,
    capacity: Option<u32>,
) -> Result<()> {
    let tx = store.begin(actor, now).await?;
    tx.office().update(body, version).await?;
    let mut known = tx.retention_settings().get().await?;
    if known.body.capacity != capacity {
        known.body.capacity = capacity;
        tx.retention_settings().save(&known.body, known.version).await?;
    }
    let subject = Subject::new(EntityKind::Office, actor.office.office_id());
    tx.commit(AuditEvent::new(AuditKind::OfficeUpdated, subject)).await
}

/// Saves the office's list of 職種.
///
/// # Errors
/// `Conflict`.
pub async fn save_occupations(
    store: &Store,
    actor: &Actor,
    now: Timestamp,
    version: Option<i64>,
    occupations: Vec<Occupation>,
) -> Result<()> {
    let tx = store.begin(actor, now).await?;
    let mut settings = tx.retention_settings().get().await?.body;
    settings.occupations = occupations;
    tx.retention_settings().save(&settings, version).await?;
    let subject = Subject::new(EntityKind::Office, actor.office.office_id());
    tx.commit(AuditEvent::new(AuditKind::OfficeUpdated, subject).with(json!({ "setting": "occupations" }))).await
}
