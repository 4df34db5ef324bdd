//! 就労継続支援B型の算定: sentences of the field, by group of rules.
#![allow(clippy::unwrap_used)]
mod base_fee;
mod day_additions;
mod eras;
mod explained;
mod input;
mod limits;
mod manual;
mod month_additions;
mod rate;
mod reductions;
mod support;
mod tables;
mod worked_claims;
