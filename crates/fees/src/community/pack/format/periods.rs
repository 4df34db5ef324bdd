//! サービス提供月の区分: the rules of entry of some service months.
use super::daytime::DaytimeRules;
use super::mobility::MobilityRules;
use kernel::Month;
use serde::Deserialize;

/// Rules of entry in some service months (R6.3, R6.4).
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PeriodRules {
    /// Key: `R6.4`.
    pub id: String,
    /// First service month.
    pub from: Month,
    /// Last service month, inclusive; empty = in force.
    #[serde(default)]
    pub to: Option<Month>,
    /// 移動支援.
    #[serde(default)]
    pub mobility: Option<MobilityRules>,
    /// 日中一時支援.
    #[serde(default)]
    pub daytime: Option<DaytimeRules>,
    /// Source id.
    #[serde(default)]
    pub source: String,
}
