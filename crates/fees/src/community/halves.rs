//! 半時間の名前: how the tables of composite codes print runs of half hours.
use std::fmt::{self, Write as _};

/// A number of half hours as the tables print it: `0.5`, `1.0`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Half(pub u32);

impl fmt::Display for Half {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.0 / 2, if self.0.is_multiple_of(2) { 0 } else { 5 })
    }
}

/// The printed name of a run of half hours: `移動1日中0.5・夜間1.0・2人`.
///
/// `mark` stands before every band (`増` for increments) or once in front (`日跨増`), as the table prints them.
pub fn composite_name(prefix: &str, parts: &[(&str, u32)], mark: Mark, second_helper: &str) -> String {
    let mut name = prefix.to_owned();
    if mark == Mark::OverMidnight {
        name.push_str("日跨増");
    }
    for (index, (band, halves)) in parts.iter().enumerate() {
        let sign = if mark == Mark::Increment { "増" } else { "" };
        let dot = if index == 0 { "" } else { "・" };
        let _ = write!(name, "{dot}{band}{sign}{}", Half(*halves));
    }
    if !second_helper.is_empty() {
        let _ = write!(name, "・{}", second_helper.trim_start_matches('・'));
    }
    name
}

/// Which family of codes a name belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// Whole visits and their first hours.
    Plain,
    /// Half hours beyond the curved part of the table.
    Increment,
    /// The part of the second day of a visit over midnight.
    OverMidnight,
}
