//! The explanation a claims clerk reads when a claim comes back.
#![allow(clippy::unwrap_used)]
use claims::{Outcome, case};

fn outcome() -> Outcome {
    serde_json::from_value(serde_json::json!({
        "lines": [
            { "code": "462061", "name": "就継ＢⅡ１６", "units": 614, "count": 10, "service_units": 6140, "verified": true,
              "days": [3, 4, 5, 6, 7, 10, 11, 12, 13, 14], "rule": "b_type.basic", "decision_code": "461000" },
            { "code": "465600", "name": "訪問支援特別加算", "units": 187, "count": 1, "service_units": 187, "verified": false,
              "days": [24], "rule": "b_type.home_visit", "decision_code": "461000" },
            { "code": "46Z034", "name": "身体拘束廃止未実施減算", "units": -61, "count": 1, "service_units": -61,
              "verified": true, "days": [], "rule": "b_type.physical_restraint", "decision_code": "461000" }
        ],
        "total_units": 6266, "unit_price": "10.17", "total_cost": 63725, "ten_percent": 6372,
        "cap_adjusted_burden": 6372, "managed_burden": 5300, "decided_burden": 5300, "municipal_subsidy": 300,
        "benefit_claim": 58425, "claim_days": 11, "service_days": 11, "base_days": 10,
        "not_applied": [{ "rule": "b_type.transport", "name": "送迎加算", "reason": "届出がありません。",
            "missing": ["office.capability.transport"], "days": [3, 4] }],
        "findings": [{ "code": "unverified_code", "severity": "notice", "place": { "text": "明細" },
            "what": "未検証の行があります。", "how_to_fix": "コード表で確かめてください。" }],
        "steps": [{ "rule": "statement.ten_percent", "source": "仕様書", "value": 6372, "text": "1割相当額",
            "inputs": [{ "name": "総費用額", "value": "63,725" }] }]
    }))
    .unwrap()
}

#[test]
fn a_result_reads_like_this() {
    insta::assert_snapshot!(case::explain(&outcome()));
}

#[test]
fn a_month_without_lines_says_so() {
    let empty = Outcome { lines: Vec::new(), findings: Vec::new(), not_applied: Vec::new(), ..outcome() };
    let text = case::explain(&empty);
    assert!(text.contains("請求できる明細はありません") && text.contains("【直すところ】\n  ありません。"), "{text}");
}
