//! Case documents of 就労定着支援: strict reading, full-width digits, schema, and amounts that are never made of nothing.
#![allow(clippy::unwrap_used)]
use claims::case::{self, Document, RetentionCase};
use fees::FeeTables;
use serde_json::{Value, json};
use std::collections::BTreeSet;

fn document() -> Value {
    json!({
        "service": "retention",
        "service_month": "2024-10",
        "office": {
            "area_class": "その他", "unit_price": "10.00", "retention": { "numerator": 20, "denominator": 20 }
        },
        "person": {
            "burden_cap": 37_200, "employed_on": "2024-04-01", "contract_on": "2024-10-01",
            "decided_from": "2024-10-01", "decided_to": "2025-09-30", "card_locked": true
        },
        "contacts": [{ "date": "2024-10-08", "means": "face_to_face", "billing": "base" }],
        "report_shared_on": "2024-10-25",
        "additions_state": "approved"
    })
}

fn with(pointer: &str, value: Value) -> Value {
    let mut document = document();
    let (parent, key) = pointer.rsplit_once('/').unwrap();
    document.pointer_mut(parent).unwrap()[key] = value;
    document
}

#[test]
fn what_is_not_allowed_is_told_with_path_value_and_what_is() {
    for (pointer, value, path, allowed) in [
        ("/days", json!([]), "days", "contacts"),
        ("/office/capacity", json!(20), "office.capacity", "retention"),
        ("/office/retention", json!({ "numerator": 21, "denominator": 20 }), "office.retention.numerator", "20 まで"),
        ("/office/retention", json!({ "numerator": 20 }), "office.retention.denominator", "整数"),
        (
            "/office/capability",
            json!({ "treatment_improvement": "V-1" }),
            "office.capability.treatment_improvement",
            "\"I\"",
        ),
        ("/person/employed_on", json!("2024-02-30"), "person.employed_on", "暦にある日付"),
        ("/person/plan_missing_month", json!(0), "person.plan_missing_month", "1 から 999"),
        ("/person/burden_cap", json!("37200"), "person.burden_cap", "整数"),
        ("/contacts", json!([{ "date": "2024-10-08" }]), "contacts[0].means", "video"),
        ("/contacts", json!([{ "date": "2024-11-08", "means": "video" }]), "contacts[0].date", "2024-10"),
        (
            "/contacts",
            json!([{ "date": "2024-10-08", "means": "video", "billing": "yes" }]),
            "contacts[0].billing",
            "undecided",
        ),
        (
            "/person/job_changes",
            json!([{ "resigned_on": "2024-06-30", "re_employed_on": "2024-06-30" }]),
            "person.job_changes[0].re_employed_on",
            "2024-06-30 より後",
        ),
        ("/additions_state", json!("half"), "additions_state", "approved"),
    ] {
        let error = Document::from_value(with(pointer, value.clone())).unwrap_err();
        assert_eq!(error.path, path, "{value}");
        assert!(error.allowed.contains(allowed), "{path}: {}", error.allowed);
    }
}

#[test]
fn full_width_digits_are_read_as_digits() {
    let typed = document().to_string().replace("2024-10-08", "２０２４－１０－０８").replace("10.00", "１０．００");
    let result = |document: &Document| document.result(FeeTables::builtin());
    let plain = Document::from_value(document()).unwrap();
    assert_eq!(result(&Document::parse(&typed).unwrap()), result(&plain));
}

#[test]
fn the_schema_names_every_key_of_input_and_output() {
    let schema = case::schema();
    let keys = |value: &Value| value.as_object().unwrap().keys().cloned().collect::<BTreeSet<_>>();
    let output = Document::from_value(document()).unwrap().result(FeeTables::builtin()).output;
    let of_output = &schema["$defs"]["retention_output"];
    assert_eq!(keys(&output), keys(&of_output["properties"]));
    let required: BTreeSet<String> = serde_json::from_value(of_output["required"].clone()).unwrap();
    assert_eq!(keys(&output), required);
    let blocked = with("/person/card_locked", json!(false));
    let blocked = Document::from_value(blocked).unwrap().result(FeeTables::builtin()).output;
    let of_blocks = &of_output["properties"]["blocked_by"]["items"]["properties"];
    assert_eq!(keys(&blocked["blocked_by"][0]), keys(of_blocks));
    let of_input = &schema["$defs"]["retention_input"];
    for key in keys(&document()) {
        assert!(of_input["properties"].get(&key).is_some(), "{key}");
    }
    assert_eq!(
        schema["oneOf"].as_array().unwrap().iter().filter(|one| one["$ref"] == "#/$defs/retention_input").count(),
        1
    );
}

#[test]
fn a_cap_that_is_not_given_blocks_instead_of_counting_as_zero_yen() {
    let mut unknown = document();
    unknown["person"].as_object_mut().unwrap().remove("burden_cap");
    let result = Document::from_value(unknown).unwrap().result(FeeTables::builtin());
    assert!(result.blocks_claim);
    assert_eq!(result.output["blocked_by"][0]["code"], "burden_cap_missing");
    assert_eq!(result.output["benefit_claim"], 0);
    let zero = Document::from_value(with("/person/burden_cap", json!(0))).unwrap().result(FeeTables::builtin());
    assert!(!zero.blocks_claim);
    assert_eq!(zero.output["benefit_claim"], 35_120);
}

#[test]
fn a_missing_fact_is_named_by_the_words_of_this_service() {
    let result = Document::from_value(document()).unwrap().result(FeeTables::builtin());
    let words = "足りない項目: ほかの法人などからの利用開始(person.from_other_provider)";
    assert!(result.explanation.contains(words), "{}", result.explanation);
}

#[test]
fn the_document_made_of_the_facts_says_nothing_that_was_not_given() {
    let case = RetentionCase::from_value(document()).unwrap();
    let (month, burden) = case.facts();
    let again = RetentionCase::from_facts(&month, &burden).to_json();
    assert_eq!(again["person"], document()["person"]);
    assert_eq!(again["contacts"], document()["contacts"]);
}
