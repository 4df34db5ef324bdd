//! 表のファイル: CSV that people exchange – bytes to cells under known headings, tolerant of how they were saved.
use kernel::{Finding, Place, Severity};

/// What spreadsheet programs put before a text saved as UTF-8.
const UTF8_MARK: &[u8] = b"\xEF\xBB\xBF";

/// A column: its name and other headings under which it is found.
pub(crate) struct Column {
    pub(crate) name: &'static str,
    pub(crate) also: &'static [&'static str],
    pub(crate) required: bool,
}

/// One line of the table.
pub(crate) struct Line {
    /// Line of the file, from 1.
    pub(crate) number: u32,
    cells: Vec<String>,
}

impl Line {
    /// The cell of the n-th known column without spaces around it; empty when the file lacks the column.
    pub(crate) fn cell(&self, column: usize) -> &str {
        self.cells.get(column).map_or("", String::as_str)
    }

    /// A fault at a cell. The text of the cell is not repeated: it may be a person's number.
    pub(crate) fn fault(
        &self,
        code: &str,
        column: &Column,
        what: impl Into<String>,
        fix: impl Into<String>,
    ) -> Finding {
        let place = Place { line: Some(self.number), ..Place::named(format!("{}行目 {}", self.number, column.name)) };
        Finding::new(code, Severity::Fault, place, what, fix)
    }
}

/// The lines under the headings; headings and text code that do not fit are one fault and no lines.
pub(crate) fn read(bytes: &[u8], columns: &[Column]) -> Result<Vec<Line>, Box<Finding>> {
    // with CR LF the reader counts a line as begun at the LF of the one before
    let text = text(bytes)?.replace("\r\n", "\n");
    let delimiter = if text.lines().next().is_some_and(|first| first.contains('\t')) { b'\t' } else { b',' };
    let mut reader =
        csv::ReaderBuilder::new().has_headers(false).flexible(true).delimiter(delimiter).from_reader(text.as_bytes());
    let mut found: Option<Vec<Option<usize>>> = None;
    let mut lines = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|_| {
            fault(
                "ファイル全体",
                "表として読めません(引用符の対がとれていないなど)",
                "表計算ソフトで開き、CSV で保存し直してください",
            )
        })?;
        let number = record.position().map_or(0, |position| u32::try_from(position.line()).unwrap_or(u32::MAX));
        let cells: Vec<&str> = record.iter().map(str::trim).collect();
        if cells.iter().all(|cell| cell.is_empty()) {
            continue;
        }
        match &found {
            None => found = Some(headings(&cells, columns)?),
            Some(places) => {
                let cells = places.iter().map(|place| place.and_then(|at| cells.get(at)).map_or("", |cell| cell));
                lines.push(Line { number, cells: cells.map(str::to_owned).collect() });
            }
        }
    }
    match found {
        Some(_) => Ok(lines),
        None => Err(fault("ファイル全体", "ファイルが空です", "書き出しをやり直してください")),
    }
}

fn text(bytes: &[u8]) -> Result<String, Box<Finding>> {
    let bytes = bytes.strip_prefix(UTF8_MARK).unwrap_or(bytes);
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Ok(text.to_owned());
    }
    records::ms932::decode(bytes).map(|decoded| decoded.text).map_err(|error| {
        let place = Place { byte: Some(error.byte as u64), ..Place::named("ファイル全体") };
        Box::new(Finding::new(
            "AA01",
            Severity::Fault,
            place,
            "UTF-8 としても MS932(シフトJIS)としても読めません",
            "表計算ソフトで開き、CSV(UTF-8)で保存し直してください",
        ))
    })
}

/// Where each column stands; headings are compared without spaces and brackets of units.
fn headings(cells: &[&str], columns: &[Column]) -> Result<Vec<Option<usize>>, Box<Finding>> {
    let plain = |text: &str| -> String {
        let head = text.split(['(', '\u{FF08}']).next().unwrap_or(text);
        head.chars().filter(|c| !c.is_whitespace()).collect()
    };
    let heads: Vec<String> = cells.iter().map(|cell| plain(cell)).collect();
    let places: Vec<Option<usize>> = columns
        .iter()
        .map(|column| heads.iter().position(|head| head == column.name || column.also.contains(&head.as_str())))
        .collect();
    let missing: Vec<&str> = columns
        .iter()
        .zip(&places)
        .filter(|(column, place)| column.required && place.is_none())
        .map(|(column, _)| column.name)
        .collect();
    if missing.is_empty() {
        return Ok(places);
    }
    Err(fault(
        "見出しの行",
        &format!("見出しに「{}」の列がありません", missing.join("」「")),
        "1行目に列の名を書いてください。列の順番は自由です",
    ))
}

fn fault(place: &str, what: &str, fix: &str) -> Box<Finding> {
    Box::new(Finding::new("table_unreadable", Severity::Fault, Place::named(place), what, fix))
}

/// A row of cells as CSV with CRLF; quotes only where they are needed.
pub(crate) fn row(cells: &[String]) -> String {
    let quoted = cells.iter().map(|cell| {
        if cell.contains([',', '"', '\n', '\r']) { format!("\"{}\"", cell.replace('"', "\"\"")) } else { cell.clone() }
    });
    quoted.collect::<Vec<_>>().join(",") + "\r\n"
}

/// A whole file: UTF-8 with the mark that spreadsheet programs need to tell it from MS932.
pub(crate) fn file(columns: &[Column], rows: impl Iterator<Item = Vec<String>>) -> Vec<u8> {
    let mut bytes = UTF8_MARK.to_vec();
    let heads: Vec<String> = columns.iter().map(|column| column.name.to_owned()).collect();
    bytes.extend_from_slice(row(&heads).as_bytes());
    rows.for_each(|cells| bytes.extend_from_slice(row(&cells).as_bytes()));
    bytes
}
