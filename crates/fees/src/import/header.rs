//! 見出し探し: where the columns of a code table stand. Official sheets print headings over two or three rows.
use super::cells::{Cell, half_width};

/// How many rows from the top a heading may begin, and how many rows it may take.
const SEARCHED: usize = 40;
const HEIGHT: usize = 3;

/// Column numbers, from 0.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Columns {
    found: Vec<(Cell, usize)>,
}

impl Columns {
    pub(super) fn at(&self, cell: Cell) -> Option<usize> {
        self.found.iter().find(|(known, _)| *known == cell).map(|(_, at)| *at)
    }

    /// The columns and the first row below the heading.
    pub(super) fn find(rows: &[Vec<String>]) -> Option<(Columns, usize)> {
        for first in 0..rows.len().min(SEARCHED) {
            let mut columns = Columns::default();
            for (below, row) in rows.iter().enumerate().skip(first).take(HEIGHT) {
                if !columns.add(row) {
                    break;
                }
                let whole = [Cell::Code, Cell::Name, Cell::Units].iter().all(|cell| columns.at(*cell).is_some());
                // A type column without an item column is only half of the heading.
                if whole && !rows.get(below + 1).is_some_and(|next| splits_code(next)) {
                    return Some((columns, below + 1));
                }
            }
        }
        None
    }

    /// Takes over what a row names; `false` when it names nothing.
    fn add(&mut self, row: &[String]) -> bool {
        let mut any = false;
        for (at, text) in row.iter().enumerate() {
            let Some(cell) = meaning(text) else { continue };
            any = true;
            if cell == Cell::Code && half_width(text).replace(' ', "") == "項目" {
                // 種類 and 項目 below the common heading: the item column is the code.
                self.found.retain(|(known, _)| *known != Cell::Code);
            }
            if self.at(cell).is_none() {
                self.found.push((cell, at));
            }
        }
        any
    }
}

/// Whether a row is the second row of a heading that splits the code.
fn splits_code(row: &[String]) -> bool {
    row.iter().any(|text| meaning(text) == Some(Cell::Type))
}

fn meaning(text: &str) -> Option<Cell> {
    let text: String = half_width(text).chars().filter(|c| !c.is_whitespace()).collect();
    Some(match text.as_str() {
        "種類" | "サービス種類" | "サービス種類コード" => Cell::Type,
        "サービスコード" | "コード" | "請求コード" | "項目" | "サービス項目コード" => {
            Cell::Code
        }
        "サービス内容略称" | "サービス内容" | "略称" | "サービス名称" | "名称" => Cell::Name,
        "合成単位数" | "単位数" | "合成単位" => Cell::Units,
        "算定単位" | "算定" | "単位" => Cell::CalcUnit,
        "適用開始" | "適用開始年月" | "適用開始年月日" | "開始年月" => Cell::From,
        "適用終了" | "適用終了年月" | "適用終了年月日" | "終了年月" => Cell::To,
        _ => return None,
    })
}
