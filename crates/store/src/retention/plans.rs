//! 就労定着支援計画: the plans of a person, from–to, with their monitoring.
use super::refuse_seen_in_frozen;
use crate::{
    body_row::{Change, PersonEntry, by_id, create, find, of_person, person_entries, person_entry, remove, update},
    entity::support_plan as row,
    entry::EntityKind,
    error::{Result, StoreError},
    repository::repository,
};
use kernel::{Day, Month};
use sea_orm::{ColumnTrait, QueryFilter, Select};
use serde::{Deserialize, Serialize};

/// A plan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SupportPlanBody {
    /// 作成日.
    pub made_on: Day,
    /// 計画の期間 from.
    pub from: Day,
    /// 計画の期間 to.
    pub to: Day,
    /// 作成者 (サービス管理責任者).
    #[serde(default)]
    pub author: String,
    /// 目標.
    #[serde(default)]
    pub goals: String,
    /// 本人・家族・企業の意向.
    #[serde(default)]
    pub wishes: String,
    /// 支援の内容.
    #[serde(default)]
    pub supports: String,
    /// 次のモニタリング予定日.
    #[serde(default)]
    pub next_monitoring_on: Option<Day>,
    /// モニタリング実施日.
    #[serde(default)]
    pub monitored_on: Vec<Day>,
    /// 説明日.
    #[serde(default)]
    pub explained_on: Option<Day>,
    /// 同意日.
    #[serde(default)]
    pub agreed_on: Option<Day>,
    /// 交付日.
    #[serde(default)]
    pub delivered_on: Option<Day>,
    /// 備考.
    #[serde(default)]
    pub note: String,
}

impl SupportPlanBody {
    /// Whether the plan's period touches the month.
    pub fn covers(&self, month: Month) -> bool {
        self.from <= month.last_day() && month.first_day() <= self.to
    }

    /// What a requested month keeps: the plan without its further life – how long it runs on, monitoring, notes.
    fn content(&self) -> SupportPlanBody {
        let (from, to) = (self.made_on, self.made_on);
        SupportPlanBody {
            from,
            to,
            next_monitoring_on: None,
            monitored_on: Vec::new(),
            delivered_on: None,
            note: String::new(),
            ..self.clone()
        }
    }
}

/// A plan of a person.
pub type SupportPlan = PersonEntry<SupportPlanBody>;

repository! {
    /// 就労定着支援計画 of the scope.
    support_plans: SupportPlans, SupportPlansWriter
}

impl SupportPlans<'_> {
    fn all(&self) -> Select<row::Entity> {
        find::<row::Entity>(self.at, &[(row::Column::Removed, false.into())])
    }

    /// Every plan of everyone, earliest first.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn list(&self) -> Result<Vec<SupportPlan>> {
        Ok(sorted(person_entries(self.at, self.all()).await?))
    }

    /// A person's plans, earliest first.
    ///
    /// # Errors
    /// `NotFound` for a person of another office.
    pub async fn of_person(&self, person_id: i64) -> Result<Vec<SupportPlan>> {
        self.at.people().get(person_id).await?;
        let his = self.all().filter(row::Column::PersonId.eq(person_id));
        Ok(sorted(person_entries(self.at, his).await?))
    }

    /// The ids of all plans that were ever entered of a person, those that were taken away included: for the history.
    ///
    /// # Errors
    /// `NotFound` for a person of another office.
    pub async fn ever_of_person(&self, person_id: i64) -> Result<Vec<i64>> {
        self.at.people().get(person_id).await?;
        let his = find::<row::Entity>(self.at, &of_person::<row::Entity>(person_id)).all(&self.at.exec()).await?;
        Ok(his.into_iter().map(|plan| plan.id).collect())
    }

    /// One plan.
    ///
    /// # Errors
    /// `NotFound` for an id of another office and for a plan that was removed.
    pub async fn get(&self, id: i64) -> Result<SupportPlan> {
        let stored = by_id::<row::Entity>(self.at, id).await?;
        if stored.removed {
            return Err(EntityKind::SupportPlan.not_found());
        }
        person_entry::<row::Entity, _>(&stored)
    }
}

fn sorted(mut plans: Vec<SupportPlan>) -> Vec<SupportPlan> {
    plans.sort_by_key(|plan| (plan.body.from, plan.id));
    plans
}

fn refuse_backwards(body: &SupportPlanBody) -> Result<()> {
    if body.from <= body.to {
        return Ok(());
    }
    Err(StoreError::Invalid {
        what: "支援計画の終わりの日が、始まりの日より前です",
        how_to_fix: "計画の期間を直してください",
    })
}

impl SupportPlansWriter<'_> {
    /// Adds a plan; gives its id.
    ///
    /// # Errors
    /// `NotFound` for a person of another office; `Invalid` when it ends before it begins; `Frozen` when it would reach
    /// into a month that is ticked or requested.
    pub async fn create(&self, person_id: i64, body: &SupportPlanBody) -> Result<i64> {
        self.at.people().get(person_id).await?;
        refuse_backwards(body)?;
        self.refuse_frozen(person_id, None, Some(body)).await?;
        let change = Change { body, beside: vec![(row::Column::Removed, false.into())] };
        create::<row::Entity, _>(self.tx, &of_person::<row::Entity>(person_id), change).await
    }

    /// Changes a plan; gives the new version. Monitoring, delivery and notes can be added whatever was requested.
    ///
    /// # Errors
    /// `NotFound`, `Conflict`, `Invalid`; `Frozen` when a ticked or requested month would see another plan.
    pub async fn update(&self, id: i64, body: &SupportPlanBody, expected: i64) -> Result<i64> {
        let stored = self.get(id).await?;
        refuse_backwards(body)?;
        self.refuse_frozen(stored.person_id, Some(&stored.body), Some(body)).await?;
        update::<row::Entity, _>(self.tx, id, Change::of(body), expected).await
    }

    /// Takes away a plan that was entered by mistake; its history stays. Gives the version of the removal.
    ///
    /// # Errors
    /// `NotFound`, `Conflict`, `Frozen`.
    pub async fn remove(&self, id: i64, expected: i64) -> Result<i64> {
        let stored = self.get(id).await?;
        self.refuse_frozen(stored.person_id, Some(&stored.body), None).await?;
        remove::<row::Entity>(self.tx, id, row::Column::Removed, expected).await
    }

    async fn refuse_frozen(
        &self,
        person_id: i64,
        before: Option<&SupportPlanBody>,
        after: Option<&SupportPlanBody>,
    ) -> Result<()> {
        let seen = |plan: Option<&SupportPlanBody>, month: Month| {
            plan.filter(|plan| plan.covers(month)).map(SupportPlanBody::content)
        };
        let changed = |month: Month| seen(before, month) != seen(after, month);
        refuse_seen_in_frozen(self.tx, person_id, changed).await
    }
}
