//! 利用者.
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "person")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub office_id: i64,
    pub name: String,
    pub name_kana: String,
    pub name_print: Option<String>,
    pub search_key: String,
    pub born_on: Option<String>,
    pub started_on: Option<String>,
    pub ended_on: Option<String>,
    pub note: String,
    pub version: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
