//! 設定の操作: the office, its 体制届, its accounts, one's own password and sign-ins.
use super::known::Known;
use crate::{App, passwords};
use jiff::Timestamp;
use serde_json::json;
use store::{
    Actor, AuditEvent, AuditKind, EntityKind, NewAccount, Notice, OfficeBody, Result, Role, Session, SessionToken,
    Store, StoreError, Subject, ThrottleKey,
};

/// Changes the office.
///
/// # Errors
/// `Conflict`, `Taken`.
pub async fn save_office(store: &Store, actor: &Actor, now: Timestamp, version: i64, body: &OfficeBody) -> Result<()> {
    let tx = store.begin(actor, now).await?;
    tx.office().update(body, version).await?;
    let subject = Subject::new(EntityKind::Office, actor.office.office_id());
    tx.commit(AuditEvent::new(AuditKind::OfficeUpdated, subject)).await
}

/// Files a notice or changes one; gives its id.
///
/// # Errors
/// `NotFound`, `Conflict`, `Taken`, `MonthClosed`.
pub async fn save_notice(
    store: &Store,
    actor: &Actor,
    now: Timestamp,
    known: Option<Known>,
    notice: &Notice,
) -> Result<i64> {
    let tx = store.begin(actor, now).await?;
    let id = match known {
        None => tx.office().add_notice(notice).await?,
        Some(known) => {
            tx.office().update_notice(known.id, notice, known.version).await?;
            known.id
        }
    };
    let event = AuditEvent::new(AuditKind::NoticeSaved, Subject::new(EntityKind::CapabilityNotice, id));
    tx.commit(event.with(json!({ "month": notice.valid_from.to_string() }))).await?;
    Ok(id)
}

/// Saves a value of the whole installation; the audit log keeps its name, not its text.
///
/// # Errors
/// What the database reports.
pub async fn save_setting(store: &Store, session: &Session, now: Timestamp, key: &str, value: &str) -> Result<()> {
    let tx = store.begin_account_level(Some(session.account_id), now).await?;
    tx.set_setting(key, value).await?;
    let event = AuditEvent::new(AuditKind::SettingSaved, Subject::new(EntityKind::Account, session.account_id));
    tx.commit(event.with(json!({ "setting": key }))).await
}

/// Hashes a password off the async threads.
async fn hashed(app: &App, password: &str) -> Result<String> {
    let (hashing, password) = (app.hashing, password.to_owned());
    tokio::task::spawn_blocking(move || passwords::hash(hashing, &password)).await.map_err(|_| StoreError::Busy)
}

/// A new colleague.
pub struct NewMember {
    /// ログイン名.
    pub login: String,
    /// 氏名.
    pub display_name: String,
    /// 役割.
    pub role: Role,
    /// First password; it must be changed at the first sign-in.
    pub password: String,
}

/// Makes an account with a role in the office; gives its id.
///
/// # Errors
/// `Taken` for a login in use.
pub async fn add_member(app: &App, actor: &Actor, now: Timestamp, new: NewMember) -> Result<i64> {
    let password_phc = hashed(app, &new.password).await?;
    let account = NewAccount { login: new.login, display_name: new.display_name, password_phc, must_change: true };
    let tx = app.store.begin(actor, now).await?;
    let id = tx.members().add(&account, new.role).await?;
    let event = AuditEvent::new(AuditKind::AccountCreated, Subject::new(EntityKind::Account, id));
    tx.commit(event.with(json!({ "role": new.role }))).await?;
    Ok(id)
}

/// What a manager does to a member.
#[derive(Clone, Debug)]
pub enum MemberAct {
    /// Another role.
    Role(Role),
    /// 停止.
    Stop,
    /// 再開.
    Resume,
    /// Ends all sign-ins.
    EndSessions,
    /// A first password again.
    ResetPassword(String),
}

/// Does it.
///
/// # Errors
/// `NotFound`; `Invalid` when the office would be left without a manager.
pub async fn act_on_member(app: &App, actor: &Actor, now: Timestamp, account: i64, act: MemberAct) -> Result<()> {
    let phc = match &act {
        MemberAct::ResetPassword(password) => hashed(app, password).await?,
        _ => String::new(),
    };
    let tx = app.store.begin(actor, now).await?;
    let (kind, detail) = match &act {
        MemberAct::Role(role) => {
            tx.members().set_role(account, *role).await?;
            (AuditKind::MembershipGranted, json!({ "role": role }))
        }
        MemberAct::Stop => {
            tx.members().disable(account).await?;
            (AuditKind::AccountDisabled, serde_json::Value::Null)
        }
        MemberAct::Resume => {
            tx.members().enable(account).await?;
            (AuditKind::AccountEnabled, serde_json::Value::Null)
        }
        MemberAct::EndSessions => {
            tx.members().end_sessions(account).await?;
            (AuditKind::SessionsEnded, serde_json::Value::Null)
        }
        MemberAct::ResetPassword(_) => {
            tx.members().reset_password(account, &phc).await?;
            (AuditKind::PasswordChanged, json!({ "by": "manager" }))
        }
    };
    tx.commit(AuditEvent::new(kind, Subject::new(EntityKind::Account, account)).with(detail)).await
}

/// Answer to a change of one's own password.
#[derive(Debug)]
pub enum OwnPassword {
    /// Changed; the session goes on under a new token.
    Changed(SessionToken),
    /// The current password does not fit.
    Wrong,
}

/// Changes one's own password and ends all other sign-ins of the account.
///
/// # Errors
/// `TooSoon` after repeated wrong current passwords; what the database reports.
pub async fn change_own_password(
    app: &App,
    now: Timestamp,
    session: &Session,
    login: &str,
    current: &str,
    new: &str,
) -> Result<OwnPassword> {
    let keys = [ThrottleKey::login(login)];
    app.store.check_throttle(&keys, now).await?;
    let account = app.store.account_for_sign_in(login).await?.filter(|known| known.account_id == session.account_id);
    let phc = account.map(|account| account.password_phc);
    let (hashing, typed) = (app.hashing, current.to_owned());
    let fits = tokio::task::spawn_blocking(move || passwords::verify(hashing, phc.as_deref(), &typed)).await;
    let subject = Subject::new(EntityKind::Account, session.account_id);
    if !fits.unwrap_or(false) {
        let tx = app.store.begin_account_level(Some(session.account_id), now).await?;
        tx.record_failure(&keys).await?;
        tx.commit(AuditEvent::new(AuditKind::SignInFailed, subject)).await?;
        return Ok(OwnPassword::Wrong);
    }
    let phc = hashed(app, new).await?;
    let tx = app.store.begin_account_level(Some(session.account_id), now).await?;
    tx.set_password(session.account_id, &phc).await?;
    tx.end_all_sessions(session.account_id, Some(session.id)).await?;
    let token = tx.rotate_session(session.account_id, session.id).await?;
    tx.clear_throttle(&keys).await?;
    tx.commit(AuditEvent::new(AuditKind::PasswordChanged, subject)).await?;
    Ok(OwnPassword::Changed(token))
}

/// Ends one of one's own sign-ins (`Some`), or all but the present one.
///
/// # Errors
/// `NotFound` when it is over or someone else's.
pub async fn end_own_sessions(store: &Store, now: Timestamp, session: &Session, which: Option<i64>) -> Result<()> {
    let tx = store.begin_account_level(Some(session.account_id), now).await?;
    let ended = match which {
        Some(id) => {
            tx.end_session(session.account_id, id).await?;
            1
        }
        None => tx.end_all_sessions(session.account_id, Some(session.id)).await?,
    };
    let subject = Subject::new(EntityKind::Account, session.account_id);
    tx.commit(AuditEvent::new(AuditKind::SessionsEnded, subject).with(json!({ "count": ended }))).await
}
