//! 単価・様式事項: what the office form holds besides 事業所 and 体制届 – names, classes, prices, 本人実費 – dated.
use crate::{
    codec::{from_json, to_json},
    entity::price_list as row,
    entry::{EntityKind, Entry},
    error::Result,
    repository::repository,
};
use kernel::{Month, Yen};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, sea_query::OnConflict};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// One item of 本人実費.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnCost {
    /// What is charged.
    pub name: String,
    /// Price of one.
    pub price: Yen,
}

/// The office form from a month on, until the next one.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PriceList {
    /// 事業所名カナ.
    pub name_kana: String,
    /// 略称.
    pub short_name: String,
    /// サービス提供単位番号.
    pub unit_no: u8,
    /// 提供単位番号名.
    pub unit_name: String,
    /// Choices of the form that no rule reads (施設区分, みなし指定 …), by the field of the form.
    pub choices: BTreeMap<String, String>,
    /// The thirteen prices, by the field of the form; what is missing costs nothing.
    pub prices: BTreeMap<String, Yen>,
    /// 本人実費 1–5; `None` = the item is not used.
    pub own_costs: [Option<OwnCost>; 5],
}

repository! {
    /// 単価・様式事項 of the scope.
    prices: Prices, PricesWriter
}

impl Prices<'_> {
    /// All lists with the month each begins in, earliest first.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn list(&self) -> Result<Vec<(Month, Entry<PriceList>)>> {
        let rows = row::Entity::find()
            .filter(row::Column::OfficeId.eq(self.at.office_id()))
            .order_by_asc(row::Column::ValidFrom)
            .all(&self.at.exec())
            .await?;
        let entry = |row: row::Model| {
            let from = crate::codec::parse("price_list", "valid_from", &row.valid_from)?;
            let body = from_json("price_list", "body", &row.body)?;
            Ok((from, Entry { id: row.id, version: row.version, body }))
        };
        rows.into_iter().map(entry).collect()
    }

    /// The list in force in a month, with its first month; `None` when nothing was entered for it.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn in_force(&self, month: Month) -> Result<Option<(Month, Entry<PriceList>)>> {
        Ok(self.list().await?.into_iter().rev().find(|(from, _)| *from <= month))
    }
}

impl PricesWriter<'_> {
    /// Saves the list that begins in a month; gives the new version. `expected` is `None` when there is none yet.
    ///
    /// # Errors
    /// `Conflict` when someone saved in between.
    pub async fn save(&self, from: Month, body: &PriceList, expected: Option<i64>) -> Result<i64> {
        let next = expected.unwrap_or(0) + 1;
        let written = match expected {
            None => {
                let new = row::ActiveModel {
                    office_id: Set(self.at.office_id()),
                    valid_from: Set(from.to_string()),
                    body: Set(to_json(body)),
                    version: Set(1),
                    ..Default::default()
                };
                let unless_there =
                    OnConflict::columns([row::Column::OfficeId, row::Column::ValidFrom]).do_nothing().to_owned();
                row::Entity::insert(new).on_conflict(unless_there).exec_without_returning(self.tx.act.tx()).await?
            }
            Some(expected) => {
                let done = row::Entity::update_many()
                    .set(row::ActiveModel { body: Set(to_json(body)), version: Set(next), ..Default::default() })
                    .filter(row::Column::OfficeId.eq(self.at.office_id()))
                    .filter(row::Column::ValidFrom.eq(from.to_string()))
                    .filter(row::Column::Version.eq(expected))
                    .exec(self.tx.act.tx())
                    .await?;
                done.rows_affected
            }
        };
        let stored = self.list().await?.into_iter().find(|(known, _)| *known == from).map(|(_, entry)| entry);
        match stored {
            Some(entry) if written == 1 => {
                self.tx.act.keep(self.at.office_id(), EntityKind::PriceList, entry.id, next, body).await?;
                Ok(next)
            }
            other => Err(EntityKind::PriceList.conflict(other.map(|entry| entry.version))),
        }
    }
}
