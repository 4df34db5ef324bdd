//! はじめの設定とサインイン: making the first account, opening and ending sessions.
use crate::{App, passwords};
use jiff::Timestamp;
use kernel::{MunicipalityNo, OfficeNo, ServiceKind, typed};
use serde_json::json;
use store::{
    AuditEvent, AuditKind, EntityKind, NewAccount, OfficeBody, Role, Session, SessionLimits, SessionToken, Store,
    StoreError, Subject, ThrottleKey,
};
use ui::Form;

/// Answer to a sign-in.
#[derive(Debug)]
pub enum SignedIn {
    /// The token for the cookie.
    Welcome(SessionToken),
    /// Why not; the same for an unknown login and a wrong password.
    Refused(String),
}

const REFUSED: &str = "ログイン名かパスワードが違います。大文字・小文字と、かな入力になっていないかを確かめてください";

/// Checks login and password and opens a session. Both kinds of failure take the same time and give the same answer.
///
/// # Errors
/// What the database reports.
pub async fn sign_in(
    app: &App,
    now: Timestamp,
    login: &str,
    password: &str,
    address: &str,
) -> Result<SignedIn, StoreError> {
    let keys = [ThrottleKey::login(login), ThrottleKey::address(address)];
    if let Err(StoreError::TooSoon { wait_seconds }) = app.store.check_throttle(&keys, now).await {
        return Ok(SignedIn::Refused(format!(
            "失敗が続いたため、今はサインインできません。{wait_seconds}秒待ってから、もう一度お試しください"
        )));
    }
    let account = app.store.account_for_sign_in(login).await?;
    let phc = account.as_ref().map(|account| account.password_phc.clone());
    let (hashing, typed) = (app.hashing, password.to_owned());
    let fits = tokio::task::spawn_blocking(move || passwords::verify(hashing, phc.as_deref(), &typed)).await;
    let account = account.filter(|account| fits.unwrap_or(false) && !account.disabled);
    let Some((account, office)) = account.and_then(|account| {
        let office = account.memberships.first().map(|membership| membership.office_id)?;
        Some((account, office))
    }) else {
        let tx = app.store.begin_account_level(None, now).await?;
        tx.record_failure(&keys).await?;
        tx.commit(AuditEvent::new(AuditKind::SignInFailed, Subject::new(EntityKind::Account, 0))).await?;
        return Ok(SignedIn::Refused(REFUSED.to_owned()));
    };
    let renewed = passwords::is_outdated(hashing, &account.password_phc).then(|| password.to_owned());
    let renewed = match renewed {
        Some(password) => tokio::task::spawn_blocking(move || passwords::hash(hashing, &password)).await.ok(),
        None => None,
    };
    let tx = app.store.begin_account_level(Some(account.account_id), now).await?;
    if let Some(phc) = renewed {
        tx.set_password(account.account_id, &phc).await?;
    }
    tx.clear_throttle(&keys).await?;
    let token = tx.start_session(account.account_id, office, SessionLimits::default()).await?;
    tx.commit(AuditEvent::new(AuditKind::SignedIn, Subject::new(EntityKind::Account, account.account_id))).await?;
    Ok(SignedIn::Welcome(token))
}

/// Lets this device send visits of クイック入力 for 12 hours and nothing else; `before` is what it had so far.
///
/// # Errors
/// What the database reports.
pub async fn let_device(
    store: &Store,
    now: Timestamp,
    session: &Session,
    before: Option<&Session>,
) -> Result<SessionToken, StoreError> {
    let tx = store.begin_account_level(Some(session.account_id), now).await?;
    if let Some(before) = before.filter(|before| before.account_id == session.account_id) {
        tx.end_session(before.account_id, before.id).await?;
    }
    let token = tx.start_narrow_session(session.account_id, session.scope().office_id()).await?;
    let subject = Subject::new(EntityKind::Account, session.account_id);
    tx.commit(AuditEvent::new(AuditKind::SignedIn, subject).with(json!({ "reach": "quick" }))).await?;
    Ok(token)
}

/// Ends the session.
///
/// # Errors
/// What the database reports.
pub async fn sign_out(app: &App, now: Timestamp, session: &Session) -> Result<(), StoreError> {
    let tx = app.store.begin_account_level(Some(session.account_id), now).await?;
    tx.end_session(session.account_id, session.id).await?;
    tx.commit(AuditEvent::new(AuditKind::SignedOut, Subject::new(EntityKind::Account, session.account_id))).await
}

/// The first office and its manager.
#[derive(Clone)]
pub struct SetUp {
    /// The office.
    pub office: OfficeBody,
    /// ログイン名.
    pub login: String,
    /// 氏名.
    pub display_name: String,
    /// Password as typed.
    pub password: String,
}

impl SetUp {
    /// From the form; errors are noted at their fields.
    pub fn read(form: &mut Form) -> Option<SetUp> {
        let office_no = form.need("office_no", "事業所番号", |text| {
            typed::digits(text)
                .map_err(|error| error.to_string())
                .and_then(|digits| digits.parse::<OfficeNo>().map_err(|error| error.to_string()))
        });
        let kind = form.need("kind", "事業の種類", str::parse::<ServiceKind>);
        let office_name = form.need("office_name", "事業所名", |text| Ok::<_, String>(text.to_owned()));
        let area_class = form.need("area_class", "地域区分", |text| Ok::<_, String>(text.to_owned()));
        let municipality_no = form.read("municipality_no", |text| {
            typed::digits(text)
                .map_err(|error| error.to_string())
                .and_then(|digits| digits.parse::<MunicipalityNo>().map_err(|error| error.to_string()))
        });
        let display_name = form.need("display_name", "氏名", |text| Ok::<_, String>(text.to_owned()));
        let login = form.need("login", "ログイン名", login_name);
        let password = form.value("password").to_owned();
        let context = [office_name.as_deref(), login.as_deref(), display_name.as_deref()];
        let context: Vec<&str> = context.into_iter().flatten().collect();
        if let Err(message) = passwords::acceptable(&password, &context) {
            form.fail("password", message);
        }
        if !form.is_ok() {
            return None;
        }
        let office = OfficeBody {
            office_no: office_no?,
            name: office_name?,
            kind: kind?,
            area_class: area_class?,
            municipality_no,
            operator: Default::default(),
            postal_code: String::new(),
            address: String::new(),
            phone: String::new(),
            representative: String::new(),
            designated_on: None,
        };
        Some(SetUp { office, login: login?, display_name: display_name?, password })
    }
}

/// A login: half-width letters, digits, `.`, `-`, `_`; at least three.
///
/// # Errors
/// A Japanese sentence.
pub fn login_name(text: &str) -> Result<String, String> {
    let plain = text.trim().to_lowercase();
    let fits = plain.len() >= 3
        && plain.len() <= 64
        && plain.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'.' | b'-' | b'_'));
    if fits {
        Ok(plain)
    } else {
        Err("ログイン名は半角の英小文字・数字で3文字以上にしてください".to_owned())
    }
}

/// Makes the first office with its manager and signs the manager in.
///
/// # Errors
/// `Taken`, or what the database reports.
pub async fn set_up(app: &App, now: Timestamp, input: SetUp) -> Result<SessionToken, StoreError> {
    let (hashing, password) = (app.hashing, input.password);
    let phc =
        tokio::task::spawn_blocking(move || passwords::hash(hashing, &password)).await.map_err(|_| StoreError::Busy)?;
    let tx = app.store.begin_account_level(None, now).await?;
    let office = tx.create_office(&input.office).await?;
    let account =
        NewAccount { login: input.login, display_name: input.display_name, password_phc: phc, must_change: false };
    let account = tx.create_account(&account).await?;
    tx.grant(account, office, Role::Manager).await?;
    let token = tx.start_session(account, office, SessionLimits::default()).await?;
    let event = AuditEvent::new(AuditKind::SetUp, Subject::new(EntityKind::Office, office));
    tx.commit(event.with(json!({ "account": account }))).await?;
    Ok(token)
}

/// Moves the session to another office of the account, with a new token for the cookie.
///
/// # Errors
/// `NotFound` when the account has no role there, or the session is over.
pub async fn switch_office(
    store: &Store,
    now: Timestamp,
    session: &Session,
    office: i64,
) -> Result<SessionToken, StoreError> {
    let tx = store.begin_account_level(Some(session.account_id), now).await?;
    let token = tx.switch_office(session.account_id, session.id, office).await?;
    let event = AuditEvent::new(AuditKind::OfficeSwitched, Subject::new(EntityKind::Office, office));
    tx.commit(event.with(json!({ "from": session.scope().office_id() }))).await?;
    Ok(token)
}
