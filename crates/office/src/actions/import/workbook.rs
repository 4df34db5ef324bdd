//! Excel ブック: the values of its visible sheets. A formula counts by the value it had when the book was saved.
use super::{
    Refused, refused,
    sheet::{Cell, CellKind, MOST_COLUMNS, Sheet, Table, too_large},
};
use calamine::{Data, Reader, SheetType, SheetVisible, Xlsx};
use std::io::{Cursor, Read};

/// Most files inside a workbook.
const MOST_ENTRIES: usize = 500;
/// Most bytes of a workbook when unpacked.
const LARGEST_UNPACKED: u64 = 60 * 1024 * 1024;

fn broken() -> Refused {
    let how = "Excelで開けるか確かめ、「名前を付けて保存」で「Excel ブック(.xlsx)」にして、選び直してください";
    refused("I06", "ファイル全体", "Excel ブックとして読めません。壊れているか、途中で切れています", how)
}

/// Reads all visible sheets.
pub(super) fn read(bytes: &[u8], most: usize) -> Result<Table, Refused> {
    if bytes.starts_with(b"\xD0\xCF\x11\xE0") {
        let how = "パスワードを外し、「Excel ブック(.xlsx)」で保存し直して、選んでください";
        return Err(refused("I03", "ファイル全体", "パスワードがかかっているか、古いExcelの表です", how));
    }
    if !bytes.starts_with(b"PK\x03\x04") {
        let how = "Excelの「名前を付けて保存」で「Excel ブック(.xlsx)」にして、選び直してください";
        return Err(refused("I03", "ファイル全体", "名前はExcel ブックですが、中身がちがいます", how));
    }
    refuse_bombs(bytes, most)?;
    let mut book = Xlsx::new(Cursor::new(bytes)).map_err(|_| broken())?;
    let visible: Vec<String> = book
        .sheets_metadata()
        .iter()
        .filter(|sheet| sheet.typ == SheetType::WorkSheet && sheet.visible == SheetVisible::Visible)
        .map(|sheet| sheet.name.clone())
        .collect();
    let mut sheets = Vec::with_capacity(visible.len());
    for name in visible {
        let mut cells = book.worksheet_cells_reader(&name).map_err(|_| broken())?;
        let mut sheet = Sheet { name, rows: Vec::new() };
        while let Some(found) = cells.next_cell().map_err(|_| broken())? {
            let (row, column) = found.get_position();
            let cell = cell(found.get_value().clone().into());
            if !cell.text.is_empty() {
                sheet.put(most, row as usize, column as usize, cell)?;
            }
        }
        sheets.push(sheet);
    }
    Ok(Table { sheets })
}

/// What unpacks to more than any list of people is not opened at all. The sizes written in the file may lie, so the
/// bytes are counted.
fn refuse_bombs(bytes: &[u8], most: usize) -> Result<(), Refused> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|_| broken())?;
    if archive.len() > MOST_ENTRIES {
        return Err(too_large(most));
    }
    let mut left = LARGEST_UNPACKED;
    for index in 0..archive.len() {
        let entry = archive.by_index(index).map_err(|_| broken())?;
        let mut counted = entry.take(left + 1);
        let unpacked = std::io::copy(&mut counted, &mut std::io::sink()).map_err(|_| broken())?;
        left = left.checked_sub(unpacked).ok_or_else(|| unpacks_too_large(most))?;
    }
    Ok(())
}

fn unpacks_too_large(most: usize) -> Refused {
    let what =
        format!("中身を広げると大きすぎます({}MBまで、{most}行・{MOST_COLUMNS}列まで)", LARGEST_UNPACKED / 1024 / 1024);
    refused("I08", "ファイル全体", what, "図や使わないシートを消すか、CSVで保存して選んでください")
}

fn cell(data: Data) -> Cell {
    let (text, kind) = match data {
        Data::Empty => (String::new(), CellKind::Text),
        Data::String(text) => (text.trim().to_owned(), CellKind::Text),
        Data::Int(number) => (number.to_string(), CellKind::Number),
        Data::Float(number) => (number.to_string(), CellKind::Number),
        Data::Bool(yes) => (if yes { "TRUE" } else { "FALSE" }.to_owned(), CellKind::Text),
        Data::DateTime(at) => {
            let (year, month, day, ..) = at.to_ymd_hms_milli();
            (format!("{year:04}-{month:02}-{day:02}"), CellKind::Text)
        }
        Data::DateTimeIso(text) => (text.split('T').next().unwrap_or_default().to_owned(), CellKind::Text),
        Data::DurationIso(text) => (text, CellKind::Text),
        Data::Error(error) => (error.to_string(), CellKind::Error),
    };
    Cell { text, kind }
}
