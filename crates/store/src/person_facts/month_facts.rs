//! 月の事実: what is known of one person's month beyond its days.
use crate::{
    body_row::{PersonRow, find, of_month, of_person_month, person_entries, person_row, save_person_month},
    claim_months::hold_open_for,
    entity::month_facts as row,
    error::Result,
    read::Reader,
    repository::repository,
};
use claims::CapManagement;
use fees::b_type::facts::{ManualLine, MedicalV};
use kernel::{Day, Month, Yen};
use serde::{Deserialize, Serialize};

/// The facts of a month.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct MonthFactsBody {
    /// 上限額管理結果.
    pub cap_management: Option<CapManagement>,
    /// 自治体助成分.
    pub municipal_subsidy: Option<Yen>,
    /// n-th month without 個別支援計画, from 1.
    pub plan_missing_month: Option<u32>,
    /// 集中的支援, times.
    pub intensive_support: u32,
    /// 集中的支援 start day.
    pub intensive_started_on: Option<Day>,
    /// 就労移行連携, times.
    pub transition_coordination: u32,
    /// 医療連携体制加算Ⅴ.
    pub medical_v: Option<MedicalV>,
    /// 社会生活支援特別, days.
    pub social_life_support: u32,
    /// Lines typed by hand; no recalculation touches them.
    pub manual_lines: Vec<ManualLine>,
}

/// The facts of one person's month.
pub type MonthFactsRow = PersonRow<MonthFactsBody>;

repository! {
    /// 月の事実 of the scope.
    month_facts: MonthFacts, MonthFactsWriter
}

/// The facts of everyone's month or of one person's.
pub(crate) async fn all(at: Reader<'_>, month: Month, person_id: Option<i64>) -> Result<Vec<MonthFactsRow>> {
    let everyone = || of_month::<row::Entity>(month);
    let place = person_id.map_or_else(everyone, |person_id| of_person_month::<row::Entity>(person_id, month));
    let rows = person_entries(at, find::<row::Entity>(at, &place)).await?;
    Ok(rows.into_iter().map(Into::into).collect())
}

impl MonthFacts<'_> {
    /// The facts of one person's month; the empty ones when nothing was saved.
    ///
    /// # Errors
    /// `NotFound` for a person of another office.
    pub async fn get(&self, person_id: i64, month: Month) -> Result<MonthFactsRow> {
        person_row::<row::Entity, _>(self.at, person_id, &of_person_month::<row::Entity>(person_id, month)).await
    }

    /// The facts of everyone's month, where any were saved.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn of_office(&self, month: Month) -> Result<Vec<MonthFactsRow>> {
        all(self.at, month, None).await
    }
}

impl MonthFactsWriter<'_> {
    /// Saves the facts of a month; gives the new version. `expected` is `None` when nothing was saved yet.
    ///
    /// # Errors
    /// `Conflict`, `MonthClosed`, `NotFound` for a person of another office.
    pub async fn save(
        &self,
        person_id: i64,
        month: Month,
        body: &MonthFactsBody,
        expected: Option<i64>,
    ) -> Result<i64> {
        self.at.people().get(person_id).await?;
        hold_open_for(self.tx, person_id, month).await?;
        save_person_month::<row::Entity, _>(self.tx, person_id, month, body, expected).await
    }
}
