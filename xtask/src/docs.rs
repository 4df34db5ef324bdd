//! 規則の一覧: docs/RULES.md, made from the list of rules and the golden cases that meet them.
use crate::data::cases::{self, SERVICES};
use crate::{checklist, programs, root};
use anyhow::{Context, Result, bail};
use clap::Args;
use fees::FeeTables;
use std::fmt::Write as _;

/// How to make the documents.
#[derive(Debug, Args)]
pub(crate) struct Choice {
    /// Change nothing; fail when one of the made documents is not what it should be.
    #[arg(long)]
    pub(crate) check: bool,
}

/// Writes docs/RULES.md, the checklists and the documentation of the crates.
pub(crate) fn run(choice: &Choice) -> Result<()> {
    let mut documents = vec![("docs/RULES.md", table()?)];
    for list in &checklist::LISTS {
        documents.push((list.document, list.table()?));
    }
    for (file, text) in documents {
        let path = root::path(file);
        if choice.check {
            let present = std::fs::read_to_string(&path).unwrap_or_default();
            if present != text {
                bail!("{file} is out of date: run `cargo xtask docs`");
            }
        } else {
            std::fs::write(&path, text).with_context(|| format!("cannot write {}", path.display()))?;
        }
    }
    programs::cargo(["doc", "--workspace", "--no-deps", "--quiet"], &[("RUSTDOCFLAGS", "--deny warnings")])
}

fn table() -> Result<String> {
    let met = cases::met(FeeTables::builtin(), &root::path("tests/golden"))?;
    let mut text = String::from(concat!(
        "# Rules\n\n",
        "Made by `cargo xtask docs` from the list of rules and the golden cases. A rule that applied stands in the result as a line ",
        "or a step, one that did not under `not_applied`.\n",
    ));
    for service in SERVICES {
        writeln!(text, "\n## {}\n\n| rule | name | cases that apply it |\n|---|---|---|", service.name)?;
        for rule in service.rules {
            let cases: Vec<&str> = met.applied(rule.id).collect();
            let shown = cases.iter().take(4).map(|case| format!("[{case}](../tests/golden/{case}.json)"));
            let more = if cases.len() > 4 { format!(" and {} more", cases.len() - 4) } else { String::new() };
            writeln!(text, "| `{}` | {} | {}{more} |", rule.id, rule.name, shown.collect::<Vec<_>>().join(", "))?;
        }
    }
    Ok(text)
}
