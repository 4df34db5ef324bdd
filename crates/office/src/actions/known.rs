//! 画面が知っている行: a stored row as a screen knew it, and whose it is.
use store::{EntityKind, Result, StoreError};

/// A stored row as the screen knew it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Known {
    /// Its id.
    pub id: i64,
    /// The version that was on the screen.
    pub version: i64,
}

/// The row belongs to another person than the address says.
pub(in crate::actions) fn same(kind: EntityKind, person_id: i64, owner: i64) -> Result<()> {
    if person_id == owner { Ok(()) } else { Err(StoreError::NotFound { what: kind.label_ja() }) }
}
