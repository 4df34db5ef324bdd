//! 加算: once a month each; the conferences have a room of their own.
use super::counted::{put, row};
use super::rules::Rule;
use super::words;
use super::work::Work;
use kernel::{Day, Finding, Place, Severity};

pub(super) fn apply(work: &mut Work<'_>) {
    special_area(work);
    super::conference::apply(work);
    company_coordination(work);
    initial(work);
    let capability = &work.office().capability;
    filed(work, Rule::ResultsStructure, capability.results_structure, "office.capability.results_structure");
    filed(work, Rule::JobCoach, capability.job_coach, "office.capability.job_coach");
    cap_management(work);
}

fn filed(work: &mut Work<'_>, rule: Rule, is_filed: bool, key: &'static str) {
    if !is_filed {
        if work.tables.exists(rule, work.month()) {
            work.not_filed(rule, key);
        }
        return;
    }
    if let Some(row) = row(work, rule, "", key) {
        put(work, row, &[]);
    }
}

fn special_area(work: &mut Work<'_>) {
    let (rule, key) = (Rule::SpecialArea, "contacts[].special_area");
    let marked: Vec<Day> =
        work.facts.contacts.iter().filter(|contact| contact.special_area).map(|contact| contact.date).collect();
    let days: Vec<Day> = work.days.iter().copied().filter(|day| marked.contains(day)).collect();
    if days.is_empty() {
        if marked.is_empty() {
            work.no_day(rule);
        } else {
            let reason = "特別地域の印があるのは、基本報酬の支援に数えない日だけです。";
            work.refuse_on(rule, reason, &[key], &marked);
        }
        return;
    }
    if !work.office().capability.special_area {
        work.not_filed(rule, "office.capability.special_area");
        let what = "特別地域の印がある支援がありますが、加算情報に特別地域加算がありません。";
        let fix = "利用者の住所が対象地域か確かめ、対象なら加算情報に入力してください。";
        let place = Place::field("office.capability.special_area", rule.info().name);
        work.find(Finding::new("special_area_not_filed", Severity::Warning, place, what, fix).linked("additions"));
        return;
    }
    if let Some(row) = row(work, rule, "", key) {
        put(work, row, &days);
    }
}

/// First year of use, until 2021-03.
fn company_coordination(work: &mut Work<'_>) {
    let rule = Rule::CompanyCoordination;
    let month = work.month();
    if !work.tables.exists(rule, month) {
        return;
    }
    let Some((months, source)) = work.tables.limit(rule, "months_from_start", month) else {
        let fix = "data/fees/retention/limits.csv にその月の行を加えてください。";
        return work.missing_row(rule, "算定の境目の表", "months_from_start", fix);
    };
    let Some(start) = started(work) else { return };
    let over = start.first_day_after_months(months);
    let days: Vec<Day> = work.days.iter().copied().filter(|day| *day < over).collect();
    let text = format!("利用開始{}から1年の終わりは{}", words::day(start), words::day(over.plus_days(-1)));
    if days.is_empty() {
        work.refuse(rule, format!("利用開始から1年を過ぎています({text})。"), &[]);
        return;
    }
    work.step(rule, source, vec![words::fact("利用開始日", words::day(start))], i64::from(months), text);
    if let Some(row) = row(work, rule, "", "person.started_on") {
        put(work, row, &days);
    }
}

/// Once, in the month in which someone sent by an office not run as one with this one begins.
fn initial(work: &mut Work<'_>) {
    let rule = Rule::Initial;
    if !work.person().from_other_provider {
        let reason = "一体的に運営していない事業所から来た人ではありません。";
        work.refuse(rule, reason, &["person.from_other_provider"]);
        return;
    }
    let Some(start) = started(work) else { return };
    if start.month() != work.month() {
        let reason = format!("利用を始めた月({})だけの加算です。", start.month());
        work.refuse(rule, reason, &["person.started_on"]);
        return;
    }
    if let Some(row) = row(work, rule, "", "person.started_on") {
        put(work, row, &[]);
    }
}

/// 利用開始日: as typed, else the first day on which use was possible.
fn started(work: &Work<'_>) -> Option<Day> {
    let person = work.person();
    let first = || {
        let usable = work.tables.first_usable_on(person.employed_on?);
        [person.contract_on, person.decided_from].into_iter().flatten().chain([usable]).max()
    };
    person.started_on.or_else(first)
}

fn cap_management(work: &mut Work<'_>) {
    let rule = Rule::CapManagement;
    if !work.person().cap_managed_here {
        let reason = "この事業所が上限額管理をした月ではありません。";
        work.refuse(rule, reason, &["person.cap_management.by_this_office"]);
        return;
    }
    if let Some(row) = row(work, rule, "", "person.cap_management.by_this_office") {
        put(work, row, &[]);
    }
}
