//! 項目の名前: what a key of a document is called in Japanese.
use super::{b_type, community, retention};

/// Japanese name of a key (`office.capability.transport`) in the documents of the service a rule belongs to.
pub(super) fn label(rule: &str, path: &str) -> Option<&'static str> {
    match rule.split_once('.') {
        Some(("community", _)) => community::CASE.label(path),
        Some(("retention", _)) => retention::CASE.label(path),
        _ => b_type::CASE.label(path),
    }
}
