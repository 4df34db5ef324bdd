//! 規則の名簿: every rule of 就労定着支援 with its id and Japanese name, in the order of the statement.
use crate::rules::rule_list;

rule_list! {
    "retention.",
    not_filed: "この月の加算情報に" "がありません。届出をしている場合は加算情報に入力してください。",
    no_day: "この月の記録に" "の対象になる支援がありません。",
    Period = "period" "利用できる期間",
    Base = "base" "基本報酬",
    SupportStaffShortage = "support_staff_shortage" "就労定着支援員欠如減算",
    ServiceManagerShortage = "service_manager_shortage" "サービス管理責任者欠如減算",
    PlanMissing = "plan_missing" "就労定着支援計画未作成減算",
    SpecialArea = "special_area" "特別地域加算",
    Conference = "conference" "地域連携会議実施加算",
    ConferenceBefore2024 = "conference_before_2024" "定着支援連携促進加算",
    CompanyCoordination = "company_coordination" "企業連携等調整特別加算",
    Initial = "initial" "初期加算",
    ResultsStructure = "results_structure" "就労定着実績体制加算",
    JobCoach = "job_coach" "職場適応援助者養成研修修了者配置体制加算",
    CapManagement = "cap_management" "利用者負担上限額管理加算",
    SupportStructure = "support_structure" "支援体制構築未実施減算",
    Disclosure = "disclosure" "情報公表未報告減算",
    ContinuityPlan = "continuity_plan" "業務継続計画未策定減算",
    AbusePrevention = "abuse_prevention" "虐待防止措置未実施減算",
    TreatmentImprovement = "treatment_improvement" "福祉・介護職員等処遇改善加算",
    Manual = "manual" "手入力の明細",
}
