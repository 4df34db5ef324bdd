//! 一人で承認: whether one person may press 登録 twice, for offices that have only one.
use crate::{
    actions::retention::additions,
    desk::{Desk, Section, said},
    failure::Failure,
    guard::Posted,
    permissions::Permission,
    screens::{
        people::{frame::refused, read, said::Said},
        settings::places::{Place, Places},
    },
};
use askama::Template;
use axum::{
    extract::Query,
    response::{Html, IntoResponse, Redirect, Response},
};
use ui::{Form, Shell};

#[derive(Template)]
#[template(path = "retention/approval.html")]
struct ApprovalPage {
    shell: Shell,
    places: Places,
    form: Form,
    version: String,
    action: String,
    editable: bool,
    one_person: bool,
}

async fn page(desk: &Desk, typed: Option<Form>, ok: bool) -> Result<String, Failure> {
    let stored = desk.read().retention_settings().get().await?;
    let one_person = stored.body.one_person_may_approve;
    let mut shell = desk.shell(Section::Settings).await?;
    if ok {
        said(&mut shell, "承認のしかたを保存しました。");
    }
    let form = typed.unwrap_or_else(|| {
        let mut form = Form::default();
        read::tick(&mut form, "one_person", one_person);
        form
    });
    let page = ApprovalPage {
        shell,
        places: Places::of(desk, Place::Approval),
        form,
        version: stored.version.map(|version| version.to_string()).unwrap_or_default(),
        action: format!("{}/settings/approval", desk.base),
        editable: desk.may(Permission::EditOffice),
        one_person,
    };
    Ok(page.render()?)
}

/// `GET /settings/approval`.
pub(super) async fn show(desk: Desk, Query(said): Query<Said>) -> Result<Html<String>, Failure> {
    Ok(Html(page(&desk, None, said.ok.is_some()).await?))
}

/// `POST /settings/approval`.
pub(super) async fn save(desk: Desk, Posted(mut form): Posted) -> Result<Response, Failure> {
    desk.require(Permission::EditOffice)?;
    let version = form.value("version").parse().ok();
    let one_person = form.checked("one_person");
    match additions::save_one_person(&desk.app.store, &desk.actor(), desk.now, version, one_person).await {
        Ok(()) => Ok(Redirect::to(&format!("{}/settings/approval?ok=1", desk.base)).into_response()),
        Err(error) => {
            let status = refused(&mut form, error, "one_person")?;
            Ok((status, Html(page(&desk, Some(form), false).await?)).into_response())
        }
    }
}
