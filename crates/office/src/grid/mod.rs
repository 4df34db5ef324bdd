//! 月の表: the columns of the record sheet, what people type into them, and the copy tools. Pure; no store, no HTTP.
mod cells;
mod columns;
mod exclusions;
mod row;
mod tools;

pub use cells::{own_cost_slot, patch, status_label, text_of};
pub use columns::{Column, Kind, columns, visible};
pub use row::{CellError, DayRow};
pub use tools::{Change, Pattern, clear_all, clear_row, clear_weekends, copy_to_month_end, fill_pattern, pattern_of};
