//! 訪問・利用の記録: what is read of visits – by person, day and helper, for copying, for overlaps.
use super::visit::{Visit, VisitBody, VisitStaff, visit};
use crate::{codec::parse, entity::visit as row, entry::EntityKind, error::Result, repository::repository};
use fees::community::facts::Service;
use kernel::{Day, Month};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Select};
use std::collections::BTreeSet;

mod bulk;
mod late;
mod write;

pub use bulk::NewVisit;
pub use late::LateMonth;
pub use write::SentVisit;

repository! {
    /// 訪問・利用の記録 of the scope.
    visits: Visits, VisitsWriter
}

impl Visits<'_> {
    pub(super) fn mine(&self) -> Select<row::Entity> {
        row::Entity::find().filter(row::Column::OfficeId.eq(self.at.office_id()))
    }

    /// Rows that are not deleted, by person, day and start.
    async fn recorded(&self, rows: Select<row::Entity>) -> Result<Vec<Visit>> {
        let rows = rows.filter(row::Column::Cleared.eq(false)).all(&self.at.exec()).await?;
        let mut visits = rows.into_iter().map(visit).collect::<Result<Vec<_>>>()?;
        visits.sort_by_key(|visit| (visit.person_id, visit.body.day(), visit.body.facts.start, visit.id));
        Ok(visits)
    }

    /// One visit.
    ///
    /// # Errors
    /// `NotFound` for an id of another office and for a deleted visit.
    pub async fn get(&self, id: i64) -> Result<Visit> {
        let found = self.row(id).await?;
        if found.cleared { Err(EntityKind::Visit.not_found()) } else { visit(found) }
    }

    /// The row of a visit, even a deleted one.
    pub(super) async fn row(&self, id: i64) -> Result<row::Model> {
        let found = self.mine().filter(row::Column::Id.eq(id)).one(&self.at.exec()).await?;
        found.ok_or(EntityKind::Visit.not_found())
    }

    pub(super) async fn row_of_key(&self, client_key: &str) -> Result<Option<row::Model>> {
        Ok(self.mine().filter(row::Column::ClientKey.eq(client_key)).one(&self.at.exec()).await?)
    }

    /// The versions of a visit, oldest first; a version with a null body is a deletion.
    ///
    /// # Errors
    /// `NotFound` for an id of another office.
    pub async fn versions(&self, id: i64) -> Result<Vec<crate::Version>> {
        self.at.history().of(EntityKind::Visit, id).await
    }

    /// Who deleted a visit of a person, and when; `None` while it is there.
    ///
    /// # Errors
    /// `NotFound` for an id of another office or person.
    pub async fn deletion(&self, person_id: i64, id: i64) -> Result<Option<crate::Version>> {
        let row = self.row(id).await?;
        if row.person_id != person_id {
            return Err(EntityKind::Visit.not_found());
        }
        if row.cleared { Ok(self.versions(id).await?.pop()) } else { Ok(None) }
    }

    /// A person's visits that began in a month, by day and start.
    ///
    /// # Errors
    /// `NotFound` for a person of another office.
    pub async fn of_month(&self, person_id: i64, month: Month) -> Result<Vec<Visit>> {
        self.of_days(person_id, month.first_day(), month.last_day()).await
    }

    /// A person's visits of the days `from`–`to`, by day and start.
    ///
    /// # Errors
    /// `NotFound` for a person of another office.
    pub async fn of_days(&self, person_id: i64, from: Day, to: Day) -> Result<Vec<Visit>> {
        self.at.people().get(person_id).await?;
        let days = row::Column::Day.between(from.to_string(), to.to_string());
        self.recorded(self.mine().filter(row::Column::PersonId.eq(person_id)).filter(days)).await
    }

    /// Months that read a visit of a person: those in which one began, and those into which one ran.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn months_of(&self, person_id: i64) -> Result<BTreeSet<Month>> {
        let mine = self.mine().filter(row::Column::PersonId.eq(person_id)).filter(row::Column::Cleared.eq(false));
        let rows: Vec<(String, Option<String>)> = mine
            .select_only()
            .columns([row::Column::Month, row::Column::IntoMonth])
            .distinct()
            .into_tuple()
            .all(&self.at.exec())
            .await?;
        let months = rows.into_iter().flat_map(|(month, into)| [Some(month), into]).flatten();
        months.map(|month| parse("visit", "month", &month)).collect()
    }

    /// Everyone's visits that a month reads: those that began in it, and those that ran into it over its first midnight.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn of_office_month(&self, month: Month) -> Result<Vec<Visit>> {
        let mut visits = self.recorded(self.mine().filter(row::Column::Month.eq(month.to_string()))).await?;
        let before = self.recorded(self.mine().filter(row::Column::IntoMonth.eq(month.to_string()))).await?;
        visits.extend(before);
        visits.sort_by_key(|visit| (visit.person_id, visit.body.day(), visit.body.facts.start, visit.id));
        Ok(visits)
    }

    /// Everyone's visits that began on a day, by person and start.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn of_day(&self, day: Day) -> Result<Vec<Visit>> {
        self.recorded(self.mine().filter(row::Column::Day.eq(day.to_string()))).await
    }

    /// A helper's visits that began on a day, by person and start.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn of_helper(&self, helper: &VisitStaff, day: Day) -> Result<Vec<Visit>> {
        self.of_helpers(std::slice::from_ref(helper), day, day).await
    }

    async fn of_helpers(&self, helpers: &[VisitStaff], from: Day, to: Day) -> Result<Vec<Visit>> {
        let days = || row::Column::Day.between(from.to_string(), to.to_string());
        let keys = || helpers.iter().map(VisitStaff::key);
        let either = Condition::any()
            .add(Condition::all().add(row::Column::Helper1.is_in(keys())).add(days()))
            .add(Condition::all().add(row::Column::Helper2.is_in(keys())).add(days()));
        self.recorded(self.mine().filter(either)).await
    }

    /// Visits of the same helpers that share a minute with this one; `except` is the stored visit itself.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn helper_overlaps(&self, body: &VisitBody, except: Option<i64>) -> Result<Vec<Visit>> {
        if body.staff.is_empty() {
            return Ok(Vec::new());
        }
        let near = self.of_helpers(&body.staff, body.day().plus_days(-1), body.day().plus_days(1)).await?;
        Ok(near.into_iter().filter(|other| Some(other.id) != except && other.body.overlaps(body)).collect())
    }

    /// The same person's visits that share a minute with this one; `except` is the stored visit itself.
    ///
    /// # Errors
    /// `NotFound` for a person of another office.
    pub async fn person_overlaps(&self, person_id: i64, body: &VisitBody, except: Option<i64>) -> Result<Vec<Visit>> {
        let near = self.of_days(person_id, body.day().plus_days(-1), body.day().plus_days(1)).await?;
        Ok(near.into_iter().filter(|other| Some(other.id) != except && other.body.overlaps(body)).collect())
    }

    /// 直近引用: the person's latest visit of a service that began on a day or before.
    ///
    /// # Errors
    /// `NotFound` for a person of another office.
    pub async fn latest(&self, person_id: i64, service: Service, by: Day) -> Result<Option<Visit>> {
        self.at.people().get(person_id).await?;
        let newest = self
            .mine()
            .filter(row::Column::PersonId.eq(person_id))
            .filter(row::Column::Service.eq(crate::codec::word(&service)))
            .filter(row::Column::Day.lte(by.to_string()))
            .filter(row::Column::Cleared.eq(false))
            .order_by_desc(row::Column::Day)
            .order_by_desc(row::Column::StartMinute)
            .order_by_desc(row::Column::Id)
            .limit(1);
        newest.one(&self.at.exec()).await?.map(visit).transpose()
    }

    /// 先週を写す: the person's visits of the seven days before a day (the first day of the week to be filled).
    ///
    /// # Errors
    /// `NotFound` for a person of another office.
    pub async fn week_before(&self, person_id: i64, first_day: Day) -> Result<Vec<Visit>> {
        self.of_days(person_id, first_day.plus_days(-7), first_day.plus_days(-1)).await
    }
}
