//! 地域生活支援事業の画面: masters, records, the phone, claims – driven through the router. Names of tests begin with the
//! ids of the checklist they hold.
#![allow(clippy::unwrap_used)]
#[path = "../support/mod.rs"]
mod support;

mod claim_desk;
mod forms;
mod town;
mod typing;

mod certificates;
mod claim_months;
mod device;
mod office_master;
mod plan;
mod quick;
mod record_checks;
mod record_lines;
mod record_months;
mod rules;
mod several_cities;
mod statements;
