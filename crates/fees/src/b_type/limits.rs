//! 日数の上限: which days may carry the base fee.
use super::days::DaySet;
use super::facts::DayStatus;
use super::rules::Rule;
use super::words;
use super::work::Work;
use kernel::{Finding, Place, Severity};

/// Decides the days with the base fee: attended and 施設外支援 within the yearly 180 and the monthly limit.
pub(super) fn choose_base_days(work: &mut Work<'_>) {
    let attended = work.records.status(DayStatus::Attended);
    let offsite = within_offsite_year(work);
    let wanted = attended.or(offsite);
    if wanted.is_empty() {
        return;
    }
    let Some((limit, source, text)) = month_limit(work) else { return };
    // Which days have to go is written nowhere; the last ones do (README, decisions).
    work.base = wanted.earliest(limit);
    let dropped = wanted.without(work.base);
    let inputs = vec![words::number("利用した日数", wanted.len()), words::number("算定できる日数", limit)];
    work.step(Rule::GrantedDays, source, inputs, i64::from(work.base.len()), text);
    if dropped.is_empty() {
        return;
    }
    let reason = format!(
        "利用{}日のうち算定できるのは{limit}日までです。後ろの日({})の基本報酬と加算は算定していません。",
        wanted.len(),
        dropped.words(),
    );
    work.refuse(Rule::GrantedDays, reason.clone(), &["person.days_exception"], dropped);
    for day in dropped.iter() {
        let fix = "記録を確かめ、利用日数の特例を受けている場合は受給者証の情報に特例を入力してください。";
        let place = Place::on_day(day, "status", "提供状況");
        let what = format!("利用日数が上限の{limit}日を超えたため、この日は算定していません。");
        work.find(Finding::new("over_granted_days", Severity::Warning, place, what, fix).linked("card"));
    }
}

fn within_offsite_year(work: &mut Work<'_>) -> DaySet {
    let offsite = work.records.status(DayStatus::OffsiteSupport);
    if offsite.is_empty() {
        return offsite;
    }
    let Some((limit, source)) = work.limit(Rule::OffsiteSupport, "days_a_fiscal_year") else {
        return DaySet::default();
    };
    let used = work.person().offsite_days_used;
    let kept = offsite.earliest(limit.saturating_sub(used));
    let inputs = vec![words::number("前月までの日数", used), words::number("当月の日数", offsite.len())];
    let sum = i64::from(used) + i64::from(kept.len());
    work.step(Rule::OffsiteSupport, source, inputs, sum, format!("年度の累計 {sum}日(上限{limit}日)"));
    let dropped = offsite.without(kept);
    if !dropped.is_empty() {
        let reason = format!("施設外支援は年度{limit}日までです({}は超過、{source})。", dropped.words());
        work.refuse(Rule::OffsiteSupport, reason.clone(), &[], dropped);
        let day = dropped.first().unwrap_or_default();
        let fix = "施設外支援の日数を確かめてください。事業所内で支援した日は通所として記録してください。";
        let place = Place::on_day(day, "status", "提供状況");
        work.find(Finding::new("offsite_limit", Severity::Warning, place, reason, fix).linked("day"));
    }
    kept
}

/// The number of days that may be claimed, with its source and a sentence.
fn month_limit(work: &mut Work<'_>) -> Option<(u32, &'static str, String)> {
    let month = work.month();
    let person = work.person();
    if let Some(exception) = person.days_exception
        && exception.from <= month
        && month <= exception.to
    {
        let left = exception.total.saturating_sub(exception.used);
        let text = format!(
            "利用日数の特例({}〜{})により、総和{}日から使用済み{}日を引いた{left}日まで",
            exception.from, exception.to, exception.total, exception.used
        );
        return Some((left, "受給者証(利用日数に係る特例)", text));
    }
    if let Some(granted) = person.granted_days {
        return Some((granted, "受給者証(支給量)", format!("支給量により{granted}日まで")));
    }
    let Some((days, origin)) = work.tables.day_limit(month) else {
        let fix = "data/fees/b_type/day_limits.csv にその月の行を加えるか、支給量を入力してください。";
        work.missing_row(Rule::GrantedDays, "原則の日数の表", &format!("{}日の月", month.days()), fix);
        return None;
    };
    Some((days, origin.source, format!("支給量の入力がないため、原則の日数(暦日数−8)により{days}日まで")))
}
