//! 地域生活支援事業 at the end of a month: a visit over its last midnight is claimed once, whatever the municipality does
//! at midnight.
#![allow(clippy::unwrap_used)]
use fees::community::assess::{Terms, assess};
use fees::community::facts::{Commute, Decision, Person, Service, ServiceMonth, Visit};
use fees::community::pack::{Pack, Packs};
use fees::community::{CommunityAssessment, EntryKind};
use kernel::{Day, Month, Severity};

fn at(hhmm: &str) -> u16 {
    hhmm[..2].parse::<u16>().unwrap() * 60 + hhmm[2..].parse::<u16>().unwrap()
}

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn visit(date: &str, start: &str, end: &str) -> Visit {
    Visit::new(day(date), at(start), at(end))
}

fn pack(id: &str) -> &'static Pack {
    Packs::builtin().by_id(id).unwrap()
}

fn facts(month: Month, visits: Vec<Visit>, choices: &[(&str, &str)]) -> ServiceMonth {
    ServiceMonth {
        service: Service::Mobility,
        service_month: month,
        person: Person {
            municipality_no: "142042".parse().unwrap(),
            born_on: None,
            waived_child: Some(false),
            body_care: true,
            severe: false,
            income: None,
        },
        single_facility_office: false,
        visits,
        decisions: choices.iter().map(|(p, c)| Decision { point: (*p).into(), choice: (*c).into() }).collect(),
    }
}

fn of(pack: &Pack, month: &str, visits: &[Visit], choices: &[(&str, &str)]) -> CommunityAssessment {
    let facts = facts(month.parse().unwrap(), visits.to_vec(), choices);
    assess(pack, &facts, &Terms::default()).unwrap()
}

fn priced(made: &CommunityAssessment) -> Vec<(&str, Option<&str>, u32, Option<i64>)> {
    let line = |line: &'_ fees::community::CommunityLine| line.total;
    made.lines.iter().map(|l| (l.name.as_str(), l.code.as_ref().map(|code| code.as_str()), l.count, line(l))).collect()
}

fn faults(made: &CommunityAssessment) -> Vec<&str> {
    let faults = made.findings.iter().filter(|finding| finding.severity == Severity::Fault);
    faults.filter(|finding| finding.code != "price_missing").map(|finding| finding.what.as_str()).collect()
}

#[test]
fn in_chiba_each_month_claims_what_lies_on_its_own_days() {
    let night = [visit("2024-10-31", "2330", "0030")];
    let october = of(pack("chiba-city"), "2024-10", &night, &[]);
    let november = of(pack("chiba-city"), "2024-11", &night, &[]);
    assert_eq!(priced(&october), [("移動1深夜0.5", Some("023251"), 1, Some(420))]);
    assert_eq!(priced(&november), [("移動1日跨増深夜0.5・深夜0.5", Some("023549"), 1, Some(242))]);
    assert_eq!((faults(&october), faults(&november)), (vec![], vec![]));
    let inside = of(pack("chiba-city"), "2024-10", &[visit("2024-10-10", "2330", "0030")], &[]);
    assert_eq!(inside.amount().unwrap(), october.amount().unwrap() + november.amount().unwrap());
    assert_eq!((october.days, november.days), (1, 1));
}

#[test]
fn where_a_visit_is_one_line_it_belongs_wholly_to_the_month_it_begins_in() {
    for city in ["kawazoe", "yamate", "otaki"] {
        let night = [visit("2026-10-31", "2330", "0030"), visit("2026-11-05", "1000", "1045")];
        let october = of(pack(city), "2026-10", &night[..1], &[]);
        let november = of(pack(city), "2026-11", &night, &[]);
        let spans = |made: &CommunityAssessment| {
            made.entries.iter().map(|e| (e.date.number(), e.start, e.end, e.minutes)).collect::<Vec<_>>()
        };
        assert_eq!(spans(&october), [(31, 1410, 30, 60)], "{city}");
        assert_eq!(spans(&november), [(5, 600, 645, 45)], "{city}");
        assert_eq!((faults(&november), november.days), (vec![], 1), "{city}");
    }
}

#[test]
fn nothing_of_a_visit_over_the_last_midnight_is_lost_or_claimed_twice() {
    let rows = |made: &CommunityAssessment, first: Day| {
        assert!(made.findings.iter().all(|f| !f.what.contains("この月の日付")), "{:?}", made.findings);
        made.entries
            .iter()
            .map(|e| (e.date != first, e.start, e.end, e.minutes, e.service_name.clone(), e.held.len()))
            .collect::<Vec<_>>()
    };
    let mut compared = 0;
    for pack in Packs::builtin().all().iter().filter(|pack| pack.periods.iter().any(|period| period.mobility.is_some()))
    {
        for start in (1080..1440).step_by(7) {
            for end in (1..720).step_by(13) {
                let on = |date: &str| [Visit::new(day(date), start, end)];
                let inside = rows(&of(pack, "2026-10", &on("2026-10-14"), &[]), day("2026-10-14"));
                let mut both = rows(&of(pack, "2026-10", &on("2026-10-31"), &[]), day("2026-10-31"));
                both.extend(rows(&of(pack, "2026-11", &on("2026-10-31"), &[]), day("2026-10-31")));
                assert_eq!(both, inside, "{} {start}–{end}", pack.identity.name);
                compared += 1;
            }
        }
    }
    assert!(compared > 10_000, "{compared}");
}

#[test]
fn a_visit_of_the_eve_close_to_midnight_goes_on_in_the_new_month() {
    // less than two hours apart: one visit, of which the first day is October's
    let pair = |first: &str, second: &str| [visit(first, "2230", "2330"), visit(second, "0030", "0130")];
    let chiba = pack("chiba-city");
    let inside = of(chiba, "2024-10", &pair("2024-10-10", "2024-10-11"), &[]);
    let october = of(chiba, "2024-10", &pair("2024-10-31", "2024-11-01")[..1], &[]);
    let november = of(chiba, "2024-11", &pair("2024-10-31", "2024-11-01"), &[]);
    assert_eq!(faults(&november), Vec::<&str>::new());
    assert_eq!(inside.amount().unwrap(), october.amount().unwrap() + november.amount().unwrap());
    // too far away to be of November, and not passing midnight: a wrong date
    let wrong = of(chiba, "2024-11", &[visit("2024-10-31", "1000", "1100")], &[]);
    assert_eq!(faults(&wrong), ["この月の日付ではありません"]);
    let apart = of(pack("kamakura"), "2024-11", &[visit("2024-10-31", "2230", "2330")], &[]);
    assert_eq!(faults(&apart), ["この月の日付ではありません"]);
}

#[test]
fn one_line_visits_are_not_put_together_over_the_end_of_a_month() {
    let merging = [("U-21", "merge_under_two_hours")];
    let pair = [visit("2026-10-31", "2330", "0030"), visit("2026-11-01", "0100", "0200")];
    let minutes = |month: &str, visits: &[Visit]| {
        let made = of(pack("kawazoe"), month, visits, &merging);
        made.entries.iter().map(|e| (e.date.number(), e.minutes)).collect::<Vec<_>>()
    };
    assert_eq!(minutes("2026-10", &pair[..1]), [(31, 60)]);
    assert_eq!(minutes("2026-11", &pair), [(1, 60)]);
}

#[test]
fn an_addition_of_the_eve_is_not_claimed_again() {
    let mut night = visit("2024-10-31", "2330", "0030");
    (night.first, night.emergency) = (true, true);
    let made = |month: &str| {
        let made = of(pack("chiba-city"), month, std::slice::from_ref(&night), &[]);
        made.lines.iter().map(|line| line.name.clone()).filter(|name| !name.contains("深夜")).count()
    };
    assert_eq!((made("2024-10"), made("2024-11")), (2, 0));
}

#[test]
fn overlaps_of_the_eve_are_told_in_its_own_month() {
    let pair = [visit("2024-10-31", "2300", "0030"), visit("2024-10-31", "2330", "0100")];
    let told = |month: &str| {
        let made = of(pack("kamakura"), month, &pair, &[]);
        made.findings.iter().filter(|finding| finding.code == "helper_overlap").count()
    };
    assert_eq!((told("2024-10"), told("2024-11")), (1, 0));
}

#[test]
fn the_way_to_school_over_the_change_of_rules_is_claimed_once() {
    let mut night = visit("2024-03-31", "2330", "0030");
    for told in [Commute::Whole, Commute::Minutes(60)] {
        night.commute = Some(told);
        let made = |month: &str| of(pack("kamakura"), month, std::slice::from_ref(&night), &[]);
        let march = made("2024-03");
        let boxes: Vec<&str> = march.entries.iter().flat_map(|e| &e.boxes).map(|mark| mark.label.as_str()).collect();
        assert_eq!(boxes, ["通学支援加算0.5H"], "{told:?}: the half hour of April has a line of its own");
        let april = made("2024-04");
        let lines: Vec<_> = april.entries.iter().filter(|e| e.kind == EntryKind::CommuteLine).collect();
        assert_eq!(lines.iter().map(|e| (e.start, e.end)).collect::<Vec<_>>(), [(0, 30)], "{told:?}");
    }
    // inside one set of rules the box speaks for the whole visit, once
    let mut inside = visit("2024-02-29", "2330", "0030");
    inside.commute = Some(Commute::Whole);
    let boxes = |month: &str| {
        let made = of(pack("kamakura"), month, std::slice::from_ref(&inside), &[]);
        made.entries.iter().flat_map(|e| &e.boxes).map(|mark| mark.label.clone()).collect::<Vec<_>>()
    };
    assert_eq!((boxes("2024-02"), boxes("2024-03")), (vec!["通学支援加算1H".to_owned()], vec![]));
}
