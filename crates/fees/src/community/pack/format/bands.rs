//! 時間帯: clock ranges with one label.
use kernel::ClockTime;
use serde::Deserialize;

/// 時間帯: clock ranges with one label.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Band {
    /// Key: `night`.
    pub id: String,
    /// As names print it; empty for the ordinary hours.
    #[serde(default)]
    pub label: String,
    /// What people call it when `label` is empty.
    #[serde(default)]
    pub words: Option<String>,
    /// サービス特定内容 to choose in the tool.
    #[serde(default)]
    pub slot: Option<String>,
    /// From (inclusive) and to (exclusive), `HH:MM`.
    pub ranges: Vec<[ClockTime; 2]>,
    /// 0 = no premium; the higher, the dearer.
    #[serde(default)]
    pub rank: u8,
    /// Multiplier of a price in percent, where the tariff works by multiplying.
    #[serde(default)]
    pub multiplier_percent: Option<u16>,
    /// Source id.
    #[serde(default)]
    pub source: String,
}

impl Band {
    /// What people call it: the label, else `words`, else the key.
    pub fn words(&self) -> &str {
        match &self.words {
            Some(words) if self.label.is_empty() => words,
            _ if self.label.is_empty() => &self.id,
            _ => &self.label,
        }
    }
}
