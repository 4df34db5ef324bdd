//! 今日 of 地域生活支援事業: who comes today and who has nothing recorded yet, what waits for a decision or a price, what runs
//! out, and what each municipality wants by when.
use super::{
    claim::statement_href,
    links,
    papers::{self, PapersView},
    visits,
};
use crate::{
    actions::community::claims::{MonthClaim, PersonClaim},
    desk::{Desk, Section},
    failure::Failure,
    screens::days_left::{days_between, left},
};
use askama::Template;
use axum::response::Html;
use claims::lifecycle::MonthState;
use fees::community::{Usage, facts::Decision, pack::Packs, waived_months_of};
use kernel::{Day, Month, Severity};
use std::collections::{BTreeMap, BTreeSet};
use store::{CommunityCard, Entry, PersonBody};
use ui::Shell;

/// Decisions of a card that end within so many days are shown.
const AHEAD: i32 = 60;
/// A contract is nearly used up from so many hundredths on.
const NEARLY: u32 = 80;

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

/// A visit of today.
struct VisitItem {
    label: String,
    time: String,
    service: &'static str,
    href: String,
}

/// What a municipality wants, and how near it is.
struct DeadlineView {
    papers: PapersView,
    left: String,
    kind: &'static str,
    state: String,
}

#[derive(Template)]
#[template(path = "community/today.html")]
struct TodayPage {
    shell: Shell,
    date: String,
    weekday: &'static str,
    closed_day: String,
    nobody: bool,
    people_href: String,
    month_label: String,
    month_state: String,
    visits_href: String,
    quick_href: String,
    visits: Vec<VisitItem>,
    without: Vec<Item>,
    claim_month: String,
    claim_state: String,
    claim_done: bool,
    claim_next: String,
    claim_href: String,
    deadlines: Vec<DeadlineView>,
    tasks: Vec<Task>,
}

fn clock(minutes: u16) -> String {
    format!("{:02}{:02}", minutes / 60, minutes % 60)
}

/// The people of the office by id.
struct People {
    by_id: BTreeMap<i64, Entry<PersonBody>>,
}

impl People {
    fn name(&self, id: i64) -> String {
        self.by_id.get(&id).map(|person| person.body.name.clone()).unwrap_or_default()
    }

    fn is_here(&self, id: i64, day: Day) -> bool {
        self.by_id.get(&id).is_some_and(|person| person.body.ended_on.is_none_or(|ended| ended >= day))
    }
}

/// 契約支給量 of which most is used.
fn nearly_used(desk: &Desk, claim: &MonthClaim) -> Task {
    let mut items = Vec::new();
    for person in claim.claimed() {
        for part in &person.outcome.assessments {
            let (used, all, text) = match part.usage {
                Usage::Minutes { used, contracted: Some(all) } => {
                    let text = format!("{}時間{:02}分のうち {}時間{:02}分", all / 60, all % 60, used / 60, used % 60);
                    (used, all, text)
                }
                Usage::Days { used, contracted_x100: Some(all) } => {
                    (used.saturating_mul(100), all, format!("{}日のうち {used}日", all / 100))
                }
                _ => continue,
            };
            if all > 0 && u64::from(used) * 100 >= u64::from(all) * u64::from(NEARLY) {
                let over = if used > all { " 超えています" } else { "" };
                items.push(Item {
                    label: person.facts.name.clone(),
                    note: format!("{} {text}{over}", part.service.label_ja()),
                    href: desk.month_href(claim.month, &format!("/visits/{}", person.person_id)),
                });
            }
        }
    }
    Task { title: "契約支給量を使い切りそうな人", items }
}

/// 保留 and prices nobody has told, of both months.
fn waiting(desk: &Desk, months: [&MonthClaim; 2]) -> [Task; 3] {
    let (mut held, mut prices, mut rules) = (Vec::new(), BTreeMap::new(), BTreeMap::new());
    let both = months.into_iter().flat_map(|claim| claim.claimed().map(move |person| (claim.month, person)));
    for (month, person) in both {
        if person.held() > 0 {
            held.push(Item {
                label: person.facts.name.clone(),
                note: format!("{} {}件", month.wareki(), person.held()),
                href: desk.month_href(month, &format!("/visits/{}", person.person_id)),
            });
        }
        if let Some(pack) = person.pack() {
            for name in person.missing_prices() {
                prices.entry((pack.identity.name.clone(), name.to_owned())).or_insert_with(|| Item {
                    label: name.to_owned(),
                    note: pack.identity.name.clone(),
                    href: links::prices_href(desk, Some(&pack.identity.id)),
                });
            }
        }
        if let (None, Some(number)) = (&person.facts.pack, &person.facts.municipality_no) {
            rules.entry(number.clone()).or_insert_with(|| Item {
                label: format!("市町村番号 {number}"),
                note: "この市町村の人は、きまりが登録されるまで請求できません".to_owned(),
                href: statement_href(desk, person, None),
            });
        }
    }
    [
        Task { title: "保留の記録のある人", items: held },
        Task { title: "単価のわからない名称", items: prices.into_values().collect() },
        Task { title: "きまりの登録がない市町村", items: rules.into_values().collect() },
    ]
}

/// The newest card that began by a day, by person.
fn newest(cards: Vec<CommunityCard>, today: Day) -> BTreeMap<i64, CommunityCard> {
    let mut newest: BTreeMap<i64, CommunityCard> = BTreeMap::new();
    for card in cards.into_iter().filter(|card| card.body.valid_from <= today) {
        let known = newest.get(&card.person_id);
        if known.is_none_or(|known| known.body.valid_from <= card.body.valid_from) {
            newest.insert(card.person_id, card);
        }
    }
    newest
}

/// Cards that end, and waivers that end with the next month.
fn running_out(
    desk: &Desk,
    today: Day,
    people: &People,
    cards: &BTreeMap<i64, CommunityCard>,
    decisions: &dyn Fn(&str) -> Vec<Decision>,
) -> [Task; 3] {
    let (mut ending, mut waivers, mut none) = (Vec::new(), Vec::new(), Vec::new());
    for (id, person) in people.by_id.iter().filter(|(id, _)| people.is_here(**id, today)) {
        let item = |note: String| Item {
            label: person.body.name.clone(),
            note,
            href: format!("{}/people/{id}/masters", desk.base),
        };
        let Some(card) = cards.get(id) else {
            none.push(item("受給者証を見て登録します".to_owned()));
            continue;
        };
        if let Some(end) =
            card.body.decisions.iter().map(|one| one.to).max().filter(|end| *end <= today.plus_days(AHEAD))
        {
            let days = days_between(today, end);
            ending.push(item(match days {
                ..0 => format!("{} に切れました", end.both()),
                _ => format!("{} まで(あと{days}日)", end.both()),
            }));
        }
        let pack = Packs::builtin().choose(&card.body.municipality_no, today.month()).ok();
        let waived = pack
            .filter(|_| card.body.waiver.is_none())
            .and_then(|(pack, _)| waived_months_of(pack, person.body.born_on, &decisions(&pack.identity.id)));
        if let Some(waived) = waived.filter(|waived| waived.notice == today.month() || waived.last == today.month()) {
            waivers.push(item(format!("{}分まで無償、その次の月から利用者負担があります", waived.last.wareki())));
        }
    }
    [
        Task { title: "無償化がもうすぐ終わる児童", items: waivers },
        Task { title: "支給決定がもうすぐ切れる・切れた人", items: ending },
        Task { title: "受給者証が登録されていない人", items: none },
    ]
}

/// Older months that wait to be claimed.
async fn late(desk: &Desk, people: &People) -> Result<[Task; 2], Failure> {
    let cases = desk.read().again().list().await?.into_iter().filter(|case| case.state.is_pending());
    let waiting = cases.map(|case| Item {
        label: people.name(case.person_id),
        note: match case.carrier {
            Some(carrier) => {
                format!("{} {} → {}分といっしょに", case.body.kind.label_ja(), case.month.wareki(), carrier.wareki())
            }
            None => format!("{} {} → 請求する月を選びます", case.body.kind.label_ja(), case.month.wareki()),
        },
        href: desk.month_href(case.carrier.unwrap_or_else(|| case.month.next()), "/claim#late"),
    });
    let changed = desk.read().visits().late().await?.into_iter().map(|late| Item {
        label: people.name(late.person_id),
        note: format!("{}の記録が{}件、出力のあとで変わりました", late.month.wareki(), late.visits),
        href: desk.month_href(late.month, "/claim#late"),
    });
    Ok([
        Task { title: "請求し直す月のある人", items: waiting.collect() },
        Task { title: "出力のあとで記録が変わった人", items: changed.collect() },
    ])
}

/// What comes next on the way of a claim month.
fn next_step(state: MonthState, faults: usize) -> String {
    match state {
        MonthState::Open if faults > 0 => format!("要修正が{faults}件あります。直してから締めます"),
        MonthState::Open => "記録がそろったら締めます".to_owned(),
        MonthState::Closed => "次は点検です".to_owned(),
        MonthState::Checked => "次は承認です".to_owned(),
        MonthState::Approved => "次は出力です".to_owned(),
        MonthState::Exported => "請求の書類を作りました".to_owned(),
    }
}

fn deadlines(desk: &Desk, claim: &MonthClaim, today: Day, done: bool) -> Vec<DeadlineView> {
    let mut views: Vec<DeadlineView> = Vec::new();
    for city in claim.cities() {
        let Some(pack) = city.all().find_map(PersonClaim::pack) else { continue };
        let papers = papers::view(desk, pack, claim.month.next());
        let (left, kind) = match papers.day {
            _ if done => ("書類を作りました".to_owned(), "ok"),
            Some(day) => left(days_between(today, day)),
            None => (String::new(), ""),
        };
        let state = match &city.sums {
            Some(sums) => format!("{}件 給付費 {}円", sums.statements, sums.benefit),
            None => city.why_not.clone(),
        };
        views.push(DeadlineView { papers, left, kind, state });
    }
    views.sort_by_key(|view| (view.papers.day.is_none(), view.papers.day));
    views
}

async fn month_claim(desk: &Desk, month: Month) -> Result<MonthClaim, Failure> {
    let state = desk.read().claim_months().get(month).await?.state;
    Ok(MonthClaim::read(desk.read(), month, state).await?)
}

/// `GET /o/{office}/` of an office of this kind.
pub(crate) async fn show(desk: Desk) -> Result<Html<String>, Failure> {
    let today = desk.app.clock.today();
    let (month, claim_month) = (today.month(), today.month().previous());
    let list = super::namesakes::everyone(&desk).await?;
    let people = People { by_id: list.into_iter().map(|person| (person.id, person)).collect() };
    let of_today = desk.read().visits().of_day(today).await?;
    let recorded: BTreeSet<i64> = of_today.iter().map(|visit| visit.person_id).collect();
    let day_href = |id: i64| desk.month_href(month, &format!("/visits/{id}"));
    let usual = visits::usual_on(&desk, today).await?.into_iter();
    let without = usual
        .filter(|id| !recorded.contains(id) && people.is_here(*id, today))
        .map(|id| Item { label: people.name(id), note: String::new(), href: day_href(id) })
        .collect();
    let this = month_claim(&desk, month).await?;
    let last = month_claim(&desk, claim_month).await?;
    let this_state = desk.read().claim_months().get(month).await?.state;
    let claim_state = desk.read().claim_months().get(claim_month).await?.state;
    let done = claim_state == MonthState::Exported;
    let readings = desk.read().pack_readings().in_force(month).await?;
    let decisions = |pack: &str| {
        let mine = readings.iter().filter(|reading| reading.body.pack == pack);
        mine.map(|one| Decision { point: one.body.point.clone(), choice: one.body.choice.clone() }).collect()
    };
    let cards = newest(desk.read().community_cards().list().await?, today);
    let [held, prices, rules] = waiting(&desk, [&last, &this]);
    let [waivers, ending, none] = running_out(&desk, today, &people, &cards, &decisions);
    let [again, changed] = late(&desk, &people).await?;
    let mut tasks = vec![held, prices, rules, again, changed, waivers, nearly_used(&desk, &this), ending, none];
    tasks.retain(|task| !task.items.is_empty());
    let holiday = desk.app.holidays.holiday_name(today);
    let claimed = last.everyone().next().is_some();
    let page = TodayPage {
        shell: desk.shell(Section::Today).await?,
        date: today.both(),
        weekday: today.weekday_ja(),
        closed_day: match (holiday, today.is_weekend()) {
            (Some(name), _) => format!("今日は祝日({name})です。"),
            (None, true) => "今日は土日です。".to_owned(),
            _ => String::new(),
        },
        nobody: people.by_id.is_empty(),
        people_href: format!("{}/people", desk.base),
        month_label: month.wareki(),
        month_state: this_state.to_string(),
        visits_href: desk.month_href(month, "/visits"),
        quick_href: format!("{}/c/quick", desk.base),
        visits: of_today
            .iter()
            .map(|visit| VisitItem {
                label: people.name(visit.person_id),
                time: format!("{}〜{}", clock(visit.body.facts.start), clock(visit.body.facts.end)),
                service: visit.body.service.label_ja(),
                href: day_href(visit.person_id),
            })
            .collect(),
        without,
        claim_month: claim_month.wareki(),
        claim_state: claim_state.to_string(),
        claim_done: done,
        claim_next: if claimed || done {
            next_step(claim_state, last.count(Severity::Fault))
        } else {
            "請求する記録がありません".to_owned()
        },
        claim_href: desk.month_href(claim_month, "/claim"),
        deadlines: deadlines(&desk, &last, today, done),
        tasks,
    };
    Ok(Html(page.render()?))
}
