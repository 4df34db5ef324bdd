//! 使っている報酬表: shared by all requests, so that a code table that is taken in counts from the next request on.
use fees::{FeeTables, import::CodeRow};
use std::sync::{Arc, PoisonError, RwLock};

/// The tables that took the place of those at start, when there are any.
#[derive(Clone, Debug, Default)]
pub struct TablesInUse(Arc<RwLock<Option<&'static FeeTables>>>);

impl TablesInUse {
    /// The tables of the moment, which stay as they are for whoever holds them.
    pub fn or(&self, at_start: &'static FeeTables) -> &'static FeeTables {
        self.0.read().unwrap_or_else(PoisonError::into_inner).unwrap_or(at_start)
    }

    /// Puts imported rows on top. A table is taken in a few times a year: the one before is not given back.
    pub(crate) fn add(&self, at_start: &'static FeeTables, rows: &[CodeRow]) {
        let mut place = self.0.write().unwrap_or_else(PoisonError::into_inner);
        let now = place.unwrap_or(at_start);
        *place = Some(Box::leak(Box::new(now.with_codes(rows))));
    }
}
