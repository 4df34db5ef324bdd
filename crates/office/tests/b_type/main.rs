//! 入口・マスタ・就労継続支援B型の画面: the doors of the house, what every office keeps, and the way of a B型 month – driven
//! through the router.
#![allow(clippy::unwrap_used)]
#[path = "../support/mod.rs"]
mod support;

mod access;
mod additions;
mod bt_office;
mod bt_records;
mod cap;
mod claims;
mod import;
mod masters_people;
mod masters_settings;
mod prices;
mod records;
mod returned;
mod wages;
