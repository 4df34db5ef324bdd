//! 書き出し: control record, data records and end record as MS932 bytes.
use crate::{
    check::{RowPlace, fault},
    envelope::Envelope,
    layout::Layouts,
    ms932,
    record::Record,
};
use kernel::{Finding, Place};

/// Which values are put in double quotes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Quoting {
    /// Only values with a comma, a double quote, a space or a two-byte character.
    #[default]
    Minimal,
    /// Every item, also the empty ones, as some other products write.
    All,
}

/// Writes files with given layouts and quoting.
#[derive(Clone, Copy, Debug)]
pub struct Writer<'a> {
    layouts: &'a Layouts,
    quoting: Quoting,
}

/// A file with the built-in layouts and minimal quoting. All faults of all rows come back together, and then no file.
pub fn write_file(envelope: &Envelope, records: &[Record]) -> Result<Vec<u8>, Vec<Finding>> {
    Writer::new(Layouts::builtin()).write(envelope, records)
}

impl<'a> Writer<'a> {
    /// A writer with minimal quoting.
    pub fn new(layouts: &'a Layouts) -> Writer<'a> {
        Writer { layouts, quoting: Quoting::Minimal }
    }

    /// The same writer with another quoting.
    pub fn quoting(self, quoting: Quoting) -> Writer<'a> {
        Writer { quoting, ..self }
    }

    /// The bytes of a file; every line ends with CRLF, the last one too.
    pub fn write(&self, envelope: &Envelope, records: &[Record]) -> Result<Vec<u8>, Vec<Finding>> {
        let control = self.control(envelope, records.len());
        let mut end = Record::of(self.layouts.end());
        end.set("record_class", 3).set("record_seq", records.len() + 2);

        let mut findings = envelope_findings(envelope, records);
        findings.extend(control.check_at(RowPlace { line: Some(1), bytes: &[] }));
        let mut leads = Vec::with_capacity(records.len());
        for (index, record) in records.iter().enumerate() {
            let mut lead = Record::of(self.layouts.data());
            lead.set("record_class", 2).set("record_seq", index + 2);
            leads.push(lead);
            let place = RowPlace { line: u32::try_from(index + 2).ok(), bytes: &[] };
            findings.extend(record.check_at(place));
            findings.extend(foreign_sender(envelope, record, place));
        }
        if !findings.is_empty() {
            return Err(findings);
        }

        let mut out = Vec::new();
        let mut line = |lead: &[String], record: &Record| {
            let mut row = String::new();
            for (position, value) in lead.iter().chain(record.values()).enumerate() {
                if position > 0 {
                    row.push(',');
                }
                self.push_item(&mut row, value);
            }
            let bytes = ms932::encode(&row).map_err(|unmappable| {
                vec![fault("F01", Place::named(record.layout().label()), unmappable.to_string(), unmappable.advice)]
            })?;
            out.extend_from_slice(&bytes);
            out.extend_from_slice(b"\r\n");
            Ok::<(), Vec<Finding>>(())
        };
        line(&[], &control)?;
        for (lead, record) in leads.iter().zip(records) {
            line(lead.values(), record)?;
        }
        line(&[], &end)?;
        Ok(out)
    }

    fn control(&self, envelope: &Envelope, count: usize) -> Record {
        let mut control = Record::of(self.layouts.control());
        control.set("record_class", 1).set("record_seq", 1).set("volume_seq", 0).set("data_record_count", count);
        control.set("data_kind", envelope.data_kind.as_str()).set("office_no", &envelope.office_no);
        control.set("municipality_no", 0).set("prefecture_no", 0).set("media_class", envelope.media_class.as_str());
        control.set("processing_year_month", envelope.processing_month);
        control
    }

    fn push_item(&self, row: &mut String, value: &str) {
        let needs_quotes = |c: char| matches!(c, ',' | '"' | ' ') || !matches!(c, '\0'..='\u{7F}' | '｡'..='ﾟ');
        if self.quoting == Quoting::All || value.chars().any(needs_quotes) {
            row.push('"');
            row.push_str(&value.replace('"', "\"\""));
            row.push('"');
        } else {
            row.push_str(value);
        }
    }
}

fn envelope_findings(envelope: &Envelope, records: &[Record]) -> Vec<Finding> {
    let place = Place { line: Some(1), ..Place::named("1行目 コントロールレコード") };
    let Some(first) = records.first() else {
        return vec![fault("F03", place, "データレコードがありません", "請求する月と利用者を確かめてください")];
    };
    if first.kind().0.get(..3) == Some(envelope.data_kind.as_str()) {
        return Vec::new();
    }
    let how = "最初のレコードの交換情報識別番号の先頭3文字をデータ種別にしてください";
    vec![fault("F03", place, "データ種別が最初のレコードと合っていません", how)]
}

/// A row that names another sending office than the envelope.
pub(crate) fn foreign_sender(envelope: &Envelope, record: &Record, place: RowPlace<'_>) -> Option<Finding> {
    let position = record.layout().sender()?;
    let item = &record.layout().items[position];
    let value = &record.values()[position];
    // an empty number is reported as such
    if value.is_empty() || value == envelope.office_no.as_str() {
        return None;
    }
    let place = place.item(position, &format!("{} {}", record.layout().label(), item.label), &item.name);
    let how = "事業所番号ごとに別のファイルにしてください";
    Some(fault("F03", place, "コントロールレコードの事業所番号とちがいます(AG01)", how))
}
