//! 一か月の訪問: the weekly visits of a person without those that illness took, and the single ones.
use super::{
    super::stream::Stream,
    town::{CommunityTownPerson, TownVisit},
};
use fees::community::facts::{Commute, Visit};
use kernel::{Day, Month};
use std::collections::BTreeMap;
use store::{VisitBody, VisitStaff};

/// The key by which a visit is kept once.
pub(super) fn key(person: &CommunityTownPerson, body: &VisitBody) -> String {
    format!("demo-{}-{}-{:04}", person.id, body.day(), body.facts.start)
}

/// The weekly visits of a month, in the order of days.
pub(super) fn usual(
    seed: u64,
    person: &CommunityTownPerson,
    month: Month,
    helpers: &BTreeMap<String, i64>,
) -> Vec<VisitBody> {
    let mut stream = Stream::new(seed, &["O3", &person.id, &month.to_string(), "visits"]);
    let mut visits = Vec::new();
    for day in month.each_day() {
        // Drawn for every calendar day, so that a changed plan moves no other day.
        let ill = stream.below(1000) < person.absence_per_mille;
        if ill || day < person.started_on || person.ended_on.is_some_and(|end| end < day) {
            continue;
        }
        let weekly = person.usual.iter().filter(|visit| visit.to.is_none_or(|to| month <= to));
        let today = weekly.filter(|visit| visit.weekdays.contains(day.weekday_ja()));
        visits.extend(today.map(|visit| body(visit, day, helpers)));
    }
    visits
}

/// The single visits of a month.
pub(super) fn single<'t>(
    person: &'t CommunityTownPerson,
    month: Month,
    helpers: &BTreeMap<String, i64>,
) -> Vec<(&'t TownVisit, VisitBody)> {
    let told = person.visit.iter().filter_map(|visit| Some((visit, visit.on?)));
    let known = told.filter(|(visit, on)| on.month() == month && visit.found_on.is_none());
    known.map(|(visit, on)| (visit, body(visit, on, helpers))).collect()
}

/// The visits that were found in a month after their own had gone out, with the day on which they were found.
pub(super) fn late(
    person: &CommunityTownPerson,
    month: Month,
    helpers: &BTreeMap<String, i64>,
) -> Vec<(Day, VisitBody)> {
    let told = person.visit.iter().filter_map(|visit| Some((visit.found_on?, visit, visit.on?)));
    let found = told.filter(|(found, ..)| found.month() == month);
    found.map(|(found, visit, on)| (found, body(visit, on, helpers))).collect()
}

fn body(visit: &TownVisit, on: Day, helpers: &BTreeMap<String, i64>) -> VisitBody {
    let facts = Visit {
        helpers: visit.helpers,
        commute: visit.commute.then_some(Commute::Whole),
        transport: visit.transport,
        meal: visit.meal,
        ..Visit::new(on, visit.start.minutes(), visit.end.minutes())
    };
    let staff =
        visit.staff.iter().map(|name| VisitStaff { name: name.clone(), account_id: helpers.get(name).copied() });
    VisitBody { staff: staff.collect(), note: visit.note.clone(), ..VisitBody::new(visit.service, facts) }
}
