//! 就労定着支援の操作: one function an act, one transaction each.
pub mod additions;
pub mod claims;
pub mod codes;
pub mod conferences;
pub mod month;
pub mod people;
mod person;
pub mod plans;
pub mod records;
pub mod settings;
pub mod summary;

pub use person::person_facts;
