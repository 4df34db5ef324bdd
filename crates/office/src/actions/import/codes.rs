//! 公式のサービスコード表の取込み: the sheet of a workbook or CSV that holds the codes, and how its rows become the
//! tables in use.
use super::{Refused, reading, refused, sheet::Sheet};
use fees::{FeeTables, import::Import};
use kernel::Month;
use serde::{Deserialize, Serialize};
use store::Store;

/// Most rows of an official table: all services together have far fewer.
const MOST_ROWS: usize = 60_000;

/// What is kept beside a table that was taken in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Summary {
    /// Month from which the table holds.
    pub revision: Month,
    /// Rows taken over.
    pub rows: usize,
    /// Codes whose name or units changed, or that were new.
    pub changed: usize,
    /// 未検証 rows that it confirmed.
    pub confirmed: u32,
}

impl Summary {
    /// Of an import.
    pub fn of(revision: Month, import: &Import) -> Summary {
        Summary { revision, rows: import.accepted.len(), changed: import.difference.len(), confirmed: import.confirmed }
    }
}

/// Reads an official table that holds from `revision` on: of several sheets the one with most
/// codes of B型, and the one with most of 就労定着支援.
///
/// # Errors
/// The one finding that keeps the file out; what is wrong with single rows stands in the [`Import`].
pub fn read(tables: &FeeTables, name: &str, bytes: &[u8], revision: Month) -> Result<Import, Refused> {
    let table = reading::read_within(name, bytes, MOST_ROWS)?;
    let text = |sheet: &Sheet| -> Vec<Vec<String>> {
        sheet.rows.iter().map(|cells| cells.iter().map(|cell| cell.text.clone()).collect()).collect()
    };
    let sheets: Vec<Vec<Vec<String>>> = table.sheets.iter().map(text).collect();
    let most = fees::import::read_sheets(tables, &sheets, revision, name);
    most.ok_or_else(|| {
        refused("I01", "ファイル全体", "表に何も書かれていません", "公式のサービスコード表を選んでください")
    })
}

/// Why the tables cannot be made.
#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    /// The store refused.
    #[error(transparent)]
    Store(#[from] store::StoreError),
    /// A table that was taken in cannot be read any more.
    #[error(
        "取り込んだサービスコード表({place}番目)を読めません: {what}。このプログラムの版を確かめ、設定の「サービスコード表」で取り込み直してください"
    )]
    Unreadable {
        /// Which of them, from 1.
        place: usize,
        /// What is wrong with it.
        what: String,
    },
}

/// The given tables with every official table that was taken in, in order: what a program uses from its start.
///
/// # Errors
/// A table that cannot be read any more is never left out silently.
pub async fn in_use(store: &Store, tables: &'static FeeTables) -> Result<&'static FeeTables, LoadError> {
    let mut now = tables;
    for (index, file) in store.code_tables().await?.into_iter().enumerate() {
        let wrong = |what: String| LoadError::Unreadable { place: index + 1, what };
        let summary: Summary = serde_json::from_str(&file.summary).map_err(|error| wrong(error.to_string()))?;
        let import = read(now, &file.name, &file.bytes, summary.revision).map_err(|finding| wrong(finding.what))?;
        // made once at start and used until the program ends
        now = Box::leak(Box::new(now.with_import(&import)));
    }
    Ok(now)
}
