//! サービスコード表の取込: rows of an official workbook or CSV, as text cells → code rows, what is wrong with them, and
//! what they would change. Reads no file and keeps no history; the caller does both.
mod cells;
mod header;
mod reading;
mod result;
mod retention;

pub use crate::tables::CodeRow;
pub use result::{Change, FoundSlot, Import, Known, OpenSlot, SlotReport};

use crate::FeeTables;
use cells::Cell;
use header::Columns;
use kernel::{Finding, Month, Place, ServiceCode, Severity};
use reading::{B_TYPE, RETENTION, Reading, RowCode};
use std::collections::HashMap;

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
    let mut of_retention: Vec<CodeRow> = Vec::new();
    for (at, cells) in rows.iter().enumerate().skip(first) {
        let row = Reading { cells, columns: &columns, line: at as u32 + 1 };
        match row.code(&mut type_above) {
            RowCode::None => {}
            RowCode::Other => import.other_services += 1,
            RowCode::Bad(problem) => import.problems.push(*problem),
            RowCode::Retention(code) => {
                of_retention.extend(retention::row(&row, code, revision, source, &mut import));
            }
            RowCode::Ours(code) => take(tables, &row, code, revision, source, &mut seen, &mut import),
        }
    }
    retention::give_out(tables, of_retention, revision, &mut import);
    if import.accepted.is_empty() && import.problems.is_empty() {
        let what = "就労継続支援B型(サービス種類46)と就労定着支援(47)の行がありません。";
        let fix = "どちらかのサービスのシートを選んでいるか確かめてください。";
        import.problems.push(Finding::new("code_table_empty", Severity::Fault, Place::named("ファイル"), what, fix));
    }
    compare(tables, &mut import);
    import
}

/// Reads a workbook: of its sheets the one with most codes of B型, and the one with most codes of 就労定着支援, which may be
/// another. `None` without a sheet.
pub fn read_sheets(tables: &FeeTables, sheets: &[Vec<Vec<String>>], revision: Month, source: &str) -> Option<Import> {
    let of = |import: &Import, service: &str| {
        import.accepted.iter().filter(|row| row.code.service_type() == service).count()
    };
    let seen = |import: &Import| import.retention.as_ref().map_or(0, |report| report.unmatched.len());
    let imports: Vec<Import> = sheets.iter().map(|rows| read(tables, rows, revision, source)).collect();
    let mut import = imports
        .iter()
        .max_by_key(|import| {
            let any = !import.accepted.is_empty() || import.retention.is_some();
            (of(import, B_TYPE), any, std::cmp::Reverse(import.problems.len()))
        })?
        .clone();
    if import.retention.is_none() {
        let others = imports.iter().filter(|other| other.retention.is_some());
        if let Some(other) = others.max_by_key(|other| (of(other, RETENTION), seen(other))) {
            import.absorb(other);
        }
    }
    Some(import)
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

impl FeeTables {
    /// The tables with what an import accepted, and with its rows of 就労定着支援 that found no line: a person may give
    /// those to a line by hand.
    pub fn with_import(&self, import: &Import) -> FeeTables {
        let left_over = import.retention.iter().flat_map(|report| report.left_over());
        self.with_codes(&import.accepted).with_left_over(left_over)
    }
}

impl Import {
    /// Whether something is gained by taking the table in: rows that are used, or that a person may give to a line.
    pub fn is_useful(&self) -> bool {
        !self.accepted.is_empty() || self.retention.as_ref().is_some_and(|report| report.left_over().next().is_some())
    }

    /// Takes over what another sheet of the same workbook says of 就労定着支援.
    fn absorb(&mut self, other: &Import) {
        let is_retention = |code: &ServiceCode| code.service_type() == RETENTION;
        self.accepted.extend(other.accepted.iter().filter(|row| is_retention(&row.code)).cloned());
        self.difference.extend(other.difference.iter().filter(|change| is_retention(&change.code)).cloned());
        self.problems.extend(other.problems.iter().cloned());
        self.confirmed += other.confirmed;
        self.retention = other.retention.clone();
    }
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
