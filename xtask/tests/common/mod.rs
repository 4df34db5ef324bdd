//! Runs the built xtask and keeps what it said.
use std::path::{Path, PathBuf};
use std::process::Command;

/// How a run ended.
pub(crate) struct Run {
    /// Exit status 0.
    pub(crate) passed: bool,
    /// Both streams, one after the other.
    pub(crate) words: String,
}

/// Runs `cargo xtask …`.
pub(crate) fn xtask(arguments: &[&str]) -> Run {
    let output = Command::new(env!("CARGO_BIN_EXE_xtask")).args(arguments).output().unwrap();
    let words = [output.stdout, output.stderr].concat();
    Run { passed: output.status.success(), words: String::from_utf8(words).unwrap() }
}

/// A folder under `tests/fixtures`.
pub(crate) fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(name)
}
