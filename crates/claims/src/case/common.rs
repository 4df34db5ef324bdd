//! 事例書式の共通部分: keys that more than one service has.
pub(super) use super::shape::half_width;
use super::shape::{Key, Kind, Shape, may, must};
use crate::CapManagement;
use fees::b_type::facts::ManualLine;
use kernel::{ServiceCode, Units, Yen};
use serde::{Deserialize, Serialize};

/// Services whose documents this version can assess.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Service {
    /// 就労継続支援B型.
    BType,
    /// 就労定着支援.
    Retention,
}

/// `person.cap_management` of a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CaseCapManagement {
    /// 管理結果.
    pub result: u8,
    /// 管理結果後利用者負担額 of this office.
    pub amount: Yen,
    /// This office manages the cap.
    #[serde(default, skip_serializing_if = "is_default")]
    pub by_this_office: bool,
}

impl From<CaseCapManagement> for CapManagement {
    fn from(sheet: CaseCapManagement) -> CapManagement {
        CapManagement { result: sheet.result, amount: sheet.amount, by_this_office: sheet.by_this_office }
    }
}

/// One of `manual_lines` of a case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CaseManualLine {
    /// サービスコード.
    pub code: ServiceCode,
    /// 単位数.
    pub units: Units,
    /// 回数.
    pub count: u32,
    /// 名称.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
}

impl CaseManualLine {
    /// The line as the rules read it.
    pub(super) fn facts(&self) -> ManualLine {
        ManualLine { code: self.code.clone(), units: self.units, count: self.count, name: self.name.clone() }
    }

    /// The line of a document.
    pub(super) fn of(line: &ManualLine) -> CaseManualLine {
        CaseManualLine { code: line.code.clone(), units: line.units, count: line.count, name: line.name.clone() }
    }
}

/// Whether a value says nothing and stays out of a document.
pub(super) fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

/// Largest amount of yen a single field may hold (six digits in the official records).
pub(super) const YEN: Shape = Shape::Integer(0, 999_999);

/// 地域区分 of the months since 2024-04 and the older names.
pub(super) const AREA_CLASSES: &[&str] = &[
    "特別区",
    "1級地",
    "2級地",
    "3級地",
    "4級地",
    "5級地",
    "6級地",
    "7級地",
    "その他",
    "特甲地",
    "甲地",
    "乙地",
    "丙地",
];

/// 所得区分.
pub(super) const INCOME: &[&str] = &["生活保護", "低所得", "低所得1", "低所得2", "一般1", "一般2"];

/// 上限額管理.
pub(super) const CAP_MANAGEMENT: &[Key] = &[
    must("result", "管理結果", Shape::Integer(1, 3)),
    must("amount", "管理結果後利用者負担額", YEN),
    may("by_this_office", "この事業所が管理", Shape::Flag),
];

/// 手入力の明細.
pub(super) const MANUAL_LINE: &[Key] = &[
    must("code", "サービスコード", Shape::Text(Kind::Code)),
    must("units", "単位数", Shape::Integer(-999_999, 999_999)),
    must("count", "回数", Shape::Integer(1, 999)),
    may("name", "名称", Shape::Text(Kind::Free)),
];
