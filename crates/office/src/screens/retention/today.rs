//! 今日 of 就労定着支援: who had no contact yet, what is not shared, what runs out, what waits for approval, and the days of
//! the claim – everything with the way to its place.
use super::{claim::Window, person::stands};
use crate::{
    actions::retention::{
        claims::{MonthClaim, RowState},
        month::has_plan,
    },
    desk::{Desk, Section},
    failure::Failure,
    screens::{days_left::days_between, people::roll::card_of},
    view::told_apart,
};
use askama::Template;
use axum::response::Html;
use fees::retention::Category;
use kernel::{Day, Month};
use store::{AdditionsState, Card, RetentionMonthFacts, RetentionPersonMonth};
use ui::Shell;

/// Days before the end of the forty-two months at which the list warns.
const LADDER: [i32; 3] = [30, 60, 90];
/// Days before the end of a plan, a card or a monitoring at which it is listed.
const AHEAD: i32 = 60;
/// Days before a monitoring at which it is listed.
const MONITORING_AHEAD: i32 = 30;
/// Monitoring is due at least once in so many months.
const MONITORING_MONTHS: u32 = 6;

/// A link in a list.
struct Item {
    label: String,
    note: String,
    href: String,
    urgent: bool,
}

/// A list with a heading; shown only when there is something in it.
struct Task {
    title: &'static str,
    items: Vec<Item>,
}

/// A figure of the strip.
struct Figure {
    label: &'static str,
    value: usize,
    href: String,
}

#[derive(Template)]
#[template(path = "retention/today.html")]
struct TodayPage {
    shell: Shell,
    date: String,
    weekday: &'static str,
    nobody: bool,
    people_href: String,
    window: Window,
    claim_label: String,
    claim_href: String,
    figures: Vec<Figure>,
    next: String,
    month_label: String,
    records_href: String,
    settled: usize,
    contacted: usize,
    tasks: Vec<Task>,
}

/// One person of the running month as the lists need it.
struct Seen<'m> {
    one: &'m RetentionPersonMonth,
    name: String,
    category: Category,
    last: Option<Day>,
    marks: Vec<String>,
}

impl Seen<'_> {
    fn item(&self, href: String, note: String, urgent: bool) -> Item {
        Item { label: self.name.clone(), note, href, urgent }
    }

    /// In use now, or soon to be.
    fn is_current(&self) -> bool {
        matches!(self.category, Category::Settled | Category::Transition)
    }
}

fn seen<'m>(desk: &Desk, today: Day, month: &'m RetentionMonthFacts) -> Vec<Seen<'m>> {
    let people: Vec<_> = month.people.iter().map(|one| one.person.clone()).collect();
    let of = |(one, name): (&'m RetentionPersonMonth, String)| {
        let cards: Vec<&Card> = one.cards.iter().collect();
        let view = stands(desk, today, &one.employments, &one.facts.body, &cards);
        let marks = view.marks.into_iter().map(|mark| mark.text).collect();
        Seen { one, name, category: view.category, last: view.last, marks }
    };
    month.people.iter().zip(told_apart(&people)).map(of).collect()
}

/// 期間: those whose forty-two months end within ninety days, or are over.
fn periods(desk: &Desk, today: Day, people: &[Seen<'_>]) -> Vec<Item> {
    let mut items = Vec::new();
    for one in people.iter().filter(|one| one.is_current() || one.category == Category::NoContract) {
        let Some(last) = one.last else { continue };
        let left = days_between(today, last);
        let Some(step) = LADDER.into_iter().find(|step| left <= *step) else { continue };
        let note = if left < 0 {
            format!("{} に満了しました。退所の手続きがまだです", last.both())
        } else {
            format!("{} で満了(あと{left}日、{step}日以内)。引継ぎ先と退所の準備をします", last.both())
        };
        items.push(one.item(format!("{}/people/{}/leaving", desk.base, one.one.person.id), note, left <= LADDER[0]));
    }
    items
}

/// 支援計画: none for this month, one that ends, a monitoring that is due.
fn plans(desk: &Desk, today: Day, people: &[Seen<'_>]) -> Vec<Item> {
    let mut items = Vec::new();
    for one in people.iter().filter(|one| one.category == Category::Settled) {
        let href = format!("{}/people/{}/plans", desk.base, one.one.person.id);
        let stands = has_plan(&one.one.plans, today.month());
        let Some((plan, _)) = one.one.plan(today.month()) else {
            if !stands {
                items.push(one.item(href, "今月の支援計画がありません".to_owned(), true));
            }
            continue;
        };
        if !stands {
            items.push(one.item(href.clone(), "今月の支援計画にPDFがありません".to_owned(), true));
        }
        let body = &plan.body;
        let left = days_between(today, body.to);
        let renewed = one.one.plans.iter().any(|(other, _)| other.body.to > body.to);
        if left <= AHEAD && !renewed {
            let note = format!("支援計画が {} まで(あと{left}日)。更新します", body.to.both());
            items.push(one.item(href.clone(), note, left <= LADDER[0]));
        }
        let last = body.monitored_on.iter().copied().max().unwrap_or(body.from);
        let due = body.next_monitoring_on.unwrap_or_else(|| last.first_day_after_months(MONITORING_MONTHS));
        let left = days_between(today, due);
        // a monitoring that was planned and has been done is no longer due
        if left <= MONITORING_AHEAD && last < due {
            let when = if left < 0 { format!("{}日過ぎました", -left) } else { format!("あと{left}日") };
            items.push(one.item(href, format!("モニタリング {}({when})", due.both()), left < 0));
        }
    }
    items
}

/// 受給者証: none, unlocked, decided for a time that ends.
fn cards(desk: &Desk, today: Day, people: &[Seen<'_>]) -> Vec<Item> {
    let mut items = Vec::new();
    for one in people.iter().filter(|one| one.category == Category::Settled) {
        let href = format!("{}/people/{}/cards", desk.base, one.one.person.id);
        let Some(card) = card_of(one.one.cards.iter(), today) else {
            items.push(one.item(href, "受給者証がありません".to_owned(), true));
            continue;
        };
        let left = days_between(today, card.body.decided_to);
        if left <= AHEAD {
            let note = if left < 0 {
                format!("支給決定が {} に切れました", card.body.decided_to.both())
            } else {
                format!("支給決定が {} まで(あと{left}日)", card.body.decided_to.both())
            };
            items.push(one.item(href.clone(), note, left <= LADDER[0]));
        }
        if !card.locked {
            items.push(one.item(href, "ロックしていません".to_owned(), false));
        }
    }
    items
}

/// Reports of a month that has contacts and is not shared.
fn reports(desk: &Desk, month: Month, facts: &RetentionMonthFacts, late: bool) -> Vec<Item> {
    let people: Vec<_> = facts.people.iter().map(|one| one.person.clone()).collect();
    let open = |one: &RetentionPersonMonth| {
        let claimed = one.contacts.iter().any(|row| row.body.billing != store::ContactBilling::None);
        claimed && one.report.body.shared_on.is_none()
    };
    let kept = facts.people.iter().zip(told_apart(&people)).filter(|(one, _)| open(one));
    kept.map(|(one, name)| Item {
        label: name,
        note: format!("{}分", month.wareki()),
        href: desk.month_href(month, &format!("/records/{}/report#f-shared_on", one.person.id)),
        urgent: late,
    })
    .collect()
}

fn additions(desk: &Desk, month: &RetentionMonthFacts) -> Option<Item> {
    let words = match month.additions.state() {
        AdditionsState::None => "登録されていません",
        AdditionsState::Pending => "承認待ちです。承認できる人がもう一度「登録」を押します",
        AdditionsState::Approved => return None,
    };
    Some(Item {
        label: month.month.wareki(),
        note: words.to_owned(),
        href: desk.month_href(month.month, "/additions"),
        urgent: month.additions.state() == AdditionsState::None,
    })
}

/// What comes next on the way of the claim.
fn next(claim: &MonthClaim, open: bool) -> &'static str {
    let any = |state| claim.in_state(state).next().is_some();
    if any(RowState::Blocked) {
        "直すところのある人がいます"
    } else if any(RowState::Waiting) {
        "次はセンター長チェックです"
    } else if any(RowState::Checked) {
        if open {
            "次は「請求する」です"
        } else {
            "センター長チェックが済みました。月が終わったら「請求する」を押します"
        }
    } else if any(RowState::Requested) {
        "次は請求ファイルの作成と送信です"
    } else if any(RowState::Sent) {
        "送信済みです"
    } else {
        "請求する記録がありません"
    }
}

/// `GET /o/{office}/` of an office of this kind.
pub(crate) async fn show(desk: Desk) -> Result<Html<String>, Failure> {
    let today = desk.app.clock.today();
    let (month, claim_month) = (today.month(), today.month().previous());
    let facts = desk.read().retention_month_facts(month).await?;
    let before = desk.read().retention_month_facts(claim_month).await?;
    let claim = MonthClaim::of(desk.app.tables, &before)?;
    let people = seen(&desk, today, &facts);
    let settled: Vec<&Seen<'_>> = people.iter().filter(|one| one.category == Category::Settled).collect();
    let without: Vec<Item> = settled
        .iter()
        .filter(|one| one.one.contacts.is_empty())
        .map(|one| one.item(desk.month_href(month, &format!("/records/{}", one.one.person.id)), String::new(), false))
        .collect();
    let contacted = settled.len() - without.len();
    let mut shared_late = reports(&desk, claim_month, &before, true);
    shared_late.extend(reports(&desk, month, &facts, false));
    let doubtful: Vec<Item> = people
        .iter()
        .filter(|one| one.category == Category::Settled && one.last.is_none())
        .map(|one| one.item(format!("{}/people/{}/jobs", desk.base, one.one.person.id), one.marks.join(" "), false))
        .collect();
    let mut tasks = vec![
        Task {
            title: "加算情報",
            items: [additions(&desk, &before), additions(&desk, &facts)].into_iter().flatten().collect(),
        },
        Task { title: "今月まだ支援記録のない人", items: without },
        Task { title: "支援レポートを共有していない人", items: shared_late },
        Task { title: "3か月以内に期間が満了する人", items: periods(&desk, today, &people) },
        Task { title: "支援計画の更新・モニタリング", items: plans(&desk, today, &people) },
        Task { title: "受給者証", items: cards(&desk, today, &people) },
        Task { title: "雇用開始日を確かめる人", items: doubtful },
    ];
    tasks.retain(|task| !task.items.is_empty());
    let window = Window::of(claim_month, today);
    let claim_href = desk.month_href(claim_month, "/claim");
    let figures = RowState::ALL
        .into_iter()
        .map(|state| (state, claim.in_state(state).count()))
        .filter(|(_, count)| *count > 0)
        .map(|(state, value)| Figure {
            label: state.label_ja(),
            value,
            href: format!("{claim_href}?state={}", super::claim::word(state)),
        })
        .collect();
    let page = TodayPage {
        shell: desk.shell(Section::Today).await?,
        date: today.both(),
        weekday: today.weekday_ja(),
        nobody: people.is_empty(),
        people_href: format!("{}/people", desk.base),
        claim_label: claim_month.wareki(),
        claim_href,
        figures,
        next: next(&claim, window.open).to_owned(),
        window,
        month_label: month.wareki(),
        records_href: desk.month_href(month, "/records"),
        settled: settled.len(),
        contacted,
        tasks,
    };
    Ok(Html(page.render()?))
}
