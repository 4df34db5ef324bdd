//! 報酬表.
use fees::b_type::RULES;
use fees::{FeeTables, TableError};
use std::path::{Path, PathBuf};

fn data() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data")
}

/// A copy of the data with one file changed.
fn changed(name: &str, file: &str, change: impl FnOnce(String) -> String) -> PathBuf {
    let folder = std::env::temp_dir().join(format!("tasuki-fees-{}-{name}", std::process::id()));
    for service in ["fees/b_type", "fees/retention"] {
        std::fs::create_dir_all(folder.join(service)).unwrap();
        for entry in std::fs::read_dir(data().join(service)).unwrap() {
            let entry = entry.unwrap();
            std::fs::copy(entry.path(), folder.join(service).join(entry.file_name())).unwrap();
        }
    }
    let tables = folder.join("fees/b_type");
    let text = std::fs::read_to_string(tables.join(file)).unwrap();
    std::fs::write(tables.join(file), change(text)).unwrap();
    folder
}

fn problems(name: &str, file: &str, change: impl FnOnce(String) -> String) -> Vec<&'static str> {
    let folder = changed(name, file, change);
    let problems = FeeTables::from_dir(&folder).unwrap().lint();
    std::fs::remove_dir_all(folder).unwrap();
    problems.into_iter().map(|problem| problem.code).collect()
}

#[test]
fn the_tables_in_the_program_are_those_of_the_folder_and_are_clean() {
    let read = FeeTables::from_dir(&data()).unwrap();
    assert_eq!(read.lint(), []);
    assert_eq!(FeeTables::builtin().lint(), []);
}

#[test]
fn every_rule_has_a_name_and_an_id_of_its_own() {
    let mut ids: Vec<&str> = RULES.iter().map(|rule| rule.id).collect();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), RULES.len());
    assert!(RULES.iter().all(|rule| rule.id.starts_with("b_type.") && !rule.name.is_empty()));
}

#[test]
fn lint_finds_rows_without_source_or_confidence() {
    let row = "その他,10.00,2006-04,2006-05,,\n";
    // The hole to the next row is told at that row, which stands earlier.
    assert_eq!(problems("source", "unit_prices.csv", |text| text + row), ["gap", "no_source", "no_confidence"]);
}

#[test]
fn lint_finds_ranges_that_overlap_or_run_backwards() {
    let overlapping = "その他,10.00,2024-05,,S,x\n";
    assert_eq!(problems("overlap", "unit_prices.csv", |text| text + overlapping), ["overlap"]);
    let backwards = "その他,10.00,2012-05,2012-04,S,x\n";
    assert_eq!(problems("inverted", "unit_prices.csv", |text| text + backwards), ["inverted_range"]);
}

#[test]
fn lint_forgives_a_hole_only_where_a_revision_was_not_found_whole() {
    let row = "その他,10.00,2012-04,2012-05,S,x\n";
    assert_eq!(problems("hole", "unit_prices.csv", |text| text + row), Vec::<&str>::new());
    let whole = |text: String| text.replace("平成26年度改定(消費税),no", "平成26年度改定(消費税),yes");
    let found = problems("whole", "eras.csv", whole);
    assert!(!found.is_empty() && found.iter().all(|code| *code == "gap"), "{found:?}");
}

#[test]
fn lint_finds_revisions_that_do_not_follow_each_other() {
    let late = |text: String| text.replace("2018-04,2019-09,", "2018-05,2019-09,");
    let found = problems("era", "eras.csv", late);
    assert!(found.contains(&"gap"), "{found:?}");
}

#[test]
fn lint_finds_codes_the_official_ranges_do_not_know() {
    let found = problems("code", "additions.csv", |text| text.replacen(",465050,", ",465999,", 1));
    assert_eq!(found, ["unknown_code"]);
}

#[test]
fn lint_finds_bands_that_overlap_and_bands_that_nobody_follows() {
    let wider =
        problems("band", "base_rates.csv", |text| text.replace("I,6:1,1,20,48000,,11,", "I,6:1,1,20,47000,,11,"));
    assert_eq!(wider, ["overlap"]);
    let late = problems("follow", "base_rates.csv", |text| text.replacen(",461000,2026-06,,", ",461000,2026-07,,", 1));
    assert_eq!(late, ["gap"]);
}

#[test]
fn lint_finds_a_decision_code_that_is_not_the_official_one() {
    assert_eq!(
        problems("decision", "additions.csv", |text| text.replacen(",460932,", ",461000,", 1)),
        ["decision_code"]
    );
}

#[test]
fn lint_finds_one_code_with_two_numbers_of_units() {
    let found = problems("units", "additions.csv", |text| text.replacen(",466035,", ",466037,", 1));
    assert_eq!(found, ["code_units"]);
}

#[test]
fn lint_finds_a_variant_of_an_unknown_base() {
    let found = problems("base", "variants.csv", |text| text.replacen("462001,P,", "462009,P,", 1));
    assert_eq!(found, ["unknown_base"]);
}

#[test]
fn an_unreadable_cell_is_named_with_file_line_and_column() {
    let folder = changed("cell", "limits.csv", |text| text.replace("times_a_month,4,", "times_a_month,four,"));
    let error = FeeTables::from_dir(&folder).unwrap_err();
    std::fs::remove_dir_all(folder).unwrap();
    assert!(matches!(&error, TableError::Cell { line: 3, column: "value", .. }), "{error:?}");
    assert!(error.to_string().contains("fees/b_type/limits.csv の 3 行目、列「value」の「four」"), "{error}");
}

#[test]
fn a_missing_file_a_missing_column_and_a_short_row_are_named() {
    assert!(matches!(FeeTables::from_dir(Path::new("/nowhere")), Err(TableError::File { .. })));
    let folder = changed("column", "limits.csv", |text| text.replace("value", "val"));
    assert!(matches!(FeeTables::from_dir(&folder), Err(TableError::Column { column: "value", .. })));
    std::fs::remove_dir_all(folder).unwrap();
    let folder = changed("shape", "limits.csv", |text| text + "b_type.absence,x\n");
    assert!(matches!(FeeTables::from_dir(&folder), Err(TableError::Shape { line: 13, .. })));
    std::fs::remove_dir_all(folder).unwrap();
}

#[test]
fn unit_prices_go_by_area_class_and_month() {
    let tables = FeeTables::builtin();
    let month = "2024-07".parse().unwrap();
    for (area, price) in [("特別区", 11_140), ("3級地", 10_860), ("その他", 10_000)] {
        let row = tables.unit_price(area, month).unwrap();
        assert_eq!((row.price.milli_yen(), row.verified), (price, true));
    }
    let missing = tables.unit_price("8級地", month).unwrap_err();
    assert_eq!(missing.code, "fee_row_missing");
    assert!(missing.how_to_fix.contains("3級地"));
    let older = tables.unit_price("3級地", "2024-03".parse().unwrap()).unwrap();
    assert_eq!((older.price.milli_yen(), older.verified), (10_860, false));
    let seed = tables.unit_price("名古屋市", "2012-04".parse().unwrap()).unwrap();
    assert_eq!((seed.price.milli_yen(), seed.verified), (10_600, true));
    assert!(tables.unit_price("3級地", "2012-04".parse().unwrap()).is_err());
}

#[test]
fn code_names_go_by_month() {
    let tables = FeeTables::builtin();
    let name =
        |code: &str, month: &str| tables.code_name(&code.parse().unwrap(), month.parse().unwrap()).map(str::to_owned);
    assert_eq!(name("462980", "2026-05").as_deref(), Some("就継ＢⅠ１１"));
    assert_eq!(name("462980", "2026-06").as_deref(), Some("就継ＢⅠ１改定外１"));
    assert_eq!(name("462887", "2024-06").as_deref(), Some("就継ＢⅢ１８・地公体・未計画１"));
    assert_eq!(name("463340", "2026-05"), None);
    assert_eq!(tables.income_cap("一般1", "2024-07".parse().unwrap()), Some(kernel::Yen(9_300)));
    assert_eq!(tables.standard_days("2028-02".parse().unwrap()), 21);
}
