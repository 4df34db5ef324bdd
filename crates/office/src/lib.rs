#![doc = include_str!("../README.md")]
pub mod actions;
mod app;
mod clock;
mod desk;
mod failure;
pub mod grid;
mod guard;
mod headers;
mod in_use;
mod news;
mod passwords;
mod permissions;
mod routes;
mod screens;
mod upload;
mod view;
mod whose_page;

pub use app::{App, Hashing};
pub use clock::{Clock, japan_day, japan_stamp, japan_time};
pub use in_use::TablesInUse;
pub use passwords::{acceptable as acceptable_password, hash as hash_password};
pub use permissions::{Permission, may};
pub use routes::router;
