//! 欠席時対応加算: a recorded consultation on a day of absence, four times a month.
use super::super::facts::DayStatus;
use super::super::rules::Rule;
use super::super::words;
use super::super::work::Work;
use kernel::{Finding, Place, Severity};

pub(super) fn apply(work: &mut Work<'_>) {
    let rule = Rule::Absence;
    let absent = work.records.status(DayStatus::Absent);
    if absent.is_empty() {
        if work.exists(rule) {
            work.no_day(rule);
        }
        return;
    }
    let consulted = absent.and(work.records.with(|record| record.absence_consulted));
    let silent = absent.without(consulted);
    if !silent.is_empty() {
        let reason = "欠席の連絡を受けて相談援助をした記録がない日です。";
        work.refuse(rule, reason, &["days.absence_consulted"], silent);
    }
    let Some((times, source)) = work.limit(rule, "times_a_month") else { return };
    let claimed = consulted.earliest(times);
    let over = consulted.without(claimed);
    if !over.is_empty() {
        let reason = format!("欠席時対応加算は月{times}回までです({source})。{}は算定していません。", over.words());
        work.refuse(rule, reason.clone(), &[], over);
        let place = Place::on_day(over.first().unwrap_or_default(), "absence_consulted", "欠席時対応");
        let fix = "このままでも請求できます。5回目からの欠席は加算なしの欠席として扱います。";
        work.find(Finding::new("absence_limit", Severity::Warning, place, reason, fix).linked("day"));
    }
    if claimed.is_empty() {
        return;
    }
    let Some(row) = work.row(rule, "", "days.absence_consulted") else { return };
    work.absences = claimed;
    work.daily(row, claimed, vec![words::number("相談援助をした欠席", consulted.len())]);
}
