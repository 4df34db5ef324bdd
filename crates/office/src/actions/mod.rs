//! 操作: one function per act of a person, one transaction and one audit event each.
pub mod access;
pub mod cap;
pub mod claims;
pub mod community;
pub mod import;
pub mod known;
pub mod people;
pub mod prices;
pub mod records;
pub mod retention;
pub mod returned;
pub mod settings;
pub mod wages;
