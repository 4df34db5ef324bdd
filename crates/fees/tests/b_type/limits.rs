//! 日数の上限.
use super::support::*;
use fees::b_type::facts::{DayStatus, DaysException};

#[test]
fn without_a_grant_the_month_less_eight_days_may_be_claimed() {
    let result = assess("2024-06", |facts| facts.days = attended_days(1..=24));
    assert_eq!(lines(&result), [("462061", 614, 22)]);
    assert_eq!(reasons(&result, "b_type.granted_days")[0].days, [23, 24]);
    let warned: Vec<Option<u8>> = result
        .findings
        .iter()
        .filter(|finding| finding.code == "over_granted_days")
        .map(|finding| finding.place.day)
        .collect();
    assert_eq!(warned, [Some(23), Some(24)]);
    assert_eq!((result.base_days, result.claim_days, result.service_days), (22, 22, 22));
}

#[test]
fn days_beyond_the_limit_carry_no_addition_either() {
    let result = assess("2024-06", |facts| {
        facts.person.granted_days = Some(2);
        facts.office.capability.transport = Some(1);
        facts.days = attended_days(1..=3);
        facts.days.iter_mut().for_each(|day| day.transport_out = 1);
    });
    assert_eq!(lines(&result), [("462061", 614, 2), ("466590", 21, 2)]);
    assert_eq!(reasons(&result, "b_type.transport")[0].days, [3]);
}

#[test]
fn an_exception_allows_what_is_left_of_its_sum() {
    let exception =
        |used| DaysException { from: "2024-04".parse().unwrap(), to: "2025-03".parse().unwrap(), total: 269, used };
    for (used, days) in [(0, 24), (245, 24), (246, 23), (300, 0)] {
        let result = assess("2024-06", |facts| {
            facts.person.granted_days = Some(22);
            facts.person.days_exception = Some(exception(used));
            facts.days = attended_days(1..=24);
        });
        assert_eq!(result.base_days, days, "used {used}");
    }
}

#[test]
fn an_exception_of_another_period_does_not_help() {
    for (from, to) in [("2024-07", "2025-03"), ("2023-06", "2024-05")] {
        let result = assess("2024-06", |facts| {
            let (from, to) = (from.parse().unwrap(), to.parse().unwrap());
            facts.person.days_exception = Some(DaysException { from, to, total: 200, used: 0 });
            facts.days = attended_days(1..=24);
        });
        assert_eq!(result.base_days, 22, "{from} {to}");
    }
}

#[test]
fn absences_do_not_use_up_the_granted_days() {
    let result = assess("2024-06", |facts| {
        facts.person.granted_days = Some(3);
        facts.days = attended_days(2..=4);
        facts.days.insert(0, absent(1));
    });
    assert_eq!((result.base_days, result.claim_days, result.service_days), (3, 3, 4));
}

#[test]
fn the_181st_day_of_offsite_support_is_refused() {
    let result = assess("2025-03", |facts| {
        facts.person.offsite_days_used = 178;
        facts.days = (3..=5).map(|day| on(day, DayStatus::OffsiteSupport)).collect();
    });
    assert_eq!(lines(&result), [("462061", 614, 2)]);
    assert_eq!(reasons(&result, "b_type.offsite_support")[0].days, [5]);
    assert!(finding(&result, "offsite_limit").is_some());
}

#[test]
fn a_month_with_only_cap_management_counts_one_day() {
    let result = assess("2024-07", |facts| facts.person.cap_managed_here = true);
    assert_eq!(lines(&result), [("465010", 150, 1)]);
    assert_eq!((result.base_days, result.claim_days, result.service_days), (0, 1, 1));
}

#[test]
fn a_month_with_only_absences_counts_no_claim_day() {
    let result = assess("2024-07", |facts| facts.days = vec![absent(1), absent(2)]);
    assert_eq!(lines(&result), [("466040", 94, 2)]);
    assert_eq!((result.claim_days, result.service_days), (0, 2));
}

#[test]
fn a_month_with_nothing_claims_nothing() {
    let result = assess("2024-07", |_| {});
    assert!(result.lines.is_empty() && result.findings.is_empty());
    assert_eq!((result.total_units.0, result.claim_days, result.service_days), (0, 0, 0));
}
