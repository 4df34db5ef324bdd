//! The screens of 就労定着支援 over HTTP, one room a purpose. One program to link.
#![allow(clippy::unwrap_used)]
#[path = "../support/mod.rs"]
mod support;

mod additions;
mod cards;
mod claim_files;
mod claim_reasons;
mod claim_steps;
mod codes;
mod contacts;
mod fixtures;
mod jobs;
mod office_settings;
mod plans;
mod registration;
mod reports;
mod states;
mod summary;
