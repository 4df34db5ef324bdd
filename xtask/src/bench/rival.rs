//! OpenFisca beside us: installed into a virtual environment under `target/` when the package index answers.
use crate::root;
use serde::Deserialize;
use std::path::{Path, PathBuf};
use std::process::Command;

const VERSION: &str = "openfisca-core==46.0.1";

/// What the script prints for one number of persons.
#[derive(Debug, Deserialize)]
pub(super) struct Answer {
    pub(super) persons: usize,
    pub(super) median_ns: u128,
    pub(super) sum: i64,
    pub(super) engine: String,
}

/// The answers, or why there are none.
pub(super) fn run(counts: &[usize]) -> Result<Vec<Answer>, String> {
    let python = environment(&root::path("target/bench-venv"))?;
    let output = Command::new(python)
        .arg(root::path("xtask/bench/openfisca_common.py"))
        .args(counts.iter().map(ToString::to_string))
        .output()
        .map_err(|error| format!("Python could not be started ({error})"))?;
    if !output.status.success() {
        let words = String::from_utf8_lossy(&output.stderr);
        return Err(format!("the OpenFisca script failed: {}", words.lines().last().unwrap_or("no word")));
    }
    let text = String::from_utf8_lossy(&output.stdout);
    text.lines()
        .map(|line| serde_json::from_str(line).map_err(|error| format!("the OpenFisca script said `{line}` ({error})")))
        .collect()
}

/// A virtual environment with OpenFisca in it, made once.
fn environment(folder: &Path) -> Result<PathBuf, String> {
    let python = folder.join(if cfg!(windows) { "Scripts/python.exe" } else { "bin/python" });
    let has_it = |python: &Path| quietly(Command::new(python).args(["-c", "import openfisca_core"]));
    if has_it(&python) {
        return Ok(python);
    }
    let system = if cfg!(windows) { "python" } else { "python3" };
    if !quietly(Command::new(system).args(["-m", "venv"]).arg(folder)) {
        return Err(format!("no {system} with venv on this machine"));
    }
    let install =
        ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--timeout", "20", "--retries", "1"];
    if !quietly(Command::new(&python).args(install).arg(VERSION)) {
        return Err(format!("pip could not install {VERSION}"));
    }
    Ok(python)
}

fn quietly(command: &mut Command) -> bool {
    command.output().is_ok_and(|output| output.status.success())
}
