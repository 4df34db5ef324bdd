//! `tasuki assess`: 事例を算定する。
use super::data::prices;
use super::reading::{named, unreadable};
use crate::console;
use claims::case::{self, Document};
use clap::Args;
use fees::FeeTables;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Assessed, nothing blocks the claim.
const ASSESSED: u8 = 0;
/// Assessed, and a fault blocks the claim.
const BLOCKED: u8 = 1;
/// The document or the tables cannot be used.
const UNUSABLE: u8 = 2;

/// `tasuki assess` as typed.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// 事例のファイル(JSON)。標準入力から読むときは -
    #[arg(value_name = "CASE.json", required_unless_present = "schema")]
    case: Option<PathBuf>,
    /// 内蔵の報酬表の代わりに使うデータのフォルダ
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    /// 結果を、理由と根拠をつけて日本語で表示します
    #[arg(long)]
    explain: bool,
    /// 事例と結果の書式(JSON Schema)を表示します
    #[arg(long)]
    schema: bool,
}

/// `tasuki explain` as typed: the same with `--explain`.
#[derive(Debug, Args)]
pub(crate) struct Explanation {
    /// 事例のファイル(JSON)。標準入力から読むときは -
    #[arg(value_name = "CASE.json")]
    case: PathBuf,
    /// 内蔵の報酬表の代わりに使うデータのフォルダ
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
}

impl From<Explanation> for Arguments {
    fn from(wanted: Explanation) -> Arguments {
        Arguments { case: Some(wanted.case), data: wanted.data, explain: true, schema: false }
    }
}

/// Prints the result or says why there is none.
pub(crate) fn run(arguments: &Arguments) -> ExitCode {
    if arguments.schema {
        return console::finish(ASSESSED, &pretty(&case::schema()));
    }
    match assess(arguments) {
        Ok((status, text)) => console::finish(status, &text),
        Err(complaint) => {
            console::complain(&complaint);
            ExitCode::from(UNUSABLE)
        }
    }
}

fn assess(arguments: &Arguments) -> Result<(u8, String), String> {
    let folder = arguments.data.as_deref();
    let prices = folder.map(prices::overlays).transpose().map_err(|error| format!("{error:#}"))?.unwrap_or_default();
    // a folder of nothing but prices stands on the built-in tables
    let fees = folder.filter(|folder| !prices::any(folder) || folder.join("fees").exists());
    let replaced = fees.map(FeeTables::from_dir).transpose().map_err(|error| error.to_string())?;
    let tables = replaced.as_ref().unwrap_or_else(|| FeeTables::builtin());
    let path = arguments.case.as_deref().unwrap_or(Path::new("-"));
    let mut case = Document::parse(&document(path)?).map_err(|error| format!("{}: {error}", named(path)))?;
    case.add_prices(&prices);
    let result = case.result(tables);
    let status = if result.blocks_claim { BLOCKED } else { ASSESSED };
    Ok((status, if arguments.explain { result.explanation } else { pretty(&result.output) }))
}

/// The document as text. Notepad's byte order mark is no part of it.
fn document(path: &Path) -> Result<String, String> {
    let bytes = bytes(path).map_err(|error| unreadable(path, &error))?;
    if bytes.trim_ascii().is_empty() {
        return Err(format!("{}: 文書が空です。事例を書いたファイルを指定してください", named(path)));
    }
    String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to() + 1;
        format!("{}: {at}バイト目がUTF-8ではありません。文字コードをUTF-8にして保存し直してください", named(path))
    })
}

fn bytes(path: &Path) -> std::io::Result<Vec<u8>> {
    if path == Path::new("-") {
        let mut bytes = Vec::new();
        std::io::stdin().lock().read_to_end(&mut bytes)?;
        return Ok(bytes);
    }
    std::fs::read(path)
}

fn pretty(value: &serde_json::Value) -> String {
    format!("{value:#}\n")
}
