//! `tasuki data check-pack`: 市町村パック – explains a pack in words and runs the tests it carries.
use super::told::FAULTY;
use crate::commands::reading::unreadable;
use anyhow::{Result, bail};
use clap::Args;
use fees::community::codes::CodeTable;
use fees::community::pack::{PARTIALS_FILE, Pack, PackError, Partials};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

/// `tasuki data check-pack` as typed.
#[derive(Debug, Args)]
pub(super) struct CheckPack {
    /// 市町村パック(data/municipal の .toml)
    #[arg(value_name = "FILE")]
    file: PathBuf,
}

pub(super) fn check(wanted: &CheckPack) -> Result<(u8, String)> {
    let text = match std::fs::read_to_string(&wanted.file) {
        Ok(text) => text,
        Err(error) => bail!("{}", unreadable(&wanted.file, &error)),
    };
    let name = wanted.file.file_name().unwrap_or_default().to_string_lossy().into_owned();
    if name == PARTIALS_FILE {
        return Ok(Partials::read(&name, &text).map_or_else(|error| refused(&error), |partials| known(&partials)));
    }
    Ok(match Pack::read(&name, &text) {
        Ok(pack) => explained(&pack, wanted.file.parent()),
        Err(error) => refused(&error),
    })
}

fn refused(error: &PackError) -> (u8, String) {
    let mut text = format!("直すところ {}件\n", error.0.len());
    for problem in &error.0 {
        let _ = writeln!(text, "  {} {}行目({})", problem.file, problem.line, problem.code);
        let _ = writeln!(text, "      {}", problem.what);
        let _ = writeln!(text, "      直し方: {}", problem.how_to_fix);
    }
    (FAULTY, text)
}

fn known(partials: &Partials) -> (u8, String) {
    let mut text =
        format!("一部だけわかっている市町村 {}件。ここから請求の計算はできません\n", partials.municipalities.len());
    for municipality in &partials.municipalities {
        let _ = writeln!(text, "\n■ {}({})", municipality.name, municipality.why);
        for fact in &municipality.facts {
            let _ = writeln!(text, "  {}: {}", fact.topic, fact.text);
        }
        let _ = writeln!(text, "  出典: {}", municipality.source);
    }
    (0, text)
}

fn explained(pack: &Pack, folder: Option<&Path>) -> (u8, String) {
    let mut text = pack.explain().to_text();
    let mut status = 0;
    if let Some(codes) = &pack.codes {
        let (fault, words) = code_table(&folder.unwrap_or(Path::new("")).join(&codes.file));
        status = status.max(fault);
        let _ = writeln!(text, "\n■ コード表\n  {}: {words}", codes.file);
    }
    let outcomes = pack.run_tests();
    let failed = outcomes.iter().filter(|outcome| !outcome.passed()).count();
    let _ = writeln!(text, "\n■ 試し {}件、不合格 {failed}件", outcomes.len());
    for outcome in &outcomes {
        let _ = writeln!(text, "  {}: {}", outcome.id, if outcome.passed() { "合格" } else { "不合格" });
        for fault in &outcome.faults {
            let _ = writeln!(text, "      {fault}");
        }
    }
    (if failed == 0 { status } else { FAULTY }, text)
}

fn code_table(path: &Path) -> (u8, String) {
    let Ok(text) = std::fs::read_to_string(path) else {
        return (FAULTY, "読めません。パックと同じフォルダに置いてください".to_owned());
    };
    match CodeTable::read(&text) {
        Ok(table) => (0, format!("{}コード", table.rows().len())),
        Err(error) => {
            (FAULTY, format!("{}行目 {}: {}。直し方: {}", error.line, error.column, error.what, error.how_to_fix))
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn municipal(file: &str) -> PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data/municipal").join(file)
    }

    #[test]
    fn every_pack_of_the_data_folder_is_explained_and_passes() {
        let mut packs = 0;
        for entry in std::fs::read_dir(municipal("")).unwrap().flatten() {
            if entry.path().extension().is_some_and(|ending| ending == "toml") {
                let (status, text) = check(&CheckPack { file: entry.path() }).unwrap();
                assert_eq!(status, 0, "{}: {text}", entry.path().display());
                packs += 1;
            }
        }
        assert_eq!(packs, 8);
        let (_, chiba) = check(&CheckPack { file: municipal("chiba-city.toml") }).unwrap();
        assert!(chiba.contains("703コード") && chiba.contains("不合格 0件"), "{chiba}");
    }

    #[test]
    fn a_pack_with_a_defect_or_a_failed_test_ends_with_one() {
        let folder = std::env::temp_dir().join(format!("tasuki-pack-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let file = folder.join("kamakura.toml");
        let good = std::fs::read_to_string(municipal("kamakura.toml")).unwrap();
        let told = |text: String| {
            std::fs::write(&file, text).unwrap();
            check(&CheckPack { file: file.clone() }).unwrap()
        };
        let (status, text) = told(good.replace("amount = 735", "amount = 736"));
        assert!(status == FAULTY && text.contains("736") && text.contains("不合格 1件"), "{text}");
        let (status, text) = told(good.replace("premium_min = 15", "premium_minn = 15"));
        assert!(status == FAULTY && text.contains("premium_minn") && text.contains("行目"), "{text}");
        assert!(check(&CheckPack { file: folder.join("none.toml") }).is_err());
        std::fs::remove_dir_all(&folder).unwrap();
    }
}
