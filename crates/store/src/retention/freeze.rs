//! 請求中の固定: what a ticked or requested claim rests on does not change under it.
//!
//! The tick of the センター長 says that a person's month was looked at and is right; from then on that month's contacts,
//! report, plan and card stay. 請求キャンセル leaves the tick, so removing the tick is what frees them (the order the
//! office knows). 加算情報 belong to all people of the month and are held by requested claims alone.
use super::{claims, stage::ClaimStage};
use crate::{
    claim_months::lock_office,
    error::{Result, StoreError},
    write::WriteTx,
};
use kernel::Month;
use sea_orm::sea_query::LockType;

/// Refuses when the person's month is ticked or requested; otherwise nobody ticks it until this act ends.
pub(crate) async fn refuse_frozen(tx: &WriteTx, person_id: i64, month: Month) -> Result<()> {
    refuse_seen_in_frozen(tx, person_id, |frozen| frozen == month).await
}

/// Refuses a change that a ticked or requested month of the person would see.
pub(crate) async fn refuse_seen_in_frozen(tx: &WriteTx, person_id: i64, changed: impl Fn(Month) -> bool) -> Result<()> {
    lock_office(tx, LockType::Share).await?;
    let frozen = claims::stages_of_person(tx.read(), person_id).await?.into_iter().find(|(month, _)| changed(*month));
    frozen.map_or(Ok(()), |(month, stage)| Err(StoreError::Frozen { month, stage }))
}

/// Refuses when any claim of the month is requested; otherwise none is requested until this act ends.
pub(crate) async fn refuse_requested(tx: &WriteTx, month: Month) -> Result<()> {
    lock_office(tx, LockType::Share).await?;
    let of_month = tx.read().retention_claims().of_month(month).await?;
    let requested = of_month.iter().any(|claim| claim.stage() >= Some(ClaimStage::Requested));
    if requested { Err(StoreError::AdditionsInUse { month }) } else { Ok(()) }
}
