//! 事業所の外の操作: acts of an account that belong to no office – first set-up, sign-in, sign-out, own password.
use crate::{
    accounts::{self, NewAccount, Role},
    act::Act,
    audit::{ACCOUNT_CHAIN, AuditEvent},
    db::RawTx,
    entry::EntityKind,
    error::Result,
    office::{self, OfficeBody},
    sessions::{self, SessionLimits, SessionToken},
    settings,
    throttle::{self, ThrottleKey},
};
use jiff::Timestamp;

/// One act under way on account level. Dropped before [`commit`](AccountTx::commit), nothing of it remains.
#[derive(Debug)]
pub struct AccountTx {
    act: Act,
}

impl AccountTx {
    pub(crate) fn new(raw: RawTx, account_id: Option<i64>, now: Timestamp) -> AccountTx {
        AccountTx { act: Act::new(raw, ACCOUNT_CHAIN, account_id, now) }
    }

    /// Makes an office (first set-up, demo); gives its id.
    ///
    /// # Errors
    /// `Taken` when the number is registered for the service.
    pub async fn create_office(&self, body: &OfficeBody) -> Result<i64> {
        let id = office::insert(self.act.tx(), body).await?;
        self.act.keep(id, EntityKind::Office, id, 1, body).await?;
        Ok(id)
    }

    /// Makes an account; gives its id.
    ///
    /// # Errors
    /// `Taken` for a login in use.
    pub async fn create_account(&self, new: &NewAccount) -> Result<i64> {
        accounts::create(&self.act, new).await
    }

    /// Gives an account a role in an office. For set-up; managers use [`MembersWriter`](crate::MembersWriter).
    ///
    /// # Errors
    /// When account or office does not exist.
    pub async fn grant(&self, account_id: i64, office_id: i64, role: Role) -> Result<()> {
        accounts::grant(&self.act, account_id, office_id, role).await
    }

    /// Sets the account's own new password hash (also: the same password with new parameters).
    ///
    /// # Errors
    /// `NotFound` for an unknown account.
    pub async fn set_password(&self, account_id: i64, password_phc: &str) -> Result<()> {
        accounts::set_password(&self.act, account_id, password_phc, false).await?;
        Ok(())
    }

    /// Starts a session of a member in an office; the token goes into the cookie.
    ///
    /// # Errors
    /// `NotFound` when the account has no role there.
    pub async fn start_session(&self, account_id: i64, office_id: i64, limits: SessionLimits) -> Result<SessionToken> {
        sessions::sweep(&self.act).await?;
        sessions::start(&self.act, (account_id, office_id), limits, false).await
    }

    /// Starts a session that reaches クイック入力 of the office only; its token goes into a cookie of its own.
    ///
    /// # Errors
    /// `NotFound` when the account has no role there.
    pub async fn start_narrow_session(&self, account_id: i64, office_id: i64) -> Result<SessionToken> {
        sessions::sweep(&self.act).await?;
        sessions::start(&self.act, (account_id, office_id), SessionLimits::NARROW, true).await
    }

    /// Gives a session of the account a new token; the old one is void.
    ///
    /// # Errors
    /// `NotFound` when the session is over or someone else's.
    pub async fn rotate_session(&self, account_id: i64, session_id: i64) -> Result<SessionToken> {
        sessions::rotate(&self.act, account_id, session_id, None).await
    }

    /// Moves a session to another office of the account, with a new token.
    ///
    /// # Errors
    /// `NotFound` when the session is over or the account has no role there.
    pub async fn switch_office(&self, account_id: i64, session_id: i64, office_id: i64) -> Result<SessionToken> {
        sessions::rotate(&self.act, account_id, session_id, Some(office_id)).await
    }

    /// Ends one session of the account.
    ///
    /// # Errors
    /// `NotFound` when it is over or someone else's.
    pub async fn end_session(&self, account_id: i64, session_id: i64) -> Result<()> {
        sessions::end(&self.act, account_id, session_id).await
    }

    /// Ends all sessions of the account but `except`; gives their number.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn end_all_sessions(&self, account_id: i64, except: Option<i64>) -> Result<u64> {
        sessions::end_all(&self.act, account_id, except).await
    }

    /// Counts a failed sign-in; commit it with [`AuditKind::SignInFailed`](crate::AuditKind::SignInFailed).
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn record_failure(&self, keys: &[ThrottleKey]) -> Result<()> {
        throttle::record_failure(&self.act, keys).await
    }

    /// Refuses while one of the keys has to wait; within the act, so that parallel tries count one after the other.
    ///
    /// # Errors
    /// [`StoreError::TooSoon`](crate::StoreError::TooSoon).
    pub async fn check_throttle(&self, keys: &[ThrottleKey]) -> Result<()> {
        throttle::check(self.act.tx(), keys, self.act.now).await
    }

    /// Forgets the failures of the keys, after a sign-in that went well.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn clear_throttle(&self, keys: &[ThrottleKey]) -> Result<()> {
        throttle::clear(&self.act, keys).await
    }

    /// Sets a value of the installation.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn set_setting(&self, key: &str, value: &str) -> Result<()> {
        settings::set(self.act.tx(), key, value).await
    }

    /// Appends the audit event (chain 0) in the same transaction and commits.
    ///
    /// # Errors
    /// When the database refuses; then nothing of this act remains.
    pub async fn commit(self, event: AuditEvent) -> Result<()> {
        self.act.commit(event).await
    }
}
