//! `tasuki data price-template`, `tasuki data import-prices`: 単価 that a municipality's rules do not hold – an empty form
//! of them, and filled forms taken into a data folder.
use super::told::{FAILED, FAULTY, plain};
use crate::commands::reading::unreadable;
use anyhow::{Context, Result, bail};
use clap::Args;
use fees::community::pack::Packs;
use fees::community::price_list;
use fees::community::prices::Overlay;
use jiff::Timestamp;
use records::ms932;
use sha2::{Digest, Sha256};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

/// Folder of the prices taken in, inside the data folder.
const FOLDER: &str = "prices";
const LIST: &str = "prices.csv";
const HISTORY: &str = "history.csv";
const HISTORY_HEAD: &str = "at,file,name,sha256,rows\n";
/// Most rows that are printed.
const MOST_ROWS: usize = 100;

/// `tasuki data price-template` as typed.
#[derive(Debug, Args)]
pub(super) struct Template {
    /// 市町村の規則の名前(kamakura など)
    #[arg(value_name = "PACK")]
    pack: String,
}

/// `tasuki data import-prices` as typed.
#[derive(Debug, Args)]
pub(crate) struct ImportPrices {
    /// 単価の表(price-template の書式のCSV)
    #[arg(value_name = "FILE")]
    pub(crate) file: PathBuf,
    /// データのフォルダ。tasuki assess --data や serve --data に同じものを指定すると、取り込んだ単価を使います。指定しなければ、取り込む内容を表示するだけで何も書きません
    #[arg(long, value_name = "DIR")]
    pub(crate) data: Option<PathBuf>,
}

/// The empty form.
pub(super) fn template(wanted: &Template) -> Result<(u8, String)> {
    let packs = Packs::builtin();
    let Some(pack) = packs.by_id(&wanted.pack) else {
        let known: Vec<&str> = packs.all().iter().map(|pack| pack.identity.id.as_str()).collect();
        bail!("「{}」という市町村の規則はありません。{} のどれかを指定してください", wanted.pack, known.join("、"));
    };
    Ok((0, price_list::template(pack)))
}

/// Checks, shows, and takes in.
pub(crate) fn import(wanted: &ImportPrices) -> Result<(u8, String)> {
    let bytes = match std::fs::read(&wanted.file) {
        Ok(bytes) => bytes,
        Err(error) => bail!("{}", unreadable(&wanted.file, &error)),
    };
    let Some(text) = ms932::read(&bytes) else {
        bail!("{}: CSVとして読めません。文字コードをUTF-8かシフトJISにして保存し直してください", wanted.file.display());
    };
    let entered = wanted.data.as_deref().map(overlays).transpose()?.unwrap_or_default();
    let mut list = price_list::read(Packs::builtin(), &entered, &text);
    list.refuse_read_after(office::Clock::System.today());
    let mut told = format!(
        "取り込める単価 {}件、空の行 {}件、直すところ {}件\n",
        list.accepted.len(),
        list.empty,
        list.problems.len()
    );
    for problem in &list.problems {
        let _ = writeln!(told, "  [直すところ] {}", problem.place.text);
        let _ = writeln!(told, "      {}", problem.what);
        let _ = writeln!(told, "      直し方: {}", problem.how_to_fix);
    }
    for (line, row) in list.accepted.iter().take(MOST_ROWS) {
        let to = row.valid_to.map(|to| to.to_string()).unwrap_or_default();
        let _ = writeln!(
            told,
            "  {line}行目 {} {} {} {}〜{to} {}",
            row.pack, row.name, row.amount, row.valid_from, row.source
        );
    }
    for row in &list.ended {
        let to = row.valid_to.map(|to| to.to_string()).unwrap_or_default();
        let _ = writeln!(
            told,
            "  改定: {} {} {} は {}〜{to} までになります",
            row.pack, row.name, row.amount, row.valid_from
        );
    }
    if list.accepted.is_empty() {
        told.push_str("使える行がないため、何も書いていません\n");
        return Ok((FAILED, told));
    }
    match &wanted.data {
        None => told.push_str("表示しただけで、何も書いていません。書くときは --data でフォルダを指定してください\n"),
        Some(folder) => {
            let mut all = entered;
            for ended in &list.ended {
                let same = |row: &&mut Overlay| {
                    (&row.pack, &row.name, row.valid_from) == (&ended.pack, &ended.name, ended.valid_from)
                };
                all.iter_mut().filter(same).for_each(|row| *row = ended.clone());
            }
            let rows = list.accepted.len();
            all.extend(list.accepted.into_iter().map(|(_, row)| row));
            let name = wanted.file.file_name().unwrap_or_default().to_string_lossy().into_owned();
            let written = keep(folder, &name, &bytes, &all, rows)?;
            let _ = writeln!(told, "取り込みました: {}", written.display());
        }
    }
    Ok((if list.problems.is_empty() { 0 } else { FAULTY }, told))
}

/// Keeps the file, the list of all prices, and a line of history.
fn keep(folder: &Path, name: &str, bytes: &[u8], all: &[Overlay], rows: usize) -> Result<PathBuf> {
    let folder = folder.join(FOLDER);
    let unwritable = || format!("{} に書けません。書き込める場所を --data で指定してください", folder.display());
    std::fs::create_dir_all(&folder).with_context(unwritable)?;
    let sha256: String = Sha256::digest(bytes).iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    });
    std::fs::write(folder.join(format!("{}.csv", &sha256[..16])), bytes).with_context(unwritable)?;
    let list = folder.join(LIST);
    let half_written = folder.join("prices.csv.new");
    std::fs::write(&half_written, price_list::write(all)).with_context(unwritable)?;
    std::fs::rename(&half_written, &list).with_context(unwritable)?;
    let history = folder.join(HISTORY);
    let mut lines = if history.exists() {
        std::fs::read_to_string(&history).with_context(unwritable)?
    } else {
        HISTORY_HEAD.to_owned()
    };
    let _ = writeln!(lines, "{},{}.csv,{},{sha256},{rows}", Timestamp::now(), &sha256[..16], plain(name));
    std::fs::write(&history, lines).with_context(unwritable)?;
    Ok(list)
}

/// Whether prices have been taken into a data folder.
pub(crate) fn any(folder: &Path) -> bool {
    folder.join(FOLDER).join(LIST).exists()
}

/// The prices taken into a data folder; none where nothing was taken in.
pub(crate) fn overlays(folder: &Path) -> Result<Vec<Overlay>> {
    let path = folder.join(FOLDER).join(LIST);
    if !path.exists() {
        return Ok(Vec::new());
    }
    let text = std::fs::read_to_string(&path).with_context(|| format!("{} を読めません", path.display()))?;
    let list = price_list::read(Packs::builtin(), &[], &text);
    if let Some(wrong) = list.problems.first() {
        bail!("{} {}: {}。直し方: {}", path.display(), wrong.place.text, wrong.what, wrong.how_to_fix);
    }
    Ok(list.accepted.into_iter().map(|(_, row)| row).collect())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn prices_are_shown_without_a_folder_and_kept_with_one_and_never_taken_twice() {
        let folder = std::env::temp_dir().join(format!("tasuki-prices-{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&folder);
        std::fs::create_dir_all(&folder).unwrap();
        let file = folder.join("city.csv");
        let form = template(&Template { pack: "kamakura".to_owned() }).unwrap().1;
        let filled =
            form.replace("鎌倉市,単独型,,単位,2022-04,,,", "鎌倉市,単独型,40,単位,2022-04,,市の単価表,2024-05-01");
        std::fs::write(&file, filled).unwrap();
        let data = folder.join("data");
        let (status, told) = import(&ImportPrices { file: file.clone(), data: None }).unwrap();
        assert_eq!(status, 0, "{told}");
        assert!(told.contains("取り込める単価 1件") && !data.exists(), "{told}");
        let wanted = ImportPrices { file, data: Some(data.clone()) };
        import(&wanted).unwrap();
        let kept = overlays(&data).unwrap();
        assert_eq!((kept.len(), kept[0].name.as_str(), kept[0].amount), (1, "単独型", 40));
        let (status, told) = import(&wanted).unwrap();
        assert_eq!(status, FAILED, "{told}");
        assert_eq!(overlays(&data).unwrap(), kept);
        assert_eq!(std::fs::read_to_string(data.join(FOLDER).join(HISTORY)).unwrap().lines().count(), 2);
        std::fs::remove_dir_all(&folder).unwrap();
    }

    #[test]
    fn a_revision_ends_the_price_before_it_and_a_file_of_excel_is_read() {
        let folder = std::env::temp_dir().join(format!("tasuki-revised-{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&folder);
        std::fs::create_dir_all(&folder).unwrap();
        let (file, data) = (folder.join("city.csv"), folder.join("data"));
        let take = |row: &str| {
            let head = "市町村,サービス内容,単価,単位か円か,適用開始月,適用終了月,出典,確かめた日\n";
            let name = "鎌倉市,移動支援 身体介護有 1H";
            let text = format!("{head}{name},{row},市の単価表,R6.5.1\n");
            std::fs::write(&file, ms932::encode(&text).unwrap()).unwrap();
            import(&ImportPrices { file: file.clone(), data: Some(data.clone()) }).unwrap()
        };
        assert_eq!(take("400,単位,R4.4,").0, 0);
        let (status, told) = take("420,単位,R6.4,");
        assert_eq!(status, 0, "{told}");
        assert!(
            told.contains("改定: kamakura 移動支援 身体介護有 1H 400 は 2022-04〜2024-03 までになります"),
            "{told}"
        );
        let kept: Vec<(i64, Option<String>)> =
            overlays(&data).unwrap().iter().map(|row| (row.amount, row.valid_to.map(|to| to.to_string()))).collect();
        assert_eq!(kept, [(400, Some("2024-03".to_owned())), (420, None)]);
        std::fs::remove_dir_all(&folder).unwrap();
    }
}
