//! 受給者証: the versions of the paper, each checked against it and then locked.
use super::{
    card_form,
    frame::{Head, Tab, VERSION, conflict, refused, shell_with, version_of, warn},
    names::Names,
    said::Said,
    sheet::{Difference, SheetView},
};
use crate::{
    actions::{known::Known, people},
    clock::japan_stamp,
    desk::{Desk, Section},
    failure::Failure,
    guard::Posted,
    permissions::Permission,
};
use askama::Template;
use axum::{
    extract::{Path, Query},
    http::StatusCode,
    response::{Html, IntoResponse, Redirect, Response},
};
use kernel::ServiceKind;
use serde::Deserialize;
use store::Card;
use ui::{Form, Shell};

/// The card in force in a month: where a finding leads.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Wanted {
    month: Option<String>,
}

struct CardLine {
    valid_from: String,
    decided: String,
    recipient_no: String,
    municipality_no: String,
    sending_no: String,
    granted: String,
    burden_cap: String,
    lock: String,
    locked: bool,
    href: String,
    current: bool,
}

#[derive(Template)]
#[template(path = "people/cards.html")]
struct CardsPage {
    shell: Shell,
    head: Head,
    cards: Vec<CardLine>,
    form: Form,
    sheet: SheetView,
    differences: Vec<Difference>,
    title: &'static str,
    /// The card in the form; `None` while a new one is written.
    version: Option<i64>,
    action: String,
    lock_action: String,
    new_href: String,
    editable: bool,
    reason: &'static str,
    locked: bool,
    may_lock: bool,
    may_edit: bool,
    /// 就労定着支援: two numbers of municipalities, the amount in words, a reason for opening the lock.
    retention: bool,
}

/// Field of the reason for opening a lock.
const WHY: &str = "why";

/// Who locked the card last, and when.
pub(crate) fn lock_said(names: &Names, card: &Card) -> String {
    match card.lock {
        None => "未ロック".to_owned(),
        Some(lock) => format!("ロック済み({} {})", names.of(lock.account_id), japan_stamp(lock.at)),
    }
}

/// The page with one card (`id`) or a new one in its form.
async fn page(
    desk: &Desk,
    person_id: i64,
    id: Option<i64>,
    typed: Option<Form>,
    ok: Option<&str>,
) -> Result<String, Failure> {
    let person = desk.read().people().get(person_id).await?;
    let cards = desk.read().cards().of_person(person_id).await?;
    let card = match id {
        Some(id) => Some(cards.iter().find(|card| card.id == id).ok_or(Failure::NotFound)?),
        None => None,
    };
    let names = Names::read(desk).await?;
    let base = format!("{}/people/{person_id}/cards", desk.base);
    let mut lines = Vec::with_capacity(cards.len());
    for known in &cards {
        lines.push(CardLine {
            valid_from: known.body.valid_from.both(),
            decided: format!("{}〜{}", known.body.decided_from.short_wareki(), known.body.decided_to.short_wareki()),
            recipient_no: known.body.recipient_no.to_string(),
            municipality_no: known.body.municipality_no.to_string(),
            sending_no: known.body.sending_municipality_no().to_string(),
            granted: match desk.kind {
                ServiceKind::Retention => known.body.detail.granted_text.clone(),
                _ => format!("{}日", known.body.granted_days),
            },
            burden_cap: known.body.burden_cap.to_string(),
            lock: lock_said(&names, known),
            locked: known.locked,
            href: format!("{base}/{}", known.id),
            current: Some(known.id) == id,
        });
    }
    let stored = card.map(|card| card_form::show(&card.body));
    let form = typed.or_else(|| stored.clone()).unwrap_or_else(|| copied(cards.last()));
    let sheet = card_form::sheet(desk.kind);
    let locked = card.is_some_and(|card| card.locked);
    let may_edit = desk.may(Permission::EditPeople);
    let mut shell = shell_with(desk, Section::People, ok).await?;
    if let Some(card) = card {
        warn(&mut shell, &card_form::warnings(&card.body, desk.app.tables));
    }
    let version = card
        .map(|card| if form.error(VERSION).is_some() || !form.has(VERSION) { card.version } else { version_of(&form) });
    let action = id.map_or_else(|| base.clone(), |id| format!("{base}/{id}"));
    let page = CardsPage {
        shell,
        head: Head::of(desk, &person, Tab::Cards),
        cards: lines,
        differences: stored.as_ref().map(|stored| conflict(&sheet, stored, &form)).unwrap_or_default(),
        sheet: sheet.view(&form, may_edit && !locked),
        title: if id.is_some() { "受給者証の内容" } else { "新しい受給者証" },
        version,
        lock_action: format!("{action}/{}", if locked { "unlock" } else { "lock" }),
        action,
        new_href: base,
        editable: may_edit && !locked,
        reason: match (locked, may_edit) {
            (true, _) => {
                "ロックされているため、直せません。証が変わったときは新しい受給者証を登録し、書き間違いのときはロックを解除して直してください。"
            }
            (false, false) => "あなたの役割では見るだけです。",
            _ => "",
        },
        locked,
        may_lock: desk.may(Permission::LockCard),
        may_edit,
        retention: desk.kind == ServiceKind::Retention,
        form,
    };
    Ok(page.render()?)
}

/// A new card begins with what rarely changes from paper to paper.
fn copied(last: Option<&Card>) -> Form {
    let Some(last) = last else { return Form::default() };
    let mut form = card_form::show(&last.body);
    let of_this_paper = ["valid_from", "decided_from", "decided_to", "issued_on", "cap_from", "cap_to", "applied_for"];
    for name in of_this_paper.into_iter().chain(["original_seen_on"]) {
        form.set(name, "");
    }
    // 発送先 follows 請求先 again, unless the two differed
    if last.body.sending_municipality_no() == &last.body.municipality_no {
        form.set("sending_municipality_no", "");
    }
    form
}

/// `GET …/cards`.
pub(crate) async fn show(
    desk: Desk,
    Path((_, person)): Path<(i64, i64)>,
    Query(said): Query<Said>,
    Query(wanted): Query<Wanted>,
) -> Result<Response, Failure> {
    let in_force = match wanted.month.as_deref().map(str::parse) {
        Some(Ok(month)) => desk.read().cards().in_force(person, month).await?,
        _ => None,
    };
    if let Some(card) = in_force {
        return Ok(Redirect::to(&format!("{}/people/{person}/cards/{}", desk.base, card.id)).into_response());
    }
    Ok(Html(page(&desk, person, None, None, said.ok.as_deref()).await?).into_response())
}

/// `GET …/cards/{card}`.
pub(crate) async fn show_one(
    desk: Desk,
    Path((_, person, card)): Path<(i64, i64, i64)>,
    Query(said): Query<Said>,
) -> Result<Html<String>, Failure> {
    Ok(Html(page(&desk, person, Some(card), None, said.ok.as_deref()).await?))
}

async fn put(desk: &Desk, person: i64, id: Option<i64>, mut form: Form) -> Result<Response, Failure> {
    desk.require(Permission::EditPeople)?;
    desk.read().people().get(person).await?;
    let stored = match id {
        Some(id) => Some(desk.read().cards().get(id).await?.body),
        None => None,
    };
    let Some(body) = card_form::read(&mut form, desk.kind, stored.as_ref()) else {
        let html = page(desk, person, id, Some(form), None).await?;
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, Html(html)).into_response());
    };
    let known = id.map(|id| Known { id, version: version_of(&form) });
    match people::save_card(&desk.app.store, &desk.actor(), desk.now, person, known, &body).await {
        Ok(id) => Ok(Redirect::to(&format!("{}/people/{person}/cards/{id}?ok=card", desk.base)).into_response()),
        Err(error) => {
            let status = refused(&mut form, error, "valid_from")?;
            Ok((status, Html(page(desk, person, id, Some(form), None).await?)).into_response())
        }
    }
}

/// `POST …/cards`.
pub(crate) async fn create(
    desk: Desk,
    Path((_, person)): Path<(i64, i64)>,
    Posted(form): Posted,
) -> Result<Response, Failure> {
    put(&desk, person, None, form).await
}

/// `POST …/cards/{card}`.
pub(crate) async fn save(
    desk: Desk,
    Path((_, person, card)): Path<(i64, i64, i64)>,
    Posted(form): Posted,
) -> Result<Response, Failure> {
    put(&desk, person, Some(card), form).await
}

/// The page after an act on the lock was refused: the message stands at a field, the typed reason stays.
async fn lock_refused(
    desk: &Desk,
    (person, card): (i64, i64),
    (status, field, message): (StatusCode, &str, &str),
    why: &str,
) -> Result<Response, Failure> {
    let stored = desk.read().cards().get(card).await?;
    let mut form = card_form::show(&stored.body);
    form.set(WHY, why).fail(field, message);
    Ok((status, Html(page(desk, person, Some(card), Some(form), None).await?)).into_response())
}

async fn turn_key(desk: &Desk, person: i64, card: i64, form: &Form, lock: bool) -> Result<Response, Failure> {
    desk.require(Permission::LockCard)?;
    let known = Known { id: card, version: version_of(form) };
    let why = form.text(WHY).unwrap_or_default();
    if !lock && why.is_empty() && desk.kind == ServiceKind::Retention {
        let message = "ロックを解除する理由が入っていません。なぜ直すのかを書いてください";
        let refusal = (StatusCode::UNPROCESSABLE_ENTITY, WHY, message);
        return lock_refused(desk, (person, card), refusal, why).await;
    }
    match people::lock_card(&desk.app.store, &desk.actor(), desk.now, person, known, lock, why).await {
        Ok(()) => {
            let code = if lock { "locked" } else { "unlocked" };
            Ok(Redirect::to(&format!("{}/people/{person}/cards/{card}?ok={code}", desk.base)).into_response())
        }
        Err(error) => {
            let mut told = Form::default();
            let status = refused(&mut told, error, VERSION)?;
            let message = told.error(VERSION).unwrap_or_default();
            lock_refused(desk, (person, card), (status, VERSION, message), why).await
        }
    }
}

/// `POST …/cards/{card}/lock`.
pub(crate) async fn lock(
    desk: Desk,
    Path((_, person, card)): Path<(i64, i64, i64)>,
    Posted(form): Posted,
) -> Result<Response, Failure> {
    turn_key(&desk, person, card, &form, true).await
}

/// `POST …/cards/{card}/unlock`.
pub(crate) async fn unlock(
    desk: Desk,
    Path((_, person, card)): Path<(i64, i64, i64)>,
    Posted(form): Posted,
) -> Result<Response, Failure> {
    turn_key(&desk, person, card, &form, false).await
}
