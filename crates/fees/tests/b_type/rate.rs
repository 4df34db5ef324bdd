//! 処遇改善加算.
use super::support::*;
use fees::b_type::facts::Reform2026;

fn with(month: &str, class: &str) -> fees::Assessment {
    assess(month, |facts| {
        facts.office.capability.treatment_improvement = Some(class.into());
        facts.office.reform_2026 = Some(Reform2026::Exempt);
        facts.days = attended_days(1..=10);
    })
}

#[test]
fn the_rate_of_every_class_and_time() {
    for (month, class, code, per_mille) in [
        ("2024-06", "I", "465120", 93),
        ("2026-05", "II", "465121", 91),
        ("2024-07", "III", "465122", 76),
        ("2025-03", "V-1", "465124", 80),
        ("2025-03", "V-8", "465131", 63),
        ("2024-06", "V-14", "465137", 31),
        ("2026-06", "I-i", "465120", 105),
        ("2026-06", "I-ro", "465174", 109),
        ("2026-06", "II-i", "465121", 103),
        ("2026-06", "II-ro", "465175", 107),
        ("2026-06", "III", "465122", 88),
        ("2027-01", "IV", "465123", 74),
    ] {
        let result = with(month, class);
        let expected = (6_140 * per_mille + 500) / 1000;
        assert_eq!(line(&result, code), Some((expected, 1)), "{month} {class}");
        assert!(result.findings.is_empty(), "{month} {class}: {:?}", result.findings);
    }
}

#[test]
fn a_class_outside_its_time_is_told_and_not_paid() {
    for (month, class) in [("2024-05", "I"), ("2025-04", "V-1"), ("2026-06", "I"), ("2026-05", "I-ro")] {
        let result = with(month, class);
        assert_eq!(result.lines.len(), 1, "{month} {class}");
        let reason = reasons(&result, "b_type.treatment_improvement")[0];
        assert!(reason.reason.contains(&format!("{month} にはありません")), "{}", reason.reason);
        assert!(finding(&result, "tier_out_of_period").is_some());
    }
    let unified = with("2024-04", "I");
    assert!(reasons(&unified, "b_type.treatment_improvement")[0].reason.contains("2024-06〜"));
}

#[test]
fn an_unknown_class_is_a_fault() {
    assert!(finding(&with("2024-07", "V-15"), "unknown_tier").is_some());
}

#[test]
fn half_units_are_rounded_up_once_over_the_whole_month() {
    // 520 × 10 + 30 × 10 = 5,500; × 91/1000 = 500.5 → 501
    let result = assess("2024-06", |facts| {
        facts.office.average_wage_yen = Some(10_000);
        facts.office.capacity = 21;
        facts.office.capability.treatment_improvement = Some("II".into());
        facts.person.started_on = Some("2024-06-17".parse().unwrap());
        facts.days = attended_days(17..=26);
    });
    assert_eq!(lines(&result), [("462157", 520, 10), ("465050", 30, 10), ("465121", 501, 1)]);
    assert!(result.steps.iter().any(|step| step.text.contains("5500 × 91/1000 = 500.5 → 四捨五入 501")));
}

#[test]
fn the_addition_is_not_taken_of_nothing() {
    let result = assess("2024-07", |facts| facts.office.capability.treatment_improvement = Some("I".into()));
    assert!(result.lines.is_empty());
    assert_eq!(reasons(&result, "b_type.treatment_improvement").len(), 1);
}

#[test]
fn halves_go_up_at_the_edges_that_are_easily_missed() {
    let rounded = |units, upper, lower| kernel::Units(units).times_half_up(kernel::Ratio::new(upper, lower)).unwrap().0;
    assert_eq!(rounded(5_500, 91, 1000), 501);
    assert_eq!(rounded(587, 70, 100), 411);
    assert_eq!(rounded(1_233, 50, 100), 617);
    assert_eq!(rounded(14_995, 93, 1000), 1_395);
}
