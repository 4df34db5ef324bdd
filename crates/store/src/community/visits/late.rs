//! 月遅れ: people whose visits of an exported month were entered or changed after its claim had left the house.
use super::Visits;
use crate::{
    claim_months::ClaimMonth,
    codec::{instant, ms, parse},
    entity::visit as row,
    error::Result,
    returned::{AgainCase, AgainState},
};
use claims::lifecycle::MonthState;
use jiff::Timestamp;
use kernel::Month;
use sea_orm::{ColumnTrait, Condition, QueryFilter, QuerySelect, sea_query::ExprTrait};
use std::collections::BTreeMap;

/// A person's month that no longer says what was claimed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LateMonth {
    /// サービス提供年月.
    pub month: Month,
    /// Whose.
    pub person_id: i64,
    /// When the claim left: the export of the month, or of the month whose files claimed it again.
    pub claimed_at: Timestamp,
    /// Visits entered, changed or deleted since then.
    pub visits: usize,
    /// The last of these changes.
    pub changed_at: Timestamp,
}

/// When a month was last exported.
fn exported_at(month: &ClaimMonth) -> Option<Timestamp> {
    if month.state != MonthState::Exported {
        return None;
    }
    month.steps.iter().rev().find(|step| step.state == MonthState::Exported).map(|step| step.at)
}

impl Visits<'_> {
    /// 月遅れ: every person's month with visits entered, changed or deleted after its claim was exported, by month and
    /// person. A month that was claimed again since then is not late any more.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn late(&self) -> Result<Vec<LateMonth>> {
        let exported: BTreeMap<Month, Timestamp> = (self.at.claim_months().list().await?.iter())
            .filter_map(|month| Some((month.month, exported_at(month)?)))
            .collect();
        if exported.is_empty() {
            return Ok(Vec::new());
        }
        let again = self.at.again().list().await?;
        let mut late: BTreeMap<(Month, i64), LateMonth> = BTreeMap::new();
        for (month, person_id, changed_at) in self.changed_since(&exported).await? {
            let Some(claimed_at) = claimed_at(&exported, &again, person_id, month).filter(|at| *at < changed_at) else {
                continue;
            };
            let known = LateMonth { month, person_id, claimed_at, visits: 0, changed_at };
            let entry = late.entry((month, person_id)).or_insert(known);
            entry.visits += 1;
            entry.changed_at = entry.changed_at.max(changed_at);
        }
        Ok(late.into_values().collect())
    }

    /// Month, person and instant of every change after the export; a visit over the last midnight of a month counts for
    /// both.
    async fn changed_since(&self, exported: &BTreeMap<Month, Timestamp>) -> Result<Vec<(Month, i64, Timestamp)>> {
        let mut any = Condition::any();
        for (month, at) in exported {
            let of = row::Column::Month.eq(month.to_string()).or(row::Column::IntoMonth.eq(month.to_string()));
            any = any.add(of.and(row::Column::ChangedAtMs.gt(ms(*at))));
        }
        let rows: Vec<(String, Option<String>, i64, i64)> = self
            .mine()
            .select_only()
            .columns([row::Column::Month, row::Column::IntoMonth, row::Column::PersonId, row::Column::ChangedAtMs])
            .filter(any)
            .into_tuple()
            .all(&self.at.exec())
            .await?;
        let mut changes = Vec::with_capacity(rows.len());
        for (month, into_month, person_id, changed_at_ms) in rows {
            let changed_at = instant("visit", "changed_at_ms", changed_at_ms)?;
            for month in [Some(month), into_month].into_iter().flatten() {
                changes.push((parse("visit", "month", &month)?, person_id, changed_at));
            }
        }
        Ok(changes)
    }
}

/// When the claim of a person's month last left the house.
fn claimed_at(
    exported: &BTreeMap<Month, Timestamp>,
    again: &[AgainCase],
    person_id: i64,
    month: Month,
) -> Option<Timestamp> {
    let own = exported.get(&month).copied()?;
    let mine = again.iter().filter(|case| (case.person_id, case.month) == (person_id, month));
    let claimed = mine.filter(|case| case.state == AgainState::Claimed);
    let carried = claimed.filter_map(|case| exported.get(&case.carrier?).copied());
    Some(carried.fold(own, Timestamp::max))
}
