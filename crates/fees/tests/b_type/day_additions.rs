//! 日ごとの加算.
use super::support::*;
use fees::b_type::facts::{DayStatus, FeeClass};

#[test]
fn a_fifth_absence_in_a_month_is_not_paid() {
    let result = assess("2024-07", |facts| facts.days = [1, 2, 3, 4, 5].map(absent).to_vec());
    assert_eq!(lines(&result), [("466040", 94, 4)]);
    assert_eq!(reasons(&result, "b_type.absence")[0].days, [5]);
    let warning = finding(&result, "absence_limit").unwrap();
    assert_eq!((warning.place.day, warning.link.as_deref()), (Some(5), Some("day")));
}

#[test]
fn an_absence_without_a_recorded_consultation_is_not_paid() {
    let result = assess("2024-07", |facts| facts.days = vec![on(1, DayStatus::Absent)]);
    assert!(result.lines.is_empty());
    assert_eq!(reasons(&result, "b_type.absence")[0].missing, ["days.absence_consulted"]);
}

#[test]
fn staffing_additions_run_on_every_day_with_the_base_fee() {
    for (tier, code, units) in [(1, "466037", 15), (2, "466035", 10), (3, "466036", 6)] {
        let result = assess("2024-07", |facts| {
            facts.office.capability.welfare_professional_staffing = Some(tier);
            facts.days = attended_days(1..=4);
            facts.days.push(absent(5));
        });
        assert_eq!(line(&result, code), Some((units, 4)));
    }
}

#[test]
fn severe_support_goes_by_the_capacity_of_b_type_alone() {
    let result = assess("2024-07", |facts| {
        facts.office.capacity = 40;
        facts.office.b_type_capacity = Some(20);
        facts.office.capability.severe_support = Some(2);
        facts.days = attended_days([1]);
    });
    assert_eq!(result.lines[0].units.0, 544);
    assert_eq!(line(&result, "465815"), Some((28, 1)));
    assert!(!result.lines[1].verified);
}

#[test]
fn a_tier_that_does_not_exist_is_a_fault() {
    let result = assess("2024-07", |facts| {
        facts.office.capability.welfare_professional_staffing = Some(4);
        facts.days = attended_days([1]);
    });
    assert_eq!(finding(&result, "unknown_tier").unwrap().severity, kernel::Severity::Fault);
}

#[test]
fn the_initial_addition_ends_on_the_thirtieth_day() {
    let june = assess("2024-06", |facts| {
        facts.person.started_on = Some("2024-06-17".parse().unwrap());
        facts.days = attended_days(3..=28);
    });
    assert_eq!(line(&june, "465050"), Some((30, 8)));
    let july = assess("2024-07", |facts| {
        facts.person.started_on = Some("2024-06-17".parse().unwrap());
        facts.days = attended_days(10..=20);
    });
    assert_eq!(july.lines[1].days, [10, 11, 12, 13, 14, 15, 16]);
    assert_eq!(reasons(&july, "b_type.initial")[0].days, [17, 18, 19, 20]);
    let august = assess("2024-08", |facts| {
        facts.person.started_on = Some("2024-06-17".parse().unwrap());
        facts.days = attended_days([1]);
    });
    assert!(reasons(&august, "b_type.initial")[0].reason.contains("2024-07-16"));
}

#[test]
fn two_home_visits_a_month_are_paid_by_planned_minutes() {
    let visit = |day, minutes| fees::b_type::facts::DayFacts {
        visit_minutes: Some(minutes),
        visit_billed: true,
        ..on(day, DayStatus::HomeVisit)
    };
    let result = assess("2024-07", |facts| facts.days = vec![visit(5, 59), visit(15, 60), visit(25, 60)]);
    assert_eq!(lines(&result), [("465600", 187, 1), ("465601", 280, 1)]);
    assert_eq!(reasons(&result, "b_type.home_visit")[0].days, [25]);
    assert_eq!((result.base_days, result.claim_days), (0, 2));
}

#[test]
fn a_visit_without_the_tick_is_not_coded_and_one_without_minutes_is_a_fault() {
    let result = assess("2024-07", |facts| {
        let unticked = on(3, DayStatus::HomeVisit);
        let mut no_minutes = on(9, DayStatus::HomeVisit);
        no_minutes.visit_billed = true;
        facts.days = vec![unticked, no_minutes];
    });
    assert!(result.lines.is_empty());
    assert_eq!(reasons(&result, "b_type.home_visit")[0].days, [3]);
    assert_eq!(finding(&result, "missing_visit_minutes").unwrap().place.day, Some(9));
}

#[test]
fn meals_need_the_filing_the_card_and_a_day_at_the_office() {
    let with = |filed: bool, eligible: bool, status: DayStatus| {
        assess("2024-07", |facts| {
            facts.office.capability.meal_provision = filed;
            facts.person.meal_eligible = eligible;
            facts.days = attended_days([1, 2]);
            facts.days[1].status = status;
            facts.days.iter_mut().for_each(|day| day.meal = true);
        })
    };
    assert_eq!(line(&with(true, true, DayStatus::Attended), "465070"), Some((30, 2)));
    let unfiled = with(false, true, DayStatus::Attended);
    assert_eq!(line(&unfiled, "465070"), None);
    assert_eq!(reasons(&unfiled, "b_type.meal_provision")[0].missing, ["office.capability.meal_provision"]);
    let not_eligible = with(true, false, DayStatus::Attended);
    assert_eq!(line(&not_eligible, "465070"), None);
    assert!(finding(&not_eligible, "meal_not_eligible").is_some());
    for status in [DayStatus::OffsiteSupport, DayStatus::HomeVisit] {
        let away = with(true, true, status);
        assert_eq!(line(&away, "465070"), Some((30, 1)));
        assert_eq!(finding(&away, "meal_excluded").unwrap().place.day, Some(2));
    }
}

#[test]
fn each_way_of_transport_counts_one() {
    for (tier, same_site, code, units) in
        [(1, false, "466590", 21), (2, false, "466591", 10), (1, true, "466592", 15), (2, true, "466593", 7)]
    {
        let result = assess("2024-07", |facts| {
            facts.office.capability.transport = Some(tier);
            facts.office.capability.transport_same_site = same_site;
            facts.days = attended_days(1..=3);
            facts.days[0].transport_out = 1;
            facts.days[0].transport_back = 1;
            facts.days[1].transport_back = 1;
        });
        assert_eq!(line(&result, code), Some((units, 3)));
    }
}

#[test]
fn a_way_entered_as_two_counts_one_and_is_told() {
    let result = assess("2024-07", |facts| {
        facts.office.capability.transport = Some(1);
        facts.days = attended_days([1]);
        facts.days[0].transport_out = 2;
    });
    assert_eq!(line(&result, "466590"), Some((21, 1)));
    assert!(finding(&result, "transport_count").is_some());
}

#[test]
fn the_wage_instructor_belongs_to_classes_one_and_four() {
    let six_to_one = assess("2025-05", |facts| {
        facts.office.fee_class = FeeClass::I;
        facts.office.average_wage_yen = Some(25_000);
        facts.office.capability.target_wage_instructor = true;
        facts.office.capability.target_wage_achievement = true;
        facts.days = attended_days(1..=22);
    });
    assert_eq!(lines(&six_to_one), [("462998", 738, 22), ("465255", 45, 22), ("465087", 10, 22)]);
    let other = assess("2025-05", |facts| {
        facts.office.capability.target_wage_instructor = true;
        facts.days = attended_days([1]);
    });
    let reason = &reasons(&other, "b_type.target_wage_instructor")[0].reason;
    assert!(reason.contains("報酬区分Ⅰ・Ⅳが対象"), "{reason}");
}

#[test]
fn the_target_is_paid_only_with_the_instructor() {
    let result = assess("2025-05", |facts| {
        facts.office.fee_class = FeeClass::IV;
        facts.office.capability.target_wage_achievement = true;
        facts.days = attended_days([1]);
    });
    assert_eq!(line(&result, "465087"), None);
    let reason = reasons(&result, "b_type.target_wage_achievement")[0];
    assert_eq!(reason.missing, ["office.capability.target_wage_instructor"]);
}

#[test]
fn community_work_and_peer_support_belong_to_the_flat_classes() {
    let run = |class| {
        assess("2024-07", |facts| {
            facts.office.fee_class = class;
            facts.office.capability.peer_support = true;
            facts.days = attended_days(1..=2);
            facts.days[0].community_collaboration = true;
        })
    };
    assert_eq!(lines(&run(FeeClass::V)), [("462913", 530, 2), ("466885", 30, 1), ("466890", 100, 1)]);
    let by_wage = run(FeeClass::II);
    assert_eq!(by_wage.lines.len(), 1);
    assert!(reasons(&by_wage, "b_type.peer_support")[0].reason.contains("報酬区分Ⅳ・Ⅴ・Ⅵが対象"));
    assert!(reasons(&by_wage, "b_type.community_collaboration")[0].reason.contains("報酬区分Ⅳ・Ⅴ・Ⅵが対象"));
}

#[test]
fn one_medical_tier_stands_on_a_day() {
    let result = assess("2024-07", |facts| {
        facts.days = attended_days(1..=5);
        facts.days[0].medical = Some(1);
        facts.days[1].medical = Some(3);
        facts.days[2].medical = Some(6);
        facts.days[3].medical = Some(4);
        facts.days[3].medical_recipients = Some(3);
        facts.days[4].medical = Some(1);
    });
    let medical: Vec<_> = lines(&result).into_iter().skip(1).collect();
    assert_eq!(medical, [("466065", 32, 2), ("466067", 125, 1), ("466082", 400, 1), ("466068", 100, 1)]);
}

#[test]
fn medical_tier_four_asks_how_many_were_nursed() {
    let result = assess("2024-07", |facts| {
        facts.days = attended_days([1]);
        facts.days[0].medical = Some(4);
    });
    assert_eq!(result.lines.len(), 1);
    assert_eq!(finding(&result, "missing_medical_recipients").unwrap().place.day, Some(1));
}

#[test]
fn trial_use_pays_five_days_high_and_ten_days_low_without_the_base_fee() {
    let result = assess("2024-07", |facts| {
        facts.office.capability.community_base = true;
        facts.days = (1..=16).map(|day| on(day, DayStatus::TrialUse)).collect();
    });
    assert_eq!(lines(&result), [("467590", 500, 5), ("467591", 250, 10), ("467592", 50, 15)]);
    assert_eq!(reasons(&result, "b_type.trial_use")[0].days, [16]);
    assert_eq!((result.base_days, result.claim_days), (0, 15));
}

#[test]
fn support_at_home_is_paid_under_its_own_decision_code() {
    let result = assess("2024-07", |facts| {
        facts.days = attended_days(1..=2);
        facts.days[0].at_home_support = true;
    });
    assert_eq!(line(&result, "466875"), Some((300, 1)));
    assert_eq!(result.lines[1].decision_code, "460932");
}

#[test]
fn social_life_support_is_paid_for_at_most_the_days_with_the_base_fee() {
    let result = assess("2024-07", |facts| {
        facts.month.social_life_support = 5;
        facts.days = attended_days(1..=2);
    });
    assert_eq!(line(&result, "466880"), Some((480, 2)));
    assert_eq!(result.lines[1].decision_code, "460929");
    assert!(finding(&result, "social_life_days").is_some());
}

#[test]
fn an_emergency_is_paid_to_a_community_base() {
    let run = |filed| {
        assess("2024-07", |facts| {
            facts.office.capability.community_base = filed;
            facts.days = attended_days([1]);
            facts.days[0].emergency_acceptance = true;
        })
    };
    assert_eq!(line(&run(true), "465086"), Some((100, 1)));
    assert_eq!(reasons(&run(false), "b_type.emergency_acceptance")[0].days, [1]);
}

#[test]
fn settled_persons_multiply_the_transition_addition() {
    let result = assess("2024-07", |facts| {
        facts.office.fee_class = FeeClass::I;
        facts.office.average_wage_yen = Some(45_000);
        facts.office.capability.employment_transition_support = Some(2);
        facts.days = attended_days(1..=3);
    });
    assert_eq!(line(&result, "465240"), Some((186, 3)));
}

#[test]
fn a_transition_row_that_is_not_known_is_refused_and_may_be_typed() {
    let result = assess("2024-07", |facts| {
        facts.office.capability.employment_transition_support = Some(1);
        facts.days = attended_days([1]);
    });
    assert!(finding(&result, "fee_row_missing").unwrap().what.contains("就労移行支援体制加算の表"));
    let typed = assess("2024-07", |facts| {
        facts.office.capability.employment_transition_support = Some(1);
        facts.days = attended_days([1]);
        let code = "466780".parse().unwrap();
        facts.manual_lines =
            vec![fees::b_type::facts::ManualLine { code, units: kernel::Units(40), count: 1, name: None }];
    });
    assert!(finding(&typed, "fee_row_missing").is_none());
    assert_eq!(typed.total_units.0, 654);
    assert!(!typed.lines[1].verified, "only the range of the code is known");
}

#[test]
fn the_transition_row_is_not_lent_to_the_bands_of_the_2026_revision() {
    use fees::b_type::facts::Reform2026::{Exempt, Subject};
    for (standing, paid) in [(Exempt, Some((93, 1))), (Subject, None)] {
        let result = assess("2026-06", |facts| {
            facts.office.fee_class = FeeClass::I;
            facts.office.average_wage_yen = Some(50_000);
            facts.office.reform_2026 = Some(standing);
            facts.office.capability.employment_transition_support = Some(1);
            facts.days = attended_days([1]);
        });
        assert_eq!(line(&result, "465240"), paid, "{standing:?}");
        assert_eq!(finding(&result, "fee_row_missing").is_none(), paid.is_some());
    }
}

#[test]
fn support_for_seeing_hearing_and_higher_brain_dysfunction_is_paid_and_marked_unverified() {
    let result = assess("2024-07", |facts| {
        facts.office.capability.visual_hearing_support = Some(1);
        facts.office.capability.higher_brain_dysfunction_support = true;
        facts.days = attended_days(1..=2);
    });
    assert_eq!(lines(&result)[1..], [("465061", 51, 2), ("465078", 41, 2)]);
    assert!(result.lines[1..].iter().all(|line| !line.verified));
    assert_eq!(finding(&result, "unverified_code").unwrap().severity, kernel::Severity::Notice);
}

#[test]
fn nothing_is_added_on_a_day_of_absence() {
    let result = assess("2024-07", |facts| {
        let capability = &mut facts.office.capability;
        capability.welfare_professional_staffing = Some(1);
        capability.transport = Some(1);
        capability.meal_provision = true;
        facts.person.meal_eligible = true;
        facts.person.started_on = Some("2024-07-01".parse().unwrap());
        facts.days = vec![absent(1)];
        (facts.days[0].meal, facts.days[0].transport_out) = (true, 1);
    });
    assert_eq!(lines(&result), [("466040", 94, 1)]);
}
