//! 日ごとの記録: times, meals and trips that would not fit the service record.
use crate::{Dossier, Outcome};
use fees::b_type::facts::{DayFacts, DayStatus};
use kernel::{Finding, Place, Severity};

pub(super) fn check(dossier: &Dossier, outcome: &Outcome, findings: &mut Vec<Finding>) {
    for day in &dossier.month.days {
        times(day, findings);
        trips(day, findings);
        meal(dossier, outcome, day, findings);
    }
}

fn times(day: &DayFacts, findings: &mut Vec<Finding>) {
    if day.status != DayStatus::Attended && day.status != DayStatus::HomeVisit {
        return;
    }
    let missing = match (day.start, day.end) {
        (None, None) => Some(("start", "開始時間", "開始時間と終了時間がありません")),
        (None, Some(_)) => Some(("start", "開始時間", "開始時間がありません")),
        (Some(_), None) => Some(("end", "終了時間", "終了時間がありません")),
        (Some(start), Some(end)) if start >= end => {
            findings.push(
                Finding::new(
                    "X05",
                    Severity::Warning,
                    Place::on_day(day.day, "end", "終了時間"),
                    format!("開始時間 {start} が終了時間 {end} より前になっていません"),
                    "時刻を直してください。夜の12時に終わるときは 24:00 と入力します",
                )
                .linked("day"),
            );
            None
        }
        (Some(_), Some(_)) => None,
    };
    if let Some((field, label, what)) = missing {
        findings.push(
            Finding::new(
                "F02",
                // a visit is recorded by its hours, which the plan may give
                if day.status == DayStatus::HomeVisit { Severity::Warning } else { Severity::Fault },
                Place::on_day(day.day, field, label),
                what,
                "サービスを提供した時刻を入力してください。通所していない日は提供状況を直してください",
            )
            .linked("day"),
        );
    }
}

fn trips(day: &DayFacts, findings: &mut Vec<Finding>) {
    for (count, field, label) in
        [(day.transport_out, "transport_out", "送迎 往"), (day.transport_back, "transport_back", "送迎 復")]
    {
        if count > 1 {
            findings.push(
                Finding::new(
                    "X07",
                    Severity::Warning,
                    Place::on_day(day.day, field, label),
                    format!("{label}が1日に {count}回 になっています"),
                    "片道は1日1回です。複数の事業所への送迎など、わけがあるかを確かめてください",
                )
                .linked("day"),
            );
        }
    }
}

fn meal(dossier: &Dossier, outcome: &Outcome, day: &DayFacts, findings: &mut Vec<Finding>) {
    if !day.meal {
        return;
    }
    let place = || Place::on_day(day.day, "meal", "食事提供");
    let told = |code: &str| outcome.findings.iter().any(|finding| finding.code == code);
    if matches!(day.status, DayStatus::OffsiteSupport | DayStatus::HomeVisit | DayStatus::TrialUse)
        && !told("meal_excluded")
    {
        findings.push(
            Finding::new(
                "X04",
                Severity::Warning,
                place(),
                "事業所の外で支援した日に食事提供が付いています",
                "施設外支援・訪問支援・体験利用の日は、食事提供を外してください",
            )
            .linked("day"),
        );
    }
    let eligible = dossier.card.as_ref().map_or(dossier.month.person.meal_eligible, |card| card.meal_eligible);
    if dossier.month.office.capability.meal_provision && !eligible && !told("meal_not_eligible") {
        findings.push(
            Finding::new(
                "X04",
                Severity::Warning,
                place(),
                "食事提供体制加算の対象でない利用者に食事提供が付いています",
                "受給者証の食事提供体制加算の欄を確かめてください。対象でなければ、この日の食事は加算になりません",
            )
            .linked("card"),
        );
    }
}
