//! 監査記録: one event an act, append-only, one hash chain per office (chain 0 = accounts).
//!
//! Each event holds the hash of the one before it, so that a changed, removed or inserted event is found by
//! [`Audit::verify`]. The head of the chain is a row of its own: locking it puts writers in order on PostgreSQL, and a
//! chain cut at its end no longer fits it. Events name things by kind and id only.
use crate::{
    act::Act,
    codec::{from_json, instant, sha256_hex},
    db::{Conn, Store},
    entity::{audit_event, audit_head},
    entry::EntityKind,
    error::{Result, StoreError},
};
use jiff::Timestamp;
use sea_orm::{
    ActiveModelTrait,
    ActiveValue::{NotSet, Set},
    ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::OnConflict,
};
use serde_json::Value;

mod kind;
pub use kind::AuditKind;

/// Hash before the first event.
const START: &str = "";

/// What an event is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Subject {
    /// Kind of thing.
    pub kind: EntityKind,
    /// Its id; 0 when there is none.
    pub id: i64,
}

impl Subject {
    /// A thing by kind and id.
    pub const fn new(kind: EntityKind, id: i64) -> Subject {
        Subject { kind, id }
    }
}

/// The event that ends an act.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditEvent {
    /// What was done.
    pub kind: AuditKind,
    /// To what.
    pub subject: Subject,
    /// Further facts as JSON: ids, months, counts. No names and no official numbers of persons.
    pub detail: Value,
}

impl AuditEvent {
    /// An event without further facts.
    pub const fn new(kind: AuditKind, subject: Subject) -> AuditEvent {
        AuditEvent { kind, subject, detail: Value::Null }
    }

    /// The same event with further facts.
    #[must_use]
    pub fn with(mut self, detail: Value) -> AuditEvent {
        self.detail = detail;
        self
    }
}

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

/// The bytes a hash is taken over: a JSON array of the columns in order.
fn fingerprint(row: &audit_event::Model) -> String {
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
pub(crate) async fn append(act: &Act, event: &AuditEvent) -> Result<()> {
    let tx = act.tx();
    let fresh = audit_head::ActiveModel { office_id: Set(act.chain), seq: Set(0), hash: Set(START.to_owned()) };
    audit_head::Entity::insert(fresh)
        .on_conflict(OnConflict::column(audit_head::Column::OfficeId).do_nothing().to_owned())
        .exec_without_returning(tx)
        .await?;
    let head = audit_head::Entity::find_by_id(act.chain)
        .lock_exclusive()
        .one(tx)
        .await?
        .ok_or(StoreError::Corrupt { table: "audit_head", column: "office_id" })?;
    let mut row = audit_event::Model {
        id: 0,
        office_id: act.chain,
        seq: head.seq + 1,
        at_ms: act.now_ms(),
        account_id: act.account_id,
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

/// 監査記録 of one chain.
#[derive(Clone, Copy, Debug)]
pub struct Audit<'a> {
    conn: Conn<'a>,
    chain: i64,
}

/// Rows read at a time when a chain is walked.
const PAGE: u64 = 1000;

impl<'a> Audit<'a> {
    pub(crate) const fn new(conn: Conn<'a>, chain: i64) -> Self {
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
        Audit::new(self.pool(), crate::act::ACCOUNT_CHAIN)
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
