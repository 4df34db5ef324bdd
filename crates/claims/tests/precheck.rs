//! Pre-checks: what would come back from the federation is named before the files are written.
#![allow(clippy::unwrap_used)]
mod town;

use claims::{Dossier, precheck};
use fees::FeeTables;
use kernel::{Finding, Severity};
use serde_json::{Value, json};
use town::{busy_month, dossier, office, person};

fn found(dossier: Dossier) -> Vec<Finding> {
    let person = person(dossier);
    precheck::person(&person.dossier, &person.outcome, FeeTables::builtin())
}

fn codes(findings: &[Finding]) -> Vec<(&str, Severity)> {
    findings.iter().map(|finding| (finding.code.as_str(), finding.severity)).collect()
}

/// What is wrong, the dossier in which it is, and the findings it must give.
type Row = (&'static str, Dossier, Vec<(&'static str, Severity)>);

/// The busy month with one fact changed.
fn month_with(pointer: &str, value: Value) -> Dossier {
    let mut case = busy_month();
    let (parent, key) = pointer.rsplit_once('/').unwrap();
    case.pointer_mut(parent).unwrap()[key] = value;
    dossier(16, case)
}

fn changed(change: impl FnOnce(&mut Dossier)) -> Dossier {
    let mut dossier = dossier(16, busy_month());
    change(&mut dossier);
    dossier
}

#[test]
fn a_month_in_order_has_no_finding() {
    assert_eq!(found(dossier(16, busy_month())), []);
}

#[test]
fn every_reason_for_a_return_is_named() {
    let fault = Severity::Fault;
    let warning = Severity::Warning;
    let table: Vec<Row> = vec![
        ("no card", changed(|d| d.card = None), vec![("R01", fault)]),
        ("unlocked card", changed(|d| d.card.as_mut().unwrap().locked = false), vec![("card_unlocked", fault)]),
        (
            "card renewed inside the month",
            changed(|d| d.card.as_mut().unwrap().decided_from = "2024-07-03".parse().unwrap()),
            vec![("R01", warning)],
        ),
        (
            "card and contract not yet in force",
            changed(|d| {
                d.card.as_mut().unwrap().decided_from = "2024-07-03".parse().unwrap();
                d.contract.as_mut().unwrap().from = "2024-07-03".parse().unwrap();
                d.service_started_on = Some("2024-07-03".parse().unwrap());
            }),
            vec![("R01", fault), ("contract_period", fault)],
        ),
        (
            "card ends inside the month",
            changed(|d| d.card.as_mut().unwrap().decided_to = "2024-07-20".parse().unwrap()),
            vec![("R01", fault)],
        ),
        (
            "card run out",
            changed(|d| d.card.as_mut().unwrap().decided_to = "2024-06-30".parse().unwrap()),
            vec![("R01", fault)],
        ),
        ("no contract", changed(|d| d.contract = None), vec![("C01", fault)]),
        (
            "contract renewed inside the month",
            changed(|d| d.contract.as_mut().unwrap().from = "2024-07-10".parse().unwrap()),
            vec![("contract_period", warning)],
        ),
        (
            "contract ended before the last day",
            changed(|d| d.contract.as_mut().unwrap().to = Some("2024-07-19".parse().unwrap())),
            vec![("contract_period", fault)],
        ),
        ("contract above the card", changed(|d| d.contract.as_mut().unwrap().days = 24), vec![("R02", warning)]),
        ("as many days as agreed", changed(|d| d.contract.as_mut().unwrap().days = 13), vec![]),
        ("contract as large as the card", changed(|d| d.contract.as_mut().unwrap().days = 23), vec![]),
        ("more days than agreed", changed(|d| d.contract.as_mut().unwrap().days = 12), vec![("R03", fault)]),
        (
            "cap differs from card",
            changed(|d| d.card.as_mut().unwrap().burden_cap = kernel::Yen(0)),
            vec![("R04", fault)],
        ),
        (
            "cap of another income class",
            changed(|d| d.card.as_mut().unwrap().income_class = Some(claims::IncomeClass::PublicAssistance)),
            vec![("R04", warning)],
        ),
        ("subsidy without entitlement", month_with("/person/municipal_subsidy", json!(100)), vec![("R05", fault)]),
        (
            "manager without sheet",
            changed(|d| d.card.as_mut().unwrap().cap_manager = Some("9910100024".parse().unwrap())),
            vec![("M04", warning)],
        ),
        (
            "sheet without manager",
            month_with("/person/cap_management", json!({ "result": 3, "amount": 5000 })),
            vec![("M01", fault)],
        ),
        ("no start of use", changed(|d| d.service_started_on = None), vec![("F02", fault)]),
        (
            "end in another month",
            changed(|d| d.service_ended_on = Some("2024-06-30".parse().unwrap())),
            vec![("F04", fault)],
        ),
        ("kanji in the kana", changed(|d| d.name_kana = "見本".to_owned()), vec![("F01", fault)]),
        ("name not in the character set", changed(|d| d.name = "𠮷田".to_owned()), vec![("F01", warning)]),
        ("remark with a picture", changed(|d| drop(d.remarks.insert(1, "よい日😀".to_owned()))), vec![("F01", fault)]),
        ("remark of 50 characters", changed(|d| drop(d.remarks.insert(1, "あ".repeat(50)))), vec![]),
        ("remark of 51 characters", changed(|d| drop(d.remarks.insert(1, "あ".repeat(51)))), vec![("F01", fault)]),
        ("kana of 25 half-width characters", changed(|d| d.name_kana = "ア".repeat(25)), vec![]),
        ("kana of 26 half-width characters", changed(|d| d.name_kana = "ガ".repeat(13)), vec![("F01", warning)]),
        (
            "wrong check digit",
            changed(|d| d.card.as_mut().unwrap().municipality_no = "231005".parse().unwrap()),
            vec![("F06", warning)],
        ),
    ];
    for (what, dossier, expected) in table {
        let findings = found(dossier);
        assert_eq!(codes(&findings), expected, "{what}: {findings:?}");
        for finding in &findings {
            assert!(finding.link.is_some() && !finding.how_to_fix.is_empty(), "{what}");
            assert!(!finding.what.contains("見本") && !finding.what.contains("0000000016"), "{what}");
        }
    }
}

#[test]
fn a_name_for_printing_answers_for_a_rare_character() {
    let printable = changed(|d| {
        d.name = "𠮷田".to_owned();
        d.name_print = Some("吉田".to_owned());
    });
    assert_eq!(found(printable), []);
}

#[test]
fn a_day_without_end_time_cannot_be_claimed() {
    let findings = found(changed(|d| d.month.days[0].end = None));
    assert_eq!(codes(&findings), [("F02", Severity::Fault)]);
    assert_eq!((findings[0].place.day, findings[0].place.field.as_deref()), (Some(1), Some("end")));
    assert_eq!(findings[0].link.as_deref(), Some("day"));
}

#[test]
fn a_day_without_start_time_blocks_though_the_assessment_only_warns() {
    let findings = found(changed(|d| d.month.days[0].start = None));
    assert_eq!(codes(&findings), [("F02", Severity::Fault)]);
}

#[test]
fn what_the_assessment_has_told_is_not_told_twice() {
    let claimed = person(changed(|d| {
        d.month.days[0].transport_back = 2;
        d.month.days[1].end = d.month.days[1].start;
    }));
    let told: Vec<&str> = claimed.outcome.findings.iter().map(|finding| finding.code.as_str()).collect();
    assert!(told.contains(&"transport_count") && told.contains(&"time_order"), "{told:?}");
    assert_eq!(precheck::person(&claimed.dossier, &claimed.outcome, FeeTables::builtin()), []);
}

#[test]
fn the_results_of_cap_management_mean_what_the_sheet_means() {
    // the own burden of this month is the cap itself: 9,300
    for (result, amount, manages, fault) in [
        (1, 9_300, true, false),
        (1, 0, false, false),
        (1, 9_300, false, true),
        (1, 5_000, true, true),
        (2, 9_300, false, false),
        (2, 5_000, false, true),
        (3, 5_000, false, false),
        (3, 9_300, true, true),
    ] {
        let mut dossier = month_with(
            "/person/cap_management",
            json!({ "result": result, "amount": amount, "by_this_office": manages }),
        );
        let manager = if manages { office().office_no } else { "9910100024".parse().unwrap() };
        dossier.card.as_mut().unwrap().cap_manager = Some(manager);
        let findings = found(dossier);
        let expected = if fault { vec![("M02", Severity::Fault)] } else { Vec::new() };
        assert_eq!(codes(&findings), expected, "result {result}, {amount} yen, manages: {manages}");
    }
}

#[test]
fn a_typed_cap_management_addition_needs_the_manager() {
    let typed = json!([{ "code": "465010", "units": 150, "count": 1 }]);
    let mut case = busy_month();
    case["manual_lines"] = typed;
    assert_eq!(codes(&found(dossier(16, case))), [("M05", Severity::Fault)]);
}

#[test]
fn two_claims_for_one_certificate_are_a_fault_of_the_office() {
    let twice = [person(dossier(16, busy_month())), person(dossier(16, busy_month()))];
    let findings = precheck::office(&office(), &twice);
    assert_eq!(codes(&findings), [("F05", Severity::Fault)]);
    assert!(findings[0].place.text.contains("1人目と2人目"));
    let apart = [person(dossier(16, busy_month())), person(dossier(24, busy_month()))];
    assert_eq!(precheck::office(&office(), &apart), []);
}

#[test]
fn the_office_number_is_only_warned_of() {
    let mut wrong = office();
    wrong.office_no = "9910100017".parse().unwrap();
    assert_eq!(codes(&precheck::office(&wrong, &[])), [("F06", Severity::Warning)]);
}
