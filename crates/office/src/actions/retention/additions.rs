//! 加算情報・就労定着率・承認のしかたの操作.
use jiff::Timestamp;
use kernel::Month;
use serde_json::json;
use store::{
    Actor, AuditEvent, AuditKind, EntityKind, Result, RetentionMonthBody, RetentionRateBody, RetentionSettingsBody,
    Store, Subject,
};

fn of_office(kind: AuditKind, actor: &Actor) -> AuditEvent {
    AuditEvent::new(kind, Subject::new(EntityKind::Office, actor.office.office_id()))
}

/// 登録, the first press: the values wait for approval. Gives the new version.
///
/// # Errors
/// `Conflict`; `AdditionsInUse` while a claim of the month is requested.
pub async fn register(
    store: &Store,
    actor: &Actor,
    now: Timestamp,
    month: Month,
    version: Option<i64>,
    body: &RetentionMonthBody,
) -> Result<i64> {
    let tx = store.begin(actor, now).await?;
    let next = tx.retention_months().save(month, body, version).await?;
    let event = of_office(AuditKind::RetentionMonthSaved, actor);
    tx.commit(event.with(json!({ "month": month.to_string() }))).await?;
    Ok(next)
}

/// 登録, the second press: the values that wait are approved.
///
/// # Errors
/// `Conflict`; `NotAllowed` without the role; `Invalid` for the person of the first press, or when nothing waits.
pub async fn approve(store: &Store, actor: &Actor, now: Timestamp, month: Month, version: i64) -> Result<()> {
    let tx = store.begin(actor, now).await?;
    tx.retention_months().approve(month, version).await?;
    let alone = tx.retention_months().get(month).await?.approved_alone;
    let event = of_office(AuditKind::RetentionMonthApproved, actor);
    tx.commit(event.with(json!({ "month": month.to_string(), "alone": alone }))).await
}

/// Saves the list that the 就労定着率 of a fiscal year is counted from.
///
/// # Errors
/// `Conflict`; `NotFound` when it names a person of another office.
pub async fn save_rate(
    store: &Store,
    actor: &Actor,
    now: Timestamp,
    fiscal_year: i16,
    version: Option<i64>,
    body: &RetentionRateBody,
) -> Result<()> {
    let tx = store.begin(actor, now).await?;
    tx.retention_rates().save(fiscal_year, body, version).await?;
    let event = of_office(AuditKind::RetentionRateSaved, actor);
    tx.commit(event.with(json!({ "fiscal_year": fiscal_year, "people": body.people.len() }))).await
}

/// 一人で承認できるか.
///
/// # Errors
/// `Conflict`.
pub async fn save_one_person(
    store: &Store,
    actor: &Actor,
    now: Timestamp,
    version: Option<i64>,
    one_person: bool,
) -> Result<()> {
    let tx = store.begin(actor, now).await?;
    let stored = tx.retention_settings().get().await?.body;
    let body = RetentionSettingsBody { one_person_may_approve: one_person, ..stored };
    tx.retention_settings().save(&body, version).await?;
    let event = of_office(AuditKind::OfficeUpdated, actor);
    tx.commit(event.with(json!({ "one_person_may_approve": one_person }))).await
}
