//! 月の事実: what is known of one person's month beyond its days.
use super::{
    frame::{Head, Tab, VERSION, conflict, refused, shell_with},
    month_form,
    said::Said,
    sheet::{Difference, SheetView},
};
use crate::{
    actions::people,
    desk::{Desk, Section},
    failure::Failure,
    guard::Posted,
    permissions::Permission,
    screens::month_of::month_of,
};
use askama::Template;
use axum::{
    extract::{Path, Query},
    http::StatusCode,
    response::{Html, IntoResponse, Redirect, Response},
};
use kernel::Month;
use ui::{Form, Shell};

#[derive(Template)]
#[template(path = "people/month.html")]
struct MonthPage {
    shell: Shell,
    head: Head,
    month_label: String,
    previous_href: String,
    next_href: String,
    record_href: String,
    additions_href: String,
    form: Form,
    sheet: SheetView,
    differences: Vec<Difference>,
    version: String,
    action: String,
    closed: bool,
    editable: bool,
    /// Lines that are usually typed by hand, in the order of the manual: code and what it is.
    hand_lines: Vec<(String, String)>,
}

async fn page(
    desk: &Desk,
    person_id: i64,
    month: Month,
    typed: Option<Form>,
    ok: Option<&str>,
) -> Result<String, Failure> {
    let person = desk.read().people().get(person_id).await?;
    let facts = desk.read().month_facts().get(person_id, month).await?;
    let closed = !desk.read().again().may_change(person_id, month).await?;
    let stored = month_form::show(&facts.body);
    let form = typed.unwrap_or_else(|| stored.clone());
    let editable = !closed && desk.may(Permission::EditPeople);
    let sheet = month_form::sheet(month_form::lines_of(&form, editable));
    let current = facts.version.map(|version| version.to_string()).unwrap_or_default();
    let version =
        if form.error(VERSION).is_some() || !form.has(VERSION) { current } else { form.value(VERSION).to_owned() };
    let href = |month: Month| format!("{}/people/{person_id}/months/{month}", desk.base);
    let mut shell = shell_with(desk, Section::People, ok).await?;
    shell.month = Some(ui::MonthBar {
        label: month.wareki(),
        value: month.to_string(),
        previous_href: href(month.previous()),
        next_href: href(month.next()),
    });
    let page = MonthPage {
        shell,
        head: Head::of(desk, &person, Tab::Months),
        month_label: month.wareki(),
        previous_href: href(month.previous()),
        next_href: href(month.next()),
        record_href: format!("{}/b/{month}/records/{person_id}", desk.base),
        additions_href: format!("{}/b/{month}/additions/{person_id}", desk.base),
        differences: conflict(&sheet, &stored, &form),
        sheet: sheet.view(&form, editable),
        version,
        action: href(month),
        closed,
        editable,
        hand_lines: desk
            .app
            .tables
            .hand_lines(month)
            .filter_map(|line| Some((line.code.as_ref()?.to_string(), described(line))))
            .collect(),
        form,
    };
    Ok(page.render()?)
}

/// Name, units where they are fixed, and how they come about.
fn described(line: &fees::HandLine) -> String {
    let units = line.units.map(|units| format!(" {units}単位")).unwrap_or_default();
    format!("{}{units} {}", line.name, line.note).trim_end().to_owned()
}

/// `GET …/months/{month}`.
pub(crate) async fn show(
    desk: Desk,
    Path((_, person, month)): Path<(i64, i64, String)>,
    Query(said): Query<Said>,
) -> Result<Html<String>, Failure> {
    Ok(Html(page(&desk, person, month_of(&month)?, None, said.ok.as_deref()).await?))
}

/// `POST …/months/{month}`.
pub(crate) async fn save(
    desk: Desk,
    Path((_, person, month)): Path<(i64, i64, String)>,
    Posted(mut form): Posted,
) -> Result<Response, Failure> {
    desk.require(Permission::EditPeople)?;
    let month = month_of(&month)?;
    desk.read().people().get(person).await?;
    let Some(body) = month_form::read(&mut form, month) else {
        let html = page(&desk, person, month, Some(form), None).await?;
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, Html(html)).into_response());
    };
    let version = form.value(VERSION).parse().ok();
    match people::save_month_facts(&desk.app.store, &desk.actor(), desk.now, (person, month), version, &body).await {
        Ok(()) => Ok(Redirect::to(&format!("{}/people/{person}/months/{month}?ok=month", desk.base)).into_response()),
        Err(error) => {
            let status = refused(&mut form, error, "cap_result")?;
            Ok((status, Html(page(&desk, person, month, Some(form), None).await?)).into_response())
        }
    }
}
