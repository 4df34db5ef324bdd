//! 手引きの項目と試験の対応: docs/MANUAL_CHECKLIST.md, made from tests/checklists/b_type_manual.csv and the names of the tests.
//!
//! A test belongs to an item when its name begins with the item's id: `bt_42_…` to BT-42.
use crate::root;
use anyhow::{Context, Result, bail};
use std::{
    collections::BTreeMap,
    fmt::Write as _,
    path::{Path, PathBuf},
};

const LIST: &str = "tests/checklists/b_type_manual.csv";
/// Where tests stand.
const PLACES: [&str; 2] = ["crates", "tests/browser"];

/// The document; fails when an item has no test.
pub(crate) fn table() -> Result<String> {
    let mut tests: BTreeMap<u32, Vec<String>> = BTreeMap::new();
    for place in PLACES {
        for file in files(&root::path(place))? {
            let text = std::fs::read_to_string(&file).with_context(|| format!("cannot read {}", file.display()))?;
            let shown = file.strip_prefix(root::path("")).unwrap_or(&file).display().to_string();
            for name in names(&text) {
                let id = name[3..5].parse().context("two digits follow bt_")?;
                tests.entry(id).or_default().push(format!("`{name}` ({shown})"));
            }
        }
    }
    let mut text = String::from(concat!(
        "# The manual's items and their tests\n\n",
        "Made by `cargo xtask docs` from `tests/checklists/b_type_manual.csv` and the names of the tests. The items are what an old ",
        "operation manual of 就労継続支援B型 claim software shows or says; each has at least one test named after it.\n\n",
        "| id | area | item | tests |\n|---|---|---|---|\n",
    ));
    let mut missing = Vec::new();
    let mut rows = csv::ReaderBuilder::new().comment(Some(b'#')).from_path(root::path(LIST)).context(LIST)?;
    for row in rows.records() {
        let row = row.context(LIST)?;
        let [id, area, item] = [0, 1, 2].map(|at| row.get(at).unwrap_or_default().to_owned());
        let number: u32 = id.trim_start_matches("BT-").parse().with_context(|| format!("{LIST}: `{id}` is no id"))?;
        let Some(found) = tests.get(&number) else {
            missing.push(id);
            continue;
        };
        writeln!(text, "| {id} | {area} | {item} | {} |", found.join("<br>"))?;
    }
    if !missing.is_empty() {
        bail!("{} item(s) of {LIST} have no test named after them: {}", missing.len(), missing.join(", "));
    }
    Ok(text)
}

/// Rust and browser test files, in order.
fn files(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).with_context(|| format!("cannot list {}", folder.display()))? {
        let path = entry?.path();
        if path.is_dir() && !path.ends_with("node_modules") && !path.ends_with("target") {
            found.extend(files(&path)?);
        } else if path.extension().is_some_and(|end| end == "rs" || end == "mjs") {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

/// Names of tests that begin with an id: `fn bt_42_…` or `"bt_42_…"`.
fn names(text: &str) -> Vec<&str> {
    text.match_indices("bt_")
        .filter(|(at, _)| text[..*at].ends_with("fn ") || text[..*at].ends_with('"'))
        .filter_map(|(at, _)| {
            let rest = &text[at..];
            let end = rest.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).unwrap_or(rest.len());
            let name = &rest[..end];
            let digits = name.as_bytes().get(3..6)?;
            (digits[..2].iter().all(u8::is_ascii_digit) && digits[2] == b'_').then_some(name)
        })
        .collect()
}
