//! 保留の点の読み方.
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "pack_reading")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub office_id: i64,
    pub pack: String,
    pub point: String,
    pub valid_from: String,
    pub valid_to: Option<String>,
    pub cleared: bool,
    pub decided_by: Option<i64>,
    pub body: String,
    pub changed_at_ms: i64,
    pub version: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
