//! 利用者負担と支給量: who pays what, from which age, and up to how many hours.
use kernel::Month;
use serde::{Deserialize, Serialize};

/// 無償化対象児童. When the age is reached is the point U-17.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FreeChild {
    /// First service month of the waiver.
    pub from: Month,
    /// Age that ends it, with the month in which it is reached.
    pub until_age: u8,
    /// Source id.
    #[serde(default)]
    pub source: String,
}

/// How a share of the cost is rounded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BurdenRounding {
    /// Down to 1 yen.
    Floor1,
    /// Down to 10 yen.
    Floor10,
}

/// 利用者負担.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Burden {
    /// `false` = not known: lines and counts are made, totals are not.
    pub known: bool,
    /// Share of the cost.
    #[serde(default)]
    pub rate_percent: Option<u8>,
    /// Rounding of the share.
    #[serde(default)]
    pub rounding: Option<BurdenRounding>,
    /// Whether 負担上限月額 binds.
    #[serde(default)]
    pub capped: bool,
    /// Hours of a month before which nothing is paid, where the burden goes by hours.
    #[serde(default)]
    pub free_hours_per_month: Option<u16>,
    /// Who pays nothing, by 所得区分 code.
    #[serde(default)]
    pub free_income: Vec<String>,
    /// In words.
    #[serde(default)]
    pub note: Option<String>,
    /// Source id.
    #[serde(default)]
    pub source: String,
}

/// 支給量の上限.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Limits {
    /// Hours of a month as a rule.
    #[serde(default)]
    pub standard_hours_per_month: Option<u16>,
    /// Billable hours of a day.
    #[serde(default)]
    pub hours_per_day: Option<u16>,
    /// Source id.
    #[serde(default)]
    pub source: String,
}
