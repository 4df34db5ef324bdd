//! 手入力の明細.
use super::support::*;
use fees::b_type::facts::ManualLine;
use kernel::Units;

fn typed(code: &str, units: i64, count: u32) -> ManualLine {
    ManualLine { code: code.parse().unwrap(), units: Units(units), count, name: None }
}

fn month_with(manual: Vec<ManualLine>) -> fees::Assessment {
    assess("2024-07", |facts| {
        facts.office.capability.treatment_improvement = Some("I".into());
        facts.days = attended_days(1..=10);
        facts.manual_lines = manual;
    })
}

#[test]
fn special_measures_stay_out_of_the_total_and_of_the_rate() {
    let result = month_with(vec![typed("469990", 1500, 2)]);
    assert_eq!(lines(&result), [("462061", 614, 10), ("465120", 571, 1), ("469990", 1500, 2)]);
    assert_eq!(result.total_units.0, 6_711);
}

#[test]
fn other_hand_lines_count_into_the_total_and_the_rate() {
    let result = month_with(vec![typed("465041", 1000, 1)]);
    // (6,140 + 1,000) × 93/1000 = 664.02 → 664
    assert_eq!(lines(&result), [("462061", 614, 10), ("465120", 664, 1), ("465041", 1000, 1)]);
    assert_eq!(result.total_units.0, 7_804);
    assert!(result.lines[2].verified);
}

#[test]
fn a_rate_line_typed_by_hand_is_not_rated_again() {
    let result = assess("2024-05", |facts| {
        facts.days = attended_days(1..=10);
        facts.manual_lines = vec![typed("466715", 332, 1)];
    });
    assert_eq!(result.total_units.0, 6_472);
    assert_eq!(result.lines[1].name, "福祉・介護職員処遇改善加算(Ⅰ)");
}

#[test]
fn a_code_of_another_service_is_refused() {
    let result = month_with(vec![typed("481113", 504, 1)]);
    assert_eq!(result.lines.len(), 2);
    assert!(finding(&result, "manual_line_unusable").is_some());
}

#[test]
fn a_code_that_stands_in_no_table_is_told() {
    let result = month_with(vec![typed("461113", 504, 1)]);
    assert!(finding(&result, "unknown_code").is_some());
    assert!(!result.lines[2].verified);
}

#[test]
fn a_hand_line_beside_the_same_calculated_code_is_told() {
    let result = month_with(vec![typed("462061", 614, 1)]);
    assert!(finding(&result, "manual_duplicate").is_some());
}

#[test]
fn an_enormous_hand_line_is_refused_and_does_not_overflow() {
    let result = month_with(vec![typed("469992", i64::MAX, u32::MAX), typed("469992", 999_999_999, u32::MAX)]);
    assert_eq!(result.findings.iter().filter(|finding| finding.code == "manual_line_unusable").count(), 2);
    assert_eq!(result.total_units.0, 6_711);
}
