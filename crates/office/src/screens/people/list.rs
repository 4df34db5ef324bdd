//! 利用者の一覧: everyone with card, contract and what runs out soon; search, state tabs, CSV.
use super::{
    frame::shell_with,
    roll::{ListQuery, address, card_of, found},
};
use crate::{
    actions::people,
    desk::{Desk, Section},
    failure::Failure,
    permissions::Permission,
    screens::{community, csv::Csv, days_left::days_between, retention},
};
use askama::Template;
use axum::{
    http::Uri,
    response::{Html, Response},
};
use kernel::{Day, ServiceKind};
use store::{Card, ContractRow, Entry, PersonBody};
use ui::Shell;

/// Days before the end of a 支給決定 from which the list warns.
const SOON: i32 = 60;
/// Where a person stands today.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    Using,
    Before,
    Ended,
}

impl State {
    const ALL: [(State, &'static str, &'static str); 3] =
        [(State::Using, "using", "利用中"), (State::Before, "before", "契約前"), (State::Ended, "ended", "終了")];

    fn of(person: &PersonBody, contracts: &[&ContractRow], today: Day) -> State {
        let over = |end: Option<Day>| end.is_some_and(|day| day < today);
        if over(person.ended_on) {
            return State::Ended;
        }
        if !contracts.iter().any(|contract| contract.body.from <= today) {
            return State::Before;
        }
        if contracts.iter().all(|contract| over(contract.body.to)) { State::Ended } else { State::Using }
    }
}

struct Line {
    name: String,
    kana: String,
    recipient_no: String,
    municipality_no: String,
    decided_to: String,
    days_left: String,
    soon: bool,
    burden_cap: String,
    contract_days: String,
    lock: &'static str,
    href: String,
    records_href: String,
    state: State,
    state_label: &'static str,
}

struct StateTab {
    label: &'static str,
    count: usize,
    href: String,
    current: bool,
}

#[derive(Template)]
#[template(path = "people/list.html")]
struct ListPage {
    shell: Shell,
    query: String,
    searched: bool,
    tabs: Vec<StateTab>,
    lines: Vec<Line>,
    list_href: String,
    csv_href: String,
    new_href: Option<String>,
    import_href: String,
}

fn line(desk: &Desk, person: Entry<PersonBody>, cards: &[Card], contracts: &[ContractRow]) -> Line {
    let today = desk.app.clock.today();
    let month = desk.app.clock.month();
    let card = card_of(cards.iter().filter(|card| card.person_id == person.id), today);
    let mine: Vec<&ContractRow> = contracts.iter().filter(|contract| contract.person_id == person.id).collect();
    let state = State::of(&person.body, &mine, today);
    let contract = mine.iter().filter(|row| row.body.from <= month.last_day()).max_by_key(|row| row.body.from);
    let left = card.map(|card| days_between(today, card.body.decided_to));
    Line {
        recipient_no: card.map(|card| card.body.recipient_no.to_string()).unwrap_or_default(),
        municipality_no: card.map(|card| card.body.municipality_no.to_string()).unwrap_or_default(),
        decided_to: card.map(|card| card.body.decided_to.short_wareki()).unwrap_or_default(),
        days_left: match left {
            Some(days) if days < 0 => "期限切れ".to_owned(),
            Some(days) => format!("あと{days}日"),
            None => String::new(),
        },
        soon: left.is_some_and(|days| days < SOON) && state != State::Ended,
        burden_cap: card.map(|card| card.body.burden_cap.to_string()).unwrap_or_default(),
        contract_days: contract.map(|row| row.body.days.to_string()).unwrap_or_default(),
        lock: match card {
            None => "証なし",
            Some(card) if card.locked => "ロック済み",
            Some(_) => "未ロック",
        },
        href: format!("{}/people/{}", desk.base, person.id),
        records_href: format!("{}/b/{month}/records/{}", desk.base, person.id),
        state,
        state_label: State::ALL.iter().find(|(known, ..)| *known == state).map_or("", |(_, _, label)| label),
        name: person.body.name,
        kana: person.body.name_kana,
    }
}

/// All lines, and those that the query asks for.
async fn lines(desk: &Desk, query: &ListQuery) -> Result<(Vec<StateTab>, Vec<Line>), Failure> {
    let cards = desk.read().cards().list().await?;
    let contracts = desk.read().contracts().list().await?;
    let everyone = desk.read().people().list().await?;
    let text = query.text();
    let ids = if text.is_empty() { None } else { Some(found(desk, text, &cards).await?) };
    let all: Vec<Line> = everyone
        .into_iter()
        .filter(|person| ids.as_ref().is_none_or(|ids| ids.contains(&person.id)))
        .map(|person| line(desk, person, &cards, &contracts))
        .collect();
    let wanted = query.state.as_deref().unwrap_or(if text.is_empty() { "using" } else { "all" });
    let href = |key: &str| address(&format!("{}/people", desk.base), text, Some(key));
    let mut tabs: Vec<StateTab> = State::ALL
        .iter()
        .map(|(state, key, label)| StateTab {
            label,
            count: all.iter().filter(|line| line.state == *state).count(),
            href: href(key),
            current: *key == wanted,
        })
        .collect();
    tabs.push(StateTab { label: "全員", count: all.len(), href: href("all"), current: wanted == "all" });
    let state = State::ALL.iter().find(|(_, key, _)| *key == wanted).map(|(state, ..)| *state);
    let lines = all.into_iter().filter(|line| state.is_none_or(|state| line.state == state)).collect();
    Ok((tabs, lines))
}

/// `GET /people`: each kind of office has a list of its own.
pub(crate) async fn show(desk: Desk, address: Uri) -> Result<Html<String>, Failure> {
    match desk.kind {
        ServiceKind::BType => b_type(desk, &ListQuery::of(&address)).await,
        ServiceKind::Retention => retention::people::list(desk, address).await,
        ServiceKind::Community => community::people::list(desk, address).await,
    }
}

/// The list of 就労継続支援B型.
async fn b_type(desk: Desk, query: &ListQuery) -> Result<Html<String>, Failure> {
    let (tabs, lines) = lines(&desk, query).await?;
    let page = ListPage {
        shell: shell_with(&desk, Section::People, query.said.ok.as_deref()).await?,
        searched: !query.text().is_empty(),
        query: query.text().to_owned(),
        tabs,
        lines,
        list_href: format!("{}/people", desk.base),
        import_href: format!("{}/import", desk.base),
        csv_href: address(&format!("{}/people.csv", desk.base), query.text(), query.state.as_deref()),
        new_href: desk.may(Permission::EditPeople).then(|| format!("{}/people/new", desk.base)),
    };
    Ok(Html(page.render()?))
}

/// `GET /people.csv`: the same list as a file. That it was taken out stands in the audit log.
pub(crate) async fn csv(desk: Desk, address: Uri) -> Result<Response, Failure> {
    if desk.kind == ServiceKind::Retention {
        return retention::people::csv(desk, address).await;
    }
    if desk.kind == ServiceKind::Community {
        return community::people::csv(desk, address).await;
    }
    let query = ListQuery::of(&address);
    let (_, lines) = lines(&desk, &query).await?;
    people::list_exported(&desk.app.store, &desk.actor(), desk.now, lines.len()).await?;
    let head = [
        "氏名",
        "フリガナ",
        "状態",
        "受給者証番号",
        "市町村番号",
        "支給決定終了日",
        "負担上限月額",
        "契約支給量",
        "ロック",
    ];
    let mut csv = Csv::new(&head);
    for line in &lines {
        let cells = [
            &line.name,
            &line.kana,
            line.state_label,
            &line.recipient_no,
            &line.municipality_no,
            &line.decided_to,
            &line.burden_cap,
            &line.contract_days,
            line.lock,
        ];
        csv.line(cells);
    }
    Ok(csv.file("people.csv"))
}
