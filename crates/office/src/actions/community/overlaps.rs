//! 時間の重なり in a month of the office: visits that share a minute though one helper, or one person, can be at one only.
use super::visits::span;
use fees::community::facts::{Helpers, Service};
use kernel::{Finding, Month, Place, Severity};
use std::collections::{BTreeMap, BTreeSet};
use store::{CommunityMonth, Visit, VisitStaff};

/// Pairs of one group that share a minute, the earlier first.
fn meeting(mut visits: Vec<&Visit>) -> Vec<(&Visit, &Visit)> {
    let mut pairs = Vec::new();
    visits.sort_by_key(|visit| (visit.body.day(), visit.body.facts.start, visit.id));
    for (at, one) in visits.iter().enumerate() {
        // nothing is longer than a day: later starts than the day after cannot meet it
        let near = visits.iter().skip(at + 1).take_while(|other| other.body.day() <= one.body.day().plus_days(1));
        pairs.extend(
            near.filter(|other| other.id != one.id && other.body.overlaps(&one.body)).map(|other| (*one, *other)),
        );
    }
    pairs
}

fn of_helpers<'v>(visits: impl Iterator<Item = &'v Visit>) -> BTreeMap<String, Vec<&'v Visit>> {
    let mut by_helper: BTreeMap<String, Vec<&Visit>> = BTreeMap::new();
    for visit in visits {
        for key in visit.body.staff.iter().map(VisitStaff::key) {
            by_helper.entry(key).or_default().push(visit);
        }
    }
    by_helper
}

/// Ids of visits that overlap, by helper and by person.
pub(crate) fn overlapping<'v>(visits: impl Iterator<Item = &'v Visit>) -> BTreeSet<i64> {
    let visits: Vec<&Visit> = visits.collect();
    let mut groups = of_helpers(visits.iter().copied());
    for visit in visits {
        let helpers = visit.body.facts.helpers;
        if helpers != Helpers::Second {
            groups.entry(format!("first of {}", visit.person_id)).or_default().push(visit);
        }
        if helpers != Helpers::First {
            groups.entry(format!("second of {}", visit.person_id)).or_default().push(visit);
        }
    }
    groups.into_values().flat_map(meeting).flat_map(|(one, other)| [one.id, other.id]).collect()
}

/// One helper of 移動支援 with two people at once, by person, which the rules of a person's month cannot see. A warning: some
/// municipalities let one helper go out with a group, and whoever saved the visit was asked already.
pub(crate) fn across_people(month: &CommunityMonth) -> BTreeMap<i64, Vec<Finding>> {
    let mut found: BTreeMap<i64, Vec<Finding>> = BTreeMap::new();
    let groups = of_helpers(
        month.people.iter().flat_map(|person| &person.visits).filter(|visit| visit.body.service == Service::Mobility),
    );
    for (one, other) in groups.into_values().flat_map(meeting) {
        if one.person_id == other.person_id {
            continue;
        }
        for (mine, theirs) in [(one, other), (other, one)] {
            if mine.body.day().month() != month.month {
                continue;
            }
            let finding = across(month.month, mine, theirs);
            let of_person = found.entry(mine.person_id).or_default();
            if !of_person.contains(&finding) {
                of_person.push(finding);
            }
        }
    }
    found
}

fn across(month: Month, mine: &Visit, theirs: &Visit) -> Finding {
    let day = theirs.body.day();
    let on = if day.month() == month { String::new() } else { format!("{}月", day.month().month()) };
    let what = format!(
        "{} の訪問は、同じヘルパーの、ほかの利用者の訪問({on}{}日 {})と時間が重なっています",
        span(&mine.body),
        day.number(),
        span(&theirs.body)
    );
    let fix = "どちらかの時間か担当者を直してください(相手の利用者は、訪問の「1日の表」でわかります)。市町村が一緒の外出を\
               認めているときは、このまま請求できます";
    let place = Place::on_day(mine.body.day().number(), "visits", "開始時間");
    Finding::new("helper_overlap_across", Severity::Warning, place, what, fix).linked("visit")
}
