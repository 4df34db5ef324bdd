//! 読み込み: any official file, whoever wrote it; what does not fit is named with line, item and byte.
mod lines;

use crate::{
    check::{RowPlace, fault},
    envelope::Envelope,
    layout::Layouts,
    ms932,
    record::Record,
    writer::foreign_sender,
};
use kernel::{Finding, Month, Place, Severity};
use lines::{Line, lines};

/// A file as it was read, with everything that is wrong with it.
#[derive(Clone, Debug)]
pub struct ReadFile {
    /// The control record, when it can be read.
    pub envelope: Option<Envelope>,
    /// Data records in file order, also those of unknown kind.
    pub records: Vec<ReadRecord>,
    /// Faults in file order.
    pub findings: Vec<Finding>,
}

/// One data record and where it stands.
#[derive(Clone)]
pub struct ReadRecord {
    /// Line from 1.
    pub line: u32,
    /// Byte offset of the line, from 0.
    pub byte: u64,
    /// The typed row; `None` when kind, number of items or text code do not fit, see the findings.
    pub record: Option<Record>,
    /// The items of the inner record as text.
    pub raw: Vec<String>,
}

/// Only place and kind: the items may be personal data.
impl std::fmt::Debug for ReadRecord {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "ReadRecord {{ line: {}, byte: {}, record: {:?} }}", self.line, self.byte, self.record)
    }
}

/// Reads a file with the built-in layouts.
///
/// Tolerant where products differ: quotes or none, CRLF or LF, a missing last line end, padded numbers, the comma at the end
/// of the control record, any 媒体区分.
pub fn read_file(bytes: &[u8]) -> ReadFile {
    read_file_with(Layouts::builtin(), bytes)
}

/// Reads a file with given layouts.
pub fn read_file_with(layouts: &Layouts, bytes: &[u8]) -> ReadFile {
    let mut reader = Reader {
        layouts,
        file: ReadFile { envelope: None, records: Vec::new(), findings: Vec::new() },
        announced: None,
    };
    let lines = lines(bytes);
    let mut ended = false;
    for (index, line) in lines.iter().enumerate() {
        if ended {
            reader.line_fault(
                "F03",
                line,
                "エンドレコードの後に行があります",
                "エンドレコードより後の行を消してください",
            );
            continue;
        }
        match line.items.first().map(|item| item.bytes.as_slice()) {
            _ if index == 0 => reader.control(line),
            Some(b"2") => reader.data(line),
            Some(b"3") => {
                reader.end(line);
                ended = true;
            }
            _ => reader.line_fault(
                "F03",
                line,
                "レコード種別が 2(データ)でも 3(エンド)でもありません",
                "行の先頭の項目を確かめてください",
            ),
        }
    }
    if lines.is_empty() {
        reader.file.findings.push(fault(
            "F03",
            Place::named("ファイル全体"),
            "ファイルが空です",
            "書き出しをやり直してください",
        ));
    } else if !ended {
        let place = Place { byte: Some(bytes.len() as u64), ..Place::named("ファイルの終わり") };
        let how = "ファイルが途中で切れていないか確かめ、受け取り直してください";
        reader.file.findings.push(fault("F03", place, "エンドレコードがありません", how));
    }
    reader.file
}

/// What spreadsheet programs put before a text saved as UTF-8.
const UTF8_MARK: &[u8] = b"\xEF\xBB\xBF";

/// Items are counted as the official tables do: those of the inner record from 1, those of the envelope apart.
fn item_place(line: &Line, position: usize, label: &str) -> Place {
    let is_data = line.items.first().is_some_and(|item| item.bytes == b"2");
    let number = if is_data && position >= 2 { position - 1 } else { position + 1 };
    let envelope = if is_data && position < 2 { "データレコード " } else { "" };
    let text = format!("{}行目 {envelope}{number}項目 {label}", line.number);
    Place {
        line: Some(line.number),
        item: u32::try_from(number).ok(),
        byte: line.items.get(position).map(|item| item.byte).or(Some(line.byte)),
        ..Place::named(text.trim_end())
    }
}

struct Reader<'a> {
    layouts: &'a Layouts,
    file: ReadFile,
    /// レコード件数 of the control record and where it stands.
    announced: Option<(usize, Place)>,
}

impl Reader<'_> {
    fn line_fault(&mut self, code: &str, line: &Line, what: impl Into<String>, how: &str) {
        let place =
            Place { line: Some(line.number), byte: Some(line.byte), ..Place::named(format!("{}行目", line.number)) };
        self.file.findings.push(fault(code, place, what, how));
    }

    fn item_fault(&mut self, code: &str, line: &Line, position: usize, label: &str, what: &str, how: &str) {
        self.file.findings.push(fault(code, item_place(line, position, label), what, how));
    }

    /// Items as text; an item that is no MS932 is a fault and comes back with replacement signs.
    fn texts(&mut self, line: &Line) -> (Vec<String>, bool) {
        let mut good = true;
        let mut texts = Vec::with_capacity(line.items.len());
        for (position, item) in line.items.iter().enumerate() {
            match ms932::decode(&item.bytes) {
                Ok(decoded) => {
                    if !decoded.gaiji.is_empty() {
                        self.gaiji(line, position);
                    }
                    texts.push(decoded.text);
                }
                Err(error) => {
                    good = false;
                    let byte = Some(item.byte + error.byte as u64);
                    let place = Place { byte, ..item_place(line, position, "") };
                    let how = "ファイルが MS932(シフトJIS)で保存されているか確かめてください";
                    self.file.findings.push(fault("AA01", place, "文字として読めないバイトがあります", how));
                    texts.push(String::from_utf8_lossy(&item.bytes).into_owned());
                }
            }
        }
        if line.broken_quotes {
            self.line_fault(
                "F01",
                line,
                "引用符(\")の対がとれていません",
                "引用符は2つで1組にし、中の引用符は2つ重ねてください",
            );
        }
        (texts, good)
    }

    fn gaiji(&mut self, line: &Line, position: usize) {
        let place = item_place(line, position, "");
        let how = "外字の代わりに印字する字を登録してください";
        self.file.findings.push(Finding::new("F01", Severity::Warning, place, "外字があります", how));
    }

    fn control(&mut self, line: &Line) {
        let (mut texts, good) = self.texts(line);
        if texts.first().map(String::as_str) != Some("1") {
            let what = "最初の行がコントロールレコードではありません";
            let how = if line.items.first().is_some_and(|item| item.bytes.starts_with(UTF8_MARK)) {
                "UTF-8 で保存されています。MS932(シフトJIS)で保存し直してください"
            } else {
                "国保連に送るファイルかどうか確かめてください"
            };
            self.item_fault("F03", line, 0, "レコード種別", what, how);
            return;
        }
        let layout = self.layouts.control();
        // 予備 at the end is written as an empty item or left out with its comma
        if texts.len() + 1 == layout.items.len() {
            texts.push(String::new());
        }
        let count = texts.len();
        let Some(control) = Record::from_values(layout, texts) else {
            self.wrong_count(line, "コントロールレコード", layout.items.len(), count);
            return;
        };
        let offsets: Vec<u64> = line.items.iter().map(|item| item.byte).collect();
        if good {
            let place = RowPlace { line: Some(line.number), bytes: &offsets };
            self.file.findings.extend(control.check_at(place));
        }
        self.sequence(line, control.get("record_seq").unwrap_or(""));
        let place = RowPlace { line: Some(line.number), bytes: &offsets };
        if let (Some(count), Some(position)) =
            (control.number("data_record_count"), layout.position("data_record_count"))
        {
            let label = &layout.items[position].label;
            self.announced = usize::try_from(count).ok().map(|n| (n, place.item(position, label, "data_record_count")));
        }
        let office = control.get("office_no").and_then(|text| text.parse().ok());
        let month = control.get("processing_year_month").and_then(|text| Month::from_yyyymm(text).ok());
        if office.is_none() {
            self.control_item(line, &control, "office_no", "事業所番号が10桁ではありません");
        }
        if month.is_none() {
            self.control_item(line, &control, "processing_year_month", "処理対象年月が暦にありません");
        }
        if let (Some(office_no), Some(processing_month)) = (office, month) {
            let text = |name| control.get(name).unwrap_or("").to_owned();
            self.file.envelope = Some(Envelope {
                data_kind: text("data_kind"),
                office_no,
                media_class: text("media_class"),
                processing_month,
            });
        }
    }

    fn control_item(&mut self, line: &Line, control: &Record, name: &str, what: &str) {
        let Some(position) = control.layout().position(name) else { return };
        let label = control.layout().items[position].label.clone();
        self.item_fault("F03", line, position, &label, what, "送り元で書き出し直してください");
    }

    fn wrong_count(&mut self, line: &Line, label: &str, expected: usize, found: usize) {
        let what = format!("{label}の項目数がちがいます({found}項目、正しくは{expected}項目)");
        self.line_fault("AA06", line, what, "カンマの数を確かめ、書き出した元のソフトでやり直してください");
    }

    fn sequence(&mut self, line: &Line, text: &str) {
        if text.trim().parse::<u32>() != Ok(line.number) {
            let what = format!("レコード番号がちがいます(正しくは{})", line.number);
            let how = "行が抜けたり入れかわったりしていないか確かめてください";
            self.item_fault("F03", line, 1, "レコード番号", &what, how);
        }
    }

    fn data(&mut self, line: &Line) {
        let (mut texts, good) = self.texts(line);
        self.sequence(line, texts.get(1).map_or("", String::as_str));
        let raw = if texts.len() > 2 { texts.split_off(2) } else { Vec::new() };
        let record = if good { self.typed(line, &raw) } else { None };
        self.data_kind(line, &raw);
        self.file.records.push(ReadRecord { line: line.number, byte: line.byte, record, raw });
    }

    fn typed(&mut self, line: &Line, raw: &[String]) -> Option<Record> {
        let id = raw.first().map_or("", String::as_str);
        let record_type = raw.get(1).map_or("", String::as_str);
        // 1 and 01 are the same code
        let Some(layout) = self.layouts.get(id, &format!("{record_type:0>2}")) else {
            if self.layouts.knows(id) {
                let how = "この様式にないレコードです。行を確かめてください";
                self.item_fault("AA02", line, 3, "レコード種別コード", "知らないレコード種別コードです", how);
            } else {
                let how = "J111・J121・J611・J411 のファイルかどうか確かめてください";
                self.item_fault("AA07", line, 2, "交換情報識別番号", "知らない交換情報識別番号です", how);
            }
            return None;
        };
        let Some(record) = Record::from_values(layout, raw.to_vec()) else {
            self.wrong_count(line, &layout.label(), layout.items.len(), raw.len());
            return None;
        };
        let offsets: Vec<u64> = line.items.iter().skip(2).map(|item| item.byte).collect();
        let place = RowPlace { line: Some(line.number), bytes: &offsets };
        self.file.findings.extend(record.check_at(place));
        if let Some(envelope) = &self.file.envelope {
            let foreign = foreign_sender(envelope, &record, place);
            self.file.findings.extend(foreign.map(|finding| Finding { code: "AG01".to_owned(), ..finding }));
        }
        Some(record)
    }

    /// The control record announces the kind of the first data record.
    fn data_kind(&mut self, line: &Line, raw: &[String]) {
        let Some(envelope) = self.file.envelope.as_ref().filter(|_| self.file.records.is_empty()) else { return };
        let kind = raw.first().and_then(|id| id.get(..3));
        if kind != Some(envelope.data_kind.as_str()) {
            let how = "コントロールレコードのデータ種別を最初のデータに合わせてください";
            self.item_fault(
                "AA07",
                line,
                2,
                "交換情報識別番号",
                "コントロールレコードのデータ種別と合っていません",
                how,
            );
        }
    }

    fn end(&mut self, line: &Line) {
        let (texts, _) = self.texts(line);
        let expected = self.layouts.end().items.len();
        if texts.len() != expected {
            self.wrong_count(line, "エンドレコード", expected, texts.len());
        }
        self.sequence(line, texts.get(1).map_or("", String::as_str));
        if let Some((announced, place)) = self.announced.take() {
            let found = self.file.records.len();
            if announced != found {
                let what = format!("レコード件数がちがいます({announced}件と書かれ、{found}件あります)");
                let how = "行が抜けていないか確かめ、受け取り直してください";
                self.file.findings.push(fault("F03", place, what, how));
            }
        }
    }
}
