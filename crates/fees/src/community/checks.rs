//! 点検: use of the contract, the municipality's limits, and one helper in two places.
use super::assessment::Usage;
use super::facts::{Helpers, Service, ServiceMonth, Visit};
use super::pack::Pack;
use super::{Entry, EntryKind};
use kernel::{Day, Finding, Place, Severity};
use std::collections::BTreeMap;

pub(super) fn check(findings: &mut Vec<Finding>, pack: &Pack, month: &ServiceMonth, entries: &[Entry], usage: Usage) {
    contract(findings, usage);
    if month.service == Service::Mobility {
        limits(findings, pack, entries);
        second_alone(findings, month);
    }
    overlaps(findings, month);
}

/// 契約支給量: over-use is told at once and does not stop the claim; whether it is paid is the municipality's to say.
fn contract(findings: &mut Vec<Finding>, usage: Usage) {
    let (used, granted, over) = match usage {
        Usage::Minutes { used, contracted: Some(granted) } => (hours(used), hours(granted), used > granted),
        Usage::Days { used, contracted_x100: Some(granted) } => {
            let shown = format!("{}日", granted / 100);
            (format!("{used}日"), shown, used.saturating_mul(100) > granted)
        }
        _ => return,
    };
    if over {
        findings.push(
            Finding::new(
                "contract_over",
                Severity::Warning,
                Place::field("contract", "契約支給量"),
                format!("利用が契約支給量を超えています(利用 {used}、契約 {granted})"),
                "記録と契約支給量を確かめ、超えた分の扱いを市町村に確認してください",
            )
            .linked("card"),
        );
    }
}

/// Hours of a month as a rule, billable hours of a day.
fn limits(findings: &mut Vec<Finding>, pack: &Pack, entries: &[Entry]) {
    let Some(limits) = &pack.limits else { return };
    let support = || entries.iter().filter(|entry| entry.kind == EntryKind::Support);
    let all: u32 = support().map(|entry| u32::from(entry.minutes)).sum();
    if let Some(standard) = limits.standard_hours_per_month.filter(|hours| all > u32::from(*hours) * 60) {
        findings.push(Finding::new(
            "standard_hours",
            Severity::Warning,
            Place::named("月の時間数"),
            format!("{}の標準は月{standard}時間です(この月 {})", pack.identity.name, hours(all)),
            "決定支給量がこの時間を認めているか、受給者証を確かめてください",
        ));
    }
    let Some(daily) = limits.hours_per_day else { return };
    let mut by_day: BTreeMap<Day, u32> = BTreeMap::new();
    for entry in support() {
        *by_day.entry(entry.date).or_default() += u32::from(entry.minutes);
    }
    for (day, minutes) in by_day.into_iter().filter(|(_, minutes)| *minutes > u32::from(daily) * 60) {
        findings.push(Finding::new(
            "daily_hours",
            Severity::Fault,
            Place::on_day(day.number(), "visits", "時間数"),
            format!("{}で請求できるのは1日{daily}時間までです(この日 {})", pack.identity.name, hours(minutes)),
            "記録の時間を確かめ、超えた分を算定外の時間にしてください",
        ));
    }
}

/// The same helper cannot be at two visits at once, nor a person at two stays.
fn overlaps(findings: &mut Vec<Finding>, month: &ServiceMonth) {
    let mut visits: Vec<(usize, &Visit)> = month.visits.iter().enumerate().collect();
    visits.sort_by_key(|(_, visit)| (visit.date, visit.start));
    for (at, (_, visit)) in visits.iter().enumerate() {
        for (_, other) in &visits[at + 1..] {
            if absolute(other).0 >= absolute(visit).1 {
                break;
            }
            let of_the_eve = other.date.month() != month.service_month;
            if of_the_eve || !same_helper(visit.helpers, other.helpers) {
                continue;
            }
            let (what, how_to_fix) = match month.service {
                Service::Mobility => (
                    "同じヘルパーの記録と時間が重なっています",
                    "どちらかの時間を直すか、二人目のヘルパーの記録にしてください",
                ),
                Service::Daytime => ("同じ日の別の利用と時間が重なっています", "どちらかの時間を直してください"),
            };
            let place = Place::on_day(other.date.number(), "visits", "開始時間");
            findings.push(Finding::new("helper_overlap", Severity::Fault, place, what, how_to_fix).linked("visit"));
        }
    }
}

/// 二人目 without a first helper at the same time: forgotten, or the one helper was marked as the second.
fn second_alone(findings: &mut Vec<Finding>, month: &ServiceMonth) {
    let meet = |one: &Visit, other: &Visit| {
        let (one, other) = (absolute(one), absolute(other));
        one.0 < other.1 && other.0 < one.1
    };
    let first = |visit: &Visit| month.visits.iter().any(|other| other.helpers != Helpers::Second && meet(visit, other));
    let alone = month.visits.iter().filter(|visit| visit.date.month() == month.service_month);
    for visit in alone.filter(|visit| visit.helpers == Helpers::Second && !first(visit)) {
        let (day, clock) = (visit.date.number(), |minutes: u16| format!("{:02}{:02}", minutes / 60, minutes % 60));
        findings.push(
            Finding::new(
                "second_helper_alone",
                Severity::Warning,
                Place::on_day(day, "helpers", &format!("{}〜{}", clock(visit.start), clock(visit.end))),
                "二人目のヘルパーの記録だけがあり、同じ時間に1人目の記録がありません",
                "1人目の記録を入れるか、1人で行った訪問なら、ヘルパーを「1人」に直してください",
            )
            .linked("visit"),
        );
    }
}

/// Minutes since a fixed midnight.
fn absolute(visit: &Visit) -> (i64, i64) {
    let midnight =
        Day::new(2000, 1, 1).map_or(0, |first| first.0.until(visit.date.0).map_or(0, |s| s.get_days())) * 1440;
    let start = i64::from(midnight) + i64::from(visit.start);
    (start, start + i64::from(visit.worked_minutes()))
}

fn same_helper(one: Helpers, other: Helpers) -> bool {
    one == other || one == Helpers::Both || other == Helpers::Both
}

fn hours(minutes: u32) -> String {
    match minutes % 60 {
        0 => format!("{}時間", minutes / 60),
        rest => format!("{}時間{rest}分", minutes / 60),
    }
}
