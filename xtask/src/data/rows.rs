//! 行の検査: rows of the tables outside the fees, whose own checks live beside their readers.
//!
//! Calendar rows need a day that is one, a source and a confidence, and no day twice. Layout rows count their items from 1
//! without a hole, and each item has a name and a length.
use anyhow::{Context, Result, bail};
use csv::StringRecord;
use std::collections::HashSet;
use std::path::{Path, PathBuf};

/// Faults of the calendar, the layouts and the tables of the claim files, and how many tables were read.
pub(crate) fn faults(data: &Path) -> Result<(usize, Vec<String>)> {
    let mut faults = Vec::new();
    let calendar = tables(&data.join("calendar"))?;
    let layouts = tables(&data.join("layouts"))?;
    let claims = tables(&data.join("claims"))?;
    for table in &claims {
        faults.extend(Sheet::read(data, table)?.dated_faults());
    }
    for table in &calendar {
        faults.extend(Sheet::read(data, table)?.calendar_faults());
    }
    for table in &layouts {
        faults.extend(Sheet::read(data, table)?.layout_faults());
    }
    Ok((calendar.len() + layouts.len() + claims.len(), faults))
}

/// Attributes an item may have.
const ATTRIBUTES: [&str; 6] = ["英数", "数値", "コード値", "漢字", "改行", WHOLE_RECORD];
/// The inner record of an envelope line: as long as its own items.
const WHOLE_RECORD: &str = "データ";

struct Sheet {
    name: String,
    header: StringRecord,
    rows: Vec<(u64, StringRecord)>,
}

impl Sheet {
    fn read(data: &Path, path: &Path) -> Result<Sheet> {
        let name = path.strip_prefix(data).unwrap_or(path).display().to_string();
        let mut reader = csv::ReaderBuilder::new()
            .comment(Some(b'#'))
            .from_path(path)
            .with_context(|| format!("cannot read {name}"))?;
        let header = reader.headers().with_context(|| format!("{name} has no header"))?.clone();
        let mut rows = Vec::new();
        for record in reader.records() {
            let record = record.with_context(|| format!("{name} is not a table"))?;
            rows.push((record.position().map_or(0, csv::Position::line), record));
        }
        if rows.is_empty() {
            bail!("{name} has no row");
        }
        Ok(Sheet { name, header, rows })
    }

    /// The cell of a column; empty when the column is missing.
    fn cell<'r>(&self, row: &'r StringRecord, column: &str) -> &'r str {
        let at = self.header.iter().position(|name| name == column);
        at.and_then(|at| row.get(at)).unwrap_or_default().trim()
    }

    /// Rows in force from–to: months that are some, not backwards, and no two rows of one first cell at the same time.
    fn dated_faults(&self) -> Vec<String> {
        let name = &self.name;
        let mut faults = self.origin_faults();
        let mut seen: Vec<(&str, kernel::Month, Option<kernel::Month>)> = Vec::new();
        for (line, row) in &self.rows {
            let (from, to) = (self.cell(row, "valid_from"), self.cell(row, "valid_to"));
            let last = if to.is_empty() { Ok(None) } else { to.parse().map(Some) };
            let (Ok(first), Ok(last)) = (from.parse::<kernel::Month>(), last) else {
                faults.push(format!("{name}:{line}: `{from}`–`{to}` are no months"));
                continue;
            };
            if last.is_some_and(|last| last < first) {
                faults.push(format!("{name}:{line}: in force from {from} to {to}, which runs backwards"));
            }
            let key = row.get(0).unwrap_or_default();
            let overlaps = |other: &&(&str, kernel::Month, Option<kernel::Month>)| {
                other.0 == key && other.2.is_none_or(|end| first <= end) && last.is_none_or(|end| other.1 <= end)
            };
            if seen.iter().any(|other| overlaps(&other)) {
                faults.push(format!("{name}:{line}: a second row for `{key}` in the same months"));
            }
            seen.push((key, first, last));
        }
        faults
    }

    fn calendar_faults(&self) -> Vec<String> {
        let name = &self.name;
        let mut faults = self.origin_faults();
        let mut days = HashSet::new();
        let day_column = if self.header.iter().any(|column| column == "day") { "day" } else { "start" };
        for (line, row) in &self.rows {
            let day = self.cell(row, day_column);
            if day.parse::<kernel::Day>().is_err() {
                faults.push(format!("{name}:{line}: `{day}` is no day of the calendar"));
            }
            if !days.insert(day) {
                faults.push(format!("{name}:{line}: {day} stands here twice"));
            }
        }
        faults
    }

    fn layout_faults(&self) -> Vec<String> {
        let name = &self.name;
        let mut faults = self.origin_faults();
        let mut names = HashSet::new();
        for (expected, (line, row)) in (1usize..).zip(&self.rows) {
            let number = self.cell(row, "no");
            if number != expected.to_string() {
                faults.push(format!("{name}:{line}: item {number} stands where item {expected} belongs"));
            }
            let item = self.cell(row, "name");
            if item.is_empty() || !names.insert(item) {
                faults.push(format!("{name}:{line}: item {number} has no name of its own"));
            }
            let attribute = self.cell(row, "attr");
            if !ATTRIBUTES.contains(&attribute) {
                faults.push(format!("{name}:{line}: `{attribute}` is no attribute of an item"));
            }
            let has_length = self.cell(row, "bytes").parse::<u16>().is_ok_and(|bytes| bytes > 0);
            if !has_length && attribute != WHOLE_RECORD {
                faults.push(format!("{name}:{line}: item {number} has no length"));
            }
        }
        faults
    }

    fn origin_faults(&self) -> Vec<String> {
        let mut faults = Vec::new();
        for (line, row) in &self.rows {
            for column in ["source", "confidence"] {
                if self.cell(row, column).is_empty() {
                    faults.push(format!("{}:{line}: no {column}", self.name));
                }
            }
        }
        faults
    }
}

fn tables(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let entries = std::fs::read_dir(folder).with_context(|| format!("cannot list {}", folder.display()))?;
    for entry in entries {
        let path = entry?.path();
        if path.extension().is_some_and(|end| end == "csv") {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}
