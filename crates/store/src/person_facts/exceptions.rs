//! 利用日数の特例: a period over whose months the days are counted together.
use crate::{
    claim_months::refuse_seen_in_closed,
    codec::parse,
    entity::days_exception as row,
    entry::EntityKind,
    error::{Result, StoreError},
    read::Reader,
    repository::repository,
};
use kernel::Month;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, sea_query::OnConflict};
use serde::{Deserialize, Serialize};

/// What was granted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExceptionBody {
    /// First month.
    pub from: Month,
    /// Last month.
    pub to: Month,
    /// 原則日数の総和 over the period.
    pub total: u32,
}

/// An exception of a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ExceptionRow {
    /// Id.
    pub id: i64,
    /// Whose.
    pub person_id: i64,
    /// Version of the row.
    pub version: i64,
    /// What was granted.
    pub body: ExceptionBody,
}

repository! {
    /// 利用日数の特例 of the scope.
    exceptions: Exceptions, ExceptionsWriter
}

fn exception(row: row::Model) -> Result<ExceptionRow> {
    let body = ExceptionBody {
        from: parse("days_exception", "from_month", &row.from_month)?,
        to: parse("days_exception", "to_month", &row.to_month)?,
        total: u32::try_from(row.total)
            .map_err(|_| StoreError::Corrupt { table: "days_exception", column: "total" })?,
    };
    Ok(ExceptionRow { id: row.id, person_id: row.person_id, version: row.version, body })
}

/// Every exception of the office or of one person, earliest first.
pub(crate) async fn all(at: Reader<'_>, person_id: Option<i64>) -> Result<Vec<ExceptionRow>> {
    let mut query = row::Entity::find().filter(row::Column::OfficeId.eq(at.office_id()));
    if let Some(person_id) = person_id {
        query = query.filter(row::Column::PersonId.eq(person_id));
    }
    let rows = query.order_by_asc(row::Column::FromMonth).order_by_asc(row::Column::Id).all(&at.exec()).await?;
    rows.into_iter().map(exception).collect()
}

/// The exception whose period holds the month. Periods of one person do not overlap.
pub(crate) fn in_month<'c>(
    exceptions: impl IntoIterator<Item = &'c ExceptionRow>,
    month: Month,
) -> Option<&'c ExceptionRow> {
    exceptions.into_iter().find(|e| e.body.from <= month && month <= e.body.to)
}

impl Exceptions<'_> {
    /// A person's exceptions, earliest first.
    ///
    /// # Errors
    /// `NotFound` for a person of another office.
    pub async fn of_person(&self, person_id: i64) -> Result<Vec<ExceptionRow>> {
        self.at.people().get(person_id).await?;
        all(self.at, Some(person_id)).await
    }

    /// One exception.
    ///
    /// # Errors
    /// `NotFound` for an id of another office.
    pub async fn get(&self, id: i64) -> Result<ExceptionRow> {
        let mine = row::Entity::find_by_id(id).filter(row::Column::OfficeId.eq(self.at.office_id()));
        exception(mine.one(&self.at.exec()).await?.ok_or(EntityKind::DaysException.not_found())?)
    }
}

impl ExceptionsWriter<'_> {
    /// Registers an exception; gives its id.
    ///
    /// # Errors
    /// `NotFound` for a person of another office, `Invalid` for periods that overlap or run backwards, `MonthClosed`.
    pub async fn create(&self, person_id: i64, body: &ExceptionBody) -> Result<i64> {
        let before = self.of_person(person_id).await?;
        let mut after = before.clone();
        after.push(ExceptionRow { id: 0, person_id, version: 1, body: *body });
        self.refuse(person_id, &before, &after).await?;
        let new = row::ActiveModel {
            office_id: Set(self.at.office_id()),
            person_id: Set(person_id),
            from_month: Set(body.from.to_string()),
            to_month: Set(body.to.to_string()),
            total: Set(i64::from(body.total)),
            version: Set(1),
            ..Default::default()
        };
        let unless_there = OnConflict::columns([row::Column::PersonId, row::Column::FromMonth]).do_nothing().to_owned();
        let made = row::Entity::insert(new).on_conflict(unless_there).exec_without_returning(self.tx.act.tx()).await?;
        let now = self.of_person(person_id).await?;
        let id = now.iter().find(|e| e.body.from == body.from).map(|e| e.id);
        let Some(id) = id.filter(|_| made == 1) else {
            return Err(StoreError::Taken { what: "利用日数の特例の開始月" });
        };
        self.tx.act.keep(self.at.office_id(), EntityKind::DaysException, id, 1, body).await?;
        Ok(id)
    }

    /// Changes an exception; gives the new version.
    ///
    /// # Errors
    /// `NotFound`, `Conflict`, `Invalid`, `MonthClosed`.
    pub async fn update(&self, id: i64, body: &ExceptionBody, expected: i64) -> Result<i64> {
        let stored = self.get(id).await?;
        let before = self.of_person(stored.person_id).await?;
        let mut after = before.clone();
        after.iter_mut().filter(|e| e.id == id).for_each(|e| e.body = *body);
        self.refuse(stored.person_id, &before, &after).await?;
        let done = row::Entity::update_many()
            .set(row::ActiveModel {
                from_month: Set(body.from.to_string()),
                to_month: Set(body.to.to_string()),
                total: Set(i64::from(body.total)),
                version: Set(expected + 1),
                ..Default::default()
            })
            .filter(row::Column::Id.eq(id))
            .filter(row::Column::Version.eq(expected))
            .exec(self.tx.act.tx())
            .await?;
        if done.rows_affected == 0 {
            return Err(EntityKind::DaysException.conflict(Some(self.get(id).await?.version)));
        }
        self.tx.act.keep(self.at.office_id(), EntityKind::DaysException, id, expected + 1, body).await?;
        Ok(expected + 1)
    }

    async fn refuse(&self, person_id: i64, before: &[ExceptionRow], after: &[ExceptionRow]) -> Result<()> {
        let overlap =
            |a: &ExceptionRow, b: &ExceptionRow| a.id != b.id && a.body.from <= b.body.to && b.body.from <= a.body.to;
        if after.iter().any(|a| a.body.to < a.body.from || after.iter().any(|b| overlap(a, b))) {
            return Err(StoreError::Invalid {
                what: "利用日数の特例の期間が逆になっているか、ほかの特例と重なっています",
                how_to_fix: "開始月と終了月を、ほかの特例と重ならないように直してください",
            });
        }
        let seen = |rows: &[ExceptionRow], month: Month| in_month(rows, month).map(|e| e.body);
        let changed = |month: &Month| seen(before, *month) != seen(after, *month);
        refuse_seen_in_closed(self.tx, person_id, changed).await
    }
}
