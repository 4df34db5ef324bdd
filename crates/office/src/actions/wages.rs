//! 工賃の保存: one person's wages of a fiscal year, and the days the average rests on.
use jiff::Timestamp;
use serde_json::json;
use store::{Actor, AuditEvent, AuditKind, EntityKind, Result, Store, Subject, WageDays, WageMonths};

/// Saves one person's wages; gives the new version.
///
/// # Errors
/// `Conflict`, `NotFound`.
pub async fn save_person(
    store: &Store,
    actor: &Actor,
    now: Timestamp,
    (person_id, fiscal_year): (i64, i16),
    version: Option<i64>,
    months: &WageMonths,
) -> Result<i64> {
    let tx = store.begin(actor, now).await?;
    let next = tx.wages().save(person_id, fiscal_year, months, version).await?;
    let event = AuditEvent::new(AuditKind::WagesSaved, Subject::new(EntityKind::Person, person_id));
    tx.commit(event.with(json!({ "fiscal_year": fiscal_year }))).await?;
    Ok(next)
}

/// Saves the days typed for a fiscal year.
///
/// # Errors
/// `Conflict`.
pub async fn save_days(
    store: &Store,
    actor: &Actor,
    now: Timestamp,
    fiscal_year: i16,
    version: Option<i64>,
    months: &[WageDays; 12],
) -> Result<()> {
    let tx = store.begin(actor, now).await?;
    tx.wages().save_basis(fiscal_year, months, version).await?;
    let subject = Subject::new(EntityKind::Office, actor.office.office_id());
    let event = AuditEvent::new(AuditKind::WagesSaved, subject);
    tx.commit(event.with(json!({ "fiscal_year": fiscal_year, "what": "days" }))).await
}
