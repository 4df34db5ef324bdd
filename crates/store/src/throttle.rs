//! サインインの待ち時間: failed sign-ins make the next try wait, longer and longer, but never for ever.
//!
//! The names tried are kept as hashes. A login waits for half a minute at most, so that a stranger cannot lock its owner
//! out; an address, from which someone tries many names, up to a quarter of an hour.
use crate::{
    act::Act,
    codec::{ms, sha256_hex},
    db::Store,
    entity::login_throttle as row,
    error::{Result, StoreError},
};
use jiff::Timestamp;
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect, sea_query::OnConflict,
};

/// Failures are forgotten after this time of quiet.
const FORGET_MS: i64 = 24 * 60 * 60 * 1000;

/// What is slowed down.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ThrottleKey {
    hash: String,
    /// Failures that cost nothing: typing errors.
    free: i64,
    /// Longest wait, seconds.
    longest: i64,
}

impl ThrottleKey {
    /// A login, known or not.
    pub fn login(login: &str) -> ThrottleKey {
        let hash = sha256_hex(format!("login\0{}", crate::accounts::login_key(login)).as_bytes());
        ThrottleKey { hash, free: 3, longest: 30 }
    }

    /// A network address; an office shares one, so more failures are free.
    pub fn address(address: &str) -> ThrottleKey {
        ThrottleKey { hash: sha256_hex(format!("address\0{address}").as_bytes()), free: 20, longest: 15 * 60 }
    }

    /// Seconds to wait after so many failures: 1, 2, 4 … up to the longest.
    fn wait_seconds(&self, failures: i64) -> i64 {
        let over = (failures - self.free).clamp(0, 20);
        if over == 0 { 0 } else { (1 << (over - 1)).min(self.longest) }
    }
}

async fn stored<C: ConnectionTrait>(conn: &C, key: &ThrottleKey, lock: bool) -> Result<Option<row::Model>> {
    let find = row::Entity::find().filter(row::Column::KeyHash.eq(&key.hash));
    let find = if lock { find.lock_exclusive() } else { find };
    Ok(find.one(conn).await?)
}

/// Refuses while one of the keys has to wait.
pub(crate) async fn check<C: ConnectionTrait>(conn: &C, keys: &[ThrottleKey], now: Timestamp) -> Result<()> {
    let mut wait_ms = 0;
    for key in keys {
        let next = stored(conn, key, false).await?.map_or(0, |row| row.next_allowed_at_ms);
        wait_ms = wait_ms.max(next - ms(now));
    }
    if wait_ms > 0 { Err(StoreError::TooSoon { wait_seconds: (wait_ms + 999) / 1000 }) } else { Ok(()) }
}

/// Counts a failure.
pub(crate) async fn record_failure(act: &Act, keys: &[ThrottleKey]) -> Result<()> {
    // What is forgotten need not be kept: names tried at random would fill the table.
    row::Entity::delete_many().filter(row::Column::LastFailureAtMs.lt(act.now_ms() - FORGET_MS)).exec(act.tx()).await?;
    for key in keys {
        let fresh = row::ActiveModel {
            key_hash: Set(key.hash.clone()),
            attempts: Set(0),
            last_failure_at_ms: Set(act.now_ms()),
            next_allowed_at_ms: Set(0),
            ..Default::default()
        };
        row::Entity::insert(fresh)
            .on_conflict(OnConflict::column(row::Column::KeyHash).do_nothing().to_owned())
            .exec_without_returning(act.tx())
            .await?;
        let Some(found) = stored(act.tx(), key, true).await? else { continue };
        let attempts = found.attempts + 1;
        row::Entity::update_many()
            .set(row::ActiveModel {
                attempts: Set(attempts),
                last_failure_at_ms: Set(act.now_ms()),
                next_allowed_at_ms: Set(act.now_ms() + key.wait_seconds(attempts) * 1000),
                ..Default::default()
            })
            .filter(row::Column::Id.eq(found.id))
            .exec(act.tx())
            .await?;
    }
    Ok(())
}

/// Forgets the failures.
pub(crate) async fn clear(act: &Act, keys: &[ThrottleKey]) -> Result<()> {
    let hashes: Vec<&str> = keys.iter().map(|key| key.hash.as_str()).collect();
    row::Entity::delete_many().filter(row::Column::KeyHash.is_in(hashes)).exec(act.tx()).await?;
    Ok(())
}

impl Store {
    /// Refuses a sign-in while its login or address has to wait. Ask before the password is hashed.
    ///
    /// # Errors
    /// [`StoreError::TooSoon`] with the seconds to wait.
    pub async fn check_throttle(&self, keys: &[ThrottleKey], now: Timestamp) -> Result<()> {
        check(&self.pool().exec(), keys, now).await
    }
}
