//! Golden cases: every `tests/golden/NAME.json` gives what `NAME.expected.json` says, down to the unit and the yen.
#![allow(clippy::unwrap_used)]
mod common;
use common::{repository, tasuki};
use serde_json::Value;
use std::fs;

#[test]
fn every_golden_case_comes_out_exactly() {
    let mut names: Vec<String> = fs::read_dir(repository("tests/golden"))
        .unwrap()
        .filter_map(|entry| {
            entry.unwrap().file_name().into_string().unwrap().strip_suffix(".expected.json").map(ToOwned::to_owned)
        })
        .collect();
    names.sort();
    assert!(names.len() >= 10, "the golden cases are gone");
    let wrong: Vec<String> = names.iter().flat_map(|name| differences(name)).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn differences(name: &str) -> Vec<String> {
    let case = repository("tests/golden").join(format!("{name}.json"));
    let run = tasuki(&["assess", case.to_str().unwrap()], b"");
    if run.said.is_empty() {
        return vec![format!("{name}: {}", run.complained)];
    }
    let result: Value = serde_json::from_str(&run.said).unwrap();
    let expected = fs::read_to_string(repository("tests/golden").join(format!("{name}.expected.json"))).unwrap();
    let expected: Value = serde_json::from_str(&expected).unwrap();
    let mut wrong = Vec::new();
    for (key, wanted) in expected.as_object().unwrap() {
        let came = if key == "lines" { &amounts(&result["lines"]) } else { &result[key] };
        if came != wanted {
            wrong.push(format!("{name}: {key} is {came} and should be {wanted}"));
        }
    }
    wrong
}

/// The lines without their names, days and marks.
fn amounts(lines: &Value) -> Value {
    let keys = ["code", "units", "count", "service_units"];
    let row = |line: &Value| keys.iter().map(|key| ((*key).to_owned(), line[*key].clone())).collect();
    lines.as_array().unwrap().iter().map(|line| Value::Object(row(line))).collect()
}
