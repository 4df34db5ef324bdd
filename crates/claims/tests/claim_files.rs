//! Claim files: what is written is read back with the same values, and passes the check.
#![allow(clippy::unwrap_used)]
mod town;

use claims::{ClaimFile, ClaimFileKind, ClaimPerson, files};
use fees::FeeTables;
use kernel::Severity;
use proptest::prelude::*;
use records::{Layouts, ReadFile, Record, read_file};
use serde_json::json;
use town::{batch, busy_month, dossier, person};

fn rows<'f>(file: &'f ReadFile, id: &str, kind: &str) -> Vec<&'f Record> {
    file.records.iter().filter_map(|row| row.record.as_ref()).filter(|row| row.kind() == (id, kind)).collect()
}

fn faults(files: &[&ClaimFile]) -> Vec<String> {
    let slices: Vec<(&str, &[u8])> = files.iter().map(|file| (file.name.as_str(), file.bytes.as_slice())).collect();
    files::check(&slices, Layouts::builtin(), FeeTables::builtin())
        .iter()
        .filter(|finding| finding.severity != Severity::Notice)
        .map(|finding| format!("{} {} {}", finding.code, finding.place.text, finding.what))
        .collect()
}

fn written(persons: Vec<ClaimPerson>) -> (ClaimFile, ClaimFile) {
    let batch = batch(persons);
    let j11 = files::j11(&batch, Layouts::builtin()).unwrap();
    let j61 = files::j61(&batch, Layouts::builtin()).unwrap().unwrap();
    (j11, j61)
}

#[test]
fn our_own_files_pass_the_check() {
    let second = {
        let mut dossier = dossier(24, busy_month());
        dossier.card.as_mut().unwrap().municipality_no = "092015".parse().unwrap();
        dossier
    };
    let (j11, j61) = written(vec![person(dossier(16, busy_month())), person(second)]);
    assert_eq!((j11.kind, j61.kind), (ClaimFileKind::Statements, ClaimFileKind::ServiceRecords));
    assert_eq!(faults(&[&j11, &j61]), Vec::<String>::new());
}

#[test]
fn the_statement_holds_the_values_of_the_outcome() {
    let claimed = person(dossier(16, busy_month()));
    let outcome = claimed.outcome.clone();
    let (j11, _) = written(vec![claimed]);
    let file = read_file(&j11.bytes);
    assert_eq!(file.envelope.as_ref().unwrap().processing_month.to_string(), "2024-08");
    let basic = rows(&file, "J121", "01")[0];
    assert_eq!(basic.get("recipient_name_kana"), Some("ﾐﾎﾝ ﾀﾛｳ"));
    assert_eq!(basic.get("area_class_code"), Some("13"));
    assert_eq!(basic.number("sum_benefit_claim"), Some(outcome.benefit_claim.0));
    let lines: Vec<(String, i64, i64)> = rows(&file, "J121", "03")
        .iter()
        .map(|row| {
            let code = row.get("service_code").unwrap().to_owned();
            (code, row.number("unit").unwrap(), row.number("count").unwrap())
        })
        .collect();
    let expected: Vec<(String, i64, i64)> =
        outcome.lines.iter().map(|line| (line.code_ja().to_owned(), line.units.0, i64::from(line.count))).collect();
    assert_eq!(lines, expected);
    let summary = rows(&file, "J121", "04")[0];
    assert_eq!(summary.number("unit_price_milli_yen"), Some(10_860));
    assert_eq!(summary.number("service_use_days"), Some(i64::from(outcome.service_days)));
    assert_eq!(summary.get("adjusted_burden"), Some(""));
    let days = rows(&file, "J121", "02")[0];
    assert_eq!(days.number("use_days"), Some(i64::from(outcome.claim_days)));
    let contract = rows(&file, "J121", "05")[0];
    assert_eq!((contract.get("contract_amount"), contract.get("contract_end_date")), (Some("02300"), Some("")));
}

#[test]
fn the_service_record_holds_the_days_as_they_were() {
    let (_, j61) = written(vec![person(dossier(16, busy_month()))]);
    let file = read_file(&j61.bytes);
    let basic = rows(&file, "J611", "01")[0];
    for (item, value) in [
        ("pickup_count", "19"),
        ("meal_provision_count", "10"),
        ("visit_support_special_provided_count", "1"),
        ("visit_support_special_calc_count", "1"),
        ("offsite_support_days_month", "1"),
        ("offsite_support_days_cumulative", "4"),
        ("initial_addition_start_date", "20240617"),
        ("initial_addition_day30", "20240716"),
        ("initial_addition_days_month", "10"),
        ("medical_coordination_count", "1"),
        ("emergency_acceptance_count", "1"),
        ("trial_use_support_count", ""),
    ] {
        assert_eq!(basic.get(item), Some(value), "{item}");
    }
    let days = rows(&file, "J611", "02");
    let day = |number: &str| *days.iter().find(|row| row.get("day") == Some(number)).unwrap();
    assert_eq!(days.len(), 15, "the plain absence of the 16th is not recorded");
    assert_eq!((day("01").get("start_time"), day("01").get("end_time")), (Some("1000"), Some("1500")));
    assert_eq!((day("15").get("provision_status"), day("15").get("start_time")), (Some("8"), Some("")));
    assert_eq!((day("17").get("offsite_support"), day("17").get("start_time")), (Some("1"), Some("")));
    assert_eq!(day("17").get("remarks"), Some("日報あり"));
    assert_eq!(day("18").get("visit_support_special_provided_hours"), Some("150"));
    assert_eq!(day("18").get("visit_support_special_calc_hours"), Some("2"));
    assert_eq!(day("19").get("medical_coordination"), Some("2"));
    assert_eq!(day("12").get("pickup_return"), Some(""));
}

#[test]
fn a_month_with_cap_management_alone_has_a_statement_and_no_record() {
    let mut case = busy_month();
    case["days"] = json!([]);
    case["person"]["cap_management"] = json!({ "result": 3, "amount": 0, "by_this_office": true });
    let mut alone = dossier(16, case);
    alone.card.as_mut().unwrap().cap_manager = Some(town::office().office_no);
    let batch = batch(vec![person(alone)]);
    let j11 = files::j11(&batch, Layouts::builtin()).unwrap();
    assert_eq!(files::j61(&batch, Layouts::builtin()).unwrap(), None);
    let file = read_file(&j11.bytes);
    let basic = rows(&file, "J121", "01")[0];
    assert_eq!((basic.get("cap_result"), basic.get("cap_result_amount")), (Some("3"), Some("0")));
    assert_eq!(basic.get("cap_manager_office_no"), Some("9910100016"));
    assert_eq!(rows(&file, "J121", "02")[0].get("use_days"), Some("1"));
    assert_eq!(faults(&[&j11]), Vec::<String>::new());
}

#[test]
fn the_end_of_a_contract_is_written_only_when_it_has_come() {
    for (to, written_as) in [("2025-03-31", ""), ("2024-07-31", "20240731")] {
        let mut ending = dossier(16, busy_month());
        ending.contract.as_mut().unwrap().to = Some(to.parse().unwrap());
        ending.service_ended_on = (!written_as.is_empty()).then(|| "2024-07-22".parse().unwrap());
        let (j11, j61) = written(vec![person(ending)]);
        let file = read_file(&j11.bytes);
        assert_eq!(rows(&file, "J121", "05")[0].get("contract_end_date"), Some(written_as));
        let last_day = if written_as.is_empty() { "" } else { "20240722" };
        assert_eq!(rows(&file, "J121", "02")[0].get("end_date"), Some(last_day));
        assert_eq!(faults(&[&j11, &j61]), Vec::<String>::new());
    }
}

#[test]
fn a_kana_that_does_not_fit_is_left_out() {
    for (kana, item) in [("アイウ", "ｱｲｳ"), (&"ガ".repeat(13), "")] {
        let mut named = dossier(16, busy_month());
        named.name_kana = (*kana).to_owned();
        let file = read_file(&written(vec![person(named)]).0.bytes);
        assert_eq!(rows(&file, "J121", "01")[0].get("recipient_name_kana"), Some(item));
    }
}

#[test]
fn the_manager_of_the_statement_is_the_office_that_managed() {
    for (manages, manager) in [(true, "9910100016"), (false, "9910100024")] {
        let mut case = busy_month();
        let result = if manages { 1 } else { 2 };
        case["person"]["cap_management"] = json!({ "result": result, "amount": 9300, "by_this_office": manages });
        let mut managed = dossier(16, case);
        // the card may not name the office itself yet
        managed.card.as_mut().unwrap().cap_manager = (!manages).then(|| manager.parse().unwrap());
        let (j11, j61) = written(vec![person(managed)]);
        let file = read_file(&j11.bytes);
        let basic = rows(&file, "J121", "01")[0];
        assert_eq!(basic.get("cap_manager_office_no"), Some(manager));
        assert_eq!(basic.number("sum_cap_managed_burden"), Some(9_300));
        assert_eq!(faults(&[&j11, &j61]), Vec::<String>::new());
    }
}

#[test]
fn a_code_typed_with_two_units_stays_two_records() {
    let mut case = busy_month();
    case["manual_lines"] = json!([
        { "code": "465240", "units": 93, "count": 2 }, { "code": "465240", "units": 93, "count": 3 },
        { "code": "465240", "units": 90, "count": 1 }
    ]);
    let (j11, j61) = written(vec![person(dossier(16, case))]);
    let file = read_file(&j11.bytes);
    let typed: Vec<(Option<i64>, Option<i64>)> = rows(&file, "J121", "03")
        .iter()
        .filter(|row| row.get("service_code") == Some("465240"))
        .map(|row| (row.number("unit"), row.number("count")))
        .collect();
    assert_eq!(typed, [(Some(93), Some(5)), (Some(90), Some(1))]);
    assert!(faults(&[&j11, &j61]).iter().all(|found| found.starts_with("C02")), "only the units are doubted");
}

#[test]
fn the_days_exception_fills_its_four_items() {
    let mut case = busy_month();
    case["person"]["days_exception"] = json!({ "from": "2024-04", "to": "2025-03", "total": 269, "used": 60 });
    let (j11, _) = written(vec![person(dossier(16, case))]);
    let file = read_file(&j11.bytes);
    let summary = rows(&file, "J121", "04")[0];
    assert_eq!(summary.get("use_day_exception_from"), Some("202404"));
    assert_eq!(summary.get("use_day_exception_days_this_month"), Some("13"));
    assert_eq!(summary.get("use_day_exception_standard_total"), Some("269"));
}

#[test]
fn a_subsidy_is_claimed_and_taken_from_the_burden_of_the_invoice() {
    let mut case = busy_month();
    case["person"]["municipal_subsidy"] = json!(3000);
    let mut helped = dossier(16, case);
    helped.card.as_mut().unwrap().subsidizing_municipality_no = Some("131016".parse().unwrap());
    let (j11, j61) = written(vec![person(helped)]);
    let file = read_file(&j11.bytes);
    let invoice = rows(&file, "J111", "01")[0];
    let benefit = invoice.number("total_benefit_claim").unwrap();
    assert_eq!(invoice.number("claim_amount"), Some(benefit + 3_000));
    assert_eq!(invoice.number("total_user_burden"), Some(6_300));
    assert_eq!(rows(&file, "J121", "01")[0].get("subsidizing_municipality_no"), Some("131016"));
    assert_eq!(faults(&[&j11, &j61]), Vec::<String>::new());
}

#[test]
fn what_is_lacking_is_told_and_nothing_is_written() {
    let mut lacking = dossier(16, busy_month());
    lacking.contract = None;
    lacking.service_started_on = None;
    let findings = files::j11(&batch(vec![person(lacking)]), Layouts::builtin()).unwrap_err();
    let places: Vec<&str> = findings.iter().map(|finding| finding.place.text.as_str()).collect();
    assert_eq!(places, ["1人目 契約", "1人目 サービス開始年月日"]);
    assert!(files::j11(&batch(Vec::new()), Layouts::builtin()).is_err());
}

#[test]
fn the_same_batch_gives_the_same_bytes() {
    let persons = || vec![person(dossier(16, busy_month())), person(dossier(24, busy_month()))];
    assert_eq!(written(persons()).0.bytes, written(persons()).0.bytes);
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(24) })]
    #[test]
    fn whatever_days_are_used_the_files_agree_and_sum_up(
        people in proptest::collection::vec(
            (proptest::collection::vec((0_u8..5, any::<bool>(), any::<bool>(), any::<bool>()), 0..22), 0_i64..40_000, any::<bool>()),
            1..4,
        ),
    ) {
        let mut persons = Vec::new();
        for (i, (days, cap, elsewhere)) in people.iter().enumerate() {
            let statuses = ["attended", "attended", "absent", "offsite_support", "home_visit"];
            let days: Vec<_> = days.iter().enumerate().map(|(day, (status, meal, out, back))| {
                let status = statuses[usize::from(*status)];
                let mut fact = json!({ "day": day + 1, "status": status });
                match status {
                    "absent" => fact["absence_consulted"] = json!(meal),
                    "home_visit" => { fact["visit_minutes"] = json!(45); fact["visit_billed"] = json!(out); }
                    "attended" => {
                        fact["start"] = json!("10:00");
                        fact["end"] = json!("15:00");
                        fact["meal"] = json!(meal);
                        fact["transport_out"] = json!(i32::from(*out));
                        fact["transport_back"] = json!(i32::from(*back));
                    }
                    _ => {}
                }
                fact
            }).collect();
            let mut case = busy_month();
            case["days"] = json!(days);
            case["person"]["burden_cap"] = json!(cap);
            let mut dossier = dossier(i as u32 + 1, case);
            if *elsewhere {
                dossier.card.as_mut().unwrap().municipality_no = "092015".parse().unwrap();
            }
            let person = person(dossier);
            if !person.outcome.lines.is_empty() {
                persons.push(person);
            }
        }
        prop_assume!(!persons.is_empty());
        let batch = batch(persons);
        let j11 = files::j11(&batch, Layouts::builtin()).unwrap();
        let j61 = files::j61(&batch, Layouts::builtin()).unwrap().unwrap();
        // a visit that is recorded and not claimed makes the two day counts differ, as it should
        let found: Vec<String> =
            faults(&[&j11, &j61]).into_iter().filter(|found| !found.contains("実績記録票から数えた")).collect();
        prop_assert_eq!(found, Vec::<String>::new());
        let file = read_file(&j11.bytes);
        let invoiced: i64 = rows(&file, "J111", "01").iter().map(|row| row.number("claim_amount").unwrap()).sum();
        let claimed: i64 = batch.persons.iter().map(|person| person.outcome.benefit_claim.0).sum();
        prop_assert_eq!(invoiced, claimed);
        let units: i64 = rows(&file, "J111", "02").iter().map(|row| row.number("units").unwrap()).sum();
        let summed: i64 = rows(&file, "J121", "03").iter().map(|row| row.number("service_units").unwrap()).sum();
        prop_assert_eq!(units, summed);
    }
}
