//! 今日: who has no record yet, what is due and when, what will run out – everything with the way to its place.
use super::days_left::{days_between, left};
use crate::{
    App,
    actions::claims::MonthClaim,
    desk::{Desk, Section},
    failure::Failure,
};
use askama::Template;
use axum::{Router, response::Html, routing::get};
use claims::lifecycle::MonthState;
use fees::b_type::facts::DayStatus;
use kernel::{Day, Month, ServiceKind, Severity};
use std::collections::{BTreeMap, BTreeSet};
use store::{Card, ContractRow, Entry, PersonBody, StoreError};
use ui::Shell;

pub(crate) fn routes() -> Router<App> {
    Router::new().route("/", get(show))
}

/// Cards and contracts that end within so many days are shown.
const AHEAD: i32 = 60;
/// Days of the following month: 上限額の一覧表, 上限額管理結果票, 請求 (also on holidays).
const DEADLINES: [(u8, &str); 3] =
    [(3, "利用者負担額一覧表を管理事業所へ"), (6, "上限額管理結果票を関係事業所へ"), (10, "請求の締切")];

/// A link in a list.
struct Item {
    label: String,
    note: String,
    href: String,
}

/// A list with a heading; shown only when there is something in it.
struct Task {
    title: &'static str,
    items: Vec<Item>,
}

/// One day of the strip.
struct Deadline {
    day: String,
    what: &'static str,
    left: String,
    kind: &'static str,
}

/// A figure of today.
struct Figure {
    label: &'static str,
    value: usize,
}

#[derive(Template)]
#[template(path = "today.html")]
struct TodayPage {
    shell: Shell,
    date: String,
    weekday: &'static str,
    closed_day: String,
    month_label: String,
    month_state: String,
    month_href: String,
    day_href: String,
    figures: Vec<Figure>,
    without_record: Vec<Item>,
    nobody: bool,
    people_href: String,
    notice_missing: Option<String>,
    notices_href: String,
    claim_month: String,
    claim_state: String,
    claim_href: String,
    claim_done: bool,
    claim_next: String,
    deadlines: Vec<Deadline>,
    tasks: Vec<Task>,
}

/// Whether the person uses the office on a day.
fn is_here(person: &Entry<PersonBody>, day: Day) -> bool {
    person.body.started_on.is_none_or(|from| from <= day) && person.body.ended_on.is_none_or(|to| to >= day)
}

fn deadlines(month: Month, today: Day, done: bool, manages_cap: bool) -> Vec<Deadline> {
    let due = month.next();
    DEADLINES
        .into_iter()
        .filter(|(number, _)| manages_cap || *number == 10)
        .filter_map(|(number, what)| due.day(number).map(|day| (day, what)))
        .map(|(day, what)| {
            let (left, kind) = if done { ("済み".to_owned(), "ok") } else { left(days_between(today, day)) };
            Deadline {
                day: format!("{}月{}日({})", day.month().month(), day.number(), day.weekday_ja()),
                what,
                left,
                kind,
            }
        })
        .collect()
}

/// What comes next on the way of a claim month.
fn next_step(state: MonthState, faults: usize) -> String {
    match state {
        MonthState::Open if faults > 0 => format!("要修正が{faults}件あります。直してから締めます"),
        MonthState::Open => "記録がそろったら締めます".to_owned(),
        MonthState::Closed => "次は点検です".to_owned(),
        MonthState::Checked => "次は承認です".to_owned(),
        MonthState::Approved => "次は出力です".to_owned(),
        MonthState::Exported => "請求ファイルを作りました".to_owned(),
    }
}

/// The card that counts last, by person.
fn newest_cards(cards: Vec<Card>) -> BTreeMap<i64, Card> {
    let mut newest: BTreeMap<i64, Card> = BTreeMap::new();
    for card in cards {
        let known = newest.get(&card.person_id);
        if known.is_none_or(|known| known.body.valid_from <= card.body.valid_from) {
            newest.insert(card.person_id, card);
        }
    }
    newest
}

/// The contract that ends last, by person; one without an end counts most.
fn last_contracts(contracts: Vec<ContractRow>) -> BTreeMap<i64, ContractRow> {
    let end = |contract: &ContractRow| contract.body.to.map_or((1, contract.body.from), |to| (0, to));
    let mut last: BTreeMap<i64, ContractRow> = BTreeMap::new();
    for contract in contracts {
        if last.get(&contract.person_id).is_none_or(|known| end(known) <= end(&contract)) {
            last.insert(contract.person_id, contract);
        }
    }
    last
}

fn until(today: Day, end: Day) -> String {
    let days = days_between(today, end);
    if days < 0 {
        format!("{} に切れました", end.both())
    } else {
        format!("{} まで(あと{days}日)", end.both())
    }
}

/// Cards and contracts that ask for something.
fn papers(
    desk: &Desk,
    today: Day,
    people: &[Entry<PersonBody>],
    cards: &BTreeMap<i64, Card>,
    contracts: &BTreeMap<i64, ContractRow>,
) -> Vec<Task> {
    let limit = today.plus_days(AHEAD);
    let (mut none, mut ending, mut unlocked, mut contract_ending) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for person in people {
        let item = |place: &str, note: String| Item {
            label: person.body.name.clone(),
            note,
            href: format!("{}/people/{}/{place}", desk.base, person.id),
        };
        match cards.get(&person.id) {
            None => none.push(item("cards", "受給者証を見て登録します".to_owned())),
            Some(card) => {
                if card.body.decided_to <= limit {
                    ending.push(item("cards", until(today, card.body.decided_to)));
                }
                if !card.locked {
                    unlocked.push(item("cards", "現物と照らし合わせてロックします".to_owned()));
                }
            }
        }
        match contracts.get(&person.id) {
            None => contract_ending.push(item("contracts", "契約が登録されていません".to_owned())),
            Some(contract) => {
                if let Some(to) = contract.body.to.filter(|to| *to <= limit) {
                    contract_ending.push(item("contracts", until(today, to)));
                }
            }
        }
    }
    vec![
        Task { title: "支給決定がもうすぐ切れる・切れた受給者証", items: ending },
        Task { title: "ロックしていない受給者証", items: unlocked },
        Task { title: "受給者証が登録されていない人", items: none },
        Task { title: "もうすぐ終わる・終わった・ない契約", items: contract_ending },
    ]
}

/// Persons whose card names a cap manager and who have no result for the month.
fn without_cap_result(desk: &Desk, month: Month, claim: &MonthClaim) -> Task {
    let waiting = claim.claimed().filter(|person| {
        let managed = person.dossier.card.as_ref().is_some_and(|card| card.cap_manager.is_some());
        managed && person.dossier.burden.cap_management.is_none()
    });
    let items = waiting
        .map(|person| Item {
            label: person.dossier.name.clone(),
            note: format!("{}の結果票を決めるか、取り込みます", month.wareki()),
            href: format!("{}/b/{month}/cap/{}", desk.base, person.person_id),
        })
        .collect();
    Task { title: "上限額管理の結果がまだの人", items }
}

/// 返戻・過誤・月遅れ that are not claimed again yet.
async fn to_claim_again(desk: &Desk, people: &[Entry<PersonBody>]) -> Result<Task, Failure> {
    let pending = desk.read().again().list().await?.into_iter().filter(|case| case.state.is_pending());
    let name = |id: i64| people.iter().find(|person| person.id == id).map(|person| person.body.name.clone());
    let items = pending
        .map(|case| Item {
            label: name(case.person_id).unwrap_or_default(),
            note: format!("{} {}", case.body.kind.label_ja(), case.month.wareki()),
            href: format!("{}/returned", desk.base),
        })
        .collect();
    Ok(Task { title: "請求し直す月のある人", items })
}

/// Counts of today and the people without a record.
async fn records_of(
    desk: &Desk,
    today: Day,
    people: &[Entry<PersonBody>],
) -> Result<(Vec<Figure>, Vec<Item>), Failure> {
    let records = desk.read().days().of_day(today).await?;
    let count =
        |passes: &dyn Fn(DayStatus) -> bool| records.iter().filter(|record| passes(record.body.facts.status)).count();
    let recorded: BTreeSet<i64> = records.iter().map(|record| record.person_id).collect();
    let without: Vec<Item> = people
        .iter()
        .filter(|person| !recorded.contains(&person.id))
        .map(|person| Item {
            label: person.body.name.clone(),
            note: String::new(),
            href: format!("{}/b/{}/records/{}?day={}", desk.base, today.month(), person.id, today.number()),
        })
        .collect();
    let figures = vec![
        Figure { label: "通所", value: count(&|status| status == DayStatus::Attended) },
        Figure { label: "欠席", value: count(&|status| status == DayStatus::Absent) },
        Figure {
            label: "施設外・訪問・体験",
            value: count(&|status| !matches!(status, DayStatus::Attended | DayStatus::Absent)),
        },
        Figure { label: "記録がまだ", value: without.len() },
    ];
    Ok((figures, without))
}

/// `GET /o/{office}/`.
pub(crate) async fn show(desk: Desk) -> Result<Html<String>, Failure> {
    match desk.kind {
        ServiceKind::BType => b_type(desk).await,
        ServiceKind::Retention => super::retention::today::show(desk).await,
        ServiceKind::Community => super::community::today::show(desk).await,
    }
}

/// 今日 of 就労継続支援B型.
async fn b_type(desk: Desk) -> Result<Html<String>, Failure> {
    let today = desk.app.clock.today();
    let (month, claim_month) = (today.month(), today.month().previous());
    let mut people = crate::view::apart(desk.read().people().list().await?);
    let again = to_claim_again(&desk, &people).await?;
    people.retain(|person| is_here(person, today));
    let (figures, without_record) = records_of(&desk, today, &people).await?;
    let this_state = desk.read().claim_months().get(month).await?.state;
    let claim_state = desk.read().claim_months().get(claim_month).await?.state;
    let claim = match MonthClaim::read(desk.read(), desk.app.tables, claim_month, claim_state).await {
        Ok(claim) => Some(claim),
        Err(StoreError::NoNotice { .. }) => None,
        Err(other) => return Err(other.into()),
    };
    let notice_missing = match desk.read().office().notice_in_force(month).await {
        Ok(_) => None,
        Err(refusal @ StoreError::NoNotice { .. }) => Some(refusal.to_string()),
        Err(other) => return Err(other.into()),
    };
    let cards = newest_cards(desk.read().cards().list().await?);
    let contracts = last_contracts(desk.read().contracts().list().await?);
    let mut tasks = papers(&desk, today, &people, &cards, &contracts);
    let done = claim_state == MonthState::Exported;
    if let Some(claim) = claim.as_ref().filter(|_| !done) {
        tasks.insert(0, without_cap_result(&desk, claim_month, claim));
    }
    tasks.insert(0, again);
    tasks.retain(|task| !task.items.is_empty());
    let faults = claim.as_ref().map_or(0, |claim| claim.findings().filter(|f| f.severity == Severity::Fault).count());
    let claimed = claim.as_ref().is_some_and(|claim| claim.claimed().next().is_some());
    let manages_cap = cards.values().any(|card| card.body.cap_manager.is_some());
    let holiday = desk.app.holidays.holiday_name(today);
    let page = TodayPage {
        shell: desk.shell(Section::Today).await?,
        date: today.both(),
        weekday: today.weekday_ja(),
        closed_day: match (holiday, today.is_weekend()) {
            (Some(name), _) => format!("今日は祝日({name})です。"),
            (None, true) => "今日は土日です。".to_owned(),
            _ => String::new(),
        },
        month_label: month.wareki(),
        month_state: this_state.to_string(),
        month_href: format!("{}/b/{month}/records", desk.base),
        day_href: format!("{}/b/{month}/day/{}", desk.base, today.number()),
        figures,
        without_record,
        nobody: people.is_empty(),
        people_href: format!("{}/people", desk.base),
        notice_missing,
        notices_href: format!("{}/settings/notices", desk.base),
        claim_month: claim_month.wareki(),
        claim_state: claim_state.to_string(),
        claim_href: format!("{}/b/{claim_month}/claim", desk.base),
        claim_done: done,
        claim_next: if claimed || done {
            next_step(claim_state, faults)
        } else {
            "請求する記録がありません".to_owned()
        },
        deadlines: if claimed || done { deadlines(claim_month, today, done, manages_cap) } else { Vec::new() },
        tasks,
    };
    Ok(Html(page.render()?))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn the_deadline_is_told_in_days() {
        let on = |day: &str| {
            let strip = deadlines("2026-10".parse().unwrap(), day.parse().unwrap(), false, false);
            strip.into_iter().map(|deadline| deadline.left).collect::<Vec<_>>()
        };
        assert_eq!(on("2026-11-07"), ["あと3日"]);
        assert_eq!(on("2026-11-10"), ["今日まで"]);
        assert_eq!(on("2026-11-12"), ["2日過ぎました"]);
    }

    #[test]
    fn cap_management_has_its_own_days_before_the_tenth() {
        let strip = deadlines("2026-12".parse().unwrap(), "2027-01-01".parse().unwrap(), false, true);
        let days: Vec<&str> = strip.iter().map(|deadline| deadline.day.as_str()).collect();
        assert_eq!(days, ["1月3日(日)", "1月6日(水)", "1月10日(日)"]);
    }
}
