//! Rows as the tables hold them. Nothing outside this crate sees them; the rooms beside turn them into values of the field.
//!
//! Names of columns that hold an instant end in `_ms` (UTC, milliseconds since 1970); days and months are ISO text,
//! which sorts alike on both engines; facts that only the rules read are JSON text.
#![allow(unreachable_pub, missing_docs, dead_code)] // the derive of SeaORM asks for `pub` and for a `Relation`
pub(crate) mod account;
pub(crate) mod attachment;
pub(crate) mod audit_event;
pub(crate) mod audit_head;
pub(crate) mod cap_month;
pub(crate) mod capability_notice;
pub(crate) mod claim_again;
pub(crate) mod claim_file;
pub(crate) mod claim_month;
pub(crate) mod claim_result;
pub(crate) mod claim_run;
pub(crate) mod claim_run_item;
pub(crate) mod code_table;
pub(crate) mod community_card;
pub(crate) mod community_office;
pub(crate) mod contact;
pub(crate) mod contract;
pub(crate) mod day_record;
pub(crate) mod days_exception;
pub(crate) mod employment;
pub(crate) mod login_throttle;
pub(crate) mod membership;
pub(crate) mod month_facts;
pub(crate) mod office;
pub(crate) mod office_setting;
pub(crate) mod pack_reading;
pub(crate) mod person;
pub(crate) mod price_list;
pub(crate) mod price_overlay;
pub(crate) mod recipient_card;
pub(crate) mod retention_claim;
pub(crate) mod retention_facts;
pub(crate) mod retention_month;
pub(crate) mod retention_rate;
pub(crate) mod session;
pub(crate) mod setting;
pub(crate) mod support_plan;
pub(crate) mod support_report;
pub(crate) mod version_history;
pub(crate) mod visit;
pub(crate) mod wage_basis;
pub(crate) mod wage_year;
pub(crate) mod waiting_import;
