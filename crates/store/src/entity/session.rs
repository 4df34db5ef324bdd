//! サインインの状態; the token itself is never stored.
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "session")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub token_hash: String,
    pub account_id: i64,
    pub office_id: i64,
    pub csrf: String,
    pub created_at_ms: i64,
    pub last_seen_at_ms: i64,
    pub idle_ms: i64,
    pub expires_at_ms: i64,
    pub reach: Option<String>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
