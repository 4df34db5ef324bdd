//! 返戻: the list of claims that came back, read from a CSV typed or saved by hand, and what is left to do about each.
use crate::table::{self, Column, Line};
use kernel::{Finding, Month, RecipientNo, typed};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// One claim that came back. The unit of a return is the statement of one person and month.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Returned {
    /// 受給者証番号.
    pub recipient_no: RecipientNo,
    /// サービス提供年月.
    pub service_month: Month,
    /// エラーコード as printed (`EG13`); empty when the list has none.
    pub error_code: String,
    /// 内容 as printed.
    pub reason: String,
}

/// What a list holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReadReturned {
    /// Lines that could be read, in file order, each claim with every code it came back under.
    pub returned: Vec<Returned>,
    /// What is wrong, by line and column.
    pub findings: Vec<Finding>,
}

/// 返戻の用件: one person's month that has to be mended and claimed again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ToDo {
    /// 受給者証番号.
    pub recipient_no: RecipientNo,
    /// サービス提供年月.
    pub service_month: Month,
    /// Codes and reasons, each once.
    pub reasons: Vec<(String, String)>,
}

const COLUMNS: [Column; 4] = [
    Column { name: "受給者証番号", also: &["受給者番号", "証番号"], required: true },
    Column { name: "提供年月", also: &["サービス提供年月", "対象年月"], required: true },
    Column { name: "エラーコード", also: &["コード", "エラー", "返戻事由コード"], required: false },
    Column { name: "内容", also: &["返戻事由", "エラー内容", "理由", "備考"], required: false },
];

/// Code of findings about a cell.
const CELL: &str = "returned_cell";

/// Reads a list of returns: UTF-8 or MS932, commas or tabs, columns in any order.
pub fn read(bytes: &[u8]) -> ReadReturned {
    let mut read = ReadReturned::default();
    match table::read(bytes, &COLUMNS) {
        Ok(lines) => {
            for line in &lines {
                read.returned.extend(entry(line, &mut read.findings));
            }
        }
        Err(unreadable) => read.findings.push(*unreadable),
    }
    read
}

fn entry(line: &Line, findings: &mut Vec<Finding>) -> Option<Returned> {
    let fix = "返戻等一覧表と見比べて、この欄を直して読み込み直してください";
    let recipient_no = typed::digits(line.cell(0)).ok().filter(|digits| !digits.is_empty());
    let recipient_no = recipient_no.and_then(|digits| format!("{digits:0>10}").parse().ok());
    if recipient_no.is_none() {
        findings.push(line.fault(CELL, &COLUMNS[0], "10桁の受給者証番号として読めません", fix));
    }
    let month = typed::month(line.cell(1));
    if let Err(error) = &month {
        findings.push(line.fault(CELL, &COLUMNS[1], error.to_string(), fix));
    }
    Some(Returned {
        recipient_no: recipient_no?,
        service_month: month.ok()?,
        error_code: typed::code(line.cell(2)).unwrap_or_else(|_| line.cell(2).to_owned()),
        reason: line.cell(3).to_owned(),
    })
}

/// One entry a person and month, in the order of month and number; what was claimed again since is left out.
///
/// `claimed_again` are the person-months in files written after the return.
pub fn to_do(returned: &[Returned], claimed_again: &[(RecipientNo, Month)]) -> Vec<ToDo> {
    let done: BTreeSet<(&RecipientNo, Month)> = claimed_again.iter().map(|(no, month)| (no, *month)).collect();
    let mut open: Vec<ToDo> = Vec::new();
    for one in returned {
        if done.contains(&(&one.recipient_no, one.service_month)) {
            continue;
        }
        let reason = (one.error_code.clone(), one.reason.clone());
        let same =
            |to_do: &&mut ToDo| to_do.recipient_no == one.recipient_no && to_do.service_month == one.service_month;
        match open.iter_mut().find(same) {
            Some(to_do) if to_do.reasons.contains(&reason) => {}
            Some(to_do) => to_do.reasons.push(reason),
            None => open.push(ToDo {
                recipient_no: one.recipient_no.clone(),
                service_month: one.service_month,
                reasons: vec![reason],
            }),
        }
    }
    open.sort_by(|a, b| (a.service_month, &a.recipient_no).cmp(&(b.service_month, &b.recipient_no)));
    open
}
