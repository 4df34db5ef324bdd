//! 分けかた: how a visit becomes lines, and the brackets it is counted in.
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The strategies a pack may name. They are code; their numbers are data.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Strategy {
    /// One line per band under the rules of 鎌倉市.
    KamakuraLines,
    /// One composite code per visit; half hours added up through the bands (千葉市).
    CumulativeByBand,
    /// One line in the band of the start.
    OneLineStartBand,
}

/// Which end of a bracket belongs to it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Boundary {
    /// 30 minutes are the first bracket.
    #[default]
    UpperInclusive,
    /// 30 minutes are the second bracket (30分未満 / 30分以上).
    UpperExclusive,
}

/// How a visit becomes lines.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SplitRules {
    /// Which rules.
    pub strategy: Strategy,
    /// Length of the first bracket; the step where not given.
    #[serde(default)]
    pub first_bracket_minutes: Option<u16>,
    /// Length of the further brackets.
    pub bracket_minutes: u16,
    /// Which end of a bracket belongs to it.
    #[serde(default)]
    pub bracket_boundary: Boundary,
    /// Whether the first day of a visit over midnight ends at 2359.
    #[serde(default)]
    pub cut_at_midnight: bool,
    /// Visits of one helper less than this apart are one visit; 0 = never.
    #[serde(default)]
    pub merge_gap_minutes: u16,
    /// The same under the other reading of U-21.
    #[serde(default)]
    pub merge_gap_alternative_minutes: Option<u16>,
    /// What is deducted, in words.
    #[serde(default)]
    pub deduct: Vec<String>,
    /// A premium needs this many minutes in its band.
    #[serde(default)]
    pub premium_min: Option<u16>,
    /// Up to here (inclusive) one line.
    #[serde(default)]
    pub small_total_max: Option<u16>,
    /// Parts of at least this length stand on lines of their own.
    #[serde(default)]
    pub separate_each_min: Option<u16>,
    /// Up to here (inclusive) the note on visits that cannot be separated.
    #[serde(default)]
    pub medium_total_max: Option<u16>,
    /// Shorter visits are asked about.
    #[serde(default)]
    pub billable_min: Option<u16>,
    /// Brackets with prices of their own, by `body` / `no_body`; beyond them the step is constant.
    #[serde(default)]
    pub linear_after_brackets: BTreeMap<String, u16>,
    /// How composite prices are rounded, in words.
    #[serde(default)]
    pub composite_rounding: Option<String>,
    /// Source id.
    #[serde(default)]
    pub source: String,
}
