//! 食事提供体制加算: an eligible person was served a meal on a day at the office.
use super::super::facts::DayStatus;
use super::super::rules::Rule;
use super::super::words;
use super::super::work::Work;
use super::on_base_days::on_base_days;
use kernel::{Finding, Place, Severity};

pub(super) fn apply(work: &mut Work<'_>) {
    let rule = Rule::MealProvision;
    let served = work.records.with(|record| record.meal && record.status != DayStatus::Absent);
    if !work.office().capability.meal_provision {
        if work.exists(rule) {
            work.refuse(rule, rule.info().not_filed, &["office.capability.meal_provision"], served);
        }
        return;
    }
    let away = work.records.status(DayStatus::OffsiteSupport).or(work.records.status(DayStatus::HomeVisit));
    let excluded = served.and(away);
    if !excluded.is_empty() {
        let reason =
            format!("施設外支援・訪問支援特別の日には食事提供体制加算を算定できません({})。", excluded.words());
        work.refuse(rule, reason.clone(), &[], excluded);
        let place = Place::on_day(excluded.first().unwrap_or_default(), "meal", "食事");
        let fix = "食事の記録か提供状況を直してください。";
        work.find(Finding::new("meal_excluded", Severity::Warning, place, reason, fix).linked("day"));
        if excluded == served {
            return;
        }
    }
    let days = on_base_days(work, rule, served.without(excluded));
    if days.is_empty() {
        return;
    }
    if !work.person().meal_eligible {
        let reason = "受給者証に食事提供体制加算の対象と書かれていません(入力がありません)。";
        work.refuse(rule, reason, &["person.meal_eligible"], days);
        let what =
            format!("食事提供体制加算の対象でない人に食事の記録があります({})。加算は算定していません。", days.words());
        let place = Place::on_day(days.first().unwrap_or_default(), "meal", "食事");
        let fix = "受給者証を確かめ、対象なら受給者証の情報に「食事提供体制加算 対象」を入力してください。";
        work.find(Finding::new("meal_not_eligible", Severity::Warning, place, what, fix).linked("card"));
        return;
    }
    let Some(row) = work.row(rule, "", "office.capability.meal_provision") else { return };
    work.daily(row, days, vec![words::fact("食事提供体制加算の対象", "はい")]);
}
