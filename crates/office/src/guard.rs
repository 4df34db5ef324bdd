//! 門番: every request passes here – session, same origin, form token – so that no handler can forget it.
use crate::{App, failure::Failure, upload};
use axum::{
    body::{Body, HttpBody},
    extract::{FromRequestParts, OptionalFromRequestParts, Request, State},
    http::{HeaderMap, Method, header, request::Parts},
    middleware::Next,
    response::{IntoResponse, Response},
};
use axum_extra::extract::cookie::{Cookie, CookieJar, SameSite};
use store::Session;
use subtle::ConstantTimeEq;
use ui::Form;

/// Cookie of a session. `__Host-` binds it to this host, path `/`, and secure transport (loopback counts as secure).
pub(crate) const SESSION_COOKIE: &str = "__Host-tasuki";
/// Cookie of a narrow session: クイック入力 on this device.
pub(crate) const QUICK_COOKIE: &str = "__Host-tasuki-quick";
/// Cookie of the token for forms before sign-in.
const DOOR_COOKIE: &str = "__Host-tasuki-door";
/// Largest form.
const LARGEST_FORM: usize = 1024 * 1024;

/// The session of this request, when there is one.
#[derive(Clone, Debug)]
pub(crate) struct SignedIn(pub(crate) Session);

/// A form that came from our own page: its token was checked before any handler saw it.
#[derive(Clone, Debug)]
pub(crate) struct Posted(pub(crate) Form);

/// Token for forms before sign-in.
#[derive(Clone, Debug)]
pub(crate) struct DoorToken(pub(crate) String);

/// A new cookie with the flags that all ours carry.
pub(crate) fn cookie(name: &'static str, value: String) -> Cookie<'static> {
    Cookie::build((name, value)).path("/").secure(true).http_only(true).same_site(SameSite::Lax).build()
}

/// 256 random bits as text.
pub(crate) fn random_token() -> String {
    let mut bytes = [0_u8; 32];
    getrandom::fill(&mut bytes).expect("the operating system gives random bytes");
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn is_public(path: &str) -> bool {
    matches!(path, "/signin" | "/setup")
}

/// Looks at every request before it reaches a handler.
pub(crate) async fn every_request(State(app): State<App>, jar: CookieJar, request: Request, next: Next) -> Response {
    match admit(&app, &jar, request).await {
        Ok((request, door)) => {
            let response = next.run(request).await;
            match door {
                Some(token) => (jar.add(cookie(DOOR_COOKIE, token)), response).into_response(),
                None => response,
            }
        }
        Err(failure) => failure.into_response(),
    }
}

/// The request with its session and checked form, and a new door token when one has to be set.
async fn admit(app: &App, jar: &CookieJar, mut request: Request) -> Result<(Request, Option<String>), Failure> {
    let path = request.uri().path().to_owned();
    let session = session_for(app, jar, &path).await?;
    let safe = matches!(*request.method(), Method::GET | Method::HEAD);
    if session.is_none() && !is_public(&path) {
        let next = (safe && path != "/").then(|| request.uri().path().to_owned());
        return Err(Failure::SignedOut { next: next.or_else(|| safe.then(|| "/".to_owned())) });
    }
    let known_door = jar.get(DOOR_COOKIE).map(|cookie| cookie.value().to_owned()).filter(|token| token.len() == 64);
    if !safe {
        refuse_foreign(request.headers())?;
        let (parts, body) = request.into_parts();
        let expected = session.as_ref().map(|session| session.csrf.as_str()).or(known_door.as_deref());
        let takes_file = session.as_ref().and_then(|_| upload::expected(&path, &parts.headers));
        let (form, file) = if let Some(limits) = takes_file {
            upload::read(&parts, body, expected.ok_or(Failure::Forged)?, limits).await?
        } else {
            let form = read_form(&parts.headers, body).await?;
            let fits = |token: &str| bool::from(token.as_bytes().ct_eq(form.value("csrf").as_bytes()));
            if !expected.is_some_and(fits) {
                return Err(Failure::Forged);
            }
            (form, None)
        };
        request = Request::from_parts(parts, Body::empty());
        if let Some(file) = file {
            request.extensions_mut().insert(file);
        }
        request.extensions_mut().insert(Posted(form));
    }
    let new_door = (is_public(&path) && known_door.is_none()).then(random_token);
    if let Some(token) = new_door.clone().or(known_door) {
        request.extensions_mut().insert(DoorToken(token));
    }
    if let Some(session) = session {
        request.extensions_mut().insert(SignedIn(session));
    }
    Ok((request, new_door))
}

/// The session that may reach an address. A narrow one is looked at for クイック入力 alone, and there it goes before the
/// whole one of the same person, which ends sooner: a page keeps its form token as long as the device may send.
async fn session_for(app: &App, jar: &CookieJar, path: &str) -> Result<Option<Session>, Failure> {
    let whole = stored(app, jar, SESSION_COOKIE).await?.filter(|session| !session.narrow);
    if !is_quick(path) {
        return Ok(whole);
    }
    let narrow = stored(app, jar, QUICK_COOKIE).await?.filter(|session| session.narrow);
    let of = |session: &Session| (session.account_id, session.scope().office_id());
    Ok(match (whole, narrow) {
        (Some(whole), Some(narrow)) if of(&whole) != of(&narrow) => Some(whole),
        (whole, narrow) => narrow.or(whole),
    })
}

/// The living session of a cookie.
pub(crate) async fn stored(app: &App, jar: &CookieJar, name: &str) -> Result<Option<Session>, Failure> {
    match jar.get(name) {
        Some(cookie) => Ok(app.store.session(cookie.value(), app.clock.now()).await?),
        None => Ok(None),
    }
}

/// `/o/3/c/quick` and what stands behind it.
fn is_quick(path: &str) -> bool {
    let mut words = path.trim_start_matches('/').split('/');
    let office = (words.next(), words.next().is_some_and(|id| id.parse::<i64>().is_ok()));
    office == (Some("o"), true) && (words.next(), words.next()) == (Some("c"), Some("quick"))
}

/// A browser says where a request comes from; anything but our own pages is refused. Where it sends `Sec-Fetch-Site`,
/// that decides: under our `no-referrer` policy its `Origin` is `null` even for our own forms.
fn refuse_foreign(headers: &HeaderMap) -> Result<(), Failure> {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let ours = match (text("sec-fetch-site"), text("origin")) {
        (Some(site), _) => site == "same-origin",
        (None, Some(origin)) => {
            let host = text("host").unwrap_or_default();
            origin.strip_prefix("http://").or_else(|| origin.strip_prefix("https://")) == Some(host)
        }
        (None, None) => true,
    };
    if ours { Ok(()) } else { Err(Failure::Forged) }
}

async fn read_form(headers: &HeaderMap, body: Body) -> Result<Form, Failure> {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if !kind.starts_with("application/x-www-form-urlencoded") {
        return Err(Failure::Forged);
    }
    if body.size_hint().lower() > LARGEST_FORM as u64 {
        let message = "送られた内容が大きすぎます。入力を短くするか、いくつかに分けて送ってください。";
        return Err(Failure::TooLarge(message.to_owned()));
    }
    let unreadable =
        || Failure::Unreadable("送られた内容が大きすぎるか、途中で切れています。もう一度送ってください。".to_owned());
    let bytes = axum::body::to_bytes(body, LARGEST_FORM).await.map_err(|_| unreadable())?;
    std::str::from_utf8(&bytes).map_err(|_| unreadable())?;
    Ok(Form::from_pairs(form_urlencoded::parse(&bytes).into_owned()))
}

impl<S: Send + Sync> FromRequestParts<S> for Posted {
    type Rejection = Failure;
    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Posted, Failure> {
        parts.extensions.remove::<Posted>().ok_or(Failure::Forged)
    }
}

impl<S: Send + Sync> FromRequestParts<S> for SignedIn {
    type Rejection = Failure;
    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<SignedIn, Failure> {
        parts.extensions.get::<SignedIn>().cloned().ok_or(Failure::SignedOut { next: None })
    }
}

impl<S: Send + Sync> FromRequestParts<S> for DoorToken {
    type Rejection = Failure;
    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<DoorToken, Failure> {
        parts.extensions.get::<DoorToken>().cloned().ok_or(Failure::Forged)
    }
}

impl<S: Send + Sync> OptionalFromRequestParts<S> for SignedIn {
    type Rejection = Failure;
    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Option<SignedIn>, Failure> {
        Ok(parts.extensions.get::<SignedIn>().cloned())
    }
}

impl<S: Send + Sync> OptionalFromRequestParts<S> for DoorToken {
    type Rejection = Failure;
    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Option<DoorToken>, Failure> {
        Ok(parts.extensions.get::<DoorToken>().cloned())
    }
}
