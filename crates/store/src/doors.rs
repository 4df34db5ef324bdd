//! 三つの入口: read, write, account level.
use crate::{
    account_level::AccountTx,
    db::Store,
    error::Result,
    read::Reader,
    scope::{Actor, OfficeScope},
    write::WriteTx,
};
use jiff::Timestamp;

impl Store {
    /// Reads of one office, each call on its own.
    pub fn read(&self, scope: &OfficeScope) -> Reader<'_> {
        Reader::new(self.pool(), *scope, self.prices())
    }

    /// Begins the transaction of one act in an office. `now` stamps every row and the audit event.
    ///
    /// # Errors
    /// [`StoreError::Busy`](crate::StoreError::Busy) when other writers held the database for ten seconds;
    /// [`StoreError::NotFound`](crate::StoreError::NotFound) when the office does not exist.
    pub async fn begin(&self, actor: &Actor, now: Timestamp) -> Result<WriteTx> {
        let tx = WriteTx::new(self.begin_raw().await?, *actor, now);
        tx.office().current().await?;
        Ok(tx)
    }

    /// Begins the transaction of an act that belongs to an account, not to an office: first set-up, sign-in, sign-out.
    /// Its audit event goes to chain 0.
    ///
    /// # Errors
    /// [`StoreError::Busy`](crate::StoreError::Busy) when other writers held the database for ten seconds.
    pub async fn begin_account_level(&self, account_id: Option<i64>, now: Timestamp) -> Result<AccountTx> {
        Ok(AccountTx::new(self.begin_raw().await?, account_id, now))
    }
}
