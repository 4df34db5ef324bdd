//! 上限額管理: results 1–3, what must hold for every sheet, the list of burdens and J41 as files.
#![allow(clippy::unwrap_used)]
mod town;

use claims::cap::list::{self, ListEntry};
use claims::cap::sheet::{Creation, PersonSheet};
use claims::cap::{CapCase, CapOffice, ResultSheet, check, check_own, decide};
use claims::{CapManagement, ClaimOffice, Dossier, Outcome, files};
use kernel::{Finding, Severity, Yen};
use proptest::prelude::*;
use records::{Layouts, ms932};
use town::{busy_month, dossier, person};

const J41: &str = include_str!("fixtures/sample_J41.utf8.csv");

fn office(number: u32, service_type: &str, cost: i64, burden: i64) -> CapOffice {
    CapOffice {
        office_no: format!("{number:010}").parse().unwrap(),
        name: format!("事業所{number}"),
        service_type: service_type.to_owned(),
        total_cost: Yen(cost),
        burden: Yen(burden),
    }
}

fn case(cap: i64, manager: (i64, i64), others: &[(&str, i64, i64)]) -> CapCase {
    CapCase {
        cap: Yen(cap),
        manager: office(1, "46", manager.0, manager.1),
        others: others.iter().zip(2..).map(|((kind, cost, burden), no)| office(no, kind, *cost, *burden)).collect(),
    }
}

fn amounts(sheet: &ResultSheet) -> Vec<(&str, i64)> {
    sheet.rows.iter().map(|row| (row.office_no.as_str().trim_start_matches('0'), row.managed.0)).collect()
}

fn codes(findings: &[Finding]) -> Vec<&str> {
    findings.iter().map(|finding| finding.code.as_str()).collect()
}

#[test]
fn the_result_follows_from_the_managers_burden_and_the_sum() {
    for (cap, manager, others, result, expected) in [
        // the manager alone reaches the cap
        (9_300, (120_000, 9_300), vec![("11", 60_000, 6_000)], 1, vec![9_300, 0]),
        // all together keep to it, exactly
        (9_300, (30_000, 3_300), vec![("11", 60_000, 6_000)], 2, vec![3_300, 6_000]),
        // a yen above
        (9_300, (33_010, 3_301), vec![("11", 60_000, 6_000)], 3, vec![3_301, 5_999]),
        // the manager did not serve the person
        (9_300, (0, 0), vec![("11", 60_000, 6_000), ("24", 50_000, 5_000)], 3, vec![0, 6_000, 3_300]),
        (9_300, (0, 0), vec![("11", 60_000, 6_000)], 2, vec![0, 6_000]),
    ] {
        let sheet = decide(&case(cap, manager, &others)).unwrap();
        assert_eq!(sheet.result, result);
        assert_eq!(sheet.rows.iter().map(|row| row.managed.0).collect::<Vec<_>>(), expected);
        assert_eq!(check(&sheet), []);
        assert_eq!(sheet.steps.len(), 1 + sheet.rows.len(), "the result and every office is explained");
    }
}

#[test]
fn the_cap_is_used_up_in_the_official_order_and_ties_as_entered() {
    // 短期入所, 定着, 訪問 (twice), 日中活動 as entered
    let others = [
        ("24", 40_000, 4_000),
        ("47", 30_000, 3_000),
        ("11", 20_000, 2_000),
        ("15", 25_000, 2_500),
        ("45", 10_000, 1_000),
        ("33", 9_000, 900),
    ];
    let sheet = decide(&case(9_300, (12_340, 1_234), &others)).unwrap();
    assert_eq!(sheet.result, 3);
    let order = [("1", 1_234), ("6", 1_000), ("4", 2_000), ("5", 2_500), ("3", 2_566), ("2", 0), ("7", 0)];
    assert_eq!(amounts(&sheet), order);
}

#[test]
fn bt_67_and_bt_68_the_manuals_case_the_manager_did_not_serve_and_stands_with_0() {
    for (others, result) in [(vec![("11", 90_000, 9_000), ("22", 80_000, 8_000)], 3), (vec![("11", 90_000, 9_000)], 2)]
    {
        let sheet = decide(&case(15_000, (0, 0), &others)).unwrap();
        assert_eq!((sheet.result, sheet.rows[0].managed), (result, Yen(0)));
    }
}

#[test]
fn what_cannot_be_is_refused_by_office() {
    for (bad, place) in [
        (case(9_300, (120_000, 9_301), &[]), "1番目の事業所 利用者負担額"),
        (case(9_300, (1_000, 1_001), &[]), "1番目の事業所 利用者負担額"),
        (case(9_300, (0, 0), &[("11", 10, -1)]), "2番目の事業所 利用者負担額"),
        (case(9_300, (0, 0), &[("99", 10, 1)]), "2番目の事業所"),
        (case(-1, (0, 0), &[("11", 10, 0)]), "利用者負担上限月額"),
    ] {
        let findings = decide(&bad).unwrap_err();
        assert!(findings.iter().any(|finding| finding.place.text == place), "{place}: {findings:?}");
    }
    let mut twice = case(9_300, (0, 0), &[("11", 10, 1)]);
    twice.others.push(twice.others[0].clone());
    assert!(decide(&twice).unwrap_err()[0].what.contains("二度"));
}

#[test]
fn ej08_a_sheet_that_contradicts_itself_is_told() {
    let right = decide(&case(9_300, (49_097, 4_909), &[("11", 60_000, 6_000)])).unwrap();
    let altered = |change: fn(&mut ResultSheet)| {
        let mut sheet = right.clone();
        change(&mut sheet);
        check(&sheet)
    };
    type Alteration = (&'static str, fn(&mut ResultSheet));
    let alterations: [Alteration; 7] = [
        ("another result", |sheet| sheet.result = 2),
        ("result 1 without reaching the cap", |sheet| sheet.result = 1),
        ("a result that does not exist", |sheet| sheet.result = 4),
        ("a yen less than the cap", |sheet| sheet.rows[1].managed = Yen(4_390)),
        ("more than the own burden", |sheet| sheet.rows[1].managed = Yen(6_001)),
        ("less than nothing", |sheet| sheet.rows[1].managed = Yen(-1)),
        ("no office", |sheet| sheet.rows.clear()),
    ];
    for (what, change) in alterations {
        let findings = altered(change);
        assert!(!findings.is_empty() && findings.iter().all(|finding| finding.code == "EJ08"), "{what}: {findings:?}");
    }
    assert_eq!(check(&right), []);
}

/// The busy month under a sheet of another managing office.
fn managed_month(entered: CapManagement) -> (Dossier, Outcome) {
    let mut managed = dossier(16, busy_month());
    managed.card.as_mut().unwrap().cap_manager = Some("0000000001".parse().unwrap());
    managed.burden.cap_management = Some(entered);
    let person = person(managed);
    (person.dossier, person.outcome)
}

#[test]
fn pp01_ej13_ej16_a_statement_that_differs_from_the_sheet_is_told_both_ways() {
    let own = town::office().office_no;
    let sheet = |cost: Yen, burden: Yen| {
        let mut case = case(9_300, (60_000, 5_000), &[]);
        case.others.push(CapOffice { office_no: own.clone(), total_cost: cost, burden, ..office(2, "46", 0, 0) });
        decide(&case).unwrap()
    };
    let found = |result, amount, by_this_office| {
        let (dossier, outcome) = managed_month(CapManagement { result, amount: Yen(amount), by_this_office });
        let sheet = sheet(outcome.total_cost, outcome.cap_adjusted_burden);
        assert_eq!((sheet.result, sheet.rows[1].managed), (3, Yen(4_300)));
        check_own(&sheet, &own, &dossier, &outcome)
    };
    assert_eq!(found(3, 4_300, false), []);
    assert_eq!(codes(&found(2, 4_300, false)), ["PP01"]);
    assert_eq!(codes(&found(3, 4_301, false)), ["EJ13"]);
    assert_eq!(codes(&found(1, 4_300, false)), ["PP01", "EJ16"]);
    assert_eq!(codes(&found(3, 4_300, true)), ["M05"]);

    let (dossier, outcome) = managed_month(CapManagement { result: 3, amount: Yen(4_300), by_this_office: false });
    let stale = sheet(Yen(outcome.total_cost.0 - 1), outcome.cap_adjusted_burden);
    assert_eq!(codes(&check_own(&stale, &own, &dossier, &outcome)), ["M03"], "the month changed after the sheet");
    let other = decide(&case(9_300, (60_000, 5_000), &[("11", 50_000, 5_000)])).unwrap();
    assert_eq!(codes(&check_own(&other, &own, &dossier, &outcome)), ["M03"], "not on the sheet");
}

#[test]
fn the_sample_of_j41_reads_back_equal_and_is_rewritten_byte_for_byte() {
    let bytes = ms932::encode(&J41.replace('\n', "\r\n")).unwrap();
    let read = files::read_j41(&bytes, Layouts::builtin());
    assert_eq!(read.findings, []);
    let sheet = &read.sheets[0];
    assert_eq!((sheet.creation, sheet.recipient_no.as_str()), (Creation::New, "1000000024"));
    assert_eq!((sheet.sheet.result, sheet.sheet.sums()), (3, (Yen(109_097), Yen(10_909), Yen(9_300))));
    assert_eq!(check(&sheet.sheet), []);
    let manager = ClaimOffice { office_no: sheet.manager.clone(), name: String::new() };
    let written =
        files::j41(&manager, read.processing_month.unwrap(), &read.sheets, Layouts::builtin()).unwrap().unwrap();
    assert_eq!((written.name.as_str(), &written.bytes), ("J4125120.CSV", &bytes));
    assert_eq!(files::j41(&manager, read.processing_month.unwrap(), &[], Layouts::builtin()), Ok(None));
}

#[test]
fn a_sheet_of_another_manager_or_with_wrong_amounts_is_not_written() {
    let bytes = ms932::encode(&J41.replace('\n', "\r\n")).unwrap();
    let sheets = files::read_j41(&bytes, Layouts::builtin()).sheets;
    let month = "2025-12".parse().unwrap();
    let refused = files::j41(&town::office(), month, &sheets, Layouts::builtin()).unwrap_err();
    assert_eq!(codes(&refused), ["F03"]);
    let mut wrong = sheets;
    wrong[0].sheet.rows[1].managed = Yen(4_000);
    let manager = ClaimOffice { office_no: wrong[0].manager.clone(), name: String::new() };
    let refused = files::j41(&manager, month, &wrong, Layouts::builtin()).unwrap_err();
    assert!(refused[0].code == "EJ08" && refused[0].place.text.starts_with("1人目の結果票"), "{refused:?}");
}

#[test]
fn a_damaged_j41_names_its_lines_and_reads_nobody_elses_rows() {
    let text = J41.replacen(
        "J411,02,202511,131011,1310000011,1000000024,2",
        "J411,02,202511,131011,1310000011,1000000016,2",
        1,
    );
    let read = files::read_j41(&ms932::encode(&text.replace('\n', "\r\n")).unwrap(), Layouts::builtin());
    assert_eq!(read.sheets[0].sheet.rows.len(), 1);
    assert_eq!(read.findings.iter().map(|finding| finding.place.line).collect::<Vec<_>>(), [Some(4)]);
}

fn entry() -> ListEntry {
    ListEntry {
        service_month: "2026-10".parse().unwrap(),
        manager: "9910100016".parse().unwrap(),
        municipality_no: "131016".parse().unwrap(),
        recipient_no: "0000000016".parse().unwrap(),
        person_name: "𠮷田, 見本".to_owned(),
        cap: Yen(9_300),
        office: office(24, "11", 60_000, 6_000),
    }
}

#[test]
fn a_list_of_burdens_reads_back_what_was_written() {
    let entries = [entry(), ListEntry { recipient_no: "0000000024".parse().unwrap(), ..entry() }];
    let bytes = list::write(&entries);
    assert!(bytes.starts_with(b"\xEF\xBB\xBF"), "spreadsheet programs tell UTF-8 by the mark");
    let read = list::read(&bytes);
    assert_eq!((read.findings, read.entries), (Vec::new(), entries.to_vec()));
}

#[test]
fn a_list_is_read_however_a_spreadsheet_program_saved_it() {
    let text = "氏名\t受給者番号\t提供年月\t管理事業所番号\t事業所番号\tサービス種類\t市町村番号\t上限月額(円)\t総費用額\t負担額\t備考\n\
        見本\t16\t令和8年10月\t9910100016\t24\t居宅介護\t131016\t9,300円\t６０，０００\t6000\tよい\n\n";
    for bytes in [text.as_bytes().to_vec(), ms932::encode(text).unwrap()] {
        let read = list::read(&bytes);
        assert_eq!(read.findings, []);
        let expected = ListEntry {
            person_name: "見本".to_owned(),
            office: CapOffice { name: String::new(), ..office(24, "11", 60_000, 6_000) },
            ..entry()
        };
        assert_eq!(read.entries, [expected]);
    }
}

#[test]
fn every_wrong_cell_of_a_list_is_named_with_line_and_column() {
    let good = String::from_utf8(list::write(&[ListEntry { person_name: "見本".to_owned(), ..entry() }])).unwrap();
    for (from, to, column) in [
        ("2026-10", "2026-13", "サービス提供年月"),
        ("9910100016", "99101000160", "管理事業所番号"),
        (",11,", ",99,", "サービス種類"),
        ("131016", "1310167", "市町村番号"),
        ("0000000016", "abc", "受給者証番号"),
        (",9300,", ",,", "負担上限月額"),
        (",60000,", ",-1,", "総費用額"),
        (",6000\r", ",9301\r", "利用者負担額"),
    ] {
        let bad = good.replacen(from, to, 1);
        assert_ne!(bad, good, "{from}");
        let read = list::read(bad.as_bytes());
        assert_eq!(read.entries, [], "{from} → {to}");
        assert_eq!(read.findings[0].place.text, format!("2行目 {column}"), "{from} → {to}: {:?}", read.findings);
        assert!(
            read.findings.iter().all(|finding| finding.severity == Severity::Fault && !finding.how_to_fix.is_empty())
        );
    }
    for (bad, what) in [
        ("".to_owned(), "空"),
        (good.replacen("利用者負担額", "メモ", 1), "利用者負担額"),
        (good.clone() + good.lines().nth(1).unwrap(), "2行目と同じ"),
        (good.replacen("見本", "\"見本", 1), "入力されていません"),
    ] {
        let read = list::read(bad.as_bytes());
        assert!(read.findings.iter().any(|finding| finding.what.contains(what)), "{what}: {:?}", read.findings);
    }
    assert!(list::read(&[0xFF, 0xFE, 0x00, 0x81]).findings[0].what.contains("UTF-8"));
}

prop_compose! {
    fn any_case()(
        cap in 0_i64..40_000,
        burdens in proptest::collection::vec((0_i64..45_000, 0_usize..17), 1..9),
    ) -> CapCase {
        let kinds: Vec<&str> = claims::cap::ranks().iter().map(|rank| rank.service_type).collect();
        let mut offices = burdens.iter().zip(1..).map(|((burden, kind), number)| {
            let burden = (*burden).min(cap);
            office(number, kinds[kind % kinds.len()], burden * 10 + 7, burden)
        });
        CapCase { cap: Yen(cap), manager: offices.next().unwrap(), others: offices.collect() }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(2_000) })]
    #[test]
    fn for_every_month_the_amounts_keep_to_burden_and_cap(case in any_case()) {
        let sheet = decide(&case).unwrap();
        let (cost, burdens, managed) = sheet.sums();
        prop_assert!(sheet.rows.iter().all(|row| Yen(0) <= row.managed && row.managed <= row.burden));
        let given = case.others.iter().chain([&case.manager]);
        prop_assert_eq!(cost.0, given.clone().map(|office| office.total_cost.0).sum::<i64>());
        prop_assert_eq!(burdens.0, given.map(|office| office.burden.0).sum::<i64>());
        prop_assert_eq!(&sheet.rows[0].office_no, &case.manager.office_no);
        prop_assert_eq!(managed.0, burdens.0.min(case.cap.0), "nobody pays more or less than cap or sum");
        match sheet.result {
            1 => prop_assert!(sheet.rows[0].managed == case.cap && sheet.rows[1..].iter().all(|row| row.managed == Yen(0))),
            2 => prop_assert!(burdens <= case.cap && sheet.rows.iter().all(|row| row.managed == row.burden)),
            _ => prop_assert!(managed == case.cap && case.manager.burden < case.cap && burdens > case.cap),
        }
        prop_assert_eq!(check(&sheet), Vec::new());
    }

    #[test]
    fn a_sheet_survives_the_way_through_j41(case in any_case()) {
        let manager = ClaimOffice { office_no: case.manager.office_no.clone(), name: String::new() };
        let mut person = PersonSheet {
            service_month: "2026-10".parse().unwrap(),
            creation: Creation::New,
            municipality_no: "131016".parse().unwrap(),
            manager: manager.office_no.clone(),
            recipient_no: "0000000016".parse().unwrap(),
            name_kana: Some("ﾐﾎﾝ ﾀﾛｳ".to_owned()),
            sheet: decide(&case).unwrap(),
        };
        let month = "2026-11".parse().unwrap();
        let file = files::j41(&manager, month, std::slice::from_ref(&person), Layouts::builtin()).unwrap().unwrap();
        // steps and names of offices are not part of the file
        person.sheet.steps.clear();
        person.sheet.rows.iter_mut().for_each(|row| row.name.clear());
        prop_assert_eq!(files::read_j41(&file.bytes, Layouts::builtin()).sheets, vec![person]);
    }

    #[test]
    fn a_damaged_j41_never_breaks_the_reader(at in 0_usize..400, byte in any::<u8>()) {
        let mut bytes = ms932::encode(&J41.replace('\n', "\r\n")).unwrap();
        let at = at % bytes.len();
        bytes[at] = byte;
        let read = files::read_j41(&bytes, Layouts::builtin());
        prop_assert!(read.sheets.len() <= 1);
    }

    #[test]
    fn whatever_bytes_come_a_list_is_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        let read = list::read(&bytes);
        prop_assert!(!read.findings.is_empty() || read.entries.is_empty());
    }
}

#[test]
fn two_offices_agree_through_files_only_and_both_claims_close_with_equal_numbers() {
    let tables = fees::FeeTables::builtin();
    let related = ClaimOffice { office_no: "9910100024".parse().unwrap(), name: "関係事業所".to_owned() };
    let manager = town::office();
    // the same person at both; the manager is on the card
    let mut there = dossier(16, busy_month());
    there.card.as_mut().unwrap().cap_manager = Some(manager.office_no.clone());
    let mut here = there.clone();
    here.month.days.truncate(3);
    let own_list = town::person(there.clone());
    let line = claims::cap::list_entry(&related, &there, &own_list.outcome).unwrap();

    // 1. the related office sends its list, the manager reads it
    let lists = list::read(&list::write(&[line])).entries;
    let (here, sheet) = claims::cap::manage(tables, &manager, &here, &lists).unwrap();
    assert_eq!((sheet.sheet.result, sheet.sheet.sums().2), (3, Yen(9_300)));
    let processing = "2024-08".parse().unwrap();
    let j41 = files::j41(&manager, processing, &[sheet], Layouts::builtin()).unwrap().unwrap();

    // 2. the manager sends the sheet, the related office reads it
    let received = files::read_j41(&j41.bytes, Layouts::builtin()).sheets.remove(0);
    there.burden.cap_management = received.sheet.management_of(&related.office_no);
    let (here, there) = (town::person(here), town::person(there));
    for (office, person) in [(&manager, &here), (&related, &there)] {
        assert_eq!(check_own(&received.sheet, &office.office_no, &person.dossier, &person.outcome), []);
        assert_eq!(person.outcome.managed_burden, received.sheet.row_of(&office.office_no).map(|row| row.managed));
    }
    assert_eq!(here.outcome.decided_burden.0 + there.outcome.decided_burden.0, 9_300);
    assert!(here.outcome.lines.iter().any(|line| line.code_text() == "465010"), "the manager claims the addition");
    assert!(!there.outcome.lines.iter().any(|line| line.code_text() == "465010"));

    // 3. each office's files agree with the sheet
    for (office, person) in [(manager, here), (related, there)] {
        let batch = claims::ClaimBatch { office, ..town::batch(vec![person]) };
        let j11 = files::j11(&batch, Layouts::builtin()).unwrap();
        let j61 = files::j61(&batch, Layouts::builtin()).unwrap().unwrap();
        let together: [(&str, &[u8]); 3] = [("J11.CSV", &j11.bytes), ("J61.CSV", &j61.bytes), ("J41.CSV", &j41.bytes)];
        let found = files::check(&together, Layouts::builtin(), tables);
        let faults: Vec<&Finding> = found.iter().filter(|finding| finding.severity == Severity::Fault).collect();
        assert_eq!(faults, Vec::<&Finding>::new());
    }
}

#[test]
fn bt_68_a_manager_who_did_not_serve_the_person_claims_the_addition_alone_with_zeros_on_the_sheet() {
    let manager = town::office();
    let mut empty = busy_month();
    empty["days"] = serde_json::json!([]);
    let mut alone = dossier(16, empty);
    alone.card.as_mut().unwrap().cap_manager = Some(manager.office_no.clone());
    let lists = [ListEntry { service_month: "2024-07".parse().unwrap(), ..entry() }];
    let (managed, sheet) = claims::cap::manage(fees::FeeTables::builtin(), &manager, &alone, &lists).unwrap();
    let row = &sheet.sheet.rows[0];
    assert_eq!((row.total_cost, row.burden, row.managed), (Yen(0), Yen(0), Yen(0)));
    assert_eq!(sheet.sheet.result, 2);
    let claimed = person(managed);
    assert_eq!((claimed.outcome.decided_burden, claimed.outcome.lines[0].code_text()), (Yen(0), "465010"));
}

#[test]
fn a_list_for_another_month_person_or_cap_and_a_month_without_other_offices_are_refused() {
    let manager = town::office();
    let month = dossier(16, busy_month());
    let refused =
        |lists: &[ListEntry]| claims::cap::manage(fees::FeeTables::builtin(), &manager, &month, lists).is_err();
    let right = ListEntry { service_month: "2024-07".parse().unwrap(), ..entry() };
    assert!(!refused(std::slice::from_ref(&right)));
    assert!(refused(&[]));
    assert!(refused(&[ListEntry { service_month: "2024-06".parse().unwrap(), ..right.clone() }]));
    assert!(refused(&[ListEntry { recipient_no: "0000000024".parse().unwrap(), ..right.clone() }]));
    assert!(refused(&[ListEntry { manager: "9910100024".parse().unwrap(), ..right.clone() }]));
    assert!(refused(&[ListEntry { cap: Yen(4_600), ..right.clone() }]));
    let mut free = month.clone();
    free.burden.cap = Yen(0);
    let nothing_to_manage = ListEntry { cap: Yen(0), ..right.clone() };
    assert!(claims::cap::manage(fees::FeeTables::builtin(), &manager, &free, &[nothing_to_manage]).is_err());
    assert!(refused(&[ListEntry { office: office(24, "11", 0, 0), ..right }]));
}
