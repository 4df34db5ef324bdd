//! 就労定着率の名簿: who is counted for a fiscal year, who still works, who is left out and why.
use crate::{
    body_row::{Change, OfficeRow, entry, find, office_row, save},
    entity::retention_rate as row,
    error::{Result, StoreError},
    repository::repository,
};
use kernel::Day;
use sea_orm::QueryOrder;
use serde::{Deserialize, Serialize};

/// A person of the list.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct RatePerson {
    /// A person of this office, if the office has one.
    pub person_id: Option<i64>,
    /// 氏名, of someone the office has no record of.
    pub name: String,
    /// 利用開始日.
    pub started_on: Option<Day>,
    /// Still working on the day that counts.
    pub working: bool,
    /// Counted.
    pub included: bool,
    /// Why (not).
    pub reason: String,
}

/// The list of a fiscal year.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct RetentionRateBody {
    /// The people, in the order entered.
    pub people: Vec<RatePerson>,
    /// 備考.
    pub note: String,
}

repository! {
    /// 就労定着率の名簿 of the scope.
    retention_rates: RetentionRates, RetentionRatesWriter
}

fn place(fiscal_year: i16) -> [crate::body_row::Pin<row::Entity>; 1] {
    [(row::Column::FiscalYear, i64::from(fiscal_year).into())]
}

impl RetentionRates<'_> {
    /// The lists that were saved, newest fiscal year first.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn list(&self) -> Result<Vec<(i16, OfficeRow<RetentionRateBody>)>> {
        let all = find::<row::Entity>(self.at, &[]).order_by_desc(row::Column::FiscalYear);
        let year = |row: &row::Model| {
            let corrupt = StoreError::Corrupt { table: "retention_rate", column: "fiscal_year" };
            i16::try_from(row.fiscal_year).map_err(|_| corrupt)
        };
        let rows = all.all(&self.at.exec()).await?;
        rows.iter().map(|row| Ok((year(row)?, entry::<row::Entity, _>(row)?.into()))).collect()
    }

    /// The list of a fiscal year (2026 = from April 2026); the empty one when nothing was saved.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn get(&self, fiscal_year: i16) -> Result<OfficeRow<RetentionRateBody>> {
        office_row::<row::Entity, _>(self.at, &place(fiscal_year)).await
    }
}

impl RetentionRatesWriter<'_> {
    /// Saves the list of a fiscal year; gives the new version. `expected` is `None` when nothing was saved yet.
    ///
    /// # Errors
    /// `Conflict`; `NotFound` when it names a person of another office.
    pub async fn save(&self, fiscal_year: i16, body: &RetentionRateBody, expected: Option<i64>) -> Result<i64> {
        for person_id in body.people.iter().filter_map(|person| person.person_id) {
            self.at.people().get(person_id).await?;
        }
        let unique = [row::Column::OfficeId, row::Column::FiscalYear];
        Ok(save::<row::Entity, _>(self.tx, &place(fiscal_year), &unique, Change::of(body), expected).await?.1)
    }
}
