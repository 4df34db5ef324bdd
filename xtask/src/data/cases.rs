//! 規則と事例: every rule is met by a golden case that applies it and by one that does not, and no case makes a code
//! that the tables do not know.
use anyhow::{Context, Result, bail};
use claims::case::Case;
use fees::b_type::{self, RULES};
use fees::{Assessment, FeeTables};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// Number of cases run and the faults found.
pub(crate) fn faults(tables: &FeeTables, golden: &Path) -> Result<(usize, Vec<String>)> {
    let mut faults = Vec::new();
    let mut applied = BTreeSet::new();
    let mut passed_over = BTreeSet::new();
    let paths = documents(golden)?;
    for path in &paths {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let text = std::fs::read_to_string(path).with_context(|| format!("cannot read {name}"))?;
        let case = Case::parse(&text).with_context(|| format!("{name} is not a case"))?;
        let (facts, _) = case.facts();
        let assessment = b_type::assess(tables, &facts);
        for line in &assessment.lines {
            let is_known = tables.code(&line.code, facts.service_month).is_some_and(|entry| entry.group.is_some());
            if !is_known {
                faults.push(format!(
                    "{name}: {} makes the code {}, which no table knows in {}",
                    line.rule, line.code, facts.service_month
                ));
            }
        }
        let used = used(&assessment);
        for rule in RULES {
            let met = if used.contains(rule.id) { &mut applied } else { &mut passed_over };
            met.insert(rule.id);
        }
    }
    for rule in RULES {
        for (met, words) in [(&applied, "applies"), (&passed_over, "does not apply")] {
            if !met.contains(rule.id) {
                faults.push(format!("{} ({}): no golden case {words} it", rule.id, rule.name));
            }
        }
    }
    Ok((paths.len(), faults))
}

/// Rules that left a line, or a step of the calculation, without being told as not applied.
fn used(assessment: &Assessment) -> BTreeSet<&str> {
    let not_applied: BTreeSet<&str> = assessment.not_applied.iter().map(|rule| rule.rule.as_ref()).collect();
    let in_lines = assessment.lines.iter().map(|line| line.rule.as_ref());
    let in_steps = assessment.steps.iter().map(|step| step.rule.as_ref()).filter(|rule| !not_applied.contains(rule));
    in_lines.chain(in_steps).collect()
}

fn documents(golden: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let entries = std::fs::read_dir(golden).with_context(|| format!("cannot list {}", golden.display()))?;
    for entry in entries {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if name.ends_with(".json") && !name.ends_with(".expected.json") {
            found.push(path);
        }
    }
    found.sort();
    if found.is_empty() {
        bail!("{} holds no case", golden.display());
    }
    Ok(found)
}
