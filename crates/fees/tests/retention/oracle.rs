//! A second calculation without shared code or tables: slow, by hand, in thousandths; it must agree on random months.
use fees::FeeTables;
use fees::retention::{self, facts::ServiceMonth};
use proptest::prelude::*;
use serde_json::json;

#[derive(Clone, Debug)]
struct Case {
    year: i32,
    month: u32,
    numerator: u32,
    denominator: u32,
    staff: u32,
    manager: u32,
    plan: u32,
    results: bool,
    coach: bool,
    area: bool,
    conference: u8,
    before: u32,
    sent: bool,
    managed: bool,
    structure: bool,
    disclosure: bool,
    continuity: bool,
    abuse: bool,
    class: Option<&'static str>,
}

fn case() -> impl Strategy<Value = Case> {
    let month = (2024i32..=2026, 1u32..=12).prop_filter("since 2024-04", |(year, month)| (*year, *month) >= (2024, 4));
    let rate = (1u32..400).prop_flat_map(|denominator| (0..=denominator, Just(denominator)));
    let nths = (0u32..8, 0u32..8, 0u32..8);
    let filed = (any::<[bool; 5]>(), 0u8..3, 0u32..6);
    let shares = any::<[bool; 4]>();
    let class = prop_oneof![Just(None), Just(Some("I")), Just(Some("III")), Just(Some("IV"))];
    (month, rate, nths, filed, shares, class).prop_map(|(at, rate, nths, filed, shares, class)| Case {
        year: at.0,
        month: at.1,
        numerator: rate.0,
        denominator: rate.1,
        staff: nths.0,
        manager: nths.1,
        plan: nths.2,
        results: filed.0[0],
        coach: filed.0[1],
        area: filed.0[2],
        sent: filed.0[3],
        managed: filed.0[4],
        conference: filed.1,
        before: filed.2,
        structure: shares[0],
        disclosure: shares[1],
        continuity: shares[2],
        abuse: shares[3],
        class,
    })
}

impl Case {
    fn text(&self) -> String {
        format!("{:04}-{:02}", self.year, self.month)
    }

    fn facts(&self) -> ServiceMonth {
        let text = self.text();
        let billing = ["base", "base_and_conference_1", "base_and_conference_2"][usize::from(self.conference)];
        serde_json::from_value(json!({
            "service_month": text,
            "office": {
                "retention": { "numerator": self.numerator, "denominator": self.denominator },
                "capability": { "results_structure": self.results, "job_coach": self.coach,
                    "special_area": true, "treatment_improvement": self.class },
                "reductions": { "support_staff_shortage_month": self.staff,
                    "service_manager_shortage_month": self.manager, "disclosure": self.disclosure,
                    "continuity_plan": self.continuity, "abuse_prevention": self.abuse }
            },
            "person": {
                "employed_on": "2023-09-01", "contract_on": "2024-03-01", "card_locked": true,
                "started_on": format!("{text}-01"), "from_other_provider": self.sent,
                "plan_missing_month": self.plan, "support_structure_missing": self.structure,
                "cap_managed_here": self.managed
            },
            "contacts": [{ "date": format!("{text}-10"), "means": "video", "billing": billing,
                "special_area": self.area }],
            "conferences_this_year": self.before,
            "report_shared_on": format!("{text}-20"),
            "additions_state": "approved"
        }))
        .unwrap()
    }

    /// Units of the month, by hand.
    fn by_hand(&self) -> i64 {
        let base = self.base();
        let mut month = base;
        for (applies, units) in [
            (self.area, 240),
            (self.conference == 1 && self.before < 4, 579),
            (self.conference == 2 && self.before < 4, 405),
            (self.sent, 900),
            (self.results, 300),
            (self.coach, 120),
            (self.managed, 150),
        ] {
            if applies {
                month += units;
            }
        }
        let since_2025 = (self.year, self.month) >= (2025, 4);
        for (applies, percent) in
            [(self.structure, 10), (self.disclosure, 5), (self.continuity && since_2025, 1), (self.abuse, 1)]
        {
            if applies {
                month -= nearest(base * percent * 10);
            }
        }
        month + nearest(month * self.per_mille())
    }

    fn base(&self) -> i64 {
        // How many of a thousand, cut off, would lose the edges: go through the bands from the top instead.
        let share = |percent: u64| {
            let need = percent * u64::from(self.denominator);
            u64::from(self.numerator) * 100 >= need
        };
        let bands = [(95, 3512), (90, 3348), (80, 2768), (70, 2234), (50, 1690), (30, 1433)];
        let mut units = bands.into_iter().find(|(percent, _)| share(*percent)).map_or(1074, |(_, units)| units);
        let staff = match self.staff {
            0 => 10,
            1 | 2 => 7,
            _ => 5,
        };
        let manager = match self.manager {
            0 => 10,
            1..=4 => 7,
            _ => 5,
        };
        let plan = match self.plan {
            0 => 10,
            1 | 2 => 7,
            _ => 5,
        };
        for tenths in [std::cmp::min(staff, manager), plan] {
            units = nearest(units * tenths * 100);
        }
        units
    }

    fn per_mille(&self) -> i64 {
        let old = (self.year, self.month) >= (2024, 6) && (self.year, self.month) <= (2026, 5);
        match self.class {
            Some("I") if old => 103,
            Some("III") if old => 86,
            Some("IV") if old => 69,
            _ => 0,
        }
    }
}

/// Thousandths to whole units, counting up and down until the nearest is met; a half goes up.
fn nearest(thousandths: i64) -> i64 {
    let mut whole = 0;
    while whole * 1000 + 500 <= thousandths {
        whole += 1;
    }
    whole
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4_000))]
    #[test]
    fn random_months_agree_with_the_calculation_by_hand(case in case()) {
        let result = retention::assess(FeeTables::builtin(), &case.facts());
        prop_assert!(result.claimable, "{:?}", result.blocked_by);
        prop_assert_eq!(result.assessment.total_units.0, case.by_hand());
    }
}
