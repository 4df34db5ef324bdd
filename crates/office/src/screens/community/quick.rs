//! クイック入力: today's people on a phone – 開始 and 終了 stamp the time, the browser keeps what could not be sent.
use super::{
    device, namesakes,
    visits::{
        form::{self, Around, LONGEST_MINUTES, service_key},
        overlap,
        reading::{Reading, SERVICES, decided, read_service},
        used::hours,
        usual_on,
    },
};
use crate::{
    App,
    actions::community::visits::{self as act, Sent},
    clock::{japan_day, japan_time},
    desk::{Desk, Section, said},
    failure::Failure,
    guard::{Posted, random_token},
    permissions::Permission,
};
use askama::Template;
use axum::{
    Json, Router,
    extract::Query,
    http::StatusCode,
    response::{Html, IntoResponse, Redirect, Response},
    routing::{get, post},
};
use fees::community::facts::Service;
use kernel::{Day, typed};
use serde::Deserialize;
use serde_json::json;
use store::{CommunityMonth, CommunityPerson, StoreError, VisitBody, VisitStaff};
use ui::{Banner, BannerKind, Form, Shell};

pub(crate) fn routes() -> Router<App> {
    Router::new()
        .route("/c/quick", get(show))
        .route("/c/quick/start", post(start))
        .route("/c/quick/stop", post(stop))
        .route("/c/quick/device", post(device::begin))
        .route("/c/quick/device/end", post(device::end))
}

/// What stands behind the `?`: a visit under way where no script keeps it, ids and times only.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct QuickQuery {
    person: Option<i64>,
    service: Option<String>,
    date: Option<String>,
    start: Option<String>,
    key: Option<String>,
    sent: Option<String>,
    /// The visit that was sent.
    kept: Option<i64>,
    /// This device was just let in.
    device: Option<String>,
}

/// A service that can be started for somebody.
struct Door {
    key: &'static str,
    label: &'static str,
    meal: bool,
}

/// One person to tap.
struct PersonView {
    id: i64,
    name: String,
    note: String,
    doors: Vec<Door>,
    month_href: String,
}

/// A visit under way, or the empty card that the script fills.
struct CardView {
    service: &'static str,
    service_label: &'static str,
    daytime: bool,
    person: String,
    name: String,
    date: String,
    start: String,
    end: String,
    key: String,
    meal: bool,
    id: &'static str,
    error: Option<String>,
    /// Whether the length of the visit is asked about.
    asks_long: bool,
    /// What was chosen besides the times.
    typed: Form,
}

impl CardView {
    fn empty(service: Service) -> CardView {
        CardView {
            service: service_key(service),
            service_label: service.label_ja(),
            daytime: service == Service::Daytime,
            person: String::new(),
            name: String::new(),
            date: String::new(),
            start: String::new(),
            end: String::new(),
            key: String::new(),
            meal: true,
            id: if service == Service::Daytime { "daytime" } else { "mobility" },
            error: None,
            asks_long: false,
            typed: Form::default(),
        }
    }
}

#[derive(Template)]
#[template(path = "community/quick.html")]
struct QuickPage {
    shell: Shell,
    day_label: String,
    account: i64,
    now_ms: i64,
    store_key: String,
    start_href: String,
    stop_href: String,
    signin_href: String,
    month_href: String,
    /// Minutes of a visit above which the script asks, as the server does.
    longest: u16,
    device: device::DeviceView,
    running: Option<CardView>,
    cards: [CardView; 2],
    usual: Vec<PersonView>,
    others: Vec<PersonView>,
}

fn person_view(desk: &Desk, month: &CommunityMonth, person: &CommunityPerson, name: String, today: Day) -> PersonView {
    let card = person.card();
    let low =
        card.and_then(|card| card.body.income_class).is_none_or(|class| matches!(class.code(), "01" | "02" | "03"));
    let any = card.is_some_and(|card| SERVICES.into_iter().any(|one| decided(card, one, month.month).is_some()));
    let offered = SERVICES
        .into_iter()
        .filter(|service| !any || card.is_some_and(|card| decided(card, *service, month.month).is_some()));
    let spans: Vec<String> =
        person.visits.iter().filter(|visit| visit.body.day() == today).map(|visit| form::span(&visit.body)).collect();
    PersonView {
        id: person.person.id,
        name,
        note: if spans.is_empty() { String::new() } else { format!("今日の記録 {}", spans.join("、")) },
        doors: offered
            .map(|service| Door {
                key: service_key(service),
                label: service.label_ja(),
                meal: low && service == Service::Daytime,
            })
            .collect(),
        month_href: desk.month_href(month.month, &format!("/visits/{}", person.person.id)),
    }
}

/// The page; `sent` is the time of the visit that was sent just now, with what is to be looked at in it.
async fn page(desk: &Desk, running: Option<CardView>, sent: Option<(String, String)>) -> Result<QuickPage, Failure> {
    let today = desk.app.clock.today();
    let month = desk.read().community_month(today.month()).await?;
    let order = usual_on(desk, today).await?;
    let names = namesakes::of_month(&month);
    let mut people: Vec<PersonView> =
        month.people.iter().zip(names).map(|(person, name)| person_view(desk, &month, person, name, today)).collect();
    let place = |id: i64| order.iter().position(|one| *one == id);
    people.sort_by_key(|person| place(person.id).unwrap_or(usize::MAX));
    let (usual, others) = people.into_iter().partition(|person| place(person.id).is_some());
    let mut shell = desk.shell(Section::Records).await?;
    if let Some((at, notice)) = sent {
        said(&mut shell, format!("送りました {at}"));
        if !notice.is_empty() {
            shell.banner = Some(Banner { kind: BannerKind::Warning, text: format!("送りました {at} {notice}") });
        }
    }
    let quick = format!("{}/c/quick", desk.base);
    Ok(QuickPage {
        shell,
        day_label: format!("{}({})", today.wareki(), today.weekday_ja()),
        account: desk.session.account_id,
        now_ms: desk.now.as_millisecond(),
        store_key: format!("tasuki-quick:{}", desk.base),
        start_href: format!("{quick}/start"),
        stop_href: format!("{quick}/stop"),
        signin_href: format!("/signin?next={quick}"),
        month_href: desk.month_href(today.month(), "/visits"),
        longest: LONGEST_MINUTES,
        device: device::view(desk),
        running,
        cards: [CardView::empty(Service::Mobility), CardView::empty(Service::Daytime)],
        usual,
        others,
    })
}

/// `GET /c/quick`.
pub(crate) async fn show(desk: Desk, Query(query): Query<QuickQuery>) -> Result<Html<String>, Failure> {
    desk.require(Permission::Record)?;
    let running = match query.person {
        Some(id) => Some(running_card(&desk, id, &query).await?),
        None => None,
    };
    let sent = query.sent.filter(|at| at.len() == 4).and_then(|at| typed::time(&at).ok()).map(|at| at.to_string());
    let sent = match sent {
        Some(at) => Some((at, kept_notice(&desk, query.kept).await?)),
        None => None,
    };
    let mut page = page(&desk, running, sent).await?;
    if query.device.is_some() && desk.session.narrow {
        said(&mut page.shell, format!("この端末で、{}まで送れます。", device::until(&desk)));
    }
    Ok(Html(page.render()?))
}

/// What is to be looked at in a visit that was sent just now.
async fn kept_notice(desk: &Desk, id: Option<i64>) -> Result<String, Failure> {
    let Some(id) = id else { return Ok(String::new()) };
    let Ok(visit) = desk.read().visits().get(id).await else { return Ok(String::new()) };
    overlap::notice(desk, visit.person_id, &visit.body, id).await
}

/// The visit under way that the address tells of.
async fn running_card(desk: &Desk, person_id: i64, query: &QuickQuery) -> Result<CardView, Failure> {
    let name = desk.read().people().get(person_id).await?.body.name;
    let date: Day = query.date.as_deref().unwrap_or_default().parse().map_err(|_| Failure::NotFound)?;
    let service = if query.service.as_deref() == Some("daytime") { Service::Daytime } else { Service::Mobility };
    Ok(CardView {
        person: person_id.to_string(),
        name,
        date: date.to_string(),
        start: query.start.clone().unwrap_or_default(),
        key: query.key.clone().unwrap_or_default(),
        id: "now",
        ..CardView::empty(service)
    })
}

/// The minute of the clock in Japan as people type it.
fn clock_now(desk: &Desk) -> String {
    japan_time(desk.now).replace(':', "")
}

/// `POST /c/quick/start`: without script the address keeps the visit under way, so that a reload loses nothing.
pub(crate) async fn start(desk: Desk, Posted(form): Posted) -> Result<Response, Failure> {
    desk.require(Permission::Record)?;
    let person: i64 = form.value("person").parse().map_err(|_| Failure::NotFound)?;
    desk.read().people().get(person).await?;
    let (date, at, key) = (japan_day(desk.now), clock_now(&desk), random_token());
    let service = service_key(form::service_of(&form));
    let to = format!("{}/c/quick?person={person}&service={service}&date={date}&start={at}&key={key}", desk.base);
    Ok(Redirect::to(&to).into_response())
}

/// Whether the answer goes to the queue of the script.
fn wants_json(form: &Form) -> bool {
    form.is("as", "json")
}

/// The fields as the entry of a month reads them: an end that is not typed is now.
fn complete(desk: &Desk, form: &mut Form, date: Day) {
    if form.text("end").is_none() {
        let (today, now) = (japan_day(desk.now), clock_now(desk));
        form.set("end", now);
        if today == date.plus_days(1) {
            form.set("next_day", "1");
        } else if today != date {
            form.set("end", "");
        }
    }
}

/// A visit that is longer than visits are is sent only when somebody has said that it was.
fn ask_long(form: &mut Form, body: &VisitBody) -> bool {
    let minutes = body.facts.worked_minutes();
    let asks = minutes > LONGEST_MINUTES && !form.checked("long_ok");
    if asks {
        let length = hours(u32::from(minutes));
        form.fail(
            "long_ok",
            format!(
                "{}、{length}になります。「終了」の押し忘れなら、実際の終了の時刻を入れてください。この長さで正しいときは「この長さで正しい」に印を付けて、もう一度押してください",
                form::span(body)
            ),
        );
    }
    asks
}

/// What the rules make of a visit that was kept: names of lines only.
async fn made(desk: &Desk, person_id: i64, id: i64, body: &VisitBody) -> Result<String, Failure> {
    let month = desk.read().community_month_of(person_id, body.day().month()).await?;
    let Some(person) = month.people.first() else { return Ok(String::new()) };
    Ok(match read_service(&month, person, body.service) {
        Reading::Done(done) => {
            let names: Vec<&str> = done.lines_of(id).map(|entry| entry.service_name.as_str()).collect();
            let held = done.lines_of(id).any(|entry| !entry.held.is_empty());
            format!("{}{}", names.join("、"), if held { "(保留。事務所で決めます)" } else { "" })
        }
        _ => String::new(),
    })
}

fn told(desk: &Desk, status: StatusCode, message: &str, field: &str) -> Response {
    let at = japan_time(desk.now);
    (status, Json(json!({ "ok": false, "message": message, "field": field, "at": at }))).into_response()
}

/// `POST /c/quick/stop`: keeps the visit exactly once. What cannot be kept is answered with words and stays in the browser.
pub(crate) async fn stop(desk: Desk, Posted(mut form): Posted) -> Result<Response, Failure> {
    let as_json = wants_json(&form);
    if !desk.may(Permission::Record) {
        let refusal = Failure::Forbidden(Permission::Record.label_ja());
        return if as_json {
            Ok(told(&desk, StatusCode::UNPROCESSABLE_ENTITY, &refusal.tell().2, ""))
        } else {
            Err(refusal)
        };
    }
    let person_id: i64 = form.value("person").parse().map_err(|_| Failure::NotFound)?;
    let date: Day = form.value("date").parse().map_err(|_| Failure::NotFound)?;
    complete(&desk, &mut form, date);
    let read = form::read(&mut form, Around { month: date.month(), members: &[], before: None });
    let asks_long = read.as_ref().is_some_and(|body| ask_long(&mut form, body));
    let outcome = match read.filter(|_| !asks_long) {
        None => Err((StatusCode::UNPROCESSABLE_ENTITY, first_error(&form))),
        Some(mut body) => {
            body.staff =
                vec![VisitStaff { name: desk.session.display_name.clone(), account_id: Some(desk.session.account_id) }];
            let sent = Sent { person_id, client_key: form.value("key"), body: &body };
            match act::send(&desk.app.store, &desk.actor(), desk.now, sent).await {
                Ok(kept) => Ok((kept.id, body)),
                Err(error) => Err(refusal(error)?),
            }
        }
    };
    match outcome {
        Ok((id, body)) if as_json => {
            let text = made(&desk, person_id, id, &body).await?;
            let notice = overlap::notice(&desk, person_id, &body, id).await?;
            let answer = json!({ "ok": true, "at": japan_time(desk.now), "text": text, "notice": notice });
            Ok(Json(answer).into_response())
        }
        Ok((id, body)) => {
            let looked_at = !overlap::notice(&desk, person_id, &body, id).await?.is_empty();
            let kept = if looked_at { format!("&kept={id}") } else { String::new() };
            Ok(Redirect::to(&format!("{}/c/quick?sent={}{kept}", desk.base, clock_now(&desk))).into_response())
        }
        Err((status, (message, field))) if as_json => Ok(told(&desk, status, &message, &field)),
        Err((status, (message, _))) => {
            let name = desk.read().people().get(person_id).await?.body.name;
            let card = CardView {
                person: person_id.to_string(),
                name,
                date: date.to_string(),
                start: form.value("start").to_owned(),
                end: form.value("end").to_owned(),
                key: form.value("key").to_owned(),
                id: "now",
                typed: form.clone(),
                error: Some(message),
                asks_long,
                ..CardView::empty(form::service_of(&form))
            };
            Ok((status, Html(page(&desk, Some(card), None).await?.render()?)).into_response())
        }
    }
}

fn first_error(form: &Form) -> (String, String) {
    let first = form.errors().first().map(|(name, message)| ((*message).to_owned(), (*name).to_owned()));
    first.unwrap_or_else(|| ("入力を読み取れません。時刻を直してください".to_owned(), "start".to_owned()))
}

/// The status and words of what the store would not keep; a fault of the machine is answered as such and tried again.
fn refusal(error: StoreError) -> Result<(StatusCode, (String, String)), Failure> {
    let failure = Failure::from(error);
    let (status, _, message) = failure.tell();
    if status.is_server_error() || status == StatusCode::NOT_FOUND {
        return Err(failure);
    }
    Ok((status, (message, String::new())))
}
