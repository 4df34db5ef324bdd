//! 記録の矛盾.
use super::support::*;
use fees::b_type::facts::{DayFacts, DayStatus};

#[test]
fn an_attended_day_without_a_start_is_paid_and_told() {
    let result = assess("2024-07", |facts| facts.days = vec![DayFacts { day: 3, ..DayFacts::default() }]);
    assert_eq!(lines(&result), [("462061", 614, 1)]);
    let warning = finding(&result, "missing_time").unwrap();
    assert_eq!((warning.place.day, warning.place.field.as_deref()), (Some(3), Some("start")));
}

#[test]
fn a_day_that_ends_before_it_starts_is_told() {
    let result = assess("2024-07", |facts| {
        facts.days = attended_days([1]);
        facts.days[0].end = Some("09:00".parse().unwrap());
    });
    assert!(finding(&result, "time_order").is_some());
}

#[test]
fn times_on_a_day_of_offsite_support_are_told() {
    let result = assess("2024-07", |facts| {
        facts.days = attended_days([1]);
        facts.days[0].status = DayStatus::OffsiteSupport;
    });
    assert!(finding(&result, "offsite_time").is_some());
    assert_eq!(lines(&result), [("462061", 614, 1)]);
}

#[test]
fn a_day_the_month_does_not_have_and_a_second_record_are_faults() {
    let result = assess("2024-06", |facts| facts.days = attended_days([0, 1, 1, 31, 200]));
    assert_eq!(lines(&result), [("462061", 614, 1)]);
    let faults = |code| result.findings.iter().filter(|finding| finding.code == code).count();
    assert_eq!((faults("day_out_of_month"), faults("duplicate_day")), (3, 1));
}

#[test]
fn a_meal_on_a_day_of_absence_is_told() {
    let result = assess("2024-07", |facts| {
        facts.days = vec![absent(1)];
        facts.days[0].meal = true;
    });
    assert!(finding(&result, "absent_with_service").is_some());
}

#[test]
fn results_read_back_as_they_were_written() {
    let result = assess("2024-07", |facts| facts.days = attended_days(1..=24));
    let text = serde_json::to_string(&result).unwrap();
    assert_eq!(serde_json::from_str::<fees::Assessment>(&text).unwrap(), result);
}
