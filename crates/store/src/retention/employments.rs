//! 就労: the jobs of a person. A job change is a second row.
use crate::{
    body_row::{Change, PersonEntry, by_id, create, find, of_person, person_entries, person_entry, remove, update},
    entity::employment as row,
    entry::EntityKind,
    error::{Result, StoreError},
    repository::repository,
};
use kernel::Day;
use sea_orm::{ColumnTrait, QueryFilter, Select};
use serde::{Deserialize, Serialize};

/// A job.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct EmploymentBody {
    /// 企業名.
    pub employer: String,
    /// 勤務先 (支店・店舗).
    pub workplace: String,
    /// 職種: a key of the office's list.
    pub occupation: String,
    /// 仕事の内容.
    pub duties: String,
    /// 雇用開始日.
    pub hired_on: Option<Day>,
    /// 雇用終了日.
    pub ended_on: Option<Day>,
    /// 終了の理由.
    pub end_reason: String,
    /// 週の所定労働時間, tenths of an hour.
    pub weekly_hours_x10: Option<u32>,
    /// 雇用形態.
    pub employment_form: String,
    /// 障害を開示しているか; `None` while it was not asked.
    pub disclosed_to_employer: Option<bool>,
    /// 企業の担当者.
    pub contact_person: String,
    /// その電話番号.
    pub contact_phone: String,
    /// 備考.
    pub note: String,
}

/// A job of a person.
pub type Employment = PersonEntry<EmploymentBody>;

repository! {
    /// 就労 of the scope.
    employments: Employments, EmploymentsWriter
}

impl Employments<'_> {
    fn all(&self) -> Select<row::Entity> {
        find::<row::Entity>(self.at, &[(row::Column::Removed, false.into())])
    }

    /// Every job of everyone, earliest first.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn list(&self) -> Result<Vec<Employment>> {
        Ok(sorted(person_entries(self.at, self.all()).await?))
    }

    /// A person's jobs, earliest first; those without a day stand last.
    ///
    /// # Errors
    /// `NotFound` for a person of another office.
    pub async fn of_person(&self, person_id: i64) -> Result<Vec<Employment>> {
        self.at.people().get(person_id).await?;
        let his = self.all().filter(row::Column::PersonId.eq(person_id));
        Ok(sorted(person_entries(self.at, his).await?))
    }

    /// The ids of all jobs that were ever entered of a person, those that were taken away included: for the history.
    ///
    /// # Errors
    /// `NotFound` for a person of another office.
    pub async fn ever_of_person(&self, person_id: i64) -> Result<Vec<i64>> {
        self.at.people().get(person_id).await?;
        let his = find::<row::Entity>(self.at, &of_person::<row::Entity>(person_id)).all(&self.at.exec()).await?;
        Ok(his.into_iter().map(|job| job.id).collect())
    }

    /// One job.
    ///
    /// # Errors
    /// `NotFound` for an id of another office and for a job that was removed.
    pub async fn get(&self, id: i64) -> Result<Employment> {
        let stored = by_id::<row::Entity>(self.at, id).await?;
        if stored.removed {
            return Err(EntityKind::Employment.not_found());
        }
        person_entry::<row::Entity, _>(&stored)
    }
}

fn sorted(mut jobs: Vec<Employment>) -> Vec<Employment> {
    jobs.sort_by_key(|job| (job.body.hired_on.is_none(), job.body.hired_on, job.id));
    jobs
}

fn refuse_backwards(body: &EmploymentBody) -> Result<()> {
    match (body.hired_on, body.ended_on) {
        (Some(from), Some(to)) if to < from => Err(StoreError::Invalid {
            what: "雇用終了日が雇用開始日より前です",
            how_to_fix: "どちらかの日付を直してください",
        }),
        _ => Ok(()),
    }
}

impl EmploymentsWriter<'_> {
    /// Adds a job; gives its id.
    ///
    /// # Errors
    /// `NotFound` for a person of another office, `Invalid` when it ends before it begins.
    pub async fn create(&self, person_id: i64, body: &EmploymentBody) -> Result<i64> {
        self.at.people().get(person_id).await?;
        refuse_backwards(body)?;
        let change = Change { body, beside: vec![(row::Column::Removed, false.into())] };
        create::<row::Entity, _>(self.tx, &of_person::<row::Entity>(person_id), change).await
    }

    /// Changes a job; gives the new version.
    ///
    /// # Errors
    /// `NotFound`, `Conflict`, `Invalid` when it ends before it begins.
    pub async fn update(&self, id: i64, body: &EmploymentBody, expected: i64) -> Result<i64> {
        self.get(id).await?;
        refuse_backwards(body)?;
        update::<row::Entity, _>(self.tx, id, Change::of(body), expected).await
    }

    /// Takes away a job that was entered by mistake; its history stays. Gives the version of the removal.
    ///
    /// # Errors
    /// `NotFound`, `Conflict`.
    pub async fn remove(&self, id: i64, expected: i64) -> Result<i64> {
        self.get(id).await?;
        remove::<row::Entity>(self.tx, id, row::Column::Removed, expected).await
    }
}
