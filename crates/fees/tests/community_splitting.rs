//! 時間の分割: the table of examples, one row a visit, and what holds for every visit.
#![allow(clippy::unwrap_used)]
use fees::community::facts::{Commute, Decision, Helpers, Person, Service, ServiceMonth, Visit};
use fees::community::pack::{Pack, Packs};
use fees::community::{Entry, EntryKind, Sheet, sheet};
use kernel::Day;

fn kamakura() -> &'static Pack {
    Packs::builtin().by_id("kamakura").unwrap()
}

fn month_of(visits: Vec<Visit>, body_care: bool, free: bool) -> ServiceMonth {
    ServiceMonth {
        service: Service::Mobility,
        service_month: visits[0].date.month(),
        person: Person {
            municipality_no: "142042".parse().unwrap(),
            born_on: None,
            waived_child: Some(free),
            body_care,
            severe: false,
            income: None,
        },
        single_facility_office: false,
        visits,
        decisions: Vec::new(),
    }
}

fn hhmm(minutes: u16) -> String {
    format!("{:02}{:02}", minutes / 60, minutes % 60)
}

fn minutes(hhmm: &str) -> u16 {
    hhmm[..2].parse::<u16>().unwrap() * 60 + hhmm[2..].parse::<u16>().unwrap()
}

/// A line as the table writes it.
fn told(entry: &Entry, begun: Day) -> String {
    let next = if entry.date == begun { "" } else { "+1 " };
    let name = &entry.service_name;
    format!("{next}{}-{} [{}] {name}", hhmm(entry.start), hhmm(entry.end), hhmm(entry.minutes))
}

fn rules(entries: &[&Entry]) -> String {
    let mut rules: Vec<String> = Vec::new();
    for entry in entries {
        let own: Vec<&str> =
            entry.rules.iter().map(String::as_str).filter(|rule| !["U-12", "U-13", "U-15"].contains(rule)).collect();
        if !rules.contains(&own.join("+")) {
            rules.push(own.join("+"));
        }
    }
    rules.join("+")
}

#[test]
fn every_row_of_the_table_gives_exactly_its_lines() {
    let text = include_str!("community/time_splitting.csv");
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let mut rows = 0;
    for record in reader.records() {
        let record = record.unwrap();
        let [case, _, era, date, start, end, helper, body, free, addition, lines, rule, settled, _] =
            record.iter().collect::<Vec<_>>()[..]
        else {
            panic!("the table has 14 columns");
        };
        // rows of any era hold before and after 令和6年4月
        let dates = if era == "any" { vec!["2023-04-12", "2024-05-08"] } else { vec![date] };
        for date in dates {
            let mut visit = Visit::new(date.parse().unwrap(), minutes(start), minutes(end));
            visit.helpers = if helper == "2" { Helpers::Second } else { Helpers::First };
            visit.commute = (!addition.is_empty()).then_some(Commute::Whole);
            let begun = visit.date;
            let sheet = sheet(kamakura(), &month_of(vec![visit], body == "1", free == "1")).unwrap();
            let kind = if addition == "加算行" { EntryKind::CommuteLine } else { EntryKind::Support };
            let entries: Vec<&Entry> = sheet.entries.iter().filter(|entry| entry.kind == kind).collect();
            let made: Vec<String> = entries.iter().map(|entry| told(entry, begun)).collect();
            assert_eq!(made.join(" | "), lines, "{case} {date}");
            assert_eq!(rules(&entries), rule, "{case} {date}");
            assert_eq!(sheet.is_held(), settled == "NO", "{case} {date}");
            let boxes: Vec<u8> = entries.iter().flat_map(|entry| &entry.boxes).map(|mark| mark.index).collect();
            assert_eq!(boxes, if addition == "加算1=1" { vec![1] } else { vec![] }, "{case}");
            assert!(sheet.findings.is_empty() && sheet.unbilled.is_empty(), "{case}: {:?}", sheet.findings);
        }
        rows += 1;
    }
    assert_eq!(rows, 80);
}

/// One visit of one helper with body care before 令和6年4月, with choices.
fn worked(start: &str, end: &str, choices: &[(&str, &str)]) -> Sheet {
    let mut visit = Visit::new("2023-04-12".parse().unwrap(), minutes(start), minutes(end));
    let decided = |(point, choice): &(&str, &str)| Decision { point: (*point).into(), choice: (*choice).into() };
    visit.decisions = choices.iter().map(decided).collect();
    sheet(kamakura(), &month_of(vec![visit], true, false)).unwrap()
}

/// Lines with the common first words left out, and 「−」 lines for what is not claimed.
fn short(sheet: &Sheet) -> String {
    let begun = "2023-04-12".parse().unwrap();
    let mut lines: Vec<String> =
        sheet.entries.iter().map(|entry| told(entry, begun).replace("移動支援 身体介護有 ", "")).collect();
    lines.extend(sheet.unbilled.iter().map(|out| format!("−{}-{}", hhmm(out.start), hhmm(out.end))));
    lines.join(" | ")
}

#[test]
fn every_reading_of_an_open_point_can_be_chosen_and_gives_its_lines() {
    let table = [
        ("0545", "0615", "U-01", "lower_or_none", "0545-0615 [0030] 早朝夜間 0.5H"),
        ("0545", "0615", "U-01", "start_band", "0545-0615 [0030] 深夜 0.5H"),
        ("0546", "0614", "U-01", "start_band", "0546-0614 [0028] 深夜 0.5H"),
        ("2146", "2214", "U-01", "start_band", "2146-2214 [0028] 早朝夜間 0.5H"),
        ("0740", "0840", "U-02", "line_per_band", "0740-0800 [0020] 早朝夜間 0.5H | 0800-0840 [0040] 1H"),
        ("0740", "0840", "U-02", "half_hours", "0740-0810 [0030] 早朝夜間 0.5H | 0810-0840 [0030] 0.5H"),
        ("0720", "0820", "U-02", "half_hours", "0720-0750 [0030] 早朝夜間 0.5H | 0750-0820 [0030] 0.5H"),
        ("2140", "2240", "U-02", "half_hours", "2140-2210 [0030] 早朝夜間 0.5H | 2210-2240 [0030] 深夜 0.5H"),
        ("0700", "0710", "U-03", "without_premium", "0700-0710 [0010] 0.5H"),
        ("0700", "0710", "U-03", "with_premium", "0700-0710 [0010] 早朝夜間 0.5H"),
        ("0700", "0710", "U-03", "not_billable", "−0700-0710"),
        ("1000", "1010", "U-04", "half_hour", "1000-1010 [0010] 0.5H"),
        ("1000", "1010", "U-04", "not_billable", "−1000-1010"),
        ("0755", "0805", "U-04", "not_billable", "−0755-0800 | −0800-0805"),
        ("2145", "2235", "U-05", "without_premium", "2145-2235 [0050] 1H"),
        ("2145", "2235", "U-05", "lower_premium", "2145-2235 [0050] 早朝夜間 1H"),
        ("0745", "0930", "U-06", "join", "0745-0930 [0145] 2H"),
        ("0745", "0930", "U-06", "own_line", "0745-0800 [0015] 早朝夜間 0.5H | 0800-0930 [0130] 1.5H"),
        ("0630", "0810", "U-07", "without_premium", "0630-0810 [0140] 2H"),
        ("0630", "0810", "U-07", "premium_only", "0630-0800 [0130] 早朝夜間 1.5H | −0800-0810"),
        ("0630", "0810", "U-07", "premium_and_half_hour", "0630-0800 [0130] 早朝夜間 1.5H | 0800-0810 [0010] 0.5H"),
        ("1755", "1955", "U-07", "premium_and_half_hour", "1755-1800 [0005] 0.5H | 1800-1955 [0155] 早朝夜間 2H"),
        ("0550", "0900", "U-08", "join", "0550-0800 [0210] 早朝夜間 2.5H | 0800-0900 [0100] 1H"),
        (
            "0550",
            "0900",
            "U-08",
            "own_line",
            "0550-0600 [0010] 深夜 0.5H | 0600-0800 [0200] 早朝夜間 2H | 0800-0900 [0100] 1H",
        ),
        ("2350", "0020", "U-09", "keep_band", "2350-2359 [0009] 深夜 0.5H | +1 0000-0020 [0020] 深夜 0.5H"),
        ("2350", "0020", "U-09", "drop", "+1 0000-0020 [0020] 深夜 0.5H | −2350-0000"),
        ("2350", "0050", "U-09", "merge", "+1 0000-0050 [0050] 深夜 1H"),
        ("2300", "0010", "U-09", "merge", "2300-2359 [0059] 深夜 1.5H"),
    ];
    for (start, end, point, choice, lines) in table {
        let sheet = worked(start, end, &[(point, choice)]);
        assert_eq!(short(&sheet).replace("-2400", "-0000"), lines, "{start}–{end} {point} {choice}");
        assert!(!sheet.is_held(), "{start}–{end} {point} {choice} still waits");
        assert!(worked(start, end, &[]).is_held(), "{start}–{end} is not asked about");
    }
}

#[test]
fn each_reading_the_pack_offers_for_a_held_line_changes_the_lines() {
    let visits = [
        ("U-01", "0545", "0615"),
        ("U-02", "0740", "0840"),
        ("U-03", "0700", "0710"),
        ("U-04", "1000", "1010"),
        ("U-05", "2145", "2235"),
        ("U-06", "0745", "0930"),
        ("U-07", "0630", "0810"),
        ("U-08", "0550", "0900"),
        ("U-09", "2340", "0010"),
    ];
    for (point, start, end) in visits {
        let readings = &kamakura().point(point).unwrap().readings;
        let mut made: Vec<String> =
            readings.iter().map(|reading| short(&worked(start, end, &[(point, &reading.id)]))).collect();
        made.sort();
        made.dedup();
        assert_eq!(made.len(), readings.len(), "{point}: {made:?}");
    }
}

#[test]
fn a_remainder_taken_as_a_visit_of_its_own_is_asked_about_as_one() {
    let sheet = worked("2350", "0020", &[("U-09", "own_visit")]);
    let asked: Vec<&str> = sheet.entries.iter().flat_map(|entry| &entry.held).map(|held| held.id.as_str()).collect();
    assert_eq!(asked, ["U-03"]);
    let settled = worked("2350", "0020", &[("U-09", "own_visit"), ("U-03", "with_premium")]);
    assert_eq!(short(&settled), "2350-2359 [0009] 深夜 0.5H | +1 0000-0020 [0020] 深夜 0.5H");
}

#[test]
fn a_choice_the_municipality_does_not_offer_is_a_fault_and_settles_nothing() {
    let sheet = worked("0740", "0840", &[("U-02", "two_hours")]);
    assert!(sheet.is_held());
    assert!(sheet.findings.iter().any(|finding| finding.code == "foreign_decision"));
}

#[test]
fn a_held_line_says_what_is_asked_what_is_suggested_and_what_else_is_possible() {
    let sheet = worked("0630", "0810", &[]);
    let held = &sheet.entries[0].held[0];
    assert_eq!((held.id.as_str(), held.suggestion.as_str()), ("U-07", "without_premium"));
    assert!(held.question.contains("20分未満") && held.suggestion_text.contains("加算なし"));
    assert_eq!(held.alternatives.len(), 2);
}

fn of_month(month: &str, visits: Vec<Visit>, choices: &[(&str, &str)], body: bool, free: bool) -> Sheet {
    let mut facts = month_of(visits, body, free);
    facts.service_month = month.parse().unwrap();
    facts.decisions = choices.iter().map(|(p, c)| Decision { point: (*p).into(), choice: (*c).into() }).collect();
    sheet(kamakura(), &facts).unwrap()
}

fn visit(date: &str, start: &str, end: &str) -> Visit {
    Visit::new(date.parse().unwrap(), minutes(start), minutes(end))
}

#[test]
fn two_helpers_have_a_record_each_and_visits_of_one_day_are_not_put_together() {
    let mut both = visit("2023-04-01", "1000", "1030");
    both.helpers = Helpers::Both;
    let names = |sheet: &Sheet| sheet.entries.iter().map(|entry| entry.service_name.clone()).collect::<Vec<_>>();
    let made = of_month("2023-04", vec![both], &[], true, false);
    assert_eq!(names(&made), ["移動支援 身体介護有 0.5H", "移動支援 身体介護有 二人目 0.5H"]);
    assert_eq!(made.entries[1].slots, ["移動支援身体介護あり", "ヘルパー二人目以降"]);
    let day = || vec![visit("2023-04-09", "0800", "0830"), visit("2023-04-09", "0845", "0915")];
    assert_eq!(names(&of_month("2023-04", day(), &[], true, false)).len(), 2);
    let merged = of_month("2023-04", day(), &[("U-21", "merge_under_two_hours")], true, false);
    assert_eq!(names(&merged), ["移動支援 身体介護有 1H"]);
    assert_eq!((merged.entries[0].start, merged.entries[0].end, merged.entries[0].minutes), (480, 555, 60));
}

#[test]
fn the_addition_is_a_box_until_march_2024_and_a_line_from_april() {
    let to_school = |date: &str, commute| {
        let mut visit = visit(date, "0740", "0820");
        visit.commute = Some(commute);
        vec![visit]
    };
    let marks = |commute, choices: &[(&str, &str)]| {
        let sheet = of_month("2024-03", to_school("2024-03-08", commute), choices, true, false);
        sheet.entries.iter().map(|e| e.boxes.iter().map(|b| b.label.clone()).collect::<Vec<_>>()).collect::<Vec<_>>()
    };
    let none: Vec<String> = Vec::new();
    // 40 minutes: the next box, on the first of the two records
    assert_eq!(marks(Commute::Whole, &[]), [vec!["通学支援加算1H".to_owned()], none.clone()]);
    assert_eq!(marks(Commute::Minutes(30), &[])[0], ["通学支援加算0.5H"]);
    assert_eq!(marks(Commute::Minutes(121), &[])[0], ["通学支援加算2H"]);
    assert_eq!(marks(Commute::Minutes(121), &[("U-12", "next_box_or_none")])[0], none);
    let from_april = of_month("2024-04", to_school("2024-04-08", Commute::Whole), &[], true, false);
    let names: Vec<&str> = from_april.entries.iter().map(|entry| entry.service_name.as_str()).collect();
    assert_eq!(
        names,
        [
            "移動支援 身体介護有 早朝夜間 0.5H",
            "通園・通学・通所加算 0.5H",
            "移動支援 身体介護有 0.5H",
            "通園・通学・通所加算 0.5H"
        ]
    );
    assert!(from_april.entries.iter().all(|entry| entry.boxes.is_empty()));
    let with_band = of_month("2024-04", to_school("2024-04-08", Commute::Whole), &[("U-15", "band")], true, false);
    assert_eq!(with_band.entries[1].service_name, "通園・通学・通所加算 早朝夜間 0.5H");
    assert_eq!(with_band.entries[1].slots, ["移動支援身体介護あり", "通園・通学・通所加算", "早朝・夜間"]);
    let shorter = of_month("2024-04", to_school("2024-04-08", Commute::Minutes(30)), &[], true, false);
    let additions: Vec<_> =
        shorter.entries.iter().filter(|e| e.kind == EntryKind::CommuteLine).map(|e| (e.start, e.end)).collect();
    assert_eq!(additions, [(460, 480), (480, 490)]);
}

#[test]
fn the_slots_of_a_waived_child_with_two_helpers_stand_in_the_order_of_the_tool() {
    let mut both = visit("2024-04-01", "0800", "0900");
    (both.helpers, both.commute) = (Helpers::Both, Some(Commute::Whole));
    let made = of_month("2024-04", vec![both], &[], false, true);
    let slots: Vec<String> = made.entries.iter().map(|entry| entry.slots.join(" / ")).collect();
    assert_eq!(
        slots,
        [
            "移動支援身無児童無償",
            "移動支援身無児童無償 / 通園・通学・通所加算",
            "移動支援身無児童無償 / ヘルパー二人目以降",
            "移動支援身無児童無償 / ヘルパー二人目以降 / 通園・通学・通所加算"
        ]
    );
}

#[test]
fn the_order_of_second_helper_and_band_in_a_name_is_a_reading() {
    let mut night = visit("2023-04-05", "0000", "0030");
    night.helpers = Helpers::Second;
    let name = |choices: &[(&str, &str)]| {
        of_month("2023-04", vec![night.clone()], choices, true, false).entries[0].service_name.clone()
    };
    assert_eq!(name(&[]), "移動支援 身体介護有 二人目 深夜 0.5H");
    assert_eq!(name(&[("U-14", "band_then_second")]), "移動支援 身体介護有 深夜 二人目 0.5H");
}

#[test]
fn a_night_from_the_last_day_of_the_month_is_claimed_in_both_months() {
    let night = || vec![visit("2023-04-30", "2300", "0100")];
    let dates = |month: &str| {
        of_month(month, night(), &[], true, false)
            .entries
            .iter()
            .map(|entry| entry.date.to_string())
            .collect::<Vec<_>>()
    };
    assert_eq!(dates("2023-04"), ["2023-04-30"]);
    assert_eq!(dates("2023-05"), ["2023-05-01"]);
}

#[test]
fn minutes_that_do_not_count_come_off_and_must_be_placed_when_bands_differ() {
    let mut driving = visit("2023-04-12", "0740", "0900");
    driving.deducted_minutes = 20;
    let unplaced = of_month("2023-04", vec![driving.clone()], &[], true, false);
    assert!(unplaced.entries.is_empty());
    assert_eq!(unplaced.findings[0].place.field.as_deref(), Some("deducted_start"));
    driving.deducted_start = Some(minutes("0800"));
    let placed = of_month("2023-04", vec![driving], &[], true, false);
    assert_eq!(short(&placed).matches("0840").count(), 0, "{}", short(&placed));
    assert_eq!(placed.entries.iter().map(|entry| entry.minutes).sum::<u16>(), 60);
}

#[test]
fn times_that_cannot_be_are_told_beside_the_day() {
    let mut late = visit("2023-04-12", "1000", "1100");
    late.start = 1440;
    let mut other = visit("2023-05-12", "1000", "1100");
    other.deducted_minutes = 0;
    let made = of_month("2023-04", vec![late, other], &[], true, false);
    let fields: Vec<_> = made.findings.iter().filter_map(|finding| finding.place.field.clone()).collect();
    assert_eq!((made.entries.len(), fields), (0, vec!["start".to_owned(), "date".to_owned()]));
}
