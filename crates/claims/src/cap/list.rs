//! 利用者負担額一覧表: what a related office tells the managing office by the 3rd, as a file, written and read.
use super::CapOffice;
use crate::table::{self, Column, Line};
use kernel::{Finding, Month, MunicipalityNo, OfficeNo, RecipientNo, Yen, typed};
use std::collections::BTreeMap;

/// Code of findings about a cell.
const CELL: &str = "cap_list_cell";

/// One person's line of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListEntry {
    /// サービス提供年月.
    pub service_month: Month,
    /// 上限額管理事業所 the line is for.
    pub manager: OfficeNo,
    /// 証記載市町村番号.
    pub municipality_no: MunicipalityNo,
    /// 受給者証番号.
    pub recipient_no: RecipientNo,
    /// 氏名, to compare by eye; may be empty.
    pub person_name: String,
    /// 利用者負担上限月額.
    pub cap: Yen,
    /// The office that charges, with its cost and burden.
    pub office: CapOffice,
}

/// What a list holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReadList {
    /// Lines that could be read.
    pub entries: Vec<ListEntry>,
    /// What is wrong, by line and column. Lines with a fault are not among the entries.
    pub findings: Vec<Finding>,
}

const fn must(name: &'static str, also: &'static [&'static str]) -> Column {
    Column { name, also, required: true }
}

const COLUMNS: [Column; 11] = [
    must("サービス提供年月", &["提供年月", "対象年月"]),
    must("管理事業所番号", &["上限額管理事業所番号", "管理事業者番号"]),
    must("事業所番号", &["指定事業所番号"]),
    Column { name: "事業所名", also: &["事業所名称"], required: false },
    must("サービス種類", &["サービス種類コード"]),
    must("市町村番号", &["証記載市町村番号"]),
    must("受給者証番号", &["受給者番号"]),
    Column { name: "氏名", also: &["利用者氏名", "支給決定者氏名"], required: false },
    must("負担上限月額", &["利用者負担上限月額", "上限月額"]),
    must("総費用額", &["費用総額", "費用合計"]),
    must("利用者負担額", &["負担額"]),
];

/// The list as UTF-8 CSV with a heading row, in the order given.
pub fn write(entries: &[ListEntry]) -> Vec<u8> {
    let cells = entries.iter().map(|entry| {
        vec![
            entry.service_month.to_string(),
            entry.manager.to_string(),
            entry.office.office_no.to_string(),
            entry.office.name.clone(),
            entry.office.service_type.clone(),
            entry.municipality_no.to_string(),
            entry.recipient_no.to_string(),
            entry.person_name.clone(),
            entry.cap.0.to_string(),
            entry.office.total_cost.0.to_string(),
            entry.office.burden.0.to_string(),
        ]
    });
    table::file(&COLUMNS, cells)
}

/// Reads a list, however it was saved: UTF-8 or MS932, commas or tabs, columns in any order, zeros lost in front of
/// numbers put back. The same person of the same office twice is a fault.
pub fn read(bytes: &[u8]) -> ReadList {
    let mut list = ReadList::default();
    let lines = match table::read(bytes, &COLUMNS) {
        Ok(lines) => lines,
        Err(unreadable) => {
            list.findings.push(*unreadable);
            return list;
        }
    };
    let mut seen = BTreeMap::new();
    for line in &lines {
        let before = list.findings.len();
        let Some(entry) = entry(line, &mut list.findings) else {
            debug_assert!(list.findings.len() > before, "a line is left out with a finding only");
            continue;
        };
        let key = (
            entry.service_month,
            entry.municipality_no.clone(),
            entry.recipient_no.clone(),
            entry.office.office_no.clone(),
        );
        match seen.insert(key, line.number) {
            Some(first) => list.findings.push(line.fault(
                "cap_list_twice",
                &COLUMNS[6],
                format!("{first}行目と同じ人・月・事業所の行です"),
                "一人の一か月は一行にまとめてください",
            )),
            None => list.entries.push(entry),
        }
    }
    list
}

fn entry(line: &Line, findings: &mut Vec<Finding>) -> Option<ListEntry> {
    let month = cell(line, 0, findings, |text| typed::month(text).map_err(|error| error.to_string()));
    let manager = cell(line, 1, findings, |text| number(text, 10));
    let office_no = cell(line, 2, findings, |text| number(text, 10));
    let service_type = cell(line, 4, findings, service_type);
    let municipality_no = cell(line, 5, findings, |text| number(text, 6));
    let recipient_no = cell(line, 6, findings, |text| number(text, 10));
    let cap = cell(line, 8, findings, yen);
    let total_cost = cell(line, 9, findings, yen);
    let burden = cell(line, 10, findings, yen);
    let (total_cost, burden, cap) = (total_cost?, burden?, cap?);
    let entry = ListEntry {
        service_month: month?,
        manager: manager?,
        municipality_no: municipality_no?,
        recipient_no: recipient_no?,
        person_name: line.cell(7).to_owned(),
        cap,
        office: CapOffice {
            office_no: office_no?,
            name: line.cell(3).to_owned(),
            service_type: service_type?,
            total_cost,
            burden,
        },
    };
    if burden > cap || burden > total_cost {
        findings.push(line.fault(
            CELL,
            &COLUMNS[10],
            format!("利用者負担額 {burden}円 が、負担上限月額 {cap}円 か総費用額 {total_cost}円 を超えています"),
            "送ってきた事業所に、上限月額調整をした後の額を確かめてください",
        ));
        return None;
    }
    Some(entry)
}

/// A cell as a value, or a finding at the cell.
fn cell<T>(
    line: &Line,
    column: usize,
    findings: &mut Vec<Finding>,
    parse: impl Fn(&str) -> Result<T, String>,
) -> Option<T> {
    parse(line.cell(column))
        .map_err(|what| {
            let fix = "送ってきた事業所に確かめるか、ファイルのこの欄を直して読み込み直してください";
            findings.push(line.fault(CELL, &COLUMNS[column], what, fix));
        })
        .ok()
}

/// An official number; a spreadsheet program may have dropped the zeros in front.
fn number<T: std::str::FromStr>(text: &str, digits: usize) -> Result<T, String> {
    let plain = typed::code(text).map_err(|_| format!("{digits}桁の番号として読めません"))?;
    format!("{plain:0>digits$}").parse().map_err(|_| format!("{digits}桁の番号ではありません"))
}

fn yen(text: &str) -> Result<Yen, String> {
    match typed::integer(text) {
        Ok(yen) if (0..=9_999_999_999).contains(&yen) => Ok(Yen(yen)),
        Ok(_) => Err("0円以上10桁までの額ではありません".to_owned()),
        Err(error) => Err(error.to_string()),
    }
}

/// A service type by code or name.
fn service_type(text: &str) -> Result<String, String> {
    let code = typed::code(text).unwrap_or_default();
    let found = super::ranks().iter().find(|rank| rank.service_type == code || rank.service_name == text);
    found
        .map(|rank| rank.service_type.to_owned())
        .ok_or_else(|| "上限額管理に入るサービス種類のコード(2桁)か名前ではありません".to_owned())
}
