//! Pre-check of 就労定着支援: what would come back is told before the files are written, each reason once.
#![allow(clippy::unwrap_used)]
mod town;
#[path = "town/retention.rs"]
mod town_retention;

use claims::retention::{self, Dossier};
use fees::FeeTables;
use kernel::{Finding, Severity, Yen};
use town_retention::{EVERYTHING, dossier, person};

fn tables() -> &'static FeeTables {
    FeeTables::builtin()
}

fn altered(change: impl FnOnce(&mut Dossier)) -> (Vec<Finding>, Vec<String>) {
    let mut dossier = dossier(16, EVERYTHING);
    change(&mut dossier);
    let person = person(tables(), dossier);
    let blocks = retention::blocked_by(&person.dossier, &person.outcome, tables());
    let findings = retention::findings(&person.dossier, &person.outcome, tables());
    (findings, blocks.into_iter().map(|block| block.code).collect())
}

#[test]
fn a_sound_month_has_nothing_but_notices() {
    let (findings, blocks) = altered(|_| ());
    assert_eq!(blocks, Vec::<String>::new());
    assert!(findings.iter().all(|finding| finding.severity == Severity::Notice), "{findings:?}");
}

#[test]
fn what_the_files_would_lack_blocks_the_month_by_name() {
    type Change = fn(&mut Dossier);
    let changes: [(&str, Change); 10] = [
        ("R01", |d| d.card = None),
        ("C01", |d| d.contract = None),
        ("F02", |d| d.contract.as_mut().unwrap().provider_entry_no = "2".to_owned()),
        ("F02", |d| d.service_started_on = None),
        ("F04", |d| d.service_started_on = Some("2024-11-20".parse().unwrap())),
        ("contract_period", |d| d.contract.as_mut().unwrap().to = Some("2024-11-11".parse().unwrap())),
        ("R01", |d| d.card.as_mut().unwrap().decided_to = "2024-11-11".parse().unwrap()),
        ("R04", |d| d.card.as_mut().unwrap().burden_cap = Yen(4_600)),
        ("R05", |d| d.burden.municipal_subsidy = Some(Yen(100))),
        ("F01", |d| d.name_kana = "見本".to_owned()),
    ];
    for (code, change) in changes {
        let (_, blocks) = altered(change);
        assert_eq!(blocks, [code]);
    }
}

#[test]
fn doubts_are_told_and_do_not_block() {
    let (findings, blocks) = altered(|dossier| {
        dossier.name = "髙橋 😀".to_owned();
        let card = dossier.card.as_mut().unwrap();
        card.municipality_no = "131017".parse().unwrap();
        card.cap_manager = Some("9910100024".parse().unwrap());
    });
    let told: Vec<&str> = findings
        .iter()
        .filter(|finding| finding.severity == Severity::Warning)
        .map(|finding| finding.code.as_str())
        .collect();
    assert_eq!(told, ["M04", "F01", "F06"]);
    assert_eq!(blocks, Vec::<String>::new());
    assert!(!findings.iter().any(|finding| finding.what.contains('髙')), "no name in a finding");
}

#[test]
fn a_reason_that_the_rules_give_is_not_given_again_by_the_pre_check() {
    let (findings, blocks) = altered(|dossier| {
        dossier.card.as_mut().unwrap().locked = false;
        dossier.month.person.card_locked = false;
    });
    assert_eq!(blocks, ["card_unlocked"]);
    assert!(!findings.iter().any(|finding| finding.code == "card_unlocked"), "{findings:?}");
    let (findings, blocks) = altered(|dossier| {
        dossier.card.as_mut().unwrap().cap_manager = Some("9910100024".parse().unwrap());
        dossier.month.person.cap_result_known = Some(false);
    });
    assert_eq!(blocks, ["cap_result_missing"]);
    assert!(!findings.iter().any(|finding| finding.code == "M04"), "{findings:?}");
}

#[test]
fn a_line_for_the_managing_office_names_service_type_and_amounts() {
    let mut managed = dossier(16, EVERYTHING);
    managed.card.as_mut().unwrap().cap_manager = Some("9910100024".parse().unwrap());
    let person = person(tables(), managed);
    let entry = retention::list_entry(&town::office(), &person.dossier, &person.outcome).unwrap();
    assert_eq!(
        (entry.office.service_type.as_str(), entry.office.total_cost, entry.cap),
        ("47", Yen(54_120), Yen(9_300))
    );
    assert_eq!(entry.office.burden, Yen(5_412));
}

#[test]
fn an_office_that_manages_claims_the_addition_and_comes_first_on_the_sheet() {
    let (office, other) = (town::office(), "9910100024".parse::<kernel::OfficeNo>().unwrap());
    let mut managed = dossier(16, EVERYTHING);
    managed.card.as_mut().unwrap().cap_manager = Some(office.office_no.clone());
    // the other office served the same person and names this one as the manager
    let mut theirs = managed.clone();
    theirs.card.as_mut().unwrap().cap_manager = Some(office.office_no.clone());
    let there = claims::ClaimOffice { office_no: other, name: "となりの事業所".to_owned() };
    let their = person(tables(), theirs);
    let entry = retention::list_entry(&there, &their.dossier, &their.outcome).unwrap();
    let (mine, sheet) = retention::manage(tables(), &office, &managed, &[entry]).unwrap();
    assert_eq!(sheet.sheet.rows[0].office_no, office.office_no);
    // 4,907 + 150 units under the rate of 103 per mille: 5,057 + 521 = 5,578 units, a tenth of their yen
    assert_eq!((sheet.sheet.rows[0].total_cost, sheet.sheet.rows[0].managed), (Yen(55_780), Yen(5_578)));
    assert_eq!(sheet.sheet.rows[1].managed, Yen(9_300 - 5_578));
    let claimed = person(tables(), mine);
    assert_eq!(claimed.outcome.claim.decided_burden, Yen(5_578));
    assert!(claimed.outcome.claim.lines.iter().any(|line| line.rule == "retention.cap_management"));
    let blocks = retention::blocked_by(&claimed.dossier, &claimed.outcome, tables());
    assert!(blocks.is_empty(), "{blocks:?}");
}
