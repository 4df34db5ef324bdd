//! 公式の行: one row of an official code table, and the slot of 就労定着支援 it belongs to.
use super::{FeeTables, Slot};
use kernel::{Month, ServiceCode, Units};
use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;

/// One row of an official table that may be taken over.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CodeRow {
    /// サービスコード, six ASCII characters.
    pub code: ServiceCode,
    /// サービス内容略称 as printed.
    pub name: String,
    /// 合成単位数; none for rates and amounts worked out by hand.
    pub units: Option<Units>,
    /// 算定単位 as printed.
    pub calc_unit: String,
    /// First month.
    pub valid_from: Month,
    /// Last month, when the table gives one.
    pub valid_to: Option<Month>,
    /// File name and SHA-256, as the caller gives them.
    pub source: String,
    /// Line of the file, from 1.
    pub line: u32,
}

impl FeeTables {
    /// The slot of a row: same name but for width and blanks, same units.
    pub(crate) fn slot_of(&self, row: &CodeRow) -> Option<&Slot> {
        let name = folded(&row.name);
        let mut slots = self.retention().slots(row.valid_from);
        slots.find(|slot| slot.units == row.units && folded(slot.name) == name)
    }
}

/// A name for comparison: one width, no blanks.
fn folded(text: &str) -> String {
    text.nfkc().filter(|c| !c.is_whitespace()).collect()
}
