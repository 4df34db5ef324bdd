//! 減算.
use super::support::*;
use fees::b_type::facts::{FeeClass, Operator};

#[test]
fn each_factor_is_rounded_half_up_before_the_next() {
    // 490 × 0.965 = 472.85 → 473, × 0.7 = 331.1 → 331
    let result = assess("2024-06", |facts| {
        facts.office.operator = Operator::Public;
        facts.office.fee_class = FeeClass::III;
        facts.office.average_wage_yen = Some(9_999);
        facts.person.plan_missing_month = Some(1);
        facts.days = attended_days(1..=20);
    });
    assert_eq!(lines(&result), [("462887", 331, 20)]);
    assert!(!result.lines[0].verified);
    let texts: Vec<&str> = result.steps.iter().map(|step| step.text.as_ref()).collect();
    assert!(texts.iter().any(|text| text.contains("490 × 965/1000 = 472.85 → 四捨五入 473")), "{texts:#?}");
    assert!(texts.iter().any(|text| text.contains("473 × 70/100 = 331.1 → 四捨五入 331")));
    assert!(finding(&result, "unverified_code").unwrap().what.contains("462887"));
}

#[test]
fn a_third_month_without_a_plan_halves_the_fee() {
    let result = assess("2024-07", |facts| {
        facts.person.plan_missing_month = Some(3);
        facts.days = attended_days([1]);
    });
    assert_eq!(lines(&result), [("462063", 307, 1)]);
}

#[test]
fn short_hours_reduce_only_the_flat_classes() {
    let flat = assess("2024-06", |facts| {
        facts.office.fee_class = FeeClass::V;
        facts.office.reductions.short_hours = true;
        facts.days = attended_days([3]);
    });
    assert_eq!(lines(&flat), [("463280", 371, 1)]);
    let by_wage = assess("2024-06", |facts| {
        facts.office.reductions.short_hours = true;
        facts.days = attended_days([3]);
    });
    assert_eq!(lines(&by_wage), [("462061", 614, 1)]);
    assert!(reasons(&by_wage, "b_type.short_hours")[0].reason.contains("報酬区分Ⅱ"));
}

#[test]
fn a_crowded_day_has_a_code_of_its_own() {
    let result = assess("2024-07", |facts| {
        facts.days = attended_days(1..=5);
        facts.days[2].over_capacity = true;
    });
    // 614 × 0.7 = 429.8 → 430
    assert_eq!(result.lines.len(), 2);
    assert_eq!((result.lines[0].units.0, result.lines[0].days.as_slice()), (614, &[1, 2, 4, 5][..]));
    assert_eq!((result.lines[1].units.0, result.lines[1].days.as_slice()), (430, &[3][..]));
}

#[test]
fn over_capacity_of_the_office_wins_over_the_days() {
    let result = assess("2024-07", |facts| {
        facts.office.reductions.over_capacity = true;
        facts.days = attended_days(1..=5);
    });
    assert_eq!(result.lines.len(), 1);
    assert_eq!((result.lines[0].units.0, result.lines[0].count), (430, 5));
}

#[test]
fn of_shortage_and_over_capacity_the_lower_result_counts() {
    let result = assess("2024-07", |facts| {
        facts.office.reductions.over_capacity = true;
        facts.office.reductions.staff_shortage = Some(2);
        facts.days = attended_days([1]);
    });
    assert_eq!(result.lines[0].units.0, 307);
    assert_eq!(reasons(&result, "b_type.over_capacity").len(), 1);
    assert!(finding(&result, "reduction_left_out").is_some());
}

#[test]
fn a_missing_manager_and_a_missing_plan_do_not_add_up() {
    let result = assess("2024-07", |facts| {
        facts.office.reductions.service_manager_shortage = Some(1);
        facts.person.plan_missing_month = Some(1);
        facts.days = attended_days([1]);
    });
    assert_eq!(result.lines[0].units.0, 430);
    assert!(reasons(&result, "b_type.plan_missing")[0].reason.contains("重ねたコードがない"));
}

#[test]
fn percentages_are_one_negative_line_of_the_base_units() {
    let result = assess("2024-07", |facts| {
        facts.office.reductions.abuse_prevention = true;
        facts.office.reductions.disclosure = true;
        facts.office.capability.treatment_improvement = Some("I".into());
        facts.days = attended_days(1..=10);
    });
    // 6140: 1 % = 61.4 → 61, 5 % = 307; (6140 − 61 − 307) × 93/1000 = 536.796 → 537
    assert_eq!(lines(&result), [("462061", 614, 10), ("46Z051", -61, 1), ("46Z084", -307, 1), ("465120", 537, 1)]);
    assert!(result.lines[1..3].iter().all(|line| !line.verified));
    assert_eq!(result.total_units.0, 6_309);
}

#[test]
fn the_continuity_plan_reduction_begins_in_april_2025() {
    let before = assess("2025-03", |facts| {
        facts.office.reductions.continuity_plan = true;
        facts.days = attended_days([3]);
    });
    assert_eq!(before.lines.len(), 1);
    assert_eq!(reasons(&before, "b_type.continuity_plan").len(), 1);
    let after = assess("2025-04", |facts| {
        facts.office.reductions.continuity_plan = true;
        facts.days = attended_days([3]);
    });
    assert_eq!(line(&after, "46Z064"), Some((-6, 1)));
}

#[test]
fn an_office_designated_from_june_2026_gets_984_of_1000() {
    let result = assess("2026-06", |facts| {
        facts.office.average_wage_yen = Some(9_000);
        facts.office.designated_on = Some("2026-06-01".parse().unwrap());
        facts.days = attended_days(1..=10);
    });
    // 5370 × 0.984 = 5284.08 → 5284, the line is the difference
    assert_eq!(line(&result, "46Z006"), Some((-86, 1)));
    assert!(finding(&result, "new_office_2026").is_some());
}

#[test]
fn older_offices_and_those_with_the_named_additions_are_spared_the_984() {
    let older = assess("2026-06", |facts| {
        facts.office.average_wage_yen = Some(9_000);
        facts.office.designated_on = Some("2026-05-31".parse().unwrap());
        facts.days = attended_days([1]);
    });
    assert!(reasons(&older, "b_type.new_office_2026")[0].reason.contains("2026-06 より前"));
    let spared = assess("2026-06", |facts| {
        facts.office.average_wage_yen = Some(9_000);
        facts.office.designated_on = Some("2026-07-01".parse().unwrap());
        facts.office.capability.visual_hearing_support = Some(1);
        facts.days = attended_days([1]);
    });
    assert_eq!(line(&spared, "46Z006"), None);
}

#[test]
fn a_shortage_that_weighs_more_gives_crowded_and_other_days_one_code() {
    let result = assess("2024-07", |facts| {
        facts.office.reductions.staff_shortage = Some(1);
        facts.days = attended_days(1..=4);
        facts.days[2].over_capacity = true;
    });
    assert_eq!(result.lines.len(), 1);
    assert_eq!((result.lines[0].units.0, result.lines[0].count), (430, 4));
    assert_eq!(result.lines[0].days, [1, 2, 3, 4]);
}
