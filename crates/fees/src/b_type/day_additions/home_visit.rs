//! 訪問支援特別加算: up to two visits a month, by planned minutes, without the base fee.
use super::super::days::DaySet;
use super::super::facts::DayStatus;
use super::super::rules::Rule;
use super::super::work::Work;
use kernel::{Finding, Place, Severity};

pub(super) fn apply(work: &mut Work<'_>) {
    let rule = Rule::HomeVisit;
    let visits = work.records.status(DayStatus::HomeVisit);
    if visits.is_empty() {
        if work.exists(rule) {
            work.no_day(rule);
        }
        return;
    }
    let billed = visits.and(work.records.with(|record| record.visit_billed));
    let unbilled = visits.without(billed);
    if !unbilled.is_empty() {
        work.refuse(rule, "訪問の記録はありますが、算定の印がついていません。", &["days.visit_billed"], unbilled);
    }
    let timed = billed.and(work.records.with(|record| record.visit_minutes.is_some()));
    let untimed = billed.without(timed);
    if !untimed.is_empty() {
        work.refuse(rule, "計画時間がないため、加算の区分を決められません。", &["days.visit_minutes"], untimed);
    }
    for day in untimed.iter() {
        let what = "訪問支援の計画時間がないため、加算の区分を決められません。";
        let place = Place::on_day(day, "visit_minutes", "訪問支援の時間");
        let finding = Finding::new(
            "missing_visit_minutes",
            Severity::Fault,
            place,
            what,
            "計画で定めた時間(分)を入力してください。",
        );
        work.find(finding.linked("day"));
    }
    let Some((times, source)) = work.limit(rule, "times_a_month") else { return };
    let Some((long_from, _)) = work.limit(rule, "long_from_minutes") else { return };
    let claimed = timed.earliest(times);
    let over = timed.without(claimed);
    if !over.is_empty() {
        let reason = format!("訪問支援特別加算は月{times}回までです({source})。{}は算定していません。", over.words());
        work.refuse(rule, reason.clone(), &[], over);
        let place = Place::on_day(over.first().unwrap_or_default(), "visit_billed", "訪問支援の算定");
        let fix = "3回目からの算定の印を外してください。";
        work.find(Finding::new("home_visit_limit", Severity::Warning, place, reason, fix).linked("day"));
    }
    let long =
        claimed.and(work.records.with(|record| record.visit_minutes.is_some_and(|minutes| minutes >= long_from)));
    for (tier, days) in [("under_60", claimed.without(long)), ("from_60", long)] {
        put(work, tier, days);
    }
}

fn put(work: &mut Work<'_>, tier: &str, days: DaySet) {
    if days.is_empty() {
        return;
    }
    let Some(row) = work.row(Rule::HomeVisit, tier, "days.visit_minutes") else { return };
    work.addition_only = work.addition_only.or(days);
    work.daily(row, days, Vec::new());
}
