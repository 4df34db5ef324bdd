//! 市の1か月: 2,000 persons and 40,000 visits of 地域生活支援事業 through the database and the rules. The work is done by
//! `crates/store/examples/city_month.rs`, so that this tool needs no database; here its figures become a section.
use super::machine;
use super::timing::{duration, grouped, per_second};
use crate::root;
use anyhow::{Context, Result, bail};
use serde::Deserialize;
use std::fmt::Write as _;
use std::process::{Command, Stdio};

#[derive(Deserialize)]
struct Figures {
    people: usize,
    visits: usize,
    lines: usize,
    steps: usize,
    stored_bytes: u64,
    file_bytes: u64,
    rows: Vec<Row>,
}

/// One measured piece of work.
#[derive(Deserialize)]
struct Row {
    what: String,
    /// Rounds whose median counts; 1 = done once.
    rounds: u32,
    median_ns: u64,
}

/// The section of the report.
pub(super) fn section(date: Option<&str>) -> Result<String> {
    let date = date.map_or_else(machine::today, ToOwned::to_owned);
    let load = machine::load();
    let figures = measured()?;
    let mut text = String::from("## A city month of 地域生活支援事業\n\n");
    writeln!(text, "{date}. {}. {load}SQLite in a file, durable after power loss.\n", machine::described())?;
    writeln!(
        text,
        "{} persons of three invented municipalities with {} visits (移動支援 with midnights and band changes, 日中一時支援 with \
         送迎) in one service month; {} lines and {} steps of explanation; {} KiB of facts and results stored, {} KiB of \
         database in the end. Nobody ends in a fault.\n",
        grouped(figures.people as u128),
        grouped(figures.visits as u128),
        grouped(figures.lines as u128),
        grouped(figures.steps as u128),
        grouped(u128::from(figures.stored_bytes / 1024)),
        grouped(u128::from(figures.file_bytes / 1024)),
    )?;
    text.push_str("| what | rounds | time | visits a second |\n|---|---|---|---|\n");
    for Row { what, rounds, median_ns } in &figures.rows {
        let ns = u128::from(*median_ns);
        let a_second = grouped(per_second(figures.visits, ns));
        writeln!(text, "| {what} | {rounds} | {} | {a_second} |", duration(ns))?;
    }
    text.push('\n');
    Ok(text)
}

/// Runs the example in a release build and reads what it says.
fn measured() -> Result<Figures> {
    let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
    let output = Command::new(cargo)
        .args(["run", "--quiet", "--release", "--package", "store", "--example", "city_month"])
        .current_dir(root::path("."))
        .stderr(Stdio::inherit())
        .output()
        .context("cannot start cargo")?;
    if !output.status.success() {
        bail!("the city month was not measured: see above");
    }
    read(&String::from_utf8(output.stdout).context("the figures are not UTF-8")?)
}

fn read(text: &str) -> Result<Figures> {
    let figures: Figures = serde_json::from_str(text).context("the figures cannot be read")?;
    if figures.rows.is_empty() || figures.visits == 0 {
        bail!("the figures are empty");
    }
    Ok(figures)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_without_a_measured_row_are_refused() {
        let text = r#"{"people":1,"visits":2,"lines":3,"steps":4,"stored_bytes":5,"file_bytes":6,"rows":[]}"#;
        assert!(read(text).is_err());
        let text = text.replace("[]", r#"[{"what":"read","rounds":5,"median_ns":1000}]"#);
        assert_eq!(read(&text).ok().map(|figures| figures.rows[0].median_ns), Some(1000));
    }
}
