//! Third step: prices of the office (単価・本人実費) and what 平均工賃月額 rests on.
use super::unique;
use sea_orm_migration::{
    prelude::*,
    schema::{big_integer, big_pk_auto, text},
};

pub(crate) struct Step;

impl MigrationName for Step {
    fn name(&self) -> &str {
        "m0003_prices_wages"
    }
}

/// A table that belongs to an office, with its columns and the parents of some.
fn table(
    name: &'static str,
    columns: Vec<ColumnDef>,
    parents: &[(&'static str, &'static str)],
) -> TableCreateStatement {
    let mut statement = Table::create().table(name).to_owned();
    statement.col(big_pk_auto("id")).col(big_integer("office_id"));
    for column in columns {
        statement.col(column);
    }
    statement.col(text("body")).col(big_integer("version"));
    for &(column, parent) in [("office_id", "office")].iter().chain(parents) {
        statement.foreign_key(ForeignKey::create().from(name, column).to(parent, "id"));
    }
    statement
}

#[async_trait::async_trait]
impl MigrationTrait for Step {
    /// All or nothing on both engines: a machine that stops in the middle starts anew.
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let person = ("person_id", "person");
        let wage_columns = vec![big_integer("person_id"), big_integer("fiscal_year")];
        manager.create_table(table("price_list", vec![text("valid_from")], &[])).await?;
        manager.create_table(table("wage_year", wage_columns, &[person])).await?;
        manager.create_table(table("wage_basis", vec![big_integer("fiscal_year")], &[])).await?;
        manager.create_index(unique("uq_price_list", "price_list", &["office_id", "valid_from"])).await?;
        manager.create_index(unique("uq_wage_year", "wage_year", &["person_id", "fiscal_year"])).await?;
        manager.create_index(unique("uq_wage_basis", "wage_basis", &["office_id", "fiscal_year"])).await
    }

    async fn down(&self, _manager: &SchemaManager) -> Result<(), DbErr> {
        Err(DbErr::Migration("entered prices and wages would be lost: restore a backup instead".to_owned()))
    }
}
