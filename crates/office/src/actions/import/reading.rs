//! 表の読取り: an uploaded workbook or CSV as rows of texts, or the one reason why it cannot be read.
use super::{
    Refused, refused,
    sheet::{Cell, CellKind, Sheet, Table, address},
    workbook,
};
use records::ms932;

/// Most rows of a sheet.
pub const MOST_ROWS: usize = 3_000;

/// Reads a file by its name and its first bytes.
///
/// # Errors
/// The one finding that keeps the file out.
pub fn read(name: &str, bytes: &[u8]) -> Result<Table, Refused> {
    read_within(name, bytes, MOST_ROWS)
}

/// Reads a file of at most so many rows.
///
/// # Errors
/// The one finding that keeps the file out.
pub fn read_within(name: &str, bytes: &[u8], most: usize) -> Result<Table, Refused> {
    if bytes.is_empty() {
        return Err(refused("I01", "ファイル全体", "ファイルが空です", "中身のあるファイルを選んでください"));
    }
    let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase()).unwrap_or_default();
    let table = match ending.as_str() {
        "xlsx" => workbook::read(bytes, most)?,
        "csv" | "txt" => Table { sheets: vec![from_text(&text_of(bytes)?, most)?] },
        "xls" | "xlsm" | "xlsb" | "ods" => {
            let what = format!("「.{ending}」の表は読み取れません");
            let how = "Excelの「名前を付けて保存」で「Excel ブック(.xlsx)」にして、選び直してください";
            return Err(refused("I02", "ファイル全体", what, how));
        }
        _ => {
            let how = "Excel ブック(.xlsx)かCSV(.csv)を選んでください";
            return Err(refused("I02", "ファイル全体", "読み取れる種類のファイルではありません", how));
        }
    };
    let sheets: Vec<Sheet> = table
        .sheets
        .into_iter()
        .filter(|sheet| sheet.rows.iter().flatten().any(|cell| !cell.text.is_empty()))
        .collect();
    if sheets.is_empty() {
        let how = "見出しの行と、1人1行のデータがある表を選んでください";
        return Err(refused("I01", "ファイル全体", "表に何も書かれていません", how));
    }
    Ok(Table { sheets })
}

/// The text of a CSV: UTF-8 with or without its mark, otherwise MS932.
fn text_of(bytes: &[u8]) -> Result<String, Refused> {
    let disguised = [(&b"PK\x03\x04"[..], "Excel ブック"), (b"%PDF", "PDF"), (b"\xD0\xCF\x11\xE0", "古いExcelの表")];
    if let Some((_, kind)) = disguised.iter().find(|(magic, _)| bytes.starts_with(magic)) {
        let what = format!("名前はCSVですが、中身は{kind}です");
        return Err(refused("I03", "ファイル全体", what, "表の名前の終わりを変えずに、保存し直して選んでください"));
    }
    let how = "Excelの「名前を付けて保存」で「CSV UTF-8(コンマ区切り)」にして、選び直してください";
    if bytes.starts_with(b"\xFF\xFE") || bytes.starts_with(b"\xFE\xFF") {
        return Err(refused("I04", "ファイル全体", "UTF-16で保存されています", how));
    }
    if let Some(at) = bytes.iter().position(|byte| *byte == 0) {
        let place = format!("{}行目", line_of(bytes, at));
        return Err(refused("I04", place, "文字のファイルではありません", how));
    }
    let unmarked = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    if let Ok(text) = std::str::from_utf8(unmarked) {
        return Ok(text.to_owned());
    }
    match ms932::decode(bytes) {
        Ok(decoded) => Ok(decoded.text),
        Err(error) => {
            let place = format!("{}行目", line_of(bytes, error.byte));
            Err(refused("I04", place, "文字として読めないところがあります(UTF-8でもシフトJISでもありません)", how))
        }
    }
}

fn line_of(bytes: &[u8], at: usize) -> usize {
    bytes.iter().take(at).filter(|byte| **byte == b'\n').count() + 1
}

/// A CSV (or a text with tabs) as a sheet.
fn from_text(text: &str, most: usize) -> Result<Sheet, Refused> {
    let first = text.lines().next().unwrap_or_default();
    let comma = if first.contains('\t') && !first.contains(',') { '\t' } else { ',' };
    let (mut sheet, mut row, mut column) = (Sheet::default(), 0, 0);
    let (mut cell, mut quoted, mut opened) = (String::new(), false, (0, 0));
    let mut chars = text.chars().peekable();
    let put = |sheet: &mut Sheet, row: usize, column: usize, cell: &mut String| {
        let text = std::mem::take(cell).trim().to_owned();
        if text.is_empty() { Ok(()) } else { sheet.put(most, row, column, Cell { text, kind: CellKind::Text }) }
    };
    while let Some(c) = chars.next() {
        match c {
            '"' if quoted && chars.peek() == Some(&'"') => {
                chars.next();
                cell.push('"');
            }
            '"' if quoted => quoted = false,
            '"' if cell.is_empty() => (quoted, opened) = (true, (row, column)),
            c if quoted => cell.push(c),
            c if c == comma => {
                put(&mut sheet, row, column, &mut cell)?;
                column += 1;
            }
            '\n' => {
                put(&mut sheet, row, column, &mut cell)?;
                (row, column) = (row + 1, 0);
            }
            '\r' => {}
            c => cell.push(c),
        }
    }
    if quoted {
        let how = "引用符は2つで1組にしてください。Excelで開いて、CSVとして保存し直すと直ります";
        return Err(refused("I05", address(opened.0, opened.1), "引用符(\")が閉じられていません", how));
    }
    put(&mut sheet, row, column, &mut cell)?;
    Ok(sheet)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use records::ms932;

    #[test]
    fn a_csv_keeps_its_rows_where_a_spreadsheet_shows_them() {
        let table = read("a.csv", "氏名,備考\r\n\r\n見本,\"一行目\n二行目, \"\"引用\"\"\"\r\n".as_bytes()).unwrap();
        let sheet = &table.sheets[0];
        assert_eq!(sheet.cell(2, 0).text, "見本");
        assert_eq!(sheet.cell(2, 1).text, "一行目\n二行目, \"引用\"");
        assert_eq!((sheet.rows.len(), sheet.width()), (3, 2));
    }

    #[test]
    fn the_same_text_is_read_from_each_encoding() {
        let text = "氏名,フリガナ\n髙橋,タカハシ\n";
        let utf8 = read("a.csv", text.as_bytes()).unwrap();
        let marked = read("a.CSV", format!("\u{feff}{text}").as_bytes()).unwrap();
        let ms932 = read("a.csv", &ms932::encode(text).unwrap()).unwrap();
        assert_eq!(utf8, marked);
        assert_eq!(utf8, ms932);
    }
}
