//! 事例書式の項目: the keys of a `b_type` case with their kinds and limits.
use crate::case::common::{AREA_CLASSES, CAP_MANAGEMENT, INCOME, MANUAL_LINE, YEN};
use crate::case::shape::{Key, Kind, Shape, may, must};

const TIER_2: Shape = Shape::Choice(&["I", "II"]);
const TIER_3: Shape = Shape::Choice(&["I", "II", "III"]);
const ONE_OR_TWO: Shape = Shape::Integer(1, 2);
const DAY: Shape = Shape::Integer(1, 31);
const DAYS: Shape = Shape::Integer(0, 31);
const COUNT: Shape = Shape::Integer(0, 999);

/// 処遇改善 classes of the 体制届.
pub(super) const TREATMENT: &[&str] = &[
    "I", "II", "III", "IV", "V-1", "V-2", "V-3", "V-4", "V-5", "V-6", "V-7", "V-8", "V-9", "V-10", "V-11", "V-12",
    "V-13", "V-14", "I-i", "I-ro", "II-i", "II-ro",
];

/// The whole document.
pub(in crate::case) const CASE: Shape = Shape::Object(&[
    must("service", "サービスの種類", Shape::Choice(&["b_type"])),
    must("service_month", "サービス提供年月", Shape::Text(Kind::Month)),
    must("office", "事業所", Shape::Object(OFFICE)),
    must("person", "利用者", Shape::Object(PERSON)),
    may("month", "月の加算", Shape::Object(MONTH)),
    may("days", "日ごとの実績", Shape::List(&Shape::Object(DAY_KEYS))),
    may("manual_lines", "手入力の明細", Shape::List(&Shape::Object(MANUAL_LINE))),
]);

const OFFICE: &[Key] = &[
    must("area_class", "地域区分", Shape::Choice(AREA_CLASSES)),
    may("unit_price", "単位数単価", Shape::Text(Kind::Price)),
    may("operator", "設置者", Shape::Choice(&["public", "private"])),
    must("capacity", "定員", Shape::Integer(1, 9_999)),
    may("b_type_capacity", "B型の定員", Shape::Integer(1, 9_999)),
    must("fee_class", "報酬区分", Shape::Choice(&["I", "II", "III", "IV", "V", "VI"])),
    may("average_wage_yen", "平均工賃月額", YEN),
    may("wage_band_option", "平均工賃月額区分(体制届の番号)", Shape::Integer(1, 22)),
    may("reform_2026", "令和8年6月改定の対象", Shape::Choice(&["subject", "exempt"])),
    may("designated_on", "指定年月日", Shape::Text(Kind::Date)),
    may("capability", "加算の届出", Shape::Object(CAPABILITY)),
    may("reductions", "減算の状況", Shape::Object(REDUCTIONS)),
];

const CAPABILITY: &[Key] = &[
    may("welfare_professional_staffing", "福祉専門職員配置等加算", TIER_3),
    may("visual_hearing_support", "視覚・聴覚言語障害者支援体制加算", TIER_2),
    may("higher_brain_dysfunction_support", "高次脳機能障害者支援体制加算", Shape::Flag),
    may("severe_support", "重度者支援体制加算", TIER_2),
    may("employment_transition_support", "就労移行支援体制加算", Shape::Persons),
    may("target_wage_instructor", "目標工賃達成指導員配置加算", Shape::Flag),
    may("target_wage_achievement", "目標工賃達成加算", Shape::Flag),
    may("transport", "送迎加算", TIER_2),
    may("transport_same_site", "送迎加算 同一敷地内", Shape::Flag),
    may("meal_provision", "食事提供体制加算", Shape::Flag),
    may("peer_support", "ピアサポート実施加算", Shape::Flag),
    may("community_base", "地域生活支援拠点等", Shape::Flag),
    may("treatment_improvement", "福祉・介護職員等処遇改善加算", Shape::Choice(TREATMENT)),
];

const REDUCTIONS: &[Key] = &[
    may("staff_shortage", "職員欠如減算", ONE_OR_TWO),
    may("service_manager_shortage", "サービス管理責任者欠如減算", ONE_OR_TWO),
    may("over_capacity", "定員超過利用減算", Shape::Flag),
    may("short_hours", "短時間利用減算", Shape::Flag),
    may("physical_restraint", "身体拘束廃止未実施減算", Shape::Flag),
    may("abuse_prevention", "虐待防止措置未実施減算", Shape::Flag),
    may("continuity_plan", "業務継続計画未策定減算", Shape::Flag),
    may("disclosure", "情報公表未報告減算", Shape::Flag),
];

const PERSON: &[Key] = &[
    must("burden_cap", "負担上限月額", YEN),
    may("income_class", "所得区分", Shape::Choice(INCOME)),
    may("cap_management", "上限額管理", Shape::Object(CAP_MANAGEMENT)),
    may("municipal_subsidy", "自治体助成分", YEN),
    may("granted_days", "支給量(日)", DAYS),
    may("days_exception", "利用日数の特例", Shape::Object(DAYS_EXCEPTION)),
    may("meal_eligible", "食事提供体制加算の対象", Shape::Flag),
    may("started_on", "利用開始日", Shape::Text(Kind::Date)),
    may("plan_missing_month", "個別支援計画未作成の月数", Shape::Integer(1, 999)),
    may("offsite_days_used", "施設外支援の前月までの日数(年度)", Shape::Integer(0, 366)),
];

const DAYS_EXCEPTION: &[Key] = &[
    must("from", "対象期間の始め", Shape::Text(Kind::Month)),
    must("to", "対象期間の終わり", Shape::Text(Kind::Month)),
    must("total", "原則日数の総和", COUNT),
    may("used", "前月までの利用日数", COUNT),
];

const MONTH: &[Key] = &[
    may("intensive_support", "集中的支援加算(回)", DAYS),
    may("transition_coordination", "就労移行連携加算(回)", Shape::Integer(0, 1)),
    may("medical_v", "医療連携体制加算Ⅴ", Shape::Object(MEDICAL_V)),
    may("social_life_support", "社会生活支援特別加算(日)", DAYS),
];

const MEDICAL_V: &[Key] = &[
    must("recipients", "支援を受けた人数", Shape::Integer(1, 999)),
    must("days", "看護職員の配置", Shape::List(&Shape::Object(MEDICAL_V_DAY))),
];

const MEDICAL_V_DAY: &[Key] = &[must("day", "日", DAY), must("nurses", "看護職員数", COUNT)];

const DAY_KEYS: &[Key] = &[
    must("day", "日", DAY),
    may("status", "提供状況", Shape::Choice(&["attended", "absent", "offsite_support", "home_visit", "trial_use"])),
    may("start", "開始時間", Shape::Text(Kind::Clock)),
    may("end", "終了時間", Shape::Text(Kind::Clock)),
    may("transport_out", "送迎 往", Shape::Integer(0, 1)),
    may("transport_back", "送迎 復", Shape::Integer(0, 1)),
    may("meal", "食事提供", Shape::Flag),
    may("absence_consulted", "欠席時の相談援助の記録", Shape::Flag),
    may("visit_minutes", "訪問支援の計画時間(分)", Shape::Integer(1, 1_440)),
    may("visit_billed", "訪問支援の算定", Shape::Flag),
    may("medical", "医療連携体制加算の区分", Shape::OneOf(&[1, 2, 3, 4, 6])),
    may("medical_recipients", "医療連携体制加算Ⅳの支援人数", Shape::Integer(1, 8)),
    may("at_home_support", "在宅時生活支援", Shape::Flag),
    may("community_collaboration", "地域協働", Shape::Flag),
    may("emergency_acceptance", "緊急時受入", Shape::Flag),
    may("over_capacity", "定員超過", Shape::Flag),
];
