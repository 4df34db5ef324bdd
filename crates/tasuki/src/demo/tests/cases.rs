//! Every awkward case that the data file names is really there.
use super::world::{SHARED, World, block_on};
use crate::demo::Town;
use claims::{cap::ResultSheet, lifecycle::MonthState};
use fees::b_type::facts::DayStatus;
use kernel::{Severity, Yen};
use records::Layouts;

fn on_the_town<F: AsyncFnOnce(World)>(look: F) {
    block_on(async { look(World::open(&SHARED).await).await });
}

#[test]
fn finished_months_are_exported_and_only_october_waits_for_the_clerk() {
    on_the_town(async |world| {
        for month in super::super::Town::builtin().office[0].months() {
            let stored = world.shiokaze().claim_months().get(month).await.unwrap();
            let claim = world.claim(1, &month.to_string()).await;
            let mut faults: Vec<String> = claim
                .findings()
                .filter(|finding| finding.severity == Severity::Fault)
                .map(|finding| finding.code.to_string())
                .collect();
            faults.sort();
            assert!(claim.claimed().count() >= 23, "{month}: {} claims", claim.claimed().count());
            match month.to_string().as_str() {
                "2026-10" => {
                    assert_eq!(stored.state, MonthState::Open);
                    assert_eq!(faults, ["F02", "card_unlocked"]);
                }
                "2026-09" => {
                    assert_eq!(stored.state, MonthState::Checked);
                    assert_eq!(faults, Vec::<String>::new(), "{month}");
                }
                _ => {
                    assert_eq!(stored.state, MonthState::Exported, "{month}");
                    assert_eq!(faults, Vec::<String>::new(), "{month}");
                    let files = world.shiokaze().claim_files().of_month(month).await.unwrap();
                    assert_eq!(files.len(), 3, "{month}: J11, J41 and J61");
                }
            }
        }
    });
}

#[test]
fn the_cap_sheets_of_the_demo_read_back_equal_and_are_written_again_byte_for_byte() {
    on_the_town(async |world| {
        let at = world.shiokaze();
        let office = at.office().current().await.unwrap().body.claim_office();
        let month = "2026-08".parse().unwrap();
        let file = at.claim_files().of_month(month).await.unwrap().into_iter().find(|file| file.kind == "J41").unwrap();
        let (_, bytes) = at.claim_files().get(file.id).await.unwrap();
        let read = claims::files::read_j41(&bytes, Layouts::builtin());
        assert_eq!(read.findings, []);
        let kept = at.caps().of_month(month).await.unwrap();
        let mut kept: Vec<_> = kept.iter().filter_map(|row| row.body.kept.as_ref()).map(|kept| &kept.sheet).collect();
        kept.sort_by_key(|sheet| sheet.sums());
        let mut sheets: Vec<_> = read.sheets.iter().map(|person| &person.sheet).collect();
        sheets.sort_by_key(|sheet| sheet.sums());
        assert_eq!(sheets.len(), 2, "two people are managed here");
        for (read, kept) in sheets.iter().zip(&kept) {
            // The file names offices by number only.
            let rows = |sheet: &ResultSheet| -> Vec<_> {
                sheet.rows.iter().map(|row| (row.office_no.clone(), row.total_cost, row.burden, row.managed)).collect()
            };
            assert_eq!((read.cap, read.result, rows(read)), (kept.cap, kept.result, rows(kept)));
        }
        let again = claims::files::j41(&office, read.processing_month.unwrap(), &read.sheets, Layouts::builtin());
        assert_eq!(again.unwrap().unwrap().bytes, bytes);
    });
}

#[test]
fn the_second_office_has_a_month_without_faults() {
    on_the_town(async |world| {
        let claim = world.claim(2, "2026-10").await;
        assert_eq!(claim.claimed().count(), 3);
        let faults: Vec<_> = claim.findings().filter(|finding| finding.severity == Severity::Fault).collect();
        assert!(faults.is_empty(), "{faults:?}");
    });
}

#[test]
fn the_findings_that_the_guide_promises_are_there() {
    on_the_town(async |world| {
        for (case, person, month, code) in [
            ("AW-07", "U07", "2026-01", "absence_limit"),
            ("AW-07", "U07", "2026-10", "absence_limit"),
            ("AW-09", "U09", "2026-10", "over_granted_days"),
            ("AW-14", "U14", "2026-10", "meal_not_eligible"),
            ("AW-24", "U08", "2026-10", "F01"),
            ("AW-25", "U21", "2026-10", "F01"),
            ("AW-05 in October", "U05", "2026-10", "M04"),
            ("a record without its end", "U18", "2026-10", "F02"),
            ("a card not checked", "U13", "2026-10", "card_unlocked"),
        ] {
            let codes = world.codes(person, month).await;
            assert!(codes.iter().any(|found| found == code), "{case}: {person} {month} has {codes:?}");
        }
        for person in ["U10", "U16", "U17", "U20", "U24"] {
            let codes = world.codes(person, "2026-10").await;
            assert!(!codes.contains(&"F01".to_owned()), "AW-24: {person} can be printed, {codes:?}");
        }
    });
}

#[test]
fn a_cap_that_falls_inside_a_month_counts_from_the_card_in_force() {
    on_the_town(async |world| {
        for (case, person, before, within, caps) in
            [("AW-01", "U01", "2026-02", "2026-03", [9300, 0]), ("AW-02", "U02", "2026-04", "2026-05", [37_200, 9300])]
        {
            assert_eq!(world.month(person, before).await.0.burden.cap, Yen(caps[0]), "{case}");
            assert_eq!(world.month(person, within).await.0.burden.cap, Yen(caps[1]), "{case}");
        }
    });
}

#[test]
fn cap_management_shows_all_three_results() {
    on_the_town(async |world| {
        for (case, person, result, here) in
            [("AW-03", "U03", 1, false), ("AW-04", "U04", 2, true), ("AW-05", "U05", 3, false)]
        {
            let (dossier, outcome, _) = world.month(person, "2026-07").await;
            let sheet = dossier.burden.cap_management.unwrap();
            assert_eq!((sheet.result, sheet.by_this_office), (result, here), "{case}");
            assert_eq!(outcome.managed_burden, Some(sheet.amount), "{case}");
            assert_eq!(outcome.lines.iter().any(|line| line.rule == "b_type.cap_management"), here, "{case}");
        }
        let (dossier, outcome, _) = world.month("U06", "2026-02").await;
        assert!(dossier.month.days.is_empty() && outcome.base_days == 0, "AW-06: nobody came");
        assert!(outcome.total_units.0 > 0 && outcome.decided_burden == Yen(0), "AW-06: managing is claimed");
    });
}

#[test]
fn absences_days_and_offsite_work_are_as_told() {
    on_the_town(async |world| {
        let (dossier, outcome, _) = world.month("U08", "2026-10").await;
        let day = dossier.month.days.iter().find(|day| day.day == 15).unwrap();
        assert!(day.status == DayStatus::Absent && !day.absence_consulted, "AW-08");
        let refused = outcome.not_applied.iter().filter(|refused| refused.rule == "b_type.absence");
        assert!(refused.flat_map(|refused| &refused.days).any(|day| *day == 15), "AW-08 is explained");

        let (dossier, outcome, _) = world.month("U10", "2026-10").await;
        assert!(outcome.base_days > 23 && dossier.card.unwrap().granted_days == 26, "AW-10");

        let (dossier, ..) = world.month("U11", "2026-02").await;
        assert!(dossier.remarks.values().filter(|remark| remark.contains("施設外就労")).count() > 5, "AW-11");

        let (dossier, ..) = world.month("U12", "2026-10").await;
        let offsite = dossier.month.days.iter().filter(|day| day.status == DayStatus::OffsiteSupport).count();
        let year = dossier.offsite_days_before as usize + offsite;
        assert!((150..=180).contains(&year), "AW-12: {year} days");

        let (_, outcome, _) = world.month("U13", "2026-03").await;
        let initial = outcome.lines.iter().find(|line| line.rule == "b_type.initial").unwrap();
        assert!(initial.days.iter().all(|day| *day <= 19) && !initial.days.is_empty(), "AW-13: {:?}", initial.days);

        let (dossier, outcome, _) = world.month("U22", "2026-06").await;
        assert!(dossier.month.person.days_exception.is_some() && outcome.base_days > 22, "利用日数の特例");
    });
}

#[test]
fn reductions_come_and_go_with_their_months() {
    on_the_town(async |world| {
        let reduced = async |person, month, rule: &str| {
            world.month(person, month).await.1.steps.iter().any(|step| step.rule == rule)
        };
        for (month, plan, manager) in [
            ("2026-02", false, false),
            ("2026-03", true, false),
            ("2026-04", false, true),
            ("2026-05", false, true),
            ("2026-06", false, false),
        ] {
            assert_eq!(reduced("U15", month, "b_type.plan_missing").await, plan, "AW-16 {month}");
            assert_eq!(reduced("U15", month, "b_type.service_manager_shortage").await, manager, "AW-17 {month}");
        }
        let (_, outcome, _) = world.month("U24", "2026-07").await;
        assert!(outcome.steps.iter().any(|step| step.rule == "b_type.over_capacity"), "AW-18");
        let base: Vec<_> = outcome.lines.iter().filter(|line| line.rule == "b_type.basic").collect();
        assert!(base.iter().any(|line| line.days == [11]), "AW-18: only the eleventh");
    });
}

#[test]
fn shared_nursing_same_site_trips_and_the_wage_band_are_as_told() {
    on_the_town(async |world| {
        for person in ["U15", "U16", "U17"] {
            let (_, outcome, _) = world.month(person, "2026-05").await;
            let shared = outcome.lines.iter().find(|line| line.rule == "b_type.medical_v").unwrap();
            assert_eq!(shared.service_units.0, 332, "AW-19: 500 ÷ 3 cut off on each of two days");
        }
        let (_, outcome, _) = world.month("V01", "2026-10").await;
        assert!(outcome.lines.iter().any(|line| line.name.contains("同一敷地内")), "AW-15");
        let notice = world.shiokaze().office().notice_in_force("2026-06".parse().unwrap()).await.unwrap();
        assert_eq!(notice.body.office.average_wage_yen, Some(19_997), "AW-20");
        let (_, outcome, _) = world.month("U24", "2026-06").await;
        assert!(!outcome.findings.iter().any(|finding| finding.code == "wage_band_conflict"), "AW-20");
    });
}

#[test]
fn papers_and_names_are_as_told() {
    on_the_town(async |world| {
        let card = async |person| world.month(person, "2026-10").await.0.card.unwrap();
        assert_eq!(card("U18").await.income_class, Some(claims::IncomeClass::PublicAssistance), "AW-21");
        assert_eq!(card("U19").await.municipality_no.as_str(), "992020", "AW-22");
        let body = async |person| {
            let id = world.id(person).await;
            world.shiokaze().people().get(id).await.unwrap().body
        };
        let (one, other) = (body("U22").await, body("U23").await);
        assert_eq!((&one.name, one.born_on), (&other.name, other.born_on), "AW-27");
        assert_eq!(body("U24").await.born_on.unwrap().to_string(), "2000-02-29", "AW-29");
        assert!(records::ms932::encode(&body("U20").await.name).is_err(), "AW-24");
    });
}

#[test]
fn closures_holidays_and_the_correction_after_closing_are_as_told() {
    on_the_town(async |world| {
        let present = async |day: &str| world.shiokaze().days().of_day(day.parse().unwrap()).await.unwrap().len();
        assert!(present("2026-04-29").await > 10, "AW-62");
        assert_eq!(present("2026-09-16").await, 0, "AW-63");
        assert!(present("2026-09-17").await > 10, "AW-63");
        for closed in ["2025-12-30", "2026-01-01", "2026-08-14", "2026-02-11", "2026-10-11"] {
            assert_eq!(present(closed).await, 0, "{closed}");
        }
        let month = world.shiokaze().claim_months().get("2026-07".parse().unwrap()).await.unwrap();
        let states: Vec<MonthState> = month.steps.iter().map(|step| step.state).collect();
        assert_eq!(states[..3], [MonthState::Closed, MonthState::Open, MonthState::Closed], "AW-58");
        let versions = world.shiokaze().days().versions(world.id("U11").await, "2026-07-15".parse().unwrap()).await;
        assert_eq!(versions.unwrap().len(), 2, "AW-58");
    });
}

#[test]
fn the_guide_tells_of_every_case_in_the_data() {
    let guide = include_str!("../../../../../docs/demo.md");
    let files = [
        include_str!("../../../../../data/demo/town.toml"),
        include_str!("../../../../../data/demo/o2.toml"),
        include_str!("../../../../../data/demo/o3.toml"),
    ];
    for (data, start) in files.into_iter().flat_map(|data| data.match_indices("AW-").map(move |(at, _)| (data, at))) {
        let case = &data[start..start + 5];
        assert!(case == "AW-nn" || guide.contains(case), "{case} is not in docs/demo.md");
    }
}

#[test]
fn the_passwords_would_be_accepted_by_the_program_itself() {
    for account in &Town::builtin().account {
        let offices = Town::builtin().offices();
        let (_, office) = offices.iter().find(|(id, _)| *id == account.office).unwrap();
        let words = [office.name.as_str(), account.login.as_str()];
        assert_eq!(office::acceptable_password(&account.password, &words), Ok(()), "{}", account.login);
    }
}
