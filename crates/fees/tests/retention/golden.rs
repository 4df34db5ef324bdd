//! The worked cases: units exact (yen are made elsewhere).
use crate::support::{assess, blocks, contact, day, lines, units};
use kernel::UnitPrice;
use serde_json::{Value, json};

fn yen(units: i64) -> i64 {
    let price: UnitPrice = "10.00".parse().unwrap();
    kernel::Units(units).cost_floor(price).unwrap().0
}

#[test]
fn g1_a_plain_month_in_the_best_band() {
    let result = assess(json!({ "office": { "retention": { "numerator": 20, "denominator": 20 } } }));
    assert_eq!(lines(&result), [("就労定着支援 就労定着率95%以上", 3512)]);
    assert_eq!((result.first_usable_on, result.last_usable_on), (Some(day("2024-10-01")), Some(day("2027-09-30"))));
    assert_eq!(result.support_days, [day("2024-10-08")]);
    let assessment = &result.assessment;
    assert_eq!((assessment.claim_days, assessment.service_days, assessment.base_days), (1, 1, 1));
    assert!(assessment.lines[0].verified && assessment.lines[0].code.is_none());
    assert_eq!(yen(assessment.total_units.0), 35_120);
}

#[test]
fn g2_every_addition_and_the_rate_on_top() {
    let result = assess(json!({
        "service_month": "2024-11",
        "office": { "capability": { "results_structure": true, "job_coach": true, "special_area": true,
            "treatment_improvement": "I" } },
        "person": { "contract_on": "2024-11-01", "from_other_provider": true },
        "contacts": [{ "date": "2024-11-12", "means": "face_to_face", "billing": "base_and_conference_1",
            "special_area": true }],
        "report_shared_on": "2024-11-20"
    }));
    assert_eq!(
        lines(&result),
        [
            ("就労定着支援 就労定着率80%以上90%未満", 2768),
            ("特別地域加算", 240),
            ("地域連携会議実施加算(Ⅰ)", 579),
            ("初期加算", 900),
            ("就労定着実績体制加算", 300),
            ("職場適応援助者養成研修修了者配置体制加算", 120),
            ("福祉・介護職員等処遇改善加算(Ⅰ)", 505),
        ]
    );
    assert_eq!(result.assessment.total_units.0, 5412);
    assert_eq!(yen(result.assessment.total_units.0), 54_120);
}

#[test]
fn g3_a_plan_missing_for_three_months() {
    for (month, nth, expected) in
        [("2024-05", Some(1), 2344), ("2024-06", Some(2), 2344), ("2024-07", Some(3), 1674), ("2024-08", None, 3348)]
    {
        let result = assess(json!({
            "service_month": month,
            "office": { "retention": { "numerator": 18, "denominator": 20 } },
            "person": { "employed_on": "2023-04-01", "contract_on": "2023-10-01", "decided_from": "2023-10-01",
                "decided_to": "2026-09-30", "plan_missing_month": nth },
            "contacts": [contact(&format!("{month}-10"), "face_to_face", "base")],
            "report_shared_on": format!("{month}-20")
        }));
        assert_eq!(result.assessment.total_units.0, expected, "{month}");
        assert_eq!(result.assessment.lines.len(), 1);
    }
}

#[test]
fn g4_months_that_may_not_be_charged() {
    let with = |contacts: Value, shared: Value, employer: &str| {
        assess(json!({ "contacts": contacts, "report_shared_on": shared, "report_to_employer": employer }))
    };
    let far = json!([contact("2024-10-08", "phone", "base"), contact("2024-10-09", "mail", "base")]);
    let phone_only = with(far, json!("2024-10-25"), "shared");
    assert_eq!(blocks(&phone_only), ["no_counted_contact"]);
    assert!(phone_only.blocked_by[0].reason.contains("電話・メールだけ"));
    let met = || json!([contact("2024-10-08", "face_to_face", "base")]);
    let not_shared = with(met(), Value::Null, "shared");
    assert_eq!(blocks(&not_shared), ["report_not_shared"]);
    let not_told = with(met(), json!("2024-10-25"), "not_disclosed");
    assert!(not_told.claimable);
    let left_out = with(met(), json!("2024-10-25"), "left_out");
    assert_eq!(blocks(&left_out), ["report_employer_left_out"]);
    let video = with(json!([contact("2024-10-08", "video", "base")]), json!("2024-10-25"), "shared");
    assert!(video.claimable);
    for refused in [phone_only, not_shared, left_out] {
        assert!(!refused.claimable && refused.assessment.lines.is_empty());
        assert_eq!(refused.assessment.total_units.0, 0);
    }
}

#[test]
fn g5_hired_on_the_last_day_of_august() {
    let met_on = |date: &str| {
        assess(json!({
            "service_month": &date[..7],
            "person": { "employed_on": "2024-08-31", "contract_on": "2025-02-10", "decided_from": "2025-02-01",
                "decided_to": "2028-02-29" },
            "contacts": [contact(date, "face_to_face", "base")], "report_shared_on": date
        }))
    };
    let february = met_on("2025-02-28");
    assert_eq!(blocks(&february), ["six_months"]);
    assert!(february.blocked_by[0].reason.contains("2025年3月1日"));
    assert!(met_on("2025-03-01").claimable);
    assert!(met_on("2028-02-29").claimable);
    assert_eq!(blocks(&met_on("2028-03-01")), ["period_over", "decision_over"]);
}

#[test]
fn g7_the_units_behind_the_upper_limit() {
    let result = assess(json!({
        "service_month": "2025-01",
        "office": { "retention": { "numerator": 20, "denominator": 20 } },
        "contacts": [contact("2025-01-15", "face_to_face", "base")], "report_shared_on": "2025-01-20"
    }));
    assert_eq!(yen(result.assessment.total_units.0), 35_120);
    assert_eq!(units(&result, "利用者負担上限額管理加算"), None, "the group home manages");
}
