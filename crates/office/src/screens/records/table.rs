//! 表の行とセル as the templates show them.
use crate::grid::{Column, DayRow, Kind, text_of};

/// One cell.
#[derive(Clone, Debug)]
pub(crate) struct Cell {
    pub(crate) key: &'static str,
    pub(crate) label: &'static str,
    pub(crate) class: &'static str,
    pub(crate) flag: bool,
    pub(crate) text: String,
    pub(crate) error: bool,
}

/// One row: a day of a person, or a person on a day.
#[derive(Clone, Debug)]
pub(crate) struct Row {
    /// Day of the month, or id of the person.
    pub(crate) number: i64,
    /// Version on the screen, empty without a record.
    pub(crate) version: String,
    /// Weekday, or nothing.
    pub(crate) weekday: &'static str,
    /// `sat`, `sun`, `holiday` or nothing.
    pub(crate) tint: &'static str,
    /// Name of the holiday.
    pub(crate) holiday: String,
    /// Name of the person (day table).
    pub(crate) name: String,
    /// Address of the person's month (day table).
    pub(crate) href: String,
    pub(crate) cells: Vec<Cell>,
    /// Words in the last column.
    pub(crate) state: String,
    pub(crate) has_error: bool,
}

/// The cells of a row; empty ones when there is no record.
pub(crate) fn cells(columns: &[Column], row: Option<&DayRow>) -> Vec<Cell> {
    columns
        .iter()
        .map(|column| Cell {
            key: column.key,
            label: column.label,
            class: match column.kind {
                Kind::Status => "status",
                Kind::Text => "remark",
                _ => "",
            },
            flag: column.kind == Kind::Flag,
            text: row.map(|row| text_of(row, column.key)).unwrap_or_default(),
            error: false,
        })
        .collect()
}
