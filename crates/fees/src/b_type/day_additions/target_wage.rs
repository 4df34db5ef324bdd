//! 目標工賃: the instructor, and the target reached. Fee classes Ⅰ and Ⅳ only.
use super::super::days::DaySet;
use super::super::rules::Rule;
use super::super::work::Work;
use super::staffing::every_day;

const INSTRUCTOR: &str = "office.capability.target_wage_instructor";
const ACHIEVEMENT: &str = "office.capability.target_wage_achievement";

/// 目標工賃達成指導員配置加算, by the capacity of B型 alone.
pub(super) fn instructor(work: &mut Work<'_>) {
    let filed = work.office().capability.target_wage_instructor;
    every_day(work, Rule::TargetWageInstructor, filed.then_some(""), INSTRUCTOR);
}

/// 目標工賃達成加算, only together with the instructor.
pub(super) fn achievement(work: &mut Work<'_>) {
    let capability = &work.office().capability;
    if capability.target_wage_achievement && !capability.target_wage_instructor {
        let reason = "目標工賃達成加算は、目標工賃達成指導員配置加算を算定する事業所だけが算定できます。";
        work.refuse(Rule::TargetWageAchievement, reason, &[INSTRUCTOR], DaySet::default());
        return;
    }
    every_day(work, Rule::TargetWageAchievement, capability.target_wage_achievement.then_some(""), ACHIEVEMENT);
}
