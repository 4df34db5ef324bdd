//! 訪問・利用の記録の操作: keeping, correcting, deleting and restoring visits, copying a week, deciding held points.
use crate::actions::known::Known;
use jiff::Timestamp;
use kernel::Month;
use serde_json::json;
use store::{
    Actor, AuditEvent, AuditKind, EntityKind, Result, SentVisit, Store, StoreError, Subject, VisitBody, WriteTx,
};

/// `0740`.
pub(crate) fn hhmm(minutes: u16) -> String {
    format!("{:02}{:02}", minutes / 60 % 24, minutes % 60)
}

/// The times of a visit as people write them: one that ends with its day ends at 0000.
pub(crate) fn span(body: &VisitBody) -> String {
    let next = if body.facts.passes_midnight() { "翌" } else { "" };
    format!("{}〜{next}{}", hhmm(body.facts.start), hhmm(body.facts.end))
}

/// A visit that was sent by a form or by the queue of a phone.
#[derive(Clone, Copy, Debug)]
pub struct Sent<'a> {
    /// Whose.
    pub person_id: i64,
    /// The key by which it is kept once.
    pub client_key: &'a str,
    /// What happened.
    pub body: &'a VisitBody,
}

/// A choice on a held point.
#[derive(Clone, Copy, Debug)]
pub struct Choosing<'a> {
    /// The point, `U-02`.
    pub point: &'a str,
    /// The reading; `None` takes the choice back.
    pub choice: Option<&'a str>,
    /// Why.
    pub why: &'a str,
}

fn event(kind: AuditKind, id: i64, person_id: i64) -> AuditEvent {
    AuditEvent::new(kind, Subject::new(EntityKind::Visit, id)).with(json!({ "person": person_id }))
}

async fn own(tx: &WriteTx, person_id: i64, id: i64) -> Result<()> {
    if tx.visits().get(id).await?.person_id == person_id {
        Ok(())
    } else {
        Err(StoreError::NotFound { what: EntityKind::Visit.label_ja() })
    }
}

/// Keeps a visit exactly once: the same key again changes nothing and gives the row that is there.
///
/// # Errors
/// `MonthClosed`, `NotFound`, `Taken` for a key of another person, `Invalid`.
pub async fn send(store: &Store, actor: &Actor, now: Timestamp, sent: Sent<'_>) -> Result<SentVisit> {
    let tx = store.begin(actor, now).await?;
    let kept = tx.visits().create(sent.person_id, sent.client_key, sent.body).await?;
    if kept.is_new {
        tx.commit(event(AuditKind::VisitSaved, kept.id, sent.person_id)).await?;
    }
    Ok(kept)
}

/// Corrects a visit; gives its new version.
///
/// # Errors
/// `NotFound`, `Conflict`, `MonthClosed`, `Invalid`.
pub async fn correct(
    store: &Store,
    actor: &Actor,
    now: Timestamp,
    person_id: i64,
    known: Known,
    body: &VisitBody,
) -> Result<i64> {
    let tx = store.begin(actor, now).await?;
    own(&tx, person_id, known.id).await?;
    let version = tx.visits().update(known.id, body, known.version).await?;
    tx.commit(event(AuditKind::VisitSaved, known.id, person_id)).await?;
    Ok(version)
}

/// Deletes visits of a person, all or none; gives id, version before and version of the deletion.
///
/// # Errors
/// `NotFound`, `Conflict`, `MonthClosed`.
pub async fn delete(
    store: &Store,
    actor: &Actor,
    now: Timestamp,
    person_id: i64,
    visits: &[Known],
) -> Result<Vec<(Known, i64)>> {
    let tx = store.begin(actor, now).await?;
    let mut gone = Vec::with_capacity(visits.len());
    for known in visits {
        own(&tx, person_id, known.id).await?;
        gone.push((*known, tx.visits().delete(known.id, known.version).await?));
    }
    let subject = match visits {
        [one] => Subject::new(EntityKind::Visit, one.id),
        _ => Subject::new(EntityKind::Person, person_id),
    };
    let detail = json!({ "person": person_id, "visits": visits.len() });
    tx.commit(AuditEvent::new(AuditKind::VisitDeleted, subject).with(detail)).await?;
    Ok(gone)
}

/// 元に戻す: a visit says again what `version` said.
///
/// # Errors
/// `NotFound`, `Conflict` when it was changed since, `MonthClosed`.
pub async fn restore(
    store: &Store,
    actor: &Actor,
    now: Timestamp,
    person_id: i64,
    known: Known,
    version: i64,
) -> Result<()> {
    let tx = store.begin(actor, now).await?;
    tx.visits().restore(known.id, version, known.version).await?;
    own(&tx, person_id, known.id).await?;
    tx.commit(event(AuditKind::VisitRestored, known.id, person_id)).await
}

/// 先週を写す: keeps copies, all or none; gives the new rows.
///
/// # Errors
/// `MonthClosed`, `NotFound`, `Invalid`.
pub async fn copy_all(
    store: &Store,
    actor: &Actor,
    now: Timestamp,
    (person_id, month): (i64, Month),
    copies: &[(String, VisitBody)],
) -> Result<Vec<Known>> {
    let tx = store.begin(actor, now).await?;
    let mut made = Vec::with_capacity(copies.len());
    for (key, body) in copies {
        let kept = tx.visits().create(person_id, key, body).await?;
        made.push(Known { id: kept.id, version: kept.version });
    }
    let detail = json!({ "month": month.to_string(), "visits": made.len() });
    let subject = Subject::new(EntityKind::Person, person_id);
    tx.commit(AuditEvent::new(AuditKind::VisitsSaved, subject).with(detail)).await?;
    Ok(made)
}

/// 保留の判断, or taking it back; gives the new version of the visit.
///
/// # Errors
/// `NotFound`, `Conflict`, `MonthClosed`, `Invalid` without a reason.
pub async fn decide(
    store: &Store,
    actor: &Actor,
    now: Timestamp,
    person_id: i64,
    known: Known,
    choosing: Choosing<'_>,
) -> Result<i64> {
    let tx = store.begin(actor, now).await?;
    own(&tx, person_id, known.id).await?;
    let version = match choosing.choice {
        Some(choice) => tx.visits().decide(known.id, choosing.point, choice, choosing.why, known.version).await?,
        None => tx.visits().undecide(known.id, choosing.point, known.version).await?,
    };
    let detail = json!({ "person": person_id, "point": choosing.point, "choice": choosing.choice });
    let subject = Subject::new(EntityKind::Visit, known.id);
    tx.commit(AuditEvent::new(AuditKind::HeldPointDecided, subject).with(detail)).await?;
    Ok(version)
}
