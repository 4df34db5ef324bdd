//! `tasuki data`: 報酬表のフォルダ – official code tables are taken into a folder that `tasuki serve --data` reads.
mod check_pack;
pub(super) mod prices;
mod told;

use super::reading::unreadable;
use crate::console;
use anyhow::{Context, Result, bail};
use clap::{Args, Subcommand};
use fees::{FeeTables, import::Import};
use jiff::Timestamp;
use kernel::{Month, typed};
use office::actions::import::codes;
use sha2::{Digest, Sha256};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use told::{FAILED, FAULTY, plain};

/// Most changes that are printed.
const MOST_CHANGES: usize = 100;
/// Folder of the tables taken in, inside the data folder.
const FOLDER: &str = "codes";
const HISTORY: &str = "history.csv";
const HISTORY_HEAD: &str = "at,revision,file,name,sha256,rows,changed,confirmed\n";

/// `tasuki data` as typed.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// 公式のサービスコード表(xlsx・CSV)を点検し、いまの表とのちがいを表示して、フォルダに取り込みます
    ImportCodes(ImportCodes),
    /// 市町村パックを点検し、規則をことばで説明して、パックの試しを実行します
    CheckPack(check_pack::CheckPack),
    /// 市町村の規則に単価のない名前の一覧を、単価を書き込める表(CSV)にして出します
    PriceTemplate(prices::Template),
    /// 市町村の単価表から書き写した単価(CSV)を点検し、フォルダに取り込みます
    ImportPrices(prices::ImportPrices),
}

/// `tasuki data import-codes` as typed.
#[derive(Debug, Args)]
struct ImportCodes {
    /// サービスコード表(.xlsx か .csv)
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// 表が使われ始める月(2026-06、R8.6 など)
    #[arg(long, value_name = "MONTH", value_parser = month)]
    from: Month,
    /// 報酬表のフォルダ。tasuki serve --data に同じものを指定すると、取り込んだ表を使います
    #[arg(long, value_name = "DIR", required_unless_present = "dry_run")]
    data: Option<PathBuf>,
    /// ちがいを表示するだけで、何も書きません
    #[arg(long)]
    dry_run: bool,
}

fn month(text: &str) -> Result<Month, String> {
    text.parse().or_else(|_| typed::month(text).map_err(|error| error.to_string()))
}

/// Checks, shows, and takes in.
pub(crate) fn run(arguments: &Arguments) -> ExitCode {
    let outcome = match &arguments.command {
        Command::ImportCodes(wanted) => import(wanted),
        Command::CheckPack(wanted) => check_pack::check(wanted),
        Command::PriceTemplate(wanted) => prices::template(wanted),
        Command::ImportPrices(wanted) => prices::import(wanted),
    };
    match outcome {
        Ok((status, text)) => console::finish(status, &text),
        Err(error) => {
            console::complain(&format!("{error:#}"));
            ExitCode::from(FAILED)
        }
    }
}

fn import(wanted: &ImportCodes) -> Result<(u8, String)> {
    let bytes = match std::fs::read(&wanted.file) {
        Ok(bytes) => bytes,
        Err(error) => bail!("{}", unreadable(&wanted.file, &error)),
    };
    let name = wanted.file.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let tables = tables(wanted.data.as_deref())?;
    let import = match codes::read(tables, &name, &bytes, wanted.from) {
        Ok(import) => import,
        Err(wrong) => bail!("{}: {}。直し方: {}", wrong.place.text, wrong.what, wrong.how_to_fix),
    };
    let mut text = told(&import, wanted.from);
    let status = if import.problems.is_empty() { 0 } else { FAULTY };
    match &wanted.data {
        _ if wanted.dry_run => text.push_str("試しに読んだだけで、何も書いていません\n"),
        _ if !import.is_useful() => {
            text.push_str("使える行がないため、何も書いていません\n");
            return Ok((FAILED, text));
        }
        Some(folder) => {
            let written = keep(folder, &name, &bytes, wanted.from, tables, &import)?;
            let _ = writeln!(text, "取り込みました: {}", written.display());
        }
        None => {}
    }
    Ok((status, text))
}

fn told(import: &Import, from: Month) -> String {
    let mut text = format!(
        "{}からの表: 使える行 {}行、変わるコード {}件、検証済みになる行 {}行、直すところ {}件、ほかのサービス {}行\n",
        from.wareki(),
        import.accepted.len(),
        import.difference.len(),
        import.confirmed,
        import.problems.len(),
        import.other_services
    );
    for problem in &import.problems {
        let _ = writeln!(text, "  [直すところ] {}({})", problem.place.text, problem.code);
        let _ = writeln!(text, "      {}", problem.what);
        let _ = writeln!(text, "      直し方: {}", problem.how_to_fix);
    }
    let said = |known: &fees::import::Known| {
        let units = known.units.map_or_else(|| "単位数なし".to_owned(), |units| format!("{}単位", units.0));
        format!("{} {units}", known.name)
    };
    for change in import.difference.iter().take(MOST_CHANGES) {
        let before = change.before.as_ref().map_or_else(|| "(なし)".to_owned(), said);
        let _ = writeln!(text, "  {} {} → {}", change.code, before, said(&change.after));
    }
    if import.difference.len() > MOST_CHANGES {
        let _ = writeln!(text, "  ほかに{}件", import.difference.len() - MOST_CHANGES);
    }
    text
}

/// Keeps the file, the merged list of codes, and a line of history. The history is written last: a file without its
/// line is not used.
fn keep(folder: &Path, name: &str, bytes: &[u8], from: Month, tables: &FeeTables, import: &Import) -> Result<PathBuf> {
    let folder = folder.join(FOLDER);
    let unwritable = || format!("{} に書けません。書き込める場所を --data で指定してください", folder.display());
    std::fs::create_dir_all(&folder).with_context(unwritable)?;
    let sha256: String = Sha256::digest(bytes).iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    });
    let ending = Path::new(name).extension().unwrap_or_default().to_string_lossy().to_ascii_lowercase();
    let kept = format!("{}.{ending}", &sha256[..16]);
    std::fs::write(folder.join(&kept), bytes).with_context(unwritable)?;
    let mut list = String::new();
    for row in fees::import::export(&tables.with_import(import), from) {
        list.push_str(&row.iter().map(|cell| plain(cell)).collect::<Vec<_>>().join(","));
        list.push('\n');
    }
    let merged = folder.join(format!("{from}.csv"));
    std::fs::write(&merged, list).with_context(unwritable)?;
    let history = folder.join(HISTORY);
    let mut lines = if history.exists() {
        std::fs::read_to_string(&history).with_context(unwritable)?
    } else {
        HISTORY_HEAD.to_owned()
    };
    let (rows, changed, confirmed) = (import.accepted.len(), import.difference.len(), import.confirmed);
    let _ = writeln!(lines, "{},{from},{kept},{},{sha256},{rows},{changed},{confirmed}", Timestamp::now(), plain(name));
    std::fs::write(&history, lines).with_context(unwritable)?;
    Ok(merged)
}

/// The tables of a data folder – or the built-in ones where it has none – with the code tables taken in, in order.
pub(crate) fn tables(folder: Option<&Path>) -> Result<&'static FeeTables> {
    let Some(folder) = folder else { return Ok(FeeTables::builtin()) };
    let history = folder.join(FOLDER).join(HISTORY);
    // a folder of nothing but imports stands on the built-in tables
    let imports = history.exists() || prices::any(folder);
    let mut tables = if folder.join("fees").exists() || !imports && folder.exists() && !empty(folder) {
        // made once and used until the program ends
        &*Box::leak(Box::new(FeeTables::from_dir(folder)?))
    } else {
        FeeTables::builtin()
    };
    if !history.exists() {
        return Ok(tables);
    }
    let lines = std::fs::read_to_string(&history).with_context(|| format!("{} を読めません", history.display()))?;
    for (index, line) in lines.lines().enumerate().skip(1) {
        let wrong = || format!("{} の{}行目を読めません", history.display(), index + 1);
        let cells: Vec<&str> = line.split(',').collect();
        let [_, from, kept, name, ..] = cells.as_slice() else { bail!("{}", wrong()) };
        let bytes = std::fs::read(folder.join(FOLDER).join(kept)).with_context(wrong)?;
        let import = match codes::read(tables, name, &bytes, from.parse().with_context(wrong)?) {
            Ok(import) => import,
            Err(finding) => bail!("{}: {}", wrong(), finding.what),
        };
        tables = Box::leak(Box::new(tables.with_import(&import)));
    }
    Ok(tables)
}

fn empty(folder: &Path) -> bool {
    std::fs::read_dir(folder).is_ok_and(|mut entries| entries.next().is_none())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_code_table_taken_into_a_folder_is_used_from_there_and_a_trial_writes_nothing() {
        let folder = std::env::temp_dir().join(format!("tasuki-codes-{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&folder);
        std::fs::create_dir_all(&folder).unwrap();
        let file = folder.join("official.csv");
        let data = folder.join("data");
        let month: Month = "2026-06".parse().unwrap();
        let code = "466037".parse().unwrap();
        let before = FeeTables::builtin().code(&code, month).unwrap().units.unwrap();
        let table = format!(
            "サービスコード,サービス内容略称,合成単位数,算定単位\n466037,試しの加算,{},1日につき\n",
            before.0 + 2
        );
        std::fs::write(&file, table).unwrap();
        let wanted = |dry_run| ImportCodes { file: file.clone(), from: month, data: Some(data.clone()), dry_run };
        let (status, text) = import(&wanted(true)).unwrap();
        assert_eq!(status, 0, "{text}");
        assert!(text.contains("466037") && !data.exists());
        import(&wanted(false)).unwrap();
        let used = tables(Some(&data)).unwrap();
        assert_eq!(used.code(&code, month).unwrap().units.unwrap().0, before.0 + 2);
        assert_eq!(std::fs::read_to_string(data.join(FOLDER).join(HISTORY)).unwrap().lines().count(), 2);
        let merged = std::fs::read_to_string(data.join(FOLDER).join("2026-06.csv")).unwrap();
        assert!(merged.contains("466037,試しの加算,"));
        std::fs::remove_dir_all(&folder).unwrap();
    }
}
