//! 料金: prices, the forms they have and how sure they are, and the table of codes.
use super::identity::Currency;
use super::splitting::Boundary;
use kernel::Month;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A price.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Price {
    /// Key: `mobility.body`, `mobility.no_body`, `mobility.commute`, `day.base`, `day.severe`, `day.single_type`,
    /// `day.transport`, `day.meal`.
    pub id: String,
    /// What people call it.
    #[serde(default)]
    pub label: Option<String>,
    /// Whether it has a number.
    #[serde(default)]
    pub status: PriceStatus,
    /// Form of the number.
    #[serde(default)]
    pub shape: Option<PriceShape>,
    /// 単位 or 円; that of the pack where not given.
    #[serde(default)]
    pub currency: Option<Currency>,
    /// First service month; empty = all months of the pack.
    #[serde(default)]
    pub from: Option<Month>,
    /// Last service month, inclusive.
    #[serde(default)]
    pub to: Option<Month>,
    /// `一方向` and the like.
    #[serde(default)]
    pub per: Option<String>,
    /// First words of the names of the codes.
    #[serde(default)]
    pub name_prefix: Option<String>,
    /// Price of each bracket.
    #[serde(default)]
    pub brackets: Vec<i64>,
    /// Each bracket more.
    #[serde(default)]
    pub step: Option<i64>,
    /// Brackets that have a code, by band.
    #[serde(default)]
    pub max_brackets: BTreeMap<String, u16>,
    /// First code, by band.
    #[serde(default)]
    pub code_start: BTreeMap<String, u32>,
    /// First 増 code, by band.
    #[serde(default)]
    pub code_start_increment: BTreeMap<String, u32>,
    /// Codes from bracket to bracket.
    #[serde(default)]
    pub code_step: Option<u32>,
    /// Added to the code for a second helper.
    #[serde(default)]
    pub second_helper_code_offset: Option<u32>,
    /// Price of a second helper.
    #[serde(default)]
    pub second_helper_percent: Option<u16>,
    /// Upper end of each class.
    #[serde(default)]
    pub boundary: Option<Boundary>,
    /// Price by length of stay.
    #[serde(default)]
    pub classes: Vec<TimeClass>,
    /// Beyond the last class.
    #[serde(default)]
    pub beyond: Option<Beyond>,
    /// The one amount.
    #[serde(default)]
    pub amount: Option<i64>,
    /// `true` = only severe persons, `false` = only others.
    #[serde(default)]
    pub severe: Option<bool>,
    /// Single prices by service name.
    #[serde(default, rename = "point")]
    pub points: Vec<PricePoint>,
    /// How sure the numbers are.
    #[serde(default)]
    pub confidence: Option<Seen>,
    /// In words.
    #[serde(default)]
    pub note: Option<String>,
    /// Source id.
    #[serde(default)]
    pub source: String,
}

/// Whether a price has a number.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PriceStatus {
    /// It has.
    #[default]
    Known,
    /// Nobody has seen it: a claim that needs it stops by name.
    Unknown,
}

/// The form of a price.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PriceShape {
    /// `brackets` and `step`.
    Brackets,
    /// `classes` and `beyond`.
    TimeClass,
    /// `classes` hold percentages of the one `amount`, rounded half up.
    PercentOfTable,
    /// One `amount`.
    Flat,
    /// Only the points.
    Points,
}

/// A class of 日中一時支援.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TimeClass {
    /// Longest stay, inclusive unless the price says otherwise.
    pub up_to_minutes: u16,
    /// Price.
    pub amount: i64,
}

/// What each further step costs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Beyond {
    /// Each started step.
    pub step_minutes: u16,
    /// Price of a step.
    pub amount: i64,
}

/// One known price of a table that is otherwise unknown.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PricePoint {
    /// Service name as printed.
    pub name: String,
    /// Service code.
    #[serde(default)]
    pub code: Option<String>,
    /// Price.
    pub amount: i64,
    /// How sure.
    pub confidence: Seen,
    /// Source id.
    #[serde(default)]
    pub source: String,
}

/// 検証の確からしさ of a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Seen {
    /// Seen in the municipality's own paper.
    S,
    /// Known, or read second-hand.
    K,
    /// Inferred.
    #[serde(rename = "?")]
    Inferred,
}

/// サービスコード.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Codes {
    /// Table beside the pack.
    pub file: String,
    /// Source id.
    #[serde(default)]
    pub source: String,
}
