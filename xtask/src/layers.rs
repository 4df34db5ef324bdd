//! 層の検査: compares the dependencies between our crates with the floors of `layers.toml`.
use crate::workspace::{Package, packages};
use anyhow::{Context, Result, bail};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// The floors table.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Floors {
    floors: BTreeMap<String, u8>,
    tools: Tools,
    #[serde(default)]
    only: BTreeMap<String, BTreeSet<String>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Tools {
    names: BTreeSet<String>,
    /// Crates with a floor that only tests may use.
    #[serde(default)]
    for_tests: BTreeSet<String>,
}

/// Fails with one sentence per forbidden edge.
pub(crate) fn check(manifest: &Path, table: &Path) -> Result<()> {
    let floors = read_floors(table)?;
    let packages = packages(manifest)?;
    let faults = faults(&floors, &packages);
    if !faults.is_empty() {
        bail!("check-layers: {} fault(s)\n  {}", faults.len(), faults.join("\n  "));
    }
    let edges: usize = packages.iter().map(|p| p.dependencies.iter().filter(|d| d.path.is_some()).count()).sum();
    println!("check-layers: {} crates, {edges} edges, all downwards", packages.len());
    Ok(())
}

fn read_floors(table: &Path) -> Result<Floors> {
    let text = std::fs::read_to_string(table).with_context(|| format!("cannot read {}", table.display()))?;
    toml::from_str(&text).with_context(|| format!("{} is not a table of floors", table.display()))
}

fn faults(floors: &Floors, packages: &[Package]) -> Vec<String> {
    let names: BTreeSet<&str> = packages.iter().map(|p| p.name.as_str()).collect();
    let mut faults = Vec::new();
    for name in floors.floors.keys().filter(|name| !names.contains(name.as_str())) {
        faults.push(format!("`{name}` stands in layers.toml and is no crate of the workspace"));
    }
    for package in packages {
        faults.extend(faults_of(floors, &names, package));
    }
    faults
}

fn faults_of(floors: &Floors, names: &BTreeSet<&str>, package: &Package) -> Vec<String> {
    let from = package.name.as_str();
    let is_tool = floors.tools.names.contains(from);
    let Some(own_floor) = floors.floors.get(from).copied().or(is_tool.then_some(u8::MAX)) else {
        return vec![format!("`{from}` has no floor: give it one in layers.toml")];
    };
    let mut faults = Vec::new();
    for dependency in &package.dependencies {
        let to = dependency.name.as_str();
        let kind = dependency.kind.as_deref().map(|kind| format!(" ({kind}-dependency)")).unwrap_or_default();
        if floors.only.get(to).is_some_and(|rooms| !rooms.contains(from)) {
            let rooms: Vec<&str> = floors.only[to].iter().map(String::as_str).collect();
            faults.push(format!("`{from}` uses {to}{kind}, which only {} may know", rooms.join(", ")));
        }
        if dependency.path.is_none() || !names.contains(to) {
            continue;
        }
        if floors.tools.for_tests.contains(to) && dependency.kind.as_deref() != Some("dev") {
            faults.push(format!("`{from}` uses `{to}`{kind}, which is for tests alone: make it a dev-dependency"));
        }
        match floors.floors.get(to) {
            Some(floor) if *floor < own_floor => {}
            Some(floor) => {
                faults.push(format!("`{from}` (floor {own_floor}) must not use `{to}` (floor {floor}){kind}"));
            }
            None => faults.push(format!("`{from}` must not use `{to}`{kind}: it stands on no floor")),
        }
    }
    faults
}
