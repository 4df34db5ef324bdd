//! 訪問・利用の1回.
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "visit")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub office_id: i64,
    pub person_id: i64,
    pub client_key: String,
    pub day: String,
    pub month: String,
    pub into_month: Option<String>,
    pub service: String,
    pub start_minute: i64,
    pub helper_1: Option<String>,
    pub helper_2: Option<String>,
    pub cleared: bool,
    pub decisions: String,
    pub body: String,
    pub changed_at_ms: i64,
    pub version: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
