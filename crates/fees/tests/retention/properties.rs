//! What holds for every month, whatever the facts.
use crate::support::day;
use fees::FeeTables;
use fees::retention::{self, Block, Category, RULES, facts::ServiceMonth};
use proptest::prelude::*;
use serde_json::{Value, json};

fn maybe_day() -> impl Strategy<Value = Value> {
    prop_oneof![
        3 => (0i32..2500).prop_map(|days| json!(day("2020-06-01").plus_days(days).to_string())),
        2 => Just(Value::Null),
    ]
}

fn contact(text: String) -> impl Strategy<Value = Value> {
    let means = prop_oneof![Just("face_to_face"), Just("video"), Just("phone"), Just("mail")];
    let billing = prop_oneof![
        1 => Just("undecided"), 1 => Just("none"), 4 => Just("base"), 2 => Just("base_and_conference_1"),
        1 => Just("base_and_conference_2")
    ];
    (1u32..=28, means, billing, any::<bool>()).prop_map(move |(number, means, billing, area)| {
        json!({ "date": format!("{text}-{number:02}"), "means": means, "billing": billing, "special_area": area })
    })
}

prop_compose! {
    fn any_month()(year in 2018i32..=2027, number in 1u32..=12)(
        text in Just(format!("{year:04}-{number:02}")),
        contacts in proptest::collection::vec(contact(format!("{year:04}-{number:02}")), 0..4),
        days in proptest::collection::vec(maybe_day(), 8),
        rate in proptest::option::of((0u32..30, 0u32..30)),
        users in proptest::option::of(0u32..60),
        flags in any::<[bool; 14]>(),
        nths in (0u32..7, 0u32..7, 0u32..7, 0u32..7),
        class in prop_oneof![Just(Value::Null), Just(json!("I")), Just(json!("II-i")), Just(json!("IX"))],
        in_order in any::<bool>(),
        shared in 1u32..=28,
    ) -> ServiceMonth {
        let first: kernel::Month = text.parse().unwrap();
        let hired = first.plus_months(-14).first_day().to_string();
        let contract = first.plus_months(-3).first_day().to_string();
        let or = |at: usize, given: Value| if in_order { given } else { days[at].clone() };
        serde_json::from_value(json!({
            "service_month": text,
            "office": {
                "retention": rate.map(|(numerator, denominator)| json!({ "numerator": numerator, "denominator": denominator })),
                "users": users,
                "capability": { "results_structure": flags[0], "job_coach": flags[1], "special_area": flags[2],
                    "treatment_improvement": class },
                "reductions": { "support_staff_shortage_month": nths.0, "service_manager_shortage_month": nths.1,
                    "disclosure": flags[3], "continuity_plan": flags[4], "abuse_prevention": flags[5] }
            },
            "person": {
                "employed_on": or(0, json!(hired)), "contract_on": or(1, json!(contract)),
                "contract_end_on": or(2, Value::Null), "decided_from": or(3, Value::Null),
                "decided_to": or(4, Value::Null), "resigned_on": or(5, Value::Null), "left_on": or(6, Value::Null),
                "re_employed_on": or(7, Value::Null), "declined": flags[6] && !in_order, "taken_over": flags[7],
                "from_other_provider": flags[8], "plan_missing_month": nths.2,
                "support_structure_missing": flags[9], "card_locked": flags[10] || in_order,
                "cap_managed_here": flags[11]
            },
            "contacts": contacts, "conferences_this_year": nths.3,
            "report_shared_on": if flags[12] || in_order { json!(format!("{text}-{shared:02}")) } else { Value::Null },
            "additions_state": if flags[13] || in_order { "approved" } else { "pending" }
        })).unwrap()
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(3_000))]
    #[test]
    fn a_month_is_whole_or_blocked_and_never_costs_less_than_nothing(facts in any_month()) {
        let result = retention::assess(FeeTables::builtin(), &facts);
        let assessment = &result.assessment;
        prop_assert_eq!(result.claimable, result.blocked_by.is_empty());
        prop_assert!(assessment.total_units.0 >= 0);
        let sum: i64 = assessment.lines.iter().map(|line| line.service_units.0).sum();
        prop_assert_eq!(sum, assessment.total_units.0);
        if result.claimable {
            prop_assert_eq!(assessment.lines.first().map(|line| line.rule.as_ref()), Some("retention.base"));
            prop_assert!(!result.support_days.is_empty());
            let bases = assessment.lines.iter().filter(|line| line.rule == "retention.base").count();
            prop_assert_eq!(bases, 1);
            prop_assert!(assessment.total_units.0 > 0);
        } else {
            prop_assert!(assessment.lines.is_empty() && assessment.total_units.0 == 0 && assessment.claim_days == 0);
        }
        for line in &assessment.lines {
            let shares = ["retention.support_structure", "retention.disclosure", "retention.continuity_plan",
                "retention.abuse_prevention"];
            prop_assert!(line.units.0 > 0 || shares.contains(&line.rule.as_ref()), "{:?}", line);
        }
        for block in &result.blocked_by {
            prop_assert!(Block::CODES.contains(&block.code.as_str()));
        }
        for told in &assessment.not_applied {
            prop_assert!(RULES.iter().any(|rule| rule.id == told.rule));
            prop_assert!(!told.reason.is_empty());
        }
    }

    #[test]
    fn the_days_that_count_lie_inside_every_bound(facts in any_month()) {
        let result = retention::assess(FeeTables::builtin(), &facts);
        let person = &facts.person;
        for day in &result.support_days {
            prop_assert_eq!(day.month(), facts.service_month);
            prop_assert!(result.first_usable_on.is_none_or(|first| first <= *day));
            prop_assert!(result.last_usable_on.is_none_or(|last| *day <= last));
            for from in [person.contract_on, person.decided_from] {
                prop_assert!(from.is_none_or(|from| from <= *day));
            }
            for until in [person.contract_end_on, person.decided_to, person.left_on] {
                prop_assert!(until.is_none_or(|until| *day <= until));
            }
        }
    }

    #[test]
    fn on_every_day_a_person_is_in_one_category_and_time_alone_never_brings_anyone_back(
        facts in any_month(), start in 0i32..2000
    ) {
        let tables = FeeTables::builtin();
        let mut before: Option<Category> = None;
        for step in 0..40 {
            let on = day("2020-06-01").plus_days(start + step * 30);
            let standing = retention::category(tables, &facts.person, on);
            prop_assert!(!standing.why.is_empty());
            let gone = before == Some(Category::LeftJob);
            prop_assert!(!gone || standing.category == Category::LeftJob);
            before = Some(standing.category);
        }
    }
}
