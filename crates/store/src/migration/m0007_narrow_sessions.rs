//! Seventh step: sessions that reach one screen only (クイック入力 on a phone).
use sea_orm_migration::{prelude::*, schema::text_null};

pub(crate) struct Step;

impl MigrationName for Step {
    fn name(&self) -> &str {
        "m0007_narrow_sessions"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Step {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // NULL: a session for everything the role may do
        manager.alter_table(Table::alter().table("session").add_column(text_null("reach")).to_owned()).await
    }
}
