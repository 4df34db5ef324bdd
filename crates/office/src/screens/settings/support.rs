//! 問い合わせ先: whom to ask when something is unclear – one text for the whole installation, at the foot of 今日 and 設定.
use super::places::{Place, Places};
use crate::{
    actions::settings,
    desk::{Desk, SUPPORT_CONTACT, Section},
    failure::Failure,
    guard::Posted,
    permissions::Permission,
    screens::people::{frame::shell_with, said::Said},
};
use askama::Template;
use axum::{
    extract::Query,
    http::StatusCode,
    response::{Html, IntoResponse, Redirect, Response},
};
use ui::{Form, Shell};

/// Longest text: it stands at the foot of pages.
const LONGEST: usize = 400;
/// Name of the field.
const FIELD: &str = "support";

#[derive(Template)]
#[template(path = "settings/support.html")]
struct SupportPage {
    shell: Shell,
    base: String,
    places: Places,
    form: Form,
    editable: bool,
}

async fn page(desk: &Desk, typed: Option<Form>, ok: Option<&str>) -> Result<String, Failure> {
    let form = match typed {
        Some(form) => form,
        None => {
            let mut form = Form::default();
            form.set_some(FIELD, desk.app.store.setting(SUPPORT_CONTACT).await?);
            form
        }
    };
    let page = SupportPage {
        shell: shell_with(desk, Section::Settings, ok).await?,
        base: format!("{}/settings", desk.base),
        places: Places::of(desk, Place::Support),
        form,
        editable: desk.may(Permission::EditOffice),
    };
    Ok(page.render()?)
}

/// `GET /settings/support`.
pub(crate) async fn show(desk: Desk, Query(said): Query<Said>) -> Result<Html<String>, Failure> {
    Ok(Html(page(&desk, None, said.ok.as_deref()).await?))
}

/// `POST /settings/support`.
pub(crate) async fn save(desk: Desk, Posted(mut form): Posted) -> Result<Response, Failure> {
    desk.require(Permission::EditOffice)?;
    let text = form.text(FIELD).unwrap_or_default().replace("\r\n", "\n");
    let length = text.chars().count();
    if length > LONGEST {
        form.fail(FIELD, format!("問い合わせ先が{length}文字です。{LONGEST}文字までにしてください"));
    }
    if !form.is_ok() {
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, Html(page(&desk, Some(form), None).await?)).into_response());
    }
    settings::save_setting(&desk.app.store, &desk.session, desk.now, SUPPORT_CONTACT, &text).await?;
    Ok(Redirect::to(&format!("{}/settings/support?ok=support", desk.base)).into_response())
}
