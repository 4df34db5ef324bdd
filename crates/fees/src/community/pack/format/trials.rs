//! 試し: visits and stays with the lines they must give.
use kernel::{ClockTime, Day};
use serde::Deserialize;

/// A visit or stay with what it must give.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PackTest {
    /// Key.
    pub id: String,
    /// Day, start and end; an end not after the start is on the next day.
    #[serde(default)]
    pub visit: Option<(Day, ClockTime, ClockTime)>,
    /// 身体介護.
    #[serde(default)]
    pub body: bool,
    /// 無償化対象児童.
    #[serde(default)]
    pub free: bool,
    /// 通園・通学・通所.
    #[serde(default)]
    pub commute: bool,
    /// Two helpers.
    #[serde(default)]
    pub two_helpers: bool,
    /// Service names expected, in order.
    #[serde(default)]
    pub names: Vec<String>,
    /// Points held, in order.
    #[serde(default)]
    pub held: Vec<String>,
    /// Codes expected.
    #[serde(default)]
    pub codes: Vec<String>,
    /// Price of the whole visit, in the currency of the pack.
    #[serde(default)]
    pub amount: Option<i64>,
    /// Length of a stay of 日中一時支援.
    #[serde(default)]
    pub day_minutes: Option<u16>,
}
