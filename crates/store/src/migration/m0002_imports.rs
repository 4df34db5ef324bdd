//! Second step: files that wait between the pages of an import, and the official code tables taken in.
use sea_orm_migration::{
    prelude::*,
    schema::{big_integer, big_integer_null, big_pk_auto, binary, text},
};

pub(crate) struct Step;

impl MigrationName for Step {
    fn name(&self) -> &str {
        "m0002_imports"
    }
}

fn parent(table: &'static str, column: &'static str, to: &'static str) -> ForeignKeyCreateStatement {
    ForeignKey::create().from(table, column).to(to, "id").to_owned()
}

fn waiting_import() -> TableCreateStatement {
    let name = "waiting_import";
    Table::create()
        .table(name)
        .col(big_pk_auto("id"))
        .col(big_integer("office_id"))
        .col(big_integer_null("account_id"))
        .col(text("kind"))
        .col(text("name"))
        .col(text("sha256"))
        .col(binary("bytes"))
        .col(text("choice"))
        .col(big_integer("created_at_ms"))
        .col(big_integer("expires_at_ms"))
        .col(big_integer("version"))
        .foreign_key(&mut parent(name, "office_id", "office"))
        .foreign_key(&mut parent(name, "account_id", "account"))
        .to_owned()
}

fn code_table() -> TableCreateStatement {
    let name = "code_table";
    Table::create()
        .table(name)
        .col(big_pk_auto("id"))
        .col(big_integer("office_id"))
        .col(big_integer_null("account_id"))
        .col(text("name"))
        .col(text("sha256"))
        .col(binary("bytes"))
        .col(text("summary"))
        .col(big_integer("created_at_ms"))
        .foreign_key(&mut parent(name, "office_id", "office"))
        .foreign_key(&mut parent(name, "account_id", "account"))
        .to_owned()
}

#[async_trait::async_trait]
impl MigrationTrait for Step {
    /// All or nothing on both engines.
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(waiting_import()).await?;
        manager.create_table(code_table()).await?;
        let by_office = Index::create().name("ix_waiting_import").table("waiting_import").col("office_id").to_owned();
        manager.create_index(by_office).await
    }

    async fn down(&self, _manager: &SchemaManager) -> Result<(), DbErr> {
        Err(DbErr::Migration("this step cannot be undone: restore a backup instead".to_owned()))
    }
}
