//! 移動支援の入力: slots, boxes and names of a period.
use serde::Deserialize;

/// 移動支援: slots, boxes and names of a period.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MobilityRules {
    /// サービス種類コード.
    #[serde(default)]
    pub service_type: Option<String>,
    /// First slot of paying persons; none where there is no tool.
    #[serde(default)]
    pub slot1: Option<ByBodyCare>,
    /// First slot of waived children.
    #[serde(default)]
    pub slot1_free: Option<ByBodyCare>,
    /// ヘルパー二人目以降.
    #[serde(default)]
    pub slot_second: Option<String>,
    /// Name of a line: `{body}` `{short}` `{second}` `{band}` `{hours}`.
    pub name: String,
    /// `{body}`.
    pub name_body: ByBodyCare,
    /// Name of a line of a waived child.
    #[serde(default)]
    pub name_free: Option<String>,
    /// `{short}`.
    #[serde(default)]
    pub name_free_short: Option<ByBodyCare>,
    /// `{second}`.
    #[serde(default)]
    pub name_second: String,
    /// 通学支援加算 as boxes.
    #[serde(default, rename = "commute_box")]
    pub commute_boxes: Vec<CommuteBox>,
    /// 通園・通学・通所加算 as lines.
    #[serde(default)]
    pub commute_line: Option<CommuteLine>,
}

/// Words by 身体介護: with and without.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ByBodyCare {
    /// あり.
    pub body: String,
    /// なし.
    pub no_body: String,
}

impl ByBodyCare {
    /// The words for a person.
    pub fn of(&self, body_care: bool) -> &str {
        if body_care { &self.body } else { &self.no_body }
    }
}

/// A box of 通学支援加算.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CommuteBox {
    /// Number of the box, 加算1…
    pub index: u8,
    /// Label.
    pub label: String,
    /// The longest support this box is for.
    pub up_to_minutes: u16,
}

/// 通園・通学・通所加算 as a line of its own.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CommuteLine {
    /// サービス特定内容.
    pub slot: String,
    /// Name: `{free}` `{second}` `{band}` `{hours}`.
    pub name: String,
    /// `{free}`.
    pub name_free: String,
}
