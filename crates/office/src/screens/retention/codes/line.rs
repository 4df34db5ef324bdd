//! 1行にコードを選ぶ: the official rows that may stand in a line – those with the same units first – and one button.
use super::list::{href, month_of, months, units};
use crate::{
    actions::retention::codes,
    desk::{Desk, Section},
    failure::Failure,
    guard::Posted,
    permissions::Permission,
    screens::{
        people::frame::{VERSION, refused},
        retention::part::known_version,
        settings::places::{Place, Places},
    },
};
use askama::Template;
use axum::{
    extract::Query,
    http::StatusCode,
    response::{Html, IntoResponse, Redirect, Response},
};
use fees::import::CodeRow;
use serde::Deserialize;
use ui::{Form, Shell};

/// An official row.
struct Candidate {
    code: String,
    name: String,
    units: String,
    months: String,
    file: String,
    same: bool,
}

#[derive(Template)]
#[template(path = "retention/code_line.html")]
struct LinePage {
    shell: Shell,
    places: Places,
    form: Form,
    line: String,
    units: String,
    worked_out: bool,
    source: &'static str,
    month_label: String,
    /// Those that may be chosen; the same units first.
    fitting: Vec<Candidate>,
    others: Vec<Candidate>,
    version: String,
    editable: bool,
    action: String,
    month: String,
    list_href: String,
    import_href: String,
}

async fn page(desk: &Desk, mut form: Form) -> Result<String, Failure> {
    let month = month_of(desk, &mut form);
    let tables = desk.app.tables.retention();
    let line = form.value("line").to_owned();
    let slot = tables.slot(&line, month).ok_or(Failure::NotFound)?;
    let stored = desk.read().retention_codes().get().await?.version;
    let version = if form.error(VERSION).is_some() || !form.has(VERSION) { stored } else { known_version(&form) };
    let of = |row: &&CodeRow| Candidate {
        code: row.code.to_string(),
        name: row.name.clone(),
        units: units(row.units),
        months: months(row.valid_from, row.valid_to),
        file: row.source.clone(),
        same: row.units == slot.units,
    };
    let rows = tables.left_over(month);
    let (fits, others): (Vec<&CodeRow>, Vec<&CodeRow>) = rows.into_iter().partition(|row| slot.takes(row.units));
    let mut fitting: Vec<Candidate> = fits.iter().map(of).collect();
    fitting.sort_by_key(|one| !one.same);
    let page = LinePage {
        shell: desk.shell(Section::Settings).await?,
        places: Places::of(desk, Place::Codes),
        units: units(slot.units),
        worked_out: slot.is_worked_out(),
        source: slot.source(),
        month_label: month.wareki(),
        fitting,
        others: others.iter().map(of).collect(),
        version: version.map(|version| version.to_string()).unwrap_or_default(),
        editable: desk.may(Permission::EditOffice) && slot.code.is_none(),
        action: format!("{}/t/codes/line", desk.base),
        month: month.to_string(),
        list_href: href(desk, "", month, None),
        import_href: format!("{}/settings/codes", desk.base),
        line,
        form,
    };
    Ok(page.render()?)
}

/// What stands behind the `?`.
#[derive(Debug, Default, Deserialize)]
pub(super) struct LineQuery {
    month: Option<String>,
    line: Option<String>,
}

/// `GET /t/codes/line?month=2026-10&line=…`.
pub(super) async fn show(desk: Desk, Query(query): Query<LineQuery>) -> Result<Response, Failure> {
    let mut form = Form::default();
    form.set_some("month", query.month).set_some("line", query.line);
    if form.text("line").is_none() {
        let month = month_of(&desk, &mut form);
        return Ok(Redirect::to(&href(&desk, "", month, None)).into_response());
    }
    Ok(Html(page(&desk, form).await?).into_response())
}

/// `POST /t/codes/line`.
pub(super) async fn assign(desk: Desk, Posted(mut form): Posted) -> Result<Response, Failure> {
    desk.require(Permission::EditOffice)?;
    let month = month_of(&desk, &mut form);
    let (line, version) = (form.value("line").to_owned(), known_version(&form));
    let status = match form.text("code").map(str::to_owned) {
        None => {
            form.fail("code", "コードが選ばれていません。公式の表の名称を確かめて、1つ選んでください");
            StatusCode::UNPROCESSABLE_ENTITY
        }
        Some(code) => match codes::assign(&desk.app, &desk.actor(), desk.now, (&line, month, &code), version).await {
            Ok(Ok(())) => {
                let to = format!("{}&ok=assigned", href(&desk, "", month, None));
                return Ok(Redirect::to(&to).into_response());
            }
            Ok(Err(finding)) => {
                form.fail("code", format!("{}{}", finding.what, finding.how_to_fix));
                StatusCode::UNPROCESSABLE_ENTITY
            }
            Err(error) => refused(&mut form, error, "code")?,
        },
    };
    Ok((status, Html(page(&desk, form).await?)).into_response())
}
