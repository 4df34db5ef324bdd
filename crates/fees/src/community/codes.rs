//! コード表: the service codes a municipality prints, found by the name a visit has earned.
//!
//! Six digits mean different things in different places, so a table belongs to one pack and is never searched for
//! another municipality.
use kernel::Month;
use std::collections::HashMap;
use std::sync::LazyLock;

/// One row of a code table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CodeRow {
    /// サービスコード, six characters.
    pub code: String,
    /// サービス内容略称 as the municipality prints it.
    pub name: String,
    /// 単位数 of one count.
    pub units: i64,
    /// 種類: `base`, `composite`, `increment`, `addition`, `bath`.
    pub kind: String,
    /// First month of the row.
    pub valid_from: Month,
    /// Last month of the row; none = in force.
    pub valid_to: Option<Month>,
    /// Whether the row was seen in the official table itself.
    pub seen: bool,
    /// Source key of the pack.
    pub source: String,
}

/// A line of a code table that cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{line}行目 {column}: {what}。直し方: {how_to_fix}")]
pub struct CodeTableError {
    /// Line of the file, from 1.
    pub line: usize,
    /// Column name.
    pub column: String,
    /// What is wrong.
    pub what: String,
    /// How to mend it.
    pub how_to_fix: String,
}

/// A municipality's codes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CodeTable {
    rows: Vec<CodeRow>,
    by_name: HashMap<String, Vec<usize>>,
}

/// Columns a code table must have.
pub const COLUMNS: [&str; 10] =
    ["code", "name", "units", "kind", "body_care", "helper_no", "valid_from", "valid_to", "confidence", "source"];

impl CodeTable {
    /// Reads the CSV text of a table.
    ///
    /// # Errors
    /// The first line that is unusable: a missing column, digits that are none, a month that is none, a row without a
    /// source, or one name twice in the same months.
    pub fn read(text: &str) -> Result<CodeTable, CodeTableError> {
        let mut reader = csv::ReaderBuilder::new().comment(Some(b'#')).flexible(true).from_reader(text.as_bytes());
        let header = reader.headers().cloned().unwrap_or_default();
        for column in COLUMNS {
            if !header.iter().any(|name| name.trim() == column) {
                return Err(wrong(
                    1,
                    column,
                    "列がありません",
                    format!("見出しを {} にしてください", COLUMNS.join(",")),
                ));
            }
        }
        let mut table = CodeTable::default();
        for (index, record) in reader.records().enumerate() {
            let record = record
                .map_err(|_| wrong(index + 2, "行", "CSVとして読めません", "列の数と引用符を確かめてください"))?;
            let line = record.position().map_or(index + 2, |at| usize::try_from(at.line()).unwrap_or(index + 2));
            let cell = |column: &str| {
                header.iter().position(|name| name.trim() == column).and_then(|at| record.get(at)).unwrap_or("").trim()
            };
            table.push(row(line, &cell)?, line)?;
        }
        Ok(table)
    }

    fn push(&mut self, row: CodeRow, line: usize) -> Result<(), CodeTableError> {
        let same = self.by_name.entry(row.name.clone()).or_default();
        let meets = |other: &CodeRow| {
            other.valid_to.is_none_or(|to| row.valid_from <= to) && row.valid_to.is_none_or(|to| other.valid_from <= to)
        };
        if same.iter().any(|&at| meets(&self.rows[at])) {
            let what = format!("「{}」が同じ期間に二度あります", row.name);
            return Err(wrong(line, "name", what, "片方を消すか、有効期間を分けてください"));
        }
        same.push(self.rows.len());
        self.rows.push(row);
        Ok(())
    }

    /// The row with this printed name in a month.
    pub fn named(&self, name: &str, month: Month) -> Option<&CodeRow> {
        let at = self.by_name.get(name)?;
        at.iter().map(|&at| &self.rows[at]).find(|row| in_force(row, month))
    }

    /// The row with this code in a month.
    pub fn coded(&self, code: &str, month: Month) -> Option<&CodeRow> {
        self.rows.iter().find(|row| row.code == code && in_force(row, month))
    }

    /// All rows in the order of the file.
    pub fn rows(&self) -> &[CodeRow] {
        &self.rows
    }
}

/// The code table that ships with the program, by the file name a pack gives.
pub fn builtin(file: &str) -> Option<&'static CodeTable> {
    static CHIBA: LazyLock<Option<CodeTable>> =
        LazyLock::new(|| CodeTable::read(include_str!("../../../../data/municipal/chiba_codes.csv")).ok());
    match file.rsplit('/').next() {
        Some("chiba_codes.csv") => CHIBA.as_ref(),
        _ => None,
    }
}

fn in_force(row: &CodeRow, month: Month) -> bool {
    row.valid_from <= month && row.valid_to.is_none_or(|to| month <= to)
}

fn row<'a>(line: usize, cell: &impl Fn(&str) -> &'a str) -> Result<CodeRow, CodeTableError> {
    let code = cell("code");
    if code.len() != 6 || !code.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        return Err(wrong(
            line,
            "code",
            format!("「{code}」はサービスコードではありません"),
            "半角6桁で書いてください",
        ));
    }
    if cell("name").is_empty() {
        return Err(wrong(line, "name", "名称がありません", "サービス内容略称を書いてください"));
    }
    let units: i64 = cell("units").parse().ok().filter(|units| *units > 0).ok_or_else(|| {
        wrong(line, "units", format!("「{}」は単位数ではありません", cell("units")), "1以上の整数を書いてください")
    })?;
    let month = |column: &str| {
        cell(column).parse::<Month>().map_err(|_| {
            wrong(line, column, format!("「{}」は月ではありません", cell(column)), "2024-04 のように書いてください")
        })
    };
    let seen = match cell("confidence") {
        "S" => true,
        "K" | "?" => false,
        other => {
            let what = format!("「{other}」という確かさはありません");
            return Err(wrong(
                line,
                "confidence",
                what,
                "S(公式の表で確認)、K(未検証)、?(推定)のどれかを書いてください",
            ));
        }
    };
    if cell("source").is_empty() {
        return Err(wrong(line, "source", "出典がありません", "どの資料から写したかを書いてください"));
    }
    Ok(CodeRow {
        code: code.to_owned(),
        name: cell("name").to_owned(),
        units,
        kind: cell("kind").to_owned(),
        valid_from: month("valid_from")?,
        valid_to: if cell("valid_to").is_empty() { None } else { Some(month("valid_to")?) },
        seen,
        source: cell("source").to_owned(),
    })
}

fn wrong(line: usize, column: &str, what: impl Into<String>, how_to_fix: impl Into<String>) -> CodeTableError {
    CodeTableError { line, column: column.to_owned(), what: what.into(), how_to_fix: how_to_fix.into() }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    const HEAD: &str = "code,name,units,kind,body_care,helper_no,valid_from,valid_to,confidence,source\n";

    #[test]
    fn a_code_is_found_in_its_months_only() {
        let text = format!("{HEAD}023111,移動1日中0.5,280,base,1,1,2024-04,2024-12,K,CHB\n");
        let table = CodeTable::read(&text).unwrap();
        assert_eq!(table.named("移動1日中0.5", "2024-12".parse().unwrap()).unwrap().units, 280);
        assert!(table.named("移動1日中0.5", "2025-01".parse().unwrap()).is_none());
        assert!(table.coded("023111", "2024-03".parse().unwrap()).is_none());
    }

    #[test]
    fn a_bad_row_is_named_with_line_and_mend() {
        for (row, column) in [
            ("02311,移動1日中0.5,280,base,1,1,2024-04,,K,CHB", "code"),
            ("023111,移動1日中0.5,0,base,1,1,2024-04,,K,CHB", "units"),
            ("023111,移動1日中0.5,280,base,1,1,2024,,K,CHB", "valid_from"),
            ("023111,移動1日中0.5,280,base,1,1,2024-04,,A,CHB", "confidence"),
            ("023111,移動1日中0.5,280,base,1,1,2024-04,,K,", "source"),
        ] {
            let error = CodeTable::read(&format!("{HEAD}{row}\n")).unwrap_err();
            assert_eq!((error.line, error.column.as_str()), (2, column), "{error}");
            assert!(!error.how_to_fix.is_empty());
        }
        let twice = "023111,移動1日中0.5,280,base,1,1,2024-04,,K,CHB\n";
        assert_eq!(CodeTable::read(&format!("{HEAD}{twice}{twice}")).unwrap_err().line, 3);
    }
}
