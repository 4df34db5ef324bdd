//! 表: an uploaded workbook or CSV as rows of texts.
use super::{Refused, refused};
use serde::{Deserialize, Serialize};

/// Most columns of a sheet.
pub const MOST_COLUMNS: usize = 100;
/// Longest text of a cell.
const LONGEST_CELL: usize = 2_000;

/// What a cell held.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum CellKind {
    /// A text, or nothing.
    #[default]
    Text,
    /// A number: zeros in front were lost before it came here.
    Number,
    /// `#N/A` and its like.
    Error,
}

/// One cell.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cell {
    /// Its text; a day is written `2026-04-01`.
    pub text: String,
    /// What it held.
    pub kind: CellKind,
}

/// One sheet.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sheet {
    /// Its name; empty for a CSV.
    pub name: String,
    /// Rows from the first row of the sheet, empty ones included.
    pub rows: Vec<Vec<Cell>>,
}

impl Sheet {
    /// Number of columns.
    pub fn width(&self) -> usize {
        self.rows.iter().map(Vec::len).max().unwrap_or(0)
    }

    /// A cell; an empty one outside the sheet.
    pub fn cell(&self, row: usize, column: usize) -> &Cell {
        static EMPTY: Cell = Cell { text: String::new(), kind: CellKind::Text };
        self.rows.get(row).and_then(|cells| cells.get(column)).unwrap_or(&EMPTY)
    }

    /// Sets a cell, or says why it does not fit.
    pub(super) fn put(&mut self, most: usize, row: usize, column: usize, cell: Cell) -> Result<(), Refused> {
        if row >= most || column >= MOST_COLUMNS {
            return Err(too_large(most));
        }
        if cell.text.chars().count() > LONGEST_CELL {
            let what = format!("セルの文字が{LONGEST_CELL}字を超えています");
            return Err(refused("I09", address(row, column), what, "セルの中身を短くしてください"));
        }
        if self.rows.len() <= row {
            self.rows.resize(row + 1, Vec::new());
        }
        let cells = &mut self.rows[row];
        if cells.len() <= column {
            cells.resize(column + 1, Cell::default());
        }
        cells[column] = cell;
        Ok(())
    }
}

/// All sheets of a file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Table {
    /// Sheets that hold anything, in the order of the file.
    pub sheets: Vec<Sheet>,
}

/// `B3`.
pub fn address(row: usize, column: usize) -> String {
    format!("{}{}", column_name(column), row + 1)
}

/// `A`, …, `Z`, `AA`, ….
pub fn column_name(column: usize) -> String {
    let letter = |index: usize| char::from(b'A' + u8::try_from(index % 26).unwrap_or(0));
    if column < 26 { letter(column).to_string() } else { format!("{}{}", column_name(column / 26 - 1), letter(column)) }
}

pub(super) fn too_large(most: usize) -> Refused {
    let what = format!("表が大きすぎます({most}行・{MOST_COLUMNS}列まで)");
    refused("I08", "ファイル全体", what, "使わない行と列を消すか、いくつかのファイルに分けてください")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn columns_are_named_as_spreadsheets_name_them() {
        let names: Vec<String> = [0, 25, 26, 51, 52, 99].into_iter().map(column_name).collect();
        assert_eq!(names, ["A", "Z", "AA", "AZ", "BA", "CV"]);
        assert_eq!(address(2, 1), "B3");
    }
}
