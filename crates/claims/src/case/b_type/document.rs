//! 事例: the document as typed values.
use crate::IncomeClass;
use crate::case::common::{CaseCapManagement, CaseManualLine, Service, is_default};
use fees::b_type::facts::{DayStatus, DaysException, FeeClass, MedicalV, OfficeReductions, Operator, Reform2026};
use kernel::{ClockTime, Day, Month, UnitPrice, Yen};
use serde::{Deserialize, Serialize};

/// One case document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Case {
    /// Which service.
    pub service: Service,
    /// サービス提供年月.
    pub service_month: Month,
    /// Office facts.
    pub office: CaseOffice,
    /// Person facts.
    pub person: CasePerson,
    /// Month-wide facts.
    #[serde(default, skip_serializing_if = "is_default")]
    pub month: CaseMonth,
    /// Days with a record.
    #[serde(default)]
    pub days: Vec<CaseDay>,
    /// Lines typed by hand.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub manual_lines: Vec<CaseManualLine>,
}

/// Tier of an addition.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Tier {
    /// Ⅰ
    I,
    /// Ⅱ
    II,
    /// Ⅲ
    III,
}

impl Tier {
    pub(super) const fn number(self) -> u8 {
        match self {
            Tier::I => 1,
            Tier::II => 2,
            Tier::III => 3,
        }
    }

    pub(super) const fn from_number(number: u8) -> Option<Tier> {
        match number {
            1 => Some(Tier::I),
            2 => Some(Tier::II),
            3 => Some(Tier::III),
            _ => None,
        }
    }
}

/// 人数 of an addition.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Persons {
    /// Number of persons.
    pub persons: u32,
}

/// `office` of a case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CaseOffice {
    /// 地域区分.
    pub area_class: String,
    /// 単位数単価 instead of the table's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit_price: Option<UnitPrice>,
    /// 設置者.
    #[serde(default, skip_serializing_if = "is_default")]
    pub operator: Operator,
    /// 定員.
    pub capacity: u32,
    /// 定員 of B型 alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub b_type_capacity: Option<u32>,
    /// 報酬区分.
    pub fee_class: FeeClass,
    /// 平均工賃月額.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub average_wage_yen: Option<u32>,
    /// 平均工賃月額区分.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wage_band_option: Option<u8>,
    /// 令和8年6月改定の対象か.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reform_2026: Option<Reform2026>,
    /// 指定年月日.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub designated_on: Option<Day>,
    /// 加算の届出.
    #[serde(default, skip_serializing_if = "is_default")]
    pub capability: CaseCapability,
    /// 減算の状況.
    #[serde(default, skip_serializing_if = "is_default")]
    pub reductions: OfficeReductions,
}

/// `office.capability` of a case.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct CaseCapability {
    /// 福祉専門職員配置等 Ⅰ–Ⅲ.
    pub welfare_professional_staffing: Option<Tier>,
    /// 視覚・聴覚言語障害者支援体制 Ⅰ–Ⅱ.
    pub visual_hearing_support: Option<Tier>,
    /// 高次脳機能障害者支援体制.
    pub higher_brain_dysfunction_support: bool,
    /// 重度者支援体制 Ⅰ–Ⅱ.
    pub severe_support: Option<Tier>,
    /// 就労移行支援体制.
    pub employment_transition_support: Option<Persons>,
    /// 目標工賃達成指導員配置.
    pub target_wage_instructor: bool,
    /// 目標工賃達成.
    pub target_wage_achievement: bool,
    /// 送迎 Ⅰ–Ⅱ.
    pub transport: Option<Tier>,
    /// 送迎 同一敷地内.
    pub transport_same_site: bool,
    /// 食事提供体制.
    pub meal_provision: bool,
    /// ピアサポート実施.
    pub peer_support: bool,
    /// 地域生活支援拠点等.
    pub community_base: bool,
    /// 処遇改善.
    pub treatment_improvement: Option<String>,
}

/// `person` of a case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CasePerson {
    /// 負担上限月額.
    pub burden_cap: Yen,
    /// 所得区分.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub income_class: Option<IncomeClass>,
    /// 上限額管理.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cap_management: Option<CaseCapManagement>,
    /// 自治体助成分.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub municipal_subsidy: Option<Yen>,
    /// 支給量.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub granted_days: Option<u32>,
    /// 利用日数の特例.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub days_exception: Option<DaysException>,
    /// 食事提供体制加算 対象.
    #[serde(default, skip_serializing_if = "is_default")]
    pub meal_eligible: bool,
    /// 利用開始日.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub started_on: Option<Day>,
    /// n-th month without 個別支援計画.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub plan_missing_month: Option<u32>,
    /// 施設外支援 days of the fiscal year before this month.
    #[serde(default, skip_serializing_if = "is_default")]
    pub offsite_days_used: u32,
}

/// `month` of a case.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct CaseMonth {
    /// 集中的支援, times.
    pub intensive_support: u32,
    /// 就労移行連携, times.
    pub transition_coordination: u32,
    /// 医療連携体制加算Ⅴ.
    pub medical_v: Option<MedicalV>,
    /// 社会生活支援特別, days.
    pub social_life_support: u32,
}

/// One of `days` of a case.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct CaseDay {
    /// Day of the month.
    pub day: u8,
    /// 提供状況.
    #[serde(skip_serializing_if = "is_default")]
    pub status: DayStatus,
    /// 開始.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub start: Option<ClockTime>,
    /// 終了.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub end: Option<ClockTime>,
    /// 送迎 往.
    #[serde(skip_serializing_if = "is_default")]
    pub transport_out: u8,
    /// 送迎 復.
    #[serde(skip_serializing_if = "is_default")]
    pub transport_back: u8,
    /// 食事提供.
    #[serde(skip_serializing_if = "is_default")]
    pub meal: bool,
    /// 欠席時の相談援助.
    #[serde(skip_serializing_if = "is_default")]
    pub absence_consulted: bool,
    /// 訪問支援 planned minutes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub visit_minutes: Option<u32>,
    /// 訪問支援 算定.
    #[serde(skip_serializing_if = "is_default")]
    pub visit_billed: bool,
    /// 医療連携 tier.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub medical: Option<u8>,
    /// 医療連携 tier 4: persons nursed on that day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub medical_recipients: Option<u8>,
    /// 在宅時生活支援.
    #[serde(skip_serializing_if = "is_default")]
    pub at_home_support: bool,
    /// 地域協働.
    #[serde(skip_serializing_if = "is_default")]
    pub community_collaboration: bool,
    /// 緊急時受入.
    #[serde(skip_serializing_if = "is_default")]
    pub emergency_acceptance: bool,
    /// 定員超過.
    #[serde(skip_serializing_if = "is_default")]
    pub over_capacity: bool,
}
