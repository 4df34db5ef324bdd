//! The facts of one person's service month, as the rules read them. Field names are those of the case format.
use kernel::{ClockTime, Day, Month, ServiceCode, Units};
use serde::{Deserialize, Serialize};

/// Everything the rules of 就労継続支援B型 may look at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ServiceMonth {
    /// サービス提供年月.
    pub service_month: Month,
    /// Office facts in force in the month.
    pub office: Office,
    /// Person facts in force in the month.
    pub person: Person,
    /// Month-wide facts.
    pub month: MonthFacts,
    /// Days with a record, ascending, each at most once.
    pub days: Vec<DayFacts>,
    /// Lines typed by hand (day 00).
    pub manual_lines: Vec<ManualLine>,
}

/// 設置者.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Operator {
    /// 地方公共団体.
    Public,
    /// それ以外.
    #[default]
    Private,
}

/// 報酬区分 as the notice in force prints it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum FeeClass {
    /// Ⅰ (6:1 from 2024-04).
    I,
    /// Ⅱ (7.5:1).
    II,
    /// Ⅲ (10:1).
    III,
    /// Ⅳ (6:1, flat).
    IV,
    /// Ⅴ (7.5:1, flat).
    V,
    /// Ⅵ (10:1, flat).
    VI,
}

/// Standing of the office in the 2026-06 revision.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reform2026 {
    /// 改定対象.
    Subject,
    /// 改定対象外.
    Exempt,
}

/// 事業所の届出事項.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Office {
    /// 設置者.
    #[serde(default)]
    pub operator: Operator,
    /// 定員 of the whole (multi-function) office.
    pub capacity: u32,
    /// 定員 of B型 alone when it differs.
    #[serde(default)]
    pub b_type_capacity: Option<u32>,
    /// 報酬区分.
    pub fee_class: FeeClass,
    /// 平均工賃月額, yen.
    #[serde(default)]
    pub average_wage_yen: Option<u32>,
    /// 平均工賃月額区分 option of the 体制届 (1–10, from 2026-06 1–22).
    #[serde(default)]
    pub wage_band_option: Option<u8>,
    /// 令和8年6月改定の対象か.
    #[serde(default)]
    pub reform_2026: Option<Reform2026>,
    /// 指定年月日.
    #[serde(default)]
    pub designated_on: Option<Day>,
    /// 加算の届出: addition → tier or `true` (keys and values of the case format).
    #[serde(default)]
    pub capability: Capability,
    /// 減算の状況.
    #[serde(default)]
    pub reductions: OfficeReductions,
}

/// Additions the office has filed. `None`/`false` = not filed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Capability {
    /// 福祉専門職員配置等 Ⅰ–Ⅲ (1–3).
    pub welfare_professional_staffing: Option<u8>,
    /// 視覚・聴覚言語障害者支援体制 Ⅰ–Ⅱ.
    pub visual_hearing_support: Option<u8>,
    /// 高次脳機能障害者支援体制.
    pub higher_brain_dysfunction_support: bool,
    /// 重度者支援体制 Ⅰ–Ⅱ.
    pub severe_support: Option<u8>,
    /// 就労移行支援体制: number of persons settled in jobs last fiscal year.
    pub employment_transition_support: Option<u32>,
    /// 目標工賃達成指導員配置.
    pub target_wage_instructor: bool,
    /// 目標工賃達成.
    pub target_wage_achievement: bool,
    /// 送迎 Ⅰ–Ⅱ.
    pub transport: Option<u8>,
    /// 送迎 同一敷地内.
    pub transport_same_site: bool,
    /// 食事提供体制.
    pub meal_provision: bool,
    /// ピアサポート実施.
    pub peer_support: bool,
    /// 地域生活支援拠点等.
    pub community_base: bool,
    /// 処遇改善: `I` `II` `III` `IV` `V-1`…`V-14` `I-i` `I-ro` `II-i` `II-ro`.
    pub treatment_improvement: Option<String>,
}

/// Reductions the office is under in the month.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct OfficeReductions {
    /// 職業指導員・生活支援員の欠員: 1 = 70 %, 2 = 50 %.
    pub staff_shortage: Option<u8>,
    /// サービス管理責任者の欠員: 1 = 70 %, 2 = 50 %.
    pub service_manager_shortage: Option<u8>,
    /// 定員超過利用 (three-month average: every day of the month).
    pub over_capacity: bool,
    /// 短時間利用.
    pub short_hours: bool,
    /// 身体拘束廃止未実施.
    pub physical_restraint: bool,
    /// 虐待防止措置未実施.
    pub abuse_prevention: bool,
    /// 業務継続計画未策定.
    pub continuity_plan: bool,
    /// 情報公表未報告.
    pub disclosure: bool,
}

/// 利用日数の特例.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DaysException {
    /// First month of the period.
    pub from: Month,
    /// Last month of the period.
    pub to: Month,
    /// 原則日数の総和 over the period.
    pub total: u32,
    /// Days used in the period before this month.
    #[serde(default)]
    pub used: u32,
}

/// Person facts in force in the month.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Person {
    /// 支給量, days.
    pub granted_days: Option<u32>,
    /// 利用日数の特例.
    pub days_exception: Option<DaysException>,
    /// 食事提供体制加算 対象.
    pub meal_eligible: bool,
    /// 利用開始日 (初期加算).
    pub started_on: Option<Day>,
    /// n-th month without 個別支援計画, from 1.
    pub plan_missing_month: Option<u32>,
    /// 施設外支援: days of this fiscal year used before this month (180 a year).
    pub offsite_days_used: u32,
    /// This office manages the cap and other offices were used: 利用者負担上限額管理加算.
    pub cap_managed_here: bool,
}

/// Month-wide facts.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct MonthFacts {
    /// 集中的支援, times.
    pub intensive_support: u32,
    /// 就労移行連携, times (0 or 1).
    pub transition_coordination: u32,
    /// 医療連携体制加算Ⅴ.
    pub medical_v: Option<MedicalV>,
    /// 社会生活支援特別, days (0 when not claimed).
    pub social_life_support: u32,
}

/// 医療連携体制加算Ⅴ: recipients of the month and nurses per day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MedicalV {
    /// Recipients of the month.
    pub recipients: u32,
    /// Nurses by day.
    pub days: Vec<MedicalVDay>,
}

/// One day of 医療連携体制加算Ⅴ.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MedicalVDay {
    /// Day of the month.
    pub day: u8,
    /// Nurses on that day.
    pub nurses: u32,
}

/// What happened on a day.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DayStatus {
    /// 通所 (also 施設外就労: a day with base fee).
    #[default]
    Attended,
    /// 欠席.
    Absent,
    /// 施設外支援.
    OffsiteSupport,
    /// 訪問支援特別.
    HomeVisit,
    /// 体験利用支援.
    TrialUse,
}

/// One day of the service record.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct DayFacts {
    /// Day of the month, 1–31.
    pub day: u8,
    /// 提供状況.
    pub status: DayStatus,
    /// 開始.
    pub start: Option<ClockTime>,
    /// 終了.
    pub end: Option<ClockTime>,
    /// 送迎 往.
    pub transport_out: u8,
    /// 送迎 復.
    pub transport_back: u8,
    /// 食事提供.
    pub meal: bool,
    /// 欠席時: 連絡・相談援助の記録あり.
    pub absence_consulted: bool,
    /// 訪問支援: planned minutes.
    pub visit_minutes: Option<u32>,
    /// 訪問支援: 算定.
    pub visit_billed: bool,
    /// 医療連携 tier 1,2,3,4,6.
    pub medical: Option<u8>,
    /// 医療連携 tier 4: persons nursed on that day (1, 2 or 3–8), because the units depend on it.
    pub medical_recipients: Option<u8>,
    /// 在宅時生活支援.
    pub at_home_support: bool,
    /// 地域協働.
    pub community_collaboration: bool,
    /// 緊急時受入.
    pub emergency_acceptance: bool,
    /// 定員超過 on this day.
    pub over_capacity: bool,
}

/// A line typed by hand (day 00).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ManualLine {
    /// サービスコード.
    pub code: ServiceCode,
    /// Units of one count.
    pub units: Units,
    /// Count.
    pub count: u32,
    /// Name; the table's name when absent.
    #[serde(default)]
    pub name: Option<String>,
}

/// How the 平均工賃月額 is worked out; [`FeeTables::average_wage_method`](crate::FeeTables::average_wage_method) says which holds when.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum WageMethod {
    /// Wages of the period ÷ (user-days ÷ opening days) ÷ months.
    DailyAverage,
    /// Wages of the period ÷ the sum of persons paid in each month.
    MonthlyPayees,
}
