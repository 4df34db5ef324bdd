//! 地域生活支援事業の利用者情報, one row per 適用年月日.
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "community_card")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub office_id: i64,
    pub person_id: i64,
    pub valid_from: String,
    pub locked_at_ms: Option<i64>,
    pub locked_by: Option<i64>,
    pub body: String,
    pub changed_at_ms: i64,
    pub version: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
