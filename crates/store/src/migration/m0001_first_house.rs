//! First step: offices, people, records, months, history, audit.
use super::{index, unique};
use sea_orm_migration::{
    prelude::*,
    schema::{big_integer, big_integer_null, big_pk_auto, binary, boolean, text, text_null},
};

pub(crate) struct Step;

impl MigrationName for Step {
    fn name(&self) -> &str {
        "m0001_first_house"
    }
}

/// A table with its columns; `office_id` (and further parents) become foreign keys.
fn table(
    name: &'static str,
    columns: Vec<ColumnDef>,
    parents: &[(&'static str, &'static str)],
) -> TableCreateStatement {
    let mut statement = Table::create().table(name).to_owned();
    for column in columns {
        statement.col(column);
    }
    for &(column, parent) in parents {
        statement.foreign_key(ForeignKey::create().from(name, column).to(parent, "id"));
    }
    statement
}

const OF_OFFICE: (&str, &str) = ("office_id", "office");
const OF_PERSON: (&str, &str) = ("person_id", "person");
const OF_ACCOUNT: (&str, &str) = ("account_id", "account");
const OF_MONTH: (&str, &str) = ("claim_month_id", "claim_month");

fn tables() -> Vec<TableCreateStatement> {
    vec![
        table(
            "office",
            vec![
                big_pk_auto("id"),
                text("office_no"),
                text("name"),
                text("service_type"),
                text("area_class"),
                text_null("municipality_no"),
                text("operator"),
                text("postal_code"),
                text("address"),
                text("phone"),
                text("representative"),
                text_null("designated_on"),
                big_integer("version"),
            ],
            &[],
        ),
        table(
            "capability_notice",
            vec![big_pk_auto("id"), big_integer("office_id"), text("valid_from"), text("body"), big_integer("version")],
            &[OF_OFFICE],
        ),
        table(
            "account",
            vec![
                big_pk_auto("id"),
                text("login"),
                text("display_name"),
                text("password_phc"),
                big_integer_null("disabled_at_ms"),
                boolean("must_change"),
                big_integer("created_at_ms"),
                big_integer("version"),
            ],
            &[],
        ),
        table(
            "membership",
            vec![
                big_pk_auto("id"),
                big_integer("account_id"),
                big_integer("office_id"),
                text("role"),
                big_integer("granted_at_ms"),
            ],
            &[OF_ACCOUNT, OF_OFFICE],
        ),
        table(
            "session",
            vec![
                big_pk_auto("id"),
                text("token_hash"),
                big_integer("account_id"),
                big_integer("office_id"),
                text("csrf"),
                big_integer("created_at_ms"),
                big_integer("last_seen_at_ms"),
                big_integer("idle_ms"),
                big_integer("expires_at_ms"),
            ],
            &[OF_ACCOUNT, OF_OFFICE],
        ),
        table(
            "login_throttle",
            vec![
                big_pk_auto("id"),
                text("key_hash"),
                big_integer("attempts"),
                big_integer("last_failure_at_ms"),
                big_integer("next_allowed_at_ms"),
            ],
            &[],
        ),
        table(
            "person",
            vec![
                big_pk_auto("id"),
                big_integer("office_id"),
                text("name"),
                text("name_kana"),
                text_null("name_print"),
                text("search_key"),
                text_null("born_on"),
                text_null("started_on"),
                text_null("ended_on"),
                text("note"),
                big_integer("version"),
            ],
            &[OF_OFFICE],
        ),
        table(
            "recipient_card",
            vec![
                big_pk_auto("id"),
                big_integer("office_id"),
                big_integer("person_id"),
                text("valid_from"),
                text("body"),
                big_integer_null("locked_at_ms"),
                big_integer_null("locked_by"),
                big_integer("version"),
            ],
            &[OF_OFFICE, OF_PERSON],
        ),
        table(
            "contract",
            vec![
                big_pk_auto("id"),
                big_integer("office_id"),
                big_integer("person_id"),
                text("from_day"),
                text("body"),
                big_integer("version"),
            ],
            &[OF_OFFICE, OF_PERSON],
        ),
        table(
            "days_exception",
            vec![
                big_pk_auto("id"),
                big_integer("office_id"),
                big_integer("person_id"),
                text("from_month"),
                text("to_month"),
                big_integer("total"),
                big_integer("version"),
            ],
            &[OF_OFFICE, OF_PERSON],
        ),
        table(
            "day_record",
            vec![
                big_pk_auto("id"),
                big_integer("office_id"),
                big_integer("person_id"),
                text("day"),
                text("month"),
                text("status"),
                boolean("cleared"),
                text("body"),
                big_integer("version"),
            ],
            &[OF_OFFICE, OF_PERSON],
        ),
        table(
            "month_facts",
            vec![
                big_pk_auto("id"),
                big_integer("office_id"),
                big_integer("person_id"),
                text("month"),
                text("body"),
                big_integer("version"),
            ],
            &[OF_OFFICE, OF_PERSON],
        ),
        table(
            "claim_month",
            vec![
                big_pk_auto("id"),
                big_integer("office_id"),
                text("month"),
                text("state"),
                boolean("closed"),
                text("steps"),
                big_integer("version"),
            ],
            &[OF_OFFICE],
        ),
        table(
            "claim_result",
            vec![
                big_pk_auto("id"),
                big_integer("office_id"),
                big_integer("claim_month_id"),
                big_integer("person_id"),
                text("dossier"),
                text("outcome"),
                big_integer("version"),
            ],
            &[OF_OFFICE, OF_MONTH, OF_PERSON],
        ),
        table(
            "claim_file",
            vec![
                big_pk_auto("id"),
                big_integer("office_id"),
                big_integer("claim_month_id"),
                text("kind"),
                text("name"),
                text("sha256"),
                binary("bytes"),
                big_integer("created_at_ms"),
                big_integer_null("account_id"),
            ],
            &[OF_OFFICE, OF_MONTH, OF_ACCOUNT],
        ),
        table(
            "claim_run",
            vec![
                big_pk_auto("id"),
                big_integer("office_id"),
                text("month"),
                big_integer_null("account_id"),
                big_integer("started_at_ms"),
                big_integer_null("finished_at_ms"),
                big_integer("total"),
            ],
            &[OF_OFFICE, OF_ACCOUNT],
        ),
        table(
            "claim_run_item",
            vec![
                big_pk_auto("id"),
                big_integer("run_id"),
                big_integer("person_id"),
                text("state"),
                text("message"),
                big_integer_null("at_ms"),
            ],
            &[("run_id", "claim_run"), OF_PERSON],
        ),
        table(
            "version_history",
            vec![
                big_pk_auto("id"),
                big_integer("office_id"),
                text("kind"),
                big_integer("entity_id"),
                big_integer("version"),
                text("body"),
                big_integer_null("account_id"),
                big_integer("at_ms"),
                text("why"),
            ],
            &[],
        ),
        table(
            "audit_event",
            vec![
                big_pk_auto("id"),
                big_integer("office_id"),
                big_integer("seq"),
                big_integer("at_ms"),
                big_integer_null("account_id"),
                text("kind"),
                text("subject_kind"),
                big_integer("subject_id"),
                text("detail"),
                text("prev_hash"),
                text("hash"),
            ],
            &[],
        ),
        table(
            "audit_head",
            vec![big_integer("office_id").primary_key().to_owned(), big_integer("seq"), text("hash")],
            &[],
        ),
        table("setting", vec![text("key").primary_key().to_owned(), text("value")], &[]),
    ]
}

fn indexes() -> Vec<IndexCreateStatement> {
    vec![
        unique("uq_office_no", "office", &["office_no", "service_type"]),
        unique("uq_notice", "capability_notice", &["office_id", "valid_from"]),
        unique("uq_login", "account", &["login"]),
        unique("uq_membership", "membership", &["account_id", "office_id"]),
        unique("uq_session", "session", &["token_hash"]),
        index("ix_session_account", "session", &["account_id"]),
        unique("uq_throttle", "login_throttle", &["key_hash"]),
        index("ix_person_office", "person", &["office_id"]),
        unique("uq_card", "recipient_card", &["person_id", "valid_from"]),
        index("ix_card_office", "recipient_card", &["office_id"]),
        unique("uq_contract", "contract", &["person_id", "from_day"]),
        index("ix_contract_office", "contract", &["office_id"]),
        unique("uq_exception", "days_exception", &["person_id", "from_month"]),
        index("ix_exception_office", "days_exception", &["office_id"]),
        unique("uq_day", "day_record", &["person_id", "day"]),
        index("ix_day_month", "day_record", &["office_id", "month"]),
        unique("uq_month_facts", "month_facts", &["person_id", "month"]),
        index("ix_month_facts", "month_facts", &["office_id", "month"]),
        unique("uq_claim_month", "claim_month", &["office_id", "month"]),
        unique("uq_claim_result", "claim_result", &["claim_month_id", "person_id"]),
        index("ix_claim_file", "claim_file", &["claim_month_id"]),
        index("ix_claim_run", "claim_run", &["office_id", "month"]),
        unique("uq_run_item", "claim_run_item", &["run_id", "person_id"]),
        unique("uq_history", "version_history", &["kind", "entity_id", "version"]),
        unique("uq_audit", "audit_event", &["office_id", "seq"]),
    ]
}

#[async_trait::async_trait]
impl MigrationTrait for Step {
    /// All or nothing on both engines: a machine that stops in the middle starts anew.
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
        Err(DbErr::Migration("the first step cannot be undone: restore a backup instead".to_owned()))
    }
}
