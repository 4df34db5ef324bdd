//! 徴収金額: what each person pays for a month – 利用者負担額, meals, 本人実費 – as a page to print, xlsx and CSV.
use crate::{
    actions::claims::MonthClaim,
    desk::{Desk, Section},
    failure::Failure,
    screens::{
        claim::list::{WORKBOOK, quoted},
        month_of::month_of,
        records::prices_of,
    },
};
use askama::Template;
use axum::{
    Router,
    extract::Path,
    http::header,
    response::{Html, IntoResponse, Response},
    routing::get,
};
use kernel::{Month, Yen};
use paper::{CollectedList, CollectedRow};
use serde_json::json;
use std::collections::BTreeMap;
use store::{AuditEvent, AuditKind, DayRecord, EntityKind, PriceList, StoreError, Subject};
use ui::Shell;

pub(crate) fn routes() -> Router<crate::App> {
    Router::new()
        .route("/b/{month}/fees-collected", get(show))
        .route("/b/{month}/fees-collected/list.xlsx", get(workbook))
        .route("/b/{month}/fees-collected/list.csv", get(csv))
}

struct RowView {
    name: String,
    href: String,
    cells: Vec<String>,
    total: String,
}

#[derive(Template)]
#[template(path = "fees_collected/list.html")]
struct ListPage {
    shell: Shell,
    month_label: String,
    live: bool,
    refusal: Option<String>,
    columns: Vec<String>,
    rows: Vec<RowView>,
    sums: Vec<String>,
    total: String,
    base: String,
    form_href: String,
    has_prices: bool,
}

/// Everyone's amounts; ids beside the rows for the links.
struct Collected {
    list: CollectedList,
    ids: Vec<i64>,
    live: bool,
}

/// The columns: burden, meals, and every item that has a price.
fn columns(prices: &PriceList) -> Vec<String> {
    let mut columns = vec!["利用者負担額".to_owned()];
    if lunch(prices).0 > 0 {
        columns.push("食事".to_owned());
    }
    columns.extend(prices.own_costs.iter().flatten().map(|item| item.name.clone()));
    columns
}

fn lunch(prices: &PriceList) -> Yen {
    prices.prices.get("price_lunch").copied().unwrap_or(Yen(0))
}

/// Amounts of one person in the order of the columns.
fn amounts(burden: Yen, prices: &PriceList, days: &[&DayRecord]) -> Vec<Yen> {
    let mut amounts = vec![burden];
    if lunch(prices).0 > 0 {
        let meals = days.iter().filter(|day| day.body.facts.meal).count();
        amounts.push(Yen(lunch(prices).0 * i64::try_from(meals).unwrap_or_default()));
    }
    for (slot, item) in prices.own_costs.iter().enumerate() {
        let Some(item) = item else { continue };
        let quantity: i64 = days.iter().map(|day| i64::from(day.body.own_costs[slot])).sum();
        amounts.push(Yen(item.price.0 * quantity));
    }
    amounts
}

/// Reads a month: burdens from the claim, quantities from the records, prices in force.
async fn read(desk: &Desk, month: Month) -> Result<Result<Collected, String>, Failure> {
    let state = desk.read().claim_months().get(month).await?.state;
    let claim = match MonthClaim::read(desk.read(), desk.app.tables, month, state).await {
        Ok(claim) => claim,
        Err(refusal @ StoreError::NoNotice { .. }) => return Ok(Err(refusal.to_string())),
        Err(other) => return Err(other.into()),
    };
    let prices = prices_of(desk, month).await?;
    let records = desk.read().days().of_office_month(month).await?;
    let mut by_person: BTreeMap<i64, Vec<&DayRecord>> = BTreeMap::new();
    for record in &records {
        by_person.entry(record.person_id).or_default().push(record);
    }
    let (mut rows, mut ids) = (Vec::new(), Vec::new());
    for person in &claim.people {
        let days = by_person.get(&person.person_id).map(Vec::as_slice).unwrap_or_default();
        let amounts = amounts(person.outcome.decided_burden, &prices, days);
        if !person.is_claimed() && amounts.iter().all(|yen| yen.0 == 0) {
            continue;
        }
        rows.push(CollectedRow { name: person.dossier.name.clone(), amounts });
        ids.push(person.person_id);
    }
    let mark = if state.is_open() { "(計算中)" } else { "" };
    let list = CollectedList {
        office_no: claim.office.office_no.to_string(),
        office_name: claim.office.name.clone(),
        service_month: format!("{}{mark}", month.wareki()),
        columns: columns(&prices),
        rows,
    };
    Ok(Ok(Collected { list, ids, live: state.is_open() }))
}

/// `GET /b/{month}/fees-collected`.
async fn show(desk: Desk, Path((_, month)): Path<(i64, String)>) -> Result<Html<String>, Failure> {
    let month = month_of(&month)?;
    let prices = prices_of(&desk, month).await?;
    let (refusal, collected) = match read(&desk, month).await? {
        Ok(collected) => (None, Some(collected)),
        Err(refusal) => (Some(refusal), None),
    };
    let live = collected.as_ref().is_some_and(|collected| collected.live);
    let (list, ids) = collected.map(|collected| (collected.list, collected.ids)).unwrap_or_default();
    let base = format!("{}/b/{month}", desk.base);
    let page = ListPage {
        shell: desk.month_shell(Section::Claims, month, "/fees-collected").await?,
        month_label: month.wareki(),
        live,
        refusal,
        sums: list.sums().iter().map(ToString::to_string).collect(),
        total: list.rows.iter().map(CollectedRow::total).fold(Yen(0), |sum, yen| Yen(sum.0 + yen.0)).to_string(),
        rows: list
            .rows
            .iter()
            .zip(ids)
            .map(|(row, id)| RowView {
                name: row.name.clone(),
                href: format!("{base}/records/{id}"),
                cells: row.amounts.iter().map(ToString::to_string).collect(),
                total: row.total().to_string(),
            })
            .collect(),
        columns: list.columns,
        base: format!("{base}/fees-collected"),
        form_href: format!("{}/settings/form#tab-reductions", desk.base),
        has_prices: prices.own_costs.iter().any(Option::is_some) || lunch(&prices).0 > 0,
    };
    Ok(Html(page.render()?))
}

/// The list for a file; that it left the program is noted.
async fn take(desk: &Desk, month: &str, what: &str) -> Result<(Month, CollectedList), Failure> {
    let month = month_of(month)?;
    let Ok(collected) = read(desk, month).await? else { return Err(StoreError::NoNotice { month }.into()) };
    let tx = desk.app.store.begin(&desk.actor(), desk.now).await?;
    let detail = json!({ "month": month.to_string(), "what": what, "people": collected.list.rows.len() });
    let subject = Subject::new(EntityKind::Office, desk.scope().office_id());
    tx.commit(AuditEvent::new(AuditKind::Exported, subject).with(detail)).await?;
    Ok((month, collected.list))
}

fn attachment(kind: &'static str, month: Month, extension: &str, bytes: Vec<u8>) -> Response {
    let name = format!("attachment; filename=\"fees-collected-{month}.{extension}\"");
    ([(header::CONTENT_TYPE, kind.to_owned()), (header::CONTENT_DISPOSITION, name)], bytes).into_response()
}

/// `GET …/list.xlsx`.
async fn workbook(desk: Desk, Path((_, month)): Path<(i64, String)>) -> Result<Response, Failure> {
    let (month, list) = take(&desk, &month, "fees_collected.xlsx").await?;
    let bytes = paper::collected_list(&list).map_err(|error| Failure::Broken(error.to_string()))?;
    Ok(attachment(WORKBOOK, month, "xlsx", bytes))
}

/// `GET …/list.csv`: UTF-8 with the mark by which spreadsheets know it.
async fn csv(desk: Desk, Path((_, month)): Path<(i64, String)>) -> Result<Response, Failure> {
    let (month, list) = take(&desk, &month, "fees_collected.csv").await?;
    let mut text = String::from("\u{feff}");
    let mut line = |cells: Vec<String>| {
        text.push_str(&cells.iter().map(|cell| quoted(cell)).collect::<Vec<_>>().join(","));
        text.push_str("\r\n");
    };
    let ends = |first: String, middle: Vec<String>, last: String| [vec![first], middle, vec![last]].concat();
    line(ends("氏名".to_owned(), list.columns.clone(), "合計".to_owned()));
    for row in &list.rows {
        let amounts = row.amounts.iter().map(|yen| yen.0.to_string()).collect();
        line(ends(row.name.clone(), amounts, row.total().0.to_string()));
    }
    Ok(attachment("text/csv; charset=utf-8", month, "csv", text.into_bytes()))
}
