//! 結果の文書: the output part of the case format, exactly its keys.
use crate::Outcome;
use kernel::Severity;
use serde_json::{Value, json};

/// The result of a document, ready to be shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseResult {
    /// The output document.
    pub output: Value,
    /// The same for people, in Japanese.
    pub explanation: String,
    /// Whether a fault keeps this month from being claimed.
    pub blocks_claim: bool,
}

impl CaseResult {
    /// The result of a service whose output is the common part alone.
    pub(super) fn of(outcome: &Outcome) -> CaseResult {
        CaseResult {
            output: output_json(outcome),
            explanation: super::explain(outcome),
            blocks_claim: blocks_claim(outcome),
        }
    }
}

/// Whether a fault keeps this month from being claimed.
pub fn blocks_claim(outcome: &Outcome) -> bool {
    outcome.findings.iter().any(|finding| finding.severity == Severity::Fault)
}

/// The result as the output document of the case format.
pub fn output_json(outcome: &Outcome) -> Value {
    let lines: Vec<Value> = outcome
        .lines
        .iter()
        .map(|line| {
            json!({
                "code": line.code, "name": line.name, "units": line.units, "count": line.count,
                "service_units": line.service_units, "verified": line.verified, "days": line.days,
            })
        })
        .collect();
    let not_applied: Vec<Value> = outcome
        .not_applied
        .iter()
        .map(|rule| json!({ "rule": rule.rule, "reason": rule.reason, "missing": rule.missing }))
        .collect();
    let findings: Vec<Value> = outcome
        .findings
        .iter()
        .map(|finding| {
            json!({
                "code": finding.code, "severity": finding.severity, "place": finding.place.text,
                "what": finding.what, "how_to_fix": finding.how_to_fix,
            })
        })
        .collect();
    let steps: Vec<Value> = outcome
        .steps
        .iter()
        .map(|step| json!({ "rule": step.rule, "source": step.source, "inputs": step.inputs, "value": step.value }))
        .collect();
    json!({
        "lines": lines,
        "total_units": outcome.total_units,
        "unit_price": outcome.unit_price,
        "total_cost": outcome.total_cost,
        "ten_percent": outcome.ten_percent,
        "cap_adjusted_burden": outcome.cap_adjusted_burden,
        "managed_burden": outcome.managed_burden,
        "decided_burden": outcome.decided_burden,
        "municipal_subsidy": outcome.municipal_subsidy,
        "benefit_claim": outcome.benefit_claim,
        "special_measure": outcome.special_measure,
        "claim_days": outcome.claim_days,
        "service_days": outcome.service_days,
        "not_applied": not_applied,
        "findings": findings,
        "steps": steps,
    })
}

/// JSON Schema of the output document with more keys than the common ones.
pub(super) fn schema_with(more: &[(&str, Value)]) -> Value {
    let mut schema = schema();
    for (name, of) in more {
        schema["properties"][*name] = of.clone();
        if let Some(required) = schema["required"].as_array_mut() {
            required.push(json!(name));
        }
    }
    schema
}

/// JSON Schema of the common output document.
pub(super) fn schema() -> Value {
    let text = json!({ "type": "string" });
    let integer = json!({ "type": "integer" });
    let count = json!({ "type": "integer", "minimum": 0 });
    let maybe_integer = json!({ "type": ["integer", "null"] });
    json!({
        "type": "object",
        "additionalProperties": false,
        "required": [
            "lines", "total_units", "unit_price", "total_cost", "ten_percent", "cap_adjusted_burden",
            "managed_burden", "decided_burden", "municipal_subsidy", "benefit_claim", "special_measure", "claim_days",
            "service_days", "not_applied", "findings", "steps"
        ],
        "properties": {
            "lines": list(&[
                ("code", json!({ "type": ["string", "null"] })), ("name", text.clone()), ("units", integer.clone()), ("count", count.clone()),
                ("service_units", integer.clone()), ("verified", json!({ "type": "boolean" })),
                ("days", json!({ "type": "array", "items": count.clone() })),
            ]),
            "total_units": integer,
            "unit_price": { "type": ["string", "null"] },
            "total_cost": integer,
            "ten_percent": integer,
            "cap_adjusted_burden": integer,
            "managed_burden": maybe_integer,
            "decided_burden": integer,
            "municipal_subsidy": maybe_integer,
            "benefit_claim": integer,
            "special_measure": maybe_integer,
            "claim_days": count,
            "service_days": count,
            "not_applied": list(&[
                ("rule", text.clone()), ("reason", text.clone()),
                ("missing", json!({ "type": "array", "items": text })),
            ]),
            "findings": list(&[
                ("code", text.clone()), ("severity", json!({ "enum": ["fault", "warning", "notice"] })),
                ("place", text.clone()), ("what", text.clone()), ("how_to_fix", text.clone()),
            ]),
            "steps": list(&[
                ("rule", text.clone()), ("source", text.clone()),
                ("inputs", list(&[("name", text.clone()), ("value", text.clone())])), ("value", integer.clone()),
            ]),
        },
    })
}

/// A list of objects with exactly these keys.
pub(super) fn list(keys: &[(&str, Value)]) -> Value {
    let properties: serde_json::Map<String, Value> =
        keys.iter().map(|(name, schema)| ((*name).to_owned(), schema.clone())).collect();
    let required: Vec<&str> = keys.iter().map(|(name, _)| *name).collect();
    json!({
        "type": "array",
        "items": { "type": "object", "additionalProperties": false, "properties": properties, "required": required },
    })
}
