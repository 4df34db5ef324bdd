//! 一日の行: a day of the grid, and a cell that cannot be taken.
use fees::b_type::facts::DayFacts;

/// One day of one person as the grid shows it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DayRow {
    /// The facts.
    pub facts: DayFacts,
    /// 備考.
    pub remark: String,
    /// 本人実費: quantities of the items 1–5.
    pub own_costs: [u32; 5],
}

/// What is wrong in a cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CellError {
    /// Field name.
    pub field: String,
    /// Japanese sentence: what and how to mend.
    pub message: String,
}
