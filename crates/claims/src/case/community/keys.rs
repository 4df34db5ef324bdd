//! 事例書式の項目: the keys of a `mobility` or `daytime` case with their kinds and limits.
use crate::case::common::{CAP_MANAGEMENT, INCOME, YEN};
use crate::case::shape::{Key, Kind, Shape, may, must};

/// Path of the key that names the municipality.
pub(in crate::case) const PACK: &str = "pack";

/// The whole document.
pub(in crate::case) const CASE: Shape = Shape::Object(&[
    must("service", "サービスの種類", Shape::Choice(&["mobility", "daytime"])),
    must("service_month", "サービス提供年月", Shape::Text(Kind::Month)),
    must(PACK, "市町村の規則", Shape::Text(Kind::Free)),
    may("prices", "試験用の単価", Shape::Amounts),
    may("overlays", "単価の登録", Shape::List(&Shape::Object(OVERLAY))),
    may("office", "事業所", Shape::Object(OFFICE)),
    must("person", "利用者", Shape::Object(PERSON)),
    may("visits", "記録", Shape::List(&Shape::Object(VISIT))),
    may("decisions", "月全体の読み方の選択", Shape::List(&Shape::Object(DECISION))),
]);

const OFFICE: &[Key] = &[may("single_facility", "単独型の事業所", Shape::Flag)];

const OVERLAY: &[Key] = &[
    must("name", "サービス内容", Shape::Text(Kind::Free)),
    must("amount", "単位数または円", Shape::Integer(1, 999_999)),
    may("currency", "単位か円か", Shape::Choice(&["units", "yen"])),
    must("valid_from", "適用開始月", Shape::Text(Kind::Month)),
    may("valid_to", "適用終了月", Shape::Text(Kind::Month)),
    must("source", "出典", Shape::Text(Kind::Free)),
    must("read_on", "確認した日", Shape::Text(Kind::Date)),
    may("code", "サービスコード", Shape::Text(Kind::Free)),
];

const PERSON: &[Key] = &[
    may("municipality_no", "証記載市町村番号", Shape::Text(Kind::Free)),
    may("burden_cap", "負担上限月額", YEN),
    may("income_class", "所得区分", Shape::Choice(INCOME)),
    may("burden_rate_percent", "利用者負担率", Shape::Integer(0, 100)),
    may("cap_management", "上限額管理", Shape::Object(CAP_MANAGEMENT)),
    may("decision_code", "決定サービスコード", Shape::Text(Kind::Free)),
    may("born_on", "生年月日", Shape::Text(Kind::Date)),
    may("waived_child", "無償化対象児童", Shape::Flag),
    may("contract_hours_x100", "契約支給量(時間または日 × 100)", Shape::Integer(0, 99_999)),
    may("body_care", "身体介護あり", Shape::Flag),
    may("disability_kind", "障害種別", Shape::Choice(&["1", "2", "3", "4", "8"])),
];

const VISIT: &[Key] = &[
    must("date", "日付", Shape::Text(Kind::Date)),
    must("start", "開始時間", Shape::Text(Kind::Hhmm)),
    must("end", "終了時間", Shape::Text(Kind::Hhmm)),
    may("helper", "何人目のヘルパーの記録か", Shape::Integer(1, 2)),
    may("helpers", "ヘルパーの人数", Shape::Integer(1, 2)),
    may("commute", "通園・通学・通所", Shape::Commute),
    may("deducted_minutes", "算定外の時間(分)", Shape::Integer(0, 1440)),
    may("deducted_start", "算定外の開始時間", Shape::Text(Kind::Hhmm)),
    may("emergency", "緊急時対応", Shape::Flag),
    may("first", "初回", Shape::Flag),
    may("suction", "喀痰吸引等", Shape::Flag),
    may("transport", "送迎", Shape::Integer(0, 2)),
    may("meal", "食事提供", Shape::Flag),
    may("single_facility", "単独型", Shape::Flag),
    may("accept", "提案のとおりにする", Shape::Flag),
    may("decisions", "読み方の選択", Shape::List(&Shape::Object(DECISION))),
];

const DECISION: &[Key] =
    &[must("point", "規則の番号", Shape::Text(Kind::Free)), must("choice", "選んだ読み方", Shape::Text(Kind::Free))];
