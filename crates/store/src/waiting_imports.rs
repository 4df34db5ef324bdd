//! 取込み待ち: a file between upload and import. It waits here and not in the browser, for a day at most.
//!
//! That a file waits is no act: nothing of the office changes until the import, which takes the file away in its own
//! transaction and writes the audit event. Two people therefore cannot import the same file twice.
use crate::{
    codec::{instant, ms, sha256_hex},
    db::Store,
    entity::waiting_import as row,
    error::{Result, StoreError},
    repository::repository,
    scope::Actor,
};
use jiff::{SignedDuration, Timestamp};
use sea_orm::{
    ActiveModelTrait,
    ActiveValue::Set,
    ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, ExprTrait},
};

/// How long a file waits.
const WAITS: SignedDuration = SignedDuration::from_hours(24);
/// Files of one office that wait at once; the oldest make room.
const MOST: usize = 20;

/// A file that waits.
#[derive(Clone, PartialEq, Eq)]
pub struct WaitingImport {
    /// Id.
    pub id: i64,
    /// What it is to become; a word of the caller.
    pub kind: String,
    /// Its name on the machine it came from.
    pub name: String,
    /// SHA-256 of the uploaded bytes.
    pub sha256: String,
    /// The content, as the caller keeps it.
    pub bytes: Vec<u8>,
    /// What was chosen so far; a text of the caller, empty at first.
    pub choice: String,
    /// Who uploaded it.
    pub account_id: Option<i64>,
    /// When it was uploaded.
    pub created_at: Timestamp,
    /// When it goes away.
    pub expires_at: Timestamp,
    /// 1 at first; every choice adds one.
    pub version: i64,
}

/// The content is personal data and stays out of logs.
impl std::fmt::Debug for WaitingImport {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "WaitingImport {{ id: {}, kind: {}, version: {} }}", self.id, self.kind, self.version)
    }
}

/// A file to wait.
#[derive(Clone, Copy, Debug)]
pub struct NewWaiting<'a> {
    /// What it is to become.
    pub kind: &'a str,
    /// Its name.
    pub name: &'a str,
    /// The uploaded bytes, for the hash.
    pub original: &'a [u8],
    /// The content to keep.
    pub bytes: &'a [u8],
}

repository! {
    /// 取込み待ちのファイル of the scope.
    waiting_imports: WaitingImports, WaitingImportsWriter
}

const GONE: StoreError = StoreError::NotFound { what: "取込み待ちのファイル" };

fn waiting(row: row::Model) -> Result<WaitingImport> {
    Ok(WaitingImport {
        created_at: instant("waiting_import", "created_at_ms", row.created_at_ms)?,
        expires_at: instant("waiting_import", "expires_at_ms", row.expires_at_ms)?,
        id: row.id,
        kind: row.kind,
        name: row.name,
        sha256: row.sha256,
        bytes: row.bytes,
        choice: row.choice,
        account_id: row.account_id,
        version: row.version,
    })
}

impl WaitingImports<'_> {
    /// One file.
    ///
    /// # Errors
    /// `NotFound` for an id of another office, and for a file that was imported, given up, or waited too long.
    pub async fn get(&self, id: i64, now: Timestamp) -> Result<WaitingImport> {
        let found = row::Entity::find_by_id(id)
            .filter(row::Column::OfficeId.eq(self.at.office_id()))
            .filter(row::Column::ExpiresAtMs.gt(ms(now)))
            .one(&self.at.exec())
            .await?;
        waiting(found.ok_or(GONE)?)
    }

    /// Files of a kind that still wait, newest first: id, name, when.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn list(&self, now: Timestamp) -> Result<Vec<(i64, String, String, Timestamp)>> {
        let rows: Vec<(i64, String, String, i64)> = row::Entity::find()
            .select_only()
            .columns([row::Column::Id, row::Column::Kind, row::Column::Name, row::Column::CreatedAtMs])
            .filter(row::Column::OfficeId.eq(self.at.office_id()))
            .filter(row::Column::ExpiresAtMs.gt(ms(now)))
            .order_by_desc(row::Column::Id)
            .into_tuple()
            .all(&self.at.exec())
            .await?;
        rows.into_iter()
            .map(|(id, kind, name, at)| Ok((id, kind, name, instant("waiting_import", "created_at_ms", at)?)))
            .collect()
    }
}

impl WaitingImportsWriter<'_> {
    /// Takes a file away for its import; gives it. `version` is the one that was on the screen.
    ///
    /// # Errors
    /// `NotFound` when it is gone, `Conflict` when another choice was made in between.
    pub async fn take(&self, id: i64, version: i64) -> Result<WaitingImport> {
        let file = self.get(id, self.tx.now()).await?;
        if file.version != version {
            return Err(StoreError::Conflict { what: "取込み待ちのファイル", current: Some(file.version) });
        }
        let done = row::Entity::delete_many()
            .filter(row::Column::Id.eq(id))
            .filter(row::Column::Version.eq(version))
            .exec(self.tx.act.tx())
            .await?;
        if done.rows_affected == 1 { Ok(file) } else { Err(GONE) }
    }
}

impl Store {
    /// Lets a file wait; gives its id. What waited too long goes.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn let_wait(&self, actor: &Actor, now: Timestamp, file: NewWaiting<'_>) -> Result<i64> {
        let raw = self.begin_raw().await?;
        let office_id = actor.office.office_id();
        row::Entity::delete_many().filter(row::Column::ExpiresAtMs.lte(ms(now))).exec(&raw.tx).await?;
        let waiting: Vec<i64> = row::Entity::find()
            .select_only()
            .column(row::Column::Id)
            .filter(row::Column::OfficeId.eq(office_id))
            .order_by_desc(row::Column::Id)
            .into_tuple()
            .all(&raw.tx)
            .await?;
        let surplus = waiting.into_iter().skip(MOST - 1);
        row::Entity::delete_many().filter(row::Column::Id.is_in(surplus)).exec(&raw.tx).await?;
        let new = row::ActiveModel {
            office_id: Set(office_id),
            account_id: Set(actor.account_id),
            kind: Set(file.kind.to_owned()),
            name: Set(file.name.to_owned()),
            sha256: Set(sha256_hex(file.original)),
            bytes: Set(file.bytes.to_vec()),
            choice: Set(String::new()),
            created_at_ms: Set(ms(now)),
            expires_at_ms: Set(ms(now.saturating_add(WAITS).unwrap_or(now))),
            version: Set(1),
            ..Default::default()
        };
        let id = new.insert(&raw.tx).await?.id;
        raw.tx.commit().await?;
        Ok(id)
    }

    /// Keeps what was chosen for a waiting file. The last choice stays.
    ///
    /// # Errors
    /// `NotFound` when it is gone or belongs to another office.
    pub async fn choose_for_waiting(&self, actor: &Actor, now: Timestamp, id: i64, choice: &str) -> Result<()> {
        let raw = self.begin_raw().await?;
        let done = row::Entity::update_many()
            .set(row::ActiveModel { choice: Set(choice.to_owned()), ..Default::default() })
            .col_expr(row::Column::Version, Expr::col(row::Column::Version).add(1))
            .filter(row::Column::Id.eq(id))
            .filter(row::Column::OfficeId.eq(actor.office.office_id()))
            .filter(row::Column::ExpiresAtMs.gt(ms(now)))
            .exec(&raw.tx)
            .await?;
        if done.rows_affected == 0 {
            return Err(GONE);
        }
        raw.tx.commit().await?;
        Ok(())
    }

    /// Gives a waiting file up. One that is gone already is no error.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn give_up_waiting(&self, actor: &Actor, id: i64) -> Result<()> {
        let raw = self.begin_raw().await?;
        row::Entity::delete_many()
            .filter(row::Column::Id.eq(id))
            .filter(row::Column::OfficeId.eq(actor.office.office_id()))
            .exec(&raw.tx)
            .await?;
        raw.tx.commit().await?;
        Ok(())
    }
}
