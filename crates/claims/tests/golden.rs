//! Golden cases: each `tests/golden/NAME.json` gives what `NAME.expected.json` says, to the unit and the yen.
#![allow(clippy::unwrap_used)]
use claims::case::{self, Case};
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
    let case = Case::parse(&text).unwrap_or_else(|error| panic!("{name}: {error}"));
    let (month, burden) = case.facts();
    case::output_json(&claims::assess(FeeTables::builtin(), &month, &burden))
}

fn expected(name: &str) -> Value {
    serde_json::from_str(&fs::read_to_string(folder().join(format!("{name}.expected.json"))).unwrap()).unwrap()
}

#[test]
fn every_golden_case_comes_out_to_the_unit_and_the_yen() {
    for name in names() {
        let (result, expected) = (result(&name), expected(&name));
        for (key, wanted) in expected.as_object().unwrap() {
            if key == "lines" {
                let lines = result["lines"].as_array().unwrap();
                let wanted = wanted.as_array().unwrap();
                let codes = |lines: &[Value]| lines.iter().map(|line| line["code"].to_string()).collect::<Vec<_>>();
                assert_eq!(codes(lines), codes(wanted), "{name}");
                for (line, wanted) in lines.iter().zip(wanted) {
                    for (item, value) in wanted.as_object().unwrap() {
                        assert_eq!(&line[item], value, "{name} {} {item}", line["code"]);
                    }
                }
            } else {
                assert_eq!(&result[key], wanted, "{name} {key}");
            }
        }
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

#[test]
fn a_golden_case_survives_the_way_through_the_facts() {
    for name in names() {
        let text = fs::read_to_string(folder().join(format!("{name}.json"))).unwrap();
        let (month, burden) = Case::parse(&text).unwrap().facts();
        let again = Case::from_facts(&month, &burden);
        let reread = Case::parse(&again.to_json().to_string()).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(reread.facts(), (month, burden), "{name}");
    }
}
