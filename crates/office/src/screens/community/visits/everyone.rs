//! 全員の月: one line a person – visits, what waits, contract, waiver, overlaps, what is missing.
use super::{
    form::span,
    reading::{self, Reading, SERVICES, read_service},
    used::Used,
};
use crate::{
    actions::{community::overlaps::overlapping, people},
    desk::{Desk, Section},
    failure::Failure,
    screens::{community::namesakes, csv::Csv, month_of::month_of},
};
use askama::Template;
use axum::{
    extract::{Path, Query},
    response::{Html, Response},
};
use fees::community::pack::Packs;
use kernel::{Month, text::search_key};
use serde::Deserialize;
use std::collections::BTreeSet;
use store::{CommunityMonth, CommunityPerson};
use ui::Shell;

/// What stands behind the `?`.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct ListQuery {
    q: Option<String>,
    only: Option<String>,
}

/// One person of the month.
pub(crate) struct Line {
    pub(crate) name: String,
    pub(crate) kana: String,
    pub(crate) href: String,
    pub(crate) municipality: String,
    pub(crate) visits: usize,
    pub(crate) lines: usize,
    pub(crate) held: usize,
    pub(crate) used: Vec<Used>,
    pub(crate) waived: bool,
    pub(crate) overlaps: usize,
    /// No certificate, or no rules of the municipality, in words.
    pub(crate) missing: String,
    /// Faults of the rules besides what waits and prices.
    pub(crate) faults: usize,
}

impl Line {
    fn over(&self) -> bool {
        self.used.iter().any(|used| used.over)
    }

    fn fits(&self, filter: Filter) -> bool {
        match filter {
            Filter::All => true,
            Filter::Held => self.held > 0,
            Filter::Over => self.over(),
            Filter::Waived => self.waived,
            Filter::Overlap => self.overlaps > 0,
            Filter::Missing => !self.missing.is_empty(),
            Filter::Without => self.visits == 0,
        }
    }
}

/// What the list is narrowed to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Filter {
    All,
    Held,
    Over,
    Waived,
    Overlap,
    Missing,
    Without,
}

impl Filter {
    const EVERY: [(Filter, &'static str, &'static str); 7] = [
        (Filter::All, "all", "全員"),
        (Filter::Held, "held", "保留"),
        (Filter::Over, "over", "契約超過"),
        (Filter::Waived, "waived", "無償化対象"),
        (Filter::Overlap, "overlap", "時間の重なり"),
        (Filter::Missing, "missing", "受給者証・規則なし"),
        (Filter::Without, "without", "記録なし"),
    ];

    fn asked(word: Option<&str>) -> Filter {
        Filter::EVERY.into_iter().find(|(_, key, _)| Some(*key) == word).map_or(Filter::All, |(filter, ..)| filter)
    }
}

struct Tab {
    label: &'static str,
    count: usize,
    href: String,
    current: bool,
}

#[derive(Template)]
#[template(path = "community/visits_month.html")]
struct MonthPage {
    shell: Shell,
    month_label: String,
    state_label: String,
    closed: bool,
    query: String,
    only: String,
    list_href: String,
    csv_href: String,
    day_href: String,
    quick_href: String,
    people_href: String,
    tabs: Vec<Tab>,
    lines: Vec<Line>,
    everyone: usize,
    visits: usize,
    made: usize,
    held: usize,
}

fn line(desk: &Desk, month: &CommunityMonth, person: &CommunityPerson, name: String, twice: &BTreeSet<i64>) -> Line {
    let mut line = Line {
        name,
        kana: person.person.body.name_kana.clone(),
        href: desk.month_href(month.month, &format!("/visits/{}", person.person.id)),
        municipality: String::new(),
        visits: person.visits.iter().filter(|visit| visit.body.day().month() == month.month).count(),
        lines: 0,
        held: 0,
        used: Vec::new(),
        waived: false,
        overlaps: person.visits.iter().filter(|visit| twice.contains(&visit.id)).count(),
        missing: String::new(),
        faults: 0,
    };
    let Some(card) = person.card() else {
        line.missing = "受給者証がありません".to_owned();
        return line;
    };
    let number = &card.body.municipality_no;
    match Packs::builtin().choose(number, month.month) {
        Ok((pack, _)) => line.municipality = pack.identity.name.clone(),
        Err(refusal) => {
            line.municipality = number.to_string();
            line.missing = refusal.to_string();
        }
    }
    for service in SERVICES {
        let reading = read_service(month, person, service);
        match &reading {
            Reading::Done(done) => {
                let mut points: Vec<(usize, &str)> =
                    done.outcome.held.iter().map(|held| (held.visit, held.point.id.as_str())).collect();
                points.sort_unstable();
                points.dedup();
                line.held += points.len();
                line.lines += done.outcome.entries.len();
                line.waived |= done.outcome.free;
                line.faults += done
                    .outcome
                    .findings
                    .iter()
                    .filter(|finding| {
                        finding.severity == kernel::Severity::Fault
                            && finding.link.as_deref() != Some("price")
                            && !points.iter().any(|(_, point)| *point == finding.code)
                    })
                    .count();
            }
            Reading::NoPack(refusal) if line.missing.is_empty() => line.missing = refusal.clone(),
            _ => {}
        }
        line.used.extend(reading::usage(card, service, month.month, &reading).map(|usage| Used::of(service, usage)));
    }
    line
}

/// Everyone of the month, as it was read.
fn lines_of(desk: &Desk, month: &CommunityMonth) -> Vec<Line> {
    let twice = overlapping(month.people.iter().flat_map(|person| &person.visits));
    month
        .people
        .iter()
        .zip(namesakes::of_month(month))
        .map(|(person, name)| line(desk, month, person, name, &twice))
        .collect()
}

fn found(line: &Line, words: &str) -> bool {
    let key = search_key(words);
    key.is_empty() || search_key(&line.name).contains(&key) || search_key(&line.kana).contains(&key)
}

/// `GET /c/{month}/visits`.
pub(crate) async fn show(
    desk: Desk,
    Path((_, month)): Path<(i64, String)>,
    Query(query): Query<ListQuery>,
) -> Result<Html<String>, Failure> {
    let month = month_of(&month)?;
    let read = desk.read().community_month(month).await?;
    let every = lines_of(&desk, &read);
    let filter = Filter::asked(query.only.as_deref());
    let words = query.q.unwrap_or_default().trim().to_owned();
    let list_href = desk.month_href(month, "/visits");
    let tabs = Filter::EVERY.into_iter().map(|(one, key, label)| Tab {
        label,
        count: every.iter().filter(|line| line.fits(one)).count(),
        href: if one == Filter::All { list_href.clone() } else { format!("{list_href}?only={key}") },
        current: one == filter,
    });
    let tabs = tabs.filter(|tab| tab.count > 0 || tab.current || tab.href == list_href).collect();
    let (everyone, visits) = (every.len(), every.iter().map(|line| line.visits).sum());
    let (made, held) = (every.iter().map(|line| line.lines).sum(), every.iter().map(|line| line.held).sum());
    let today = desk.app.clock.today();
    let day = if today.month() == month { today.number() } else { 1 };
    let closed = !read.state.state.is_open();
    let page = MonthPage {
        shell: desk.month_shell(Section::Records, month, "/visits").await?,
        month_label: month.wareki(),
        state_label: read.state.state.to_string(),
        closed,
        only: query.only.filter(|_| filter != Filter::All).unwrap_or_default(),
        csv_href: desk.month_href(month, "/visits.csv"),
        day_href: desk.month_href(month, &format!("/visits/day/{day}")),
        quick_href: format!("{}/c/quick", desk.base),
        people_href: format!("{}/people", desk.base),
        list_href,
        tabs,
        lines: every.into_iter().filter(|line| line.fits(filter) && found(line, &words)).collect(),
        query: words,
        everyone,
        visits,
        made,
        held,
    };
    Ok(Html(page.render()?))
}

/// `GET /c/{month}/visits.csv`: every visit with the lines it makes, once nothing of them is held. That it was taken out stands in the audit log.
pub(crate) async fn csv(desk: Desk, Path((_, month)): Path<(i64, String)>) -> Result<Response, Failure> {
    let month: Month = month_of(&month)?;
    let read = desk.read().community_month(month).await?;
    people::list_exported(&desk.app.store, &desk.actor(), desk.now, read.people.len()).await?;
    let mut csv = Csv::new(&[
        "氏名",
        "フリガナ",
        "日付",
        "曜日",
        "記録した時間",
        "サービス",
        "ヘルパー",
        "算定される行",
        "保留",
        "備考",
    ]);
    for person in &read.people {
        let readings: Vec<_> = SERVICES.map(|service| (service, read_service(&read, person, service))).into();
        for visit in &person.visits {
            let reading =
                readings.iter().find(|(service, _)| *service == visit.body.service).map(|(_, reading)| reading);
            let (lines, held) = match reading {
                Some(Reading::Done(done)) => {
                    let lines: Vec<String> = done
                        .lines_of(visit.id)
                        .filter(|entry| entry.held.is_empty())
                        .map(|entry| {
                            format!(
                                "{}〜{} {}",
                                super::clock::hhmm(entry.start),
                                super::clock::hhmm(entry.end),
                                entry.service_name
                            )
                        })
                        .collect();
                    (lines.join(" / "), done.lines_of(visit.id).any(|entry| !entry.held.is_empty()))
                }
                _ => (String::new(), false),
            };
            let day = visit.body.day();
            let staff: Vec<&str> = visit.body.staff.iter().map(|one| one.name.as_str()).collect();
            let cells = [
                person.person.body.name.clone(),
                person.person.body.name_kana.clone(),
                day.to_string(),
                day.weekday_ja().to_owned(),
                span(&visit.body),
                visit.body.service.label_ja().to_owned(),
                staff.join("、"),
                lines,
                if held { "保留".to_owned() } else { String::new() },
                visit.body.note.clone(),
            ];
            csv.line(cells);
        }
    }
    Ok(csv.file("visits.csv"))
}
