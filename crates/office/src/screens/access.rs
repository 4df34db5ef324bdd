//! はじめの設定・サインイン・サインアウト.
use crate::{
    App,
    actions::access::{self, SetUp},
    failure::Failure,
    guard::{self, DoorToken, Posted, QUICK_COOKIE, SESSION_COOKIE, SignedIn, cookie},
};
use askama::Template;
use axum::{
    Router,
    extract::{ConnectInfo, Query, State},
    http::StatusCode,
    response::{Html, IntoResponse, Redirect, Response},
    routing::{get, post},
};
use axum_extra::extract::CookieJar;
use kernel::ServiceKind;
use serde::Deserialize;
use std::net::SocketAddr;
use ui::{Choice, Form, Shell};

pub(crate) fn routes() -> Router<App> {
    Router::new()
        .route("/", get(first))
        .route("/setup", get(setup_form).post(setup))
        .route("/signin", get(signin_form).post(signin))
        .route("/signout", post(signout))
}

#[derive(Template)]
#[template(path = "access/signin.html")]
struct SigninPage {
    shell: Shell,
    form: Form,
    token: String,
    signed_out: bool,
}

#[derive(Template)]
#[template(path = "access/setup.html")]
struct SetupPage {
    shell: Shell,
    form: Form,
    token: String,
    areas: Vec<Choice>,
    kinds: Vec<Choice>,
}

/// `/`: the office of the session.
async fn first(SignedIn(session): SignedIn) -> Redirect {
    Redirect::to(&format!("/o/{}/", session.scope().office_id()))
}

#[derive(Deserialize)]
struct SigninQuery {
    next: Option<String>,
    out: Option<String>,
}

/// Only addresses of our own pages are followed after sign-in.
fn own_path(next: &str) -> Option<&str> {
    let plain = next.starts_with('/') && !next.starts_with("//") && !next.contains(['\\', ':', '\n', '\r']);
    plain.then_some(next)
}

async fn signin_form(
    State(app): State<App>,
    DoorToken(token): DoorToken,
    signed_in: Option<SignedIn>,
    Query(query): Query<SigninQuery>,
) -> Result<Response, Failure> {
    if app.store.is_empty().await? {
        return Ok(Redirect::to("/setup").into_response());
    }
    if let Some(SignedIn(session)) = signed_in {
        return Ok(Redirect::to(&format!("/o/{}/", session.scope().office_id())).into_response());
    }
    let mut form = Form::default();
    form.set_some("next", query.next.as_deref().and_then(own_path));
    let shell = Shell { demo: app.demo, ..Shell::default() };
    let page = SigninPage { shell, form, token, signed_out: query.out.is_some() };
    Ok(Html(page.render()?).into_response())
}

async fn signin(
    State(app): State<App>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    (door, running): (Option<DoorToken>, Option<SignedIn>),
    jar: CookieJar,
    Posted(mut form): Posted,
) -> Result<Response, Failure> {
    let now = app.clock.now();
    let login = form.value("login").trim().to_owned();
    let password = form.value("password").to_owned();
    match access::sign_in(&app, now, &login, &password, &peer.ip().to_string()).await? {
        access::SignedIn::Welcome(token) => {
            if let Some(SignedIn(running)) = running {
                access::sign_out(&app, now, &running).await?;
            }
            let next = own_path(form.value("next")).unwrap_or("/").to_owned();
            Ok((jar.add(cookie(SESSION_COOKIE, token.as_str().to_owned())), Redirect::to(&next)).into_response())
        }
        access::SignedIn::Refused(message) => {
            form.fail("login", message);
            let token = door.map(|DoorToken(token)| token).unwrap_or_default();
            let shell = Shell { demo: app.demo, ..Shell::default() };
            let page = SigninPage { shell, form, token, signed_out: false };
            Ok((StatusCode::UNPROCESSABLE_ENTITY, Html(page.render()?)).into_response())
        }
    }
}

async fn signout(
    State(app): State<App>,
    SignedIn(session): SignedIn,
    jar: CookieJar,
    Posted(_): Posted,
) -> Result<Response, Failure> {
    let now = app.clock.now();
    access::sign_out(&app, now, &session).await?;
    // who signs out leaves nothing open on this device
    if let Some(narrow) = guard::stored(&app, &jar, QUICK_COOKIE).await? {
        access::sign_out(&app, now, &narrow).await?;
    }
    let jar = jar.remove(cookie(SESSION_COOKIE, String::new())).remove(cookie(QUICK_COOKIE, String::new()));
    Ok((jar, Redirect::to("/signin?out=1")).into_response())
}

fn areas(app: &App) -> Vec<Choice> {
    let known = app.tables.area_classes(app.clock.month()).into_iter().map(|area| Choice::new(area, area));
    std::iter::once(Choice::new("", "選んでください")).chain(known).collect()
}

fn kinds() -> Vec<Choice> {
    ServiceKind::ALL.into_iter().map(|kind| Choice::new(kind.key(), kind.label_ja())).collect()
}

async fn setup_form(State(app): State<App>, DoorToken(token): DoorToken) -> Result<Response, Failure> {
    if !app.store.is_empty().await? {
        return Ok(Redirect::to("/signin").into_response());
    }
    let page = SetupPage { shell: Shell::default(), form: Form::default(), token, areas: areas(&app), kinds: kinds() };
    Ok(Html(page.render()?).into_response())
}

async fn setup(
    State(app): State<App>,
    DoorToken(token): DoorToken,
    jar: CookieJar,
    Posted(mut form): Posted,
) -> Result<Response, Failure> {
    if !app.store.is_empty().await? {
        return Ok(Redirect::to("/signin").into_response());
    }
    if let Some(input) = SetUp::read(&mut form) {
        let session = access::set_up(&app, app.clock.now(), input).await?;
        return Ok((jar.add(cookie(SESSION_COOKIE, session.as_str().to_owned())), Redirect::to("/")).into_response());
    }
    let page = SetupPage { shell: Shell::default(), form, token, areas: areas(&app), kinds: kinds() };
    Ok((StatusCode::UNPROCESSABLE_ENTITY, Html(page.render()?)).into_response())
}
