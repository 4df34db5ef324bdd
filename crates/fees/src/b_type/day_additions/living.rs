//! 暮らしの支援: 在宅時生活支援サービス and 社会生活支援特別, each under a decision code of its own.
use super::super::days::DaySet;
use super::super::rules::Rule;
use super::super::words;
use super::super::work::Work;
use super::on_base_days::on_base_days;
use kernel::{Finding, Place, Severity};

/// 在宅時生活支援サービス加算, on the marked days.
pub(super) fn at_home(work: &mut Work<'_>) {
    let rule = Rule::AtHomeSupport;
    let wanted = work.records.with(|record| record.at_home_support);
    if wanted.is_empty() && !work.exists(rule) {
        return;
    }
    let days = on_base_days(work, rule, wanted);
    if days.is_empty() {
        return;
    }
    let Some(row) = work.row(rule, "", "days.at_home_support") else { return };
    work.daily(row, days, Vec::new());
}

/// 社会生活支援特別加算: a number of days of the month, at most the days with the base fee.
pub(super) fn social_life(work: &mut Work<'_>) {
    let rule = Rule::SocialLifeSupport;
    let wanted = work.facts.month.social_life_support;
    if wanted == 0 {
        if work.exists(rule) {
            let reason = "社会生活支援特別加算の日数の入力がありません。";
            work.refuse(rule, reason, &["month.social_life_support"], DaySet::default());
        }
        return;
    }
    let days = wanted.min(work.base.len());
    if days < wanted {
        let what = format!(
            "社会生活支援特別加算の日数 {wanted}日が、基本報酬を算定した日数 {}日より多くなっています。",
            work.base.len()
        );
        let place = Place::field("month.social_life_support", "社会生活支援特別加算の日数");
        let fix = "日数を確かめてください。基本報酬の日数までを算定しています。";
        work.find(Finding::new("social_life_days", Severity::Warning, place, what, fix).linked("month"));
    }
    if days == 0 {
        work.no_day(rule);
        return;
    }
    let Some(row) = work.row(rule, "", "month.social_life_support") else { return };
    work.addition(row, kernel::Units(row.units), days, DaySet::default(), vec![words::number("入力した日数", wanted)]);
}
