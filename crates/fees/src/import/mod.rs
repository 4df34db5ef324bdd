//! サービスコード表の取込: rows of an official workbook or CSV, as text cells → code rows, what is wrong with them, and
//! what they would change. Reads no file and keeps no history; the caller does both.
mod cells;
mod header;

use crate::{FeeTables, Period};
use cells::{Cell, code_text, half_width};
use header::Columns;
use kernel::{Finding, Month, Place, ServiceCode, Severity, Units};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

/// One row of an official table that may be taken over.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CodeRow {
    /// サービスコード, six ASCII characters.
    pub code: ServiceCode,
    /// サービス内容略称 as printed.
    pub name: String,
    /// 合成単位数; none for rates and amounts worked out by hand.
    pub units: Option<Units>,
    /// 算定単位 as printed.
    pub calc_unit: String,
    /// First month.
    pub valid_from: Month,
    /// Last month, when the table gives one.
    pub valid_to: Option<Month>,
    /// File name and SHA-256, as the caller gives them.
    pub source: String,
    /// Line of the file, from 1.
    pub line: u32,
}

/// What is known of a code, for comparison.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Known {
    /// Short name.
    pub name: String,
    /// Units of one count, where they are fixed.
    pub units: Option<Units>,
}

/// A code whose name or units differ from the loaded tables, or that they did not know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// サービスコード.
    pub code: ServiceCode,
    /// Month from which it holds.
    pub from: Month,
    /// As loaded; none when only the official range was known.
    pub before: Option<Known>,
    /// As in the file.
    pub after: Known,
}

/// The outcome of reading a table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Import {
    /// Rows that may be taken over.
    pub accepted: Vec<CodeRow>,
    /// What is wrong, with line and column.
    pub problems: Vec<Finding>,
    /// What the accepted rows change.
    pub difference: Vec<Change>,
    /// Accepted rows that say what is loaded as 未検証 and would confirm it.
    pub confirmed: u32,
    /// Rows of other services, passed over.
    pub other_services: u32,
}

/// The service type this crate knows.
const SERVICE_TYPE: &str = "46";

/// Reads a table that holds from `revision` on. `source` is kept with every row.
///
/// ```
/// use fees::{FeeTables, import};
/// let cells = |line: &str| line.split(',').map(str::to_owned).collect::<Vec<_>>();
/// let rows = [cells("サービスコード,サービス内容略称,合成単位数,算定単位"), cells("４６２８８７,就継ＢⅢ１８・地公体・未計画１,331,1日につき")];
/// let read = import::read(FeeTables::builtin(), &rows, "2024-06".parse()?, "invented.csv");
/// assert_eq!((read.accepted.len(), read.problems.len(), read.confirmed), (1, 0, 1));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn read(tables: &FeeTables, rows: &[Vec<String>], revision: Month, source: &str) -> Import {
    let mut import = Import::default();
    let Some((columns, first)) = Columns::find(rows) else {
        let what = "見出しの行が見つかりません。サービスコード・サービス内容略称・合成単位数の列が要ります。";
        let fix =
            "公式のサービスコード表の、就労継続支援B型のシートを選んでください。CSVなら見出しの行を残してください。";
        import.problems.push(Finding::new("code_table_header", Severity::Fault, Place::named("見出し"), what, fix));
        return import;
    };
    let mut seen: HashMap<ServiceCode, usize> = HashMap::new();
    let mut type_above = String::new();
    for (at, cells) in rows.iter().enumerate().skip(first) {
        let row = Reading { cells, columns: &columns, line: at as u32 + 1 };
        match row.code(&mut type_above) {
            RowCode::None => {}
            RowCode::Other => import.other_services += 1,
            RowCode::Bad(problem) => import.problems.push(*problem),
            RowCode::Ours(code) => take(tables, &row, code, revision, source, &mut seen, &mut import),
        }
    }
    if import.accepted.is_empty() && import.problems.is_empty() {
        let what = "就労継続支援B型(サービス種類46)の行がありません。";
        let fix = "B型のシートを選んでいるか確かめてください。";
        import.problems.push(Finding::new("code_table_empty", Severity::Fault, Place::named("ファイル"), what, fix));
    }
    compare(tables, &mut import);
    import
}

/// Every code the tables know in a month, in the shape [`read`] takes.
pub fn export(tables: &FeeTables, month: Month) -> Vec<Vec<String>> {
    let heading = ["サービスコード", "サービス内容略称", "合成単位数", "算定単位", "適用開始", "適用終了"];
    let mut rows = vec![heading.map(str::to_owned).to_vec()];
    for code in tables.codes_in_force(month) {
        let Some(entry) = tables.code(&code, month) else { continue };
        let units = entry.units.map(|units| units.0.to_string()).unwrap_or_default();
        rows.push(vec![
            code.to_string(),
            entry.name.to_owned(),
            units,
            String::new(),
            month.to_string(),
            String::new(),
        ]);
    }
    rows
}

fn take(
    tables: &FeeTables,
    row: &Reading<'_>,
    code: ServiceCode,
    revision: Month,
    source: &str,
    seen: &mut HashMap<ServiceCode, usize>,
    import: &mut Import,
) {
    let before = import.problems.len();
    let period = row.period(revision, &mut import.problems);
    let name = row.name(&mut import.problems);
    let month = period.map_or(revision, |period| period.from);
    let entry = tables.code(&code, month);
    if entry.as_ref().is_none_or(|entry| entry.group.is_none()) {
        let what = format!("コード {code} は {month} の公式のコード範囲にありません。");
        let fix = "改定月が表と合っているか、コードの読み取りに誤りがないかを確かめてください。";
        import.problems.push(row.fault("code_out_of_range", Cell::Code, what, fix));
    }
    let blank_allowed = entry.is_some_and(|entry| entry.units.is_none());
    let units = row.units(blank_allowed, &mut import.problems);
    if let Some(earlier) = seen.get(&code) {
        let what = format!("コード {code} は {} 行目にもあります。", import.accepted[*earlier].line);
        import.problems.push(row.fault("code_twice", Cell::Code, what, "正しいほうの行だけを残してください。"));
    }
    let (Some(period), Some(name), Some(units)) = (period, name, units) else { return };
    if import.problems.len() > before {
        return;
    }
    seen.insert(code.clone(), import.accepted.len());
    import.accepted.push(CodeRow {
        code,
        name,
        units,
        calc_unit: row.text(Cell::CalcUnit).to_owned(),
        valid_from: period.from,
        valid_to: period.to,
        source: source.to_owned(),
        line: row.line,
    });
}

fn compare(tables: &FeeTables, import: &mut Import) {
    let mut known: HashMap<Month, Vec<ServiceCode>> = HashMap::new();
    for row in &import.accepted {
        let after = Known { name: row.name.clone(), units: row.units };
        // A range of several codes knows none of them by name.
        let codes = known.entry(row.valid_from).or_insert_with(|| tables.codes_in_force(row.valid_from));
        let entry = tables.code(&row.code, row.valid_from).filter(|_| codes.binary_search(&row.code).is_ok());
        let verified = entry.as_ref().is_some_and(|entry| entry.verified);
        let before = entry.map(|entry| Known { name: entry.name.to_owned(), units: entry.units });
        if before.as_ref() != Some(&after) {
            import.difference.push(Change { code: row.code.clone(), from: row.valid_from, before, after });
        } else if !verified {
            import.confirmed += 1;
        }
    }
}

/// One row while it is read.
struct Reading<'a> {
    cells: &'a [String],
    columns: &'a Columns,
    line: u32,
}

enum RowCode {
    /// A heading, a blank row, a remark.
    None,
    /// Another service.
    Other,
    Ours(ServiceCode),
    Bad(Box<Finding>),
}

impl Reading<'_> {
    fn text(&self, cell: Cell) -> &str {
        let at = self.columns.at(cell);
        at.and_then(|at| self.cells.get(at)).map_or("", |text| text.trim())
    }

    fn fault(&self, id: &str, cell: Cell, what: impl Into<String>, fix: &str) -> Finding {
        let column = cell.label();
        let place = Place {
            text: format!("{}行目 {column}", self.line),
            field: Some(column.to_owned()),
            line: Some(self.line),
            item: self.columns.at(cell).map(|at| at as u32 + 1),
            ..Place::default()
        };
        Finding::new(id, Severity::Fault, place, what, fix)
    }

    fn code(&self, type_above: &mut String) -> RowCode {
        let text = match self.columns.at(Cell::Type) {
            None => code_text(self.text(Cell::Code)),
            Some(_) => {
                let (kind, item) = (code_text(self.text(Cell::Type)), code_text(self.text(Cell::Code)));
                if !kind.is_empty() {
                    *type_above = kind;
                }
                // Some sheets repeat the whole code in the item column.
                if item.is_empty() || item.len() == 6 { item } else { format!("{type_above}{item}") }
            }
        };
        // Titles, remarks and page numbers stand in these columns too; four to eight letters and digits are meant as a code.
        let meant = (4..=8).contains(&text.len()) && text.chars().all(|c| c.is_ascii_alphanumeric());
        if !meant || !text.chars().any(|c| c.is_ascii_digit()) {
            return RowCode::None;
        }
        if text.len() == 6 && text.starts_with(|c: char| c.is_ascii_digit()) && !text.starts_with(SERVICE_TYPE) {
            return RowCode::Other;
        }
        match text.parse() {
            Ok(code) => RowCode::Ours(code),
            Err(_) => {
                let what = format!("「{text}」は6文字のサービスコードではありません。");
                let fix = "種類2文字と項目4文字の英数字にしてください。数値として開くと先頭の0が落ちることがあります。";
                RowCode::Bad(Box::new(self.fault("code_shape", Cell::Code, what, fix)))
            }
        }
    }

    fn name(&self, problems: &mut Vec<Finding>) -> Option<String> {
        let name = self.text(Cell::Name);
        if name.is_empty() {
            let fix = "略称を入れてください。結合したセルは結合を解いてください。";
            problems.push(self.fault("code_name_empty", Cell::Name, "サービス内容略称が空です。", fix));
            return None;
        }
        Some(name.to_owned())
    }

    /// The inner `None`: no fixed number of units, which only some codes may have.
    fn units(&self, blank_allowed: bool, problems: &mut Vec<Finding>) -> Option<Option<Units>> {
        let text = half_width(self.text(Cell::Units)).replace(',', "");
        if text.is_empty() && blank_allowed {
            return Some(None);
        }
        let whole = text.strip_suffix(".0").unwrap_or(&text);
        match whole.parse::<i64>() {
            Ok(units) if units.abs() < 1_000_000 => Some(Some(Units(units))),
            _ => {
                let what = format!("合成単位数「{text}」は整数ではありません。");
                let fix = "表の合成単位数を整数で入れてください。";
                problems.push(self.fault("code_units", Cell::Units, what, fix));
                None
            }
        }
    }

    fn period(&self, revision: Month, problems: &mut Vec<Finding>) -> Option<Period> {
        let mut month = |cell: Cell| -> Option<Option<Month>> {
            let text = half_width(self.text(cell));
            if text.is_empty() || text.chars().all(|c| c == '9') {
                return Some(None);
            }
            if let Some(month) = cells::month(&text) {
                return Some(Some(month));
            }
            let what = format!("{}「{text}」は年月として読めません。", cell.label());
            problems.push(self.fault("code_month", cell, what, "202404 か 2024-04 のように入れてください。"));
            None
        };
        let (from, to) = (month(Cell::From)?, month(Cell::To)?);
        // A code that is older than the revision is taken over for the revision only.
        let from = from.map_or(revision, |from| from.max(revision));
        if to.is_some_and(|to| to < from) {
            let what = "適用終了が適用開始か改定月より前です。";
            let fix = "この改定の表か、改定月が正しいかを確かめてください。";
            problems.push(self.fault("code_period", Cell::To, what, fix));
            return None;
        }
        Some(Period { from, to })
    }
}
