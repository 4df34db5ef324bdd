//! 全員にまとめて入れる: last month's weekdays for everybody in one act, and 元に戻す for all of it.
use super::{
    month::{self, Filled},
    person::{by_day, people_of},
};
use crate::{
    actions::records::{self, Done},
    desk::Desk,
    failure::Failure,
    grid::{self, Change},
    guard::Posted,
    permissions::Permission,
    screens::month_of::month_of,
    view::told_apart,
};
use axum::{
    extract::Path,
    response::{Html, IntoResponse, Redirect, Response},
};
use kernel::{Day, Month};
use std::collections::BTreeMap;
use store::DayRecord;

/// `POST …/records/fill`: the weekdays of the month before, on days that have no record yet.
pub(crate) async fn fill(
    desk: Desk,
    Path((_, month)): Path<(i64, String)>,
    Posted(form): Posted,
) -> Result<Response, Failure> {
    desk.require(Permission::Record)?;
    let month = month_of(&month)?;
    let skip = form.checked("skip_holidays");
    let closed = |day: Day| skip && desk.app.holidays.holiday_name(day).is_some();
    let (now, last) = (of_office(&desk, month).await?, of_office(&desk, month.previous()).await?);
    let people = people_of(&desk, month).await?;
    let names = told_apart(&people);
    let (mut wanted, mut without) = (Vec::<(i64, Vec<Change>)>::new(), Vec::new());
    for (person, name) in people.iter().zip(names) {
        let rows = |of: &BTreeMap<i64, Vec<DayRecord>>| of.get(&person.id).map(|days| by_day(days)).unwrap_or_default();
        let pattern = grid::pattern_of(month.previous(), &rows(&last));
        if pattern.weekdays.iter().all(Option::is_none) {
            without.push(name);
            continue;
        }
        let changes = grid::fill_pattern(month, &rows(&now), &pattern, &closed);
        if !changes.is_empty() {
            wanted.push((person.id, changes));
        }
    }
    let filled = wanted.len();
    let done = match wanted.is_empty() {
        true => Vec::new(),
        false => records::apply(&desk.app.store, &desk.actor(), desk.now, month, "last_month_all", &wanted).await?,
    };
    let told = Filled { people: filled, days: done.len(), without, undo: written(&done) };
    Ok(Html(month::page(&desk, month, Some(told)).await?).into_response())
}

/// `POST …/records/undo`.
pub(crate) async fn undo(
    desk: Desk,
    Path((_, month)): Path<(i64, String)>,
    Posted(form): Posted,
) -> Result<Response, Failure> {
    desk.require(Permission::Record)?;
    let month = month_of(&month)?;
    let days: Option<Vec<Done>> = form.value("days").split(',').map(read).collect();
    let days =
        days.ok_or_else(|| Failure::Unreadable("元に戻す日が読み取れません。画面を開き直してください。".to_owned()))?;
    records::undo(&desk.app.store, &desk.actor(), desk.now, month, &days).await?;
    Ok(Redirect::to(&format!("{}/b/{month}/records", desk.base)).into_response())
}

async fn of_office(desk: &Desk, month: Month) -> Result<BTreeMap<i64, Vec<DayRecord>>, Failure> {
    let mut by_person: BTreeMap<i64, Vec<DayRecord>> = BTreeMap::new();
    for record in desk.read().days().of_office_month(month).await? {
        by_person.entry(record.person_id).or_default().push(record);
    }
    Ok(by_person)
}

/// `person:day:before:after`, joined by commas.
fn written(done: &[Done]) -> String {
    let one = |done: &Done| format!("{}:{}:{}:{}", done.person_id, done.day, done.before, done.after);
    done.iter().map(one).collect::<Vec<_>>().join(",")
}

fn read(text: &str) -> Option<Done> {
    let parts: Vec<&str> = text.split(':').collect();
    let [person, day, before, after] = parts.as_slice() else { return None };
    Some(Done {
        person_id: person.parse().ok()?,
        day: day.parse().ok()?,
        before: before.parse().ok()?,
        after: after.parse().ok()?,
    })
}
