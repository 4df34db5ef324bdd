//! 月ごとの加算.
use super::support::*;
use fees::b_type::facts::{MedicalV, MedicalVDay};

#[test]
fn medical_five_is_cut_off_each_day_and_then_added() {
    let days = vec![MedicalVDay { day: 1, nurses: 2 }, MedicalVDay { day: 20, nurses: 1 }];
    let result = assess("2024-07", |facts| {
        facts.month.medical_v = Some(MedicalV { recipients: 3, days });
        facts.days = attended_days([1, 20]);
    });
    assert_eq!(line(&result, "469992"), Some((499, 1)));
}

#[test]
fn medical_five_without_recipients_is_a_fault() {
    let days = vec![MedicalVDay { day: 1, nurses: 2 }];
    let result = assess("2024-07", |facts| facts.month.medical_v = Some(MedicalV { recipients: 0, days }));
    assert!(result.lines.is_empty());
    assert!(finding(&result, "missing_recipients").is_some());
}

#[test]
fn intensive_support_is_paid_four_times_a_month() {
    let result = assess("2024-07", |facts| {
        facts.month.intensive_support = 5;
        facts.days = attended_days([1]);
    });
    assert_eq!(line(&result, "465041"), Some((1000, 4)));
    assert!(finding(&result, "times_limit").is_some());
}

#[test]
fn moving_on_to_another_service_is_paid_once() {
    let result = assess("2024-07", |facts| {
        facts.month.transition_coordination = 1;
        facts.days = attended_days([1]);
    });
    assert_eq!(line(&result, "465270"), Some((1000, 1)));
    assert!(!result.lines[1].verified, "the units of 465270 were not seen");
}

#[test]
fn peer_support_needs_a_day_of_service() {
    let result = assess("2024-07", |facts| {
        facts.office.fee_class = fees::b_type::facts::FeeClass::VI;
        facts.office.capability.peer_support = true;
        facts.days = vec![absent(1)];
    });
    assert_eq!(line(&result, "466890"), None);
    assert_eq!(reasons(&result, "b_type.peer_support").len(), 1);
}

#[test]
fn lines_stand_base_daily_monthly_negative_rate_manual() {
    let result = assess("2024-07", |facts| {
        facts.office.capability.treatment_improvement = Some("II".into());
        facts.office.capability.welfare_professional_staffing = Some(1);
        facts.office.reductions.physical_restraint = true;
        facts.person.cap_managed_here = true;
        facts.month.intensive_support = 1;
        let code = "469990".parse().unwrap();
        facts.manual_lines =
            vec![fees::b_type::facts::ManualLine { code, units: kernel::Units(7), count: 1, name: None }];
        facts.days = attended_days(2..=4);
        facts.days.push(absent(5));
    });
    let order: Vec<&str> = result.lines.iter().map(|line| line.rule.as_ref()).collect();
    let expected = [
        "b_type.basic",
        "b_type.welfare_professional_staffing",
        "b_type.absence",
        "b_type.cap_management",
        "b_type.intensive_support",
        "b_type.physical_restraint",
        "b_type.treatment_improvement",
        "b_type.manual",
    ];
    assert_eq!(order, expected);
}
