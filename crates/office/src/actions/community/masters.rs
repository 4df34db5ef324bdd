//! マスタの操作 of 地域生活支援事業: versions of the person and office masters, readings of open points, entered prices.
use crate::actions::known::{Known, same};
use fees::community::prices::Overlay;
use jiff::Timestamp;
use serde_json::json;
use store::{
    Actor, AuditEvent, AuditKind, CommunityCardBody, CommunityOfficeBody, EntityKind, PackReadingBody, Result, Store,
    Subject, WriteTx,
};

/// 追加登録 (`known` = `None`) or 更新 of a person's master; gives the id.
///
/// # Errors
/// `NotFound` (also for a version of another person), `Conflict`, `Taken`, `CardLocked`, `Invalid`, `MonthClosed`.
pub async fn save_card(
    store: &Store,
    actor: &Actor,
    now: Timestamp,
    person_id: i64,
    known: Option<Known>,
    body: &CommunityCardBody,
) -> Result<i64> {
    let tx = store.begin(actor, now).await?;
    let id = match known {
        None => tx.community_cards().add(person_id, body).await?,
        Some(known) => {
            same(EntityKind::CommunityCard, person_id, tx.community_cards().get(known.id).await?.person_id)?;
            tx.community_cards().update(known.id, body, known.version).await?;
            known.id
        }
    };
    let event = AuditEvent::new(AuditKind::CommunityCardSaved, Subject::new(EntityKind::CommunityCard, id));
    tx.commit(event.with(json!({ "person": person_id }))).await?;
    Ok(id)
}

/// Locks a version that was checked against the paper (`lock`), or unlocks it; `why` stands in its history.
///
/// # Errors
/// `NotFound`, `Conflict`.
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
    same(EntityKind::CommunityCard, person_id, tx.community_cards().get(known.id).await?.person_id)?;
    let kind = if lock {
        tx.community_cards().lock(known.id, known.version).await?;
        AuditKind::CommunityCardLocked
    } else {
        tx.community_cards().unlock(known.id, known.version).await?;
        AuditKind::CommunityCardUnlocked
    };
    let event = AuditEvent::new(kind, Subject::new(EntityKind::CommunityCard, known.id));
    tx.commit(event.with(json!({ "person": person_id }))).await
}

/// 追加登録 (`known` = `None`) or 更新 of the office master; gives the id.
///
/// # Errors
/// `NotFound`, `Conflict`, `Taken`, `Invalid`, `MonthClosed`.
pub async fn save_office(
    store: &Store,
    actor: &Actor,
    now: Timestamp,
    known: Option<Known>,
    body: &CommunityOfficeBody,
) -> Result<i64> {
    let tx = store.begin(actor, now).await?;
    let id = match known {
        None => tx.community_office().add(body).await?,
        Some(known) => {
            tx.community_office().update(known.id, body, known.version).await?;
            known.id
        }
    };
    tx.commit(AuditEvent::new(AuditKind::CommunityOfficeSaved, Subject::new(EntityKind::CommunityOffice, id))).await?;
    Ok(id)
}

/// Chooses (`known` = `None`) or changes a reading of an open point; gives the id.
///
/// # Errors
/// `NotFound`, `Conflict`, `Taken`, `Invalid`, `MonthClosed`.
pub async fn save_reading(
    store: &Store,
    actor: &Actor,
    now: Timestamp,
    known: Option<Known>,
    body: &PackReadingBody,
) -> Result<i64> {
    let tx = store.begin(actor, now).await?.because(&body.why);
    let id = match known {
        None => tx.pack_readings().add(body).await?,
        Some(known) => {
            tx.pack_readings().update(known.id, body, known.version).await?;
            known.id
        }
    };
    let event = AuditEvent::new(AuditKind::PackReadingSaved, Subject::new(EntityKind::PackReading, id));
    tx.commit(event.with(json!({ "pack": body.pack, "point": body.point, "choice": body.choice }))).await?;
    Ok(id)
}

/// Withdraws a reading; `why` stands in its history.
///
/// # Errors
/// `NotFound`, `Conflict`, `MonthClosed`.
pub async fn remove_reading(store: &Store, actor: &Actor, now: Timestamp, known: Known, why: &str) -> Result<()> {
    let tx = store.begin(actor, now).await?.because(why);
    tx.pack_readings().remove(known.id, known.version).await?;
    let event = AuditEvent::new(AuditKind::PackReadingSaved, Subject::new(EntityKind::PackReading, known.id));
    tx.commit(event.with(json!({ "removed": true }))).await
}

/// A price that was kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SavedPrice {
    /// Id.
    pub id: i64,
    /// Prices that it revised and that end the month before.
    pub ended: usize,
}

/// Ends the prices that a row revises; gives how many.
async fn end_revised(tx: &WriteTx, row: &Overlay, except: Option<i64>) -> Result<usize> {
    let mut ended = 0;
    for earlier in tx.price_overlays().list().await? {
        if Some(earlier.id) != except && row.revises(&earlier.body) {
            tx.price_overlays().update(earlier.id, &earlier.body.ended_before(row), earlier.version).await?;
            ended += 1;
        }
    }
    Ok(ended)
}

/// Enters (`known` = `None`) or corrects a price. One of the same name that began earlier and was given no end ends the
/// month before.
///
/// # Errors
/// `NotFound`, `Conflict`, `Taken`, `Invalid`, `MonthClosed`.
pub async fn save_price(
    store: &Store,
    actor: &Actor,
    now: Timestamp,
    known: Option<Known>,
    body: &Overlay,
) -> Result<SavedPrice> {
    let tx = store.begin(actor, now).await?;
    let ended = end_revised(&tx, body, known.map(|known| known.id)).await?;
    let id = match known {
        None => tx.price_overlays().add(body).await?,
        Some(known) => {
            tx.price_overlays().update(known.id, body, known.version).await?;
            known.id
        }
    };
    let event = AuditEvent::new(AuditKind::PriceOverlaySaved, Subject::new(EntityKind::PriceOverlay, id));
    tx.commit(event.with(json!({ "pack": body.pack, "ended": ended }))).await?;
    Ok(SavedPrice { id, ended })
}

/// Takes a price away.
///
/// # Errors
/// `NotFound`, `Conflict`, `MonthClosed`.
pub async fn remove_price(store: &Store, actor: &Actor, now: Timestamp, known: Known) -> Result<()> {
    let tx = store.begin(actor, now).await?;
    tx.price_overlays().remove(known.id, known.version).await?;
    let event = AuditEvent::new(AuditKind::PriceOverlaySaved, Subject::new(EntityKind::PriceOverlay, known.id));
    tx.commit(event.with(json!({ "removed": true }))).await
}

/// Takes in the prices of a table: all of them or none. Prices that a row revises end the month before.
///
/// # Errors
/// `Taken`, `Invalid`, `MonthClosed`.
pub async fn import_prices(store: &Store, actor: &Actor, now: Timestamp, rows: &[Overlay]) -> Result<()> {
    let tx = store.begin(actor, now).await?;
    let mut ended = 0_usize;
    for row in rows {
        ended += end_revised(&tx, row, None).await?;
        tx.price_overlays().add(row).await?;
    }
    let subject = Subject::new(EntityKind::Office, actor.office.office_id());
    let detail = json!({ "rows": rows.len(), "ended": ended });
    tx.commit(AuditEvent::new(AuditKind::PriceOverlaySaved, subject).with(detail)).await
}
