//! 支援記録詳細: the one full record of a person's month, which says what is claimed.
use super::{
    form::{self, Around},
    frame::{self, Frame, Part},
    live,
};
use crate::{
    actions::{
        known::Known,
        retention::{conferences::used_conferences, month::service_month, records},
    },
    desk::Desk,
    failure::Failure,
    guard::Posted,
    permissions::Permission,
    screens::{
        month_of::month_of,
        people::{
            frame::{Head, VERSION, conflict, refused, version_of, warn},
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
use store::{Contact, ContactBilling, ContactKind};
use ui::{Form, Shell};

/// Field that carries the record that is changed.
pub(super) const CONTACT: &str = "contact";

#[derive(Template)]
#[template(path = "retention/record_full.html")]
struct FullPage {
    shell: Shell,
    head: Head,
    frame: Frame,
    form: Form,
    sheet: SheetView,
    differences: Vec<Difference>,
    contact: String,
    version: String,
    action: String,
    remove_href: String,
    is_new: bool,
}

fn around(desk: &Desk, month: Month) -> Around<'static> {
    Around { kind: ContactKind::Full, month, today: desk.app.clock.today(), tables: desk.app.tables.retention() }
}

/// The form of a record that is not yet there: today, and who sits here.
pub(super) fn blank(desk: &Desk, month: Month) -> Form {
    let mut form = Form::default();
    let today = desk.app.clock.today();
    if today.month() == month {
        form.set("on", today);
    }
    form.set("staff", &desk.session.display_name).set("billing", "undecided");
    form
}

fn full_of(contacts: &[Contact]) -> Option<&Contact> {
    contacts.iter().find(|row| row.body.kind == ContactKind::Full)
}

async fn page(
    desk: &Desk,
    month: Month,
    person_id: i64,
    typed: Option<Form>,
    ok: Option<&str>,
) -> Result<String, Failure> {
    let found = frame::find(desk, month, person_id).await?;
    let around = around(desk, month);
    let full = full_of(&found.one.contacts);
    let stored = full.map(|row| form::show(&row.body, around.tables));
    let mut sheet = form::sheet(around);
    let facts = service_month(desk.app.tables, &found.office, &found.one);
    let used = used_conferences(desk.app.tables, &found.one, month);
    let (conferences, over) = live::conferences(desk, &facts, &used);
    if !conferences.is_empty() {
        sheet = sheet.with_hint("billing", format!("未定のままでは請求できません。{conferences}"));
    }
    let form = typed.unwrap_or_else(|| {
        stored.clone().unwrap_or_else(|| {
            let mut form = blank(desk, month);
            crate::screens::people::read::tick(&mut form, "special_area", found.one.facts.body.special_area);
            form
        })
    });
    // after a conflict the next save goes on top of what is stored
    let fresh = form.error(VERSION).is_some() || !form.has(VERSION);
    let current = full.map(|row| (row.id.to_string(), row.version.to_string())).unwrap_or_default();
    let (contact, version) =
        if fresh { current } else { (form.value(CONTACT).to_owned(), form.value(VERSION).to_owned()) };
    let (mut shell, head, frame) = frame::of(desk, &found, Part::Full, ok).await?;
    if over && ok.is_some() {
        warn(&mut shell, &[format!("{conferences}。限度を超えたため、この月の会議の加算は算定しません。")]);
    }
    let base = desk.month_href(month, &format!("/records/{person_id}"));
    let page = FullPage {
        differences: stored.map(|stored| conflict(&sheet, &stored, &form)).unwrap_or_default(),
        sheet: sheet.view(&form, frame.editable),
        is_new: full.is_none(),
        contact,
        version,
        action: base.clone(),
        remove_href: format!("{base}/remove"),
        shell,
        head,
        frame,
        form,
    };
    Ok(page.render()?)
}

/// `GET /t/{month}/records/{person}`.
pub(super) async fn show(
    desk: Desk,
    Path((_, month, person)): Path<(i64, String, i64)>,
    Query(said): Query<Said>,
) -> Result<Html<String>, Failure> {
    Ok(Html(page(&desk, month_of(&month)?, person, None, said.ok.as_deref()).await?))
}

/// The row a form was made from.
pub(super) fn known(form: &Form) -> Option<Known> {
    Some(Known { id: form.text(CONTACT)?.parse().ok()?, version: version_of(form) })
}

/// `POST /t/{month}/records/{person}`.
pub(super) async fn save(
    desk: Desk,
    Path((_, month, person)): Path<(i64, String, i64)>,
    Posted(mut form): Posted,
) -> Result<Response, Failure> {
    desk.require(Permission::Record)?;
    let month = month_of(&month)?;
    desk.read().people().get(person).await?;
    let Some(body) = form::read(&mut form, around(&desk, month)) else {
        let html = page(&desk, month, person, Some(form), None).await?;
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, Html(html)).into_response());
    };
    let saved = records::save_contact(&desk.app.store, &desk.actor(), desk.now, person, known(&form), &body).await;
    match saved {
        Ok(_) => {
            let code = if body.billing == ContactBilling::Undecided { "undecided" } else { "full" };
            Ok(Redirect::to(&desk.month_href(month, &format!("/records/{person}?ok={code}"))).into_response())
        }
        Err(error) => {
            let status = refused(&mut form, error, "on")?;
            Ok((status, Html(page(&desk, month, person, Some(form), None).await?)).into_response())
        }
    }
}

/// `POST /t/{month}/records/{person}/remove`.
pub(super) async fn remove(
    desk: Desk,
    Path((_, month, person)): Path<(i64, String, i64)>,
    Posted(form): Posted,
) -> Result<Response, Failure> {
    desk.require(Permission::Record)?;
    let month = month_of(&month)?;
    let known = known(&form).ok_or(Failure::NotFound)?;
    records::remove_contact(&desk.app.store, &desk.actor(), desk.now, person, known).await?;
    Ok(Redirect::to(&desk.month_href(month, &format!("/records/{person}?ok=removed"))).into_response())
}
