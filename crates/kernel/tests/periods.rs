//! 期間の計算: whole months counted from a day, against a table worked by hand and an oracle that only counts days.
#![allow(clippy::unwrap_used)]
use kernel::Day;

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

/// First day of use after six months of work, and last day of use before forty-two months are over.
const TABLE: [[&str; 3]; 11] = [
    ["2024-04-01", "2024-10-01", "2027-09-30"],
    ["2024-04-15", "2024-10-15", "2027-10-14"],
    ["2024-08-28", "2025-02-28", "2028-02-27"],
    ["2024-08-29", "2025-03-01", "2028-02-28"],
    ["2024-08-30", "2025-03-01", "2028-02-29"],
    ["2024-08-31", "2025-03-01", "2028-02-29"],
    ["2023-08-29", "2024-02-29", "2027-02-28"],
    ["2023-08-31", "2024-03-01", "2027-02-28"],
    ["2024-10-31", "2025-05-01", "2028-04-30"],
    ["2025-03-31", "2025-10-01", "2028-09-30"],
    ["2024-02-29", "2024-08-29", "2027-08-28"],
];

#[test]
fn the_six_and_the_forty_two_months_of_every_hire_date_of_the_table() {
    for [hired, first, last] in TABLE {
        assert_eq!(day(hired).first_day_after_months(6), day(first), "{hired}");
        assert_eq!(day(hired).first_day_after_months(42).plus_days(-1), day(last), "{hired}");
    }
}

/// Walks day by day from the first day of the periods and needs no calendar arithmetic but "the next day": a period is
/// over on the day number it began with, or on the first of the month after the one that has no such day.
fn walked(from: Day, lengths: &[u32]) -> Vec<Day> {
    let mut at = from;
    let mut turns = 0;
    let mut over = Vec::new();
    while let Some(months) = lengths.get(over.len()) {
        at = at.plus_days(1);
        if at.number() == 1 {
            turns += 1;
        }
        let due = turns == *months && at.number() == from.number();
        if due || turns == months + 1 {
            over.push(at);
        }
    }
    over
}

#[test]
fn every_hire_date_of_fifteen_years_agrees_with_walking_the_calendar() {
    let lengths = [1, 6, 12, 36, 42];
    let (mut hired, end) = (day("2018-01-01"), day("2032-12-31"));
    let mut met = 0;
    while hired <= end {
        assert_eq!(
            lengths.map(|months| hired.first_day_after_months(months)).to_vec(),
            walked(hired, &lengths),
            "{hired}"
        );
        hired = hired.plus_days(1);
        met += 1;
    }
    assert_eq!(met, 5479);
}

#[test]
fn a_later_hire_never_has_an_earlier_end() {
    let mut hired = day("2018-01-01");
    while hired < day("2032-12-31") {
        let next = hired.plus_days(1);
        assert!(hired.first_day_after_months(6) <= next.first_day_after_months(6), "{hired}");
        hired = next;
    }
}

#[test]
fn no_months_end_on_the_same_day_and_too_many_stop_at_the_end_of_the_calendar() {
    assert_eq!(day("2024-08-31").first_day_after_months(0), day("2024-08-31"));
    assert_eq!(day("2024-08-31").first_day_after_months(u32::MAX), day("9999-12-31"));
}
