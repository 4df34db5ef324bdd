//! 目標工賃: the instructor, and the target reached. Fee classes and tiers as the table of the time has them.
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
    let rule = Rule::TargetWageAchievement;
    if !work.tier_exists(rule, "") && work.exists(rule) {
        return older_achievement(work);
    }
    let capability = &work.office().capability;
    if capability.target_wage_achievement && !capability.target_wage_instructor {
        let reason = "目標工賃達成加算は、目標工賃達成指導員配置加算を算定する事業所だけが算定できます。";
        work.refuse(Rule::TargetWageAchievement, reason, &[INSTRUCTOR], DaySet::default());
        return;
    }
    every_day(work, Rule::TargetWageAchievement, capability.target_wage_achievement.then_some(""), ACHIEVEMENT);
}

/// 2012-04 – 2018-03 the addition had tiers, which the facts do not tell apart.
fn older_achievement(work: &mut Work<'_>) {
    let rule = Rule::TargetWageAchievement;
    if !work.office().capability.target_wage_achievement {
        work.not_filed(rule, ACHIEVEMENT);
        return;
    }
    let month = work.month();
    let rows = work.tables.addition_rows(rule).iter().filter(|row| row.origin.period.contains(month));
    let tiers: Vec<String> = rows.map(|row| format!("{} {}単位", row.name, row.units)).collect();
    let reason = format!(
        "{month} の目標工賃達成加算には区分があり({})、コードが加算の表にないため、算定していません。",
        tiers.join("、")
    );
    work.by_hand(rule, reason);
}
