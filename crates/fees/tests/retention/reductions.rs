//! 減算: month counting, order, rounding after each factor, and the shares of the base fee.
use crate::support::{assess, findings, lines, month, reason, units};
use fees::retention::months;
use serde_json::json;

fn reduced(staff: Option<u32>, manager: Option<u32>, plan: Option<u32>) -> (String, i64) {
    let result = assess(json!({
        "office": { "reductions": { "support_staff_shortage_month": staff, "service_manager_shortage_month": manager } },
        "person": { "plan_missing_month": plan }
    }));
    let line = &result.assessment.lines[0];
    (line.name.clone().into_owned(), line.units.0)
}

#[test]
fn each_factor_by_its_month() {
    let name = |label: &str| format!("就労定着支援 就労定着率80%以上90%未満 人欠/計画未作成 {label}");
    for nth in [1, 2] {
        assert_eq!(reduced(Some(nth), None, None), (name("70%"), 1938));
        assert_eq!(reduced(None, None, Some(nth)), (name("70%"), 1938));
    }
    for nth in [3, 4, 30] {
        assert_eq!(reduced(Some(nth), None, None), (name("50%"), 1384));
        assert_eq!(reduced(None, None, Some(nth)), (name("50%"), 1384));
    }
    for (nth, expected) in [(1, 1938), (4, 1938), (5, 1384), (12, 1384)] {
        assert_eq!(reduced(None, Some(nth), None).1, expected, "month {nth}");
    }
    assert_eq!(reduced(Some(0), Some(0), Some(0)), ("就労定着支援 就労定着率80%以上90%未満".to_owned(), 2768));
}

#[test]
fn staff_first_then_the_plan_with_a_rounding_after_each() {
    let name = |label: &str| format!("就労定着支援 就労定着率80%以上90%未満 人欠/計画未作成 {label}");
    // 2,768 × 0.7 = 1,937.6 → 1,938; × 0.7 = 1,356.6 → 1,357
    assert_eq!(reduced(Some(1), None, Some(1)), (name("70%×70%"), 1357));
    assert_eq!(reduced(Some(1), None, Some(3)), (name("70%×50%"), 969));
    assert_eq!(reduced(Some(3), None, Some(1)), (name("50%×70%"), 969));
    assert_eq!(reduced(Some(3), None, Some(3)), (name("50%×50%"), 692));
}

#[test]
fn of_two_shortages_of_staff_the_lower_one_holds_and_the_other_is_told() {
    assert_eq!(reduced(Some(1), Some(5), None).1, 1384);
    assert_eq!(reduced(Some(3), Some(1), None).1, 1384);
    let result = assess(json!({ "office": { "reductions":
        { "support_staff_shortage_month": 1, "service_manager_shortage_month": 1 } } }));
    assert!(reason(&result, "retention.service_manager_shortage").unwrap().contains("同時"));
}

#[test]
fn shares_are_lines_of_their_own_on_the_base_fee_after_the_factors() {
    let all = json!({ "disclosure": true, "continuity_plan": true, "abuse_prevention": true });
    let result = assess(json!({ "service_month": "2025-10", "office": { "reductions": all,
        "capability": { "results_structure": true } },
        "person": { "support_structure_missing": true },
        "contacts": [{ "date": "2025-10-08", "means": "face_to_face", "billing": "base" }],
        "report_shared_on": "2025-10-25" }));
    assert_eq!(
        lines(&result)[2..],
        [
            ("支援体制構築未実施減算", -277),
            ("情報公表未報告減算", -138),
            ("業務継続計画未策定減算", -28),
            ("虐待防止措置未実施減算", -28),
        ]
    );
    assert_eq!(result.assessment.total_units.0, 2768 + 300 - 277 - 138 - 28 - 28);
    let with_plan = assess(json!({ "office": { "reductions": { "disclosure": true } },
        "person": { "plan_missing_month": 1 } }));
    // 1,938 × 5 % = 96.9
    assert_eq!(units(&with_plan, "情報公表未報告減算"), Some(-97));
}

#[test]
fn a_share_before_its_first_month_is_not_applied_and_told() {
    let result = assess(json!({ "office": { "reductions": { "continuity_plan": true } } }));
    assert_eq!(lines(&result).len(), 1);
    assert!(reason(&result, "retention.continuity_plan").unwrap().contains("2025-04から"));
}

#[test]
fn composite_units_are_worked_out_and_shown_as_not_verified() {
    let result = assess(json!({ "office": { "reductions": { "support_staff_shortage_month": 1 } } }));
    assert!(!result.assessment.lines[0].verified);
    assert!(findings(&result).contains(&"unverified_code"));
}

#[test]
fn the_months_of_a_shortage_begin_and_end_as_the_notice_says() {
    let at = |text: Option<&str>| text.map(month);
    // More than a tenth: from the next month. Less: from the month after next, unless mended by then.
    assert_eq!(months::staff_shortage_starts(month("2024-05"), true, None), at(Some("2024-06")));
    assert_eq!(months::staff_shortage_starts(month("2024-05"), true, at(Some("2024-05"))), None);
    assert_eq!(months::staff_shortage_starts(month("2024-05"), false, at(Some("2024-07"))), at(Some("2024-07")));
    assert_eq!(months::staff_shortage_starts(month("2024-05"), false, at(Some("2024-06"))), None);
    assert_eq!(months::manager_shortage_starts(month("2024-11"), None), at(Some("2025-01")));
    assert_eq!(months::manager_shortage_starts(month("2024-11"), at(Some("2024-12"))), None);
    assert_eq!(months::shortage(month("2024-11"), None, month("2025-03")), Some(5));
    assert_eq!(months::shortage(month("2024-11"), None, month("2024-10")), None);
    assert_eq!(months::plan_missing(month("2024-05"), at(Some("2024-08")), month("2024-07")), Some(3));
    assert_eq!(months::plan_missing(month("2024-05"), None, month("2024-08")), Some(4));
}
