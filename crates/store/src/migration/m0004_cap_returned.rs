//! Fourth step: 上限額管理 of a person's month, and claims that are made again (返戻・過誤・月遅れ).
use super::index;
use sea_orm_migration::{
    prelude::*,
    schema::{big_integer, big_pk_auto, text, text_null},
};

pub(crate) struct Step;

impl MigrationName for Step {
    fn name(&self) -> &str {
        "m0004_cap_returned"
    }
}

/// A table of one person's month.
fn of_person_month(name: &'static str) -> TableCreateStatement {
    Table::create()
        .table(name)
        .col(big_pk_auto("id"))
        .col(big_integer("office_id"))
        .col(big_integer("person_id"))
        .col(text("month"))
        .col(text("body"))
        .col(big_integer("version"))
        .foreign_key(ForeignKey::create().from(name, "office_id").to("office", "id"))
        .foreign_key(ForeignKey::create().from(name, "person_id").to("person", "id"))
        .to_owned()
}

#[async_trait::async_trait]
impl MigrationTrait for Step {
    /// All or nothing on both engines.
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let mut again = of_person_month("claim_again");
        again.col(text("state")).col(text_null("carrier")).col(text_null("snapshot"));
        manager.create_table(of_person_month("cap_month")).await?;
        manager.create_table(again).await?;
        let mut one = index("uq_cap_month", "cap_month", &["person_id", "month"]);
        manager.create_index(one.unique().to_owned()).await?;
        manager.create_index(index("ix_cap_month", "cap_month", &["office_id", "month"])).await?;
        manager.create_index(index("ix_claim_again", "claim_again", &["office_id", "person_id", "month"])).await
    }

    async fn down(&self, _manager: &SchemaManager) -> Result<(), DbErr> {
        Err(DbErr::Migration("result sheets and returns would be lost: restore a backup instead".to_owned()))
    }
}
