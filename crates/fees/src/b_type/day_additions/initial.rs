//! 初期加算: attended days within 30 calendar days of the first day of use.
use super::super::days::DaySet;
use super::super::rules::Rule;
use super::super::words;
use super::super::work::Work;
use super::on_base_days::on_base_days;

const KEY: &str = "person.started_on";

pub(super) fn apply(work: &mut Work<'_>) {
    let rule = Rule::Initial;
    if !work.exists(rule) {
        return;
    }
    let Some(start) = work.person().started_on else {
        work.refuse(rule, "利用開始日の入力がありません。", &[KEY], DaySet::default());
        return;
    };
    let Some((days, source)) = work.limit(rule, "calendar_days") else { return };
    let last = start.plus_days(days.cast_signed() - 1);
    let month = work.month();
    if last.month() < month {
        let reason =
            format!("利用開始日 {start} から{days}日目は {last} で、この月には対象の日がありません({source})。");
        work.refuse(rule, reason, &[], DaySet::default());
        return;
    }
    if start.month() > month {
        let reason = format!("利用開始日 {start} がこの月より後です。");
        work.refuse(rule, reason, &[], DaySet::default());
        return;
    }
    let from = if start.month() == month { start.number() } else { 1 };
    let to = if last.month() == month { last.number() } else { month.days() };
    let window = DaySet::between(from, to);
    let claimed = on_base_days(work, rule, work.base.and(window));
    if claimed.is_empty() {
        return;
    }
    let Some(row) = work.row(rule, "", KEY) else { return };
    let inputs = vec![words::number("利用開始日", start), words::number("30日目", last)];
    work.daily(row, claimed, inputs);
    let late = work.base.without(window);
    if !late.is_empty() {
        let reason =
            format!("{from}日から{to}日までが利用開始から{days}日以内です({source})。それ以外の日には算定しません。");
        work.refuse(rule, reason, &[], late);
    }
}
