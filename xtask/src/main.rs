//! Tasks of the repository: `cargo xtask test`, `check-layers`, `check-data`, `bench`, `docs`.
mod bench;
mod checklist;
mod data;
mod docs;
mod layers;
mod programs;
mod root;
mod suite;
mod workspace;

use anyhow::Result;
use clap::{Parser, Subcommand};
use std::path::PathBuf;
use std::process::ExitCode;

/// Repository tasks of Tasuki.
#[derive(Debug, Parser)]
#[command(name = "cargo xtask", version)]
struct Arguments {
    #[command(subcommand)]
    task: Task,
}

#[derive(Debug, Subcommand)]
enum Task {
    /// The whole suite: format, lints, layers, data, tests on both databases, browser, documentation.
    Test(suite::Choice),
    /// Fails when a crate uses a crate of its own or a higher floor.
    CheckLayers {
        /// Workspace manifest to look at.
        #[arg(long, value_name = "Cargo.toml")]
        manifest: Option<PathBuf>,
        /// Table of floors.
        #[arg(long, value_name = "layers.toml")]
        floors: Option<PathBuf>,
    },
    /// Writes docs/RULES.md and the documentation of the crates.
    Docs(docs::Choice),
    /// Measures and writes docs/BENCHMARKS.md.
    Bench(bench::Choice),
    /// Fails when a data row lacks a source, a date range is broken or overlaps, a code is unknown or a rule has no case.
    CheckData {
        /// Directory that holds `data/` and `tests/golden/`.
        #[arg(long, value_name = "DIR")]
        root: Option<PathBuf>,
    },
}

fn main() -> ExitCode {
    match run(Arguments::parse().task) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(task: Task) -> Result<()> {
    match task {
        Task::Test(choice) => suite::run(&choice),
        Task::CheckLayers { manifest, floors } => layers::check(
            &manifest.unwrap_or_else(|| root::path("Cargo.toml")),
            &floors.unwrap_or_else(|| root::path("xtask/layers.toml")),
        ),
        Task::Docs(choice) => docs::run(&choice),
        Task::Bench(choice) => bench::run(&choice),
        Task::CheckData { root } => data::check(&root.unwrap_or_else(|| root::path("."))),
    }
}
