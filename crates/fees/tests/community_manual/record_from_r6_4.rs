//! 請求情報作成(移動支援) 令和6年4月提供分以降.
use crate::support::{boxes, list, rides, slots, visit};
use fees::community::EntryKind;
use fees::community::facts::{Commute, Helpers, Visit};
use std::collections::BTreeSet;

fn to_school(start: &str, end: &str, helpers: Helpers) -> Visit {
    let mut visit = visit("2024-04-01", start, end);
    (visit.helpers, visit.commute) = (helpers, Some(Commute::Whole));
    visit
}

#[test]
fn cl_75_slot_1_of_a_waived_child_is_the_waived_one_and_of_others_as_before() {
    let first = |body, free| rides(vec![visit("2024-04-01", "0800", "0900")], body, free).entries[0].slots[0].clone();
    assert_eq!(first(false, true), "移動支援身無児童無償");
    assert_eq!(
        (first(false, false).as_str(), first(true, false).as_str()),
        ("移動支援身体介護なし", "移動支援身体介護あり")
    );
    // the waived choice does not exist before
    assert_eq!(
        rides(vec![visit("2024-03-29", "0800", "0900")], false, false).entries[0].slots[0],
        "移動支援身体介護なし"
    );
}

#[test]
fn cl_76_second_helper_and_bands_are_chosen_as_before() {
    let mut day = visit("2024-04-01", "0600", "0800");
    day.helpers = Helpers::Both;
    let early = rides(vec![day.clone()], false, true);
    assert_eq!(
        slots(&early),
        ["移動支援身無児童無償 / 早朝・夜間", "移動支援身無児童無償 / ヘルパー二人目以降 / 早朝・夜間"]
    );
    for (start, end, band) in [("1800", "2200", "早朝・夜間"), ("2200", "2300", "深夜"), ("0000", "0600", "深夜")]
    {
        let made = rides(vec![visit("2024-04-01", start, end)], false, true);
        assert_eq!(slots(&made), [format!("移動支援身無児童無償 / {band}")]);
    }
    assert_eq!(slots(&rides(vec![visit("2024-04-01", "0800", "1800")], false, true)), ["移動支援身無児童無償"]);
}

#[test]
fn cl_77_83_the_way_to_school_is_a_record_of_its_own_with_the_choice_in_slot_2() {
    let made = rides(vec![to_school("0800", "0900", Helpers::First)], false, true);
    assert_eq!(slots(&made), ["移動支援身無児童無償", "移動支援身無児童無償 / 通園・通学・通所加算"]);
    assert_eq!(
        list(&made),
        ["1 0800-0900 0100 移動支援身無 児童無償 1H", "1 0800-0900 0100 通園・通学・通所加算 児童無償 1H"]
    );
    assert_eq!(
        made.entries.iter().map(|entry| entry.kind).collect::<Vec<_>>(),
        [EntryKind::Support, EntryKind::CommuteLine]
    );
    let without = rides(vec![visit("2024-04-01", "0800", "0900")], false, true);
    assert!(without.entries.iter().all(|entry| entry.kind == EntryKind::Support));
}

#[test]
fn cl_78_no_box_is_marked_from_april_2024_whoever_is_helped() {
    for (body, free) in [(true, false), (false, false), (false, true), (true, true)] {
        let made = rides(vec![to_school("0700", "0930", Helpers::Both)], body, free);
        assert!(made.entries.len() >= 4);
        assert_eq!(boxes(&made).concat(), []);
    }
}

#[test]
fn cl_79_only_the_choices_of_the_drop_downs_are_used() {
    let first = BTreeSet::from(["移動支援身体介護なし", "移動支援身無児童無償"]);
    let others = BTreeSet::from(["通園・通学・通所加算", "ヘルパー二人目以降", "早朝・夜間", "深夜"]);
    let mut used = BTreeSet::new();
    for free in [false, true] {
        for (start, end) in [("0500", "0900"), ("1700", "2300")] {
            for helpers in [Helpers::First, Helpers::Both] {
                for entry in rides(vec![to_school(start, end, helpers)], false, free).entries {
                    let (kind, rest) = entry.slots.split_first().unwrap();
                    assert!(first.contains(kind.as_str()), "{kind}");
                    assert!(rest.iter().all(|slot| others.contains(slot.as_str())), "{rest:?}");
                    used.extend(rest.iter().cloned());
                }
            }
        }
    }
    assert_eq!(used.len(), others.len(), "each of them is needed somewhere");
}

/// Start, end, minutes, premium, rules and what waits: all of a record but its words.
type Shape = (u16, u16, u16, String, Vec<String>, Vec<String>);

fn shape(date: &str, start: &str, end: &str) -> Vec<Shape> {
    let made = rides(vec![visit(date, start, end)], false, false);
    let each = made.entries.into_iter().map(|entry| {
        let held = entry.held.into_iter().map(|held| held.id).collect();
        (entry.start, entry.end, entry.minutes, entry.band_label, entry.rules, held)
    });
    each.collect()
}

#[test]
fn cl_81_visits_are_split_from_april_2024_as_they_were_before() {
    let mut seen = 0;
    for from in (0..1440_u16).step_by(5) {
        for minutes in [10, 15, 29, 30, 31, 40, 59, 60, 61, 75, 100, 180, 600] {
            let to = (from + minutes) % 1440;
            let (start, end) = (crate::support::hhmm(from), crate::support::hhmm(to));
            assert_eq!(shape("2024-03-12", &start, &end), shape("2024-04-12", &start, &end), "{start}-{end}");
            seen += 1;
        }
    }
    assert_eq!(seen, 288 * 13);
}

#[test]
fn cl_82_the_four_rows_of_the_sample_from_one_visit() {
    let made = rides(vec![to_school("0800", "0900", Helpers::Both)], false, true);
    assert_eq!(
        list(&made),
        [
            "1 0800-0900 0100 移動支援身無 児童無償 1H",
            "1 0800-0900 0100 通園・通学・通所加算 児童無償 1H",
            "1 0800-0900 0100 移動支援身無 児童無償 二人目 1H",
            "1 0800-0900 0100 通園・通学・通所加算 児童無償 二人目 1H",
        ]
    );
    assert!(made.entries.iter().all(|entry| entry.date.weekday_ja() == "月" && entry.free));
}

#[test]
fn cl_84_the_second_helper_stands_in_slot_2_and_the_way_to_school_behind_it_in_slot_3() {
    let made = rides(vec![to_school("0800", "0900", Helpers::Second)], false, true);
    assert_eq!(made.entries[0].slots, ["移動支援身無児童無償", "ヘルパー二人目以降"]);
    assert_eq!(made.entries[1].slots, ["移動支援身無児童無償", "ヘルパー二人目以降", "通園・通学・通所加算"]);
}
