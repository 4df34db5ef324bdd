//! The invented sample files: read without faults, written again byte for byte.
#![allow(clippy::unwrap_used)]
use kernel::Severity;
use records::{Layouts, Quoting, ReadFile, Record, Writer, ms932, read_file, write_file};

const SAMPLES: [(&str, &str, usize); 3] = [
    ("J11", include_str!("fixtures/sample_J11.utf8.csv"), 20),
    ("J41", include_str!("fixtures/sample_J41.utf8.csv"), 3),
    ("J61", include_str!("fixtures/sample_J61.utf8.csv"), 28),
];

fn official(sample: &str) -> Vec<u8> {
    ms932::encode(&sample.replace('\n', "\r\n")).unwrap()
}

fn rows(file: &ReadFile) -> Vec<Record> {
    file.records.iter().map(|read| read.record.clone().unwrap()).collect()
}

#[test]
fn the_samples_are_read_without_a_fault() {
    for (kind, sample, count) in SAMPLES {
        let file = read_file(&official(sample));
        assert_eq!(file.findings, [], "{kind}");
        assert_eq!(file.records.len(), count);
        let envelope = file.envelope.unwrap();
        assert_eq!((envelope.data_kind.as_str(), envelope.office_no.as_str()), (kind, "1310000011"));
        assert_eq!((envelope.processing_month.to_string().as_str(), envelope.media_class.as_str()), ("2025-12", "1"));
    }
}

#[test]
fn values_are_found_by_their_names() {
    let rows = rows(&read_file(&official(SAMPLES[0].1)));
    let invoice = &rows[0];
    assert_eq!((invoice.kind(), invoice.number("claim_amount")), (("J111", "01"), Some(241_246)));
    let statement = &rows[2];
    assert_eq!(statement.get("recipient_name_kana"), Some("ﾃｽﾄ ﾀﾛｳ"));
    assert_eq!(statement.month("service_year_month").unwrap().to_string(), "2025-11");
    let contract = &rows[11];
    assert_eq!((contract.get("contract_amount"), contract.number("contract_amount")), (Some("02200"), Some(2200)));
    assert_eq!(contract.get("provider_entry_no"), Some("01"));
    assert_eq!(contract.day("contract_start_date").unwrap().to_string(), "2024-04-01");
    assert_eq!((contract.get("contract_end_date"), contract.get("no_such_item")), (Some(""), None));
}

#[test]
fn the_samples_are_written_again_byte_for_byte() {
    for (kind, sample, _) in SAMPLES {
        let bytes = official(sample);
        let file = read_file(&bytes);
        let again = write_file(file.envelope.as_ref().unwrap(), &rows(&file)).unwrap();
        assert_eq!(ms932::decode(&again).unwrap().text, ms932::decode(&bytes).unwrap().text, "{kind}");
        assert_eq!(again, bytes);
    }
}

#[test]
fn a_file_with_every_item_quoted_reads_the_same() {
    for (kind, sample, _) in SAMPLES {
        let file = read_file(&official(sample));
        let writer = Writer::new(Layouts::builtin()).quoting(Quoting::All);
        let quoted = writer.write(file.envelope.as_ref().unwrap(), &rows(&file)).unwrap();
        assert!(quoted.starts_with(b"\"1\",\"1\",\"0\","));
        let again = read_file(&quoted);
        assert_eq!(again.findings, [], "{kind}");
        assert!(rows(&again) == rows(&file));
        assert_eq!(again.envelope, file.envelope);
    }
}

#[test]
fn variants_of_other_products_are_read_without_a_fault() {
    let sample = SAMPLES[0].1;
    let variants = [
        ("LF", sample.to_owned()),
        ("no last line end", sample.trim_end().to_owned()),
        (
            "padded numbers",
            sample.replace("1,1,0,20,", "1,000000001,000,000000020,").replace("\n2,7,", "\n2,000000007,"),
        ),
        ("no comma at the end of the control record", sample.replacen("202512,\n", "202512\n", 1)),
        ("another 媒体区分", sample.replacen(",0,1,202512", ",0,7,202512", 1)),
        ("empty lines at the end", format!("{sample}\n\n")),
        ("one-digit record types", sample.replace("J121,03,", "J121,3,")),
    ];
    for (name, text) in variants {
        let file = read_file(&ms932::encode(&text).unwrap());
        assert_eq!(file.findings, [], "{name}");
        assert_eq!(rows(&file).len(), 20);
    }
}

/// What is broken, the file, and the code, line and item it is reported with.
type BrokenFile = (&'static str, String, &'static str, Option<u32>, Option<u32>);

#[test]
fn a_broken_file_is_described_by_line_item_and_byte() {
    let sample = SAMPLES[0].1;
    let cases: [BrokenFile; 13] = [
        ("an item too many", sample.replace("46,20240401,,20,,\n", "46,20240401,,20,,,\n"), "AA06", Some(5), None),
        ("an unknown exchange id", sample.replace("2,13,J121,05", "2,13,J999,05"), "AA07", Some(13), Some(1)),
        ("an unknown record type", sample.replace("2,13,J121,05", "2,13,J121,09"), "AA02", Some(13), Some(2)),
        ("a wrong running number", sample.replace("\n2,7,", "\n2,70,"), "F03", Some(7), Some(2)),
        ("a wrong record count", sample.replacen("1,1,0,20,", "1,1,0,21,", 1), "F03", Some(1), Some(4)),
        (
            "another office",
            sample.replace("2,6,J121,03,202511,131011,1310000011", "2,6,J121,03,202511,131011,1310000029"),
            "AG01",
            Some(6),
            Some(5),
        ),
        ("another data kind", sample.replacen(",J11,", ",J61,", 1), "AA07", Some(2), Some(1)),
        ("letters in a number", sample.replace("462986,805,20,16100", "462986,8O5,20,16100"), "F01", Some(6), Some(8)),
        ("an empty required item", sample.replace("462986,805,20,16100", "462986,,20,16100"), "F02", Some(6), Some(8)),
        ("a forbidden apostrophe", sample.replace("ﾃｽﾄ ﾀﾛｳ", "ﾃｽﾄ'ﾀﾛｳ"), "F01", Some(4), Some(8)),
        ("no end record", sample.replace("3,22\n", ""), "F03", None, None),
        ("lines behind the end", format!("{sample}2,23,J111\n"), "F03", Some(23), None),
        ("an open quote", sample.replace("\"ﾃｽﾄ ﾊﾅｺ\"", "\"ﾃｽﾄ ﾊﾅｺ"), "F01", Some(14), None),
    ];
    for (name, text, code, line, item) in cases {
        assert_ne!(text, sample, "{name}: the case changes nothing");
        let file = read_file(&ms932::encode(&text).unwrap());
        let found = file.findings.iter().any(|finding| {
            let place = &finding.place;
            (finding.code.as_str(), place.line, place.item, finding.severity) == (code, line, item, Severity::Fault)
        });
        assert!(found, "{name}: {:#?}", file.findings);
        assert!(file.findings.iter().all(|finding| !finding.what.contains("ﾃｽﾄ") && !finding.how_to_fix.is_empty()));
    }
}

#[test]
fn the_byte_of_a_finding_points_at_the_item() {
    let sample = SAMPLES[0].1.replace("462986,805,20,16100", "462986,8O5,20,16100");
    let bytes = official(&sample);
    let file = read_file(&bytes);
    let at = file.findings[0].place.byte.unwrap() as usize;
    assert_eq!(&bytes[at..at + 3], b"8O5");
    assert_eq!(file.records[4].byte as usize, bytes.windows(4).position(|window| window == b"2,6,").unwrap());
}

#[test]
fn rows_of_unknown_kind_are_kept_as_they_are() {
    let file = read_file(&official(&SAMPLES[1].1.replace("J411,02,202511", "K411,02,202511")));
    assert_eq!(file.records.len(), 3);
    assert!(file.records[1].record.is_none());
    assert_eq!((file.records[1].raw[0].as_str(), file.records[1].raw.len()), ("K411", 11));
}

#[test]
fn bytes_that_are_no_text_are_found_at_their_place() {
    let mut bytes = official(SAMPLES[0].1);
    let at = bytes.windows(3).position(|window| window == b"\xC3\xBD\xC4").unwrap();
    bytes[at] = 0xFF;
    let file = read_file(&bytes);
    assert_eq!((file.findings[0].code.as_str(), file.findings[0].place.byte), ("AA01", Some(at as u64)));
    assert!(file.records[2].record.is_none());
}

#[test]
fn user_defined_characters_are_a_warning_of_their_own() {
    let sample = ms932::encode(SAMPLES[0].1).unwrap();
    let at = sample.windows(2).position(|window| window == b"\xC3\xBD").unwrap();
    let bytes = [&sample[..at], &[0xF0, 0x40], &sample[at + 2..]].concat();
    let file = read_file(&bytes);
    let gaiji = file.findings.iter().find(|finding| finding.severity == Severity::Warning).unwrap();
    assert_eq!((gaiji.place.line, gaiji.place.item), (Some(4), Some(8)));
}

#[test]
fn an_empty_file_and_a_text_of_another_kind_are_described() {
    assert_eq!(read_file(b"").findings[0].what, "ファイルが空です");
    assert_eq!(read_file(b"\r\n\r\n").findings[0].what, "ファイルが空です");
    let saved_as_utf8 = read_file(format!("\u{FEFF}{}", SAMPLES[1].1).as_bytes());
    assert!(saved_as_utf8.findings.iter().any(|finding| finding.how_to_fix.contains("UTF-8")));
    let file = read_file("氏名,住所\n".as_bytes());
    assert!(file.envelope.is_none());
    assert!(file.findings.iter().any(|finding| finding.what.contains("コントロールレコードではありません")));
}
