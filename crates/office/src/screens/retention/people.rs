//! 利用者一覧 of 就労定着支援: everyone in one of six tabs, computed from facts for today; search crosses the tabs.
use super::person::{Mark, StandingView, stands};
use crate::{
    actions::people,
    desk::{Desk, Section},
    failure::Failure,
    permissions::Permission,
    screens::{
        csv::Csv,
        days_left::days_between,
        people::{
            cards::lock_said,
            frame::shell_with,
            names::Names,
            roll::{ListQuery, address, card_of, found},
        },
    },
    view::apart,
};
use askama::Template;
use axum::{
    http::Uri,
    response::{Html, Response},
};
use fees::retention::Category;
use std::collections::HashMap;
use store::{Card, Employment, Entry, PersonBody, RetentionFactsBody};
use ui::Shell;

/// Days before the end of a 支給決定 from which the list warns.
const SOON: i32 = 60;

/// The word of a tab in its address. The numbers 0 to 5, in the same order, lead there too.
const fn word(category: Category) -> &'static str {
    match category {
        Category::Transition => "transition",
        Category::Settled => "using",
        Category::LeftService => "left",
        Category::LeftJob => "resigned",
        Category::NoContract => "none",
        Category::Declined => "declined",
    }
}

/// The tab that an address asks for.
fn asked(state: &str) -> Option<Category> {
    let numbered = state.parse::<usize>().ok().and_then(|number| Category::ALL.get(number));
    numbered.copied().or_else(|| Category::ALL.into_iter().find(|category| word(*category) == state))
}

/// The tab that is open; none while everyone is searched.
fn tab(query: &ListQuery) -> Option<Category> {
    let wanted = query.state.as_deref().and_then(asked);
    if query.text().is_empty() { Some(wanted.unwrap_or(Category::Settled)) } else { wanted }
}

struct Line {
    name: String,
    kana: String,
    recipient_no: String,
    standing: StandingView,
    employer: String,
    hired_on: String,
    decided_to: String,
    decision_left: String,
    decision_soon: bool,
    lock: String,
    locked: bool,
    card_href: String,
    detail_href: String,
    plan_href: String,
    record_href: String,
}

struct Tab {
    label: &'static str,
    count: usize,
    href: String,
    current: bool,
}

#[derive(Template)]
#[template(path = "retention/people.html")]
struct PeoplePage {
    shell: Shell,
    query: String,
    searched: bool,
    tabs: Vec<Tab>,
    everyone: usize,
    lines: Vec<Line>,
    list_href: String,
    csv_href: String,
    new_href: Option<String>,
}

/// Rows of the whole office by person, read in one pass.
struct Rows {
    jobs: HashMap<i64, Vec<Employment>>,
    facts: HashMap<i64, RetentionFactsBody>,
    cards: Vec<Card>,
    names: Names,
}

impl Rows {
    async fn read(desk: &Desk) -> Result<Rows, Failure> {
        let read = desk.read();
        let mut jobs: HashMap<i64, Vec<Employment>> = HashMap::new();
        for job in read.employments().list().await? {
            jobs.entry(job.person_id).or_default().push(job);
        }
        let facts = read.retention_facts().list().await?;
        Ok(Rows {
            jobs,
            facts: facts.into_iter().map(|row| (row.person_id, row.body)).collect(),
            cards: read.cards().list().await?,
            names: Names::read(desk).await?,
        })
    }

    fn line(&self, desk: &Desk, person: Entry<PersonBody>) -> Line {
        let today = desk.app.clock.today();
        let jobs = self.jobs.get(&person.id).map_or(&[][..], Vec::as_slice);
        let untouched = RetentionFactsBody::default();
        let facts = self.facts.get(&person.id).unwrap_or(&untouched);
        let cards: Vec<&Card> = self.cards.iter().filter(|card| card.person_id == person.id).collect();
        let standing = stands(desk, today, jobs, facts, &cards);
        let card = card_of(cards.iter().copied(), today);
        let left = card.map(|card| days_between(today, card.body.decided_to));
        let over = matches!(standing.category, Category::LeftService | Category::LeftJob | Category::Declined);
        let job = jobs.iter().rev().find(|job| job.body.hired_on.is_some()).or_else(|| jobs.last());
        let base = format!("{}/people/{}", desk.base, person.id);
        Line {
            recipient_no: card.map(|card| card.body.recipient_no.to_string()).unwrap_or_default(),
            employer: job.map(|job| job.body.employer.clone()).unwrap_or_default(),
            hired_on: job
                .and_then(|job| job.body.hired_on)
                .map(|day| format!("{}から", day.short_wareki()))
                .unwrap_or_default(),
            decided_to: card.map(|card| card.body.decided_to.short_wareki()).unwrap_or_default(),
            decision_left: match left {
                Some(days) if days < 0 => "期限切れ".to_owned(),
                Some(days) => format!("あと{days}日"),
                None => String::new(),
            },
            decision_soon: left.is_some_and(|days| days < SOON) && !over,
            lock: card.map_or_else(|| "証なし".to_owned(), |card| lock_said(&self.names, card)),
            locked: card.is_some_and(|card| card.locked),
            card_href: format!("{base}/cards"),
            plan_href: format!("{base}/plans"),
            record_href: desk.month_href(desk.app.clock.month(), &format!("/records/{}", person.id)),
            detail_href: base,
            name: person.body.name,
            kana: person.body.name_kana,
            standing,
        }
    }
}

/// The tabs with everyone counted, and the lines that are asked for.
async fn lines(desk: &Desk, query: &ListQuery) -> Result<(Vec<Tab>, Vec<Line>), Failure> {
    let rows = Rows::read(desk).await?;
    let ids = match query.text() {
        "" => None,
        text => Some(found(desk, text, &rows.cards).await?),
    };
    let everyone = apart(desk.read().people().list().await?);
    let all: Vec<(i64, Line)> = everyone.into_iter().map(|person| (person.id, rows.line(desk, person))).collect();
    let open = tab(query);
    let tabs = Category::ALL.map(|category| Tab {
        label: category.name(),
        count: all.iter().filter(|(_, line)| line.standing.category == category).count(),
        href: format!("{}/people?state={}", desk.base, word(category)),
        current: open == Some(category),
    });
    let lines = all
        .into_iter()
        .filter(|(id, _)| ids.as_ref().is_none_or(|ids| ids.contains(id)))
        .map(|(_, line)| line)
        .filter(|line| open.is_none_or(|open| line.standing.category == open));
    Ok((tabs.into(), lines.collect()))
}

/// `GET /people` of an office of this kind.
pub(crate) async fn list(desk: Desk, address_of: Uri) -> Result<Html<String>, Failure> {
    let query = ListQuery::of(&address_of);
    let (tabs, lines) = lines(&desk, &query).await?;
    let page = PeoplePage {
        shell: shell_with(&desk, Section::People, query.said.ok.as_deref()).await?,
        searched: !query.text().is_empty(),
        query: query.text().to_owned(),
        everyone: tabs.iter().map(|tab| tab.count).sum(),
        tabs,
        lines,
        list_href: format!("{}/people", desk.base),
        csv_href: address(&format!("{}/people.csv", desk.base), query.text(), tab(&query).map(word)),
        new_href: desk.may(Permission::EditPeople).then(|| format!("{}/people/new", desk.base)),
    };
    Ok(Html(page.render()?))
}

/// `GET /people.csv` of an office of this kind: the same lines as a file. That it was taken out stands in the audit log.
pub(crate) async fn csv(desk: Desk, address_of: Uri) -> Result<Response, Failure> {
    let query = ListQuery::of(&address_of);
    let (_, lines) = lines(&desk, &query).await?;
    people::list_exported(&desk.app.store, &desk.actor(), desk.now, lines.len()).await?;
    let head = [
        "氏名",
        "フリガナ",
        "区分",
        "なぜここに",
        "受給者証番号",
        "企業名",
        "利用できる最初の日",
        "利用できる最後の日",
        "支給決定終了日",
        "ロック",
        "注意",
    ];
    let day = |day: Option<kernel::Day>| day.map(|day| day.to_string()).unwrap_or_default();
    let mut csv = Csv::new(&head);
    for line in lines {
        let marks: Vec<String> = line.standing.marks.into_iter().map(|Mark { text, .. }| text).collect();
        let cells = [
            line.name,
            line.kana,
            line.standing.category.name().to_owned(),
            line.standing.why,
            line.recipient_no,
            line.employer,
            day(line.standing.first),
            day(line.standing.last),
            line.decided_to,
            line.lock,
            marks.join(" "),
        ];
        csv.line(cells);
    }
    Ok(csv.file("people.csv"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tab_has_its_own_word_and_its_number() {
        for (number, category) in Category::ALL.into_iter().enumerate() {
            assert_eq!(asked(word(category)), Some(category));
            assert_eq!(asked(&number.to_string()), Some(category));
        }
        assert_eq!((asked("6"), asked("elsewhere")), (None, None));
    }
}
