//! 契約と退所: what decides in which of the six tabs a person of 就労定着支援 stands, beside the jobs.
use crate::{
    body_row::{Change, PersonRow, find, of_person, person_entries, person_row, save},
    entity::retention_facts as row,
    error::Result,
    repository::repository,
};
use kernel::{Day, Month};
use serde::{Deserialize, Serialize};

/// 定着支援事業利用意向.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Intent {
    /// 未定.
    #[default]
    Undecided,
    /// あり.
    Wants,
    /// なし.
    Declines,
}

/// Where a person was taken over from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct TakenFrom {
    /// The other office.
    pub office_id: i64,
    /// The person there.
    pub person_id: i64,
}

/// 計画未作成: months without a plan that are reduced.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnmadeMonths {
    /// The first of them.
    pub from: Month,
    /// The last; `None`: until the month before the plan exists.
    #[serde(default)]
    pub to: Option<Month>,
}

/// Every time that a person was without a plan, as the office said it, earliest first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "StoredUnmade")]
pub struct PlanUnmade {
    /// The times.
    #[serde(rename = "plan_unmade")]
    pub times: Vec<UnmadeMonths>,
}

/// As rows have it; those of before told one time, in two fields.
#[derive(Default, Deserialize)]
#[serde(default)]
struct StoredUnmade {
    plan_unmade: Vec<UnmadeMonths>,
    plan_unmade_from: Option<Month>,
    plan_unmade_to: Option<Month>,
}

impl From<StoredUnmade> for PlanUnmade {
    fn from(stored: StoredUnmade) -> PlanUnmade {
        let mut unmade = PlanUnmade { times: stored.plan_unmade };
        if let Some(from) = stored.plan_unmade_from.filter(|_| unmade.times.is_empty()) {
            unmade.say(UnmadeMonths { from, to: stored.plan_unmade_to });
        }
        unmade
    }
}

impl PlanUnmade {
    /// Adds a time; one that begins in the same month is replaced.
    pub fn say(&mut self, months: UnmadeMonths) {
        self.take_back(months.from);
        self.times.push(months);
        self.times.sort_by_key(|known| known.from);
    }

    /// Takes back what was said from a month on.
    pub fn take_back(&mut self, from: Month) {
        self.times.retain(|known| known.from != from);
    }
}

/// Contract, leaving and what else is known once of a person.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct RetentionFactsBody {
    /// 利用意向.
    pub intent: Intent,
    /// 断った日, when the intent is なし; rows of before have none.
    pub declined_on: Option<Day>,
    /// 契約日.
    pub contract_on: Option<Day>,
    /// 契約終了日.
    pub contract_end_on: Option<Day>,
    /// 退所日 (定着中).
    pub left_on: Option<Day>,
    /// その理由.
    pub left_reason: String,
    /// 退職日.
    pub resigned_on: Option<Day>,
    /// その理由.
    pub resigned_reason: String,
    /// ほかの事業者から来た人: 初期加算.
    pub from_other_provider: bool,
    /// 前に利用していたサービス.
    pub previous_service: String,
    /// その事業所.
    pub previous_office: String,
    /// 就労移行などから引き継いだ人: without a hire date it stands in 定着支援期, to be confirmed.
    pub taken_over: bool,
    /// The office and person it was taken over from, when that office is kept here too.
    pub taken_from: Option<TakenFrom>,
    /// 特別地域に住む.
    pub special_area: bool,
    /// 支援体制構築未実施減算 from this month.
    pub support_structure_missing_from: Option<Month>,
    /// 計画未作成, where the office says so itself.
    #[serde(flatten)]
    pub plan_unmade: PlanUnmade,
    /// 備考.
    pub note: String,
}

/// The facts of a person.
pub type RetentionFactsRow = PersonRow<RetentionFactsBody>;

repository! {
    /// 契約と退所 of the scope.
    retention_facts: RetentionFacts, RetentionFactsWriter
}

impl RetentionFacts<'_> {
    /// Everyone of whom something was saved.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn list(&self) -> Result<Vec<RetentionFactsRow>> {
        let all = person_entries(self.at, find::<row::Entity>(self.at, &[])).await?;
        Ok(all.into_iter().map(Into::into).collect())
    }

    /// One person's; the untouched one when nothing was saved.
    ///
    /// # Errors
    /// `NotFound` for a person of another office.
    pub async fn get(&self, person_id: i64) -> Result<RetentionFactsRow> {
        person_row::<row::Entity, _>(self.at, person_id, &of_person::<row::Entity>(person_id)).await
    }
}

impl RetentionFactsWriter<'_> {
    /// Saves one person's facts; gives the new version. `expected` is `None` when nothing was saved yet.
    ///
    /// # Errors
    /// `NotFound` for a person of another office, `Conflict`.
    pub async fn save(&self, person_id: i64, body: &RetentionFactsBody, expected: Option<i64>) -> Result<i64> {
        self.at.people().get(person_id).await?;
        let place = of_person::<row::Entity>(person_id);
        let unique = [row::Column::PersonId];
        Ok(save::<row::Entity, _>(self.tx, &place, &unique, Change::of(body), expected).await?.1)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn rows_that_tell_one_time_without_a_plan_stay_readable() {
        let read = |text: &str| serde_json::from_str::<RetentionFactsBody>(text).unwrap();
        let (from, to) = ("2026-04".parse().unwrap(), "2026-05".parse().unwrap());
        let old =
            read(r#"{ "contract_on": "2026-03-01", "plan_unmade_from": "2026-04", "plan_unmade_to": "2026-05" }"#);
        assert_eq!(old.plan_unmade.times, [UnmadeMonths { from, to: Some(to) }]);
        assert_eq!(read(r#"{ "plan_unmade_from": null, "plan_unmade_to": null }"#), RetentionFactsBody::default());
        assert_eq!(read(&serde_json::to_string(&old).unwrap()), old);
    }
}
