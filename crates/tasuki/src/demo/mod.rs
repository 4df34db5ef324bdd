//! 見本の町: fills an empty store with invented offices and a year of their work, always the same.
//!
//! Everything goes through the doors that people use – repositories with their audit events, the actions of the claim –
//! and no clock is read: what is written on a day carries that day's time.
mod close;
mod community;
mod data_file;
mod days;
mod fill;
mod filler;
mod folder;
mod retention;
mod stamp;
mod stream;
#[cfg(test)]
mod tests;
mod town;

pub(crate) use fill::fill;
pub(crate) use folder::{DATABASE, Folder, Found, complete};
pub(crate) use stamp::at;
pub(crate) use town::Town;
