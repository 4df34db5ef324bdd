//! 事例書式 就労継続支援B型: its document, keys and the way to its facts.
mod document;
mod facts;
mod keys;
mod reading;

pub use document::{Case, CaseCapability, CaseDay, CaseMonth, CaseOffice, CasePerson, Persons, Tier};
pub(super) use keys::CASE;
