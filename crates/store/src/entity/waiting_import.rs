//! 取込み待ちのファイル.
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "waiting_import")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub office_id: i64,
    pub account_id: Option<i64>,
    pub kind: String,
    pub name: String,
    pub sha256: String,
    pub bytes: Vec<u8>,
    pub choice: String,
    pub created_at_ms: i64,
    pub expires_at_ms: i64,
    pub version: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
