//! 一つの操作: the transaction of one act, with who, when and why; it ends in exactly one audit event (law 8).
use crate::{
    audit::{AuditEvent, append},
    codec::{ms, to_json},
    db::{Conn, RawTx},
    entity::version_history,
    entry::EntityKind,
    error::Result,
};
use fees::community::prices::Overlay;
use jiff::Timestamp;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, DatabaseTransaction};
use serde::Serialize;
use std::sync::OnceLock;

#[derive(Debug)]
pub(crate) struct Act {
    raw: RawTx,
    /// The audit chain: an office, or [`ACCOUNT_CHAIN`](crate::audit::ACCOUNT_CHAIN).
    pub(crate) chain: i64,
    pub(crate) account_id: Option<i64>,
    pub(crate) now: Timestamp,
    pub(crate) why: String,
    /// Why a closed month may be changed by this act (返戻・過誤・月遅れ).
    door: OnceLock<String>,
}

impl Act {
    pub(crate) fn new(raw: RawTx, chain: i64, account_id: Option<i64>, now: Timestamp) -> Act {
        Act { raw, chain, account_id, now, why: String::new(), door: OnceLock::new() }
    }

    pub(crate) const fn tx(&self) -> &DatabaseTransaction {
        &self.raw.tx
    }

    pub(crate) const fn conn(&self) -> Conn<'_> {
        Conn::Tx(&self.raw.tx)
    }

    pub(crate) const fn prices(&self) -> &'static [Overlay] {
        self.raw.prices
    }

    pub(crate) fn now_ms(&self) -> i64 {
        ms(self.now)
    }

    /// Notes why a closed month may be changed.
    pub(crate) fn through_door(&self, why: String) {
        let _ = self.door.set(why);
    }

    /// The reason given, or else that of the door.
    pub(crate) fn why_of_change(&self) -> &str {
        if self.why.is_empty() { self.door.get().map_or("", String::as_str) } else { &self.why }
    }

    /// Writes one version of a row into the history (law 6). Called for every version, the current one included.
    pub(crate) async fn keep<B: Serialize + Sync>(
        &self,
        office_id: i64,
        kind: EntityKind,
        entity_id: i64,
        version: i64,
        body: &B,
    ) -> Result<()> {
        let row = version_history::ActiveModel {
            office_id: Set(office_id),
            kind: Set(kind.key().to_owned()),
            entity_id: Set(entity_id),
            version: Set(version),
            body: Set(to_json(body)),
            account_id: Set(self.account_id),
            at_ms: Set(self.now_ms()),
            why: Set(self.why_of_change().to_owned()),
            ..Default::default()
        };
        row.insert(self.tx()).await?;
        Ok(())
    }

    /// Appends the event and commits everything of this act together.
    pub(crate) async fn commit(self, event: AuditEvent) -> Result<()> {
        append(self.tx(), self.chain, self.account_id, self.now_ms(), &event).await?;
        self.raw.tx.commit().await?;
        Ok(())
    }

    /// Like [`commit`](Act::commit), for an act that another office takes part in: each of the two has its event. The
    /// heads of the chains are locked in the order of their numbers.
    pub(crate) async fn commit_in_both(self, event: AuditEvent, other: i64, their: AuditEvent) -> Result<()> {
        let mut events = [(self.chain, event), (other, their)];
        events.sort_by_key(|(chain, _)| *chain);
        for (chain, event) in &events {
            append(self.tx(), *chain, self.account_id, self.now_ms(), event).await?;
        }
        self.raw.tx.commit().await?;
        Ok(())
    }
}
