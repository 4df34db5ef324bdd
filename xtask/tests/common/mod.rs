//! Runs the built xtask and keeps what it said.
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
