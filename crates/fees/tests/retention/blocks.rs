//! 阻害: each reason provoked in turn, its words and what it opens.
use crate::support::{assess, blocks, contact, findings, lines, reason};
use fees::retention::Block;
use serde_json::{Value, json};

#[test]
fn each_reason_alone_blocks_the_month_and_says_how_to_mend_it() {
    let phone = || json!([contact("2024-10-08", "phone", "base")]);
    let unmarked = || json!([contact("2024-10-08", "face_to_face", "none")]);
    let undecided =
        || json!([contact("2024-10-08", "face_to_face", "base"), contact("2024-10-20", "phone", "undecided")]);
    let cases: Vec<(&str, &str, Value)> = vec![
        ("billing_undecided", "contact", json!({ "contacts": undecided() })),
        ("card_missing", "card", json!({ "person": { "card_known": false, "card_locked": false } })),
        ("card_unlocked", "card", json!({ "person": { "card_locked": false } })),
        ("additions_missing", "additions", json!({ "additions_state": "none" })),
        ("additions_pending", "additions", json!({ "additions_state": "pending" })),
        ("declined", "contract", json!({ "person": { "declined": true } })),
        ("declined", "contract", json!({ "person": { "declined": true, "declined_on": "2024-10-07" } })),
        ("employment_missing", "employment", json!({ "person": { "employed_on": null } })),
        ("contract_missing", "contract", json!({ "person": { "contract_on": null } })),
        ("six_months", "employment", json!({ "person": { "employed_on": "2024-05-01" } })),
        ("before_contract", "contract", json!({ "person": { "contract_on": "2024-10-09" } })),
        ("before_decision", "card", json!({ "person": { "decided_from": "2024-11-01" } })),
        ("period_over", "employment", json!({ "person": { "employed_on": "2021-04-01" } })),
        ("contract_over", "contract", json!({ "person": { "contract_end_on": "2024-10-07" } })),
        ("decision_over", "card", json!({ "person": { "decided_to": "2024-10-07" } })),
        ("resigned", "employment", json!({ "person": { "resigned_on": "2024-10-07" } })),
        (
            "second_job_change",
            "employment",
            json!({ "person": { "job_changes": [
                { "resigned_on": "2024-07-31", "re_employed_on": "2024-08-01" },
                { "resigned_on": "2024-09-30", "re_employed_on": "2024-10-01" } ] } }),
        ),
        ("left", "person", json!({ "person": { "left_on": "2024-10-07" } })),
        ("no_counted_contact", "contact", json!({ "contacts": [] })),
        ("no_counted_contact", "contact", json!({ "contacts": phone() })),
        ("no_counted_contact", "contact", json!({ "contacts": unmarked() })),
        ("report_not_shared", "report", json!({ "report_shared_on": null })),
        ("report_out_of_month", "report", json!({ "report_shared_on": "2024-09-30" })),
        ("report_out_of_month", "report", json!({ "report_shared_on": "2024-11-11" })),
        ("report_person_left_out", "report", json!({ "report_person_left_out": true })),
        ("report_employer_disclosed", "report", json!({ "report_to_employer": "left_out_disclosed" })),
        ("report_employer_left_out", "report", json!({ "report_to_employer": "left_out" })),
        ("burden_cap_missing", "card", json!({ "person": { "burden_cap_known": false } })),
        ("cap_result_missing", "cap", json!({ "person": { "cap_result_known": false } })),
        ("rate_missing", "additions", json!({ "office": { "retention": null } })),
        ("rate_missing", "additions", json!({ "office": { "retention": { "numerator": 0, "denominator": 0 } } })),
        ("rate_missing", "additions", json!({ "office": { "retention": { "numerator": 3, "denominator": 2 } } })),
        (
            "users_missing",
            "additions",
            json!({ "service_month": "2024-03", "person": { "employed_on": "2023-04-01", "contract_on": "2023-10-01",
                "decided_from": "2023-10-01" },
                "contacts": [contact("2024-03-08", "face_to_face", "base")], "report_shared_on": "2024-03-25" }),
        ),
        (
            "fee_row_missing",
            "office",
            json!({ "service_month": "2018-03", "person": { "employed_on": "2017-04-01", "contract_on": "2017-10-01",
                "decided_from": "2017-10-01" },
                "contacts": [contact("2018-03-08", "face_to_face", "base")], "report_shared_on": "2018-03-25" }),
        ),
    ];
    for (code, link, change) in &cases {
        let result = assess(change.clone());
        assert_eq!(blocks(&result), [*code], "{change}");
        let block = &result.blocked_by[0];
        assert_eq!(block.link, *link, "{code}");
        assert!(!block.reason.is_empty() && !block.how_to_fix.is_empty(), "{code}");
        assert!(!result.claimable && lines(&result).is_empty(), "{code}");
        assert!(reason(&result, "retention.base").is_some(), "{code}");
    }
    for code in Block::CODES {
        assert!(cases.iter().any(|(met, ..)| *met == code), "{code} is provoked by no case");
    }
}

#[test]
fn without_anything_in_order_every_reason_is_told_at_once() {
    let result = assess(json!({ "person": { "card_locked": false }, "additions_state": "pending",
        "report_shared_on": null, "contacts": [contact("2024-10-08", "face_to_face", "undecided")] }));
    assert_eq!(
        blocks(&result),
        ["billing_undecided", "card_unlocked", "additions_pending", "no_counted_contact", "report_not_shared"]
    );
}

#[test]
fn a_support_on_the_last_day_at_work_still_counts() {
    for change in [
        json!({ "person": { "resigned_on": "2024-10-08" } }),
        json!({ "person": { "left_on": "2024-10-08" } }),
        json!({ "person": { "contract_end_on": "2024-10-08" } }),
        json!({ "person": { "declined": true, "declined_on": "2024-10-08" } }),
        json!({ "person": { "declined": true, "declined_on": "2025-01-15" } }),
    ] {
        assert!(assess(change.clone()).claimable, "{change}");
    }
}

#[test]
fn of_several_supports_those_inside_the_period_carry_the_month() {
    let result = assess(json!({ "person": { "contract_on": "2024-10-10" },
        "contacts": [contact("2024-10-08", "face_to_face", "base"), contact("2024-10-15", "video", "base")] }));
    assert!(result.claimable);
    assert_eq!(result.assessment.lines[0].days, [15]);
    assert!(findings(&result).contains(&"support_outside_period"));
    assert_eq!(
        lines(&result),
        [("就労定着支援 就労定着率80%以上90%未満", 2768)],
        "once a month, whatever the number of supports"
    );
}

#[test]
fn a_report_in_the_first_ten_days_of_the_next_month_is_a_warning() {
    for (date, late) in [("2024-10-31", false), ("2024-11-01", true), ("2024-11-10", true)] {
        let result = assess(json!({ "report_shared_on": date }));
        assert!(result.claimable, "{date}");
        assert_eq!(findings(&result).contains(&"report_late"), late, "{date}");
    }
}

#[test]
fn the_decision_of_the_municipality_holds_and_a_difference_is_told() {
    let wide = assess(json!({ "person": { "decided_to": "2027-10-31" } }));
    assert!(wide.claimable && findings(&wide).contains(&"decision_differs"));
    let fits = assess(json!({}));
    assert!(!findings(&fits).contains(&"decision_differs"));
    let unknown = assess(json!({ "person": { "decided_from": null } }));
    assert!(unknown.claimable && findings(&unknown).contains(&"decision_period_missing"));
}

#[test]
fn a_contact_of_another_month_is_not_counted_and_told() {
    let result = assess(json!({ "contacts": [contact("2024-11-08", "face_to_face", "base")] }));
    assert_eq!(blocks(&result), ["no_counted_contact"]);
    assert!(findings(&result).contains(&"contact_outside_month"));
}

#[test]
fn without_any_record_the_month_itself_is_held_against_the_period() {
    let result = assess(json!({ "person": { "employed_on": "2024-05-01" }, "contacts": [] }));
    assert_eq!(blocks(&result), ["six_months", "no_counted_contact"]);
}
