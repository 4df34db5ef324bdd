//! 監査の事項: the event that ends an act.
use super::kind::AuditKind;
use crate::entry::EntityKind;
use serde_json::Value;

/// What an event is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Subject {
    /// Kind of thing.
    pub kind: EntityKind,
    /// Its id; 0 when there is none.
    pub id: i64,
}

impl Subject {
    /// A thing by kind and id.
    pub const fn new(kind: EntityKind, id: i64) -> Subject {
        Subject { kind, id }
    }
}

/// The event that ends an act.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditEvent {
    /// What was done.
    pub kind: AuditKind,
    /// To what.
    pub subject: Subject,
    /// Further facts as JSON: ids, months, counts. No names and no official numbers of persons.
    pub detail: Value,
}

impl AuditEvent {
    /// An event without further facts.
    pub const fn new(kind: AuditKind, subject: Subject) -> AuditEvent {
        AuditEvent { kind, subject, detail: Value::Null }
    }

    /// The same event with further facts.
    #[must_use]
    pub fn with(mut self, detail: Value) -> AuditEvent {
        self.detail = detail;
        self
    }
}
