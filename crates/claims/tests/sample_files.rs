//! The invented sample files pass the check; an altered file is told by the item that was altered.
#![allow(clippy::unwrap_used)]
use claims::files;
use fees::FeeTables;
use kernel::{Finding, Severity};
use records::{Layouts, ms932};

const J11: &str = include_str!("fixtures/sample_J11.utf8.csv");
const J61: &str = include_str!("fixtures/sample_J61.utf8.csv");
const J41: &str = include_str!("fixtures/sample_J41.utf8.csv");

fn official(text: &str) -> Vec<u8> {
    ms932::encode(&text.replace('\n', "\r\n")).unwrap()
}

fn check(files: &[(&str, &str)]) -> Vec<Finding> {
    let bytes: Vec<(&str, Vec<u8>)> = files.iter().map(|(name, text)| (*name, official(text))).collect();
    let slices: Vec<(&str, &[u8])> = bytes.iter().map(|(name, bytes)| (*name, bytes.as_slice())).collect();
    files::check(&slices, Layouts::builtin(), FeeTables::builtin())
}

fn all(j11: &str, j61: &str, j41: &str) -> Vec<Finding> {
    check(&[("J11.CSV", j11), ("J61.CSV", j61), ("J41.CSV", j41)])
}

fn faults(findings: &[Finding]) -> Vec<String> {
    let faults = findings.iter().filter(|finding| finding.severity == Severity::Fault);
    faults.map(|finding| format!("{} {}", finding.code, finding.place.text)).collect()
}

#[test]
fn the_samples_have_no_fault_alone_or_together() {
    assert_eq!(faults(&all(J11, J61, J41)), Vec::<String>::new());
    for file in [("J11.CSV", J11), ("J61.CSV", J61), ("J41.CSV", J41)] {
        assert_eq!(faults(&check(&[file])), Vec::<String>::new());
    }
}

#[test]
fn an_altered_item_of_the_statements_is_named() {
    for (from, to, code, place) in [
        // cost of person A
        ("19523,10570,0,206358", "19523,10570,0,206359", "C03", "12行目 J121-04 請求額集計欄 総費用額"),
        // units of a line
        ("462986,805,20,16100", "462986,805,20,16000", "C03", "6行目 J121-03 サービス単位数"),
        // count of meals: product fits, total and record do not
        ("465070,30,19,570", "465070,30,18,540", "X02", "9行目 J121-03 回数"),
        // benefit in the invoice
        (
            "J111,01,202511,131011,1310000011,241246",
            "J111,01,202511,131011,1310000011,241247",
            "C03",
            "2行目 J111-01 請求金額",
        ),
        // invoice line
        ("1310000011,1,46,2,24168", "1310000011,1,46,3,24168", "C03", "3行目 J111-02 件数"),
        // cap result amount of person B
        (",1310000011,3,4909,", ",1310000011,3,4908,", "M02", "14行目 J121-01"),
        (",1310000011,3,4909,", ",1310000011,2,4909,", "M03", "14行目 J121-01"),
        (",1310000011,3,4909,", ",1310000011,,4909,", "M01", "14行目 J121-01"),
        ("4909,4909,4909,,,,4909,4909,", "4909,4909,4909,,,,5000,4909,", "M02", "20行目 J121-04"),
    ] {
        let altered = J11.replacen(from, to, 1);
        assert_ne!(altered, J11, "{from} is not in the sample");
        let found = faults(&all(&altered, J61, J41));
        assert!(found.iter().any(|fault| fault.starts_with(code) && fault.contains(place)), "{from} → {to}: {found:?}");
    }
}

#[test]
fn a_manager_who_served_the_person_does_not_stand_on_the_sheet_with_0() {
    let zero = J11
        .replacen(",3,4909,,,4645,49097,4909,,,,4909,4909,44188,", ",3,0,,,4645,49097,4909,,,,0,0,49097,", 1)
        .replacen("4909,4909,4909,,,,4909,4909,44188,", "4909,4909,4909,,,,0,0,49097,", 1);
    let found = faults(&check(&[("J11.CSV", &zero)]));
    assert!(found.iter().any(|fault| fault.starts_with("M02 J11.CSV 14行目 J121-01")), "{found:?}");
}

#[test]
fn fewer_base_fees_than_recorded_days_are_a_warning_and_more_a_fault() {
    for (line, severity) in [("462986,805,19,15295", Severity::Warning), ("462986,805,21,16905", Severity::Fault)] {
        let altered = J11.replacen("462986,805,20,16100", line, 1);
        let findings = check(&[("J11.CSV", &altered), ("J61.CSV", J61)]);
        let found = findings.iter().find(|finding| finding.code == "X02" && finding.place.line == Some(6)).unwrap();
        assert_eq!(found.severity, severity);
    }
}

#[test]
fn an_altered_unit_price_and_an_unknown_code_are_warned_of() {
    let price = J11.replacen("19523,10570,0", "19523,10560,0", 1);
    assert!(check(&[("J11.CSV", &price)]).iter().any(|finding| finding.code == "O01"));
    let code = J11.replace("466590", "468999");
    let warned = check(&[("J11.CSV", &code)]);
    let found = warned.iter().find(|finding| finding.code == "C02").unwrap();
    assert_eq!(found.severity, Severity::Warning);
    assert!(found.what.contains("468999"));
}

#[test]
fn a_record_with_other_totals_than_days_is_named() {
    let altered = J61.replacen(",38,", ",37,", 1);
    assert_ne!(altered, J61);
    let found = faults(&all(J11, &altered, J41));
    assert!(found.iter().any(|fault| fault.starts_with("X03 J61.CSV 2行目 J611-01")), "{found:?}");
}

#[test]
fn a_person_without_a_service_record_is_named() {
    let lines: Vec<&str> = J61.lines().filter(|line| !line.contains("1000000024")).collect();
    let shorter = lines.join("\n").replacen("1,1,0,28,", "1,1,0,22,", 1).replacen("3,30", "3,24", 1) + "\n";
    let found = faults(&all(J11, &shorter, J41));
    assert_eq!(found, ["X01 J11.CSV 14行目 J121-01 受給者証番号"]);
}

#[test]
fn findings_repeat_no_certificate_number() {
    let altered = J11.replace("206358", "206359");
    for finding in all(&altered, J61, J41) {
        assert!(!finding.what.contains("1000000016") && !finding.how_to_fix.contains("1000000016"), "{finding:?}");
    }
}

/// Amounts and counts nothing else in the three files depends on.
const FREE: [&str; 5] = ["contract_amount", "provider_entry_no", "volume_seq", "start_time", "end_time"];

#[test]
fn every_single_altered_number_of_the_samples_is_noticed() {
    let before = all(J11, J61, J41).len();
    let samples = [("J11", J11), ("J61", J61), ("J41", J41)];
    let mut tried = 0;
    for (kind, sample) in samples {
        for (line, row) in records::read_file(&official(sample)).records.iter().enumerate() {
            let record = row.record.as_ref().unwrap();
            for (position, item) in record.layout().items.iter().enumerate() {
                let value = &record.values()[position];
                if item.attr != records::Attr::Number || value.is_empty() || FREE.contains(&item.name.as_str()) {
                    continue;
                }
                let altered = altered(sample, line + 1, position + 2, value.parse::<i64>().unwrap() + 1);
                let text =
                    |other: &str, text: &'static str| if kind == other { altered.clone() } else { text.to_owned() };
                let after = all(&text("J11", J11), &text("J61", J61), &text("J41", J41));
                assert!(after.len() > before, "{} {} of {kind} line {}", record.layout().label(), item.name, line + 2);
                tried += 1;
            }
        }
    }
    assert!(tried > 130, "only {tried} numbers were tried");
}

#[test]
fn an_altered_number_of_the_statements_is_named_at_its_own_line() {
    let before: Vec<String> = all(J11, J61, J41).iter().map(|finding| format!("{finding:?}")).collect();
    let mut tried = 0;
    for (line, row) in records::read_file(&official(J11)).records.iter().enumerate() {
        let record = row.record.as_ref().unwrap();
        for (position, item) in record.layout().items.iter().enumerate() {
            let value = &record.values()[position];
            let name = item.name.as_str();
            if item.attr != records::Attr::Number || value.is_empty() || FREE.contains(&name) {
                continue;
            }
            let altered = altered(J11, line + 1, position + 2, value.parse::<i64>().unwrap() + 1);
            let after = all(&altered, J61, J41);
            let fresh: Vec<&Finding> =
                after.iter().filter(|finding| !before.contains(&format!("{finding:?}"))).collect();
            let here = Some(line as u32 + 2);
            let told = |items: &[&str]| {
                let is = |field: &str| items.contains(&field);
                fresh.iter().any(|finding| finding.place.line == here && finding.place.field.as_deref().is_some_and(is))
            };
            let found = match name {
                // told by the product made of them
                "unit" | "count" => told(&[name, "service_units"]),
                // the certificate is not at hand: told by the amounts that rest on it
                "burden_cap_monthly" => !fresh.is_empty(),
                name => told(&[name]),
            };
            assert!(found, "{} {name} line {}: {fresh:?}", record.layout().label(), line + 2);
            tried += 1;
        }
    }
    assert!(tried > 80, "only {tried} numbers were tried");
}

/// The sample with one item of one line replaced.
fn altered(sample: &str, line: usize, item: usize, value: i64) -> String {
    let mut lines: Vec<String> = sample.lines().map(str::to_owned).collect();
    let mut items: Vec<String> = lines[line].split(',').map(str::to_owned).collect();
    items[item] = value.to_string();
    lines[line] = items.join(",");
    lines.join("\n") + "\n"
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig {
        failure_persistence: None,
        ..proptest::prelude::ProptestConfig::with_cases(200)
    })]

    #[test]
    fn a_damaged_file_is_told_of_and_never_breaks_the_check(
        damage in proptest::collection::vec((0_usize..1_600, proptest::prelude::any::<u8>()), 1..6),
    ) {
        let mut bytes = official(J11);
        for (at, byte) in damage {
            let at = at % bytes.len();
            bytes[at] = byte;
        }
        let (records, sheet) = (official(J61), official(J41));
        files::check(
            &[("J11.CSV", &bytes), ("J61.CSV", &records), ("J41.CSV", &sheet)],
            Layouts::builtin(),
            FeeTables::builtin(),
        );
    }
}

#[test]
fn numbers_too_long_for_their_item_are_told_and_summed_safely() {
    let huge = J11.replacen(
        "24168,255455,241246,,14209,,,,,2,24168",
        "9223372036854775807,255455,241246,,14209,,,,,2,24168",
        1,
    );
    let huge = huge.replacen("805,20,16100", "9223372036854775807,9223372036854775807,9223372036854775807", 1);
    assert!(faults(&all(&huge, J61, J41)).iter().any(|fault| fault.contains("J121-03")));
}
