//! 集計情報: the people of a fiscal year by occupation, age and tenure, and who began and ended, as a chart and tables and
//! as a workbook with the same numbers.
use crate::{
    actions::retention::summary::{self, Row, Summary, Table},
    desk::{Desk, Section},
    failure::Failure,
    screens::claim::list::WORKBOOK,
};
use askama::Template;
use axum::{
    extract::Query,
    http::header,
    response::{Html, IntoResponse, Response},
};
use kernel::Month;
use paper::{SummaryBook, SummaryTable};
use serde::Deserialize;
use serde_json::json;
use store::{AuditEvent, AuditKind, EntityKind, Subject};
use ui::{Choice, Shell};

/// Years before this one in the pull-down.
const YEARS_BACK: i16 = 8;
/// Columns before the months: 1 April.
const BEFORE_MONTHS: usize = 1;

/// Width and height of a month in the chart, and the room around.
const STEP: u32 = 52;
const HEIGHT: u32 = 180;
const TOP: u32 = 24;
const LEFT: u32 = 36;

/// A bar of the chart.
struct Bar {
    x: u32,
    y: u32,
    height: u32,
    middle: u32,
    count: u32,
    above: u32,
}

/// A line across the chart.
struct Rule {
    y: u32,
    text: u32,
    value: u32,
}

/// The chart: people in 定着支援期 at the end of each month.
struct Chart {
    width: u32,
    height: u32,
    base: u32,
    label_y: u32,
    bars: Vec<Bar>,
    rules: Vec<Rule>,
    months: Vec<(u32, String)>,
    words: String,
}

struct RowView {
    label: String,
    cells: Vec<String>,
    total: String,
}

struct TableView {
    title: &'static str,
    id: String,
    columns: Vec<String>,
    rows: Vec<RowView>,
    sum: Option<RowView>,
    total_label: &'static str,
}

#[derive(Template)]
#[template(path = "retention/summary.html")]
struct SummaryPage {
    shell: Shell,
    year: i16,
    years: Vec<Choice>,
    choose_href: String,
    xlsx_href: String,
    chart: Chart,
    tables: Vec<TableView>,
    unknown: bool,
    people_href: String,
}

/// What stands behind the `?`.
#[derive(Debug, Default, Deserialize)]
pub(super) struct YearQuery {
    year: Option<i16>,
}

fn april(desk: &Desk, query: &YearQuery) -> Result<Month, Failure> {
    let year = query.year.unwrap_or_else(|| desk.app.clock.month().fiscal_year());
    Month::new(year, 4).map_err(|_| Failure::NotFound)
}

/// A round number of at least `most` that four lines divide.
fn scale(most: u32) -> u32 {
    most.max(4).div_ceil(4) * 4
}

fn chart(summary: &Summary) -> Chart {
    let counts: Vec<Option<u32>> = summary.total.counts.iter().skip(BEFORE_MONTHS).copied().collect();
    let top = scale(counts.iter().flatten().copied().max().unwrap_or(0));
    let base = TOP + HEIGHT;
    let x = |at: usize| LEFT + STEP * u32::try_from(at).unwrap_or(0);
    let bars = counts.iter().enumerate().filter_map(|(at, count)| {
        let count = (*count)?;
        let height = count * HEIGHT / top;
        let (x, y) = (x(at) + 10, base - height);
        Some(Bar { x, y, height, middle: x + 16, count, above: y - 5 })
    });
    let rules = (0..=4).map(|part| {
        let value = top / 4 * part;
        let y = base - value * HEIGHT / top;
        Rule { y, text: y + 4, value }
    });
    let months: Vec<Month> = summary.days.iter().skip(BEFORE_MONTHS).map(|day| day.month()).collect();
    let told = months.iter().zip(&counts).filter_map(|(month, count)| {
        let count = (*count)?;
        Some(format!("{}月{count}人", month.month()))
    });
    Chart {
        width: LEFT + STEP * 12 + 8,
        height: base + 28,
        base,
        label_y: base + 18,
        words: told.collect::<Vec<_>>().join("、"),
        bars: bars.collect(),
        rules: rules.collect(),
        months: months.iter().enumerate().map(|(at, month)| (x(at) + 26, format!("{}月", month.month()))).collect(),
    }
}

fn row_view(row: &Row, first: usize) -> RowView {
    let cell = |count: &Option<u32>| count.map_or_else(|| "–".to_owned(), |count| count.to_string());
    RowView {
        label: row.label.clone(),
        cells: row.counts.iter().map(cell).collect(),
        total: row.total(first).to_string(),
    }
}

/// Headings of the columns: 4/1 and the months, or the months alone.
fn columns(summary: &Summary, with_april: bool) -> Vec<String> {
    let months = summary.days.iter().skip(BEFORE_MONTHS).map(|day| format!("{}月末", day.month().month()));
    let first = with_april.then(|| "4月1日".to_owned());
    if with_april {
        first.into_iter().chain(months).collect()
    } else {
        summary.days.iter().skip(BEFORE_MONTHS).map(|day| format!("{}月", day.month().month())).collect()
    }
}

const USER_MONTHS: &str = "延べ(月末の計)";
const YEAR: &str = "年度計";

fn table_views(summary: &Summary) -> Vec<TableView> {
    let of = |table: &Table, number: usize| TableView {
        title: table.title,
        id: format!("t{number}"),
        columns: columns(summary, true),
        rows: table.rows.iter().map(|row| row_view(row, BEFORE_MONTHS)).collect(),
        sum: Some(row_view(&summary.total, BEFORE_MONTHS)),
        total_label: USER_MONTHS,
    };
    let mut views: Vec<TableView> = summary.tables.iter().enumerate().map(|(at, table)| of(table, at)).collect();
    views.push(TableView {
        title: summary.movements.title,
        id: "movements".to_owned(),
        columns: columns(summary, false),
        rows: summary.movements.rows.iter().map(|row| row_view(row, 0)).collect(),
        sum: None,
        total_label: YEAR,
    });
    views
}

/// `GET /t/summary?year=2026`.
pub(super) async fn show(desk: Desk, Query(query): Query<YearQuery>) -> Result<Html<String>, Failure> {
    let april = april(&desk, &query)?;
    let today = desk.app.clock.today();
    let summary = summary::read(desk.read(), desk.app.tables, april, today).await?;
    let now = today.month().fiscal_year();
    let (from, to) = ((now - YEARS_BACK).min(april.fiscal_year()), now.max(april.fiscal_year()));
    let years = (from..=to).rev().map(|year| Choice::new(year.to_string(), format!("{year}年度")));
    let page = SummaryPage {
        shell: desk.shell(Section::Summary).await?,
        year: summary.fiscal_year,
        years: years.collect(),
        choose_href: format!("{}/t/summary", desk.base),
        xlsx_href: format!("{}/t/summary.xlsx?year={}", desk.base, summary.fiscal_year),
        chart: chart(&summary),
        unknown: summary.tables.iter().flat_map(|table| &table.rows).any(|row| row.label == summary::UNKNOWN),
        tables: table_views(&summary),
        people_href: format!("{}/people", desk.base),
    };
    Ok(Html(page.render()?))
}

/// `GET /t/summary.xlsx?year=2026`: the same tables. That they were taken out stands in the audit log.
pub(super) async fn workbook(desk: Desk, Query(query): Query<YearQuery>) -> Result<Response, Failure> {
    let april = april(&desk, &query)?;
    let summary = summary::read(desk.read(), desk.app.tables, april, desk.app.clock.today()).await?;
    let year = summary.fiscal_year;
    let mut tables: Vec<SummaryTable> = Vec::new();
    let rows = |rows: &[Row], first: usize| -> Vec<(String, Vec<Option<u32>>)> {
        let of = |row: &Row| {
            let numbers = row.counts.iter().copied().chain([Some(row.total(first))]).collect();
            (row.label.clone(), numbers)
        };
        rows.iter().map(of).collect()
    };
    let with = |columns: Vec<String>, total: &str| columns.into_iter().chain([total.to_owned()]).collect();
    for table in &summary.tables {
        let mut all = rows(&table.rows, BEFORE_MONTHS);
        all.extend(rows(std::slice::from_ref(&summary.total), BEFORE_MONTHS));
        let columns = with(columns(&summary, true), USER_MONTHS);
        tables.push(SummaryTable { title: table.title.to_owned(), columns, rows: all });
    }
    tables.push(SummaryTable {
        title: summary.movements.title.to_owned(),
        columns: with(columns(&summary, false), YEAR),
        rows: rows(&summary.movements.rows, 0),
    });
    let book = SummaryBook { office_name: desk.office_name.clone(), year: format!("{year}年度"), tables };
    let bytes = paper::summary_book(&book).map_err(|error| Failure::Broken(error.to_string()))?;
    let tx = desk.app.store.begin(&desk.actor(), desk.now).await?;
    let subject = Subject::new(EntityKind::Office, desk.scope().office_id());
    let detail = json!({ "what": "summary.xlsx", "fiscal_year": year });
    tx.commit(AuditEvent::new(AuditKind::Exported, subject).with(detail)).await?;
    let name = format!("attachment; filename=\"summary-{year}.xlsx\"");
    Ok(([(header::CONTENT_TYPE, WORKBOOK.to_owned()), (header::CONTENT_DISPOSITION, name)], bytes).into_response())
}
