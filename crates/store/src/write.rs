//! 書込み: the transaction of one act in one office.
use crate::{
    act::Act,
    audit::AuditEvent,
    db::RawTx,
    error::Result,
    read::Reader,
    scope::{Actor, OfficeScope},
};
use jiff::Timestamp;

/// One act under way: all its rows, then [`commit`](WriteTx::commit) with its audit event. Dropped before that, nothing
/// of it remains.
#[derive(Debug)]
pub struct WriteTx {
    pub(crate) act: Act,
    pub(crate) scope: OfficeScope,
}

impl WriteTx {
    pub(crate) fn new(raw: RawTx, actor: Actor, now: Timestamp) -> WriteTx {
        WriteTx { act: Act::new(raw, actor.office.office_id(), actor.account_id, now), scope: actor.office }
    }

    /// States why the rows are changed (変更理由); it stands in the history of each.
    #[must_use]
    pub fn because(mut self, why: impl Into<String>) -> WriteTx {
        self.act.why = why.into();
        self
    }

    /// The instant of this act.
    pub const fn now(&self) -> Timestamp {
        self.act.now
    }

    /// The acting account.
    pub const fn account_id(&self) -> Option<i64> {
        self.act.account_id
    }

    /// Reads that see what this act has written so far.
    pub fn read(&self) -> Reader<'_> {
        Reader::new(self.act.conn(), self.scope, self.act.prices())
    }

    /// Appends the audit event in the same transaction and commits.
    ///
    /// # Errors
    /// When the database refuses; then nothing of this act remains.
    pub async fn commit(self, event: AuditEvent) -> Result<()> {
        self.act.commit(event).await
    }
}
