//! Fifth step: 就労定着支援 – jobs, plans, contacts, reports, 加算情報, requested claims –, attachments, settings of an office.
use super::{index, unique};
use sea_orm_migration::{
    prelude::*,
    schema::{big_integer, big_integer_null, big_pk_auto, binary, boolean, text},
};

pub(crate) struct Step;

impl MigrationName for Step {
    fn name(&self) -> &str {
        "m0005_retention"
    }
}

/// A table of an office, with the parents of some columns besides.
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
    statement.col(big_integer("version"));
    for &(column, parent) in [("office_id", "office")].iter().chain(parents) {
        statement.foreign_key(ForeignKey::create().from(name, column).to(parent, "id"));
    }
    statement
}

fn tables() -> Vec<TableCreateStatement> {
    let person = [("person_id", "person")];
    let accounts = [("account_id", "account"), ("removed_by", "account")];
    let of_person = || vec![big_integer("person_id"), text("body")];
    let removable = || vec![big_integer("person_id"), text("body"), boolean("removed")];
    let of_person_month = || vec![big_integer("person_id"), text("month"), text("body")];
    vec![
        table("employment", removable(), &person),
        table("retention_facts", of_person(), &person),
        table("support_plan", removable(), &person),
        table(
            "contact",
            vec![
                big_integer("person_id"),
                text("month"),
                text("on_day"),
                text("billing"),
                text("search_key"),
                text("body"),
                boolean("removed"),
            ],
            &person,
        ),
        table("support_report", of_person_month(), &person),
        table("retention_month", vec![text("month"), text("body")], &[]),
        table("retention_rate", vec![big_integer("fiscal_year"), text("body")], &[]),
        table("retention_claim", of_person_month(), &person),
        table("office_setting", vec![text("name"), text("body")], &[]),
        table(
            "attachment",
            vec![
                text("owner_kind"),
                big_integer("owner_id"),
                text("name"),
                text("media_type"),
                big_integer("size"),
                text("sha256"),
                binary("bytes"),
                big_integer_null("account_id"),
                big_integer("created_at_ms"),
                big_integer_null("removed_at_ms"),
                big_integer_null("removed_by"),
            ],
            &accounts,
        ),
    ]
}

fn indexes() -> Vec<IndexCreateStatement> {
    vec![
        index("ix_employment", "employment", &["office_id", "person_id"]),
        unique("uq_retention_facts", "retention_facts", &["person_id"]),
        index("ix_retention_facts", "retention_facts", &["office_id"]),
        index("ix_support_plan", "support_plan", &["office_id", "person_id"]),
        index("ix_contact_month", "contact", &["office_id", "month"]),
        index("ix_contact_person", "contact", &["person_id", "on_day"]),
        unique("uq_support_report", "support_report", &["person_id", "month"]),
        index("ix_support_report", "support_report", &["office_id", "month"]),
        unique("uq_retention_month", "retention_month", &["office_id", "month"]),
        unique("uq_retention_rate", "retention_rate", &["office_id", "fiscal_year"]),
        unique("uq_retention_claim", "retention_claim", &["person_id", "month"]),
        index("ix_retention_claim", "retention_claim", &["office_id", "month"]),
        unique("uq_office_setting", "office_setting", &["office_id", "name"]),
        index("ix_attachment", "attachment", &["office_id", "owner_kind", "owner_id"]),
    ]
}

#[async_trait::async_trait]
impl MigrationTrait for Step {
    /// All or nothing on both engines.
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in tables() {
            manager.create_table(table).await?;
        }
        for index in indexes() {
            manager.create_index(index).await?;
        }
        Ok(())
    }

    async fn down(&self, _manager: &SchemaManager) -> Result<(), DbErr> {
        Err(DbErr::Migration("plans, records and their files would be lost: restore a backup instead".to_owned()))
    }
}
