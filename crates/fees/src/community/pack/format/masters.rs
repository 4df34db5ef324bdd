//! 入力ソフトと台帳: what the entry program takes and what the office and person masters hold.
use kernel::Day;
use serde::Deserialize;
use std::collections::BTreeMap;

/// 請求情報作成ツール: its fields and refusals.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tool {
    /// サービス特定内容: number of slots.
    pub slots: u8,
    /// 加算1…: number of boxes.
    pub addition_boxes: u8,
    /// The last time of a day the tool takes, `2359`.
    pub day_end: String,
    /// Times it refuses.
    #[serde(default)]
    pub refuse: Vec<String>,
    /// 算定区分.
    pub calc_class: String,
    /// 算定日数 of every line.
    pub one_line_days: u8,
    /// Source id.
    #[serde(default)]
    pub source: String,
}

/// Defaults of the office master.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OfficeDefaults {
    /// 指定有効終了年月日 of offices the municipality designated.
    pub designation_end: Day,
    /// 利用定員.
    pub capacity: u16,
    /// 人員配置区分.
    pub staffing_class: String,
    /// 特別地域フラグ.
    pub special_area: String,
    /// The 体制 flags.
    pub flags: String,
    /// Source id.
    #[serde(default)]
    pub source: String,
}

/// What the person master holds.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UserRules {
    /// 利用者負担率 in percent.
    pub rate: u8,
    /// 契約支給量 is written × this.
    pub contract_scale: u32,
    /// 上限月額 → 所得区分 that fit.
    pub income: BTreeMap<String, Vec<String>>,
    /// 移動支援.
    #[serde(default)]
    pub mobility: Option<UserChoices>,
    /// 日中一時支援.
    #[serde(default)]
    pub daytime: Option<UserChoices>,
    /// Source id.
    #[serde(default)]
    pub source: String,
}

/// Choices of the person master for one service.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UserChoices {
    /// 決定サービスコード: key `with_body`, `without_body` or `any`.
    pub decision_codes: BTreeMap<String, String>,
    /// `hours` or `days`.
    pub contract_unit: String,
    /// 障害種別: situation → code (`default`, `severe_adult`, `severe_child`).
    #[serde(default)]
    pub disability_kind: BTreeMap<String, String>,
    /// 状態区分: situation → code.
    #[serde(default)]
    pub state_class: BTreeMap<String, String>,
    /// 障害支援区分コード.
    #[serde(default)]
    pub support_class: Option<String>,
}
