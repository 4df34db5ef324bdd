//! 請求計算の実行: the progress of a whole-office run, person by person, to be left and come back to.
use crate::{
    codec::{from_word, instant, ms, parse, word},
    db::Store,
    entity::{claim_run, claim_run_item as item, person},
    entry::EntityKind,
    error::Result,
    repository::repository,
    scope::OfficeScope,
};
use jiff::Timestamp;
use kernel::Month;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder};
use serde::{Deserialize, Serialize};

/// How far one person's part of a run is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RunState {
    /// 待ち.
    Waiting,
    /// 済み.
    Done,
    /// 直すところあり.
    Faulty,
    /// 計算できない.
    Failed,
}

impl RunState {
    /// The name for people.
    pub const fn label_ja(self) -> &'static str {
        match self {
            RunState::Waiting => "待ち",
            RunState::Done => "済み",
            RunState::Faulty => "直すところあり",
            RunState::Failed => "計算できません",
        }
    }
}

/// One person's part of a run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RunItem {
    /// Whose.
    pub person_id: i64,
    /// How far it is.
    pub state: RunState,
    /// What was found, in Japanese, without personal data.
    pub message: String,
    /// When it was done.
    pub at: Option<Timestamp>,
}

/// A run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClaimRun {
    /// Id.
    pub id: i64,
    /// The month it calculates.
    pub month: Month,
    /// Who started it.
    pub account_id: Option<i64>,
    /// Begin.
    pub started_at: Timestamp,
    /// End; `None` while it runs, or when it was cut off.
    pub finished_at: Option<Timestamp>,
    /// The people of the run, by id.
    pub items: Vec<RunItem>,
}

impl ClaimRun {
    /// People whose part is no longer waiting.
    pub fn done(&self) -> usize {
        self.items.iter().filter(|item| item.state != RunState::Waiting).count()
    }

    /// People of the run.
    pub fn total(&self) -> usize {
        self.items.len()
    }
}

repository! {
    /// 請求計算の実行 of the scope.
    claim_runs: ClaimRuns, ClaimRunsWriter
}

impl ClaimRuns<'_> {
    /// One run with its people.
    ///
    /// # Errors
    /// `NotFound` for an id of another office.
    pub async fn get(&self, id: i64) -> Result<ClaimRun> {
        let mine = claim_run::Entity::find_by_id(id).filter(claim_run::Column::OfficeId.eq(self.at.office_id()));
        let run = mine.one(&self.at.exec()).await?.ok_or(EntityKind::ClaimRun.not_found())?;
        let items = item::Entity::find()
            .filter(item::Column::RunId.eq(id))
            .order_by_asc(item::Column::PersonId)
            .all(&self.at.exec())
            .await?;
        let at = |ms: Option<i64>| ms.map(|ms| instant("claim_run", "finished_at_ms", ms)).transpose();
        let items = items.into_iter().map(|item| {
            let state = from_word("claim_run_item", "state", &item.state)?;
            Ok(RunItem { person_id: item.person_id, state, message: item.message, at: at(item.at_ms)? })
        });
        Ok(ClaimRun {
            id,
            month: parse("claim_run", "month", &run.month)?,
            account_id: run.account_id,
            started_at: instant("claim_run", "started_at_ms", run.started_at_ms)?,
            finished_at: at(run.finished_at_ms)?,
            items: items.collect::<Result<_>>()?,
        })
    }

    /// The newest run of a month, if there is any.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn latest(&self, month: Month) -> Result<Option<ClaimRun>> {
        let newest = claim_run::Entity::find()
            .filter(claim_run::Column::OfficeId.eq(self.at.office_id()))
            .filter(claim_run::Column::Month.eq(month.to_string()))
            .order_by_desc(claim_run::Column::Id)
            .one(&self.at.exec())
            .await?;
        match newest {
            Some(run) => Ok(Some(self.get(run.id).await?)),
            None => Ok(None),
        }
    }
}

impl ClaimRunsWriter<'_> {
    /// Notes a run that begins, everyone waiting; gives its id.
    ///
    /// # Errors
    /// `NotFound` when one of the people is of another office.
    pub async fn start(&self, month: Month, person_ids: &[i64]) -> Result<i64> {
        let tx = self.tx.act.tx();
        let mine = person::Entity::find()
            .filter(person::Column::OfficeId.eq(self.at.office_id()))
            .filter(person::Column::Id.is_in(person_ids.iter().copied()))
            .count(tx)
            .await?;
        if mine != person_ids.len() as u64 {
            return Err(EntityKind::Person.not_found());
        }
        let run = claim_run::ActiveModel {
            office_id: Set(self.at.office_id()),
            month: Set(month.to_string()),
            account_id: Set(self.tx.act.account_id),
            started_at_ms: Set(self.tx.act.now_ms()),
            finished_at_ms: Set(None),
            total: Set(person_ids.len() as i64),
            ..Default::default()
        };
        let id = run.insert(tx).await?.id;
        let items = person_ids.iter().map(|&person_id| item::ActiveModel {
            run_id: Set(id),
            person_id: Set(person_id),
            state: Set(word(&RunState::Waiting)),
            message: Set(String::new()),
            at_ms: Set(None),
            ..Default::default()
        });
        if !person_ids.is_empty() {
            item::Entity::insert_many(items).exec_without_returning(tx).await?;
        }
        Ok(id)
    }

    /// Notes that a run ended; in the act that saves its results.
    ///
    /// # Errors
    /// `NotFound` for an id of another office.
    pub async fn finish(&self, id: i64) -> Result<()> {
        self.get(id).await?;
        let end = claim_run::ActiveModel {
            id: Set(id),
            finished_at_ms: Set(Some(self.tx.act.now_ms())),
            ..Default::default()
        };
        end.update(self.tx.act.tx()).await?;
        Ok(())
    }
}

impl Store {
    /// Notes how far a run is with one person. Progress is no act of its own: the run's begin and end are.
    ///
    /// # Errors
    /// `NotFound` for a run of another office or a person who is not in it.
    pub async fn report_run_item(
        &self,
        scope: &OfficeScope,
        run_id: i64,
        person_id: i64,
        (state, message): (RunState, &str),
        now: Timestamp,
    ) -> Result<()> {
        let raw = self.begin_raw().await?;
        let run = claim_run::Entity::find_by_id(run_id)
            .filter(claim_run::Column::OfficeId.eq(scope.office_id()))
            .one(&raw.tx)
            .await?;
        run.ok_or(EntityKind::ClaimRun.not_found())?;
        let done = item::Entity::update_many()
            .set(item::ActiveModel {
                state: Set(word(&state)),
                message: Set(message.to_owned()),
                at_ms: Set(Some(ms(now))),
                ..Default::default()
            })
            .filter(item::Column::RunId.eq(run_id))
            .filter(item::Column::PersonId.eq(person_id))
            .exec(&raw.tx)
            .await?;
        if done.rows_affected == 0 {
            return Err(EntityKind::Person.not_found());
        }
        raw.tx.commit().await?;
        Ok(())
    }
}
