//! Runs the built program and keeps what it said.
#![allow(dead_code, clippy::unwrap_used)]
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// How a run ended.
pub(crate) struct Run {
    /// Exit status.
    pub(crate) status: i32,
    /// Standard output.
    pub(crate) said: String,
    /// Standard error.
    pub(crate) complained: String,
}

/// Runs `tasuki …` with a document on standard input.
pub(crate) fn tasuki(arguments: &[&str], input: &[u8]) -> Run {
    let mut child = Command::new(env!("CARGO_BIN_EXE_tasuki"))
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // A program that refuses its arguments does not read; that is no matter.
    let _ = child.stdin.take().unwrap().write_all(input);
    let output = child.wait_with_output().unwrap();
    Run {
        status: output.status.code().unwrap(),
        said: String::from_utf8(output.stdout).unwrap(),
        complained: String::from_utf8(output.stderr).unwrap(),
    }
}

/// A path inside the repository.
pub(crate) fn repository(inside: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(inside)
}

/// A small case that can be claimed, with one piece of its text replaced.
pub(crate) fn case_with(from: &str, to: &str) -> String {
    assert!(CASE.contains(from), "the case does not hold `{from}`");
    CASE.replacen(from, to, 1)
}

/// A small case that can be claimed.
pub(crate) const CASE: &str = r#"{
  "service": "b_type",
  "service_month": "2024-07",
  "office": { "area_class": "3級地", "capacity": 20, "fee_class": "II", "average_wage_yen": 16000,
              "capability": { "meal_provision": true } },
  "person": { "burden_cap": 9300, "granted_days": 23, "meal_eligible": true },
  "days": [ { "day": 1, "start": "10:00", "end": "15:00", "meal": true },
            { "day": 2, "status": "absent", "absence_consulted": true } ]
}
"#;
