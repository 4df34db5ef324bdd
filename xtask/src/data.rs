//! データの検査: what must hold for every table under `data/` and every case under `tests/golden/`.
pub(crate) mod cases;
mod rows;

use anyhow::{Context, Result, bail};
use fees::FeeTables;
use fees::community::pack::Packs;
use std::path::Path;

/// Fails with one sentence per fault.
pub(crate) fn check(root: &Path) -> Result<()> {
    let data = root.join("data");
    let fees = FeeTables::from_dir(&data).context("check-data: the fee tables cannot be read")?;
    let mut faults: Vec<String> = fees.lint().iter().map(ToString::to_string).collect();
    let (tables, row_faults) = rows::faults(&data)?;
    let met = cases::met(&fees, &root.join("tests/golden"))?;
    faults.extend(row_faults);
    let packs = pack_faults(&data, &mut faults);
    faults.extend(met.faults());
    if !faults.is_empty() {
        bail!("check-data: {} fault(s)\n  {}", faults.len(), faults.join("\n  "));
    }
    println!(
        "check-data: fee tables, {tables} other tables, {packs} municipality packs and {} cases in order",
        met.cases
    );
    Ok(())
}

/// 市町村パック: reads them all and runs the tests they carry. Gives their number.
fn pack_faults(data: &Path, faults: &mut Vec<String>) -> usize {
    let packs = match Packs::from_dir(data) {
        Ok(packs) => packs,
        Err(error) => {
            faults.extend(error.0.iter().map(ToString::to_string));
            return 0;
        }
    };
    for pack in packs.all() {
        let failed = pack.run_tests().into_iter().filter(|test| !test.passed());
        let id = &pack.identity.id;
        faults.extend(failed.map(|test| format!("municipal/{id}.toml: test {}: {}", test.id, test.faults.join(", "))));
    }
    packs.all().len()
}
