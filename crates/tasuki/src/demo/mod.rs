//! 見本の町: fills an empty store with an invented workshop and a year of its work, always the same.
//!
//! Everything goes through the doors that people use – repositories with their audit events, the actions of the claim –
//! and no clock is read: what is written on a day carries that day's time.
mod close;
mod days;
mod fill;
mod folder;
mod stamp;
mod stream;
#[cfg(test)]
mod tests;
mod town;

pub(crate) use fill::fill;
pub(crate) use folder::{Folder, Found, complete};
pub(crate) use town::Town;
