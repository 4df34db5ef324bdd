//! 規則と事例: every rule is met by a golden case that applies it and by one that does not, and no case makes a code
//! that the tables do not know.
use anyhow::{Context, Result, bail};
use claims::case::Document;
use fees::b_type::{self, RuleInfo, facts::ServiceMonth};
use fees::{Assessment, FeeTables, retention};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// The rules of a service, with its name in the document of rules.
pub(crate) struct Service {
    /// Japanese name.
    pub(crate) name: &'static str,
    /// Its rules in the order of the notice.
    pub(crate) rules: &'static [RuleInfo],
}

/// Every service whose rules are listed.
pub(crate) const SERVICES: &[Service] = &[
    Service { name: "就労継続支援B型", rules: b_type::RULES },
    Service { name: "就労定着支援", rules: retention::RULES },
];

/// What the golden cases met.
#[derive(Default)]
pub(crate) struct Met {
    /// Cases that were run.
    pub(crate) cases: usize,
    applied: BTreeMap<&'static str, Vec<String>>,
    passed_over: BTreeSet<&'static str>,
    unknown_codes: Vec<String>,
}

impl Met {
    /// Names of the cases that apply a rule.
    pub(crate) fn applied(&self, rule: &str) -> impl Iterator<Item = &str> {
        self.applied.get(rule).into_iter().flatten().map(String::as_str)
    }

    /// Codes without a table, rules without a case.
    pub(crate) fn faults(&self) -> Vec<String> {
        let mut faults = self.unknown_codes.clone();
        for rule in SERVICES.iter().flat_map(|service| service.rules) {
            if !self.applied.contains_key(rule.id) {
                faults.push(format!("{} ({}): no golden case applies it", rule.id, rule.name));
            }
            if !self.passed_over.contains(rule.id) {
                faults.push(format!("{} ({}): no golden case does not apply it", rule.id, rule.name));
            }
        }
        faults
    }

    fn add_b_type(&mut self, name: &str, tables: &FeeTables, facts: &ServiceMonth) {
        let assessment = b_type::assess(tables, facts);
        let month = facts.service_month;
        for line in &assessment.lines {
            let Some(code) = &line.code else { continue };
            if tables.code(code, month).is_none_or(|entry| entry.group.is_none()) {
                let rule = &line.rule;
                self.unknown_codes
                    .push(format!("{name}: {rule} makes the code {code}, which no table knows in {month}"));
            }
        }
        self.add(name, b_type::RULES, &assessment);
    }

    /// One case of a service: which of its rules it applied, which it passed over.
    fn add(&mut self, name: &str, rules: &'static [RuleInfo], assessment: &Assessment) {
        let used = used(assessment);
        for rule in rules {
            if used.contains(rule.id) {
                self.applied.entry(rule.id).or_default().push(name.to_owned());
            } else {
                self.passed_over.insert(rule.id);
            }
        }
        self.cases += 1;
    }
}

/// Runs every case of a folder.
pub(crate) fn met(tables: &FeeTables, golden: &Path) -> Result<Met> {
    let mut met = Met::default();
    for path in documents(golden)? {
        let name = path.file_stem().unwrap_or_default().to_string_lossy();
        let text = std::fs::read_to_string(&path).with_context(|| format!("cannot read {name}"))?;
        match Document::parse(&text).with_context(|| format!("{name} is not a case"))? {
            Document::BType(case) => met.add_b_type(&name, tables, &case.facts().0),
            Document::Retention(case) => {
                let assessed = retention::assess(tables, &case.facts().0);
                met.add(&name, retention::RULES, &assessed.assessment);
            }
            // its rules stand in the packs of the municipalities, which carry their own tests
            Document::Community(_) => met.cases += 1,
        }
    }
    Ok(met)
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
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if name.ends_with(".json") && !name.ends_with(".expected.json") {
            found.push(path.clone());
        }
    }
    found.sort();
    if found.is_empty() {
        bail!("{} holds no case", golden.display());
    }
    Ok(found)
}
