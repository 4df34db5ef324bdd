//! 工賃: what was paid to whom in a fiscal year, and the days 平均工賃月額 is divided by.
use crate::{
    codec::{from_json, to_json},
    entity::{wage_basis, wage_year},
    entry::EntityKind,
    error::Result,
    repository::repository,
};
use kernel::Yen;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, sea_query::OnConflict};
use serde::{Deserialize, Serialize};

/// One person's wages, April first; `None` = nothing written.
pub type WageMonths = [Option<Yen>; 12];

/// One person's wages of a fiscal year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WageYear {
    /// Whose.
    pub person_id: i64,
    /// Version to hand back.
    pub version: i64,
    /// Wages by month, April first.
    pub months: WageMonths,
}

/// Days of a month that stand instead of those of the records.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct WageDays {
    /// 延べ利用者数 of the month.
    pub user_days: Option<u32>,
    /// 開所日数 of the month.
    pub opening_days: Option<u32>,
    /// Why the records are not taken.
    pub reason: String,
}

/// Days of a fiscal year, April first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WageBasis {
    /// Version to hand back; `None` when nothing was saved yet.
    pub version: Option<i64>,
    /// By month.
    pub months: [WageDays; 12],
}

repository! {
    /// 工賃 of the scope.
    wages: Wages, WagesWriter
}

fn year_of(row: &wage_year::Model) -> Result<WageYear> {
    let months = from_json("wage_year", "body", &row.body)?;
    Ok(WageYear { person_id: row.person_id, version: row.version, months })
}

impl Wages<'_> {
    /// Everyone's wages of a fiscal year, where any were saved.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn of_year(&self, fiscal_year: i16) -> Result<Vec<WageYear>> {
        let rows = wage_year::Entity::find()
            .filter(wage_year::Column::OfficeId.eq(self.at.office_id()))
            .filter(wage_year::Column::FiscalYear.eq(i64::from(fiscal_year)))
            .order_by_asc(wage_year::Column::PersonId)
            .all(&self.at.exec())
            .await?;
        rows.iter().map(year_of).collect()
    }

    async fn row(&self, person_id: i64, fiscal_year: i16) -> Result<Option<wage_year::Model>> {
        let mine = wage_year::Entity::find()
            .filter(wage_year::Column::OfficeId.eq(self.at.office_id()))
            .filter(wage_year::Column::PersonId.eq(person_id))
            .filter(wage_year::Column::FiscalYear.eq(i64::from(fiscal_year)));
        Ok(mine.one(&self.at.exec()).await?)
    }

    /// One person's wages of a fiscal year.
    ///
    /// # Errors
    /// `NotFound` for a person of another office.
    pub async fn of_person(&self, person_id: i64, fiscal_year: i16) -> Result<Option<WageYear>> {
        self.at.people().get(person_id).await?;
        self.row(person_id, fiscal_year).await?.as_ref().map(year_of).transpose()
    }

    async fn basis_row(&self, fiscal_year: i16) -> Result<Option<wage_basis::Model>> {
        let mine = wage_basis::Entity::find()
            .filter(wage_basis::Column::OfficeId.eq(self.at.office_id()))
            .filter(wage_basis::Column::FiscalYear.eq(i64::from(fiscal_year)));
        Ok(mine.one(&self.at.exec()).await?)
    }

    /// The days typed for a fiscal year; empty when nothing was saved.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn basis(&self, fiscal_year: i16) -> Result<WageBasis> {
        let Some(row) = self.basis_row(fiscal_year).await? else { return Ok(WageBasis::default()) };
        Ok(WageBasis { version: Some(row.version), months: from_json("wage_basis", "body", &row.body)? })
    }
}

impl WagesWriter<'_> {
    /// Saves one person's wages; gives the new version. `expected` is `None` when nothing was saved yet.
    ///
    /// # Errors
    /// `Conflict`, `NotFound` for a person of another office.
    pub async fn save(
        &self,
        person_id: i64,
        fiscal_year: i16,
        months: &WageMonths,
        expected: Option<i64>,
    ) -> Result<i64> {
        self.at.people().get(person_id).await?;
        let next = expected.unwrap_or(0) + 1;
        let written = match expected {
            None => {
                let new = wage_year::ActiveModel {
                    office_id: Set(self.at.office_id()),
                    person_id: Set(person_id),
                    fiscal_year: Set(i64::from(fiscal_year)),
                    body: Set(to_json(months)),
                    version: Set(1),
                    ..Default::default()
                };
                let unless_there = OnConflict::columns([wage_year::Column::PersonId, wage_year::Column::FiscalYear])
                    .do_nothing()
                    .to_owned();
                wage_year::Entity::insert(new)
                    .on_conflict(unless_there)
                    .exec_without_returning(self.tx.act.tx())
                    .await?
            }
            Some(expected) => {
                let done = wage_year::Entity::update_many()
                    .set(wage_year::ActiveModel {
                        body: Set(to_json(months)),
                        version: Set(next),
                        ..Default::default()
                    })
                    .filter(wage_year::Column::PersonId.eq(person_id))
                    .filter(wage_year::Column::FiscalYear.eq(i64::from(fiscal_year)))
                    .filter(wage_year::Column::Version.eq(expected))
                    .exec(self.tx.act.tx())
                    .await?;
                done.rows_affected
            }
        };
        match self.row(person_id, fiscal_year).await? {
            Some(row) if written == 1 => {
                self.tx.act.keep(self.at.office_id(), EntityKind::WageYear, row.id, next, months).await?;
                Ok(next)
            }
            other => Err(EntityKind::WageYear.conflict(other.map(|row| row.version))),
        }
    }

    /// Saves the days typed for a fiscal year; gives the new version.
    ///
    /// # Errors
    /// `Conflict` when someone saved in between.
    pub async fn save_basis(&self, fiscal_year: i16, months: &[WageDays; 12], expected: Option<i64>) -> Result<i64> {
        let next = expected.unwrap_or(0) + 1;
        let written = match expected {
            None => {
                let new = wage_basis::ActiveModel {
                    office_id: Set(self.at.office_id()),
                    fiscal_year: Set(i64::from(fiscal_year)),
                    body: Set(to_json(months)),
                    version: Set(1),
                    ..Default::default()
                };
                let unless_there = OnConflict::columns([wage_basis::Column::OfficeId, wage_basis::Column::FiscalYear])
                    .do_nothing()
                    .to_owned();
                wage_basis::Entity::insert(new)
                    .on_conflict(unless_there)
                    .exec_without_returning(self.tx.act.tx())
                    .await?
            }
            Some(expected) => {
                let done = wage_basis::Entity::update_many()
                    .set(wage_basis::ActiveModel {
                        body: Set(to_json(months)),
                        version: Set(next),
                        ..Default::default()
                    })
                    .filter(wage_basis::Column::OfficeId.eq(self.at.office_id()))
                    .filter(wage_basis::Column::FiscalYear.eq(i64::from(fiscal_year)))
                    .filter(wage_basis::Column::Version.eq(expected))
                    .exec(self.tx.act.tx())
                    .await?;
                done.rows_affected
            }
        };
        match self.basis_row(fiscal_year).await? {
            Some(row) if written == 1 => {
                self.tx.act.keep(self.at.office_id(), EntityKind::WageBasis, row.id, next, months).await?;
                Ok(next)
            }
            other => Err(EntityKind::WageBasis.conflict(other.map(|row| row.version))),
        }
    }
}
