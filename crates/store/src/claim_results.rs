//! 請求結果: what was claimed for each person of a month, with the facts it rests on.
use crate::{
    claim_months::hold_open,
    codec::{from_json, to_json},
    entity::claim_result as row,
    entry::EntityKind,
    error::Result,
    write::repository,
};
use claims::{Dossier, Outcome};
use kernel::Month;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use serde::Serialize;

/// The result of one person's month.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClaimResult {
    /// Id.
    pub id: i64,
    /// Whose.
    pub person_id: i64,
    /// Version; every calculation that gave something else adds one.
    pub version: i64,
    /// The facts the result rests on.
    pub dossier: Dossier,
    /// The result.
    pub outcome: Outcome,
}

#[derive(Serialize)]
struct Kept<'a> {
    dossier: &'a Dossier,
    outcome: &'a Outcome,
}

repository! {
    /// 請求結果 of the scope.
    ClaimResults, ClaimResultsWriter
}

fn result(row: row::Model) -> Result<ClaimResult> {
    Ok(ClaimResult {
        id: row.id,
        person_id: row.person_id,
        version: row.version,
        dossier: from_json("claim_result", "dossier", &row.dossier)?,
        outcome: from_json("claim_result", "outcome", &row.outcome)?,
    })
}

impl ClaimResults<'_> {
    async fn rows(&self, month: Month) -> Result<Vec<row::Model>> {
        let claim_month = self.at.claim_months().get(month).await?;
        Ok(row::Entity::find()
            .filter(row::Column::OfficeId.eq(self.at.office_id()))
            .filter(row::Column::ClaimMonthId.eq(claim_month.id))
            .order_by_asc(row::Column::PersonId)
            .all(&self.at.exec())
            .await?)
    }

    /// The results of a month, by person.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn of_month(&self, month: Month) -> Result<Vec<ClaimResult>> {
        self.rows(month).await?.into_iter().map(result).collect()
    }

    /// The result of one person's month.
    ///
    /// # Errors
    /// `NotFound` when there is none, or the person is of another office.
    pub async fn get(&self, person_id: i64, month: Month) -> Result<ClaimResult> {
        let found = self.rows(month).await?.into_iter().find(|row| row.person_id == person_id);
        result(found.ok_or(EntityKind::ClaimResult.not_found())?)
    }
}

impl ClaimResultsWriter<'_> {
    /// Saves the results of a whole month: changed ones get a new version, those of people who are no longer claimed
    /// go (their history stays). Do it before the step that closes the month.
    ///
    /// # Errors
    /// `MonthClosed`; `NotFound` for a person of another office.
    pub async fn save_all(&self, month: Month, results: &[(i64, Dossier, Outcome)]) -> Result<()> {
        hold_open(self.tx, month).await?;
        let mut stored = self.rows(month).await?;
        for (person_id, dossier, outcome) in results {
            let found = stored.iter().position(|row| row.person_id == *person_id).map(|i| stored.swap_remove(i));
            self.save(month, *person_id, dossier, outcome, found).await?;
        }
        for gone in stored {
            let (id, version) = (gone.id, gone.version + 1);
            row::Entity::delete_by_id(id).exec(self.tx.act.tx()).await?;
            let nothing: Option<Kept<'_>> = None;
            self.tx.act.keep(self.at.office_id(), EntityKind::ClaimResult, id, version, &nothing).await?;
        }
        Ok(())
    }

    async fn save(
        &self,
        month: Month,
        person_id: i64,
        dossier: &Dossier,
        outcome: &Outcome,
        stored: Option<row::Model>,
    ) -> Result<()> {
        let columns =
            row::ActiveModel { dossier: Set(to_json(dossier)), outcome: Set(to_json(outcome)), ..Default::default() };
        let tx = self.tx.act.tx();
        let (id, version) = match stored {
            Some(row) if Set(row.dossier.clone()) == columns.dossier && Set(row.outcome.clone()) == columns.outcome => {
                return Ok(());
            }
            Some(row) => {
                let version = row.version + 1;
                row::ActiveModel { id: Set(row.id), version: Set(version), ..columns }.update(tx).await?;
                (row.id, version)
            }
            None => {
                self.at.people().get(person_id).await?;
                let new = row::ActiveModel {
                    office_id: Set(self.at.office_id()),
                    claim_month_id: Set(self.at.claim_months().get(month).await?.id),
                    person_id: Set(person_id),
                    version: Set(1),
                    ..columns
                };
                (new.insert(tx).await?.id, 1)
            }
        };
        let kept = Kept { dossier, outcome };
        self.tx.act.keep(self.at.office_id(), EntityKind::ClaimResult, id, version, &kept).await
    }
}
