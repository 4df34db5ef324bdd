//! 1行の読み方: what a row of an official table says, cell by cell, and what is wrong with it.
use super::cells::{self, Cell, code_text, half_width};
use super::header::Columns;
use crate::Period;
use kernel::{Finding, Month, Place, ServiceCode, Severity, Units};

/// The service type whose codes are known one by one; those of 就労定着支援 find their slots by name.
pub(super) const B_TYPE: &str = "46";
/// The first two characters of the codes of 就労定着支援.
pub(super) const RETENTION: &str = "47";

/// One row while it is read.
pub(super) struct Reading<'a> {
    pub(super) cells: &'a [String],
    pub(super) columns: &'a Columns,
    pub(super) line: u32,
}

/// Whose code a row bears.
pub(super) enum RowCode {
    /// A heading, a blank row, a remark.
    None,
    /// Another service.
    Other,
    /// 就労定着支援.
    Retention(ServiceCode),
    Ours(ServiceCode),
    Bad(Box<Finding>),
}

impl Reading<'_> {
    pub(super) fn text(&self, cell: Cell) -> &str {
        let at = self.columns.at(cell);
        at.and_then(|at| self.cells.get(at)).map_or("", |text| text.trim())
    }

    pub(super) fn fault(&self, id: &str, cell: Cell, what: impl Into<String>, fix: &str) -> Finding {
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

    pub(super) fn code(&self, type_above: &mut String) -> RowCode {
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
        let of_retention = text.starts_with(RETENTION);
        let ours = of_retention || text.starts_with(B_TYPE);
        if text.len() == 6 && text.starts_with(|c: char| c.is_ascii_digit()) && !ours {
            return RowCode::Other;
        }
        match text.parse() {
            Ok(code) if of_retention => RowCode::Retention(code),
            Ok(code) => RowCode::Ours(code),
            Err(_) => {
                let what = format!("「{text}」は6文字のサービスコードではありません。");
                let fix = "種類2文字と項目4文字の英数字にしてください。数値として開くと先頭の0が落ちることがあります。";
                RowCode::Bad(Box::new(self.fault("code_shape", Cell::Code, what, fix)))
            }
        }
    }

    pub(super) fn name(&self, problems: &mut Vec<Finding>) -> Option<String> {
        let name = self.text(Cell::Name);
        if name.is_empty() {
            let fix = "略称を入れてください。結合したセルは結合を解いてください。";
            problems.push(self.fault("code_name_empty", Cell::Name, "サービス内容略称が空です。", fix));
            return None;
        }
        Some(name.to_owned())
    }

    /// The inner `None`: no fixed number of units, which only some codes may have.
    pub(super) fn units(&self, blank_allowed: bool, problems: &mut Vec<Finding>) -> Option<Option<Units>> {
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

    pub(super) fn period(&self, revision: Month, problems: &mut Vec<Finding>) -> Option<Period> {
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
