//! 取込の結果: what may be taken over, what is wrong, and what would change.
use crate::tables::CodeRow;
use kernel::{Finding, Month, ServiceCode, Units};

/// What is known of a code, for comparison.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Known {
    /// Short name.
    pub name: String,
    /// Units of one count, where they are fixed.
    pub units: Option<Units>,
}

/// A code whose name or units differ from the loaded tables, or that they did not know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// サービスコード.
    pub code: ServiceCode,
    /// Month from which it holds.
    pub from: Month,
    /// As loaded; none when only the official range was known.
    pub before: Option<Known>,
    /// As in the file.
    pub after: Known,
}

/// The outcome of reading a table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Import {
    /// Rows that may be taken over.
    pub accepted: Vec<CodeRow>,
    /// What is wrong, with line and column.
    pub problems: Vec<Finding>,
    /// What the accepted rows change.
    pub difference: Vec<Change>,
    /// Accepted rows that say what is loaded as 未検証 and would confirm it.
    pub confirmed: u32,
    /// Rows of other services, passed over.
    pub other_services: u32,
    /// What became of the slots of 就労定着支援; none when the table has no row of that service.
    pub retention: Option<SlotReport>,
}

/// What became of the slots of 就労定着支援.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SlotReport {
    /// Slots that found a code.
    pub found: Vec<FoundSlot>,
    /// Slots of the revision that still have none.
    pub open: Vec<OpenSlot>,
    /// Rows of 47 that fit no slot by name and units.
    pub unmatched: Vec<CodeRow>,
    /// Rows of 47 that share a slot or a code with another row, so that none of them was taken.
    pub ambiguous: Vec<CodeRow>,
}

impl SlotReport {
    /// Rows that a person may give to a line by hand.
    pub fn left_over(&self) -> impl Iterator<Item = &CodeRow> {
        self.unmatched.iter().chain(&self.ambiguous)
    }
}

/// A slot and the code of the official table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundSlot {
    /// Name of the line.
    pub name: &'static str,
    /// サービスコード.
    pub code: ServiceCode,
}

/// A slot without a code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenSlot {
    /// Name of the line.
    pub name: &'static str,
    /// Units of one count, where they are fixed.
    pub units: Option<Units>,
    /// Codes of unmatched rows with the same units, for a person to look at; never taken by themselves.
    pub same_units: Vec<ServiceCode>,
}
