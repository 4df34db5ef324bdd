//! 版の履歴: every version of every row that people entered – who, when, why.
use crate::{
    codec::{from_json, instant},
    entity::version_history as row,
    entry::EntityKind,
    error::Result,
    read::Reader,
};
use jiff::Timestamp;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use serde::de::DeserializeOwned;

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

impl<'a> History<'a> {
    pub(crate) const fn new(at: Reader<'a>) -> Self {
        History { at }
    }

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
