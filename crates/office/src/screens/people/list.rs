//! 利用者の一覧: everyone with card, contract and what runs out soon; search, state tabs, CSV.
use super::{Said, frame::shell_with, read::typed_width};
use crate::{
    actions::people,
    desk::{Desk, Section},
    failure::Failure,
    permissions::Permission,
};
use askama::Template;
use axum::{
    extract::Query,
    http::header,
    response::{Html, IntoResponse, Response},
};
use kernel::{Day, typed};
use serde::Deserialize;
use std::collections::HashSet;
use store::{Card, ContractRow, Entry, PersonBody};
use ui::Shell;

/// Days before the end of a 支給決定 from which the list warns.
const SOON: i32 = 60;
/// Fewest digits that are searched for as a recipient number.
const FEWEST_DIGITS: usize = 3;

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

/// What stands behind the `?`.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct ListQuery {
    q: Option<String>,
    state: Option<String>,
    #[serde(flatten)]
    said: Said,
}

impl ListQuery {
    fn text(&self) -> &str {
        self.q.as_deref().unwrap_or_default().trim()
    }
}

/// Ids of those whom a text finds: by name, フリガナ or recipient number.
async fn found(desk: &Desk, text: &str, cards: &[Card]) -> Result<HashSet<i64>, Failure> {
    let mut ids: HashSet<i64> = desk.read().people().search(text).await?.into_iter().map(|person| person.id).collect();
    let digits = typed::digits(&typed_width(text)).unwrap_or_default();
    if digits.len() >= FEWEST_DIGITS {
        let by_number = cards.iter().filter(|card| card.body.recipient_no.as_str().contains(&digits));
        ids.extend(by_number.map(|card| card.person_id));
    }
    Ok(ids)
}

/// The card that counts today: the newest that has begun, otherwise the first to come.
fn card_of(cards: &[Card], person_id: i64, today: Day) -> Option<&Card> {
    let mine = || cards.iter().filter(|card| card.person_id == person_id);
    let begun = mine().filter(|card| card.body.valid_from <= today).max_by_key(|card| card.body.valid_from);
    begun.or_else(|| mine().min_by_key(|card| card.body.valid_from))
}

fn days_between(from: Day, to: Day) -> i32 {
    to.0.since(from.0).map_or(0, |span| span.get_days())
}

fn line(desk: &Desk, person: Entry<PersonBody>, cards: &[Card], contracts: &[ContractRow]) -> Line {
    let today = desk.app.clock.today();
    let month = desk.app.clock.month();
    let card = card_of(cards, person.id, today);
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

/// An address with what is searched for and the state.
fn address(path: &str, text: &str, state: Option<&str>) -> String {
    let mut link = form_urlencoded::Serializer::new(format!("{path}?"));
    if !text.is_empty() {
        link.append_pair("q", text);
    }
    if let Some(state) = state {
        link.append_pair("state", state);
    }
    link.finish()
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

/// `GET /people`.
pub(crate) async fn show(desk: Desk, Query(query): Query<ListQuery>) -> Result<Html<String>, Failure> {
    let (tabs, lines) = lines(&desk, &query).await?;
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

/// A cell of a CSV for people: what a spreadsheet would take as a formula gets a quote mark in front; RFC 4180 quoting.
pub(crate) fn csv_cell(text: &str) -> String {
    let formula = text.starts_with(['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠']);
    let text = if formula { format!("'{text}") } else { text.to_owned() };
    if text.contains([',', '"', '\n', '\r']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text }
}

/// `GET /people.csv`: the same list as a file. That it was taken out stands in the audit log.
pub(crate) async fn csv(desk: Desk, Query(query): Query<ListQuery>) -> Result<Response, Failure> {
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
    let mut text = String::from("\u{feff}");
    text.push_str(&head.join(","));
    text.push_str("\r\n");
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
        text.push_str(&cells.map(csv_cell).join(","));
        text.push_str("\r\n");
    }
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"people.csv\""),
    ];
    Ok((headers, text).into_response())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_never_becomes_a_formula() {
        for text in ["=1+1", "+81", "-1", "@SUM(A1)", "＝1", "＋1", "－1", "＠a", "\t=1", "\r=1"] {
            assert!(csv_cell(text).trim_start_matches('"').starts_with('\''), "{text}");
        }
        assert_eq!(csv_cell("見本 太郎"), "見本 太郎");
        assert_eq!(csv_cell("a,\"b\""), "\"a,\"\"b\"\"\"");
    }
}
