//! The whole suite in one command: every stage prints its name and its time, the first failure ends the run.
use crate::programs::{cargo, run_command};
use crate::root;
use crate::workspace::{Target, packages};
use anyhow::{Context, Result, bail};
use clap::{Args, ValueEnum};
use std::net::TcpListener;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

/// What to run and what to leave out.
#[derive(Debug, Args)]
pub(crate) struct Choice {
    /// Run only these stages.
    #[arg(long, value_enum, value_delimiter = ',')]
    only: Vec<Stage>,
    /// Leave these stages out (the summary says so).
    #[arg(long, value_enum, value_delimiter = ',')]
    without: Vec<Stage>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Stage {
    Format,
    Lints,
    Layers,
    Data,
    Tests,
    Splitting,
    Postgres,
    Browser,
    Docs,
}

const ALL: [Stage; 9] = [
    Stage::Format,
    Stage::Layers,
    Stage::Lints,
    Stage::Data,
    Stage::Tests,
    Stage::Splitting,
    Stage::Postgres,
    Stage::Browser,
    Stage::Docs,
];

/// Runs the chosen stages in order.
pub(crate) fn run(choice: &Choice) -> Result<()> {
    let begun = Instant::now();
    for stage in ALL {
        let name = format!("{stage:?}").to_lowercase();
        if choice.without.contains(&stage) || (!choice.only.is_empty() && !choice.only.contains(&stage)) {
            println!("── {name}: left out as asked");
            continue;
        }
        println!("── {name}");
        let started = Instant::now();
        run_stage(stage).with_context(|| format!("stage `{name}` failed"))?;
        println!("── {name}: passed in {} s", started.elapsed().as_secs());
    }
    println!("suite passed in {} s", begun.elapsed().as_secs());
    Ok(())
}

fn run_stage(stage: Stage) -> Result<()> {
    match stage {
        Stage::Format => cargo(["fmt", "--all", "--check"], &[]),
        Stage::Lints => cargo(["clippy", "--workspace", "--all-targets", "--quiet", "--", "--deny", "warnings"], &[]),
        Stage::Layers => crate::layers::check(&root::path("Cargo.toml"), &root::path("xtask/layers.toml")),
        Stage::Data => crate::data::check(&root::path(".")),
        Stage::Tests => cargo(["test", "--workspace", "--quiet"], &[]),
        Stage::Splitting => all_starts_and_ends(),
        Stage::Postgres => on_postgres(),
        Stage::Browser => in_browser(),
        Stage::Docs => crate::docs::run(&crate::docs::Choice { check: true }),
    }
}

/// 時間の分割: every start and end of a day against the second calculation, which only an optimised build does in
/// reasonable time. Prints how many pairs agree.
fn all_starts_and_ends() -> Result<()> {
    let tests = ["test", "--quiet", "--release", "--package", "fees", "--test", "community_oracle"];
    cargo(tests.into_iter().chain(["--", "--ignored", "--nocapture"]), &[])
}

/// The tests once more with PostgreSQL beneath the rooms that reach a database: the server the environment names,
/// or one of our own that lives as long as the tests.
fn on_postgres() -> Result<()> {
    if let Ok(url) = std::env::var("TASUKI_TEST_POSTGRES") {
        return test_with_database(&url);
    }
    let script = root::path(".ci/postgres");
    // The server runs under an account of its own, which may not look into the repository.
    let folder = std::env::temp_dir().join(format!("tasuki-postgres-{}", std::process::id()));
    let port = free_port()?.to_string();
    let missing = "PostgreSQL did not start; run .ci/setup, or leave it out with --without postgres";
    let started = Command::new(&script).arg("start").arg(&folder).arg(&port).stderr(Stdio::inherit()).output();
    let started = started.context(missing)?;
    if !started.status.success() {
        bail!("{missing}");
    }
    let outcome = test_with_database(String::from_utf8_lossy(&started.stdout).trim());
    let stopped = run_command(Command::new(&script).arg("stop").arg(&folder).arg(&port));
    outcome.and(stopped)
}

/// The test programs of the rooms that test themselves with a database. They are chosen by name out of the whole
/// workspace: a choice of packages would resolve other features and build half of the dependencies a second time.
fn test_with_database(url: &str) -> Result<()> {
    let programs = test_programs_with_database()?;
    println!("on PostgreSQL: {}", programs.join(", "));
    let choice = programs.iter().flat_map(|name| ["--test", name]);
    cargo(["test", "--workspace", "--quiet"].into_iter().chain(choice), &[("TASUKI_TEST_POSTGRES", url)])
}

fn test_programs_with_database() -> Result<Vec<String>> {
    let is_test = |target: &Target| target.kind.iter().any(|kind| kind == "test");
    let packages = packages(&root::path("Cargo.toml"))?.into_iter().filter(|package| package.uses("scratch"));
    let names: Vec<String> =
        packages.flat_map(|package| package.targets).filter(is_test).map(|target| target.name).collect();
    if names.is_empty() {
        bail!("no test program asks for a database: `scratch` is nobody's dev-dependency");
    }
    Ok(names)
}

/// The clicks of a clerk, in Chromium, against the built program.
fn in_browser() -> Result<()> {
    let folder = root::path("tests/browser");
    if !has_browser_tests(&folder) {
        println!("no browser test yet");
        return Ok(());
    }
    if !folder.join("node_modules").is_dir() {
        bail!("tests/browser/node_modules is missing; run .ci/setup, or leave it out with --without browser");
    }
    // The build of the tests, for the same reason.
    cargo(["test", "--workspace", "--no-run", "--quiet"], &[])?;
    let program = target_folder().join("debug").join(format!("tasuki{}", std::env::consts::EXE_SUFFIX));
    run_command(Command::new("npm").args(["test", "--silent"]).current_dir(&folder).env("TASUKI_PROGRAM", program))
}

fn has_browser_tests(folder: &Path) -> bool {
    let Ok(entries) = std::fs::read_dir(folder) else { return false };
    entries.flatten().any(|entry| entry.file_name().to_string_lossy().ends_with(".test.mjs"))
}

fn target_folder() -> std::path::PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root::path("target"), Into::into)
}

fn free_port() -> Result<u16> {
    let listener = TcpListener::bind(("127.0.0.1", 0)).context("no free port on this machine")?;
    Ok(listener.local_addr()?.port())
}
