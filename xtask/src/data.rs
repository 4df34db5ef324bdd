//! データの検査: what must hold for every table under `data/` and every case under `tests/golden/`.
pub(crate) mod cases;
mod rows;

use anyhow::{Context, Result, bail};
use fees::FeeTables;
use std::path::Path;

/// Fails with one sentence per fault.
pub(crate) fn check(root: &Path) -> Result<()> {
    let data = root.join("data");
    let fees = FeeTables::from_dir(&data).context("check-data: the fee tables cannot be read")?;
    let mut faults: Vec<String> = fees.lint().iter().map(ToString::to_string).collect();
    let (tables, row_faults) = rows::faults(&data)?;
    let met = cases::met(&fees, &root.join("tests/golden"))?;
    faults.extend(row_faults);
    faults.extend(met.faults());
    if !faults.is_empty() {
        bail!("check-data: {} fault(s)\n  {}", faults.len(), faults.join("\n  "));
    }
    println!("check-data: fee tables, {tables} other tables and {} cases in order", met.cases);
    Ok(())
}
