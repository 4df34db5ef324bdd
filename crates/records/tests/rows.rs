//! Rows and files that we write ourselves.
#![allow(clippy::unwrap_used)]
use kernel::{Finding, Severity};
use proptest::prelude::*;
use records::{Attr, Envelope, FileName, Item, Layouts, Record, Required, Writer, read_file, write_file};

const OFFICE: &str = "1310000011";

fn envelope(kind: &str) -> Envelope {
    Envelope {
        data_kind: kind.to_owned(),
        office_no: OFFICE.parse().unwrap(),
        media_class: "1".to_owned(),
        processing_month: "2026-11".parse().unwrap(),
    }
}

fn line_row() -> Record {
    let mut row = Record::new(Layouts::builtin(), "J121", "03").unwrap();
    row.set("service_year_month", "202610").set("municipality_no", "131011").set("office_no", OFFICE);
    row.set("certificate_no", "1000000016").set("service_code", "462986");
    row.set("unit", 805).set("count", 20).set("service_units", 16_100);
    row
}

fn only(findings: &[Finding]) -> (&str, Option<u32>, &str) {
    assert_eq!(findings.len(), 1, "{findings:#?}");
    assert_eq!(findings[0].severity, Severity::Fault);
    (&findings[0].code, findings[0].place.item, &findings[0].how_to_fix)
}

#[test]
fn a_well_formed_row_has_no_findings() {
    assert_eq!(line_row().check(), []);
}

#[test]
fn values_that_do_not_fit_their_item_are_faults() {
    let table = [
        ("service_code", "46h001", "F01", 7),
        ("service_code", "４６２９８６", "F01", 7),
        ("service_code", "4629861", "F01", 7),
        ("unit", "80.5", "F01", 8),
        ("unit", "1,000", "F01", 8),
        ("unit", "-", "F01", 8),
        ("unit", "1000000", "F01", 8),
        ("unit", "", "F02", 8),
        ("municipality_no", "-13101", "F01", 4),
        ("municipality_no", "1310111", "F01", 4),
        ("remarks", "欠席 1回", "F01", 11),
        ("remarks", "ｹｯｾｷ", "F01", 11),
        ("remarks", "欠席\u{301C}", "F01", 11),
        ("remarks", "欠\n席", "F01", 11),
        ("certificate_no", "1000'00016", "F01", 6),
        ("record_type", "04", "F01", 2),
    ];
    for (name, value, code, item) in table {
        let mut row = line_row();
        row.set(name, value);
        let findings = row.check();
        let (found, at, how) = only(&findings);
        assert_eq!((found, at), (code, Some(item)), "{name} = {value}");
        assert!(!how.is_empty());
    }
}

#[test]
fn a_negative_number_and_fifty_full_width_characters_fit() {
    let mut row = line_row();
    row.set("unit", -805).set("remarks", "あ".repeat(50));
    assert_eq!(row.check(), []);
    row.set("remarks", "あ".repeat(51));
    assert_eq!(only(&row.check()).0, "F01");
}

#[test]
fn a_name_the_layout_lacks_is_a_fault_and_not_lost() {
    let mut row = line_row();
    row.set("no_such_item", 1);
    assert!(row.check()[0].what.contains("no_such_item"));
    assert!(write_file(&envelope("J12"), &[row]).is_err());
}

#[test]
fn the_value_is_never_repeated_in_the_finding() {
    let mut row = line_row();
    row.set("certificate_no", "12345678901");
    let finding = &row.check()[0];
    assert!(!format!("{finding:?} {row:?}").contains("1234567890"));
}

#[test]
fn all_faults_of_a_file_come_back_together_with_their_lines() {
    let (mut first, mut second) = (line_row(), line_row());
    first.set("unit", "x");
    second.set("count", "").set("office_no", "1310000029");
    let findings = write_file(&envelope("J61"), &[first, second]).unwrap_err();
    let found: Vec<_> = findings.iter().map(|f| (f.code.as_str(), f.place.line, f.place.item)).collect();
    assert_eq!(
        found,
        [("F03", Some(1), None), ("F01", Some(2), Some(8)), ("F02", Some(3), Some(9)), ("F03", Some(3), Some(5))]
    );
}

#[test]
fn a_file_without_rows_is_not_written() {
    assert_eq!(write_file(&envelope("J12"), &[]).unwrap_err()[0].code, "F03");
}

#[test]
fn the_cap_sheet_is_sent_by_the_managing_office_whatever_office_a_line_names() {
    let mut row = Record::new(Layouts::builtin(), "J411", "02").unwrap();
    row.set("service_year_month", "202610").set("municipality_no", "131011").set("cap_manager_office_no", OFFICE);
    row.set("certificate_no", "1000000016").set("line_no", 2).set("office_no", "1310000029");
    row.set("total_cost", 60_000).set("user_burden", 6_000).set("managed_burden", 0);
    assert!(write_file(&envelope("J41"), &[row]).is_ok());
}

#[test]
fn full_width_remarks_are_quoted_and_lines_end_with_crlf() {
    let mut row = line_row();
    row.set("remarks", "１０月５日");
    let bytes = write_file(&envelope("J12"), &[row]).unwrap();
    let text = records::ms932::decode(&bytes).unwrap().text;
    let lines: Vec<&str> = text.split("\r\n").collect();
    assert_eq!(
        lines,
        [
            "1,1,0,1,J12,0,1310000011,0,1,202611,",
            "2,2,J121,03,202610,131011,1310000011,1000000016,462986,805,20,16100,\"１０月５日\"",
            "3,3",
            ""
        ]
    );
}

#[test]
fn file_names_begin_with_a_letter_and_are_short() {
    for good in ["A.CSV", "J112511.CSV", "KJ260802.CSV"] {
        assert!(good.parse::<FileName>().is_ok(), "{good}");
    }
    for bad in [".CSV", "1A.CSV", "J11251101A.CSV", "J11.csv", "J-11.CSV", "Ｊ.CSV", "J11", "A/B.CSV"] {
        assert!(bad.parse::<FileName>().is_err(), "{bad}");
    }
}

#[test]
fn layouts_have_the_official_number_of_items() {
    let counts: Vec<(String, usize)> = Layouts::builtin().all().map(|l| (l.label(), l.items.len())).collect();
    let expected = [
        ("J111-01", 23),
        ("J111-02", 14),
        ("J121-01", 35),
        ("J121-02", 12),
        ("J121-03", 11),
        ("J121-04", 33),
        ("J121-05", 11),
        ("J411-01", 14),
        ("J411-02", 11),
        ("J611-01", 172),
        ("J611-02", 113),
    ];
    assert_eq!(counts, expected.map(|(label, count)| (label.to_owned(), count)));
}

#[test]
fn the_longest_service_record_has_the_length_the_specification_states() {
    let layout = Layouts::builtin().get("J611", "01").unwrap();
    let bytes: usize = layout.items.iter().map(|item| item.bytes).sum();
    assert_eq!(bytes + layout.items.len() - 1, 822);
}

#[test]
fn only_the_cap_sheet_layout_is_unverified() {
    let unverified: Vec<String> =
        Layouts::builtin().all().filter(|l| l.is_unverified()).map(|l| l.exchange_id.clone()).collect();
    assert_eq!(unverified, ["J411", "J411"]);
}

#[test]
fn layouts_of_a_folder_replace_the_built_in_ones() {
    let source = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data/layouts");
    let layouts = Layouts::from_dir(&source).unwrap();
    assert_eq!(layouts.all().count(), Layouts::builtin().all().count());
    let row = Record::new(&layouts, "J121", "03").unwrap();
    assert!(Writer::new(&layouts).write(&envelope("J12"), &[row]).is_err());
    assert!(Layouts::from_dir(&source.join("nowhere")).is_err());
}

/// A value that fits the item.
fn value(item: &Item) -> BoxedStrategy<String> {
    if item.name == "office_no" || item.name == "cap_manager_office_no" {
        return Just(OFFICE.to_owned()).boxed();
    }
    let filled = if item.codes.is_empty() {
        match item.attr {
            Attr::Alnum => format!("[A-Z0-9ｱ-ﾝﾞﾟ ,\"/()-]{{1,{}}}", item.bytes),
            Attr::Number if item.bytes > 1 => format!("-?[0-9]{{1,{}}}", item.bytes - 1),
            Attr::Number | Attr::Code => format!("[0-9]{{1,{}}}", item.bytes),
            Attr::Kanji => format!("[ぁ-んァ-ヶ０-９Ａ-Ｚ欠席対応、　]{{1,{}}}", item.bytes / 2),
        }
        .prop_map_regex()
    } else {
        prop::sample::select(item.codes.clone()).boxed()
    };
    if item.required == Required::Always { filled } else { prop_oneof![Just(String::new()), filled].boxed() }
}

trait Regex {
    fn prop_map_regex(self) -> BoxedStrategy<String>;
}

impl Regex for String {
    fn prop_map_regex(self) -> BoxedStrategy<String> {
        prop::string::string_regex(&self).unwrap().boxed()
    }
}

fn row() -> impl Strategy<Value = Record> {
    let layouts: Vec<_> = Layouts::builtin().all().cloned().collect();
    prop::sample::select(layouts).prop_flat_map(|layout| {
        let values: Vec<_> = layout.items.iter().map(value).collect();
        values.prop_map(move |values| {
            let mut row = Record::new(Layouts::builtin(), &layout.exchange_id, &layout.record_type).unwrap();
            for (item, value) in layout.items.iter().zip(values) {
                row.set(&item.name, value);
            }
            row
        })
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn what_is_written_is_read_back_equal(rows in prop::collection::vec(row(), 1..6)) {
        let envelope = envelope(&rows[0].kind().0[..3]);
        let bytes = write_file(&envelope, &rows).unwrap();
        let file = read_file(&bytes);
        prop_assert_eq!(&file.findings, &[]);
        prop_assert_eq!(file.envelope, Some(envelope));
        let read: Vec<Record> = file.records.into_iter().map(|read| read.record.unwrap()).collect();
        for (read, written) in read.iter().zip(&rows) {
            prop_assert_eq!(read.values(), written.values());
        }
        prop_assert!(read == rows);
    }
}

proptest! {
    #[test]
    fn any_bytes_can_be_read(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let file = read_file(&bytes);
        prop_assert!(!file.findings.is_empty());
        for finding in &file.findings {
            prop_assert!(finding.place.byte.is_none_or(|byte| byte <= bytes.len() as u64));
        }
    }

    #[test]
    fn bytes_that_look_like_a_file_can_be_read(text in "1,1,0,[0-9]{0,2},J1?1?,0,1310000011,0,1,20261[0-9],?\r?\n(2,[0-9],J[1-6][0-2]1,0[1-5][,\"0-9A-Z]{0,60}\r?\n){0,4}(3,[0-9]\r?\n?)?") {
        let file = read_file(text.as_bytes());
        prop_assert!(file.records.len() <= 4);
    }

    #[test]
    fn a_changed_byte_never_makes_the_reader_fail(at in 0usize..2000, byte in any::<u8>()) {
        let mut bytes = records::ms932::encode(include_str!("fixtures/sample_J11.utf8.csv")).unwrap();
        let at = at % bytes.len();
        bytes[at] = byte;
        let _ = read_file(&bytes);
    }
}
