//! 鎖: how an event is added to its chain, and the hash that holds it there.
use super::event::AuditEvent;
use crate::{
    codec::sha256_hex,
    entity::{audit_event, audit_head},
    error::{Result, StoreError},
};
use sea_orm::{
    ActiveModelTrait,
    ActiveValue::{NotSet, Set},
    DatabaseTransaction, EntityTrait, QuerySelect,
    sea_query::OnConflict,
};

/// Chain of events that belong to accounts, not to an office.
pub(crate) const ACCOUNT_CHAIN: i64 = 0;
/// Hash before the first event.
pub(super) const START: &str = "";

/// The bytes a hash is taken over: a JSON array of the columns in order.
pub(super) fn fingerprint(row: &audit_event::Model) -> String {
    let columns = serde_json::json!([
        row.office_id,
        row.seq,
        row.at_ms,
        row.account_id,
        row.kind,
        row.subject_kind,
        row.subject_id,
        row.detail,
        row.prev_hash
    ]);
    sha256_hex(columns.to_string().as_bytes())
}

/// Adds the event to its chain. The lock on the head row is the last lock an act takes, and held only until its commit.
pub(crate) async fn append(
    tx: &DatabaseTransaction,
    chain: i64,
    account_id: Option<i64>,
    at_ms: i64,
    event: &AuditEvent,
) -> Result<()> {
    let fresh = audit_head::ActiveModel { office_id: Set(chain), seq: Set(0), hash: Set(START.to_owned()) };
    audit_head::Entity::insert(fresh)
        .on_conflict(OnConflict::column(audit_head::Column::OfficeId).do_nothing().to_owned())
        .exec_without_returning(tx)
        .await?;
    let head = audit_head::Entity::find_by_id(chain)
        .lock_exclusive()
        .one(tx)
        .await?
        .ok_or(StoreError::Corrupt { table: "audit_head", column: "office_id" })?;
    let mut row = audit_event::Model {
        id: 0,
        office_id: chain,
        seq: head.seq + 1,
        at_ms,
        account_id,
        kind: event.kind.key().to_owned(),
        subject_kind: event.subject.kind.key().to_owned(),
        subject_id: event.subject.id,
        detail: event.detail.to_string(),
        prev_hash: head.hash.clone(),
        hash: String::new(),
    };
    row.hash = fingerprint(&row);
    let new = audit_event::ActiveModel {
        id: NotSet,
        office_id: Set(row.office_id),
        seq: Set(row.seq),
        at_ms: Set(row.at_ms),
        account_id: Set(row.account_id),
        kind: Set(row.kind),
        subject_kind: Set(row.subject_kind),
        subject_id: Set(row.subject_id),
        detail: Set(row.detail),
        prev_hash: Set(row.prev_hash),
        hash: Set(row.hash.clone()),
    };
    let mut head: audit_head::ActiveModel = head.into();
    head.seq = Set(row.seq);
    head.hash = Set(row.hash);
    new.insert(tx).await?;
    head.update(tx).await?;
    Ok(())
}
