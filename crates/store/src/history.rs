//! 版の履歴: every version of every row that people entered – who, when, why.
use crate::{
    codec::{from_json, instant},
    entity::{account, audit_event, membership, version_history as row},
    entry::EntityKind,
    error::Result,
    read::Reader,
};
use jiff::Timestamp;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use serde::de::DeserializeOwned;
use std::collections::HashMap;

/// One version of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Version {
    /// 1 for the first.
    pub version: i64,
    /// What the row said; the shape is that of the row's body.
    pub body: serde_json::Value,
    /// Who wrote it; `None` for set-up.
    pub account_id: Option<i64>,
    /// When.
    pub at: Timestamp,
    /// 変更理由, may be empty.
    pub why: String,
}

/// 版の履歴 of one office.
#[derive(Clone, Copy, Debug)]
pub struct History<'a> {
    at: Reader<'a>,
}

impl<'a> Reader<'a> {
    /// 版の履歴.
    pub const fn history(&self) -> History<'a> {
        History { at: *self }
    }
}

impl History<'_> {
    /// All versions of one row, oldest first.
    ///
    /// # Errors
    /// [`StoreError::NotFound`](crate::StoreError::NotFound) when this office has no such row.
    pub async fn of(&self, kind: EntityKind, entity_id: i64) -> Result<Vec<Version>> {
        let rows = self.find(kind, entity_id).order_by_asc(row::Column::Version).all(&self.at.exec()).await?;
        if rows.is_empty() {
            return Err(kind.not_found());
        }
        rows.into_iter()
            .map(|row| {
                Ok(Version {
                    version: row.version,
                    body: from_json("version_history", "body", &row.body)?,
                    account_id: row.account_id,
                    at: instant("version_history", "at_ms", row.at_ms)?,
                    why: row.why,
                })
            })
            .collect()
    }

    /// 表示名 of accounts that ever worked in this office (members, authors of versions or acts); others are left out.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn names(&self, account_ids: &[i64]) -> Result<HashMap<i64, String>> {
        let (exec, office_id) = (self.at.exec(), self.at.office_id());
        let wanted = || account_ids.iter().copied();
        let members = membership::Entity::find()
            .select_only()
            .column(membership::Column::AccountId)
            .filter(membership::Column::OfficeId.eq(office_id))
            .filter(membership::Column::AccountId.is_in(wanted()));
        let authors = row::Entity::find()
            .select_only()
            .distinct()
            .column(row::Column::AccountId)
            .filter(row::Column::OfficeId.eq(office_id))
            .filter(row::Column::AccountId.is_in(wanted()));
        let actors = audit_event::Entity::find()
            .select_only()
            .distinct()
            .column(audit_event::Column::AccountId)
            .filter(audit_event::Column::OfficeId.eq(office_id))
            .filter(audit_event::Column::AccountId.is_in(wanted()));
        let mut known: Vec<i64> = members.into_tuple().all(&exec).await?;
        known.extend(authors.into_tuple::<i64>().all(&exec).await?);
        known.extend(actors.into_tuple::<i64>().all(&exec).await?);
        let accounts = account::Entity::find().filter(account::Column::Id.is_in(known)).all(&exec).await?;
        Ok(accounts.into_iter().map(|account| (account.id, account.display_name)).collect())
    }

    /// What one version said.
    pub(crate) async fn body<B: DeserializeOwned>(&self, kind: EntityKind, entity_id: i64, version: i64) -> Result<B> {
        let found = self.find(kind, entity_id).filter(row::Column::Version.eq(version)).one(&self.at.exec()).await?;
        from_json("version_history", "body", &found.ok_or(kind.not_found())?.body)
    }

    fn find(&self, kind: EntityKind, entity_id: i64) -> sea_orm::Select<row::Entity> {
        row::Entity::find()
            .filter(row::Column::OfficeId.eq(self.at.office_id()))
            .filter(row::Column::Kind.eq(kind.key()))
            .filter(row::Column::EntityId.eq(entity_id))
    }
}
