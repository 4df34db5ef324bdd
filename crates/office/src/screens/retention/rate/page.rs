//! 就労定着率: the page of a fiscal year, its two numbers and band, and the sheet to print.
use super::list::{self, SPARE};
use crate::{
    actions::retention::additions,
    desk::{Desk, Section, said},
    failure::Failure,
    guard::Posted,
    permissions::Permission,
    screens::people::{
        frame::{VERSION, refused},
        said::Said,
    },
};
use askama::Template;
use axum::{
    extract::{Path, Query},
    http::StatusCode,
    response::{Html, IntoResponse, Redirect, Response},
};
use fees::retention::facts::RetentionRate;
use kernel::{Day, Month};
use store::{RetentionRateBody, StoreError};
use ui::{Form, Shell};

struct Row {
    number: usize,
    person_id: String,
    name: String,
    spare: bool,
    started_on: String,
    working: bool,
    included: bool,
    reason: String,
    name_error: String,
    day_error: String,
    reason_error: String,
}

/// The two numbers in words.
struct Numbers {
    numerator: u32,
    denominator: u32,
    band: String,
    left_out: usize,
}

#[derive(Template)]
#[template(path = "retention/rate.html")]
struct RatePage {
    shell: Shell,
    year: i16,
    previous_href: String,
    next_href: String,
    from_label: String,
    until_label: String,
    form: Form,
    rows: Vec<Row>,
    /// The rows come from the records and nobody saved them yet.
    proposed: bool,
    version: String,
    action: String,
    print_href: String,
    result: Numbers,
    takes: Vec<(String, String)>,
    editable: bool,
    stored: bool,
    conflict: bool,
}

#[derive(Template)]
#[template(path = "retention/rate_print.html")]
struct PrintPage {
    shell: Shell,
    year: i16,
    back_href: String,
    office_no: String,
    office: String,
    from_label: String,
    until_label: String,
    rows: Vec<Row>,
    result: Numbers,
    note: String,
}

fn result(desk: &Desk, body: &RetentionRateBody, april: Month) -> Numbers {
    let rate = list::counts(body);
    let band = desk.app.tables.retention().rate_band(rate, april);
    Numbers {
        numerator: rate.numerator,
        denominator: rate.denominator,
        band: band.unwrap_or_default().to_owned(),
        left_out: body.people.iter().filter(|person| !person.included).count(),
    }
}

/// The numbers of the saved list of a fiscal year; `None` without one or without anybody counted.
pub(in crate::screens::retention) async fn counted(desk: &Desk, year: i16) -> Result<Option<RetentionRate>, Failure> {
    let stored = desk.read().retention_rates().get(year).await?;
    Ok(stored.version.map(|_| list::counts(&stored.body)).filter(|rate| rate.denominator > 0))
}

async fn rows(desk: &Desk, form: &Form, count: usize) -> Result<Vec<Row>, Failure> {
    let names = list::names(desk).await?;
    let row = |number: usize| {
        let value = |key: &str| form.value(&format!("{key}{number}")).to_owned();
        let error = |key: &str| form.error(&format!("{key}{number}")).unwrap_or_default().to_owned();
        let person_id = value("p");
        let known = person_id.parse::<i64>().ok().and_then(|id| names.get(&id).cloned());
        Row {
            number,
            spare: known.is_none(),
            name: known.unwrap_or_else(|| value("n")),
            person_id,
            started_on: value("d"),
            working: form.checked(&format!("w{number}")),
            included: form.checked(&format!("c{number}")),
            reason: value("r"),
            name_error: error("n"),
            day_error: error("d"),
            reason_error: error("r"),
        }
    };
    Ok((0..count).map(row).collect())
}

#[derive(Default)]
struct Shown {
    typed: Option<Form>,
    /// The list that goes with what is typed.
    body: Option<RetentionRateBody>,
    proposed: bool,
    ok: Option<String>,
}

async fn page(desk: &Desk, year: i16, shown: Shown) -> Result<String, Failure> {
    let april = list::april(year)?;
    let (from, until) = list::period(year)?;
    let stored = desk.read().retention_rates().get(year).await?;
    let proposed = shown.proposed || (stored.version.is_none() && shown.typed.is_none());
    let body = match shown.body {
        Some(body) => body,
        None if stored.version.is_none() => {
            RetentionRateBody { people: list::candidates(desk, year).await?, note: String::new() }
        }
        None => stored.body,
    };
    let form = shown.typed.unwrap_or_else(|| list::show(&body));
    let editable = desk.may(Permission::EditPeople);
    let spare = if editable { SPARE } else { 0 };
    let rows = rows(desk, &form, (list::rows(&form) + spare).min(list::MOST)).await?;
    let mut shell = desk.shell(Section::Additions).await?;
    if shown.ok.is_some() {
        said(&mut shell, "就労定着率の名簿を保存しました。加算情報に入れるまで、報酬の区分は変わりません。");
    }
    let base = format!("{}/t/rate", desk.base);
    let conflict = form.error(VERSION).is_some();
    let current = stored.version.map(|version| version.to_string()).unwrap_or_default();
    let now = desk.app.clock.month();
    // the months of the fiscal year that may take the numbers now, latest first
    let months = (0..12).map(|at| april.plus_months(at)).filter(|month| *month <= now);
    let takes: Vec<(String, String)> =
        months.map(|month| (month.wareki(), desk.month_href(month, "/additions?rate=1"))).collect();
    let page = RatePage {
        shell,
        year,
        previous_href: format!("{base}/{}", year - 1),
        next_href: format!("{base}/{}", year + 1),
        from_label: from.wareki(),
        until_label: until.wareki(),
        version: if conflict || !form.has(VERSION) { current } else { form.value(VERSION).to_owned() },
        action: format!("{base}/{year}"),
        print_href: format!("{base}/{year}/print"),
        result: result(desk, &body, april),
        takes: takes.into_iter().rev().take(3).collect(),
        stored: stored.version.is_some(),
        proposed,
        rows,
        editable,
        conflict,
        form,
    };
    Ok(page.render()?)
}

/// `GET /t/rate/{year}`.
pub(super) async fn show(
    desk: Desk,
    Path((_, year)): Path<(i64, i16)>,
    Query(said): Query<Said>,
) -> Result<Html<String>, Failure> {
    Ok(Html(page(&desk, year, Shown { ok: said.ok, ..Shown::default() }).await?))
}

/// The list as typed, with the people of the records who are not on it yet. Nothing is saved by it.
async fn filled_up(desk: &Desk, year: i16, mut form: Form) -> Result<String, Failure> {
    let mut next = list::rows(&form);
    for person in list::candidates(desk, year).await? {
        let Some(id) = person.person_id else { continue };
        if (0..next).any(|row| form.value(&format!("p{row}")) == id.to_string()) || next >= list::MOST {
            continue;
        }
        let one = list::show(&RetentionRateBody { people: vec![person], note: String::new() });
        for key in ["p", "n", "d", "r", "w", "c"] {
            form.set(&format!("{key}{next}"), one.value(&format!("{key}0")));
        }
        next += 1;
    }
    let body = list::read(&mut form.clone(), year)?;
    page(desk, year, Shown { typed: Some(form), body, proposed: true, ok: None }).await
}

/// `POST /t/rate/{year}`.
pub(super) async fn save(
    desk: Desk,
    Path((_, year)): Path<(i64, i16)>,
    Posted(mut form): Posted,
) -> Result<Response, Failure> {
    desk.require(Permission::EditPeople)?;
    list::april(year)?;
    if form.is("act", "fill") {
        return Ok(Html(filled_up(&desk, year, form).await?).into_response());
    }
    let body = list::read(&mut form, year)?;
    let status = match &body {
        None => StatusCode::UNPROCESSABLE_ENTITY,
        Some(body) => {
            let version = form.value(VERSION).parse().ok();
            match additions::save_rate(&desk.app.store, &desk.actor(), desk.now, year, version, body).await {
                Ok(()) => return Ok(Redirect::to(&format!("{}/t/rate/{year}?ok=1", desk.base)).into_response()),
                Err(error @ StoreError::NotFound { .. }) => return Err(error.into()),
                Err(error) => refused(&mut form, error, "note")?,
            }
        }
    };
    Ok((status, Html(page(&desk, year, Shown { typed: Some(form), body, ..Shown::default() }).await?)).into_response())
}

/// `GET /t/rate/{year}/print`: the saved list as a sheet.
pub(super) async fn print(desk: Desk, Path((_, year)): Path<(i64, i16)>) -> Result<Html<String>, Failure> {
    let april = list::april(year)?;
    let (from, until) = list::period(year)?;
    let stored = desk.read().retention_rates().get(year).await?;
    if stored.version.is_none() {
        return Err(Failure::NotFound);
    }
    let office = desk.read().office().current().await?.body;
    let form = list::show(&stored.body);
    let mut rows = rows(&desk, &form, stored.body.people.len()).await?;
    for row in &mut rows {
        row.started_on = row.started_on.parse::<Day>().map(Day::wareki).unwrap_or_default();
    }
    let page = PrintPage {
        shell: Shell::default(),
        year,
        back_href: format!("{}/t/rate/{year}", desk.base),
        office_no: office.office_no.to_string(),
        office: office.name,
        from_label: from.wareki(),
        until_label: until.wareki(),
        rows,
        result: result(&desk, &stored.body, april),
        note: stored.body.note,
    };
    Ok(Html(page.render()?))
}

/// `GET /t/rate`: this fiscal year.
pub(super) async fn now(desk: Desk) -> Redirect {
    Redirect::to(&format!("{}/t/rate/{}", desk.base, desk.app.clock.month().fiscal_year()))
}
