//! サインインの状態: server-side sessions. The browser holds a random token, the table only its SHA-256.
use crate::{
    accounts::Role,
    act::Act,
    codec::{from_word, instant, ms, random_hex, sha256_hex},
    db::Store,
    entity::{account, membership, session as row},
    entry::EntityKind,
    error::Result,
    scope::{Actor, OfficeScope},
};
use jiff::{SignedDuration, Timestamp};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

/// Bytes of a token: 256 bits.
const TOKEN_BYTES: usize = 32;
/// What a narrow session is called in the table.
const QUICK: &str = "quick";
/// `last_seen` is written at most this often.
const TOUCH_EVERY: SignedDuration = SignedDuration::from_mins(1);

/// How long a session lives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SessionLimits {
    /// Without a request (無操作).
    pub idle: SignedDuration,
    /// In all.
    pub absolute: SignedDuration,
}

impl SessionLimits {
    /// A narrow session on a phone: 12 hours, with or without requests – a visit may take long, and may pass midnight.
    pub const NARROW: SessionLimits =
        SessionLimits { idle: SignedDuration::from_hours(12), absolute: SignedDuration::from_hours(12) };
}

impl Default for SessionLimits {
    /// 30 minutes without a request, 12 hours in all.
    fn default() -> SessionLimits {
        SessionLimits { idle: SignedDuration::from_mins(30), absolute: SignedDuration::from_hours(12) }
    }
}

/// The secret of a session, for the cookie alone. Never printed.
#[derive(Clone, PartialEq, Eq)]
pub struct SessionToken(String);

impl SessionToken {
    /// The text for the cookie.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for SessionToken {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SessionToken(…)")
    }
}

/// A session that is valid now, of a member of its office.
#[derive(Clone, Debug)]
pub struct Session {
    /// Id for lists and for ending it.
    pub id: i64,
    /// Who.
    pub account_id: i64,
    /// 表示名.
    pub display_name: String,
    /// The role in the office.
    pub role: Role,
    /// Token that every state change must carry.
    pub csrf: String,
    /// The password must be changed before anything else.
    pub must_change: bool,
    /// It reaches クイック入力 of its office and nothing else, whatever the role may do.
    pub narrow: bool,
    /// Begin.
    pub created_at: Timestamp,
    /// End, whatever happens.
    pub expires_at: Timestamp,
    scope: OfficeScope,
}

impl Session {
    /// The pass to the repositories of the session's office.
    pub const fn scope(&self) -> &OfficeScope {
        &self.scope
    }

    /// The actor of this session's acts.
    pub const fn actor(&self) -> Actor {
        Actor { account_id: Some(self.account_id), office: self.scope }
    }
}

/// A session as its owner sees it in the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SessionInfo {
    /// Id.
    pub id: i64,
    /// The office it works in.
    pub office_id: i64,
    /// It reaches クイック入力 only.
    pub narrow: bool,
    /// Begin.
    pub created_at: Timestamp,
    /// Last request, to the minute.
    pub last_seen_at: Timestamp,
    /// End, whatever happens.
    pub expires_at: Timestamp,
}

fn alive(row: &row::Model, now_ms: i64) -> bool {
    now_ms < row.expires_at_ms && now_ms < row.last_seen_at_ms.saturating_add(row.idle_ms)
}

impl Store {
    /// The session of a token, if it is valid now: neither idle for too long nor expired, the account not stopped, the
    /// role not revoked. Notes the visit (to the minute, not an act of its own).
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn session(&self, token: &str, now: Timestamp) -> Result<Option<Session>> {
        let exec = self.pool().exec();
        let found =
            row::Entity::find().filter(row::Column::TokenHash.eq(sha256_hex(token.as_bytes()))).one(&exec).await?;
        let Some(row) = found.filter(|row| alive(row, ms(now))) else { return Ok(None) };
        let account = account::Entity::find_by_id(row.account_id).one(&exec).await?;
        let Some(account) = account.filter(|account| account.disabled_at_ms.is_none()) else { return Ok(None) };
        let Some(member) = membership_of(row.account_id, row.office_id).one(&exec).await? else { return Ok(None) };
        if ms(now) >= row.last_seen_at_ms.saturating_add(TOUCH_EVERY.as_millis() as i64) {
            row::Entity::update_many()
                .set(row::ActiveModel { last_seen_at_ms: Set(ms(now)), ..Default::default() })
                .filter(row::Column::Id.eq(row.id))
                .filter(row::Column::LastSeenAtMs.lt(ms(now)))
                .exec(&exec)
                .await?;
        }
        Ok(Some(Session {
            id: row.id,
            account_id: account.id,
            display_name: account.display_name,
            role: from_word("membership", "role", &member.role)?,
            csrf: row.csrf,
            must_change: account.must_change,
            narrow: row.reach.is_some(),
            created_at: instant("session", "created_at_ms", row.created_at_ms)?,
            expires_at: instant("session", "expires_at_ms", row.expires_at_ms)?,
            scope: OfficeScope::of_member(row.office_id),
        }))
    }

    /// The living sessions of an account, newest first.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn sessions_of(&self, account_id: i64, now: Timestamp) -> Result<Vec<SessionInfo>> {
        let rows = row::Entity::find()
            .filter(row::Column::AccountId.eq(account_id))
            .order_by_desc(row::Column::Id)
            .all(&self.pool().exec())
            .await?;
        rows.iter()
            .filter(|row| alive(row, ms(now)))
            .map(|row| {
                Ok(SessionInfo {
                    id: row.id,
                    office_id: row.office_id,
                    narrow: row.reach.is_some(),
                    created_at: instant("session", "created_at_ms", row.created_at_ms)?,
                    last_seen_at: instant("session", "last_seen_at_ms", row.last_seen_at_ms)?,
                    expires_at: instant("session", "expires_at_ms", row.expires_at_ms)?,
                })
            })
            .collect()
    }
}

fn membership_of(account_id: i64, office_id: i64) -> sea_orm::Select<membership::Entity> {
    membership::Entity::find()
        .filter(membership::Column::AccountId.eq(account_id))
        .filter(membership::Column::OfficeId.eq(office_id))
}

/// Starts a session of a member, narrow or whole.
pub(crate) async fn start(
    act: &Act,
    (account_id, office_id): (i64, i64),
    limits: SessionLimits,
    narrow: bool,
) -> Result<SessionToken> {
    membership_of(account_id, office_id).one(act.tx()).await?.ok_or(EntityKind::Membership.not_found())?;
    let token = SessionToken(random_hex(TOKEN_BYTES)?);
    let new = row::ActiveModel {
        token_hash: Set(sha256_hex(token.0.as_bytes())),
        account_id: Set(account_id),
        office_id: Set(office_id),
        csrf: Set(random_hex(TOKEN_BYTES)?),
        created_at_ms: Set(act.now_ms()),
        last_seen_at_ms: Set(act.now_ms()),
        idle_ms: Set(limits.idle.as_millis() as i64),
        expires_at_ms: Set(ms(act.now.saturating_add(limits.absolute).unwrap_or(act.now))),
        reach: Set(narrow.then(|| QUICK.to_owned())),
        ..Default::default()
    };
    new.insert(act.tx()).await?;
    Ok(token)
}

/// Gives a living session of the account a new token (and, where asked, another office of the account). The end stays.
pub(crate) async fn rotate(act: &Act, account_id: i64, id: i64, office_id: Option<i64>) -> Result<SessionToken> {
    let stored = row::Entity::find_by_id(id).filter(row::Column::AccountId.eq(account_id)).one(act.tx()).await?;
    // a narrow session never grows into a whole one
    let stored =
        stored.filter(|row| alive(row, act.now_ms()) && row.reach.is_none()).ok_or(EntityKind::Session.not_found())?;
    let office_id = office_id.unwrap_or(stored.office_id);
    membership_of(account_id, office_id).one(act.tx()).await?.ok_or(EntityKind::Membership.not_found())?;
    let token = SessionToken(random_hex(TOKEN_BYTES)?);
    let mut row: row::ActiveModel = stored.into();
    row.token_hash = Set(sha256_hex(token.0.as_bytes()));
    row.csrf = Set(random_hex(TOKEN_BYTES)?);
    row.office_id = Set(office_id);
    row.last_seen_at_ms = Set(act.now_ms());
    row.update(act.tx()).await?;
    Ok(token)
}

/// Ends one session of the account.
pub(crate) async fn end(act: &Act, account_id: i64, id: i64) -> Result<()> {
    let done = row::Entity::delete_many()
        .filter(row::Column::Id.eq(id))
        .filter(row::Column::AccountId.eq(account_id))
        .exec(act.tx())
        .await?;
    if done.rows_affected == 0 { Err(EntityKind::Session.not_found()) } else { Ok(()) }
}

/// Ends all sessions of the account but `except`; gives their number.
pub(crate) async fn end_all(act: &Act, account_id: i64, except: Option<i64>) -> Result<u64> {
    let done = row::Entity::delete_many()
        .filter(row::Column::AccountId.eq(account_id))
        .filter(row::Column::Id.ne(except.unwrap_or(0)))
        .exec(act.tx())
        .await?;
    Ok(done.rows_affected)
}

/// Ends the account's sessions in one office.
pub(crate) async fn end_in_office(act: &Act, account_id: i64, office_id: i64) -> Result<()> {
    row::Entity::delete_many()
        .filter(row::Column::AccountId.eq(account_id))
        .filter(row::Column::OfficeId.eq(office_id))
        .exec(act.tx())
        .await?;
    Ok(())
}

/// Removes sessions that are over; called whenever one starts, so that the table stays small.
pub(crate) async fn sweep(act: &Act) -> Result<()> {
    row::Entity::delete_many().filter(row::Column::ExpiresAtMs.lte(act.now_ms())).exec(act.tx()).await?;
    Ok(())
}
