//! 事例書式の項目: the keys of a `retention` case with their kinds and limits.
use crate::case::common::{AREA_CLASSES, CAP_MANAGEMENT, INCOME, MANUAL_LINE, YEN};
use crate::case::shape::{Key, Kind, Shape, may, must};

const DATE: Shape = Shape::Text(Kind::Date);
const PEOPLE: Shape = Shape::Integer(0, 99_999);
const MONTHS: Shape = Shape::Integer(1, 999);

/// 処遇改善 classes of the 体制届.
const TREATMENT: &[&str] = &["I", "II", "III", "IV", "I-i", "I-ro", "II-i", "II-ro"];

/// The whole document.
pub(in crate::case) const CASE: Shape = Shape::Object(&[
    must("service", "サービスの種類", Shape::Choice(&["retention"])),
    must("service_month", "サービス提供年月", Shape::Text(Kind::Month)),
    must("office", "事業所", Shape::Object(OFFICE)),
    must("person", "利用者", Shape::Object(PERSON)),
    may("contacts", "支援記録", Shape::List(&Shape::Object(CONTACT))),
    may("conferences_this_year", "この年度にすでに請求した会議(回)", Shape::Integer(0, 99)),
    may("conferences_last_eleven_months", "前月までの11か月に請求した会議(回)", Shape::Integer(0, 99)),
    may("report_shared_on", "支援レポート共有日", DATE),
    may(
        "report_to_employer",
        "支援レポートの勤務先への共有",
        Shape::Choice(&["shared", "not_disclosed", "left_out", "left_out_disclosed"]),
    ),
    may("report_person_left_out", "支援レポートを本人に共有していない", Shape::Flag),
    may("additions_state", "加算情報の状態", Shape::Choice(&["none", "pending", "approved"])),
    may("manual_lines", "手入力の明細", Shape::List(&Shape::Object(MANUAL_LINE))),
]);

const OFFICE: &[Key] = &[
    must("area_class", "地域区分", Shape::Choice(AREA_CLASSES)),
    may("unit_price", "単位数単価", Shape::Text(Kind::Price)),
    may("retention", "就労定着率", Shape::Object(RATE)),
    may("users", "利用者数(2024年3月まで)", PEOPLE),
    may("capability", "加算の届出", Shape::Object(CAPABILITY)),
    may("reductions", "減算の状況", Shape::Object(REDUCTIONS)),
];

const RATE: &[Key] = &[must("numerator", "就労が続いている人数", PEOPLE), must("denominator", "利用した人数", PEOPLE)];

const CAPABILITY: &[Key] = &[
    may("results_structure", "就労定着実績体制加算", Shape::Flag),
    may("job_coach", "職場適応援助者養成研修修了者配置体制加算", Shape::Flag),
    may("special_area", "特別地域加算", Shape::Flag),
    may("treatment_improvement", "福祉・介護職員等処遇改善加算", Shape::Choice(TREATMENT)),
];

const REDUCTIONS: &[Key] = &[
    may("support_staff_shortage_month", "就労定着支援員欠如の月数", MONTHS),
    may("service_manager_shortage_month", "サービス管理責任者欠如の月数", MONTHS),
    may("disclosure", "情報公表未報告減算", Shape::Flag),
    may("continuity_plan", "業務継続計画未策定減算", Shape::Flag),
    may("abuse_prevention", "虐待防止措置未実施減算", Shape::Flag),
];

const PERSON: &[Key] = &[
    may("burden_cap", "負担上限月額", YEN),
    may("income_class", "所得区分", Shape::Choice(INCOME)),
    may("cap_management", "上限額管理", Shape::Object(CAP_MANAGEMENT)),
    may("cap_managed_elsewhere", "ほかの事業所が上限額管理", Shape::Flag),
    may("municipal_subsidy", "自治体助成分", YEN),
    may("employed_on", "雇用開始日", DATE),
    may("contract_on", "契約日", DATE),
    may("contract_end_on", "契約終了日", DATE),
    may("decided_from", "支給決定期間の始め", DATE),
    may("decided_to", "支給決定期間の終わり", DATE),
    may("resigned_on", "退職日", DATE),
    may("left_on", "退所日", DATE),
    may("declined", "利用意向なし", Shape::Flag),
    may("declined_on", "断った日", DATE),
    may("taken_over", "以前のサービスから引き継ぎ", Shape::Flag),
    may("re_employed_on", "次の雇用開始日", DATE),
    may("job_changes", "それより前の転職", Shape::List(&Shape::Object(JOB_CHANGE))),
    may("from_other_provider", "ほかの法人などからの利用開始", Shape::Flag),
    may("started_on", "利用開始日", DATE),
    may("plan_missing_month", "就労定着支援計画未作成の月数", MONTHS),
    may("support_structure_missing", "支援体制構築未実施", Shape::Flag),
    may("card_known", "有効な受給者証がある", Shape::Flag),
    may("card_locked", "受給者証ロック", Shape::Flag),
];

const JOB_CHANGE: &[Key] = &[must("resigned_on", "退職日", DATE), must("re_employed_on", "次の雇用開始日", DATE)];

const CONTACT: &[Key] = &[
    must("date", "支援日", DATE),
    must("means", "手段", Shape::Choice(&["face_to_face", "video", "phone", "mail"])),
    may(
        "billing",
        "請求の有無",
        Shape::Choice(&["undecided", "none", "base", "base_and_conference_1", "base_and_conference_2"]),
    ),
    may("special_area", "特別地域での支援", Shape::Flag),
];
