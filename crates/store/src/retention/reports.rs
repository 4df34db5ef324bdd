//! 支援レポート: one a month and person, with the day it was shared and with whom.
use super::refuse_frozen;
use crate::{
    body_row::{
        PersonRow, find, month_of, of_month, of_person, of_person_month, person_entry, person_row, save_person_month,
    },
    entity::support_report as row,
    error::Result,
    repository::repository,
};
use kernel::{Day, Month};
use sea_orm::QueryOrder;
use serde::{Deserialize, Serialize};

/// A report.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SupportReportBody {
    /// 勤怠の状況.
    pub attendance: String,
    /// 体調の状況.
    pub health: String,
    /// 仕事の状況.
    pub work: String,
    /// 企業の評価.
    pub employer_view: String,
    /// 支援の内容.
    pub support_given: String,
    /// 確認・合意したこと.
    pub agreed: String,
    /// 来月の予定.
    pub next_plan: String,
    /// 共有日; the base fee needs it.
    pub shared_on: Option<Day>,
    /// 共有した相手.
    pub recipients: Vec<String>,
    /// 共有の方法.
    pub method: String,
    /// 企業に渡さない理由.
    pub employer_left_out_reason: String,
    /// 作成した職員.
    pub staff: String,
}

/// The report of a person's month.
pub type SupportReport = PersonRow<SupportReportBody>;

repository! {
    /// 支援レポート of the scope.
    support_reports: SupportReports, SupportReportsWriter
}

impl SupportReports<'_> {
    /// Every report of a month.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn of_month(&self, month: Month) -> Result<Vec<SupportReport>> {
        let rows = find::<row::Entity>(self.at, &of_month::<row::Entity>(month)).all(&self.at.exec()).await?;
        rows.iter().map(|row| Ok(person_entry::<row::Entity, _>(row)?.into())).collect()
    }

    /// Every report of everyone.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn list(&self) -> Result<Vec<(Month, SupportReport)>> {
        let rows = find::<row::Entity>(self.at, &[]).all(&self.at.exec()).await?;
        let read = |row| Ok((month_of::<row::Entity>(row)?, person_entry::<row::Entity, _>(row)?.into()));
        rows.iter().map(read).collect()
    }

    /// A person's reports, newest month first.
    ///
    /// # Errors
    /// `NotFound` for a person of another office.
    pub async fn of_person(&self, person_id: i64) -> Result<Vec<(Month, SupportReport)>> {
        self.at.people().get(person_id).await?;
        let his = find::<row::Entity>(self.at, &of_person::<row::Entity>(person_id)).order_by_desc(row::Column::Month);
        let rows = his.all(&self.at.exec()).await?;
        let read = |row| Ok((month_of::<row::Entity>(row)?, person_entry::<row::Entity, _>(row)?.into()));
        rows.iter().map(read).collect()
    }

    /// One person's month; the untouched one when nothing was saved.
    ///
    /// # Errors
    /// `NotFound` for a person of another office.
    pub async fn get(&self, person_id: i64, month: Month) -> Result<SupportReport> {
        person_row::<row::Entity, _>(self.at, person_id, &of_person_month::<row::Entity>(person_id, month)).await
    }
}

impl SupportReportsWriter<'_> {
    /// Saves a person's report; gives the new version. `expected` is `None` when nothing was saved yet.
    ///
    /// # Errors
    /// `NotFound` for a person of another office, `Conflict`, `Frozen`.
    pub async fn save(
        &self,
        person_id: i64,
        month: Month,
        body: &SupportReportBody,
        expected: Option<i64>,
    ) -> Result<i64> {
        self.at.people().get(person_id).await?;
        refuse_frozen(self.tx, person_id, month).await?;
        save_person_month::<row::Entity, _>(self.tx, person_id, month, body, expected).await
    }
}
