//! 記入の区分(◎●○－): how much each field of the office form is needed for B型 in a month.
use crate::screens::people::sheet::Mark;
use fees::{FeeTables, b_type::Rule};
use kernel::Month;

/// Fields that stand for an addition: they are filled in while the tables know the addition.
const ADDITIONS: &[(&str, Rule)] = &[
    ("welfare_professional_staffing", Rule::WelfareProfessionalStaffing),
    ("visual_hearing_support", Rule::VisualHearingSupport),
    ("higher_brain_dysfunction_support", Rule::HigherBrainDysfunctionSupport),
    ("severe_support", Rule::SevereSupport),
    ("target_wage_instructor", Rule::TargetWageInstructor),
    ("peer_support", Rule::PeerSupport),
    ("employment_transition_support", Rule::EmploymentTransitionSupport),
    ("target_wage_achievement", Rule::TargetWageAchievement),
    ("transport", Rule::Transport),
    ("meal_provision", Rule::MealProvision),
    ("community_base", Rule::EmergencyAcceptance),
    ("treatment_improvement", Rule::TreatmentImprovement),
];

/// Field, first month, last month, mark.
type Dated = (&'static str, Option<(i16, i8)>, Option<(i16, i8)>, Mark);

/// Fields of certain months: first and last month (both may be open), the mark inside.
const DATED: &[Dated] = &[
    ("average_wage_yen", Some((2018, 4)), None, Mark::Conditional),
    ("wage_band_option", Some((2018, 4)), None, Mark::Optional),
    ("reform_2026", Some((2026, 6)), None, Mark::Conditional),
    ("short_hours", Some((2018, 4)), None, Mark::Conditional),
    ("physical_restraint", Some((2018, 4)), None, Mark::Optional),
    ("abuse_prevention", Some((2024, 4)), None, Mark::Optional),
    ("continuity_plan", Some((2024, 4)), None, Mark::Optional),
    ("disclosure", Some((2024, 4)), None, Mark::Optional),
    ("grant_target", None, Some((2015, 3)), Mark::Required),
    ("career_path", None, Some((2024, 5)), Mark::Required),
    ("special_improvement", None, Some((2021, 3)), Mark::Optional),
    ("unit_price_adjustment", None, Some((2015, 3)), Mark::Optional),
];

const REQUIRED: &[&str] = &["capacity_class", "multi_class", "staffing_class", "unit_price", "main_service"];

/// Fields of the form that B型 never fills in: other services use them.
pub(super) const OF_OTHER_SERVICES: &[&str] = &[
    "施設区分",
    "児童施設区分",
    "みなし指定の有無",
    "経過的居宅介護利用型",
    "自活訓練加算",
    "夜勤職員配置体制",
    "短期滞在加算",
    "日中支援加算",
    "大規模住居の減算",
    "利用期間超過の減算",
    "栄養士配置の減算",
    "開所時間の減算",
];

fn month_of((year, month): (i16, i8)) -> Option<Month> {
    Month::new(year, month).ok()
}

/// The mark of a field; `required` is what the form itself asks for.
pub(super) fn of(tables: &FeeTables, field: &str, required: bool, month: Month) -> Mark {
    if required || REQUIRED.contains(&field) {
        return Mark::Required;
    }
    if let Some((_, rule)) = ADDITIONS.iter().find(|(name, _)| *name == field) {
        let known = tables.tiers(*rule).iter().any(|tier| tier.period.contains(month));
        return if known { Mark::Optional } else { Mark::NotNeeded };
    }
    if let Some((_, from, to, mark)) = DATED.iter().find(|(name, ..)| *name == field) {
        let begun = from.and_then(month_of).is_none_or(|from| from <= month);
        let over = to.and_then(month_of).is_some_and(|to| to < month);
        return if begun && !over { *mark } else { Mark::NotNeeded };
    }
    match field {
        "b_type_capacity" | "transport_same_site" => Mark::Conditional,
        _ => Mark::Optional,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn mark(field: &str, month: &str) -> Mark {
        of(FeeTables::builtin(), field, false, month.parse().unwrap())
    }

    #[test]
    fn bt_22_what_is_needed_depends_on_the_month() {
        assert_eq!(mark("career_path", "2012-04"), Mark::Required);
        assert_eq!(mark("career_path", "2026-10"), Mark::NotNeeded);
        assert_eq!(mark("reform_2026", "2026-05"), Mark::NotNeeded);
        assert_eq!(mark("reform_2026", "2026-06"), Mark::Conditional);
        assert_eq!(mark("meal_provision", "2026-10"), Mark::Optional);
        assert_eq!(mark("capacity_class", "2012-04"), Mark::Required);
    }
}
