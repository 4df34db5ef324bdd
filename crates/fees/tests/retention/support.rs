//! A plain month, and how a test changes it.
use fees::retention::{self, RetentionAssessment, facts::ServiceMonth};
use fees::{FeeTables, Line};
use kernel::{Day, Month};
use serde_json::{Value, json};

pub(crate) fn day(text: &str) -> Day {
    text.parse().unwrap()
}

pub(crate) fn month(text: &str) -> Month {
    text.parse().unwrap()
}

/// October 2024 of someone hired on 1 April: met once, report shared, everything in order, 85 %.
fn plain() -> Value {
    json!({
        "service_month": "2024-10",
        "office": { "retention": { "numerator": 17, "denominator": 20 } },
        "person": {
            "employed_on": "2024-04-01", "contract_on": "2024-10-01",
            "decided_from": "2024-10-01", "decided_to": "2027-09-30", "card_locked": true
        },
        "contacts": [{ "date": "2024-10-08", "means": "face_to_face", "billing": "base" }],
        "report_shared_on": "2024-10-25",
        "additions_state": "approved"
    })
}

/// The plain month with keys replaced; objects are merged, everything else takes the place of what was there.
pub(crate) fn facts(change: Value) -> ServiceMonth {
    let mut all = plain();
    merge(&mut all, change);
    serde_json::from_value(all).unwrap()
}

fn merge(into: &mut Value, change: Value) {
    match (into, change) {
        (Value::Object(into), Value::Object(change)) => {
            for (key, value) in change {
                merge(into.entry(key).or_insert(Value::Null), value);
            }
        }
        (into, change) => *into = change,
    }
}

pub(crate) fn assess(change: Value) -> RetentionAssessment {
    retention::assess(FeeTables::builtin(), &facts(change))
}

/// Names and service units of the lines.
pub(crate) fn lines(result: &RetentionAssessment) -> Vec<(&str, i64)> {
    result.assessment.lines.iter().map(|line: &Line| (line.name.as_ref(), line.service_units.0)).collect()
}

pub(crate) fn blocks(result: &RetentionAssessment) -> Vec<&str> {
    result.blocked_by.iter().map(|block| block.code.as_str()).collect()
}

pub(crate) fn findings(result: &RetentionAssessment) -> Vec<&str> {
    result.assessment.findings.iter().map(|finding| finding.code.as_str()).collect()
}

/// The reason a rule was not applied.
pub(crate) fn reason<'r>(result: &'r RetentionAssessment, rule: &str) -> Option<&'r str> {
    let mut told = result.assessment.not_applied.iter();
    told.find(|told| told.rule == rule).map(|told| told.reason.as_ref())
}

/// Units of the line with this name.
pub(crate) fn units(result: &RetentionAssessment, name: &str) -> Option<i64> {
    let mut lines = result.assessment.lines.iter();
    lines.find(|line| line.name == name).map(|line| line.service_units.0)
}

/// A contact as JSON.
pub(crate) fn contact(date: &str, means: &str, billing: &str) -> Value {
    json!({ "date": date, "means": means, "billing": billing })
}
