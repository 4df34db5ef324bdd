//! 基本: registering a person and changing it.
use super::{
    frame::{Head, Tab, VERSION, conflict, refused, shell_with, version_of, warn},
    person_form,
    said::Said,
    sheet::{Difference, SheetView},
};
use crate::{
    actions::{known::Known, people},
    desk::{Desk, Section},
    failure::Failure,
    guard::Posted,
    permissions::Permission,
    screens::retention::{
        person::{StandingBox, standing_of},
        take_over,
    },
};
use askama::Template;
use axum::{
    extract::{Path, Query},
    http::{StatusCode, Uri},
    response::{Html, IntoResponse, Redirect, Response},
};
use kernel::ServiceKind;
use ui::{Form, Shell};

#[derive(Template)]
#[template(path = "people/new.html")]
struct NewPage {
    shell: Shell,
    form: Form,
    sheet: SheetView,
    action: String,
    list_href: String,
}

#[derive(Template)]
#[template(path = "people/person.html")]
struct PersonPage {
    shell: Shell,
    head: Head,
    form: Form,
    sheet: SheetView,
    differences: Vec<Difference>,
    version: i64,
    action: String,
    editable: bool,
    /// 就労定着支援: in which tab of the list the person stands, and why.
    standing: Option<StandingBox>,
}

async fn new_page(desk: &Desk, form: Form) -> Result<String, Failure> {
    let page = NewPage {
        shell: desk.shell(Section::People).await?,
        sheet: person_form::sheet(desk.kind).view(&form, true),
        form,
        action: format!("{}/people/new", desk.base),
        list_href: format!("{}/people", desk.base),
    };
    Ok(page.render()?)
}

/// `GET /people/new`: where the account has other offices, 就労定着支援 offers the people of those first.
pub(crate) async fn blank(desk: Desk, address: Uri) -> Result<Html<String>, Failure> {
    desk.require(Permission::EditPeople)?;
    if desk.kind == ServiceKind::Retention {
        let query = take_over::DoorQuery::of(&address);
        if !query.is_new() && take_over::has_sources(&desk).await? {
            return Ok(Html(take_over::page(&desk, &query, None).await?));
        }
    }
    Ok(Html(new_page(&desk, Form::default()).await?))
}

/// `POST /people/new`.
pub(crate) async fn create(desk: Desk, Posted(mut form): Posted) -> Result<Response, Failure> {
    desk.require(Permission::EditPeople)?;
    let Some(body) = person_form::read(&mut form, desk.app.clock.today()) else {
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, Html(new_page(&desk, form).await?)).into_response());
    };
    let id = people::save_person(&desk.app.store, &desk.actor(), desk.now, None, &body).await?;
    let said = match desk.kind {
        ServiceKind::BType => "new",
        ServiceKind::Retention => "added",
        ServiceKind::Community => "known",
    };
    Ok(Redirect::to(&format!("{}/people/{id}?ok={said}", desk.base)).into_response())
}

/// The page; with `form` as typed after an error.
async fn page(desk: &Desk, id: i64, typed: Option<Form>, ok: Option<&str>) -> Result<String, Failure> {
    let person = desk.read().people().get(id).await?;
    let stored = person_form::show(&person.body);
    let sheet = person_form::sheet(desk.kind);
    let editable = desk.may(Permission::EditPeople);
    let form = typed.unwrap_or_else(|| stored.clone());
    let mut shell = shell_with(desk, Section::People, ok).await?;
    warn(&mut shell, &person_form::warnings(&person.body));
    let version = if form.error(VERSION).is_some() || !form.has(VERSION) { person.version } else { version_of(&form) };
    let page = PersonPage {
        shell,
        head: Head::of(desk, &person, Tab::Basic),
        differences: conflict(&sheet, &stored, &form),
        sheet: sheet.view(&form, editable),
        version,
        action: format!("{}/people/{id}", desk.base),
        editable,
        standing: match desk.kind {
            ServiceKind::Retention => Some(standing_of(desk, id).await?),
            _ => None,
        },
        form,
    };
    Ok(page.render()?)
}

/// `GET /people/{person}`.
pub(crate) async fn show(
    desk: Desk,
    Path((_, id)): Path<(i64, i64)>,
    Query(said): Query<Said>,
) -> Result<Html<String>, Failure> {
    Ok(Html(page(&desk, id, None, said.ok.as_deref()).await?))
}

/// `POST /people/{person}`.
pub(crate) async fn save(
    desk: Desk,
    Path((_, id)): Path<(i64, i64)>,
    Posted(mut form): Posted,
) -> Result<Response, Failure> {
    desk.require(Permission::EditPeople)?;
    desk.read().people().get(id).await?;
    let Some(body) = person_form::read(&mut form, desk.app.clock.today()) else {
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, Html(page(&desk, id, Some(form), None).await?)).into_response());
    };
    let known = Known { id, version: version_of(&form) };
    match people::save_person(&desk.app.store, &desk.actor(), desk.now, Some(known), &body).await {
        Ok(_) => Ok(Redirect::to(&format!("{}/people/{id}?ok=person", desk.base)).into_response()),
        Err(error) => {
            let status = refused(&mut form, error, "name")?;
            Ok((status, Html(page(&desk, id, Some(form), None).await?)).into_response())
        }
    }
}
