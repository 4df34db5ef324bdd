//! 全員の月の表: people by days, one mark each.
use super::person::{month_state, people_of, tint};
use crate::{
    desk::{Desk, Section},
    failure::Failure,
    permissions::Permission,
    screens::month_of::month_of,
    view::told_apart,
};
use askama::Template;
use axum::{extract::Path, response::Html};
use fees::b_type::facts::DayStatus;
use kernel::Month;
use std::collections::BTreeMap;
use ui::Shell;

struct DayHead {
    number: u8,
    weekday: &'static str,
    tint: &'static str,
    href: String,
}

/// One day of one person, tinted like its column.
struct Mark {
    text: &'static str,
    tint: &'static str,
}

struct PersonLine {
    name: String,
    href: String,
    marks: Vec<Mark>,
    days: usize,
    contract: String,
}

/// What 全員にまとめて入れる has done.
pub(crate) struct Filled {
    pub(crate) people: usize,
    pub(crate) days: usize,
    /// Names of those without a pattern in the month before.
    pub(crate) without: Vec<String>,
    /// What undo sends back.
    pub(crate) undo: String,
}

#[derive(Template)]
#[template(path = "records/month.html")]
struct MonthPage {
    shell: Shell,
    editable: bool,
    last_label: String,
    filled: Option<Filled>,
    base_href: String,
    month_label: String,
    state_label: String,
    closed: bool,
    today_href: String,
    people_href: String,
    days: Vec<DayHead>,
    people: Vec<PersonLine>,
    per_day: Vec<usize>,
    total: usize,
}

/// One character for a day's status.
pub(crate) fn mark(status: DayStatus) -> &'static str {
    match status {
        DayStatus::Attended => "○",
        DayStatus::Absent => "欠",
        DayStatus::OffsiteSupport => "外",
        DayStatus::HomeVisit => "訪",
        DayStatus::TrialUse => "体",
    }
}

/// Whether the day counts as a day of use.
fn used(status: DayStatus) -> bool {
    matches!(status, DayStatus::Attended | DayStatus::OffsiteSupport)
}

/// `GET /b/{month}/records`.
pub(crate) async fn show(desk: Desk, Path((_, month)): Path<(i64, String)>) -> Result<Html<String>, Failure> {
    Ok(Html(page(&desk, month_of(&month)?, None).await?))
}

/// The page, also after everybody was filled.
pub(crate) async fn page(desk: &Desk, month: Month, filled: Option<Filled>) -> Result<String, Failure> {
    let mut marks: BTreeMap<(i64, u8), DayStatus> = BTreeMap::new();
    for record in desk.read().days().of_office_month(month).await? {
        marks.insert((record.person_id, record.day.number()), record.body.facts.status);
    }
    let mut contracts = desk.read().contracts().list().await?;
    contracts.retain(|contract| {
        contract.body.from <= month.last_day() && contract.body.to.is_none_or(|to| to >= month.first_day())
    });
    let tints: Vec<&'static str> = month.each_day().map(|day| tint(desk, day)).collect();
    let people = people_of(desk, month).await?;
    let names = told_apart(&people);
    let people: Vec<PersonLine> = people
        .into_iter()
        .zip(names)
        .map(|(person, name)| {
            let statuses: Vec<Option<DayStatus>> =
                month.each_day().map(|day| marks.get(&(person.id, day.number())).copied()).collect();
            let contract = contracts.iter().find(|contract| contract.person_id == person.id);
            PersonLine {
                name,
                href: format!("{}/b/{month}/records/{}", desk.base, person.id),
                days: statuses.iter().flatten().filter(|status| used(**status)).count(),
                marks: statuses
                    .into_iter()
                    .zip(&tints)
                    .map(|(status, tint)| Mark { text: status.map_or("", mark), tint })
                    .collect(),
                contract: contract.map(|contract| contract.body.days.to_string()).unwrap_or_default(),
            }
        })
        .collect();
    let per_day: Vec<usize> = month
        .each_day()
        .map(|day| marks.iter().filter(|((_, number), status)| *number == day.number() && used(**status)).count())
        .collect();
    let (state_label, closed) = month_state(desk, month).await?;
    let today = desk.app.clock.today();
    let day = if today.month() == month { today.number() } else { 1 };
    let page = MonthPage {
        shell: desk.month_shell(Section::Records, month, "/records").await?,
        editable: !closed && desk.may(Permission::Record),
        last_label: month.previous().wareki(),
        filled,
        base_href: format!("{}/b/{month}/records", desk.base),
        month_label: month.wareki(),
        state_label,
        closed,
        today_href: format!("{}/b/{month}/day/{day}", desk.base),
        people_href: format!("{}/people", desk.base),
        days: month
            .each_day()
            .map(|day| DayHead {
                number: day.number(),
                weekday: day.weekday_ja(),
                tint: tint(desk, day),
                href: format!("{}/b/{month}/day/{}", desk.base, day.number()),
            })
            .collect(),
        total: per_day.iter().sum(),
        people,
        per_day,
    };
    Ok(page.render()?)
}
