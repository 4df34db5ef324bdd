//! 事例書式 就労定着支援: its document, keys, the way to its facts and its result.
mod document;
mod facts;
mod keys;
mod result;

pub use document::{RetentionCase, RetentionCaseOffice, RetentionCasePerson};
pub(super) use keys::CASE;
pub(super) use result::schema;
