//! 性能の測定: `cargo xtask bench fees` measures in a release build and writes its section of docs/BENCHMARKS.md.
mod common;
mod fees;
mod machine;
mod report;
mod rival;
mod timing;

use crate::suite;
use anyhow::Result;
use clap::{Args, Subcommand};

/// What to measure.
#[derive(Debug, Args)]
pub(crate) struct Choice {
    #[command(subcommand)]
    bench: Bench,
}

#[derive(Debug, Subcommand)]
enum Bench {
    /// Office months and persons a second; one common formula beside OpenFisca.
    Fees(FeesChoice),
}

#[derive(Debug, Args)]
struct FeesChoice {
    /// Date to print in the report; the day of the machine when absent.
    #[arg(long, value_name = "YYYY-MM-DD")]
    date: Option<String>,
    /// Do not install or run OpenFisca.
    #[arg(long)]
    alone: bool,
    /// Print the section and leave docs/BENCHMARKS.md as it is.
    #[arg(long)]
    dry_run: bool,
}

/// Measures. A debug build hands over to a release build of itself: figures without optimisation say nothing.
pub(crate) fn run(choice: &Choice) -> Result<()> {
    let Bench::Fees(choice) = &choice.bench;
    if cfg!(debug_assertions) {
        return in_release(choice);
    }
    let section = fees::section(choice.date.as_deref(), choice.alone)?;
    print!("{section}");
    if choice.dry_run { Ok(()) } else { report::write("fees", &section) }
}

fn in_release(choice: &FeesChoice) -> Result<()> {
    let mut words = vec!["run", "--quiet", "--release", "--package", "xtask", "--", "bench", "fees"];
    if let Some(date) = &choice.date {
        words.extend(["--date", date]);
    }
    words.extend(choice.alone.then_some("--alone"));
    words.extend(choice.dry_run.then_some("--dry-run"));
    suite::cargo(words, &[])
}
