//! 就労定着支援のコード表の取込. Codes of the sheets are invented: none of them is an official one.
#![allow(clippy::unwrap_used)]
use fees::FeeTables;
use fees::import::{self, Import};
use fees::retention::{self, facts::ServiceMonth};
use kernel::{Month, ServiceCode};
use serde_json::json;

const SOURCE: &str = "invented-47.csv (SHA-256 00ff)";
const HEADING: &str = "サービスコード|サービス内容略称|合成単位数|算定単位";

fn month(text: &str) -> Month {
    text.parse().unwrap()
}

fn sheet(lines: &[&str]) -> Vec<Vec<String>> {
    lines.iter().map(|line| line.split('|').map(str::to_owned).collect()).collect()
}

fn read(lines: &[&str]) -> Import {
    let mut all = vec![HEADING];
    all.extend(lines);
    import::read(FeeTables::builtin(), &sheet(&all), month("2024-06"), SOURCE)
}

fn codes(import: &Import) -> Vec<(&str, &str)> {
    let found = import.retention.iter().flat_map(|report| &report.found);
    found.map(|found| (found.name, found.code.as_str())).collect()
}

fn problems(import: &Import) -> Vec<&str> {
    import.problems.iter().map(|problem| problem.code.as_str()).collect()
}

fn facts(text: &str) -> ServiceMonth {
    serde_json::from_value(json!({
        "service_month": text,
        "office": { "retention": { "numerator": 19, "denominator": 20 }, "users": 10,
            "capability": { "results_structure": true, "treatment_improvement": "I" } },
        "person": { "employed_on": "2023-04-01", "contract_on": "2023-10-01", "card_locked": true },
        "contacts": [{ "date": format!("{text}-10"), "means": "face_to_face", "billing": "base" }],
        "report_shared_on": format!("{text}-20"), "additions_state": "approved"
    }))
    .unwrap()
}

fn claimed(tables: &FeeTables, text: &str) -> Vec<(String, Option<String>, bool)> {
    let result = retention::assess(tables, &facts(text));
    assert!(result.claimable, "{:?}", result.blocked_by);
    let line = |line: &fees::Line| {
        (line.name.clone().into_owned(), line.code.as_ref().map(ServiceCode::to_string), line.verified)
    };
    result.assessment.lines.iter().map(line).collect()
}

#[test]
fn rows_find_their_slot_by_name_and_units_whatever_the_width() {
    let import =
        read(&["４７ＺＺ０１|就労定着支援　就労定着率９５％ 以上|３，５１２|１月につき", "47ZZ02|初期 加算|900|"]);
    assert_eq!(codes(&import), [("就労定着支援 就労定着率95%以上", "47ZZ01"), ("初期加算", "47ZZ02")]);
    assert_eq!(import.accepted.len(), 2);
    assert_eq!(import.difference.len(), 2);
    assert_eq!(import.other_services, 0);
}

#[test]
fn a_row_whose_units_differ_finds_nothing_and_is_listed_beside_the_open_slots() {
    let import = read(&["47ZZ01|就労定着支援 就労定着率95%以上|3500|", "47ZZ02|別の名前|3348|"]);
    assert_eq!(codes(&import), []);
    assert!(import.accepted.is_empty());
    let report = import.retention.as_ref().unwrap();
    assert_eq!(report.unmatched.len(), 2);
    let open = |name: &str| report.open.iter().find(|slot| slot.name == name).unwrap();
    assert_eq!(open("就労定着支援 就労定着率95%以上").same_units, []);
    // The same number is a hint for a person, never a code.
    assert_eq!(open("就労定着支援 就労定着率90%以上95%未満").same_units, ["47ZZ02".parse().unwrap()]);
    assert_eq!(problems(&import), ["slots_open"]);
    assert!(import.problems[0].what.contains("就労定着支援 就労定着率95%以上"));
}

#[test]
fn every_open_slot_of_the_revision_is_told() {
    let tables = FeeTables::builtin();
    let import = read(&["47ZZ01|就労定着支援 就労定着率95%以上|3512|"]);
    let report = import.retention.as_ref().unwrap();
    let all = tables.retention().slots(month("2024-06")).count();
    assert_eq!(report.open.len() + report.found.len(), all);
    let whole: Vec<String> = tables
        .retention()
        .slots(month("2024-06"))
        .enumerate()
        .map(|(at, slot)| {
            let units = slot.units.map(|units| units.0.to_string()).unwrap_or_default();
            format!("47Z{at:03}|{}|{units}|", slot.name)
        })
        .collect();
    let whole = read(&whole.iter().map(String::as_str).collect::<Vec<_>>());
    assert_eq!(problems(&whole), [""; 0]);
    assert_eq!(whole.accepted.len(), all);
    let after = tables.with_codes(&whole.accepted);
    assert!(after.retention().slots(month("2024-06")).all(|slot| slot.code.is_some() && slot.verified()));
    assert_eq!(after.lint(), []);
}

#[test]
fn two_rows_of_one_slot_or_two_slots_of_one_code_are_not_decided_here() {
    let twice = read(&["47ZZ01|就労定着支援 就労定着率95%以上|3512|", "47ZZ02|就労定着支援 就労定着率95%以上|3512|"]);
    assert_eq!(codes(&twice), []);
    assert_eq!(problems(&twice), ["slot_ambiguous", "slot_ambiguous", "slots_open"]);
    let shared = read(&["47ZZ01|就労定着支援 就労定着率95%以上|3512|", "47ZZ01|初期加算|900|"]);
    assert_eq!(codes(&shared), []);
}

#[test]
fn imported_codes_stand_in_the_lines_from_the_month_of_the_revision() {
    let tables = FeeTables::builtin();
    let import = read(&[
        "47ZZ01|就労定着支援 就労定着率95%以上|3512|",
        "47ZZ03|就労定着実績体制加算|300|",
        "47ZZ04|福祉・介護職員等処遇改善加算（Ⅰ）||",
    ]);
    let after = tables.with_codes(&import.accepted);
    let coded: Vec<_> = claimed(&after, "2024-07").into_iter().map(|(_, code, verified)| (code, verified)).collect();
    let code = |text: &str| Some(text.to_owned());
    assert_eq!(coded, [(code("47ZZ01"), true), (code("47ZZ03"), true), (code("47ZZ04"), true)]);
    assert!(claimed(&after, "2024-05").iter().all(|(_, code, _)| code.is_none()), "the months before keep theirs");
    assert!(claimed(tables, "2024-07").iter().all(|(_, code, _)| code.is_none()));
    let known = after.code(&"47ZZ03".parse().unwrap(), month("2024-07")).unwrap();
    assert_eq!((known.name, known.verified, known.decision_code), ("就労定着実績体制加算", true, "471000"));
    assert_eq!(after.code(&"47ZZ03".parse().unwrap(), month("2024-05")), None);
}

#[test]
fn a_later_table_changes_a_code_from_its_month_on() {
    let tables = FeeTables::builtin();
    let first = tables.with_codes(&read(&["47ZZ01|就労定着支援 就労定着率95%以上|3512|"]).accepted);
    let rows = sheet(&[HEADING, "47ZZ77|就労定着支援 就労定着率95%以上|3512|"]);
    let second = import::read(&first, &rows, month("2026-06"), SOURCE);
    let after = first.with_codes(&second.accepted);
    let code = |text: &str| claimed(&after, text)[0].1.clone().unwrap();
    assert_eq!((code("2026-05").as_str(), code("2026-06").as_str()), ("47ZZ01", "47ZZ77"));
    assert_eq!(after.lint(), []);
}

#[test]
fn what_was_taken_in_can_be_written_out_and_read_again() {
    let tables = FeeTables::builtin();
    let after = tables
        .with_codes(&read(&["47ZZ01|就労定着支援 就労定着率95%以上|3512|", "47ZZ05|情報公表未報告減算||"]).accepted);
    let rows = import::export(&after, month("2024-06"));
    let again = import::read(tables, &rows, month("2024-06"), SOURCE);
    assert_eq!(codes(&again), [("就労定着支援 就労定着率95%以上", "47ZZ01"), ("情報公表未報告減算", "47ZZ05")]);
}

#[test]
fn a_workbook_with_a_sheet_of_each_service_gives_both() {
    let tables = FeeTables::builtin();
    let b_type = sheet(&[HEADING, "462887|試験の名前|331|1日につき", "462888|試験の名前|300|1日につき"]);
    let retention = sheet(&[HEADING, "47ZZ01|就労定着支援 就労定着率95%以上|3512|"]);
    let remarks = sheet(&["注意書き", "コードはありません"]);
    for sheets in [[b_type.clone(), retention.clone(), remarks.clone()], [remarks, retention.clone(), b_type]] {
        let import = import::read_sheets(tables, &sheets, month("2024-06"), SOURCE).unwrap();
        assert_eq!(codes(&import), [("就労定着支援 就労定着率95%以上", "47ZZ01")]);
        assert!(import.accepted.iter().any(|row| row.code.as_str() == "462887"));
    }
    let alone = import::read_sheets(tables, &[retention], month("2024-06"), SOURCE).unwrap();
    assert_eq!(alone.accepted.len(), 1);
    assert_eq!(import::read_sheets(tables, &[], month("2024-06"), SOURCE), None);
}

#[test]
fn a_table_of_b_type_alone_says_nothing_of_the_other_service() {
    let import = read(&["462887|試験の名前|331|"]);
    assert_eq!(import.retention, None);
    assert_eq!(problems(&import), [""; 0]);
}

#[test]
fn a_row_without_a_name_is_a_problem_and_takes_no_slot() {
    let import = read(&["47ZZ01||3512|", "47ZZ02|初期加算|900|"]);
    assert_eq!(codes(&import), [("初期加算", "47ZZ02")]);
    assert_eq!(problems(&import), ["code_name_empty", "slots_open"]);
}
