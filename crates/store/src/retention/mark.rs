//! 誰がいつ: the marks of those who register, approve, tick and request, and who may approve.
use crate::{
    accounts::Role,
    error::{Result, StoreError},
    write::WriteTx,
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// Who did something, and when.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mark {
    /// Who; `None` for set-up.
    pub account_id: Option<i64>,
    /// When.
    pub at: Timestamp,
}

impl Mark {
    /// Who acts, now.
    pub(super) fn of(tx: &WriteTx) -> Mark {
        Mark { account_id: tx.account_id(), at: tx.now() }
    }
}

/// Refuses an account whose role may not approve. Programs without an account (set-up, demo) may.
pub(super) async fn refuse_no_approver(tx: &WriteTx, what: &'static str) -> Result<()> {
    let Some(account_id) = tx.account_id() else { return Ok(()) };
    match tx.read().members().get(account_id).await?.role {
        Role::ServiceManager | Role::Manager => Ok(()),
        _ => Err(StoreError::NotAllowed { what, who: "サービス管理責任者か管理者" }),
    }
}
