//! 監査記録: one event an act, append-only, one hash chain per office (chain 0 = accounts).
//!
//! Each event holds the hash of the one before it, so that a changed, removed or inserted event is found by
//! [`Audit::verify`]. The head of the chain is a row of its own: locking it puts writers in order on PostgreSQL, and a
//! chain cut at its end no longer fits it. Events name things by kind and id only.
use crate::{
    codec::{from_json, instant},
    db::{Conn, Store},
    entity::{audit_event, audit_head},
    entry::EntityKind,
    error::{Result, StoreError},
    read::Reader,
};
use jiff::Timestamp;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use serde_json::Value;

mod chain;
mod event;
mod kind;

pub(crate) use chain::{ACCOUNT_CHAIN, append};
pub use event::{AuditEvent, Subject};
pub use kind::AuditKind;

use chain::{START, fingerprint};

/// An event as it stands in the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditEntry {
    /// Place in the chain, from 1.
    pub seq: i64,
    /// When.
    pub at: Timestamp,
    /// Who; `None` for set-up and for failed sign-ins.
    pub account_id: Option<i64>,
    /// What was done.
    pub kind: AuditKind,
    /// To what.
    pub subject: Subject,
    /// Further facts.
    pub detail: Value,
    /// Hash of this event; the last one may be printed as 記録の指紋.
    pub hash: String,
}

/// 監査記録 of one chain.
#[derive(Clone, Copy, Debug)]
pub struct Audit<'a> {
    conn: Conn<'a>,
    chain: i64,
}

/// Rows read at a time when a chain is walked.
const PAGE: u64 = 1000;

impl<'a> Audit<'a> {
    const fn new(conn: Conn<'a>, chain: i64) -> Self {
        Audit { conn, chain }
    }

    /// Newest first: `limit` events with `seq` below `before` (all when `None`).
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn list(&self, before: Option<i64>, limit: u64) -> Result<Vec<AuditEntry>> {
        let mut query = audit_event::Entity::find().filter(audit_event::Column::OfficeId.eq(self.chain));
        if let Some(before) = before {
            query = query.filter(audit_event::Column::Seq.lt(before));
        }
        let rows = query.order_by_desc(audit_event::Column::Seq).limit(limit).all(&self.conn.exec()).await?;
        rows.into_iter().map(entry).collect()
    }

    /// Walks the whole chain; gives the number of events.
    ///
    /// # Errors
    /// [`StoreError::AuditBroken`] naming the first event that does not fit.
    pub async fn verify(&self) -> Result<i64> {
        let broken = |seq| StoreError::AuditBroken { office_id: self.chain, seq };
        let (mut seq, mut hash) = (0, START.to_owned());
        loop {
            let rows = audit_event::Entity::find()
                .filter(audit_event::Column::OfficeId.eq(self.chain))
                .filter(audit_event::Column::Seq.gt(seq))
                .order_by_asc(audit_event::Column::Seq)
                .limit(PAGE)
                .all(&self.conn.exec())
                .await?;
            if rows.is_empty() {
                break;
            }
            for row in rows {
                if row.seq != seq + 1 || row.prev_hash != hash || row.hash != fingerprint(&row) {
                    return Err(broken(seq + 1));
                }
                (seq, hash) = (row.seq, row.hash);
            }
        }
        let head = audit_head::Entity::find_by_id(self.chain).one(&self.conn.exec()).await?;
        let (head_seq, head_hash) = head.map_or((0, START.to_owned()), |head| (head.seq, head.hash));
        // Events committed while the chain was walked only make the head newer.
        if head_seq < seq || (head_seq == seq && head_hash != hash) {
            return Err(broken(seq));
        }
        if head_seq > seq {
            let next = audit_event::Entity::find()
                .filter(audit_event::Column::OfficeId.eq(self.chain))
                .filter(audit_event::Column::Seq.eq(seq + 1))
                .one(&self.conn.exec())
                .await?;
            next.ok_or(broken(seq + 1))?;
        }
        Ok(seq)
    }
}

impl<'a> Reader<'a> {
    /// 監査記録 of this office.
    pub const fn audit(&self) -> Audit<'a> {
        Audit::new(self.conn(), self.office_id())
    }
}

impl Store {
    /// Walks every chain; gives the number of events of all.
    ///
    /// # Errors
    /// [`StoreError::AuditBroken`] for the first chain that does not hold.
    pub async fn verify_audit(&self) -> Result<i64> {
        let mut chains: Vec<i64> = audit_event::Entity::find()
            .select_only()
            .column(audit_event::Column::OfficeId)
            .distinct()
            .into_tuple()
            .all(&self.pool().exec())
            .await?;
        let heads: Vec<i64> = audit_head::Entity::find()
            .select_only()
            .column(audit_head::Column::OfficeId)
            .into_tuple()
            .all(&self.pool().exec())
            .await?;
        chains.extend(heads);
        chains.sort_unstable();
        chains.dedup();
        let mut events = 0;
        for chain in chains {
            events += Audit::new(self.pool(), chain).verify().await?;
        }
        Ok(events)
    }

    /// 監査記録 of sign-ins and accounts (chain 0).
    pub fn account_audit(&self) -> Audit<'_> {
        Audit::new(self.pool(), ACCOUNT_CHAIN)
    }
}

fn entry(row: audit_event::Model) -> Result<AuditEntry> {
    Ok(AuditEntry {
        seq: row.seq,
        at: instant("audit_event", "at_ms", row.at_ms)?,
        account_id: row.account_id,
        kind: AuditKind::from_key(&row.kind)?,
        subject: Subject::new(EntityKind::from_key(&row.subject_kind)?, row.subject_id),
        detail: from_json("audit_event", "detail", &row.detail)?,
        hash: row.hash,
    })
}
