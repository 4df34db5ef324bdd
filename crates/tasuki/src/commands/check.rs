//! `tasuki check`: 請求ファイルを点検する。
use super::reading::unreadable;
use crate::console;
use clap::Args;
use fees::FeeTables;
use kernel::{Finding, Severity};
use records::Layouts;
use serde_json::json;
use std::fmt::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;

/// No fault in any file.
const SOUND: u8 = 0;
/// A fault in at least one file.
const FAULTY: u8 = 1;
/// A file could not be read at all.
const UNREADABLE: u8 = 2;

/// `tasuki check` as typed.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// 請求ファイル(J11・J61・J41など)
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
    /// 結果をJSONで表示します
    #[arg(long)]
    json: bool,
}

/// Prints the findings of all files together: a statement and its record sheet lie in two of them.
pub(crate) fn run(arguments: &Arguments) -> ExitCode {
    let mut status = SOUND;
    let mut read = Vec::new();
    for path in &arguments.files {
        match std::fs::read(path) {
            Ok(bytes) => read.push((path.display().to_string(), bytes)),
            Err(error) => {
                console::complain(&unreadable(path, &error));
                status = UNREADABLE;
            }
        }
    }
    let files: Vec<(&str, &[u8])> = read.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
    let findings = claims::files::check(&files, Layouts::builtin(), FeeTables::builtin());
    if findings.iter().any(|finding| finding.severity == Severity::Fault) {
        status = status.max(FAULTY);
    }
    let names: Vec<&str> = files.iter().map(|(name, _)| *name).collect();
    console::finish(status, &if arguments.json { as_json(&names, &findings) } else { for_people(&names, &findings) })
}

fn for_people(names: &[&str], findings: &[Finding]) -> String {
    let count = |severity| findings.iter().filter(|finding| finding.severity == severity).count();
    let (faults, warnings, notices) = (count(Severity::Fault), count(Severity::Warning), count(Severity::Notice));
    let mut text = match (names.len(), findings.len()) {
        (0, _) => return String::new(),
        (files, 0) => format!("{files}件のファイルを点検しました。直すところはありません\n"),
        (files, _) => {
            format!("{files}件のファイルを点検しました。誤り {faults}件、確認 {warnings}件、お知らせ {notices}件\n")
        }
    };
    for finding in findings {
        let _ = writeln!(text, "  [{}] {}({})", heading(finding.severity), finding.place.text, finding.code);
        let _ = writeln!(text, "      {}", finding.what);
        let _ = writeln!(text, "      直し方: {}", finding.how_to_fix);
    }
    text
}

fn heading(severity: Severity) -> &'static str {
    match severity {
        Severity::Fault => "誤り",
        Severity::Warning => "確認",
        Severity::Notice => "お知らせ",
    }
}

fn as_json(names: &[&str], findings: &[Finding]) -> String {
    format!("{:#}\n", json!({ "files": names, "findings": findings }))
}
