//! 一括入力: many visits at once – import, demo, 先週を写す, the queue of a phone – in a few statements.
use super::{
    super::visit::{Kept, VisitBody, VisitStaff, columns, refuse_unreadable},
    VisitsWriter,
    write::{KEY_OF_ANOTHER, refuse_bad_key},
};
use crate::{
    claim_months::hold_open_for,
    codec::to_json,
    entity::{person, version_history, visit as row},
    entry::EntityKind,
    error::{Result, StoreError},
};
use kernel::Month;
use sea_orm::{
    ActiveValue::Set, ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QuerySelect, sea_query::OnConflict,
};
use std::collections::{BTreeMap, BTreeSet};

/// Rows of one statement: far below the number of parameters either engine takes.
const CHUNK: usize = 500;

/// A visit to be kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewVisit {
    /// Whose.
    pub person_id: i64,
    /// The key by which it is kept once.
    pub client_key: String,
    /// What happened.
    pub body: VisitBody,
}

impl VisitsWriter<'_> {
    /// Keeps visits of any people, all of them or none; those whose key is known are there already and are passed over.
    /// Gives the number of new ones; when it is 0, let the act go without a commit.
    ///
    /// # Errors
    /// As [`create`](Self::create); `Conflict` when another act was sending the same visits.
    pub async fn create_all(&self, visits: &[NewVisit]) -> Result<usize> {
        for visit in visits {
            refuse_bad_key(&visit.client_key)?;
            refuse_unreadable(&visit.body)?;
        }
        let people: BTreeSet<i64> = visits.iter().map(|visit| visit.person_id).collect();
        self.refuse_strangers(&people).await?;
        let staff: Vec<VisitStaff> = visits.iter().flat_map(|visit| visit.body.staff.iter().cloned()).collect();
        self.refuse_strange_staff(&staff).await?;
        let mut made = 0;
        for chunk in visits.chunks(CHUNK) {
            made += self.create_chunk(chunk).await?;
        }
        Ok(made)
    }

    async fn refuse_strangers(&self, people: &BTreeSet<i64>) -> Result<()> {
        let mut mine = 0;
        for some in people.iter().copied().collect::<Vec<_>>().chunks(CHUNK) {
            mine += person::Entity::find()
                .filter(person::Column::OfficeId.eq(self.at.office_id()))
                .filter(person::Column::Id.is_in(some.iter().copied()))
                .count(self.tx.act.tx())
                .await?;
        }
        if mine == people.len() as u64 { Ok(()) } else { Err(EntityKind::Person.not_found()) }
    }

    /// Id and person of the keys of a chunk that are there.
    async fn known(&self, chunk: &[NewVisit]) -> Result<BTreeMap<String, (i64, i64)>> {
        let rows: Vec<(String, i64, i64)> = row::Entity::find()
            .select_only()
            .columns([row::Column::ClientKey, row::Column::Id, row::Column::PersonId])
            .filter(row::Column::OfficeId.eq(self.at.office_id()))
            .filter(row::Column::ClientKey.is_in(chunk.iter().map(|visit| visit.client_key.as_str())))
            .into_tuple()
            .all(self.tx.act.tx())
            .await?;
        Ok(rows.into_iter().map(|(key, id, person_id)| (key, (id, person_id))).collect())
    }

    async fn create_chunk(&self, chunk: &[NewVisit]) -> Result<usize> {
        let known = self.known(chunk).await?;
        if chunk.iter().any(|visit| known.get(&visit.client_key).is_some_and(|(_, of)| *of != visit.person_id)) {
            return Err(KEY_OF_ANOTHER);
        }
        let mut keys = BTreeSet::new();
        let new: Vec<&NewVisit> = chunk
            .iter()
            .filter(|visit| !known.contains_key(&visit.client_key) && keys.insert(visit.client_key.as_str()))
            .collect();
        if new.is_empty() {
            return Ok(0);
        }
        self.hold_all(&new).await?;
        let rows = new.iter().map(|visit| row::ActiveModel {
            office_id: Set(self.at.office_id()),
            person_id: Set(visit.person_id),
            client_key: Set(visit.client_key.clone()),
            cleared: Set(false),
            decisions: Set("[]".to_owned()),
            changed_at_ms: Set(self.tx.act.now_ms()),
            version: Set(1),
            ..columns(&visit.body)
        });
        let unless_there = OnConflict::columns([row::Column::OfficeId, row::Column::ClientKey]).do_nothing().to_owned();
        let made =
            row::Entity::insert_many(rows).on_conflict(unless_there).exec_without_returning(self.tx.act.tx()).await?;
        if made != new.len() as u64 {
            return Err(EntityKind::Visit.conflict(None));
        }
        self.keep_all(&new).await?;
        Ok(new.len())
    }

    /// Holds each month once; people are asked one by one only where it is closed.
    async fn hold_all(&self, new: &[&NewVisit]) -> Result<()> {
        let mut months: BTreeMap<Month, BTreeSet<i64>> = BTreeMap::new();
        for visit in new {
            for month in visit.body.months() {
                months.entry(month).or_default().insert(visit.person_id);
            }
        }
        for (month, people) in months {
            match crate::claim_months::hold_open(self.tx, month).await {
                Err(StoreError::MonthClosed { .. }) => {
                    for person_id in people {
                        hold_open_for(self.tx, person_id, month).await?;
                    }
                }
                held => held?,
            }
        }
        Ok(())
    }

    /// The first version of each visit in the history.
    async fn keep_all(&self, new: &[&NewVisit]) -> Result<()> {
        let act = &self.tx.act;
        let chunk: Vec<NewVisit> = new.iter().map(|visit| (*visit).clone()).collect();
        let ids = self.known(&chunk).await?;
        let mut versions = Vec::with_capacity(chunk.len());
        for visit in chunk {
            let (id, _) = ids.get(&visit.client_key).ok_or(EntityKind::Visit.not_found())?;
            versions.push(version_history::ActiveModel {
                office_id: Set(self.at.office_id()),
                kind: Set(EntityKind::Visit.key().to_owned()),
                entity_id: Set(*id),
                version: Set(1),
                body: Set(to_json(&Kept { visit: visit.body, decisions: Vec::new() })),
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
