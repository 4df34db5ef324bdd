//! 全員の支援記録: who of the month has a contact, a claim mark, a shared report – those with something left first –, and
//! この月の残り作業 with the way to each.
use super::words::{MEANS, billing_mark, label};
use crate::{
    actions::{
        people,
        retention::month::{concerns, plan_of, service_month},
    },
    desk::{Desk, Section},
    failure::Failure,
    screens::{csv::Csv, month_of::month_of, retention::links},
    view::told_apart,
};
use askama::Template;
use axum::{
    extract::Path,
    response::{Html, Response},
};
use kernel::{Day, Month};
use store::{ContactKind, RetentionMonthFacts, RetentionPersonMonth};
use ui::Shell;

struct Left {
    what: String,
    href: Option<String>,
}

struct Line {
    name: String,
    href: String,
    category: &'static str,
    /// Day and means of the full record; empty without one.
    full: String,
    quick: usize,
    billing: &'static str,
    decided: bool,
    report: String,
    shared: bool,
    report_href: String,
    plan: bool,
    /// × and said to be reduced.
    reduced: bool,
    plan_href: String,
    stage: String,
    left: Vec<Left>,
}

#[derive(Template)]
#[template(path = "retention/records.html")]
struct MonthPage {
    shell: Shell,
    month_label: String,
    lines: Vec<Line>,
    /// What is left for the whole office.
    office_left: Vec<Left>,
    left: usize,
    undone: usize,
    search_href: String,
    csv_href: String,
    claim_href: String,
    additions_href: String,
    people_href: String,
}

/// Whether a person belongs to the list of a month: in 定着支援期 at its beginning or end, or with a record in it.
pub(super) fn of_month(desk: &Desk, office: &RetentionMonthFacts, one: &RetentionPersonMonth) -> bool {
    concerns(desk.app.tables, office.month, one)
}

fn report_words(shared_on: Option<Day>, written: bool) -> String {
    match (shared_on, written) {
        (Some(day), _) => format!("{}/{} 共有", day.month().month(), day.number()),
        (None, true) => "未共有".to_owned(),
        (None, false) => "なし".to_owned(),
    }
}

fn line(desk: &Desk, office: &RetentionMonthFacts, one: &RetentionPersonMonth, name: String) -> Line {
    let (month, id) = (office.month, one.person.id);
    let tables = desk.app.tables;
    let facts = service_month(tables, office, one);
    let found = fees::retention::assess(tables, &facts);
    let full = one.contacts.iter().find(|row| row.body.kind == ContactKind::Full);
    // 加算情報 are everybody's: they are told once, for the office
    let blocks = found.blocked_by.iter().filter(|block| block.link != "additions");
    let mut left: Vec<Left> = blocks
        .map(|block| Left { what: block.reason.clone(), href: links::href(desk, month, id, &block.link) })
        .collect();
    let plan = plan_of(one, month);
    let (plan, reduced) = (plan.made, plan.unmade_month.is_some());
    if !plan && !reduced && full.is_some() {
        let what = "支援計画が×です(計画がないか、PDFがありません)。".to_owned();
        left.push(Left { what, href: links::href(desk, month, id, "plan") });
    }
    Line {
        name,
        href: desk.month_href(month, &format!("/records/{id}")),
        category: found.category.name(),
        full: full
            .map(|row| format!("{}日 {}", row.body.on.number(), label(&MEANS, &row.body.means)))
            .unwrap_or_default(),
        quick: one.contacts.iter().filter(|row| row.body.kind == ContactKind::Simple).count(),
        billing: full.map_or("", |row| billing_mark(row.body.billing, month, tables.retention())),
        decided: full.is_some_and(|row| row.body.billing != store::ContactBilling::Undecided),
        report: report_words(one.report.body.shared_on, one.report.version.is_some()),
        shared: one.report.body.shared_on.is_some(),
        report_href: desk.month_href(month, &format!("/records/{id}/report")),
        plan,
        reduced,
        plan_href: format!("{}/people/{id}/plans", desk.base),
        stage: one.claim.stage().map(|stage| stage.label_ja().to_owned()).unwrap_or_default(),
        left,
    }
}

async fn lines(desk: &Desk, month: Month) -> Result<(RetentionMonthFacts, Vec<Line>), Failure> {
    let office = desk.read().retention_month_facts(month).await?;
    let people: Vec<_> = office.people.iter().map(|one| one.person.clone()).collect();
    let names = told_apart(&people);
    let listed = office.people.iter().zip(names).filter(|(one, _)| of_month(desk, &office, one));
    let mut lines: Vec<Line> = listed.map(|(one, name)| line(desk, &office, one, name)).collect();
    // the order of フリガナ stays within those with and those without something left
    lines.sort_by_key(|line| line.left.is_empty());
    Ok((office, lines))
}

/// `GET /t/{month}/records`.
pub(super) async fn show(desk: Desk, Path((_, month)): Path<(i64, String)>) -> Result<Html<String>, Failure> {
    let month = month_of(&month)?;
    let (office, lines) = lines(&desk, month).await?;
    let additions_href = desk.month_href(month, "/additions");
    let office_left: Vec<Left> = match office.additions.state() {
        store::AdditionsState::None => Some("この月の加算情報が登録されていません。"),
        store::AdditionsState::Pending => {
            Some("この月の加算情報が承認待ちです。承認できる人が、もう一度「登録」を押します。")
        }
        store::AdditionsState::Approved => None,
    }
    .into_iter()
    .map(|what| Left { what: what.to_owned(), href: Some(additions_href.clone()) })
    .collect();
    let page = MonthPage {
        shell: desk.month_shell(Section::Records, month, "/records").await?,
        month_label: month.wareki(),
        left: office_left.len() + lines.iter().map(|line| line.left.len()).sum::<usize>(),
        undone: lines.iter().filter(|line| !line.left.is_empty()).count(),
        lines,
        office_left,
        search_href: format!("{}/t/search", desk.base),
        csv_href: desk.month_href(month, "/records.csv"),
        claim_href: desk.month_href(month, "/claim"),
        additions_href,
        people_href: format!("{}/people", desk.base),
    };
    Ok(Html(page.render()?))
}

/// `GET /t/{month}/records.csv`.
pub(super) async fn csv(desk: Desk, Path((_, month)): Path<(i64, String)>) -> Result<Response, Failure> {
    let month = month_of(&month)?;
    let (_, lines) = lines(&desk, month).await?;
    people::list_exported(&desk.app.store, &desk.actor(), desk.now, lines.len()).await?;
    let mut csv = Csv::new(&[
        "氏名",
        "区分",
        "支援記録",
        "簡易(件)",
        "請求の有無",
        "支援レポート",
        "支援計画",
        "請求の状態",
        "残り",
    ]);
    for line in &lines {
        let left: Vec<&str> = line.left.iter().map(|left| left.what.as_str()).collect();
        let quick = line.quick.to_string();
        let plan = if line.plan { "○" } else { "×" };
        let left = left.join(" ");
        let cells = [
            line.name.as_str(),
            line.category,
            &line.full,
            &quick,
            line.billing,
            &line.report,
            plan,
            &line.stage,
            &left,
        ];
        csv.line(cells);
    }
    Ok(csv.file(&format!("records-{month}.csv")))
}
