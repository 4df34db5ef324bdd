//! 月の事実: what is known of one person's month beyond its days.
use crate::{
    claim_months::hold_open_for,
    codec::{from_json, to_json},
    entity::month_facts as row,
    entry::EntityKind,
    error::Result,
    read::Reader,
    write::repository,
};
use claims::CapManagement;
use fees::b_type::facts::{ManualLine, MedicalV};
use kernel::{Day, Month, Yen};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, sea_query::OnConflict};
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
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MonthFactsRow {
    /// Id; 0 when nothing was saved yet.
    pub id: i64,
    /// Whose.
    pub person_id: i64,
    /// Version to hand back; `None` when nothing was saved yet.
    pub version: Option<i64>,
    /// The facts.
    pub body: MonthFactsBody,
}

repository! {
    /// 月の事実 of the scope.
    MonthFacts, MonthFactsWriter
}

fn facts(row: row::Model) -> Result<MonthFactsRow> {
    let body = from_json("month_facts", "body", &row.body)?;
    Ok(MonthFactsRow { id: row.id, person_id: row.person_id, version: Some(row.version), body })
}

/// The facts of everyone's month or of one person's.
pub(crate) async fn all(at: Reader<'_>, month: Month, person_id: Option<i64>) -> Result<Vec<MonthFactsRow>> {
    let mut query = row::Entity::find()
        .filter(row::Column::OfficeId.eq(at.office_id()))
        .filter(row::Column::Month.eq(month.to_string()));
    if let Some(person_id) = person_id {
        query = query.filter(row::Column::PersonId.eq(person_id));
    }
    query.all(&at.exec()).await?.into_iter().map(facts).collect()
}

impl MonthFacts<'_> {
    /// The facts of one person's month; the empty ones when nothing was saved.
    ///
    /// # Errors
    /// `NotFound` for a person of another office.
    pub async fn get(&self, person_id: i64, month: Month) -> Result<MonthFactsRow> {
        self.at.people().get(person_id).await?;
        let found = all(self.at, month, Some(person_id)).await?.pop();
        Ok(found.unwrap_or_else(|| MonthFactsRow { id: 0, person_id, version: None, body: MonthFactsBody::default() }))
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
        let next = expected.unwrap_or(0) + 1;
        let written = match expected {
            None => {
                let new = row::ActiveModel {
                    office_id: Set(self.at.office_id()),
                    person_id: Set(person_id),
                    month: Set(month.to_string()),
                    body: Set(to_json(body)),
                    version: Set(1),
                    ..Default::default()
                };
                let unless_there =
                    OnConflict::columns([row::Column::PersonId, row::Column::Month]).do_nothing().to_owned();
                row::Entity::insert(new).on_conflict(unless_there).exec_without_returning(self.tx.act.tx()).await?
            }
            Some(expected) => {
                let done = row::Entity::update_many()
                    .set(row::ActiveModel { body: Set(to_json(body)), version: Set(next), ..Default::default() })
                    .filter(row::Column::PersonId.eq(person_id))
                    .filter(row::Column::Month.eq(month.to_string()))
                    .filter(row::Column::Version.eq(expected))
                    .exec(self.tx.act.tx())
                    .await?;
                done.rows_affected
            }
        };
        let stored = self.get(person_id, month).await?;
        if written == 0 {
            return Err(EntityKind::MonthFacts.conflict(stored.version));
        }
        self.tx.act.keep(self.at.office_id(), EntityKind::MonthFacts, stored.id, next, body).await?;
        Ok(next)
    }
}
