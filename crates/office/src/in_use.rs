//! 使っている報酬表: shared by all requests, so that a code table that is taken in – or a code that is given to a line by
//! hand – counts from the next request on.
use fees::{FeeTables, SlotByHand, import::Import};
use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

/// The tables that took the place of those at start, when there are any, and those of offices with codes given by hand.
#[derive(Clone, Debug, Default)]
pub struct TablesInUse {
    imported: Arc<RwLock<Option<&'static FeeTables>>>,
    by_hand: Arc<RwLock<HashMap<i64, ByHand>>>,
}

/// The tables of one office, as of a version of what it gave by hand.
#[derive(Clone, Copy, Debug)]
struct ByHand {
    version: i64,
    under: &'static FeeTables,
    tables: &'static FeeTables,
}

impl TablesInUse {
    /// The tables of the moment, which stay as they are for whoever holds them.
    pub fn or(&self, at_start: &'static FeeTables) -> &'static FeeTables {
        self.imported.read().unwrap_or_else(PoisonError::into_inner).unwrap_or(at_start)
    }

    /// Puts an import on top. A table is taken in a few times a year: the one before is not given back.
    pub(crate) fn add(&self, at_start: &'static FeeTables, import: &Import) {
        let mut place = self.imported.write().unwrap_or_else(PoisonError::into_inner);
        let now = place.unwrap_or(at_start);
        *place = Some(Box::leak(Box::new(now.with_import(import))));
    }

    /// The tables of an office that has given codes by hand: made once a version, and not given back either.
    pub(crate) fn of_office(
        &self,
        under: &'static FeeTables,
        (office, version): (i64, i64),
        given: impl FnOnce() -> Vec<SlotByHand>,
    ) -> &'static FeeTables {
        let fits = |known: &&ByHand| known.version == version && std::ptr::eq(known.under, under);
        let known = self.by_hand.read().unwrap_or_else(PoisonError::into_inner).get(&office).filter(fits).copied();
        if let Some(known) = known {
            return known.tables;
        }
        let tables: &'static FeeTables = Box::leak(Box::new(under.with_slots_by_hand(&given())));
        let mut place = self.by_hand.write().unwrap_or_else(PoisonError::into_inner);
        place.insert(office, ByHand { version, under, tables });
        tables
    }
}
