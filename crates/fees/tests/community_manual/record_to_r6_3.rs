//! 請求情報作成(移動支援) 令和6年3月提供分以前.
use crate::support::{at, boxes, hhmm, kamakura, list, rides, settled, slots, visit};
use fees::community::facts::{Commute, Helpers};

const WITH: &str = "移動支援 身体介護有";

#[test]
fn cl_53_slot_1_is_never_empty_and_says_whether_there_is_body_care() {
    let day = || vec![visit("2023-04-12", "0700", "0900"), visit("2023-04-12", "2300", "0100")];
    let with = rides(day(), true, false);
    assert!(with.entries.len() > 3);
    assert!(with.entries.iter().all(|entry| entry.slots[0] == "移動支援身体介護あり"));
    let without = rides(day(), false, false);
    assert!(without.entries.iter().all(|entry| entry.slots[0] == "移動支援身体介護なし"));
}

#[test]
fn cl_54_the_second_helper_is_chosen_in_a_record_of_its_own() {
    let mut both = visit("2023-04-01", "1000", "1030");
    both.helpers = Helpers::Both;
    let made = rides(vec![both.clone()], true, false);
    assert_eq!(slots(&made), ["移動支援身体介護あり", "移動支援身体介護あり / ヘルパー二人目以降"]);
    assert_eq!((made.entries[0].start, made.entries[0].end), (made.entries[1].start, made.entries[1].end));
    both.helpers = Helpers::Second;
    assert_eq!(slots(&rides(vec![both.clone()], true, false)), ["移動支援身体介護あり / ヘルパー二人目以降"]);
    both.helpers = Helpers::First;
    assert_eq!(slots(&rides(vec![both], true, false)), ["移動支援身体介護あり"]);
}

#[test]
fn cl_55_early_and_evening_are_one_choice_and_night_another_with_the_hours_of_the_manual() {
    // every half hour of the day alone
    for half in 0..48_u16 {
        let (start, end) = (half * 30, half * 30 + 30);
        let made = rides(vec![visit("2023-04-12", &hhmm(start), &hhmm(end % 1440))], true, false);
        let choice = match start / 60 {
            22.. | 0..=5 => Some("深夜"),
            6..=7 | 18..=21 => Some("早朝・夜間"),
            _ => None,
        };
        assert_eq!(made.entries.len(), 1, "{}", hhmm(start));
        assert_eq!(made.entries[0].slots.get(1).map(String::as_str), choice, "{}", hhmm(start));
    }
}

#[test]
fn cl_56_63_one_of_four_boxes_is_marked_by_the_time_of_the_support_on_the_way() {
    let marks = |minutes: u16| {
        let mut long = visit("2023-04-12", "1000", "1300");
        long.commute = Some(Commute::Minutes(minutes));
        boxes(&rides(vec![long], true, false)).concat()
    };
    for (minutes, label) in [
        (30, "通学支援加算0.5H"),
        (60, "通学支援加算1H"),
        (90, "通学支援加算1.5H"),
        (120, "通学支援加算2H"),
        // between two boxes the support needed the longer one
        (1, "通学支援加算0.5H"),
        (31, "通学支援加算1H"),
        (61, "通学支援加算1.5H"),
        (91, "通学支援加算2H"),
    ] {
        assert_eq!(marks(minutes), [(label.to_owned(), 1)], "{minutes} minutes");
    }
    assert_eq!(boxes(&rides(vec![visit("2023-04-12", "1000", "1300")], true, false)).concat(), []);
    let labels: Vec<_> =
        kamakura().periods[0].mobility.as_ref().unwrap().commute_boxes.iter().map(|b| b.index).collect();
    assert_eq!(labels, [1, 2, 3, 4]);
}

#[test]
fn cl_59_the_tool_has_seven_slots_and_no_record_needs_more() {
    let slots = usize::from(kamakura().tool.as_ref().unwrap().slots);
    assert_eq!(slots, 7);
    for (date, free) in [("2023-04-12", false), ("2024-04-10", false), ("2024-04-10", true)] {
        let mut all = visit(date, "0600", "2300");
        (all.helpers, all.commute) = (Helpers::Both, Some(Commute::Whole));
        let made = rides(vec![all], true, free);
        assert!(made.entries.iter().all(|entry| (1..=slots).contains(&entry.slots.len())));
    }
}

#[test]
fn cl_61_every_record_counts_one_day_and_durations_are_those_of_the_clock() {
    let tool = kamakura().tool.as_ref().unwrap();
    assert_eq!((tool.one_line_days, tool.calc_class.as_str()), (1, "1:日単位"));
    assert_eq!((settled("1000", "1030"), settled("0900", "1501")), {
        let line = |text: &str| vec![text.to_owned()];
        (line("12 1000-1030 0030 移動支援 身体介護有 0.5H"), line("12 0900-1501 0601 移動支援 身体介護有 6.5H"))
    });
}

#[test]
fn cl_62_two_helpers_on_the_way_to_school_are_two_lines_with_the_box_on_each() {
    let mut both = visit("2023-04-01", "1000", "1030");
    (both.helpers, both.commute) = (Helpers::Both, Some(Commute::Whole));
    let made = rides(vec![both], true, false);
    assert_eq!(
        list(&made),
        ["1 1000-1030 0030 移動支援 身体介護有 0.5H", "1 1000-1030 0030 移動支援 身体介護有 二人目 0.5H"]
    );
    let first = vec![("通学支援加算0.5H".to_owned(), 1)];
    assert_eq!(boxes(&made), [first.clone(), first]);
    assert!(made.entries.iter().all(|entry| entry.boxes[0].index == 1));
}

#[test]
fn cl_64_the_choice_of_the_band_gives_the_premium_line() {
    assert_eq!(settled("0730", "0800"), [format!("12 0730-0800 0030 {WITH} 早朝夜間 0.5H")]);
    assert_eq!(settled("2200", "2300"), [format!("12 2200-2300 0100 {WITH} 深夜 1H")]);
    let made = rides(vec![visit("2023-04-12", "0730", "0800")], true, false);
    assert_eq!(slots(&made), ["移動支援身体介護あり / 早朝・夜間"]);
}

#[test]
fn cl_65_a_visit_over_two_bands_is_entered_band_by_band() {
    assert_eq!(
        settled("0730", "0830"),
        [format!("12 0730-0800 0030 {WITH} 早朝夜間 0.5H"), format!("12 0800-0830 0030 {WITH} 0.5H")]
    );
    // or another premium band
    assert_eq!(
        settled("2130", "2230"),
        [format!("12 2130-2200 0030 {WITH} 早朝夜間 0.5H"), format!("12 2200-2230 0030 {WITH} 深夜 0.5H")]
    );
}

#[test]
fn cl_66_over_midnight_each_day_has_its_own_record_and_the_day_ends_at_2359() {
    let night = rides(vec![visit("2023-04-04", "2330", "0030")], true, false);
    assert_eq!(
        list(&night),
        ["4 2330-2359 0029 移動支援 身体介護有 深夜 0.5H", "5 0000-0030 0030 移動支援 身体介護有 深夜 0.5H"]
    );
    // 2400 is never shown, however the end of the day was typed
    let mut to_midnight = visit("2023-04-04", "2300", "0000");
    for end in [0, 1440] {
        to_midnight.end = end;
        assert_eq!(
            list(&rides(vec![to_midnight.clone()], true, false)),
            ["4 2300-2359 0059 移動支援 身体介護有 深夜 1H"]
        );
    }
    assert_eq!(kamakura().tool.as_ref().unwrap().refuse, ["2400"]);
}

#[test]
fn cl_67_the_29_minutes_up_to_2359_are_still_half_an_hour() {
    assert_eq!(settled("2330", "2359"), ["12 2330-2359 0029 移動支援 身体介護有 深夜 0.5H"]);
    assert_eq!(settled("0000", "0030"), ["12 0000-0030 0030 移動支援 身体介護有 深夜 0.5H"]);
}

#[test]
fn cl_68_up_to_30_minutes_with_15_of_them_in_the_band_bear_the_premium() {
    assert_eq!(settled("0745", "0815"), [format!("12 0745-0815 0030 {WITH} 早朝夜間 0.5H")]);
    // fewer in all, and more of them in the band
    assert_eq!(settled("0745", "0805"), [format!("12 0745-0805 0020 {WITH} 早朝夜間 0.5H")]);
    assert_eq!(settled("0735", "0803"), [format!("12 0735-0803 0028 {WITH} 早朝夜間 0.5H")]);
}

#[test]
fn cl_69_thirty_to_sixty_minutes_otherwise_are_one_line_without_premium() {
    // 15 to 19 minutes on one side: neither rule 3 nor a premium
    for (start, end, shown) in [("0745", "0816", "0031"), ("0741", "0819", "0038"), ("0719", "0819", "0100")] {
        assert_eq!(settled(start, end), [format!("12 {start}-{end} {shown} {WITH} 1H")]);
    }
}

#[test]
fn cl_70_the_order_of_the_bands_does_not_matter() {
    for (morning, evening) in [
        (("0745", "0815"), ("1745", "1815")),
        (("0746", "0816"), ("1744", "1814")),
        (("0740", "0820"), ("1740", "1820")),
        (("0741", "0820"), ("1740", "1819")),
        (("0750", "0830"), ("1730", "1810")),
        (("0700", "0900"), ("1700", "1900")),
    ] {
        let names = |(start, end): (&str, &str)| {
            let mut names: Vec<String> = settled(start, end).iter().map(|line| line[13..].to_owned()).collect();
            names.sort();
            names
        };
        assert_eq!(names(morning), names(evening), "{morning:?} {evening:?}");
    }
}

#[test]
fn cl_71_less_than_15_minutes_in_the_band_bear_no_premium_however_long_the_visit() {
    assert_eq!(settled("0750", "0830"), [format!("12 0750-0830 0040 {WITH} 1H")]);
    assert_eq!(settled("0746", "0815"), [format!("12 0746-0815 0029 {WITH} 0.5H")]);
    assert_eq!(settled("0746", "1200"), [format!("12 0746-1200 0414 {WITH} 4.5H")]);
    assert_eq!(settled("1500", "1814"), [format!("12 1500-1814 0314 {WITH} 3.5H")]);
}

#[test]
fn cl_72_twenty_minutes_on_each_side_are_separate_lines() {
    assert_eq!(
        settled("0740", "0820"),
        [format!("12 0740-0800 0020 {WITH} 早朝夜間 0.5H"), format!("12 0800-0820 0020 {WITH} 0.5H")]
    );
    assert_eq!(settled("0741", "0820").len(), 1);
    assert_eq!(settled("0740", "0819").len(), 1);
}

#[test]
fn cl_73_visits_of_one_day_stay_apart_even_without_a_gap() {
    let day = vec![visit("2023-04-09", "1200", "1230"), visit("2023-04-09", "0800", "0830")];
    assert_eq!(
        list(&rides(day, true, false)),
        ["9 0800-0830 0030 移動支援 身体介護有 0.5H", "9 1200-1230 0030 移動支援 身体介護有 0.5H"]
    );
    let touching = vec![visit("2023-04-09", "0800", "0830"), visit("2023-04-09", "0830", "0900")];
    assert_eq!(rides(touching, true, false).entries.len(), 2);
}

#[test]
fn cl_74_the_thirteen_rows_of_the_sample_with_their_weekdays() {
    let mut school = visit("2023-04-01", "1000", "1030");
    (school.helpers, school.commute) = (Helpers::Both, Some(Commute::Minutes(30)));
    let visits = vec![
        school,
        visit("2023-04-02", "0730", "0800"),
        visit("2023-04-03", "0730", "0830"),
        visit("2023-04-04", "2330", "0030"),
        visit("2023-04-06", "0745", "0815"),
        visit("2023-04-07", "0750", "0830"),
        visit("2023-04-08", "0740", "0820"),
        visit("2023-04-09", "0800", "0830"),
        visit("2023-04-09", "1200", "1230"),
    ];
    let made = rides(visits, true, false);
    let printed = [
        "1 土 1000-1030 0030 身体介護有 0.5H",
        "1 土 1000-1030 0030 身体介護有 二人目 0.5H",
        "2 日 0730-0800 0030 身体介護有 早朝夜間 0.5H",
        "3 月 0730-0800 0030 身体介護有 早朝夜間 0.5H",
        "3 月 0800-0830 0030 身体介護有 0.5H",
        "4 火 2330-2359 0029 身体介護有 深夜 0.5H",
        "5 水 0000-0030 0030 身体介護有 深夜 0.5H",
        "6 木 0745-0815 0030 身体介護有 早朝夜間 0.5H",
        "7 金 0750-0830 0040 身体介護有 1H",
        "8 土 0740-0800 0020 身体介護有 早朝夜間 0.5H",
        "8 土 0800-0820 0020 身体介護有 0.5H",
        "9 日 0800-0830 0030 身体介護有 0.5H",
        "9 日 1200-1230 0030 身体介護有 0.5H",
    ];
    let rows: Vec<String> = made
        .entries
        .iter()
        .map(|entry| {
            let (day, weekday) = (entry.date.number(), entry.date.weekday_ja());
            let name = entry.service_name.strip_prefix("移動支援 ").unwrap();
            format!("{day} {weekday} {}-{} {} {name}", hhmm(entry.start), hhmm(entry.end), hhmm(entry.minutes))
        })
        .collect();
    assert_eq!(rows, printed);
    assert_eq!((made.is_held(), at("2359")), (false, 1439));
}
