//! 記録の確認: contradictions in what was entered, told beside the day they concern.
use super::days::Records;
use super::facts::{DayFacts, DayStatus, ServiceMonth};
use kernel::{Finding, Place, Severity};

/// Sorts the records by day. Days outside the month and second records of a day are told and left out.
pub(super) fn sort<'a>(facts: &'a ServiceMonth, findings: &mut Vec<Finding>) -> Records<'a> {
    let last = facts.service_month.days();
    let mut records = Records::new();
    for record in &facts.days {
        if record.day == 0 || record.day > last {
            let what = format!("{} に {}日はありません。", facts.service_month, record.day);
            let place = Place::on_day(record.day, "day", "日付");
            findings.push(fault("day_out_of_month", place, what, "日付を直してください。"));
        } else if !records.take(record) {
            let place = Place::on_day(record.day, "day", "日付");
            let what = "同じ日の記録が2つあります。後の記録は算定に使っていません。";
            findings.push(fault("duplicate_day", place, what, "どちらか一方を削除してください。"));
        }
    }
    records
}

/// Tells what does not fit together within a day.
pub(super) fn check(records: &Records<'_>, findings: &mut Vec<Finding>) {
    for record in records.each() {
        times(record, findings);
        let served = record.meal || record.transport_out > 0 || record.transport_back > 0 || record.medical.is_some();
        if record.status == DayStatus::Absent && served {
            let what = "欠席の日に食事・送迎・医療連携の記録があります。欠席の日には算定していません。";
            let fix = "欠席が正しければ食事・送迎・医療連携を消し、通所していたなら提供状況を直してください。";
            findings.push(warning("absent_with_service", Place::on_day(record.day, "status", "提供状況"), what, fix));
        }
        if record.transport_out > 1 || record.transport_back > 1 {
            let what = "送迎は往・復それぞれ1回までです。1回として算定しています。";
            let place = Place::on_day(record.day, "transport_out", "送迎");
            findings.push(warning("transport_count", place, what, "送迎の往・復を0か1にしてください。"));
        }
    }
}

fn times(record: &DayFacts, findings: &mut Vec<Finding>) {
    let day = record.day;
    match record.status {
        DayStatus::Attended if record.start.is_none() => {
            let what = "通所の日に開始時間がありません。実績記録票に書けません。";
            let place = Place::on_day(day, "start", "開始時間");
            findings.push(warning("missing_time", place, what, "開始時間を入力してください。"));
        }
        DayStatus::OffsiteSupport if record.start.is_some() || record.end.is_some() => {
            let what = "施設外支援の日に開始・終了時間があります。実績記録票では空欄にします。";
            let place = Place::on_day(day, "start", "開始時間");
            findings.push(warning("offsite_time", place, what, "時間を消すか、提供状況を通所に直してください。"));
        }
        _ => {}
    }
    if let (Some(start), Some(end)) = (record.start, record.end)
        && end <= start
    {
        let what = "終了時間が開始時間より後になっていません。";
        let place = Place::on_day(day, "end", "終了時間");
        findings.push(warning("time_order", place, what, "開始時間と終了時間を確かめてください。"));
    }
}

fn fault(code: &str, place: Place, what: impl Into<String>, fix: &str) -> Finding {
    Finding::new(code, Severity::Fault, place, what, fix).linked("day")
}

fn warning(code: &str, place: Place, what: &str, fix: &str) -> Finding {
    Finding::new(code, Severity::Warning, place, what, fix).linked("day")
}
