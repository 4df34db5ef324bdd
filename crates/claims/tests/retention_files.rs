//! Claim files of 就労定着支援: nothing official without codes; with an invented table of codes, J11 and J61 that read back
//! and pass the check.
#![allow(clippy::unwrap_used)]
mod town;
#[path = "town/retention.rs"]
mod town_retention;

use claims::ClaimFile;
use claims::files::{self, RecordForm, ServiceRecord, StatementFacts};
use claims::retention::{self, Batch, Person};
use fees::{FeeTables, import};
use kernel::{Finding, Severity};
use records::{Envelope, Layouts, ReadFile, Record, Writer, read_file};
use town_retention::{EVERYTHING, dossier, month, person};

fn batch(persons: Vec<Person>) -> Batch {
    Batch {
        office: town::office(),
        processing_month: "2024-12".parse().unwrap(),
        form: RecordForm::of(retention::SERVICE_TYPE, month()).unwrap(),
        persons,
    }
}

/// A workbook of codes that nobody ever published: `47T001`, `47T002`, … for the slots in their order.
fn invented_codes() -> FeeTables {
    let builtin = FeeTables::builtin();
    let cells = |cells: [&str; 4]| cells.map(str::to_owned).to_vec();
    let mut rows = vec![cells(["サービスコード", "サービス内容略称", "合成単位数", "算定単位"])];
    for (slot, number) in builtin.retention().slots(month()).zip(1..) {
        let units = slot.units.map(|units| units.0.to_string()).unwrap_or_default();
        rows.push(cells([&format!("47T{number:03}"), slot.name, &units, slot.calc_unit]));
    }
    let read = import::read(builtin, &rows, month(), "invented.csv (SHA-256 00ff)");
    assert_eq!(read.problems, []);
    builtin.with_codes(&read.accepted)
}

fn rows<'f>(file: &'f ReadFile, id: &str, kind: &str) -> Vec<&'f Record> {
    file.records.iter().filter_map(|row| row.record.as_ref()).filter(|row| row.kind() == (id, kind)).collect()
}

fn check(files: &[&ClaimFile], tables: &FeeTables) -> Vec<String> {
    let slices: Vec<(&str, &[u8])> = files.iter().map(|file| (file.name.as_str(), file.bytes.as_slice())).collect();
    let found = files::check(&slices, Layouts::builtin(), tables);
    found.iter().map(|finding| format!("{} {} {}", finding.code, finding.place.text, finding.what)).collect()
}

fn whats(findings: &[Finding]) -> String {
    findings.iter().map(|finding| format!("{}: {}\n", finding.place.text, finding.what)).collect()
}

#[test]
fn without_codes_the_statement_stands_and_the_official_file_is_refused_by_the_names_of_its_lines() {
    let person = person(FeeTables::builtin(), dossier(16, EVERYTHING));
    assert_eq!((person.outcome.claim.total_units.0, person.outcome.claim.benefit_claim.0), (5_412, 48_708));
    let refused = retention::j11(&batch(vec![person]), Layouts::builtin()).unwrap_err();
    let told = whats(&refused);
    for name in ["就労定着支援 就労定着率80%以上90%未満", "地域連携会議実施加算(Ⅰ)", "初期加算", "特別地域加算"]
    {
        assert!(told.contains(&format!("1人目 明細: 「{name}」のサービスコードが未登録です")), "{name}:\n{told}");
    }
    assert_eq!(refused.len(), 7, "one for each line and nothing else:\n{told}");
    assert!(refused.iter().all(|finding| finding.how_to_fix.contains("取り込")), "{refused:?}");
}

#[test]
fn a_month_that_may_not_be_claimed_is_refused_by_its_reasons() {
    let phone = include_str!("../../../tests/golden/retention-g4a-phone-and-mail-only.json");
    let refused = retention::j11(&batch(vec![person(FeeTables::builtin(), dossier(16, phone))]), Layouts::builtin());
    let told = whats(&refused.unwrap_err());
    assert!(told.contains("1人目 請求できない理由: 対面かオンラインでの支援がありません"), "{told}");
}

#[test]
fn with_an_invented_table_the_files_come_out_read_back_and_pass_the_check() {
    let tables = invented_codes();
    let batch = batch(vec![person(&tables, dossier(16, EVERYTHING))]);
    let j11 = retention::j11(&batch, Layouts::builtin()).unwrap();
    let j61 = retention::j61(&batch, Layouts::builtin()).unwrap().unwrap();
    assert_eq!(check(&[&j11, &j61], &tables), Vec::<String>::new());

    let statements = read_file(&j11.bytes);
    let invoice = rows(&statements, "J111", "02");
    assert_eq!((invoice[0].get("service_type_code"), invoice[0].number("benefit_claim")), (Some("47"), Some(48_708)));
    let days = rows(&statements, "J121", "02")[0];
    assert_eq!((days.get("start_date"), days.number("use_days")), (Some("20241112"), Some(1)));
    let lines = rows(&statements, "J121", "03");
    let units: Vec<i64> = lines.iter().map(|line| line.number("service_units").unwrap()).collect();
    assert_eq!(units, [2_768, 240, 579, 900, 300, 120, 505]);
    assert!(lines.iter().all(|line| line.get("service_code").unwrap().starts_with("47T")));
    let summary = rows(&statements, "J121", "04")[0];
    assert_eq!((summary.number("unit_price_milli_yen"), summary.number("total_cost")), (Some(10_000), Some(54_120)));
    let contract = rows(&statements, "J121", "05")[0];
    assert_eq!(
        ["decision_service_code", "contract_amount", "contract_start_date", "provider_entry_no"]
            .map(|item| contract.get(item).unwrap()),
        ["471000", "00100", "20241101", "02"]
    );

    let records = read_file(&j61.bytes);
    let basic = rows(&records, "J611", "01")[0];
    for (item, value) in [
        ("form_no", "2101"),
        ("calc_days_total", "1"),
        ("initial_addition_start_date", "20241112"),
        ("special_area_count", "1"),
        ("retention_coop_count", "1"),
        ("support_report_shared_date", "20241125"),
    ] {
        assert_eq!(basic.get(item), Some(value), "{item}");
    }
    let day = rows(&records, "J611", "02");
    assert_eq!(day.len(), 1);
    for (item, value) in
        [("day", "12"), ("remarks", "会議あり"), ("calc_day_flag", "1"), ("special_area", "1"), ("retention_coop", "1")]
    {
        assert_eq!(day[0].get(item), Some(value), "{item}");
    }
}

#[test]
fn a_month_that_is_managed_elsewhere_carries_result_amount_and_manager() {
    let tables = invented_codes();
    let mut managed = dossier(16, include_str!("../../../tests/golden/retention-g7.json"));
    managed.card.as_mut().unwrap().cap_manager = Some("9910100024".parse().unwrap());
    let mut batch = batch(vec![person(&tables, managed)]);
    batch.processing_month = "2025-02".parse().unwrap();
    let j11 = retention::j11(&batch, Layouts::builtin()).unwrap();
    let read = read_file(&j11.bytes);
    let basic = rows(&read, "J121", "01")[0];
    assert_eq!(
        ["cap_manager_office_no", "cap_result", "cap_result_amount", "sum_decided_burden", "sum_benefit_claim"]
            .map(|item| basic.get(item).unwrap()),
        ["9910100024", "3", "1300", "1300", "33820"]
    );
}

#[test]
fn a_conference_that_is_not_paid_is_not_marked_on_the_record() {
    let fifth = include_str!("../../../tests/golden/retention-fifth-conference.json");
    let person = person(FeeTables::builtin(), dossier(16, fifth));
    let mut batch = batch(vec![person]);
    batch.processing_month = "2025-04".parse().unwrap();
    let j61 = retention::j61(&batch, Layouts::builtin()).unwrap().unwrap();
    let read = read_file(&j61.bytes);
    assert_eq!(rows(&read, "J611", "01")[0].get("retention_coop_count"), Some(""));
    let day = rows(&read, "J611", "02")[0];
    assert_eq!((day.get("calc_day_flag"), day.get("retention_coop")), (Some("1"), Some("")));
}

#[test]
fn the_form_number_is_a_guess_until_the_office_states_one() {
    let tables = invented_codes();
    let mut batch = batch(vec![person(&tables, dossier(16, EVERYTHING))]);
    let told: Vec<String> = retention::unverified(&batch, &tables).into_iter().map(|row| row.code).collect();
    assert!(told.contains(&"2101".to_owned()) && told.contains(&"471000".to_owned()), "{told:?}");
    batch.form = RecordForm::stated("2199").unwrap();
    let told: Vec<String> = retention::unverified(&batch, &tables).into_iter().map(|row| row.code).collect();
    assert!(!told.contains(&"2199".to_owned()), "{told:?}");
    let j61 = retention::j61(&batch, Layouts::builtin()).unwrap().unwrap();
    let read = read_file(&j61.bytes);
    assert_eq!(rows(&read, "J611", "02")[0].get("form_no"), Some("2199"));
    let j11 = retention::j11(&batch, Layouts::builtin()).unwrap();
    assert_eq!(check(&[&j11, &j61], &tables), Vec::<String>::new(), "the check knows the form by its items");
}

/// The record file with one item of its first basic record changed.
fn altered(j61: &ClaimFile, item: &str, value: &str) -> ClaimFile {
    let read = read_file(&j61.bytes);
    let mut records: Vec<Record> = read.records.iter().map(|row| row.record.clone().unwrap()).collect();
    records[0].set(item, value);
    let envelope = Envelope {
        data_kind: "J61".to_owned(),
        office_no: town::office().office_no,
        media_class: "1".to_owned(),
        processing_month: "2024-12".parse().unwrap(),
    };
    ClaimFile { bytes: Writer::new(Layouts::builtin()).write(&envelope, &records).unwrap(), ..j61.clone() }
}

#[test]
fn a_total_that_differs_from_the_days_and_a_missing_shared_date_are_told() {
    let tables = invented_codes();
    let batch = batch(vec![person(&tables, dossier(16, EVERYTHING))]);
    let j61 = retention::j61(&batch, Layouts::builtin()).unwrap().unwrap();
    assert_eq!(check(&[&altered(&j61, "calc_days_total", "1")], &tables), Vec::<String>::new());
    for (item, value, words) in [
        ("calc_days_total", "2", "X03"),
        ("special_area_count", "", "X03"),
        ("retention_coop_count", "2", "X03"),
        ("support_report_shared_date", "", "F02"),
        ("support_report_shared_date", "00000000", "F02"),
        ("support_report_shared_date", "20241131", "F04"),
    ] {
        let told = check(&[&altered(&j61, item, value)], &tables);
        assert!(told.len() == 1 && told[0].starts_with(words), "{item} = `{value}`: {told:?}");
    }
}

#[test]
fn what_the_statement_claims_must_show_on_the_record() {
    let tables = invented_codes();
    let sound = batch(vec![person(&tables, dossier(16, EVERYTHING))]);
    let j11 = retention::j11(&sound, Layouts::builtin()).unwrap();
    let changes: [fn(&mut Person); 3] = [
        |person| person.outcome.claim.lines.retain(|line| line.rule != "retention.conference"),
        |person| person.outcome.claim.lines.retain(|line| line.rule != "retention.special_area"),
        |person| person.outcome.claim.lines.retain(|line| line.rule != "retention.initial"),
    ];
    for (change, name) in changes.into_iter().zip(["地域連携会議実施加算", "特別地域加算", "初期加算"])
    {
        let mut unsound = sound.clone();
        change(&mut unsound.persons[0]);
        let j61 = retention::j61(&unsound, Layouts::builtin()).unwrap().unwrap();
        let told = check(&[&j11, &j61], &tables);
        assert!(told.len() == 1 && told[0].starts_with("X02") && told[0].contains(name), "{told:?}");
    }
}

#[test]
fn a_record_of_another_service_is_checked_in_form_only_and_says_so() {
    let tables = invented_codes();
    let batch = batch(vec![person(&tables, dossier(16, EVERYTHING))]);
    let j61 = retention::j61(&batch, Layouts::builtin()).unwrap().unwrap();
    let read = read_file(&j61.bytes);
    let mut basic = read.records[0].record.clone().unwrap();
    basic.set("form_no", "0101").set("support_report_shared_date", "").set("retention_coop_count", "");
    let envelope = Envelope {
        data_kind: "J61".to_owned(),
        office_no: town::office().office_no,
        media_class: "1".to_owned(),
        processing_month: "2024-12".parse().unwrap(),
    };
    let bytes = Writer::new(Layouts::builtin()).write(&envelope, &[basic]).unwrap();
    let told = check(&[&ClaimFile { bytes, ..j61 }], &tables);
    assert!(told.len() == 1 && told[0].starts_with("unknown_form"), "{told:?}");
}

#[test]
fn a_statement_without_its_record_and_a_record_without_its_statement_are_told() {
    let tables = invented_codes();
    let both = batch(vec![person(&tables, dossier(16, EVERYTHING)), person(&tables, dossier(24, EVERYTHING))]);
    let one = batch(vec![person(&tables, dossier(16, EVERYTHING))]);
    let j11 = |batch: &Batch| retention::j11(batch, Layouts::builtin()).unwrap();
    let j61 = |batch: &Batch| retention::j61(batch, Layouts::builtin()).unwrap().unwrap();
    assert_eq!(check(&[&j11(&both), &j61(&both)], &tables), Vec::<String>::new());
    let told = check(&[&j11(&both), &j61(&one)], &tables);
    assert!(told.len() == 1 && told[0].starts_with("X01"), "{told:?}");
    let told = check(&[&j11(&one), &j61(&both)], &tables);
    assert!(told.len() == 1 && told[0].starts_with("X01"), "{told:?}");
}

#[test]
fn one_office_number_with_both_services_has_one_invoice_with_a_line_for_each() {
    let tables = invented_codes();
    let mut case = town::busy_month();
    case["service_month"] = "2024-11".into();
    let b_type = town::person(town::dossier(24, case));
    let retention = person(&tables, dossier(16, EVERYTHING));
    let (office, processing) = (town::office(), "2024-12".parse().unwrap());
    let form = RecordForm::of("47", month()).unwrap();
    let statements: [StatementFacts<'_>; 2] = [b_type.statement(), retention.statement()];
    let records: [ServiceRecord; 2] = [b_type.record(&office), retention.record(&office, &form)];
    let j11 = files::j11_of(&office, processing, &statements, Layouts::builtin()).unwrap();
    let j61 = files::j61_of(&office, processing, &records, Layouts::builtin()).unwrap().unwrap();
    let read = read_file(&j11.bytes);
    assert_eq!(rows(&read, "J111", "01")[0].get("total_count"), Some("2"));
    let types: Vec<&str> = rows(&read, "J111", "02").iter().map(|row| row.get("service_type_code").unwrap()).collect();
    assert_eq!(types, ["46", "47"]);
    let faults = files::check(&[(&j11.name, &j11.bytes), (&j61.name, &j61.bytes)], Layouts::builtin(), &tables);
    assert!(!faults.iter().any(|finding| finding.severity == Severity::Fault), "{}", whats(&faults));
}

#[test]
fn the_same_person_twice_in_one_file_is_refused() {
    let tables = invented_codes();
    let batch = batch(vec![person(&tables, dossier(16, EVERYTHING)), person(&tables, dossier(16, EVERYTHING))]);
    let told = whats(&retention::j11(&batch, Layouts::builtin()).unwrap_err());
    assert!(told.contains("1人目と2人目"), "{told}");
}
