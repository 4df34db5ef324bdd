//! 一括入力: many empty days at once – import, demo, 末日まで – in a few statements instead of a handful a day.
use super::{DayBody, DaysWriter, facts_columns, refuse_other_day, row};
use crate::{
    claim_months::hold_open_for,
    codec::to_json,
    entity::{person, version_history},
    entry::EntityKind,
    error::Result,
};
use kernel::{Day, Month};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QuerySelect, sea_query::OnConflict,
};
use std::collections::{BTreeMap, BTreeSet};

/// Rows of one statement: far below the number of parameters either engine takes.
const CHUNK: usize = 500;

impl DaysWriter<'_> {
    /// Saves days on which nothing was ever recorded, of any people; all of them or none.
    ///
    /// # Errors
    /// `Conflict` when one of the days has a record (or had one: then save it by itself), `MonthClosed`, `NotFound` for a
    /// person of another office, `Invalid` when facts name another day.
    pub async fn save_new(&self, days: &[(i64, Day, DayBody)]) -> Result<()> {
        let people: BTreeSet<i64> = days.iter().map(|(person_id, _, _)| *person_id).collect();
        self.refuse_strangers(&people).await?;
        let months: BTreeSet<(Month, i64)> = days.iter().map(|(person, day, _)| (day.month(), *person)).collect();
        for (month, person_id) in months {
            hold_open_for(self.tx, person_id, month).await?;
        }
        for chunk in days.chunks(CHUNK) {
            self.save_chunk(chunk).await?;
        }
        Ok(())
    }

    async fn refuse_strangers(&self, people: &BTreeSet<i64>) -> Result<()> {
        let mine = person::Entity::find()
            .filter(person::Column::OfficeId.eq(self.at.office_id()))
            .filter(person::Column::Id.is_in(people.iter().copied()))
            .count(self.tx.act.tx())
            .await?;
        if mine == people.len() as u64 { Ok(()) } else { Err(EntityKind::Person.not_found()) }
    }

    async fn save_chunk(&self, days: &[(i64, Day, DayBody)]) -> Result<()> {
        let tx = self.tx.act.tx();
        let mut rows = Vec::with_capacity(days.len());
        for (person_id, day, body) in days {
            refuse_other_day(*day, body)?;
            rows.push(row::ActiveModel {
                office_id: Set(self.at.office_id()),
                person_id: Set(*person_id),
                day: Set(day.to_string()),
                month: Set(day.month().to_string()),
                version: Set(1),
                ..facts_columns(Some(body))
            });
        }
        let unless_there = OnConflict::columns([row::Column::PersonId, row::Column::Day]).do_nothing().to_owned();
        let made = row::Entity::insert_many(rows).on_conflict(unless_there).exec_without_returning(tx).await?;
        if made != days.len() as u64 {
            return Err(EntityKind::DayRecord.conflict(None));
        }
        self.keep_chunk(days).await
    }

    /// The first version of each day in the history.
    async fn keep_chunk(&self, days: &[(i64, Day, DayBody)]) -> Result<()> {
        let act = &self.tx.act;
        let people: BTreeSet<i64> = days.iter().map(|(person_id, _, _)| *person_id).collect();
        let texts: BTreeSet<String> = days.iter().map(|(_, day, _)| day.to_string()).collect();
        let ids: Vec<(i64, i64, String)> = row::Entity::find()
            .select_only()
            .columns([row::Column::Id, row::Column::PersonId, row::Column::Day])
            .filter(row::Column::PersonId.is_in(people))
            .filter(row::Column::Day.is_in(texts))
            .into_tuple()
            .all(act.tx())
            .await?;
        let ids: BTreeMap<(i64, String), i64> = ids.into_iter().map(|(id, person, day)| ((person, day), id)).collect();
        let mut versions = Vec::with_capacity(days.len());
        for (person_id, day, body) in days {
            let id = ids.get(&(*person_id, day.to_string())).ok_or(EntityKind::DayRecord.not_found())?;
            versions.push(version_history::ActiveModel {
                office_id: Set(self.at.office_id()),
                kind: Set(EntityKind::DayRecord.key().to_owned()),
                entity_id: Set(*id),
                version: Set(1),
                body: Set(to_json(body)),
                account_id: Set(act.account_id),
                at_ms: Set(act.now_ms()),
                why: Set(act.why_of_change().to_owned()),
                ..Default::default()
            });
        }
        version_history::Entity::insert_many(versions).exec_without_returning(act.tx()).await?;
        Ok(())
    }
}
