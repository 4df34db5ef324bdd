//! 規則の一覧: docs/RULES.md, made from the list of rules and the golden cases that meet them.
use crate::data::cases;
use crate::{checklist, root, suite};
use anyhow::{Context, Result, bail};
use clap::Args;
use fees::FeeTables;
use fees::b_type::RULES;
use std::fmt::Write as _;

/// How to make the documents.
#[derive(Debug, Args)]
pub(crate) struct Choice {
    /// Change nothing; fail when one of the made documents is not what it should be.
    #[arg(long)]
    pub(crate) check: bool,
}

/// Writes docs/RULES.md, docs/MANUAL_CHECKLIST.md and the documentation of the crates.
pub(crate) fn run(choice: &Choice) -> Result<()> {
    for (file, text) in [("docs/RULES.md", table()?), ("docs/MANUAL_CHECKLIST.md", checklist::table()?)] {
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
    suite::cargo(["doc", "--workspace", "--no-deps", "--quiet"], &[("RUSTDOCFLAGS", "--deny warnings")])
}

fn table() -> Result<String> {
    let met = cases::met(FeeTables::builtin(), &root::path("tests/golden"))?;
    let mut text = String::from(concat!(
        "# Rules of 就労継続支援B型\n\n",
        "Made by `cargo xtask docs` from the list of rules and the golden cases. A rule that applied stands in the result as a line ",
        "or a step, one that did not under `not_applied`.\n\n",
        "| rule | name | cases that apply it |\n|---|---|---|\n",
    ));
    for rule in RULES {
        let cases: Vec<&str> = met.applied(rule.id).collect();
        let shown = cases.iter().take(4).map(|case| format!("[{case}](../tests/golden/{case}.json)"));
        let more = if cases.len() > 4 { format!(" and {} more", cases.len() - 4) } else { String::new() };
        writeln!(text, "| `{}` | {} | {}{more} |", rule.id, rule.name, shown.collect::<Vec<_>>().join(", "))?;
    }
    Ok(text)
}
