//! 市町村パック: the packs of the repository, and packs with one defect each.
#![allow(clippy::unwrap_used)]
use fees::community::pack::{NoPack, Pack, Packs};
use std::path::Path;

fn root() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."))
}

#[test]
fn the_packs_compiled_in_are_those_of_the_data_folder() {
    let read = match Packs::from_dir(&root().join("data")) {
        Ok(packs) => packs,
        Err(error) => panic!("{error}"),
    };
    assert_eq!(read.all().len(), 7);
    for pack in Packs::builtin().all() {
        assert_eq!(read.by_id(&pack.identity.id), Some(pack));
    }
}

#[test]
fn a_certificate_chooses_its_municipality_and_the_service_month_its_rules() {
    let packs = Packs::builtin();
    let period = |number: &str, month: &str| {
        let (pack, period) = packs.choose(&number.parse().unwrap(), month.parse().unwrap()).unwrap();
        format!("{} {}", pack.identity.id, period.id)
    };
    assert_eq!(period("142042", "2024-03"), "kamakura R6.3");
    assert_eq!(period("142042", "2024-04"), "kamakura R6.4");
    assert_eq!(period("124222", "2026-06"), "mobara-mutsuzawa 2026-06");
    assert_eq!(period("992020", "2026-10"), "yamate 2022-04");
}

#[test]
fn a_number_without_a_pack_is_refused_by_name_and_never_served_by_another_city() {
    let refused = |number: &str, month: &str| {
        Packs::builtin().choose(&number.parse().unwrap(), month.parse().unwrap()).unwrap_err()
    };
    assert!(refused("131016", "2024-04").to_string().contains("131016"));
    let known = refused("142123", "2024-04").to_string();
    assert!(known.contains("142123") && known.contains("厚木市") && known.contains("請求には使えません"), "{known}");
    assert!(matches!(refused("142042", "2022-03"), NoPack::TooEarly { .. }));
    assert!(refused("142042", "2022-03").to_string().contains("2022-04"));
    assert!(matches!(refused("124419", "2020-01"), NoPack::NoEdition { .. }));
}

#[test]
fn every_point_from_one_to_twenty_two_is_a_switch_of_kamakura() {
    let pack = Packs::builtin().by_id("kamakura").unwrap();
    for number in 1..=22 {
        let id = format!("U-{number:02}");
        let point = pack.point(&id).unwrap_or_else(|| panic!("{id} is missing"));
        assert!(point.readings.iter().any(|reading| reading.id == point.default), "{id}");
        assert_eq!(point.source, "S002", "{id}");
    }
}

/// Each file has one defect and says in its first line what must be told: `# 行 | code | words of the message`.
#[test]
fn a_pack_with_a_defect_is_refused_with_file_line_and_mend() {
    let folder = root().join("crates/fees/tests/community/bad_packs");
    let mut files: Vec<_> = std::fs::read_dir(&folder).unwrap().flatten().map(|entry| entry.path()).collect();
    files.sort();
    assert!(files.len() >= 16, "{} bad packs", files.len());
    for path in files {
        let text = std::fs::read_to_string(&path).unwrap();
        let file = path.file_name().unwrap().to_str().unwrap();
        let expected: Vec<&str> =
            text.lines().next().unwrap().trim_start_matches('#').split('|').map(str::trim).collect();
        let [line, code, words] = expected[..] else { panic!("{file}: the first line must say what is expected") };
        let error = Pack::read(file, &text).unwrap_err();
        let told = error.to_string();
        let hit = error.0.iter().find(|problem| problem.code == code).unwrap_or_else(|| panic!("{file}: {told}"));
        assert_eq!(hit.line.to_string(), line, "{file}: {told}");
        assert!(told.starts_with(&format!("{file}:")) && hit.what.contains(words), "{file}: {told}");
        assert!(hit.how_to_fix.chars().count() > 5, "{file}: {told}");
        assert_eq!(error.0.len(), 1, "{file}: one defect, one message: {told}");
    }
}

#[test]
fn every_pack_carries_tests_and_they_come_out_as_written() {
    for pack in Packs::builtin().all() {
        let outcomes = pack.run_tests();
        assert!(outcomes.len() >= 2, "{}", pack.identity.id);
        for outcome in outcomes {
            assert!(outcome.passed(), "{} {}: {:?}", pack.identity.id, outcome.id, outcome.faults);
        }
    }
}

#[test]
fn a_test_that_expects_something_else_fails_and_says_what_came_out() {
    let text = std::fs::read_to_string(root().join("data/municipal/kamakura.toml")).unwrap();
    let wrong = text.replace("names = [\"移動支援 身体介護有 1H\"]", "names = [\"移動支援 身体介護有 0.5H\"]");
    let outcomes = Pack::read("kamakura.toml", &wrong).unwrap().run_tests();
    let failed: Vec<_> = outcomes.iter().filter(|outcome| !outcome.passed()).collect();
    assert_eq!(failed.len(), 1);
    assert!(failed[0].id == "S09" && failed[0].faults[0].contains("1H"), "{failed:?}");
}

#[test]
fn a_pack_is_explained_in_words_with_what_is_held_and_what_is_unknown() {
    use fees::community::pack::Mark;
    let explained = Packs::builtin().by_id("kamakura").unwrap().explain();
    let section = |key: &str| &explained.sections.iter().find(|section| section.key == key).unwrap().rows;
    assert!(
        section("bands").iter().any(|row| row.label == "早朝夜間" && row.text.contains("06:00〜08:00、18:00〜22:00"))
    );
    assert_eq!(section("points").len(), 22);
    assert!(
        section("points").iter().any(|row| row.label == "U-07" && row.mark == Mark::Held && row.text.contains("提案"))
    );
    assert!(section("prices").iter().any(|row| row.label == "送迎加算" && row.mark == Mark::Unknown));
    assert!(section("split").iter().any(|row| row.text.contains("20分以上")));
    let chiba = Packs::builtin().by_id("chiba-city").unwrap().explain();
    assert!(chiba.to_text().contains("翌月17日"));
    assert!(chiba.to_text().contains("様式第13号"));
}
