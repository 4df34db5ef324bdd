//! サービスコード表の取込. Names and units of the sheets are invented or altered.
#![allow(clippy::unwrap_used)]
use fees::b_type::facts::ServiceMonth;
use fees::import::{self, Import};
use fees::{FeeTables, b_type};
use kernel::{Month, Units};
use proptest::prelude::*;

const SOURCE: &str = "invented.csv (SHA-256 00ff)";

fn month(text: &str) -> Month {
    text.parse().unwrap()
}

fn sheet(lines: &[&str]) -> Vec<Vec<String>> {
    lines.iter().map(|line| line.split('|').map(str::to_owned).collect()).collect()
}

const HEADING: &str = "サービスコード|サービス内容略称|合成単位数|算定単位";

fn read(lines: &[&str]) -> Import {
    let mut all = vec![HEADING];
    all.extend(lines);
    import::read(FeeTables::builtin(), &sheet(&all), month("2024-06"), SOURCE)
}

fn problems(import: &Import) -> Vec<(&str, Option<u32>)> {
    import.problems.iter().map(|problem| (problem.code.as_str(), problem.place.line)).collect()
}

fn attended(text: &str, class: &str, wage: u32) -> ServiceMonth {
    serde_json::from_value(serde_json::json!({
        "service_month": text,
        "office": { "operator": "public", "capacity": 20, "fee_class": class, "average_wage_yen": wage },
        "person": { "plan_missing_month": 1 }, "month": {}, "manual_lines": [],
        "days": [{ "day": 3, "start": "10:00" }]
    }))
    .unwrap()
}

#[test]
fn a_heading_over_two_rows_and_full_width_codes_are_understood() {
    let rows = sheet(&[
        "令和6年 就労継続支援Ｂ型||||",
        "サービスコード||サービス内容略称|合成|算定",
        "種類|項目||単位数|単位",
        "４６|２８８７|試験の名前|３３１|１日につき",
        "|Ｚ０３４|試験の減算||１月につき",
        "45|1111|Ａ型の行|500|1日につき",
    ]);
    let import = import::read(FeeTables::builtin(), &rows, month("2024-06"), SOURCE);
    assert_eq!(import.problems, []);
    let codes: Vec<_> = import.accepted.iter().map(|row| (row.code.as_str(), row.units, row.line)).collect();
    assert_eq!(codes, [("462887", Some(Units(331)), 4), ("46Z034", None, 5)]);
    assert_eq!(import.other_services, 1);
    assert_eq!(import.accepted[0].calc_unit, "１日につき");
}

#[test]
fn a_file_without_heading_and_one_without_b_type_rows_are_told() {
    let none = import::read(FeeTables::builtin(), &sheet(&["a|b", "462887|x|331|"]), month("2024-06"), SOURCE);
    assert_eq!(problems(&none), [("code_table_header", None)]);
    assert_eq!(problems(&read(&["451111|Ａ型|500|"])), [("code_table_empty", None)]);
}

#[test]
fn every_bad_cell_is_told_with_line_column_and_remedy() {
    let import = read(&[
        "462887||331|",
        "462888|試験|三三一|",
        "462001|試験|748.5|",
        "46999|試験|10|",
        "465999|試験|10|",
        "462013|試験|716|",
        "462013|試験|717|",
        "462025|試験||",
        "Z034|種類が落ちた行|10|",
        "注 1|表の下の注記||",
    ]);
    let told = [
        ("code_name_empty", Some(2)),
        ("code_units", Some(3)),
        ("code_units", Some(4)),
        ("code_shape", Some(5)),
        ("code_out_of_range", Some(6)),
        ("code_twice", Some(8)),
        ("code_units", Some(9)),
        ("code_shape", Some(10)),
    ];
    assert_eq!(problems(&import), told);
    assert!(import.problems.iter().all(|problem| problem.place.item.is_some() && !problem.how_to_fix.is_empty()));
    assert_eq!(import.problems[0].place.text, "2行目 サービス内容略称");
    assert_eq!(import.accepted.len(), 1);
}

#[test]
fn months_of_validity_are_read_and_bound_to_the_revision() {
    let heading = "サービスコード|サービス内容略称|合成単位数|適用開始|適用終了";
    let rows = sheet(&[
        heading,
        "462887|試験|331|20240401|99999999",
        "462001|試験|748|2025年4月|2026/03",
        "462013|試験|716|||",
        "462025|試験|669|2024-07|2024-06",
        "462037|試験|649|来月|",
    ]);
    let import = import::read(FeeTables::builtin(), &rows, month("2024-06"), SOURCE);
    let periods: Vec<_> = import.accepted.iter().map(|row| (row.valid_from.to_string(), row.valid_to)).collect();
    let from = |text: &str| (text.to_owned(), None);
    assert_eq!(periods, [from("2024-06"), ("2025-04".to_owned(), Some(month("2026-03"))), from("2024-06")]);
    assert_eq!(problems(&import), [("code_period", Some(5)), ("code_month", Some(6))]);
}

#[test]
fn the_difference_shows_names_units_and_codes_that_were_unknown() {
    let import = read(&[
        "462887|就継ＢⅢ１８・地公体・未計画１|331|",
        "462001|就継ＢⅡ１１|749|",
        "465250|試験|12|",
        "465142|試験|12|",
    ]);
    assert_eq!(problems(&import), [("code_out_of_range", Some(4))]);
    assert_eq!(import.confirmed, 1);
    let changes: Vec<_> = import
        .difference
        .iter()
        .map(|change| (change.code.as_str(), change.before.as_ref().and_then(|known| known.units), change.after.units))
        .collect();
    assert_eq!(changes, [("462001", Some(Units(748)), Some(Units(749))), ("465142", None, Some(Units(12)))]);
}

/// What our own tables say, written out and read in again, changes nothing.
#[test]
fn a_table_exported_from_our_own_codes_changes_nothing() {
    let tables = FeeTables::builtin();
    for text in ["2012-04", "2016-01", "2022-04", "2024-06", "2026-06"] {
        let rows = import::export(tables, month(text));
        let import = import::read(tables, &rows, month(text), SOURCE);
        assert_eq!(import.problems, [], "{text}");
        assert_eq!(import.accepted.len(), rows.len() - 1, "{text}");
        assert_eq!(import.difference, [], "{text}");
        let after = tables.with_codes(&import.accepted);
        assert_eq!(import::export(&after, month(text)), rows, "{text}");
        assert_eq!(import::export(&after, month("2025-09")), import::export(tables, month("2025-09")), "{text}");
    }
}

#[test]
fn an_imported_row_takes_the_place_of_an_inferred_one_and_is_verified() {
    let tables = FeeTables::builtin();
    let facts = attended("2024-06", "III", 8_000);
    let before = b_type::assess(tables, &facts);
    assert_eq!((before.lines[0].units.0, before.lines[0].verified), (331, false));
    let import = read(&["462887|試験の略称|330|1日につき"]);
    let after = b_type::assess(&tables.with_codes(&import.accepted), &facts);
    let line = &after.lines[0];
    assert_eq!(
        (line.code_text(), line.name.as_ref(), line.units.0, line.verified),
        ("462887", "試験の略称", 330, true)
    );
    assert!(after.steps.iter().any(|step| step.source == SOURCE));
    // The month before the revision keeps what it had.
    let earlier = attended("2024-05", "III", 8_000);
    assert_eq!(b_type::assess(&tables.with_codes(&import.accepted), &earlier), b_type::assess(tables, &earlier));
}

#[test]
fn imported_units_decide_which_code_is_which_tier() {
    let tables = FeeTables::builtin();
    let import = read(&["465060|試験Ⅰ|51|", "465061|試験Ⅱ|41|"]);
    let after = tables.with_codes(&import.accepted);
    let mut facts = attended("2024-06", "III", 8_000);
    facts.office.capability.visual_hearing_support = Some(1);
    let result = b_type::assess(&after, &facts);
    let line = result.lines.iter().find(|line| line.rule == "b_type.visual_hearing_support").unwrap();
    assert_eq!((line.code_text(), line.units.0, line.verified), ("465060", 51, true));
    // Units that fit no tier leave the row as it was.
    let import = read(&["465060|試験|77|", "465061|試験|78|"]);
    let result = b_type::assess(&tables.with_codes(&import.accepted), &facts);
    let line = result.lines.iter().find(|line| line.rule == "b_type.visual_hearing_support").unwrap();
    assert_eq!((line.code_text(), line.units.0, line.verified), ("465061", 51, false));
}

#[test]
fn a_code_known_only_by_its_range_becomes_known() {
    let tables = FeeTables::builtin();
    let import = read(&["466775|試験の体制|17|"]);
    let after = tables.with_codes(&import.accepted);
    let code = "466775".parse().unwrap();
    assert_eq!(tables.code(&code, month("2024-06")).unwrap().units, None);
    let entry = after.code(&code, month("2024-06")).unwrap();
    assert_eq!((entry.name, entry.units, entry.verified), ("試験の体制", Some(Units(17)), true));
    assert!(!after.code(&code, month("2024-05")).unwrap().verified);
    assert_eq!(after.lint(), []);
}

#[test]
fn a_type_column_whose_type_is_missing_does_not_lose_a_row() {
    let rows = sheet(&["種類|項目|サービス内容略称|合成単位数", "|2887|試験|331", "|462887|試験|331"]);
    let import = import::read(FeeTables::builtin(), &rows, month("2024-06"), SOURCE);
    assert_eq!(problems(&import), [("code_shape", Some(2))]);
    assert_eq!(import.accepted.len(), 1);
}

proptest! {
    /// Whatever stands in the cells: an answer, and only whole rows are accepted.
    #[test]
    fn any_cells_are_answered(
        rows in prop::collection::vec(prop::collection::vec("[0-9A-Z４６Ｚ三 ,.月年-]{0,8}", 0..7), 0..12),
        heading in prop::bool::ANY,
    ) {
        let mut all = if heading { sheet(&["種類|項目|サービス内容略称|合成単位数|算定単位|適用開始|適用終了"]) } else { Vec::new() };
        all.extend(rows);
        let import = import::read(FeeTables::builtin(), &all, month("2024-06"), SOURCE);
        for row in &import.accepted {
            prop_assert!(row.code.as_str().starts_with("46") && !row.name.is_empty());
            prop_assert!(row.valid_to.is_none_or(|to| row.valid_from <= to));
        }
        prop_assert!(import.problems.iter().all(|problem| !problem.what.is_empty() && !problem.how_to_fix.is_empty()));
    }
}

proptest! {
    // Each case builds the tables anew.
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// Taking over any altered units shows them, and shows them in the lines that use the code.
    #[test]
    fn altered_units_come_out_in_the_claim(units in 1_i64..2_000) {
        let tables = FeeTables::builtin();
        let import = read(&[&format!("462887|試験|{units}|")]);
        let result = b_type::assess(&tables.with_codes(&import.accepted), &attended("2024-06", "III", 8_000));
        prop_assert_eq!(result.total_units, Units(units));
        prop_assert_eq!(import.difference.len(), 1);
    }
}
