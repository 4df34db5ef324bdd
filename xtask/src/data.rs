//! データの検査: what must hold for every table under `data/` and every case under `tests/golden/`.
use anyhow::{Result, bail};
use std::path::Path;

mod rows;

/// Fails with one sentence per fault.
pub(crate) fn check(root: &Path) -> Result<()> {
    let (tables, faults) = rows::faults(&root.join("data"))?;
    if !faults.is_empty() {
        bail!("check-data: {} fault(s)\n  {}", faults.len(), faults.join("\n  "));
    }
    println!("check-data: {tables} tables in order");
    Ok(())
}
