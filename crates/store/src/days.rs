//! サービス提供記録: one row a person and day, with optimistic versions and undo.
use crate::{
    claim_months::hold_open_for,
    codec::{from_json, parse, to_json, word},
    entity::day_record as row,
    entry::EntityKind,
    error::{Result, StoreError},
    repository::repository,
};
use fees::b_type::facts::DayFacts;
use kernel::{Day, Month};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, Select, sea_query::OnConflict};
use serde::{Deserialize, Serialize};

mod bulk;

/// What is recorded of a day.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct DayBody {
    /// The facts that the rules read; `facts.day` is the number of the day.
    pub facts: DayFacts,
    /// 備考 of the record sheet.
    pub remark: String,
    /// 本人実費: quantities of the items 1–5 that the office has priced.
    pub own_costs: [u32; 5],
}

/// One day of one person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DayRecord {
    /// Id of the row; its history is kept under this id.
    pub id: i64,
    /// Whose.
    pub person_id: i64,
    /// The day.
    pub day: Day,
    /// The version to hand back when saving.
    pub version: i64,
    /// What is recorded.
    pub body: DayBody,
}

repository! {
    /// サービス提供記録 of the scope.
    days: Days, DaysWriter
}

fn record(row: row::Model) -> Result<DayRecord> {
    Ok(DayRecord {
        id: row.id,
        person_id: row.person_id,
        day: parse("day_record", "day", &row.day)?,
        version: row.version,
        body: from_json("day_record", "body", &row.body)?,
    })
}

impl Days<'_> {
    fn mine(&self) -> Select<row::Entity> {
        row::Entity::find().filter(row::Column::OfficeId.eq(self.at.office_id()))
    }

    async fn written(&self, rows: Select<row::Entity>) -> Result<Vec<DayRecord>> {
        let rows = rows
            .filter(row::Column::Cleared.eq(false))
            .order_by_asc(row::Column::PersonId)
            .order_by_asc(row::Column::Day)
            .all(&self.at.exec())
            .await?;
        rows.into_iter().map(record).collect()
    }

    /// A person's days of a month, ascending.
    ///
    /// # Errors
    /// `NotFound` for a person of another office.
    pub async fn of_month(&self, person_id: i64, month: Month) -> Result<Vec<DayRecord>> {
        self.at.people().get(person_id).await?;
        let month = row::Column::Month.eq(month.to_string());
        self.written(self.mine().filter(row::Column::PersonId.eq(person_id)).filter(month)).await
    }

    /// Everyone's record of one day, by person.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn of_day(&self, day: Day) -> Result<Vec<DayRecord>> {
        self.written(self.mine().filter(row::Column::Day.eq(day.to_string()))).await
    }

    /// Everyone's days of a month, by person and day.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn of_office_month(&self, month: Month) -> Result<Vec<DayRecord>> {
        self.written(self.mine().filter(row::Column::Month.eq(month.to_string()))).await
    }

    /// One day of a person, if it is recorded.
    ///
    /// # Errors
    /// `NotFound` for a person of another office.
    pub async fn get(&self, person_id: i64, day: Day) -> Result<Option<DayRecord>> {
        self.at.people().get(person_id).await?;
        self.row(person_id, day).await?.filter(|row| !row.cleared).map(record).transpose()
    }

    /// The row of a day, even when it has been cleared: the handle to its history.
    async fn row(&self, person_id: i64, day: Day) -> Result<Option<row::Model>> {
        let mine = self.mine().filter(row::Column::PersonId.eq(person_id));
        Ok(mine.filter(row::Column::Day.eq(day.to_string())).one(&self.at.exec()).await?)
    }

    /// The versions of one day, oldest first; a version with a null body is a deletion.
    ///
    /// # Errors
    /// `NotFound` when nothing was ever recorded on the day.
    pub async fn versions(&self, person_id: i64, day: Day) -> Result<Vec<crate::Version>> {
        let row = self.row(person_id, day).await?.ok_or(EntityKind::DayRecord.not_found())?;
        self.at.history().of(EntityKind::DayRecord, row.id).await
    }
}

impl DaysWriter<'_> {
    /// Saves a day; gives the new version. `expected` is the version that was on the screen, `None` for an empty day.
    ///
    /// # Errors
    /// `Conflict` when someone saved in between, `MonthClosed`, `NotFound` for a person of another office, `Invalid`
    /// when the facts name another day.
    pub async fn save(&self, person_id: i64, day: Day, body: &DayBody, expected: Option<i64>) -> Result<i64> {
        refuse_other_day(day, body)?;
        self.put(person_id, day, Some(body), expected).await
    }

    /// Deletes a day; its history stays and [`restore`](Self::restore) brings it back. Gives the version of the
    /// deletion.
    ///
    /// # Errors
    /// `NotFound` when nothing is recorded, `Conflict`, `MonthClosed`.
    pub async fn delete(&self, person_id: i64, day: Day, expected: i64) -> Result<i64> {
        self.get(person_id, day).await?.ok_or(EntityKind::DayRecord.not_found())?;
        self.put(person_id, day, None, Some(expected)).await
    }

    /// 元に戻す: saves what `version` said as the newest version. `expected` is the version stored now (also that of a
    /// deletion).
    ///
    /// # Errors
    /// `NotFound` for an unknown version, `Conflict`, `MonthClosed`.
    pub async fn restore(&self, person_id: i64, day: Day, version: i64, expected: i64) -> Result<i64> {
        self.at.people().get(person_id).await?;
        let row = self.row(person_id, day).await?.ok_or(EntityKind::DayRecord.not_found())?;
        let body: Option<DayBody> = self.at.history().body(EntityKind::DayRecord, row.id, version).await?;
        self.put(person_id, day, body.as_ref(), Some(expected)).await
    }

    /// Writes the next version of a day; no body clears it.
    async fn put(&self, person_id: i64, day: Day, body: Option<&DayBody>, expected: Option<i64>) -> Result<i64> {
        self.at.people().get(person_id).await?;
        hold_open_for(self.tx, person_id, day.month()).await?;
        let stored = self.row(person_id, day).await?;
        let next = match (&stored, expected) {
            (None, None) => 1,
            (Some(row), None) if row.cleared => row.version + 1,
            (Some(row), Some(expected)) if row.version == expected => row.version + 1,
            (Some(row), _) => return Err(EntityKind::DayRecord.conflict(Some(row.version))),
            (None, Some(_)) => return Err(EntityKind::DayRecord.conflict(None)),
        };
        let written = match stored {
            None => self.insert(person_id, day, body).await?,
            Some(row) => self.replace(&row, body, next).await?,
        };
        if written == 0 {
            let current = self.row(person_id, day).await?.map(|row| row.version);
            return Err(EntityKind::DayRecord.conflict(current));
        }
        let id = self.row(person_id, day).await?.ok_or(EntityKind::DayRecord.not_found())?.id;
        self.tx.act.keep(self.at.office_id(), EntityKind::DayRecord, id, next, &body).await?;
        Ok(next)
    }

    /// The first version of a day; no row when another writer was first.
    async fn insert(&self, person_id: i64, day: Day, body: Option<&DayBody>) -> Result<u64> {
        let new = row::ActiveModel {
            office_id: Set(self.at.office_id()),
            person_id: Set(person_id),
            day: Set(day.to_string()),
            month: Set(day.month().to_string()),
            version: Set(1),
            ..facts_columns(body)
        };
        let unless_there = OnConflict::columns([row::Column::PersonId, row::Column::Day]).do_nothing().to_owned();
        Ok(row::Entity::insert(new).on_conflict(unless_there).exec_without_returning(self.tx.act.tx()).await?)
    }

    /// A further version; no row when another writer was first.
    async fn replace(&self, stored: &row::Model, body: Option<&DayBody>, next: i64) -> Result<u64> {
        let done = row::Entity::update_many()
            .set(row::ActiveModel { version: Set(next), ..facts_columns(body) })
            .filter(row::Column::Id.eq(stored.id))
            .filter(row::Column::Version.eq(stored.version))
            .exec(self.tx.act.tx())
            .await?;
        Ok(done.rows_affected)
    }
}

fn refuse_other_day(day: Day, body: &DayBody) -> Result<()> {
    if body.facts.day == day.number() {
        return Ok(());
    }
    Err(StoreError::Invalid {
        what: "記録の日付が保存先の日と合いません",
        how_to_fix: "月の表を開き直してから、もう一度入力してください",
    })
}

/// The columns that a body fills. `status` is kept beside the body so that months can be counted without reading it.
fn facts_columns(body: Option<&DayBody>) -> row::ActiveModel {
    row::ActiveModel {
        status: Set(body.map(|body| word(&body.facts.status)).unwrap_or_default()),
        cleared: Set(body.is_none()),
        body: Set(to_json(&body)),
        ..Default::default()
    }
}
