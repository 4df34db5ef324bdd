//! 就労定着支援の表.
use crate::support::month;
use fees::retention::RULES;
use fees::{FeeTables, TableError};
use std::path::{Path, PathBuf};

/// A copy of the data with one file of this service changed.
fn changed(name: &str, file: &str, change: impl FnOnce(String) -> String) -> PathBuf {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data");
    let folder = std::env::temp_dir().join(format!("tasuki-retention-{}-{name}", std::process::id()));
    for service in ["fees/b_type", "fees/retention"] {
        std::fs::create_dir_all(folder.join(service)).unwrap();
        for entry in std::fs::read_dir(data.join(service)).unwrap() {
            let entry = entry.unwrap();
            std::fs::copy(entry.path(), folder.join(service).join(entry.file_name())).unwrap();
        }
    }
    let path = folder.join("fees/retention").join(file);
    let before = std::fs::read_to_string(&path).unwrap();
    let after = change(before.clone());
    assert_ne!(before, after, "the test changes nothing");
    std::fs::write(path, after).unwrap();
    folder
}

fn problems(name: &str, file: &str, change: impl FnOnce(String) -> String) -> Vec<&'static str> {
    let folder = changed(name, file, change);
    let problems = FeeTables::from_dir(&folder).unwrap().lint();
    std::fs::remove_dir_all(folder).unwrap();
    problems.into_iter().map(|problem| problem.code).collect()
}

#[test]
fn every_rule_has_a_name_and_an_id_of_its_own() {
    let mut ids: Vec<&str> = RULES.iter().map(|rule| rule.id).collect();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), RULES.len());
    assert!(RULES.iter().all(|rule| rule.id.starts_with("retention.") && !rule.name.is_empty()));
}

#[test]
fn lint_finds_holes_and_overlaps_of_the_bands() {
    let hole = |text: String| text.replacen(",90%以上95%未満,,,90,95,3348", ",90%以上95%未満,,,91,95,3348", 1);
    assert_eq!(problems("hole", "base_rates.csv", hole), ["gap"]);
    let overlap = |text: String| text.replacen(",90%以上95%未満,,,90,95,3348", ",90%以上95%未満,,,89,95,3348", 1);
    assert_eq!(problems("overlap", "base_rates.csv", overlap), ["overlap"]);
}

#[test]
fn lint_finds_a_line_without_a_slot() {
    let other = |text: String| text.replacen("retention.job_coach,,120,", "retention.job_coach,,121,", 1);
    assert_eq!(problems("slot", "additions.csv", other), ["no_slot"]);
}

#[test]
fn lint_finds_codes_of_another_service_and_codes_used_twice() {
    let fill = |text: String, first: &str, second: &str| {
        let text = text.replacen("特別地域加算,240,1月につき,,", &format!("特別地域加算,240,1月につき,{first},"), 1);
        text.replacen("初期加算,900,1月につき (1回限り),,", &format!("初期加算,900,1月につき (1回限り),{second},"), 1)
    };
    assert_eq!(problems("other", "service_code_slots.csv", |text| fill(text, "46ZZ01", "47ZZ02")), ["unknown_code"]);
    assert_eq!(problems("twice", "service_code_slots.csv", |text| fill(text, "47ZZ01", "47ZZ01")), ["code_units"]);
}

#[test]
fn lint_finds_rows_without_source_and_months_without_a_row() {
    let unsourced = |text: String| {
        text.replacen(
            "471000,2018-04,,?,就労継続支援B型の461000からの類推(対応表の現物は未確認)",
            "471000,2018-04,,?,",
            1,
        )
    };
    assert_eq!(problems("source", "decision_codes.csv", unsourced), ["no_source"]);
    let hole = |text: String| {
        text.replacen(
            "retention.base,video_counts,0,2018-04,2021-03",
            "retention.base,video_counts,0,2018-04,2021-01",
            1,
        )
    };
    assert_eq!(problems("months", "limits.csv", hole), ["gap"]);
}

#[test]
fn a_table_without_the_months_of_use_is_refused_by_name() {
    let folder = changed("period", "limits.csv", |text| text.replace("usable_after_months", "usable_months"));
    let error = FeeTables::from_dir(&folder).unwrap_err();
    std::fs::remove_dir_all(folder).unwrap();
    assert!(matches!(error, TableError::NoRow { .. }));
    assert!(error.to_string().contains("usable_after_months"), "{error}");
}

#[test]
fn a_folder_without_the_tables_of_this_service_is_refused_by_file() {
    let folder = changed("none", "limits.csv", |text| text + "# x\n");
    std::fs::remove_dir_all(folder.join("fees/retention")).unwrap();
    let error = FeeTables::from_dir(&folder).unwrap_err();
    std::fs::remove_dir_all(folder).unwrap();
    assert!(error.to_string().contains("fees/retention/base_rates.csv"), "{error}");
}

#[test]
fn unit_prices_are_there_and_not_verified() {
    let tables = FeeTables::builtin().retention();
    let price = tables.unit_price("3級地", month("2024-10")).unwrap();
    assert_eq!((price.price.to_string().as_str(), price.verified), ("10.90", false));
    let refused = tables.unit_price("9級地", month("2024-10")).unwrap_err();
    assert_eq!(refused.code, "fee_row_missing");
    assert!(refused.how_to_fix.contains("7級地"));
    let early = tables.unit_price("3級地", month("2018-03")).unwrap_err();
    assert!(early.how_to_fix.contains("fees/retention/unit_prices.csv"), "{}", early.how_to_fix);
    assert_eq!(tables.area_classes(month("2024-10")).len(), 9);
}

#[test]
fn no_code_of_the_service_is_known_before_the_official_table_is_taken_in() {
    let tables = FeeTables::builtin().retention();
    assert!(tables.slots(month("2024-10")).count() > 60);
    assert!(tables.slots(month("2024-10")).all(|slot| slot.code.is_none()));
}

#[test]
fn classes_of_treatment_improvement_by_month() {
    let tables = FeeTables::builtin().retention();
    let classes = |text: &str| {
        let classes = tables.treatment_classes(month(text));
        classes.into_iter().map(|class| (class.class, class.rate_known)).collect::<Vec<_>>()
    };
    assert_eq!(classes("2024-05"), []);
    assert_eq!(classes("2024-06"), [("I", true), ("III", true), ("IV", true)]);
    assert_eq!(classes("2026-06").len(), 6);
    assert!(classes("2026-06").iter().all(|(_, known)| !known), "no rate is guessed");
}
