//! 自分のパスワード and 自分のサインイン: what everybody may do for themselves.
use super::places::{Place, Places};
use crate::{
    actions::settings::{self, OwnPassword},
    clock::japan_stamp,
    desk::{Desk, Section},
    failure::Failure,
    guard::{Posted, SESSION_COOKIE, cookie},
    passwords,
    screens::people::{frame::shell_with, said::Said},
};
use askama::Template;
use axum::{
    extract::{Path, Query},
    http::StatusCode,
    response::{Html, IntoResponse, Redirect, Response},
};
use axum_extra::extract::CookieJar;
use store::StoreError;
use ui::{Form, Shell};

#[derive(Template)]
#[template(path = "settings/password.html")]
struct PasswordPage {
    shell: Shell,
    base: String,
    places: Places,
    must_change: bool,
    form: Form,
}

struct SessionLine {
    began: String,
    last_seen: String,
    until: String,
    own: bool,
    narrow: bool,
    end_href: String,
}

#[derive(Template)]
#[template(path = "settings/sessions.html")]
struct SessionsPage {
    shell: Shell,
    base: String,
    places: Places,
    sessions: Vec<SessionLine>,
}

async fn password_page(desk: &Desk, form: Form) -> Result<String, Failure> {
    let page = PasswordPage {
        shell: desk.shell(Section::Settings).await?,
        base: format!("{}/settings", desk.base),
        places: Places::of(desk, Place::Password),
        must_change: desk.session.must_change,
        form,
    };
    Ok(page.render()?)
}

/// `GET /settings/password`.
pub(crate) async fn password(desk: Desk) -> Result<Html<String>, Failure> {
    Ok(Html(password_page(&desk, Form::default()).await?))
}

/// `POST /settings/password`.
pub(crate) async fn change(desk: Desk, jar: CookieJar, Posted(mut form): Posted) -> Result<Response, Failure> {
    let office = desk.read().office().current().await?.body.name;
    let member = desk.read().members().get(desk.session.account_id).await?;
    let (current, new) = (form.value("current").to_owned(), form.value("password").to_owned());
    for (name, label) in [("current", "今のパスワード"), ("password", "新しいパスワード")] {
        if form.value(name).is_empty() {
            form.fail(name, format!("{label}が入っていません。{label}を書いてください"));
        }
    }
    if let Err(message) = passwords::acceptable(&new, &[&office, &member.login, &member.display_name]) {
        form.fail("password", message);
    }
    if new == current {
        form.fail("password", "今のパスワードと同じです。別のパスワードにしてください");
    }
    if new != form.value("again") {
        form.fail("again", "新しいパスワードと違います。同じものをもう一度書いてください");
    }
    if form.is_ok() {
        let changed =
            settings::change_own_password(&desk.app, desk.now, &desk.session, &member.login, &current, &new).await;
        match changed {
            Ok(OwnPassword::Changed(token)) => {
                let to = format!("{}/settings/sessions?ok=password", desk.base);
                let jar = jar.add(cookie(SESSION_COOKIE, token.as_str().to_owned()));
                return Ok((jar, Redirect::to(&to)).into_response());
            }
            Ok(OwnPassword::Wrong) => {
                form.fail("current", "今のパスワードが違います。もう一度書いてください");
            }
            Err(StoreError::TooSoon { wait_seconds }) => {
                let message = format!("間違いが続いたため、{wait_seconds}秒待ってから、もう一度お試しください");
                form.fail("current", message);
            }
            Err(other) => return Err(other.into()),
        }
    }
    Ok((StatusCode::UNPROCESSABLE_ENTITY, Html(password_page(&desk, form).await?)).into_response())
}

/// `GET /settings/sessions`.
pub(crate) async fn sessions(desk: Desk, Query(said): Query<Said>) -> Result<Html<String>, Failure> {
    let found = desk.app.store.sessions_of(desk.session.account_id, desk.now).await?;
    let base = format!("{}/settings", desk.base);
    let page = SessionsPage {
        shell: shell_with(&desk, Section::Settings, said.ok.as_deref()).await?,
        places: Places::of(&desk, Place::Sessions),
        sessions: found
            .into_iter()
            .map(|session| SessionLine {
                began: japan_stamp(session.created_at),
                last_seen: japan_stamp(session.last_seen_at),
                until: japan_stamp(session.expires_at),
                own: session.id == desk.session.id,
                narrow: session.narrow,
                end_href: format!("{base}/sessions/{}/end", session.id),
            })
            .collect(),
        base,
    };
    Ok(Html(page.render()?))
}

async fn end(desk: &Desk, which: Option<i64>) -> Result<Response, Failure> {
    settings::end_own_sessions(&desk.app.store, desk.now, &desk.session, which).await?;
    Ok(Redirect::to(&format!("{}/settings/sessions?ok=ended", desk.base)).into_response())
}

/// `POST /settings/sessions/{session}/end`.
pub(crate) async fn end_one(
    desk: Desk,
    Path((_, id)): Path<(i64, i64)>,
    Posted(_): Posted,
) -> Result<Response, Failure> {
    end(&desk, Some(id)).await
}

/// `POST /settings/sessions/end-others`.
pub(crate) async fn end_others(desk: Desk, Posted(_): Posted) -> Result<Response, Failure> {
    end(&desk, None).await
}
