//! 表の読み取り: one reader for the dated CSV tables, naming file and line of whatever it cannot read.
//!
//! Cells are slices of the text itself, so that the compiled-in tables are read without copying. Cells may stand in
//! double quotes; a quote inside a cell is not allowed. Lines that begin with `#` are remarks.
use super::period::{Confidence, Origin, Period};
use kernel::{Month, Ratio, ServiceCode};
use std::path::Path;

/// Why a table could not be read.
#[derive(Debug, thiserror::Error)]
pub enum TableError {
    /// The file is not there or not readable.
    #[error("報酬表 {file} を開けません({reason})。データのフォルダに置いてください")]
    File {
        /// Path below the data folder.
        file: String,
        /// What the system said.
        reason: String,
    },
    /// A row the rules cannot do without is missing.
    #[error("報酬表 {file} に「{key}」の行がありません。行を加えてください")]
    NoRow {
        /// Path below the data folder.
        file: String,
        /// What the row is for.
        key: String,
    },
    /// The heading lacks a column.
    #[error("報酬表 {file} の見出しに列「{column}」がありません。見出し行を直してください")]
    Column {
        /// Path below the data folder.
        file: String,
        /// The column that is missing.
        column: &'static str,
    },
    /// A row has another number of cells than the heading, or a stray quote.
    #[error("報酬表 {file} の {line} 行目は列の数か引用符が正しくありません。見出しと同じ数の列にしてください")]
    Shape {
        /// Path below the data folder.
        file: String,
        /// Line, from 1.
        line: u32,
    },
    /// A cell cannot be read.
    #[error("報酬表 {file} の {line} 行目、列「{column}」の「{value}」は読めません。{allowed}で書いてください")]
    Cell {
        /// Path below the data folder.
        file: String,
        /// Line, from 1.
        line: u32,
        /// Column name.
        column: &'static str,
        /// The text of the cell.
        value: String,
        /// What may stand there.
        allowed: &'static str,
    },
}

/// The text of a table below the data folder.
pub(super) fn read_file(dir: &Path, file: &str) -> Result<&'static str, TableError> {
    let text = std::fs::read_to_string(dir.join(file))
        .map_err(|error| TableError::File { file: file.to_owned(), reason: error.to_string() })?;
    // Rows borrow from the text; tables live as long as the program, so the text does too.
    Ok(text.leak())
}

/// A table split into cells.
pub(crate) struct Sheet {
    file: &'static str,
    heading: Vec<&'static str>,
    rows: Vec<(u32, Vec<&'static str>)>,
}

impl Sheet {
    pub(crate) fn read(file: &'static str, text: &'static str) -> Result<Sheet, TableError> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let mut heading: Option<Vec<&'static str>> = None;
        let mut rows = Vec::new();
        for (index, line) in text.lines().enumerate() {
            let number = index as u32 + 1;
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let cells = split(line).ok_or_else(|| TableError::Shape { file: file.to_owned(), line: number })?;
            match &heading {
                None => heading = Some(cells),
                Some(columns) if columns.len() == cells.len() => rows.push((number, cells)),
                Some(_) => return Err(TableError::Shape { file: file.to_owned(), line: number }),
            }
        }
        Ok(Sheet { file, heading: heading.unwrap_or_default(), rows })
    }

    /// Reads every row with `row`, which is given the cells by column name.
    pub(crate) fn each<T>(&self, mut row: impl FnMut(&Row<'_>) -> Result<T, TableError>) -> Result<Vec<T>, TableError> {
        self.rows.iter().map(|(line, cells)| row(&Row { sheet: self, line: *line, cells })).collect()
    }
}

fn split(line: &'static str) -> Option<Vec<&'static str>> {
    if !line.contains('"') {
        return Some(line.split(',').collect());
    }
    let mut cells = Vec::new();
    let mut rest = line;
    loop {
        let (cell, after) = match rest.strip_prefix('"') {
            Some(quoted) => {
                let (cell, after) = quoted.split_once('"')?;
                (cell, after)
            }
            None => {
                let end = rest.find(',').unwrap_or(rest.len());
                (&rest[..end], &rest[end..])
            }
        };
        if cell.contains('"') {
            return None;
        }
        cells.push(cell);
        match after.strip_prefix(',') {
            Some(next) => rest = next,
            None if after.is_empty() => return Some(cells),
            None => return None,
        }
    }
}

/// One row, read by column name.
pub(crate) struct Row<'a> {
    sheet: &'a Sheet,
    line: u32,
    cells: &'a [&'static str],
}

impl Row<'_> {
    pub(crate) fn text(&self, column: &'static str) -> Result<&'static str, TableError> {
        let at = self.sheet.heading.iter().position(|name| *name == column);
        at.map(|at| self.cells[at]).ok_or_else(|| TableError::Column { file: self.sheet.file.to_owned(), column })
    }

    pub(crate) fn bad(&self, column: &'static str, allowed: &'static str) -> TableError {
        let value = self.text(column).unwrap_or_default().to_owned();
        TableError::Cell { file: self.sheet.file.to_owned(), line: self.line, column, value, allowed }
    }

    pub(crate) fn number(&self, column: &'static str) -> Result<u32, TableError> {
        self.text(column)?.parse().map_err(|_| self.bad(column, "0以上の整数"))
    }

    pub(crate) fn number_or_none(&self, column: &'static str) -> Result<Option<u32>, TableError> {
        if self.text(column)?.is_empty() { Ok(None) } else { self.number(column).map(Some) }
    }

    pub(crate) fn month(&self, column: &'static str) -> Result<Month, TableError> {
        self.text(column)?.parse().map_err(|_| self.bad(column, "2024-04 のような年月"))
    }

    pub(crate) fn code(&self, column: &'static str) -> Result<ServiceCode, TableError> {
        self.text(column)?.parse().map_err(|_| self.bad(column, "6文字のサービスコード"))
    }

    pub(crate) fn code_or_none(&self, column: &'static str) -> Result<Option<ServiceCode>, TableError> {
        if self.text(column)?.is_empty() { Ok(None) } else { self.code(column).map(Some) }
    }

    pub(crate) fn line(&self) -> u32 {
        self.line
    }

    pub(crate) fn period(&self) -> Result<Period, TableError> {
        let to = if self.text("valid_to")?.is_empty() { None } else { Some(self.month("valid_to")?) };
        Ok(Period { from: self.month("valid_from")?, to })
    }

    /// 分数: the columns `numerator` and `denominator`.
    pub(crate) fn ratio(&self) -> Result<Ratio, TableError> {
        let (upper, lower) = (self.number("numerator")?, self.number("denominator")?);
        if lower == 0 {
            return Err(self.bad("denominator", "1以上の整数"));
        }
        Ok(Ratio::new(i64::from(upper), i64::from(lower)))
    }

    pub(crate) fn origin(&self) -> Result<Origin, TableError> {
        let confidence = self.confidence("confidence")?;
        Ok(Origin { period: self.period()?, confidence, source: self.text("source")?, line: self.line })
    }

    /// How well something of the row is known; `None` for an empty cell.
    pub(crate) fn confidence(&self, column: &'static str) -> Result<Option<Confidence>, TableError> {
        match self.text(column)? {
            "S" => Ok(Some(Confidence::Seen)),
            "K" => Ok(Some(Confidence::Known)),
            "?" => Ok(Some(Confidence::Inferred)),
            "" => Ok(None),
            _ => Err(self.bad(column, "S・K・? のどれか")),
        }
    }
}
