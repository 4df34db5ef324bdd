//! 性能の測定: `cargo xtask bench fees` and `bench community` measure in a release build and write their sections of
//! docs/BENCHMARKS.md.
mod common;
mod community;
mod fees;
mod machine;
mod report;
mod rival;
mod timing;

use crate::programs;
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
    /// A city month of 地域生活支援事業 through the database and the rules.
    Community(CommunityChoice),
}

#[derive(Debug, Args)]
struct CommunityChoice {
    /// Date to print in the report; the day of the machine when absent.
    #[arg(long, value_name = "YYYY-MM-DD")]
    date: Option<String>,
    /// Print the section and leave docs/BENCHMARKS.md as it is.
    #[arg(long)]
    dry_run: bool,
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
    match &choice.bench {
        Bench::Fees(choice) => run_fees(choice),
        // The work itself runs in a release build of its own.
        Bench::Community(choice) => {
            let section = community::section(choice.date.as_deref())?;
            finish("community", &section, choice.dry_run)
        }
    }
}

fn finish(name: &str, section: &str, dry_run: bool) -> Result<()> {
    print!("{section}");
    if dry_run { Ok(()) } else { report::write(name, section) }
}

fn run_fees(choice: &FeesChoice) -> Result<()> {
    if cfg!(debug_assertions) {
        return in_release(choice);
    }
    let section = fees::section(choice.date.as_deref(), choice.alone)?;
    finish("fees", &section, choice.dry_run)
}

fn in_release(choice: &FeesChoice) -> Result<()> {
    let mut words = vec!["run", "--quiet", "--release", "--package", "xtask", "--", "bench", "fees"];
    if let Some(date) = &choice.date {
        words.extend(["--date", date]);
    }
    words.extend(choice.alone.then_some("--alone"));
    words.extend(choice.dry_run.then_some("--dry-run"));
    programs::cargo(words, &[])
}
