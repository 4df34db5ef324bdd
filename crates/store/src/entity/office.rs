//! 事業所.
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "office")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub office_no: String,
    pub name: String,
    pub service_type: String,
    pub area_class: String,
    pub municipality_no: Option<String>,
    pub operator: String,
    pub postal_code: String,
    pub address: String,
    pub phone: String,
    pub representative: String,
    pub designated_on: Option<String>,
    pub version: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
