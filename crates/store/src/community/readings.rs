//! 市町村の決まりの読み方: how the office reads a point that the rules of a municipality leave open, for all its visits of
//! some months – usually what the municipality answered when asked.
use crate::{
    body_row::{Change, create, find, remove, update},
    claim_months::{closed_months, lock_office},
    codec::{from_json, instant},
    entity::pack_reading as row,
    entry::EntityKind,
    error::{Result, StoreError},
    repository::repository,
};
use jiff::Timestamp;
use kernel::Month;
use sea_orm::{ColumnTrait, QueryFilter, QueryOrder, Select, sea_query::LockType};
use serde::{Deserialize, Serialize};

/// A reading that was chosen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PackReadingBody {
    /// Id of the municipality's rules, `kamakura`.
    pub pack: String,
    /// The open point, `U-17`.
    pub point: String,
    /// The reading chosen, one of those of the rules.
    pub choice: String,
    /// First service month.
    pub valid_from: Month,
    /// Last service month; `None` = until a later row.
    pub valid_to: Option<Month>,
    /// Why: who at the municipality answered what, and when.
    pub why: String,
}

impl PackReadingBody {
    /// Whether it is in force in a month.
    pub fn covers(&self, month: Month) -> bool {
        self.valid_from <= month && self.valid_to.is_none_or(|to| month <= to)
    }

    /// Whether two rows read the same point in some month.
    fn clashes(&self, other: &PackReadingBody) -> bool {
        let begins_in_time =
            |one: &PackReadingBody, two: &PackReadingBody| one.valid_to.is_none_or(|to| two.valid_from <= to);
        self.pack == other.pack
            && self.point == other.point
            && begins_in_time(self, other)
            && begins_in_time(other, self)
    }
}

/// A chosen reading with its version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PackReading {
    /// Id.
    pub id: i64,
    /// Version of the row.
    pub version: i64,
    /// When it was last decided.
    pub changed_at: Timestamp,
    /// Who decided it; `None` for set-up.
    pub account_id: Option<i64>,
    /// The reading.
    pub body: PackReadingBody,
}

repository! {
    /// 市町村の決まりの読み方 of the scope.
    pack_readings: PackReadings, PackReadingsWriter
}

fn overlay(row: row::Model) -> Result<PackReading> {
    Ok(PackReading {
        id: row.id,
        version: row.version,
        changed_at: instant("pack_reading", "changed_at_ms", row.changed_at_ms)?,
        account_id: row.decided_by,
        body: from_json("pack_reading", "body", &row.body)?,
    })
}

impl PackReadings<'_> {
    fn mine(&self) -> Select<row::Entity> {
        find(self.at, &[(row::Column::Cleared, false.into())])
    }

    /// Every reading, by municipality, point and first month.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn list(&self) -> Result<Vec<PackReading>> {
        let rows = self.mine().order_by_asc(row::Column::Id).all(&self.at.exec()).await?;
        let mut all = rows.into_iter().map(overlay).collect::<Result<Vec<_>>>()?;
        let key = |one: &PackReading| (one.body.pack.clone(), one.body.point.clone(), one.body.valid_from);
        all.sort_by_cached_key(key);
        Ok(all)
    }

    /// The readings in force in a month.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn in_force(&self, month: Month) -> Result<Vec<PackReading>> {
        Ok(self.list().await?.into_iter().filter(|one| one.body.covers(month)).collect())
    }

    /// One reading.
    ///
    /// # Errors
    /// `NotFound` for an id of another office and for a removed reading.
    pub async fn get(&self, id: i64) -> Result<PackReading> {
        let found = self.mine().filter(row::Column::Id.eq(id)).one(&self.at.exec()).await?;
        overlay(found.ok_or(EntityKind::PackReading.not_found())?)
    }
}

impl PackReadingsWriter<'_> {
    /// Chooses a reading; gives its id.
    ///
    /// # Errors
    /// `Taken` when the point is read in one of the months already, `Invalid`, `MonthClosed`.
    pub async fn add(&self, body: &PackReadingBody) -> Result<i64> {
        self.refuse(body, None).await?;
        create::<row::Entity, _>(self.tx, &[(row::Column::Cleared, false.into())], self.change(body)).await
    }

    /// Changes a reading, or ends it; gives the new version.
    ///
    /// # Errors
    /// `NotFound`, `Conflict`, `Taken`, `Invalid`; `MonthClosed` when a closed month would read otherwise.
    pub async fn update(&self, id: i64, body: &PackReadingBody, expected: i64) -> Result<i64> {
        let stored = self.get(id).await?;
        self.refuse(body, Some(&stored)).await?;
        update::<row::Entity, _>(self.tx, id, self.change(body), expected).await
    }

    /// Takes a reading away; its history stays. Gives the version of the removal.
    ///
    /// # Errors
    /// `NotFound`, `Conflict`, `MonthClosed` when a closed month was read so.
    pub async fn remove(&self, id: i64, expected: i64) -> Result<i64> {
        let stored = self.get(id).await?;
        self.refuse_in_closed_months(Some(&stored.body), None).await?;
        remove::<row::Entity>(self.tx, id, row::Column::Cleared, expected).await
    }

    fn change<'b>(&self, body: &'b PackReadingBody) -> Change<'b, row::Entity, PackReadingBody> {
        let beside = vec![
            (row::Column::Pack, body.pack.clone().into()),
            (row::Column::Point, body.point.clone().into()),
            (row::Column::ValidFrom, body.valid_from.to_string().into()),
            (row::Column::ValidTo, body.valid_to.map(|month| month.to_string()).into()),
            (row::Column::DecidedBy, self.tx.act.account_id.into()),
            (row::Column::ChangedAtMs, self.tx.act.now_ms().into()),
        ];
        Change { body, beside }
    }

    async fn refuse(&self, body: &PackReadingBody, stored: Option<&PackReading>) -> Result<()> {
        refuse_incomplete(body)?;
        // Readings of an office are chosen one act at a time, so that no two acts miss each other's row.
        lock_office(self.tx, LockType::NoKeyUpdate).await?;
        let except = stored.map(|stored| stored.id);
        if self.list().await?.iter().any(|other| Some(other.id) != except && other.body.clashes(body)) {
            return Err(StoreError::Taken { what: "この点・この月の読み方" });
        }
        self.refuse_in_closed_months(stored.map(|stored| &stored.body), Some(body)).await
    }

    /// A closed month keeps the readings it was claimed with, also the absence of one.
    async fn refuse_in_closed_months(&self, was: Option<&PackReadingBody>, is: Option<&PackReadingBody>) -> Result<()> {
        let reads = |body: Option<&PackReadingBody>, month: Month| {
            let body = body.filter(|body| body.covers(month))?;
            Some((body.pack.clone(), body.point.clone(), body.choice.clone()))
        };
        let changed = |month: &Month| reads(was, *month) != reads(is, *month);
        match closed_months(self.tx).await?.into_iter().find(changed) {
            Some(month) => Err(StoreError::MonthClosed { month }),
            None => Ok(()),
        }
    }
}

fn refuse_incomplete(body: &PackReadingBody) -> Result<()> {
    if [&body.pack, &body.point, &body.choice, &body.why].iter().any(|text| text.trim().is_empty()) {
        return Err(StoreError::Invalid {
            what: "読み方か、その理由がありません",
            how_to_fix: "読み方を選び、理由(市町村の回答と日付など)を入力してください",
        });
    }
    if body.valid_to.is_some_and(|to| to < body.valid_from) {
        return Err(StoreError::Invalid {
            what: "読み方の終了月が開始月より前です",
            how_to_fix: "終了月を開始月以後の月にしてください",
        });
    }
    Ok(())
}
