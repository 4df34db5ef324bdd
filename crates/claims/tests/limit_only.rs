//! 操作説明書の確認項目 (BT-25…BT-27, BT-64, BT-68, BT-71…BT-76): what the manual's claim screens show, as our statements carry it.
#![allow(clippy::unwrap_used)]
mod town;

use claims::{ClaimFile, Dossier, files, precheck};
use fees::FeeTables;
use kernel::{Severity, Units, Yen};
use records::{Layouts, ReadFile, Record, read_file};
use serde_json::{Value, json};
use town::{batch, dossier, office, person};

/// A worked month of the manual's era as a dossier; the area class is one whose code is known.
fn worked(text: &str, change: impl Fn(&mut Value)) -> Dossier {
    let mut case: Value = serde_json::from_str(text).unwrap();
    case["office"]["area_class"] = json!("3級地");
    change(&mut case);
    let mut worked = dossier(16, case);
    worked.card.as_mut().unwrap().decided_from = "2009-04-01".parse().unwrap();
    worked.contract.as_mut().unwrap().from = "2009-04-01".parse().unwrap();
    worked.service_started_on = Some("2009-04-01".parse().unwrap());
    worked
}

fn limit_only(result: u8) -> Dossier {
    let mut alone = worked(include_str!("../../../tests/golden/GC03b.json"), |case| {
        case["person"]["cap_management"]["result"] = json!(result);
    });
    alone.card.as_mut().unwrap().cap_manager = Some(office().office_no);
    alone
}

fn j11(dossier: Dossier) -> ClaimFile {
    files::j11(&batch(vec![person(dossier)]), Layouts::builtin()).unwrap()
}

fn rows<'f>(file: &'f ReadFile, kind: &str) -> Vec<&'f Record> {
    let records = file.records.iter().filter_map(|row| row.record.as_ref());
    records.filter(|record| record.kind() == ("J121", kind)).collect()
}

/// (code, unit, count, service units) of every line.
fn lines(file: &ReadFile) -> Vec<(String, i64, i64, i64)> {
    let line = |row: &&Record| {
        let number = |item| row.number(item).unwrap();
        (row.get("service_code").unwrap().to_owned(), number("unit"), number("count"), number("service_units"))
    };
    rows(file, "03").iter().map(line).collect()
}

fn faults(dossier: &Dossier) -> Vec<String> {
    let claimed = person(dossier.clone());
    let found = precheck::person(&claimed.dossier, &claimed.outcome, FeeTables::builtin());
    found.into_iter().filter(|finding| finding.severity != Severity::Notice).map(|finding| finding.code).collect()
}

#[test]
fn bt_25_a_month_without_an_individual_plan_is_claimed_under_the_codes_without_plan() {
    let read = read_file(&j11(worked(include_str!("../../../tests/golden/GC04.json"), |_| ())).bytes);
    assert_eq!(lines(&read)[0], ("461254".to_owned(), 489, 22, 10_758));
}

#[test]
fn bt_26_and_bt_27_cap_management_on_the_card_needs_its_managing_office_and_a_result() {
    assert_eq!(faults(&limit_only(3)), Vec::<String>::new());
    let mut unnamed = limit_only(3);
    unnamed.card.as_mut().unwrap().cap_manager = None;
    unnamed.burden.cap_management.as_mut().unwrap().by_this_office = false;
    assert!(faults(&unnamed).contains(&"M01".to_owned()), "a result without a managing office");
    let mut without_result = worked(include_str!("../../../tests/golden/GC01b.json"), |_| ());
    without_result.card.as_mut().unwrap().cap_manager = Some("9910100024".parse().unwrap());
    assert!(faults(&without_result).contains(&"M04".to_owned()), "a managing office without a result");
}

#[test]
fn bt_64_seven_days_of_which_one_is_an_absence_make_six_base_fees_and_one_absence() {
    let month = worked(include_str!("../../../tests/golden/GC01a.json"), |case| {
        let days = (1..=7).map(|day| match day {
            6 => json!({ "day": 6, "status": "absent", "absence_consulted": true }),
            day => json!({ "day": day, "start": "10:00", "end": "12:00" }),
        });
        case["days"] = days.collect();
    });
    let read = read_file(&j11(month).bytes);
    assert_eq!(lines(&read), [("461113".to_owned(), 504, 6, 3_024), ("466040".to_owned(), 94, 1, 94)]);
}

#[test]
fn bt_68_the_head_of_the_statement_names_manager_result_and_amount() {
    for result in 1..=3 {
        let read = read_file(&j11(limit_only(result)).bytes);
        let head = rows(&read, "01")[0];
        assert_eq!(head.get("cap_manager_office_no"), Some(office().office_no.as_str()));
        assert_eq!(head.number("cap_result"), Some(i64::from(result)));
        assert_eq!((head.number("cap_result_amount"), head.number("burden_cap_monthly")), (Some(0), Some(15_000)));
    }
}

#[test]
fn bt_71_the_sums_row_repeats_the_sums_of_its_service_types() {
    let read = read_file(&j11(limit_only(3)).bytes);
    let (head, summary) = (rows(&read, "01")[0], rows(&read, "04")[0]);
    for (sum, item) in [
        ("sum_benefit_units", "benefit_units"),
        ("sum_total_cost", "total_cost"),
        ("sum_cap_adjusted_burden", "cap_adjusted_burden"),
        ("sum_adjusted_burden", "adjusted_burden"),
        ("sum_cap_managed_burden", "cap_managed_burden"),
        ("sum_decided_burden", "decided_burden"),
        ("sum_benefit_claim", "benefit_claim"),
    ] {
        assert_eq!(head.get(sum), summary.get(item), "{sum}");
    }
    assert_eq!((head.number("sum_decided_burden"), head.number("sum_benefit_claim")), (Some(0), Some(1_590)));
}

#[test]
fn bt_73_the_day_block_of_a_limit_only_claim_counts_one_day_as_the_present_notes_say() {
    let read = read_file(&j11(limit_only(3)).bytes);
    let days = rows(&read, "02")[0];
    // the manual's screen of 2009 shows 0; the present notes of the interface count the addition as one day
    assert_eq!((days.number("use_days"), days.get("start_date")), (Some(1), Some("20090401")));
    for item in ["end_date", "hospitalized_days", "overnight_out_days"] {
        assert_eq!(days.get(item), Some(""), "{item}");
    }
    let summary = rows(&read, "04")[0];
    assert_eq!((summary.number("service_use_days"), summary.get("use_day_exception_from")), (Some(1), Some("")));
}

#[test]
fn bt_74_the_items_of_a_type_only_say_no() {
    let read = read_file(&j11(limit_only(3)).bytes);
    let (head, summary) = (rows(&read, "01")[0], rows(&read, "04")[0]);
    for item in ["a_type_provider_reduction_measure", "a_type_reduction_target"] {
        assert_eq!(head.get(item), Some("1"), "{item}");
    }
    assert_eq!(head.get("sum_a_type_provider_reduction"), Some(""));
    assert_eq!((summary.get("a_type_provider_reduction"), summary.get("burden_after_reduction")), (Some(""), Some("")));
}

#[test]
fn bt_76_the_medical_line_typed_on_day_00_goes_into_the_statement_as_it_was_typed() {
    let typed = worked(include_str!("../../../tests/golden/GC04.json"), |case| {
        case["month"] = json!({});
        case["manual_lines"] = json!([{ "code": "469992", "units": 499, "count": 1 }]);
    });
    let outcome = person(typed.clone()).outcome;
    let line = outcome.lines.iter().find(|line| line.code_text() == "469992").unwrap();
    assert!(line.days.is_empty(), "day 00");
    assert_eq!(
        (outcome.total_units, outcome.total_cost, outcome.benefit_claim),
        (Units(11_257), Yen(119_324), Yen(110_024))
    );
    let read = read_file(&j11(typed).bytes);
    assert_eq!(lines(&read)[1], ("469992".to_owned(), 499, 1, 499));
}

#[test]
fn an_old_month_with_days_has_files_that_agree() {
    let month = worked(include_str!("../../../tests/golden/GC01b.json"), |_| ());
    let batch = batch(vec![person(month)]);
    let j11 = files::j11(&batch, Layouts::builtin()).unwrap();
    let j61 = files::j61(&batch, Layouts::builtin()).unwrap().unwrap();
    let both: [(&str, &[u8]); 2] = [(&j11.name, &j11.bytes), (&j61.name, &j61.bytes)];
    let found = files::check(&both, Layouts::builtin(), FeeTables::builtin());
    let faults: Vec<_> = found.iter().filter(|finding| finding.severity == Severity::Fault).collect();
    assert_eq!(faults, Vec::<&kernel::Finding>::new());
    let read = read_file(&j11.bytes);
    assert_eq!(rows(&read, "04")[0].number("total_cost"), Some(39_389));
}
