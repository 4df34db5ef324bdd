//! Sixth step: 地域生活支援事業 – office and person masters by 適用年月日, visits, prices entered by the office.
use super::{index, unique};
use sea_orm_migration::{
    prelude::*,
    schema::{big_integer, big_integer_null, big_pk_auto, boolean, text, text_null},
};

pub(crate) struct Step;

impl MigrationName for Step {
    fn name(&self) -> &str {
        "m0006_community"
    }
}

/// A table that belongs to an office, perhaps to one of its people; every row tells when it was last changed.
fn table(name: &'static str, of_person: bool, columns: Vec<ColumnDef>) -> TableCreateStatement {
    let mut statement = Table::create().table(name).to_owned();
    statement.col(big_pk_auto("id")).col(big_integer("office_id"));
    statement.foreign_key(ForeignKey::create().from(name, "office_id").to("office", "id"));
    if of_person {
        statement.col(big_integer("person_id"));
        statement.foreign_key(ForeignKey::create().from(name, "person_id").to("person", "id"));
    }
    for column in columns {
        statement.col(column);
    }
    statement.col(text("body")).col(big_integer("changed_at_ms")).col(big_integer("version"));
    statement
}

fn tables() -> Vec<TableCreateStatement> {
    let visit = vec![
        text("client_key"),
        text("day"),
        text("month"),
        // The following month, when the visit runs over its first midnight.
        text_null("into_month"),
        text("service"),
        big_integer("start_minute"),
        text_null("helper_1"),
        text_null("helper_2"),
        boolean("cleared"),
        text("decisions"),
    ];
    let card = vec![text("valid_from"), big_integer_null("locked_at_ms"), big_integer_null("locked_by")];
    let overlay = |item: &'static str| {
        vec![text("pack"), text(item), text("valid_from"), text_null("valid_to"), boolean("cleared")]
    };
    let mut reading = overlay("point");
    reading.push(big_integer_null("decided_by"));
    vec![
        // No municipality is the empty text, so that the index below holds on both engines.
        table("community_office", false, vec![text("municipality_no"), text("valid_from")]),
        table("community_card", true, card),
        table("visit", true, visit),
        table("price_overlay", false, overlay("price")),
        table("pack_reading", false, reading),
    ]
}

fn indexes() -> Vec<IndexCreateStatement> {
    vec![
        unique("uq_community_office", "community_office", &["office_id", "municipality_no", "valid_from"]),
        unique("uq_community_card", "community_card", &["person_id", "valid_from"]),
        index("ix_community_card", "community_card", &["office_id", "valid_from"]),
        unique("uq_visit_key", "visit", &["office_id", "client_key"]),
        index("ix_visit_month", "visit", &["office_id", "month"]),
        index("ix_visit_into", "visit", &["office_id", "into_month"]),
        index("ix_visit_day", "visit", &["office_id", "day"]),
        index("ix_visit_person", "visit", &["person_id", "day"]),
        index("ix_visit_helper_1", "visit", &["office_id", "helper_1", "day"]),
        index("ix_visit_helper_2", "visit", &["office_id", "helper_2", "day"]),
        index("ix_price_overlay", "price_overlay", &["office_id", "pack", "price"]),
        index("ix_pack_reading", "pack_reading", &["office_id", "pack", "point"]),
    ]
}

#[async_trait::async_trait]
impl MigrationTrait for Step {
    /// All or nothing on both engines.
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for statement in tables() {
            manager.create_table(statement).await?;
        }
        for statement in indexes() {
            manager.create_index(statement).await?;
        }
        Ok(())
    }

    async fn down(&self, _manager: &SchemaManager) -> Result<(), DbErr> {
        Err(DbErr::Migration("recorded visits would be lost: restore a backup instead".to_owned()))
    }
}
