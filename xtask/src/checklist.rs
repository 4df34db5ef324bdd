//! 手引きの項目と試験の対応: docs/…_CHECKLIST.md, made from tests/checklists/*.csv and the names of the tests.
//!
//! A test or browser step belongs to an item when its name begins with the item's id: `bt_42_…` to BT-42, `cl_16_17_…` to
//! CL-16 and CL-17.
use crate::root;
use anyhow::{Context, Result, bail};
use std::{
    collections::BTreeMap,
    fmt::Write as _,
    path::{Path, PathBuf},
};

/// Where tests stand.
const PLACES: [&str; 2] = ["crates", "tests/browser"];

/// The items of one manual and the document that answers them.
pub(crate) struct Checklist {
    /// Letters of the ids, as tests write them.
    prefix: &'static str,
    list: &'static str,
    /// The document.
    pub(crate) document: &'static str,
    title: &'static str,
    manual: &'static str,
}

/// Every list.
pub(crate) const LISTS: [Checklist; 3] = [
    Checklist {
        prefix: "bt",
        list: "tests/checklists/b_type_manual.csv",
        document: "docs/MANUAL_CHECKLIST.md",
        title: "The manual's items and their tests",
        manual: "an old operation manual of 就労継続支援B型 claim software",
    },
    Checklist {
        prefix: "jr",
        list: "tests/checklists/retention_manual.csv",
        document: "docs/RETENTION_CHECKLIST.md",
        title: "就労定着支援: the manual's items and their tests",
        manual: "an operation manual of 就労定着支援 software",
    },
    Checklist {
        prefix: "cl",
        list: "tests/checklists/community_manual.csv",
        document: "docs/COMMUNITY_CHECKLIST.md",
        title: "地域生活支援事業: the manual's items and their tests",
        manual: "a city's claim manual for 移動支援 and 日中一時支援",
    },
];

impl Checklist {
    /// The document; fails when an item has no test.
    pub(crate) fn table(&self) -> Result<String> {
        let tests = self.tests()?;
        let Checklist { list, title, manual, .. } = self;
        let mut text = format!(
            "# {title}\n\nMade by `cargo xtask docs` from `{list}` and the names of the tests. The items are what {manual} shows or says; each has at least one test named after it.\n\n| id | area | item | tests |\n|---|---|---|---|\n",
        );
        let mut missing = Vec::new();
        let mut rows = csv::ReaderBuilder::new().comment(Some(b'#')).from_path(root::path(list)).context(*list)?;
        for row in rows.records() {
            let row = row.context(*list)?;
            let [id, area, item] = [0, 1, 2].map(|at| row.get(at).unwrap_or_default().to_owned());
            let digits = id.rsplit('-').next().unwrap_or_default();
            let number: u32 = digits.parse().with_context(|| format!("{list}: `{id}` is no id"))?;
            let Some(found) = tests.get(&number) else {
                missing.push(id);
                continue;
            };
            writeln!(text, "| {id} | {area} | {item} | {} |", found.join("<br>"))?;
        }
        if !missing.is_empty() {
            bail!("{} item(s) of {list} have no test named after them: {}", missing.len(), missing.join(", "));
        }
        Ok(text)
    }

    /// Names of tests and where they stand, by number of the item.
    fn tests(&self) -> Result<BTreeMap<u32, Vec<String>>> {
        let mut tests: BTreeMap<u32, Vec<String>> = BTreeMap::new();
        for place in PLACES {
            for file in files(&root::path(place))? {
                let text = std::fs::read_to_string(&file).with_context(|| format!("cannot read {}", file.display()))?;
                let shown = file.strip_prefix(root::path("")).unwrap_or(&file).display().to_string();
                for (name, numbers) in names(&text, self.prefix) {
                    for number in numbers {
                        tests.entry(number).or_default().push(format!("`{name}` ({shown})"));
                    }
                }
            }
        }
        Ok(tests)
    }
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

/// Names of tests that begin with ids: `fn bt_42_…` or `"bt_42_…"`, and the numbers they carry (`jr_22_jr_23_…` and
/// `jr_25_and_54_…` carry two).
fn names<'t>(text: &'t str, prefix: &str) -> Vec<(&'t str, Vec<u32>)> {
    let start = format!("{prefix}_");
    text.match_indices(&start)
        .filter(|(at, _)| text[..*at].ends_with("fn ") || text[..*at].ends_with('"'))
        .filter_map(|(at, _)| {
            let rest = &text[at..];
            let end = rest.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).unwrap_or(rest.len());
            let name = &rest[..end];
            let mut numbers: Vec<u32> = Vec::new();
            for word in name.split('_').skip(1) {
                if (2..=3).contains(&word.len()) && word.bytes().all(|b| b.is_ascii_digit()) {
                    numbers.extend(word.parse::<u32>());
                } else if word != prefix && word != "and" {
                    break;
                }
            }
            (!numbers.is_empty()).then_some((name, numbers))
        })
        .collect()
}
