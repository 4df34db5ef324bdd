//! 地域生活支援事業 at its edges: times that cannot be, 算定外, the commute by its minutes, and the points acted on by name.
#![allow(clippy::unwrap_used)]
use fees::community::assess::{Terms, assess};
use fees::community::facts::{Commute, Decision, Helpers, IncomeClass, Person, Service, ServiceMonth, Visit};
use fees::community::pack::{Pack, Packs};
use fees::community::{CommunityAssessment, Entry, EntryKind, LineKind, Usage};
use kernel::Severity;
use std::collections::BTreeMap;

fn kamakura() -> &'static Pack {
    Packs::builtin().by_id("kamakura").unwrap()
}

fn at(hhmm: &str) -> u16 {
    hhmm[..2].parse::<u16>().unwrap() * 60 + hhmm[2..].parse::<u16>().unwrap()
}

fn visit(date: &str, start: &str, end: &str) -> Visit {
    Visit::new(date.parse().unwrap(), at(start), at(end))
}

fn month(service: Service, visits: Vec<Visit>) -> ServiceMonth {
    ServiceMonth {
        service,
        service_month: visits[0].date.month(),
        person: Person {
            municipality_no: "142042".parse().unwrap(),
            born_on: None,
            waived_child: Some(false),
            body_care: true,
            severe: false,
            income: Some(IncomeClass::Low1),
        },
        single_facility_office: true,
        visits,
        decisions: Vec::new(),
    }
}

fn of(facts: &ServiceMonth) -> CommunityAssessment {
    assess(kamakura(), facts, &Terms::default()).unwrap()
}

fn chosen(facts: &mut ServiceMonth, choices: &[(&str, &str)]) {
    facts.decisions = choices.iter().map(|(p, c)| Decision { point: (*p).into(), choice: (*c).into() }).collect();
}

fn faults(made: &CommunityAssessment) -> Vec<(&str, Option<&str>)> {
    let faults = made.findings.iter().filter(|finding| finding.severity == Severity::Fault);
    faults.filter(|f| f.code != "price_missing").map(|f| (f.code.as_str(), f.place.field.as_deref())).collect()
}

fn span(entry: &Entry) -> (u16, u16, u16) {
    (entry.start, entry.end, entry.minutes)
}

#[test]
fn a_time_beyond_the_clock_is_told_beside_its_day_whoever_sent_it() {
    for (start, end, from) in [(1500, 60, None), (600, 1500, None), (1500, 1600, None), (600, 660, Some(65_000))] {
        for service in [Service::Mobility, Service::Daytime] {
            let mut odd = Visit::new("2023-04-12".parse().unwrap(), start, end);
            (odd.deducted_start, odd.deducted_minutes) = (from, 1000.min(from.map_or(0, |_| 30)));
            let made = of(&month(service, vec![odd, visit("2023-04-12", "1000", "1100")]));
            assert!(!faults(&made).is_empty(), "{start} {end} {from:?} {service:?}");
            assert!(made.totals.is_none());
        }
    }
}

#[test]
fn minutes_that_do_not_count_stay_with_the_record_they_lie_in() {
    let deducted = |start: &str, end: &str, from: &str, minutes: u16| {
        let mut driving = visit("2023-04-12", start, end);
        (driving.deducted_start, driving.deducted_minutes) = (Some(at(from)), minutes);
        of(&month(Service::Mobility, vec![driving])).entries
    };
    let inside = deducted("0900", "1100", "0930", 20);
    assert_eq!((span(&inside[0]), inside[0].deducted.clone()), ((540, 660, 100), vec![(570, 590)]));
    // between two bands: each record ends where it stops and nothing lies inside
    let between = deducted("0730", "0900", "0800", 20);
    assert_eq!(between.iter().map(span).collect::<Vec<_>>(), [(450, 480, 30), (500, 540, 40)]);
    assert!(between.iter().all(|entry| entry.deducted.is_empty()));
    // over the border, in a record that holds both sides
    let over = deducted("0740", "0840", "0750", 20);
    assert_eq!((over.len(), span(&over[0]), over[0].deducted.clone()), (1, (460, 520, 40), vec![(470, 490)]));
    // after midnight
    let night = deducted("2300", "0200", "0030", 30);
    assert_eq!(night.iter().map(|entry| entry.deducted.clone()).collect::<Vec<_>>(), [vec![], vec![(30, 60)]]);
}

#[test]
fn the_minutes_of_a_stay_that_do_not_count_lie_inside_the_stay() {
    let stay = |from: &str| {
        let mut stay = visit("2024-03-08", "0900", "1230");
        (stay.deducted_start, stay.deducted_minutes) = (Some(at(from)), 30);
        of(&month(Service::Daytime, vec![stay]))
    };
    let inside = stay("1000");
    assert_eq!((inside.entries[0].minutes, inside.entries[0].deducted.clone()), (180, vec![(600, 630)]));
    for outside in ["0845", "1215", "1300"] {
        assert_eq!(faults(&stay(outside)), [("stay_time", Some("deducted_start"))], "{outside}");
    }
}

#[test]
fn a_stay_to_midnight_is_counted_by_what_the_tool_takes() {
    let mut late = visit("2024-03-08", "2059", "2359");
    late.end = 1440;
    let made = of(&month(Service::Daytime, vec![late]));
    assert_eq!((span(&made.entries[0]), made.amount()), ((1259, 1439, 180), Some(306)));
}

#[test]
fn a_choice_on_a_stay_that_the_city_does_not_offer_is_told() {
    let mut stays = vec![visit("2024-03-08", "0900", "1000"), visit("2024-03-08", "1300", "1400")];
    stays[0].decisions = vec![Decision { point: "U-20".into(), choice: "longest".into() }];
    let made = of(&month(Service::Daytime, stays));
    assert!(faults(&made).contains(&("foreign_decision", Some("decisions"))), "{:?}", made.findings);
    assert_eq!(made.held.len(), 2);
}

fn commuted(date: &str, start: &str, end: &str, minutes: u16) -> Visit {
    let mut visit = visit(date, start, end);
    visit.commute = Some(Commute::Minutes(minutes));
    visit
}

#[test]
fn a_commute_of_no_minutes_marks_no_box_and_makes_no_line() {
    let until = of(&month(Service::Mobility, vec![commuted("2024-03-08", "0900", "1000", 0)]));
    assert!(until.entries[0].boxes.is_empty());
    let from = of(&month(Service::Mobility, vec![commuted("2024-04-08", "0900", "1000", 0)]));
    assert_eq!(from.entries.len(), 1);
}

#[test]
fn a_box_longer_than_the_whole_visit_is_a_fault() {
    let made = |minutes| of(&month(Service::Mobility, vec![commuted("2024-03-08", "0900", "0940", minutes)]));
    for fitting in [20, 30, 40, 60] {
        assert_eq!(faults(&made(fitting)), [], "{fitting} minutes of 40: the box of 1H at most");
    }
    for longer in [61, 90, 120, 200] {
        assert_eq!(faults(&made(longer)), [("commute", Some("commute"))], "{longer} minutes of 40");
    }
}

#[test]
fn the_commute_counts_worked_minutes_and_steps_over_what_does_not_count() {
    let lines = |minutes| {
        let mut school = commuted("2024-04-08", "0730", "0930", minutes);
        (school.deducted_start, school.deducted_minutes) = (Some(at("0800")), 30);
        let made = of(&month(Service::Mobility, vec![school]));
        let additions = made.entries.into_iter().filter(|entry| entry.kind == EntryKind::CommuteLine);
        additions.map(|entry| (span(&entry), entry.service_name)).collect::<Vec<_>>()
    };
    let name = |hours: &str| format!("通園・通学・通所加算 {hours}");
    assert_eq!(lines(20), [((450, 470, 20), name("0.5H"))]);
    assert_eq!(lines(30), [((450, 480, 30), name("0.5H"))]);
    // 30 worked minutes before eight, 30 after half past eight
    assert_eq!(lines(60), [((450, 480, 30), name("0.5H")), ((510, 540, 30), name("0.5H"))]);
    let mut inside = commuted("2024-04-08", "0900", "1100", 60);
    (inside.deducted_start, inside.deducted_minutes) = (Some(at("0930")), 20);
    let made = of(&month(Service::Mobility, vec![inside]));
    assert_eq!((span(&made.entries[1]), made.entries[1].deducted.clone()), ((540, 620, 60), vec![(570, 590)]));
}

#[test]
fn of_two_short_days_at_midnight_only_the_shorter_is_left_out() {
    let made = |start: &str, end: &str| {
        let mut facts = month(Service::Mobility, vec![visit("2023-04-12", start, end)]);
        chosen(&mut facts, &[("U-09", "drop")]);
        let made = of(&facts);
        assert!(made.held.is_empty());
        (
            made.entries.iter().map(span).collect::<Vec<_>>(),
            made.unbilled.iter().map(|u| u.date.number()).collect::<Vec<_>>(),
        )
    };
    assert_eq!(made("2345", "0010"), (vec![(1425, 1439, 14)], vec![13]));
    assert_eq!(made("2350", "0015"), (vec![(0, 15, 15)], vec![12]));
    assert_eq!(made("2350", "0030"), (vec![(0, 30, 30)], vec![12]));
}

#[test]
fn u_10_hours_without_a_price_stop_the_claim_by_their_name() {
    let day = |end: &str| {
        let mut facts = month(Service::Mobility, vec![visit("2024-04-06", "0900", end)]);
        (facts.person.waived_child, facts.person.body_care) = (Some(true), false);
        of(&facts)
    };
    assert_eq!(day("1500").amount(), Some(1036));
    let longer = day("1501");
    assert_eq!(
        (longer.missing_prices.as_slice(), longer.totals),
        (["移動支援身無 児童無償 6.5H".to_owned()].as_slice(), None)
    );
    assert!(longer.findings.iter().any(|f| f.severity == Severity::Fault && f.what.contains("6.5H")));
}

#[test]
fn u_16_what_uses_up_the_contract_is_a_reading() {
    let used = |choice: Option<&str>| {
        let mut both = commuted("2024-04-08", "0800", "0840", 40);
        both.helpers = Helpers::Both;
        let mut facts = month(Service::Mobility, vec![both]);
        chosen(&mut facts, &choice.map(|choice| ("U-16", choice)).into_iter().collect::<Vec<_>>());
        let terms = Terms { contract_x100: Some(150), ..Terms::default() };
        let made = assess(kamakura(), &facts, &terms).unwrap();
        assert_eq!(made.entries.len(), 4, "two helpers with an addition line each");
        let over = made.findings.iter().find(|finding| finding.code == "contract_over").map(|f| f.severity);
        match made.usage {
            Usage::Minutes { used, contracted } => (used, contracted, over),
            other => panic!("{other:?}"),
        }
    };
    // a contract of 1.5 hours: 90 minutes
    assert_eq!(used(None), (80, Some(90), None));
    assert_eq!(used(Some("shown_minutes")), (80, Some(90), None));
    assert_eq!(used(Some("brackets")), (120, Some(90), Some(Severity::Warning)));
    assert_eq!(used(Some("shown_minutes_first_helper")), (40, Some(90), None));
}

#[test]
fn u_18_a_severe_person_s_stay_has_no_price_until_the_city_tells_it() {
    let mut facts = month(Service::Daytime, vec![visit("2024-03-08", "0900", "1500")]);
    facts.person.severe = true;
    let made = of(&facts);
    assert_eq!((made.totals, made.lines[0].amount), (None, None));
    assert_eq!(made.missing_prices, ["日中一時支援 時間区分2(重度)"]);
    facts.person.severe = false;
    assert_eq!(of(&facts).amount(), Some(535));
}

#[test]
fn u_19_each_addition_of_a_stay_is_counted_and_stops_by_its_own_name() {
    let mut full = visit("2024-03-08", "0900", "1500");
    (full.transport, full.meal, full.single_facility) = (2, true, true);
    let mut one_way = visit("2024-03-09", "0900", "1200");
    one_way.transport = 1;
    let facts = month(Service::Daytime, vec![full, one_way]);
    let made = of(&facts);
    assert_eq!(made.missing_prices, ["単独型", "送迎加算", "食事提供体制加算"]);
    let line = |made: &CommunityAssessment, name: &str| {
        made.lines.iter().find(|line| line.name == name).map(|line| (line.count, line.total)).unwrap()
    };
    assert_eq!((line(&made, "送迎加算"), made.totals), ((3, None), None));
    assert_eq!(line(&made, "日中一時支援 時間区分2"), (1, Some(535)), "the rest can be looked at");
    let prices = [("単独型", 40), ("送迎加算", 54), ("食事提供体制加算", 42)];
    let test_prices: BTreeMap<String, i64> = prices.map(|(name, amount)| (name.to_owned(), amount)).into();
    let known = assess(kamakura(), &facts, &Terms { test_prices, ..Terms::default() }).unwrap();
    assert_eq!(known.amount(), Some(535 + 306 + 40 + 3 * 54 + 42));
    assert!(known.lines.iter().filter(|line| line.kind == LineKind::Box).count() == 3);
}

#[test]
fn a_way_to_school_longer_than_its_visit_is_a_fault_before_and_after_april_2024() {
    for date in ["2024-03-08", "2024-04-08"] {
        let made = |minutes| of(&month(Service::Mobility, vec![commuted(date, "0900", "0930", minutes)]));
        assert_eq!(faults(&made(30)), [], "{date}");
        assert_eq!(faults(&made(120)), [("commute", Some("commute"))], "{date}");
    }
}

#[test]
fn of_visits_put_together_only_the_way_to_school_makes_the_addition() {
    let made = |date: &str, first: Option<Commute>, second: Option<Commute>| {
        let mut visits = vec![visit(date, "0900", "1000"), visit(date, "1030", "1100")];
        (visits[0].commute, visits[1].commute) = (first, second);
        let mut facts = month(Service::Mobility, visits);
        chosen(&mut facts, &[("U-21", "merge_under_two_hours")]);
        of(&facts)
    };
    let lines = |first, second| {
        let entries = made("2024-04-08", first, second).entries;
        let lines = entries.iter().filter(|entry| entry.kind == EntryKind::CommuteLine);
        lines.map(|entry| (span(entry), entry.service_name.clone())).collect::<Vec<_>>()
    };
    let name = |hours: &str| format!("通園・通学・通所加算 {hours}");
    assert_eq!(lines(None, Some(Commute::Whole)), [((630, 660, 30), name("0.5H"))]);
    assert_eq!(lines(Some(Commute::Minutes(20)), None), [((540, 560, 20), name("0.5H"))]);
    assert_eq!(lines(Some(Commute::Minutes(30)), Some(Commute::Whole)), [((540, 660, 60), name("1H"))]);
    assert_eq!(lines(Some(Commute::Whole), Some(Commute::Whole)), [((540, 660, 90), name("1.5H"))]);
    let boxes = |first, second| {
        let entries = made("2024-03-08", first, second).entries;
        entries.into_iter().flat_map(|entry| entry.boxes).map(|mark| mark.label).collect::<Vec<_>>()
    };
    assert_eq!(boxes(None, Some(Commute::Whole)), ["通学支援加算0.5H"]);
    assert_eq!(boxes(Some(Commute::Whole), Some(Commute::Whole)), ["通学支援加算1.5H"]);
}

#[test]
fn a_second_helper_without_a_first_is_told_with_day_and_time() {
    let told = |first: Option<(&str, &str, Helpers)>| {
        let mut second = visit("2024-04-08", "0900", "1000");
        second.helpers = Helpers::Second;
        let mut visits = vec![second];
        visits.extend(first.map(|(start, end, helpers)| Visit { helpers, ..visit("2024-04-08", start, end) }));
        let made = of(&month(Service::Mobility, visits));
        let alone = made.findings.into_iter().filter(|finding| finding.code == "second_helper_alone");
        alone.map(|f| (f.severity, f.place.day, f.place.text)).collect::<Vec<_>>()
    };
    let alone = vec![(Severity::Warning, Some(8), "8日 0900〜1000".to_owned())];
    assert_eq!(told(None), alone);
    assert_eq!(told(Some(("1000", "1100", Helpers::First))), alone, "before or after is not beside");
    assert_eq!(told(Some(("0930", "1100", Helpers::First))), []);
    assert_eq!(told(Some(("0900", "1000", Helpers::First))), []);
}
