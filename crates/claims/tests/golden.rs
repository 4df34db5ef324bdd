//! Golden cases: each `tests/golden/NAME.json` gives what `NAME.expected.json` says, to the unit and the yen.
#![allow(clippy::unwrap_used)]
use claims::case::{Case, CommunityCase, Document, RetentionCase};
use fees::FeeTables;
use serde_json::Value;
use std::fs;
use std::path::PathBuf;

/// The worked claims of the fee rules that must never go missing.
const WORKED: [&str; 16] = [
    "GC01a", "GC01b", "GC02", "GC03a", "GC03b", "GC04", "GC05", "GC06a", "GC06b", "GC07", "GC08", "GC09", "GC10a",
    "GC10b", "GC11", "GC12",
];

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../tests/golden")
}

fn names() -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter_map(|name| name.strip_suffix(".expected.json").map(str::to_owned))
        .collect();
    names.sort();
    names
}

fn result(name: &str) -> Value {
    let text = fs::read_to_string(folder().join(format!("{name}.json"))).unwrap();
    let document = Document::parse(&text).unwrap_or_else(|error| panic!("{name}: {error}"));
    document.result(FeeTables::builtin()).output
}

fn expected(name: &str) -> Value {
    serde_json::from_str(&fs::read_to_string(folder().join(format!("{name}.expected.json"))).unwrap()).unwrap()
}

#[test]
fn every_golden_case_comes_out_to_the_unit_and_the_yen() {
    for name in names() {
        let (result, expected) = (result(&name), expected(&name));
        for (key, wanted) in expected.as_object().unwrap() {
            match key.as_str() {
                "lines" => same_list(&result[key], wanted, "code", &format!("{name} {key}")),
                "blocked_by" => same_list(&result[key], wanted, "code", &format!("{name} {key}")),
                "not_applied" => told(&result[key], wanted, "rule", &format!("{name} {key}")),
                "findings" => told(&result[key], wanted, "code", &format!("{name} {key}")),
                _ => assert_eq!(&result[key], wanted, "{name} {key}"),
            }
        }
    }
}

/// The same entries in the same order, each with the items it is said to have.
fn same_list(found: &Value, wanted: &Value, key: &str, place: &str) {
    let (found, wanted) = (found.as_array().unwrap(), wanted.as_array().unwrap());
    let keys = |list: &[Value]| list.iter().map(|entry| entry[key].to_string()).collect::<Vec<_>>();
    assert_eq!(keys(found), keys(wanted), "{place}");
    for (entry, wanted) in found.iter().zip(wanted) {
        same_items(entry, wanted, place);
    }
}

/// Each entry is among those found, with the items it is said to have.
fn told(found: &Value, wanted: &Value, key: &str, place: &str) {
    for wanted in wanted.as_array().unwrap() {
        let entry = found.as_array().unwrap().iter().find(|entry| entry[key] == wanted[key]);
        same_items(entry.unwrap_or_else(|| panic!("{place}: {} is not told", wanted[key])), wanted, place);
    }
}

fn same_items(entry: &Value, wanted: &Value, place: &str) {
    for (item, value) in wanted.as_object().unwrap() {
        assert_eq!(&entry[item], value, "{place} {item}");
    }
}

#[test]
fn the_worked_claims_are_all_there_and_say_every_amount() {
    let names = names();
    for name in WORKED {
        assert!(names.iter().any(|found| found == name), "{name} is missing");
        let expected = expected(name);
        for key in
            ["lines", "total_units", "unit_price", "total_cost", "ten_percent", "decided_burden", "benefit_claim"]
        {
            assert!(expected.get(key).is_some(), "{name} does not say {key}");
        }
    }
}

/// The worked cases of 就労定着支援 that must never go missing.
const RETENTION: [&str; 20] = [
    "g1",
    "g2",
    "g3-2024-05",
    "g3-2024-06",
    "g3-2024-07",
    "g3-2024-08",
    "g4a-phone-and-mail-only",
    "g4b-report-not-shared",
    "g4c-employer-not-told",
    "g4d-video",
    "g5-2025-02",
    "g5-2025-03",
    "g6-1-billing-undecided",
    "g6-2-card-unlocked",
    "g6-3-additions-missing",
    "g6-4-additions-pending",
    "g6-5-claimable-without-plan",
    "g7",
    "fifth-conference",
    "second-job-change",
];

#[test]
fn the_worked_cases_of_retention_are_all_there_and_say_where_the_person_stands() {
    for name in RETENTION {
        let expected = expected(&format!("retention-{name}"));
        for key in
            ["lines", "total_cost", "benefit_claim", "category", "first_usable_on", "last_usable_on", "claimable"]
        {
            assert!(expected.get(key).is_some(), "{name} does not say {key}");
        }
    }
}

#[test]
fn what_is_refused_or_not_paid_is_explained_in_the_words_of_the_result() {
    let mut told = 0;
    for name in names().iter().filter(|name| name.starts_with("retention-")) {
        let text = fs::read_to_string(folder().join(format!("{name}.json"))).unwrap();
        let result = Document::parse(&text).unwrap().result(FeeTables::builtin());
        assert_eq!(result.blocks_claim, result.output["claimable"] == Value::Bool(false), "{name}");
        let expected = expected(name);
        for list in ["blocked_by", "not_applied"] {
            for entry in expected.get(list).and_then(Value::as_array).into_iter().flatten() {
                let reason = entry["reason"].as_str().unwrap();
                assert!(result.explanation.contains(reason), "{name}: `{reason}` is not explained");
                told += 1;
            }
        }
    }
    assert!(told >= 20, "{told} reasons");
}

#[test]
fn a_golden_case_survives_the_way_through_the_facts() {
    for name in names() {
        let text = fs::read_to_string(folder().join(format!("{name}.json"))).unwrap();
        match Document::parse(&text).unwrap() {
            Document::BType(case) => {
                let facts = case.facts();
                let again = Case::from_facts(&facts.0, &facts.1).to_json().to_string();
                let reread = Case::parse(&again).unwrap_or_else(|error| panic!("{name}: {error}"));
                assert_eq!(reread.facts(), facts, "{name}");
            }
            Document::Retention(case) => {
                let facts = case.facts();
                let again = RetentionCase::from_facts(&facts.0, &facts.1).to_json().to_string();
                let reread = RetentionCase::parse(&again).unwrap_or_else(|error| panic!("{name}: {error}"));
                assert_eq!(reread.facts(), facts, "{name}");
            }
            Document::Community(case) => {
                let reread =
                    CommunityCase::from_value(case.to_json()).unwrap_or_else(|error| panic!("{name}: {error}"));
                assert_eq!((reread.facts(), reread.burden()), (case.facts(), case.burden()), "{name}");
            }
        }
    }
}
