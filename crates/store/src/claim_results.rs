//! 請求結果: what was claimed for each person of a month, with the facts it rests on. Facts and result are the caller's
//! types, whatever the service; the store keeps their JSON and looks at nothing inside.
use crate::{
    claim_months::hold_open,
    codec::{from_json, to_json},
    entity::{claim_result as row, person, version_history},
    entry::EntityKind,
    error::Result,
    repository::repository,
};
use kernel::Month;
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
};
use serde::{Serialize, de::DeserializeOwned};
use std::collections::{BTreeMap, HashMap};

/// Rows of one statement: far below the number of parameters either engine takes.
const CHUNK: usize = 500;

/// The result of one person's month.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClaimResult<F, O> {
    /// Id.
    pub id: i64,
    /// Whose.
    pub person_id: i64,
    /// Version; every calculation that gave something else adds one.
    pub version: i64,
    /// The facts the result rests on.
    pub facts: F,
    /// The result.
    pub outcome: O,
}

/// A result to be written: the person, and both texts.
struct Written {
    person_id: i64,
    facts: String,
    outcome: String,
}

impl Written {
    /// What the history keeps, put together without reading the texts again.
    fn kept(&self) -> String {
        format!("{{\"dossier\":{},\"outcome\":{}}}", self.facts, self.outcome)
    }
}

repository! {
    /// 請求結果 of the scope.
    claim_results: ClaimResults, ClaimResultsWriter
}

fn result<F: DeserializeOwned, O: DeserializeOwned>(row: &row::Model) -> Result<ClaimResult<F, O>> {
    Ok(ClaimResult {
        id: row.id,
        person_id: row.person_id,
        version: row.version,
        facts: from_json("claim_result", "dossier", &row.dossier)?,
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
    /// `Corrupt` when a stored result is not of these types.
    pub async fn of_month<F: DeserializeOwned, O: DeserializeOwned>(
        &self,
        month: Month,
    ) -> Result<Vec<ClaimResult<F, O>>> {
        self.rows(month).await?.iter().map(result).collect()
    }

    /// The result of one person's month.
    ///
    /// # Errors
    /// `NotFound` when there is none, or the person is of another office; `Corrupt`.
    pub async fn get<F: DeserializeOwned, O: DeserializeOwned>(
        &self,
        person_id: i64,
        month: Month,
    ) -> Result<ClaimResult<F, O>> {
        let claim_month = self.at.claim_months().get(month).await?;
        let found = row::Entity::find()
            .filter(row::Column::OfficeId.eq(self.at.office_id()))
            .filter(row::Column::ClaimMonthId.eq(claim_month.id))
            .filter(row::Column::PersonId.eq(person_id))
            .one(&self.at.exec())
            .await?;
        result(&found.ok_or(EntityKind::ClaimResult.not_found())?)
    }
}

impl ClaimResultsWriter<'_> {
    /// Saves the results of a whole month: changed ones get a new version, those of people who are no longer claimed
    /// go (their history stays). Do it before the step that closes the month.
    ///
    /// # Errors
    /// `MonthClosed`; `NotFound` for a person of another office.
    pub async fn save_all<F: Serialize, O: Serialize>(&self, month: Month, results: &[(i64, F, O)]) -> Result<()> {
        hold_open(self.tx, month).await?;
        let mut stored: HashMap<i64, row::Model> =
            self.rows(month).await?.into_iter().map(|row| (row.person_id, row)).collect();
        let mut new = Vec::new();
        for (person_id, facts, outcome) in results {
            let written = Written { person_id: *person_id, facts: to_json(facts), outcome: to_json(outcome) };
            match stored.remove(person_id) {
                Some(row) => self.change(&row, &written).await?,
                None => new.push(written),
            }
        }
        self.insert(month, &new).await?;
        let mut gone: Vec<row::Model> = stored.into_values().collect();
        gone.sort_unstable_by_key(|row| row.person_id);
        for row in gone {
            row::Entity::delete_by_id(row.id).exec(self.tx.act.tx()).await?;
            let nothing: Option<()> = None;
            let office_id = self.at.office_id();
            self.tx.act.keep(office_id, EntityKind::ClaimResult, row.id, row.version + 1, &nothing).await?;
        }
        Ok(())
    }

    async fn change(&self, row: &row::Model, written: &Written) -> Result<()> {
        if row.dossier == written.facts && row.outcome == written.outcome {
            return Ok(());
        }
        let set = row::ActiveModel {
            id: Set(row.id),
            dossier: Set(written.facts.clone()),
            outcome: Set(written.outcome.clone()),
            version: Set(row.version + 1),
            ..Default::default()
        };
        set.update(self.tx.act.tx()).await?;
        self.keep(&[(row.id, row.version + 1, written)]).await
    }

    async fn insert(&self, month: Month, new: &[Written]) -> Result<()> {
        let claim_month_id = self.at.claim_months().get(month).await?.id;
        for chunk in new.chunks(CHUNK) {
            let people = || chunk.iter().map(|written| written.person_id);
            let mine = person::Entity::find()
                .filter(person::Column::OfficeId.eq(self.at.office_id()))
                .filter(person::Column::Id.is_in(people()))
                .count(self.tx.act.tx())
                .await?;
            if mine != chunk.len() as u64 {
                return Err(EntityKind::Person.not_found());
            }
            let rows = chunk.iter().map(|written| row::ActiveModel {
                office_id: Set(self.at.office_id()),
                claim_month_id: Set(claim_month_id),
                person_id: Set(written.person_id),
                dossier: Set(written.facts.clone()),
                outcome: Set(written.outcome.clone()),
                version: Set(1),
                ..Default::default()
            });
            row::Entity::insert_many(rows).exec_without_returning(self.tx.act.tx()).await?;
            let ids: Vec<(i64, i64)> = row::Entity::find()
                .select_only()
                .columns([row::Column::PersonId, row::Column::Id])
                .filter(row::Column::ClaimMonthId.eq(claim_month_id))
                .filter(row::Column::PersonId.is_in(people()))
                .into_tuple()
                .all(self.tx.act.tx())
                .await?;
            let ids: BTreeMap<i64, i64> = ids.into_iter().collect();
            let known = chunk.iter().map(|written| {
                let id = ids.get(&written.person_id).ok_or(EntityKind::ClaimResult.not_found())?;
                Ok((*id, 1, written))
            });
            self.keep(&known.collect::<Result<Vec<_>>>()?).await?;
        }
        Ok(())
    }

    async fn keep(&self, written: &[(i64, i64, &Written)]) -> Result<()> {
        let act = &self.tx.act;
        let versions = written.iter().map(|(id, version, written)| version_history::ActiveModel {
            office_id: Set(self.at.office_id()),
            kind: Set(EntityKind::ClaimResult.key().to_owned()),
            entity_id: Set(*id),
            version: Set(*version),
            body: Set(written.kept()),
            account_id: Set(act.account_id),
            at_ms: Set(act.now_ms()),
            why: Set(act.why_of_change().to_owned()),
            ..Default::default()
        });
        version_history::Entity::insert_many(versions).exec_without_returning(act.tx()).await?;
        Ok(())
    }
}
