//! データの検査 on our own tables, and on copies of them with one thing broken.
#![allow(clippy::unwrap_used)]
mod common;
use common::xtask;
use std::fs;
use std::path::{Path, PathBuf};

#[test]
fn our_own_tables_and_cases_are_in_order() {
    let run = xtask(&["check-data"]);
    assert!(run.passed, "{}", run.words);
}

#[test]
fn a_row_without_a_source_is_named_with_file_and_line() {
    let root = Copy::new("no-source");
    root.edit("data/fees/b_type/unit_prices.csv", ",S,一単位の単価(告示第539号)。特別区は一級地の区分", ",S,");
    root.fails_with("fees/b_type/unit_prices.csv:4: 出典(source)がありません");
}

#[test]
fn a_calendar_row_without_a_source_is_named_too() {
    let root = Copy::new("no-calendar-source");
    root.edit("data/calendar/holidays.csv", "2024-01-01,元日,内閣府「国民の祝日」(2024年),K", "2024-01-01,元日,,K");
    root.fails_with("calendar/holidays.csv:2: no source");
}

#[test]
fn two_rows_of_one_key_in_the_same_month_overlap() {
    let root = Copy::new("overlap");
    let row = "1級地,11.14,2024-04,,S,";
    root.edit("data/fees/b_type/unit_prices.csv", row, &format!("1級地,11.20,2025-04,,S,後の告示\n{row}"));
    root.fails_with("「1級地」の有効期間が");
}

#[test]
fn a_range_that_ends_before_it_begins_is_broken() {
    let root = Copy::new("inverted");
    root.edit("data/fees/b_type/unit_prices.csv", "1級地,11.14,2024-04,,S,", "1級地,11.14,2024-04,2024-03,S,");
    root.fails_with("終わりが始まりより前です");
}

#[test]
fn months_between_two_rows_without_a_row_are_a_gap() {
    let root = Copy::new("gap");
    let row = "1級地,11.14,2024-04,";
    root.edit(
        "data/fees/b_type/unit_prices.csv",
        &format!("{row},S,"),
        &format!("{row}2024-05,S,前の告示\n1級地,11.14,2024-08,,S,"),
    );
    root.fails_with("行のない月があります");
}

#[test]
fn a_pack_with_a_failing_test_or_a_hole_in_the_day_is_named() {
    let root = Copy::new("pack-test");
    root.edit("data/municipal/kamakura.toml", "amount = 735", "amount = 736");
    root.fails_with("municipal/kamakura.toml: test D08");
    let root = Copy::new("pack-hole");
    root.edit("data/municipal/otaki.toml", "[[\"08:00\", \"18:00\"]]", "[[\"09:00\", \"18:00\"]]");
    root.fails_with("otaki.toml:");
}

#[test]
fn a_code_outside_the_official_ranges_is_unknown() {
    let root = Copy::new("unknown-code");
    root.edit(
        "data/fees/b_type/additions.csv",
        ",466037,福祉専門職員配置等加算(Ⅰ)",
        ",460001,福祉専門職員配置等加算(Ⅰ)",
    );
    root.fails_with("コード 460001 は公式のコード範囲(code_ranges.csv)にありません");
}

#[test]
fn a_case_that_makes_an_unknown_code_is_named() {
    let root = Copy::new("case-with-unknown-code");
    root.edit(
        "data/fees/b_type/additions.csv",
        ",466037,福祉専門職員配置等加算(Ⅰ)",
        ",460001,福祉専門職員配置等加算(Ⅰ)",
    );
    root.fails_with("GC05: b_type.welfare_professional_staffing makes the code 460001");
}

#[test]
fn a_rule_that_no_case_applies_is_named() {
    let root = Copy::new("rule-without-case");
    for entry in fs::read_dir(root.path("tests/golden")).unwrap() {
        let path = entry.unwrap().path();
        if !path.file_name().unwrap().to_string_lossy().starts_with("GC05") {
            fs::remove_file(path).unwrap();
        }
    }
    root.fails_with("b_type.peer_support (ピアサポート実施加算): no golden case applies it");
    root.fails_with("b_type.meal_provision (食事提供体制加算): no golden case does not apply it");
}

#[test]
fn a_table_of_the_claim_files_keeps_one_row_for_one_month() {
    let root = Copy::new("claim-overlap");
    let row = "1級地,11,2012-04,,";
    root.edit("data/claims/area_class_codes.csv", row, &format!("1級地,12,2026-04,,x,S\n{row}"));
    root.fails_with("a second row for `1級地` in the same months");
}

#[test]
fn an_item_missing_in_a_layout_leaves_a_hole() {
    let root = Copy::new("layout-hole");
    let layout = fs::read_to_string(root.path("data/layouts/J121_03.csv")).unwrap();
    let third = layout.lines().find(|line| line.starts_with("3,")).unwrap();
    root.edit("data/layouts/J121_03.csv", &format!("{third}\n"), "");
    root.fails_with("layouts/J121_03.csv:4: item 4 stands where item 3 belongs");
}

#[test]
fn a_table_that_is_not_there_is_named() {
    let root = Copy::new("missing-table");
    fs::remove_file(root.path("data/fees/b_type/base_rates.csv")).unwrap();
    root.fails_with("fees/b_type/base_rates.csv");
}

/// A copy of `data/` and `tests/golden/` that a test may break.
struct Copy(PathBuf);

impl Copy {
    fn new(name: &str) -> Copy {
        let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("data-{name}"));
        if root.exists() {
            fs::remove_dir_all(&root).unwrap();
        }
        let repository = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
        for folder in ["data", "tests/golden"] {
            copy(&repository.join(folder), &root.join(folder));
        }
        Copy(root)
    }

    fn path(&self, inside: &str) -> PathBuf {
        self.0.join(inside)
    }

    fn edit(&self, file: &str, from: &str, to: &str) {
        let path = self.path(file);
        let text = fs::read_to_string(&path).unwrap();
        assert!(text.contains(from), "{file} no longer holds `{from}`: the fixture must be renewed");
        fs::write(path, text.replacen(from, to, 1)).unwrap();
    }

    fn fails_with(&self, words: &str) {
        let run = xtask(&["check-data", "--root", self.0.to_str().unwrap()]);
        assert!(!run.passed, "check-data let it pass");
        assert!(run.words.contains(words), "{}", run.words);
    }
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}
