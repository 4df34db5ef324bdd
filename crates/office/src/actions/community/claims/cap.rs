//! 上限額管理の結果: what the managing office's result says for this office, typed from its sheet.
use crate::App;
use claims::community::ManagedCap;
use jiff::Timestamp;
use kernel::Month;
use serde_json::json;
use store::{Actor, AuditEvent, AuditKind, CapBody, EntityKind, StoreError, Subject};

/// Keeps the result of a person's month, or takes it back.
///
/// # Errors
/// `NotFound`, `Conflict`, `MonthClosed`.
pub async fn save_result(
    app: &App,
    actor: &Actor,
    now: Timestamp,
    (person_id, month): (i64, Month),
    version: Option<i64>,
    told: Option<ManagedCap>,
) -> Result<(), StoreError> {
    let tx = app.store.begin(actor, now).await?;
    let stored = tx.caps().get(person_id, month).await?;
    let detail = json!({ "month": month.to_string(), "result": told.as_ref().map(|told| told.result) });
    tx.caps().save(person_id, month, &CapBody { told, ..stored.body }, version).await?;
    let subject = Subject::new(EntityKind::Person, person_id);
    tx.commit(AuditEvent::new(AuditKind::CapSaved, subject).with(detail)).await
}
