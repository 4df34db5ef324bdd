//! 日中一時支援の入力: slots and boxes of a period.
use serde::{Deserialize, Serialize};

/// 日中一時支援: slots and boxes of a period.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DaytimeRules {
    /// サービス種類コード.
    #[serde(default)]
    pub service_type: Option<String>,
    /// First slot.
    pub slot1: String,
    /// First slot of waived children.
    #[serde(default)]
    pub slot1_free: Option<String>,
    /// Name of a line: `{class}`.
    pub name: String,
    /// Name of a line of a waived child.
    #[serde(default)]
    pub name_free: Option<String>,
    /// 単独型.
    #[serde(default)]
    pub slot_single: Option<String>,
    /// Boxes.
    #[serde(default, rename = "box")]
    pub boxes: Vec<DaytimeBox>,
}

/// What a box of 日中一時支援 is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DaytimeBoxKind {
    /// 送迎加算: 1 or 2.
    Transport,
    /// 食事提供体制加算: 1.
    Meal,
}

/// A box of 日中一時支援.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DaytimeBox {
    /// Number of the box.
    pub index: u8,
    /// Label.
    pub label: String,
    /// What it is for.
    pub kind: DaytimeBoxKind,
    /// Whether it is the box of waived children.
    #[serde(default)]
    pub free: bool,
    /// 所得区分 that may have it; empty = all.
    #[serde(default)]
    pub income: Vec<String>,
}
