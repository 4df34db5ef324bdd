//! 利用者一覧 of 地域生活支援事業: everyone with municipality, contract and what is used of it, cap, waiver, card; search, CSV.
use super::{
    known::{Unit, WITHOUT_RULES, pack_of},
    master_form::decided_words,
    masters::{card_of, income_said, lock_said},
    waiver_box::decisions,
};
use crate::{
    actions::people,
    desk::{Desk, Section},
    failure::Failure,
    permissions::Permission,
    screens::{
        csv::Csv,
        days_left::days_between,
        people::{
            frame::shell_with,
            names::Names,
            read::typed_width,
            roll::{ListQuery, address},
        },
    },
};
use askama::Template;
use axum::{
    http::Uri,
    response::{Html, Response},
};
use fees::community::{Usage, assess, facts::Service, pack::Pack, waived_months_of};
use kernel::{Month, typed};
use std::collections::{HashMap, HashSet};
use store::{CommunityCard, CommunityMonth, CommunityPerson, Entry, PackReading, PersonBody};
use ui::Shell;

/// Days before the end of a 支給決定 from which the list warns.
const SOON: i32 = 60;
/// Fewest digits that are searched for as a recipient number.
const FEWEST_DIGITS: usize = 3;
/// The tabs: key and label.
const STATES: [(&str, &str); 3] = [("using", "利用中"), ("ended", "終了"), ("all", "全員")];

/// The tab that is open; a search looks through everyone.
fn tab(query: &ListQuery) -> &'static str {
    let wanted = query.state.as_deref().and_then(|state| STATES.iter().find(|(key, _)| *key == state));
    wanted.map_or(if query.text().is_empty() { "using" } else { "all" }, |(key, _)| key)
}

/// A decided service with what is used of it this month.
struct UseLine {
    decided: &'static str,
    contracted: String,
    used: String,
    over: bool,
}

struct Line {
    name: String,
    kana: String,
    ended: bool,
    recipient_no: String,
    municipality: String,
    /// Nobody has its rules.
    without_rules: bool,
    uses: Vec<UseLine>,
    burden_cap: String,
    income: String,
    waiver: String,
    /// The waiver ends with next month or this one.
    waiver_notice: String,
    card_end: String,
    card_left: String,
    card_soon: bool,
    lock: String,
    locked: bool,
    href: String,
    masters_href: String,
    records_href: String,
}

struct Tab {
    label: &'static str,
    count: usize,
    href: String,
    current: bool,
}

#[derive(Template)]
#[template(path = "community/people.html")]
struct PeoplePage {
    shell: Shell,
    query: String,
    searched: bool,
    tabs: Vec<Tab>,
    everyone: usize,
    lines: Vec<Line>,
    month: String,
    /// Names of those whose waiver ends next month.
    ending: Vec<(String, String)>,
    list_href: String,
    csv_href: String,
    new_href: Option<String>,
}

/// Rows of the whole office, read in one pass.
struct Rows {
    month: CommunityMonth,
    cards: HashMap<i64, Vec<CommunityCard>>,
    readings: Vec<PackReading>,
    names: Names,
}

impl Rows {
    async fn read(desk: &Desk) -> Result<Rows, Failure> {
        let read = desk.read();
        let mut cards: HashMap<i64, Vec<CommunityCard>> = HashMap::new();
        for card in read.community_cards().list().await? {
            cards.entry(card.person_id).or_default().push(card);
        }
        Ok(Rows {
            month: read.community_month(desk.app.clock.month()).await?,
            cards,
            readings: read.pack_readings().list().await?,
            names: Names::read(desk).await?,
        })
    }

    fn line(&self, desk: &Desk, person: Entry<PersonBody>, of_month: Option<&CommunityPerson>) -> Line {
        let (today, month) = (desk.app.clock.today(), desk.app.clock.month());
        let cards = self.cards.get(&person.id).map_or(&[][..], Vec::as_slice);
        let card = card_of(cards.iter(), today);
        let pack = card.and_then(|card| pack_of(&card.body.municipality_no, month));
        let left = card.map(|card| days_between(today, card.body.certified_to));
        let ended = person.body.ended_on.is_some_and(|day| day < today);
        let (waiver, waiver_notice) = self.waiver(card, pack, &person.body, month);
        let base = format!("{}/people/{}", desk.base, person.id);
        Line {
            ended,
            recipient_no: card.map(|card| card.body.recipient_no.to_string()).unwrap_or_default(),
            municipality: match (card, pack) {
                (Some(_), Some(pack)) => pack.identity.name.clone(),
                (Some(card), None) => format!("{WITHOUT_RULES}({})", card.body.municipality_no),
                (None, _) => String::new(),
            },
            without_rules: card.is_some() && pack.is_none(),
            uses: card.map(|card| self.uses(card, pack, of_month)).unwrap_or_default(),
            burden_cap: card.map(|card| card.body.burden_cap.to_string()).unwrap_or_default(),
            income: card.map(|card| income_said(&card.body)).unwrap_or_default(),
            waiver,
            waiver_notice: if ended { String::new() } else { waiver_notice },
            card_end: card.map(|card| card.body.certified_to.short_wareki()).unwrap_or_default(),
            card_left: match left {
                Some(days) if days < 0 => "期限切れ".to_owned(),
                Some(days) => format!("あと{days}日"),
                None => String::new(),
            },
            card_soon: left.is_some_and(|days| days < SOON) && !ended,
            lock: card.map_or_else(|| "証なし".to_owned(), |card| lock_said(&self.names, card)),
            locked: card.is_some_and(|card| card.locked.is_some()),
            masters_href: card.map_or_else(|| format!("{base}/masters"), |card| format!("{base}/masters/{}", card.id)),
            records_href: desk.month_href(month, &format!("/visits/{}", person.id)),
            href: base,
            name: person.body.name,
            kana: person.body.name_kana,
        }
    }

    /// Until when nothing is paid, and what to tell people now.
    fn waiver(
        &self,
        card: Option<&CommunityCard>,
        pack: Option<&Pack>,
        person: &PersonBody,
        month: Month,
    ) -> (String, String) {
        let Some(card) = card else { return Default::default() };
        let Some(pack) = pack else { return ("不明(きまりなし)".to_owned(), String::new()) };
        if let Some(by_hand) = &card.body.waiver {
            let said = if by_hand.waived { "対象(手で決定)" } else { "対象外(手で決定)" };
            return (said.to_owned(), String::new());
        }
        if pack.free_child.is_none() {
            return ("制度なし".to_owned(), String::new());
        }
        if person.born_on.is_none() {
            return ("生年月日なし".to_owned(), String::new());
        }
        let chosen = decisions(&self.readings, pack, month);
        let Some(months) = waived_months_of(pack, person.born_on, &chosen) else { return Default::default() };
        if month > months.last {
            return Default::default();
        }
        let notice = match month {
            now if now == months.notice => "無償化は来月まで",
            now if now == months.last => "無償化は今月まで",
            _ => "",
        };
        let from = if month < months.first { format!("{}から", months.first.wareki()) } else { String::new() };
        (format!("{from}{}まで", months.last.wareki()), notice.to_owned())
    }

    fn uses(&self, card: &CommunityCard, pack: Option<&Pack>, of_month: Option<&CommunityPerson>) -> Vec<UseLine> {
        let mut seen = HashSet::new();
        let each = card.body.decisions.iter().map(|decided| {
            let unit = Unit::of(pack, decided.service);
            let mut line = UseLine {
                decided: decided_words(decided),
                contracted: unit.said(decided.amount_x100),
                used: String::new(),
                over: false,
            };
            // what is used is counted per service, at its first decision
            if seen.insert(decided.service)
                && let Some((used, over)) = self.used(of_month, pack, decided.service)
            {
                (line.used, line.over) = (used, over);
            }
            line
        });
        each.collect()
    }

    /// What is used this month of a service, and whether it is more than the contract.
    fn used(&self, person: Option<&CommunityPerson>, pack: Option<&Pack>, service: Service) -> Option<(String, bool)> {
        let pack = pack?;
        let facts = self.month.facts(person?, service, &pack.identity.id)?;
        let terms = assess::Terms { contract_x100: facts.contract_x100, ..assess::Terms::default() };
        let assessed = assess::assess(pack, &facts.month, &terms).ok()?;
        Some(match assessed.usage {
            Usage::Minutes { used, contracted } => {
                let said = format!("{}時間{:02}分", used / 60, used % 60);
                (said, contracted.is_some_and(|most| used > most))
            }
            Usage::Days { used, contracted_x100 } => {
                (format!("{used}日"), contracted_x100.is_some_and(|most| used * 100 > most))
            }
        })
    }
}

/// Ids of those whom a text finds: by name, フリガナ or recipient number.
async fn found(desk: &Desk, text: &str, rows: &Rows) -> Result<HashSet<i64>, Failure> {
    let mut ids: HashSet<i64> = desk.read().people().search(text).await?.into_iter().map(|person| person.id).collect();
    let digits = typed::digits(&typed_width(text)).unwrap_or_default();
    if digits.len() >= FEWEST_DIGITS {
        let cards = rows.cards.values().flatten();
        ids.extend(cards.filter(|card| card.body.recipient_no.as_str().contains(&digits)).map(|card| card.person_id));
    }
    Ok(ids)
}

/// The tabs with everyone counted, and the lines that are asked for.
async fn lines(desk: &Desk, query: &ListQuery) -> Result<(Vec<Tab>, Vec<Line>, Vec<(String, String)>), Failure> {
    let rows = Rows::read(desk).await?;
    let ids = match query.text() {
        "" => None,
        text => Some(found(desk, text, &rows).await?),
    };
    let of_month: HashMap<i64, &CommunityPerson> = rows.month.people.iter().map(|row| (row.person.id, row)).collect();
    let everyone = desk.read().people().list().await?;
    let all: Vec<(i64, Line)> = everyone
        .into_iter()
        .map(|person| (person.id, rows.line(desk, person.clone(), of_month.get(&person.id).copied())))
        .collect();
    let in_tab = |line: &Line, tab: &str| match tab {
        "using" => !line.ended,
        "ended" => line.ended,
        _ => true,
    };
    let open = tab(query);
    let tabs = STATES.map(|(key, label)| Tab {
        label,
        count: all.iter().filter(|(_, line)| in_tab(line, key)).count(),
        href: format!("{}/people?state={key}", desk.base),
        current: key == open,
    });
    let ending = all.iter().filter(|(_, line)| !line.waiver_notice.is_empty());
    let ending = ending.map(|(_, line)| (format!("{}({})", line.name, line.waiver_notice), line.masters_href.clone()));
    let ending = ending.collect();
    let lines = all
        .into_iter()
        .filter(|(id, _)| ids.as_ref().is_none_or(|ids| ids.contains(id)))
        .map(|(_, line)| line)
        .filter(|line| in_tab(line, open));
    Ok((tabs.into(), lines.collect(), ending))
}

/// `GET /people` of an office of this kind.
pub(crate) async fn list(desk: Desk, address_of: Uri) -> Result<Html<String>, Failure> {
    let query = ListQuery::of(&address_of);
    let (tabs, lines, ending) = lines(&desk, &query).await?;
    let page = PeoplePage {
        shell: shell_with(&desk, Section::People, query.said.ok.as_deref()).await?,
        searched: !query.text().is_empty(),
        query: query.text().to_owned(),
        everyone: tabs.last().map_or(0, |tab| tab.count),
        tabs,
        lines,
        month: desk.app.clock.month().wareki(),
        ending,
        list_href: format!("{}/people", desk.base),
        csv_href: address(&format!("{}/people.csv", desk.base), query.text(), Some(tab(&query))),
        new_href: desk.may(Permission::EditPeople).then(|| format!("{}/people/new", desk.base)),
    };
    Ok(Html(page.render()?))
}

/// `GET /people.csv` of an office of this kind: the same lines as a file. That it was taken out stands in the audit log.
pub(crate) async fn csv(desk: Desk, address_of: Uri) -> Result<Response, Failure> {
    let query = ListQuery::of(&address_of);
    let (_, lines, _) = lines(&desk, &query).await?;
    people::list_exported(&desk.app.store, &desk.actor(), desk.now, lines.len()).await?;
    let head = [
        "氏名",
        "フリガナ",
        "受給者証番号",
        "市町村",
        "決定と契約支給量",
        "今月の利用",
        "負担上限月額",
        "所得区分",
        "無償化",
        "支給決定終了",
        "ロック",
    ];
    let mut csv = Csv::new(&head);
    for line in lines {
        let contracted: Vec<String> =
            line.uses.iter().map(|one| format!("{} {}", one.decided, one.contracted)).collect();
        let used: Vec<&str> = line.uses.iter().map(|one| one.used.as_str()).filter(|used| !used.is_empty()).collect();
        let cells = [
            line.name,
            line.kana,
            line.recipient_no,
            line.municipality,
            contracted.join("、"),
            used.join("、"),
            line.burden_cap,
            line.income,
            [line.waiver, line.waiver_notice].join(" ").trim().to_owned(),
            line.card_end,
            line.lock,
        ];
        csv.line(cells);
    }
    Ok(csv.file("people.csv"))
}
