//! 請求情報作成(日中一時支援), 令和6年3月提供分以前 and 令和6年4月提供分以降.
use crate::support::{boxes, kamakura, month, of, slots, visit};
use fees::community::assess::{Terms, assess};
use fees::community::facts::{IncomeClass, Service, ServiceMonth, Visit};
use fees::community::{Sheet, Usage};
use kernel::Severity;

const ALL: [IncomeClass; 5] =
    [IncomeClass::PublicAssistance, IncomeClass::Low1, IncomeClass::Low2, IncomeClass::General1, IncomeClass::General2];

fn stays(service_month: &str, change: impl Fn(&mut Visit)) -> ServiceMonth {
    let mut stay = visit(&format!("{service_month}-01"), "0900", "1500");
    change(&mut stay);
    month(Service::Daytime, service_month, vec![stay])
}

fn waived(mut facts: ServiceMonth) -> ServiceMonth {
    facts.person.waived_child = Some(true);
    facts
}

fn marks(sheet: &Sheet) -> Vec<(String, u8)> {
    boxes(sheet).concat()
}

/// Units of one stay of so many minutes, from the first morning hour on.
fn units(service_month: &str, minutes: u16) -> i64 {
    let mut facts = stays(service_month, |stay| (stay.start, stay.end) = (60, 60 + minutes));
    facts.person.waived_child = Some(service_month >= "2024-04");
    let made = assess(kamakura(), &facts, &Terms::default()).unwrap();
    assert_eq!(made.lines.len(), 1);
    made.amount().unwrap()
}

#[test]
fn cl_93_slot_1_is_never_empty() {
    for service_month in ["2024-03", "2024-04"] {
        assert_eq!(slots(&of(&stays(service_month, |_| {}))), ["日中一時支援"]);
    }
}

#[test]
fn cl_94_only_an_office_of_nothing_else_may_choose_the_single_type() {
    let mut facts = stays("2024-03", |stay| stay.single_facility = true);
    let refused = of(&facts);
    assert_eq!(slots(&refused), ["日中一時支援"]);
    assert!(refused.findings.iter().any(|finding| finding.severity == Severity::Fault));
    assert!(assess(kamakura(), &facts, &Terms::default()).unwrap().totals.is_none());
    facts.single_facility_office = true;
    assert_eq!(slots(&of(&facts)), ["日中一時支援 / 単独型"]);
    // it may be chosen and need not be
    facts.visits[0].single_facility = false;
    assert_eq!(slots(&of(&facts)), ["日中一時支援"]);
}

#[test]
fn cl_95_one_way_is_1_and_both_ways_are_2() {
    let rides = |ways: u8| of(&stays("2024-03", move |stay| stay.transport = ways));
    assert_eq!(marks(&rides(0)), []);
    assert_eq!(marks(&rides(1)), [("送迎加算".to_owned(), 1)]);
    assert_eq!(marks(&rides(2)), [("送迎加算".to_owned(), 2)]);
    assert!(rides(3).entries.is_empty() && rides(3).findings[0].severity == Severity::Fault);
}

#[test]
fn cl_96_the_meal_has_its_box_for_the_classes_01_to_03_and_not_for_the_general_ones() {
    for service_month in ["2024-03", "2024-04"] {
        let has_box = ALL.map(|income| {
            let mut facts = stays(service_month, |stay| stay.meal = true);
            facts.person.income = Some(income);
            marks(&of(&facts)) == [("食事提供体制加算".to_owned(), 1)]
        });
        assert_eq!(has_box, [true, true, true, false, false], "{service_month}");
    }
}

#[test]
fn cl_97_up_to_three_hours_are_306_units_and_up_to_six_535() {
    assert_eq!([1, 150, 180].map(|minutes| units("2024-03", minutes)), [306; 3]);
    assert_eq!([181, 185, 360].map(|minutes| units("2024-03", minutes)), [535; 3]);
}

#[test]
fn cl_98_each_further_hour_that_begins_adds_100() {
    for (hours, wanted) in [(7_u16, 635), (8, 735), (9, 835), (10, 935), (14, 1335)] {
        assert_eq!(units("2024-03", hours * 60), wanted, "{hours} hours");
        assert_eq!(units("2024-03", hours * 60 - 59), wanted, "{hours} hours less 59 minutes");
        assert_eq!(units("2024-03", hours * 60 + 1), wanted + 100, "{hours} hours and a minute");
    }
    let class = |minutes: u16| {
        of(&stays("2024-03", move |stay| (stay.start, stay.end) = (60, 60 + minutes))).entries[0].bracket.number
    };
    assert_eq!([180, 360, 420, 480].map(class), [1, 2, 3, 4]);
}

#[test]
fn cl_99_the_contract_of_ten_days_is_written_as_1000() {
    let days = |days: u8| {
        let visits = (1..=days).map(|day| visit(&format!("2024-03-{day:02}"), "0900", "1200")).collect();
        let terms = Terms { contract_x100: Some(1000), ..Terms::default() };
        assess(kamakura(), &month(Service::Daytime, "2024-03", visits), &terms).unwrap()
    };
    assert_eq!(days(10).usage, Usage::Days { used: 10, contracted_x100: Some(1000) });
    let over = |made: &fees::community::CommunityAssessment| made.findings.iter().any(|f| f.code == "contract_over");
    assert_eq!((over(&days(10)), over(&days(11))), (false, true));
}

fn everything(service_month: &str) -> ServiceMonth {
    let mut facts = stays(service_month, |stay| {
        (stay.transport, stay.meal, stay.single_facility) = (2, true, true);
    });
    (facts.person.income, facts.single_facility_office) = (Some(IncomeClass::Low1), true);
    facts
}

#[test]
fn cl_100_until_march_2024_there_are_two_slots_and_two_boxes() {
    let made = of(&everything("2024-03"));
    assert_eq!(slots(&made), ["日中一時支援 / 単独型"]);
    assert_eq!(marks(&made), [("送迎加算".to_owned(), 2), ("食事提供体制加算".to_owned(), 1)]);
    let rules = kamakura().periods[0].daytime.as_ref().unwrap();
    assert_eq!(rules.boxes.len(), 2);
}

#[test]
fn cl_101_from_april_2024_slot_1_of_a_waived_child_is_the_waived_one() {
    assert_eq!(slots(&of(&waived(everything("2024-04")))), ["日中一時支援児童無償 / 単独型"]);
    assert_eq!(slots(&of(&everything("2024-04"))), ["日中一時支援 / 単独型"]);
}

#[test]
fn cl_102_the_rides_of_a_waived_child_have_a_box_of_their_own() {
    for ways in [1, 2] {
        let facts = stays("2024-04", move |stay| stay.transport = ways);
        assert_eq!(marks(&of(&waived(facts.clone()))), [("送迎加算児童無償".to_owned(), ways)]);
        assert_eq!(marks(&of(&facts)), [("送迎加算".to_owned(), ways)]);
    }
}

#[test]
fn cl_103_the_meal_of_a_waived_child_has_a_box_of_its_own_under_the_same_limit_of_income() {
    let has_box = ALL.map(|income| {
        let mut facts = waived(stays("2024-04", |stay| stay.meal = true));
        facts.person.income = Some(income);
        marks(&of(&facts)) == [("食事提供体制加算児童".to_owned(), 1)]
    });
    assert_eq!(has_box, [true, true, true, false, false]);
}

#[test]
fn cl_104_the_units_by_time_stay_as_they_were() {
    for minutes in (30..=840).step_by(15) {
        assert_eq!(units("2024-03", minutes), units("2024-04", minutes), "{minutes} minutes");
    }
    assert_eq!([180, 360, 420, 480].map(|minutes| units("2024-04", minutes)), [306, 535, 635, 735]);
}

#[test]
fn cl_105_from_april_2024_the_four_boxes_stand_in_the_order_of_the_screen() {
    let rules = kamakura().periods[1].daytime.as_ref().unwrap();
    let mut boxes: Vec<(u8, &str)> = rules.boxes.iter().map(|mark| (mark.index, mark.label.as_str())).collect();
    boxes.sort_unstable();
    assert_eq!(boxes, [(1, "送迎加算"), (2, "食事提供体制加算"), (3, "送迎加算児童無償"), (4, "食事提供体制加算児童")]);
    assert_eq!(
        marks(&of(&waived(everything("2024-04")))),
        [("送迎加算児童無償".to_owned(), 2), ("食事提供体制加算児童".to_owned(), 1)]
    );
}
