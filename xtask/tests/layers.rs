//! 層の検査 on workspaces that break the law, and on our own.
#![allow(clippy::unwrap_used)]
mod common;
use common::xtask;
use std::path::Path;

#[test]
fn our_own_crates_use_only_lower_floors() {
    let run = xtask(&["check-layers"]);
    assert!(run.passed, "{}", run.words);
    assert!(run.words.contains("all downwards"), "{}", run.words);
}

#[test]
fn a_leaf_that_uses_a_higher_floor_is_named_with_both_floors() {
    let run = check("upward-edge");
    assert!(!run.passed);
    assert!(run.words.contains("`fees` (floor 1) must not use `store` (floor 3)"), "{}", run.words);
}

#[test]
fn a_leaf_that_speaks_sql_by_itself_is_told_who_may() {
    let run = check("upward-edge");
    assert!(run.words.contains("`fees` uses sqlx, which only store may know"), "{}", run.words);
}

#[test]
fn a_dev_dependency_follows_the_same_law() {
    let run = check("dev-edge");
    assert!(!run.passed);
    assert!(
        run.words.contains("`kernel` must not use `records` (dev-dependency): it stands on no floor"),
        "{}",
        run.words
    );
}

#[test]
fn a_crate_without_a_floor_and_a_floor_without_a_crate_are_faults() {
    let run = check("dev-edge");
    assert!(run.words.contains("`records` has no floor"), "{}", run.words);
    assert!(run.words.contains("`paper` stands in layers.toml and is no crate"), "{}", run.words);
}

#[test]
fn a_room_for_tests_is_not_built_into_the_program() {
    let run = check("dev-edge");
    assert!(run.words.contains("`fees` uses `scratch`, which is for tests alone"), "{}", run.words);
    assert!(!run.words.contains("`claims` uses `scratch`"), "{}", run.words);
}

fn check(name: &str) -> common::Run {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(name);
    let (manifest, floors) = (folder.join("Cargo.toml"), folder.join("floors.toml"));
    xtask(&["check-layers", "--manifest", manifest.to_str().unwrap(), "--floors", floors.to_str().unwrap()])
}
