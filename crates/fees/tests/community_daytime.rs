//! 日中一時支援 and the waiver of children: time classes, additions, birthdays.
#![allow(clippy::unwrap_used)]
use fees::community::facts::{Decision, IncomeClass, Person, Service, ServiceMonth, Visit};
use fees::community::pack::{Pack, Packs};
use fees::community::{Sheet, Waiver, sheet, stay_class, waived_months, waived_months_of, waiver};
use kernel::Severity;

fn pack(id: &str) -> &'static Pack {
    Packs::builtin().by_id(id).unwrap()
}

fn month(month: &str, stays: Vec<Visit>) -> ServiceMonth {
    ServiceMonth {
        service: Service::Daytime,
        service_month: month.parse().unwrap(),
        person: Person {
            municipality_no: "142042".parse().unwrap(),
            born_on: None,
            waived_child: Some(false),
            body_care: false,
            severe: false,
            income: Some(IncomeClass::General1),
        },
        single_facility_office: false,
        visits: stays,
        decisions: Vec::new(),
    }
}

fn stay(date: &str, start: u16, end: u16) -> Visit {
    Visit::new(date.parse().unwrap(), start, end)
}

fn of(facts: &ServiceMonth) -> Sheet {
    sheet(pack("kamakura"), facts).unwrap()
}

#[test]
fn every_class_of_the_table_begins_and_ends_where_the_list_says() {
    let base = pack("kamakura").prices.iter().find(|price| price.id == "day.base").unwrap();
    let mut reader = csv::Reader::from_reader(include_str!("community/stay_classes.csv").as_bytes());
    let mut rows = 0;
    for record in reader.records() {
        let record = record.unwrap();
        let number = |at: usize| record[at].parse::<u16>().unwrap();
        let (class, over, up_to, units) = (number(0), number(1), number(2), i64::from(number(3)));
        for minutes in [over + 1, up_to] {
            let made = stay_class(base, minutes).unwrap();
            assert_eq!((made.bracket.number, made.amount), (class, units), "{minutes} minutes");
        }
        rows += 1;
    }
    assert_eq!(rows, 20);
}

#[test]
fn a_stay_carries_its_class_its_slot_and_its_boxes() {
    let mut day = stay("2024-03-08", 540, 905);
    (day.transport, day.meal, day.single_facility) = (2, true, true);
    let mut facts = month("2024-03", vec![day]);
    (facts.person.income, facts.single_facility_office) = (Some(IncomeClass::Low1), true);
    let made = of(&facts);
    let entry = &made.entries[0];
    assert_eq!((entry.minutes, entry.bracket.number), (365, 3));
    assert_eq!(entry.slots, ["日中一時支援", "単独型"]);
    let boxes: Vec<_> = entry.boxes.iter().map(|mark| (mark.label.as_str(), mark.value)).collect();
    assert_eq!(boxes, [("送迎加算", 2), ("食事提供体制加算", 1)]);
    assert!(made.findings.is_empty());
}

#[test]
fn from_april_2024_a_waived_child_has_slots_and_boxes_of_its_own() {
    let mut day = stay("2024-04-08", 540, 900);
    (day.transport, day.meal) = (1, true);
    let mut facts = month("2024-04", vec![day]);
    (facts.person.income, facts.person.waived_child) = (Some(IncomeClass::Low2), Some(true));
    let made = of(&facts);
    let entry = &made.entries[0];
    assert_eq!(entry.slots, ["日中一時支援児童無償"]);
    let boxes: Vec<_> = entry.boxes.iter().map(|mark| (mark.index, mark.label.as_str(), mark.value)).collect();
    assert_eq!(boxes, [(3, "送迎加算児童無償", 1), (4, "食事提供体制加算児童", 1)]);
}

#[test]
fn a_meal_is_not_marked_for_general_incomes_nor_where_the_income_is_missing() {
    let mut day = stay("2024-03-08", 540, 720);
    day.meal = true;
    let mut facts = month("2024-03", vec![day]);
    let warned = of(&facts);
    assert!(warned.entries[0].boxes.is_empty());
    assert_eq!((warned.findings[0].code.as_str(), warned.findings[0].severity), ("meal", Severity::Warning));
    facts.person.income = None;
    assert_eq!(of(&facts).findings[0].severity, Severity::Fault);
    facts.person.income = Some(IncomeClass::PublicAssistance);
    assert_eq!(of(&facts).entries[0].boxes.len(), 1);
}

#[test]
fn only_an_office_of_stays_alone_may_mark_the_single_type() {
    let mut day = stay("2024-03-08", 540, 720);
    day.single_facility = true;
    let made = of(&month("2024-03", vec![day]));
    assert_eq!(made.entries[0].slots, ["日中一時支援"]);
    assert_eq!((made.findings[0].code.as_str(), made.findings[0].severity), ("single_facility", Severity::Fault));
}

#[test]
fn two_stays_a_day_wait_for_a_person_and_can_be_summed() {
    let stays = vec![stay("2024-03-08", 540, 660), stay("2024-03-08", 780, 900)];
    let mut facts = month("2024-03", stays);
    let apart = of(&facts);
    assert_eq!(apart.entries.len(), 2);
    assert!(apart.entries.iter().all(|entry| entry.held[0].id == "U-20" && entry.bracket.number == 1));
    facts.decisions = vec![Decision { point: "U-20".into(), choice: "sum".into() }];
    let summed = of(&facts);
    assert_eq!((summed.entries.len(), summed.entries[0].minutes, summed.entries[0].bracket.number), (1, 240, 2));
    assert!(!summed.is_held());
    facts.decisions[0].choice = "separate".into();
    assert_eq!((of(&facts).entries.len(), of(&facts).is_held()), (2, false));
}

#[test]
fn a_stay_that_ends_before_it_begins_is_told_beside_its_day() {
    let made = of(&month("2024-03", vec![stay("2024-03-08", 720, 540)]));
    assert!(made.entries.is_empty());
    assert_eq!(made.findings[0].place.day, Some(8));
}

#[test]
fn a_municipality_without_rules_for_the_service_refuses_by_name() {
    let error = sheet(pack("otaki"), &month("2026-06", vec![])).unwrap_err().to_string();
    assert!(error.contains("大多喜町") && error.contains("日中一時支援"), "{error}");
}

#[test]
fn the_waiver_ends_with_the_month_in_which_eighteen_is_reached() {
    let rule = pack("kamakura").free_child.clone().unwrap();
    let last =
        |born: &str, on_birthday| waived_months(&rule, on_birthday, born.parse().unwrap()).map(|w| w.last.to_string());
    let some = |month: &str| Some(month.to_owned());
    for (born, legal, birthday) in [
        ("2008-10-01", some("2026-09"), some("2026-10")),
        ("2008-10-02", some("2026-10"), some("2026-10")),
        ("2008-10-31", some("2026-10"), some("2026-10")),
        ("2009-01-01", some("2026-12"), some("2027-01")),
        ("2008-02-29", some("2026-02"), some("2026-02")),
        ("2006-04-01", None, some("2024-04")),
        ("2006-04-02", some("2024-04"), some("2024-04")),
        ("2005-12-31", None, None),
    ] {
        assert_eq!(last(born, false), legal, "{born}, legal");
        assert_eq!(last(born, true), birthday, "{born}, birthday");
    }
}

#[test]
fn the_notice_comes_in_the_month_before_the_last() {
    let months = waived_months_of(pack("kamakura"), Some("2008-10-15".parse().unwrap()), &[]).unwrap();
    assert_eq!((months.first.to_string(), months.last.to_string()), ("2024-04".to_owned(), "2026-10".to_owned()));
    assert_eq!(months.notice.to_string(), "2026-09");
}

#[test]
fn the_reading_of_the_birthday_changes_the_month_and_a_missing_birthday_is_no_guess() {
    let mut facts = month("2026-10", vec![]);
    facts.person.waived_child = None;
    let of = |facts: &ServiceMonth, choices: &[Decision]| {
        waiver(pack("kamakura"), &facts.person, facts.service_month, choices)
    };
    assert_eq!(of(&facts, &[]), Waiver::BirthdayMissing);
    assert!(sheet(pack("kamakura"), &facts).unwrap().findings.iter().any(|finding| finding.code == "born_on"));
    facts.person.born_on = Some("2008-10-01".parse().unwrap());
    assert_eq!(of(&facts, &[]), Waiver::Paying);
    let birthday = [Decision { point: "U-17".into(), choice: "birthday".into() }];
    assert_eq!(of(&facts, &birthday), Waiver::Waived);
    // before 令和6年4月 nobody is waived, whatever the age, and no birthday is asked for
    facts.service_month = "2024-03".parse().unwrap();
    facts.person.born_on = None;
    assert_eq!(of(&facts, &[]), Waiver::Paying);
}
