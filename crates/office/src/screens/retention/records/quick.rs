//! 簡易: every further contact of the month, short to write; one may become the full record.
use super::{
    form::{self, Around},
    frame::{self, Frame, Part},
    full::blank,
    words::words_of,
};
use crate::{
    actions::{known::Known, retention::records},
    desk::Desk,
    failure::Failure,
    guard::Posted,
    permissions::Permission,
    screens::{
        month_of::month_of,
        people::{
            frame::{Head, VERSION, conflict, refused, version_of},
            said::Said,
            sheet::{Difference, SheetView},
        },
    },
};
use askama::Template;
use axum::{
    extract::{Path, Query},
    http::StatusCode,
    response::{Html, IntoResponse, Redirect, Response},
};
use kernel::Month;
use store::{Contact, ContactKind};
use ui::{Form, Shell};

struct Line {
    day: String,
    time: String,
    means: &'static str,
    place: &'static str,
    with_whom: String,
    text: String,
    href: String,
    current: bool,
}

#[derive(Template)]
#[template(path = "retention/record_quick.html")]
struct QuickPage {
    shell: Shell,
    head: Head,
    frame: Frame,
    lines: Vec<Line>,
    form: Form,
    sheet: SheetView,
    differences: Vec<Difference>,
    title: &'static str,
    version: String,
    action: String,
    new_href: String,
    /// Set when one record is open: where it is made the full one, and where it is taken away.
    opened: bool,
    may_promote: bool,
    promote_href: String,
    remove_href: String,
}

fn around(desk: &Desk, month: Month) -> Around<'static> {
    Around { kind: ContactKind::Simple, month, today: desk.app.clock.today(), tables: desk.app.tables.retention() }
}

fn line(row: &Contact, base: &str, open: Option<i64>) -> Line {
    let body = &row.body;
    let (day, time, means, place) = words_of(body);
    Line {
        day,
        time,
        means,
        place,
        with_whom: body.with_whom.clone(),
        text: body.text.clone(),
        href: format!("{base}/{}", row.id),
        current: open == Some(row.id),
    }
}

async fn page(
    desk: &Desk,
    (month, person_id): (Month, i64),
    open: Option<i64>,
    typed: Option<Form>,
    ok: Option<&str>,
) -> Result<String, Failure> {
    let found = frame::find(desk, month, person_id).await?;
    let around = around(desk, month);
    let quick = || found.one.contacts.iter().filter(|row| row.body.kind == ContactKind::Simple);
    let opened = match open {
        Some(id) => Some(quick().find(|row| row.id == id).ok_or(Failure::NotFound)?),
        None => None,
    };
    let stored = opened.map(|row| form::show(&row.body, around.tables));
    let sheet = form::sheet(around);
    let form = typed.unwrap_or_else(|| stored.clone().unwrap_or_else(|| blank(desk, month)));
    let fresh = form.error(VERSION).is_some() || !form.has(VERSION);
    let current = opened.map(|row| row.version.to_string()).unwrap_or_default();
    let version = if fresh { current } else { form.value(VERSION).to_owned() };
    let (shell, head, frame) = frame::of(desk, &found, Part::Quick, ok).await?;
    let base = desk.month_href(month, &format!("/records/{person_id}/quick"));
    let action = open.map_or_else(|| base.clone(), |id| format!("{base}/{id}"));
    let page = QuickPage {
        lines: quick().map(|row| line(row, &base, open)).collect(),
        differences: stored.map(|stored| conflict(&sheet, &stored, &form)).unwrap_or_default(),
        sheet: sheet.view(&form, frame.editable),
        title: if open.is_some() { "この記録を直す" } else { "新しく書く" },
        opened: open.is_some(),
        may_promote: !found.one.contacts.iter().any(|row| row.body.kind == ContactKind::Full),
        promote_href: format!("{action}/promote"),
        remove_href: format!("{action}/remove"),
        new_href: base,
        version,
        action,
        shell,
        head,
        frame,
        form,
    };
    Ok(page.render()?)
}

/// `GET …/quick`.
pub(super) async fn show(
    desk: Desk,
    Path((_, month, person)): Path<(i64, String, i64)>,
    Query(said): Query<Said>,
) -> Result<Html<String>, Failure> {
    Ok(Html(page(&desk, (month_of(&month)?, person), None, None, said.ok.as_deref()).await?))
}

/// `GET …/quick/{contact}`.
pub(super) async fn show_one(
    desk: Desk,
    Path((_, month, person, contact)): Path<(i64, String, i64, i64)>,
) -> Result<Html<String>, Failure> {
    Ok(Html(page(&desk, (month_of(&month)?, person), Some(contact), None, None).await?))
}

async fn put(desk: &Desk, at: (Month, i64), open: Option<i64>, mut form: Form) -> Result<Response, Failure> {
    desk.require(Permission::Record)?;
    let (month, person) = at;
    desk.read().people().get(person).await?;
    let status = match form::read(&mut form, around(desk, month)) {
        None => StatusCode::UNPROCESSABLE_ENTITY,
        Some(body) => {
            let known = open.map(|id| Known { id, version: version_of(&form) });
            let saved = records::save_contact(&desk.app.store, &desk.actor(), desk.now, person, known, &body).await;
            match saved {
                Ok(_) => {
                    let to = desk.month_href(month, &format!("/records/{person}/quick?ok=quick"));
                    return Ok(Redirect::to(&to).into_response());
                }
                Err(error) => refused(&mut form, error, "on")?,
            }
        }
    };
    Ok((status, Html(page(desk, at, open, Some(form), None).await?)).into_response())
}

/// `POST …/quick`.
pub(super) async fn create(
    desk: Desk,
    Path((_, month, person)): Path<(i64, String, i64)>,
    Posted(form): Posted,
) -> Result<Response, Failure> {
    put(&desk, (month_of(&month)?, person), None, form).await
}

/// `POST …/quick/{contact}`.
pub(super) async fn save(
    desk: Desk,
    Path((_, month, person, contact)): Path<(i64, String, i64, i64)>,
    Posted(form): Posted,
) -> Result<Response, Failure> {
    put(&desk, (month_of(&month)?, person), Some(contact), form).await
}

/// `POST …/quick/{contact}/promote`.
pub(super) async fn promote(
    desk: Desk,
    Path((_, month, person, contact)): Path<(i64, String, i64, i64)>,
    Posted(form): Posted,
) -> Result<Response, Failure> {
    desk.require(Permission::Record)?;
    let month = month_of(&month)?;
    let known = Known { id: contact, version: version_of(&form) };
    records::promote_contact(&desk.app.store, &desk.actor(), desk.now, person, known).await?;
    Ok(Redirect::to(&desk.month_href(month, &format!("/records/{person}?ok=promoted"))).into_response())
}

/// `POST …/quick/{contact}/remove`.
pub(super) async fn remove(
    desk: Desk,
    Path((_, month, person, contact)): Path<(i64, String, i64, i64)>,
    Posted(form): Posted,
) -> Result<Response, Failure> {
    desk.require(Permission::Record)?;
    let month = month_of(&month)?;
    let known = Known { id: contact, version: version_of(&form) };
    records::remove_contact(&desk.app.store, &desk.actor(), desk.now, person, known).await?;
    Ok(Redirect::to(&desk.month_href(month, &format!("/records/{person}/quick?ok=removed"))).into_response())
}
