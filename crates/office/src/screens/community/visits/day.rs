//! 1日の表: everyone's visits of a day in order of time, and who usually comes on this weekday but has none.
use super::{
    form::span,
    list::marks,
    reading::{Reading, SERVICES, read_service},
};
use crate::{
    actions::community::overlaps::overlapping,
    desk::{Desk, Section},
    failure::Failure,
    screens::month_of::month_of,
};
use askama::Template;
use axum::{extract::Path, response::Html};
use kernel::Day;
use std::collections::BTreeSet;
use store::Visit;
use ui::Shell;

/// Weeks that are looked back for the usual weekday.
const WEEKS: i32 = 4;

struct Row {
    span: String,
    name: String,
    href: String,
    service: &'static str,
    staff: String,
    marks: Vec<String>,
    lines: Vec<String>,
    none: &'static str,
    held: bool,
    overlap: bool,
    from_before: bool,
}

/// A person with the way to its month.
struct Usual {
    name: String,
    href: String,
}

#[derive(Template)]
#[template(path = "community/visits_day.html")]
struct DayPage {
    shell: Shell,
    day_label: String,
    holiday: String,
    previous_href: String,
    next_href: String,
    month_href: String,
    rows: Vec<Row>,
    people: usize,
    usual: Vec<Usual>,
}

/// People with a visit on the same weekday in the last weeks, those with the most first.
pub(crate) async fn usual_on(desk: &Desk, day: Day) -> Result<Vec<i64>, Failure> {
    let mut counts: Vec<(i64, usize)> = Vec::new();
    for week in 1..=WEEKS {
        let there: BTreeSet<i64> =
            desk.read().visits().of_day(day.plus_days(-7 * week)).await?.iter().map(|visit| visit.person_id).collect();
        for person in there {
            match counts.iter_mut().find(|(known, _)| *known == person) {
                Some((_, count)) => *count += 1,
                None => counts.push((person, 1)),
            }
        }
    }
    counts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    Ok(counts.into_iter().map(|(person, _)| person).collect())
}

/// `GET /c/{month}/visits/day/{day}`.
pub(crate) async fn show(desk: Desk, Path((_, month, day)): Path<(i64, String, u8)>) -> Result<Html<String>, Failure> {
    let month = month_of(&month)?;
    let day = month.day(day).ok_or(Failure::NotFound)?;
    let read = desk.read().community_month(month).await?;
    let twice = overlapping(read.people.iter().flat_map(|person| &person.visits));
    let on_day = |visit: &Visit| {
        let began = visit.body.day();
        began == day || (visit.body.facts.passes_midnight() && began.plus_days(1) == day)
    };
    let mut rows = Vec::new();
    let mut there = BTreeSet::new();
    for person in &read.people {
        for service in SERVICES {
            let visits: Vec<&Visit> =
                person.visits.iter().filter(|visit| visit.body.service == service && on_day(visit)).collect();
            if visits.is_empty() {
                continue;
            }
            let reading = read_service(&read, person, service);
            for visit in visits {
                there.insert(person.person.id);
                let (lines, held, none) = match &reading {
                    Reading::Done(done) => (
                        done.lines_of(visit.id).map(|entry| entry.service_name.clone()).collect(),
                        done.lines_of(visit.id).any(|entry| !entry.held.is_empty()),
                        "行なし",
                    ),
                    Reading::NoCard => (Vec::new(), false, "受給者証なし"),
                    _ => (Vec::new(), false, "規則なし"),
                };
                let began = visit.body.day();
                let href = desk.month_href(began.month(), &format!("/visits/{}#d{}", person.person.id, began.number()));
                rows.push((
                    (began, visit.body.facts.start),
                    Row {
                        span: span(&visit.body),
                        name: person.person.body.name.clone(),
                        href,
                        service: service.label_ja(),
                        staff: visit.body.staff.iter().map(|one| one.name.as_str()).collect::<Vec<_>>().join("、"),
                        marks: marks(visit),
                        lines,
                        none,
                        held,
                        overlap: twice.contains(&visit.id),
                        from_before: began != day,
                    },
                ));
            }
        }
    }
    rows.sort_by_key(|(at, _)| *at);
    let mut usual = Vec::new();
    for id in usual_on(&desk, day).await? {
        if !there.contains(&id) {
            let name = desk.read().people().get(id).await?.body.name;
            usual.push(Usual { name, href: desk.month_href(month, &format!("/visits/{id}")) });
        }
    }
    let href = |day: Day| desk.month_href(day.month(), &format!("/visits/day/{}", day.number()));
    let page = DayPage {
        shell: desk.month_shell(Section::Records, month, "/visits").await?,
        day_label: format!("{}({})", day.wareki(), day.weekday_ja()),
        holiday: desk.app.holidays.holiday_name(day).unwrap_or_default().to_owned(),
        previous_href: href(day.plus_days(-1)),
        next_href: href(day.plus_days(1)),
        month_href: desk.month_href(month, "/visits"),
        rows: rows.into_iter().map(|(_, row)| row).collect(),
        people: there.len(),
        usual,
    };
    Ok(Html(page.render()?))
}
