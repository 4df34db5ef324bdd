//! 規則の名簿: every rule of 就労継続支援B型 with its id and Japanese name.
//!
//! The order is that of the notice and of the statement. `cargo xtask check-data` asks for a golden case of each.

/// A rule as the lists show it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RuleInfo {
    /// Stable id, e.g. `b_type.meal_provision`.
    pub id: &'static str,
    /// Japanese name.
    pub name: &'static str,
    /// 「事業所の届出に…がありません」.
    pub(crate) not_filed: &'static str,
    /// 「…の対象になる日が…ありません」.
    pub(crate) no_day: &'static str,
}

macro_rules! rules {
    ($($rule:ident = $key:literal $name:literal),* $(,)?) => {
        /// The rules, numbered as in [`RULES`].
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Rule { $(#[doc = $name] $rule),* }

        const ALL: &[Rule] = &[$(Rule::$rule),*];

        /// All rules in order.
        pub const RULES: &[RuleInfo] = &[$(RuleInfo {
            id: concat!("b_type.", $key),
            name: $name,
            not_filed: concat!("事業所の届出に", $name, "がありません。届出をしている場合は事業所の体制に入力してください。"),
            no_day: concat!("この月の記録に", $name, "の対象になる日がありません。"),
        }),*];
    };
}

rules! {
    Basic = "basic" "基本報酬",
    OffsiteSupport = "offsite_support" "施設外支援",
    GrantedDays = "granted_days" "利用日数の上限",
    PublicOperator = "public_operator" "地方公共団体設置の減算",
    ShortHours = "short_hours" "短時間利用減算",
    OverCapacity = "over_capacity" "定員超過利用減算",
    StaffShortage = "staff_shortage" "生活支援員等欠員減算",
    ServiceManagerShortage = "service_manager_shortage" "サービス管理責任者欠員減算",
    PlanMissing = "plan_missing" "個別支援計画未作成減算",
    WelfareProfessionalStaffing = "welfare_professional_staffing" "福祉専門職員配置等加算",
    VisualHearingSupport = "visual_hearing_support" "視覚・聴覚言語障害者支援体制加算",
    HigherBrainDysfunctionSupport = "higher_brain_dysfunction_support" "高次脳機能障害者支援体制加算",
    SevereSupport = "severe_support" "重度者支援体制加算",
    Initial = "initial" "初期加算",
    HomeVisit = "home_visit" "訪問支援特別加算",
    Absence = "absence" "欠席時対応加算",
    EmploymentTransitionSupport = "employment_transition_support" "就労移行支援体制加算",
    TargetWageInstructor = "target_wage_instructor" "目標工賃達成指導員配置加算",
    TargetWageAchievement = "target_wage_achievement" "目標工賃達成加算",
    Medical = "medical" "医療連携体制加算",
    MealProvision = "meal_provision" "食事提供体制加算",
    Transport = "transport" "送迎加算",
    TrialUse = "trial_use" "体験利用支援加算",
    TrialUseCommunityBase = "trial_use_community_base" "体験利用支援加算(地域生活支援拠点等)",
    AtHomeSupport = "at_home_support" "在宅時生活支援サービス加算",
    SocialLifeSupport = "social_life_support" "社会生活支援特別加算",
    CommunityCollaboration = "community_collaboration" "地域協働加算",
    EmergencyAcceptance = "emergency_acceptance" "緊急時受入加算",
    TransitionCoordination = "transition_coordination" "就労移行連携加算",
    MedicalV = "medical_v" "医療連携体制加算(Ⅴ)",
    CapManagement = "cap_management" "利用者負担上限額管理加算",
    PeerSupport = "peer_support" "ピアサポート実施加算",
    IntensiveSupport = "intensive_support" "集中的支援加算",
    NewOffice2026 = "new_office_2026" "令和8年6月以降新規指定事業所特例",
    PhysicalRestraint = "physical_restraint" "身体拘束廃止未実施減算",
    AbusePrevention = "abuse_prevention" "虐待防止措置未実施減算",
    ContinuityPlan = "continuity_plan" "業務継続計画未策定減算",
    Disclosure = "disclosure" "情報公表未報告減算",
    TreatmentImprovement = "treatment_improvement" "福祉・介護職員等処遇改善加算",
    Manual = "manual" "手入力の明細",
}

impl Rule {
    /// Id and names.
    pub fn info(self) -> &'static RuleInfo {
        &RULES[self as usize]
    }
}

/// The rule with this id.
pub(crate) fn by_id(id: &str) -> Option<Rule> {
    RULES.iter().position(|info| info.id == id).map(|at| ALL[at])
}
