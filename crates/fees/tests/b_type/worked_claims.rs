//! Worked months whose units are known from elsewhere.
use super::support::*;
use fees::b_type::facts::{DayStatus, FeeClass, Reform2026};

#[test]
fn a_month_with_meals_transport_and_five_absences() {
    let result = assess("2024-07", |facts| {
        let capability = &mut facts.office.capability;
        capability.welfare_professional_staffing = Some(1);
        capability.meal_provision = true;
        capability.transport = Some(1);
        capability.treatment_improvement = Some("I".into());
        facts.person.meal_eligible = true;
        facts.person.granted_days = Some(23);
        facts.days = attended_days(1..=21);
        for day in &mut facts.days {
            (day.meal, day.transport_out, day.transport_back) = (day.day <= 19, 1, u8::from(day.day <= 19));
        }
        facts.days.extend((22..=26).map(absent));
    });
    let mut found = lines(&result);
    found.sort_unstable();
    let expected = [
        ("462061", 614, 21),
        ("465070", 30, 19),
        ("465120", 1395, 1),
        ("466037", 15, 21),
        ("466040", 94, 4),
        ("466590", 21, 40),
    ];
    assert_eq!(found, expected);
    assert_eq!(result.total_units.0, 16_390);
    assert!(result.steps.iter().any(|step| step.text.contains("14995 × 93/1000 = 1394.535 → 四捨五入 1395")));
}

#[test]
fn a_flat_class_with_short_hours_and_days_at_home() {
    let result = assess("2024-06", |facts| {
        facts.office.fee_class = FeeClass::V;
        facts.office.average_wage_yen = None;
        facts.office.reductions.short_hours = true;
        let capability = &mut facts.office.capability;
        capability.welfare_professional_staffing = Some(3);
        capability.peer_support = true;
        capability.treatment_improvement = Some("IV".into());
        facts.days = attended_days(3..=20);
        for day in &mut facts.days {
            day.community_collaboration = day.day < 11;
            day.at_home_support = day.day >= 16;
        }
    });
    assert_eq!(result.total_units.0, 9_161);
    assert_eq!(line(&result, "465123"), Some((535, 1)));
}

#[test]
fn a_month_of_the_2026_revision() {
    let result = assess("2026-06", |facts| {
        facts.office.fee_class = FeeClass::I;
        facts.office.capacity = 30;
        facts.office.average_wage_yen = Some(40_000);
        facts.office.reform_2026 = Some(Reform2026::Subject);
        facts.office.capability.treatment_improvement = Some("I-ro".into());
        facts.days = attended_days(1..=20);
    });
    assert_eq!(lines(&result), [("463424", 717, 20), ("465174", 1563, 1)]);
    assert_eq!(result.total_units.0, 15_903);
}

#[test]
fn a_month_with_offsite_support_and_home_visits() {
    let result = assess("2024-06", |facts| {
        facts.office.capability.meal_provision = true;
        facts.office.capability.treatment_improvement = Some("III".into());
        facts.person.meal_eligible = true;
        facts.days = attended_days(1..=6);
        facts.days.iter_mut().for_each(|day| day.meal = true);
        facts.days.extend((7..=10).map(|day| on(day, DayStatus::OffsiteSupport)));
        for (day, minutes) in [(17, 50), (24, 90)] {
            let mut visit = on(day, DayStatus::HomeVisit);
            (visit.visit_billed, visit.visit_minutes) = (true, Some(minutes));
            facts.days.push(visit);
        }
    });
    assert_eq!(result.total_units.0, 7_303);
    assert_eq!((result.base_days, result.claim_days, result.service_days), (10, 12, 12));
}
