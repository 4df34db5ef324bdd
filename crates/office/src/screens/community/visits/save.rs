//! 保存・削除・元に戻す・先週を写す: what the buttons of a person's month do.
use super::{
    form::{self, Around},
    overlap,
    page::{self, VisitQuery},
    stored,
};
use crate::{
    actions::{
        community::visits::{self as act, Sent},
        known::Known,
    },
    desk::Desk,
    failure::Failure,
    guard::{Posted, random_token},
    permissions::Permission,
    screens::month_of::month_of,
};
use askama::Template;
use axum::{
    extract::Path,
    http::StatusCode,
    response::{Html, IntoResponse, Redirect, Response},
};
use kernel::{Month, typed};
use store::{StoreError, VisitBody};
use ui::Form;

fn here(desk: &Desk, month: Month, person_id: i64, rest: &str) -> String {
    desk.month_href(month, &format!("/visits/{person_id}{rest}"))
}

fn back(desk: &Desk, month: Month, person_id: i64, rest: &str) -> Response {
    Redirect::to(&here(desk, month, person_id, rest)).into_response()
}

/// The page again with everything that was typed.
async fn again(desk: &Desk, month: Month, person_id: i64, status: StatusCode, form: Form) -> Result<Response, Failure> {
    let page = page::page(desk, month, person_id, &VisitQuery::default(), form).await?;
    Ok((status, Html(page.render()?)).into_response())
}

/// `POST …/visits/{person}`: saves, or with 「確かめる」 only shows.
pub(crate) async fn one(
    desk: Desk,
    Path((_, month, person_id)): Path<(i64, String, i64)>,
    Posted(mut form): Posted,
) -> Result<Response, Failure> {
    desk.require(Permission::Record)?;
    let month = month_of(&month)?;
    if let Some(told) = stored::release_deleted(&desk, person_id, &mut form).await? {
        form.fail("date", told);
        return again(&desk, month, person_id, StatusCode::CONFLICT, form).await;
    }
    let stored = stored::stored_of(&desk, person_id, &form).await?;
    let members = desk.read().members().list().await?;
    let around = Around { month, members: &members, before: stored.as_ref().map(|visit| &visit.body) };
    let Some(body) = form::read(&mut form, around) else {
        return again(&desk, month, person_id, StatusCode::UNPROCESSABLE_ENTITY, form).await;
    };
    if form.is("act", "check") {
        return again(&desk, month, person_id, StatusCode::OK, form).await;
    }
    let except = stored.as_ref().map(|visit| visit.id);
    let overlaps = overlap::told(&desk, person_id, &body, except).await?;
    if !overlaps.is_empty() && !form.checked("overlap_ok") {
        form.set("asks_overlap", "1");
        let mend = "時刻を直すか、重なっていて正しいときは「重なったまま保存する」に印を付けてください";
        form.fail("overlap_ok", format!("{}。{mend}", overlaps.join("。")));
        return again(&desk, month, person_id, StatusCode::UNPROCESSABLE_ENTITY, form).await;
    }
    match keep(&desk, person_id, except, &form, &body).await {
        Ok((id, true)) => Ok(back(&desk, month, person_id, &format!("?saved={id}"))),
        Ok((_, false)) => Ok(back(&desk, month, person_id, "?done=known")),
        Err(error) => refused(&desk, month, person_id, form, error).await,
    }
}

/// Keeps the visit; gives its id and whether anything was written.
async fn keep(
    desk: &Desk,
    person_id: i64,
    stored: Option<i64>,
    form: &Form,
    body: &VisitBody,
) -> Result<(i64, bool), StoreError> {
    let (store, actor) = (&desk.app.store, desk.actor());
    if let Some(id) = stored {
        let known = Known { id, version: form.value("version").parse().unwrap_or(0) };
        act::correct(store, &actor, desk.now, person_id, known, body).await?;
        return Ok((id, true));
    }
    let sent = Sent { person_id, client_key: form.value("key"), body };
    let kept = act::send(store, &actor, desk.now, sent).await?;
    Ok((kept.id, kept.is_new))
}

/// What the store refused stands on top of the form, and what was typed stays. After a conflict the next press counts
/// against the other person's version, which is told.
async fn refused(
    desk: &Desk,
    month: Month,
    person_id: i64,
    mut form: Form,
    error: StoreError,
) -> Result<Response, Failure> {
    if matches!(error, StoreError::NotFound { .. }) {
        let Some(told) = stored::release_deleted(desk, person_id, &mut form).await? else { return Err(error.into()) };
        form.fail("date", told);
        return again(desk, month, person_id, StatusCode::CONFLICT, form).await;
    }
    if let StoreError::Conflict { .. } = &error
        && let Some(theirs) = stored::stored_of(desk, person_id, &form).await?
    {
        let (day, span) = (theirs.body.day().number(), form::span(&theirs.body));
        let message = format!(
            "ほかの人が先に保存しました(今の記録: {day}日 {span} {})。入力は残っています。もう一度「直して保存」を押すと、入力した内容に変わります",
            theirs.body.note
        );
        form.set("version", theirs.version);
        form.fail("date", message);
        return again(desk, month, person_id, StatusCode::CONFLICT, form).await;
    }
    let failure = Failure::from(error);
    let (status, _, message) = failure.tell();
    if status.is_server_error() {
        return Err(failure);
    }
    form.fail("date", message);
    again(desk, month, person_id, status, form).await
}

/// `POST …/visits/{person}/keep`: the same entry in another month, with everything that was typed.
pub(crate) async fn keep_typed(
    desk: Desk,
    Path((_, month, person_id)): Path<(i64, String, i64)>,
    Posted(mut form): Posted,
) -> Result<Response, Failure> {
    let month = month_of(&month)?;
    if let Some(told) = stored::release_deleted(&desk, person_id, &mut form).await? {
        form.fail("date", told);
    }
    form.set("kept", "1");
    again(&desk, month, person_id, StatusCode::OK, form).await
}

fn number(form: &Form, name: &str) -> Result<i64, Failure> {
    let unreadable = || Failure::Unreadable("押した行が読み取れません。画面を開き直してください。".to_owned());
    form.value(name).parse().map_err(|_| unreadable())
}

/// `POST …/visits/{person}/{visit}/delete`.
pub(crate) async fn delete(
    desk: Desk,
    Path((_, month, person_id, id)): Path<(i64, String, i64, i64)>,
    Posted(form): Posted,
) -> Result<Response, Failure> {
    desk.require(Permission::Record)?;
    let month = month_of(&month)?;
    let known = Known { id, version: number(&form, "version")? };
    let gone = act::delete(&desk.app.store, &desk.actor(), desk.now, person_id, &[known]).await?;
    let after = gone.first().map_or(0, |(_, after)| *after);
    Ok(back(&desk, month, person_id, &format!("?deleted={id}.{}.{after}", known.version)))
}

/// `POST …/visits/{person}/restore`: 元に戻す after a deletion.
pub(crate) async fn restore(
    desk: Desk,
    Path((_, month, person_id)): Path<(i64, String, i64)>,
    Posted(form): Posted,
) -> Result<Response, Failure> {
    desk.require(Permission::Record)?;
    let month = month_of(&month)?;
    let known = Known { id: number(&form, "id")?, version: number(&form, "version")? };
    act::restore(&desk.app.store, &desk.actor(), desk.now, person_id, known, number(&form, "to")?).await?;
    Ok(back(&desk, month, person_id, "?done=restored"))
}

/// A visit of last week as 先週を写す writes it.
pub(super) fn a_week_later(mut body: VisitBody) -> VisitBody {
    body.facts.date = body.facts.date.plus_days(7);
    body
}

/// `POST …/visits/{person}/week`: 先週を写す – the seven days before onto the week that begins on a day of the month.
/// What would overlap is left out and told: nobody has said yet that it is right.
pub(crate) async fn last_week(
    desk: Desk,
    Path((_, month, person_id)): Path<(i64, String, i64)>,
    Posted(mut form): Posted,
) -> Result<Response, Failure> {
    desk.require(Permission::Record)?;
    let month = month_of(&month)?;
    let first = typed::integer(form.value("week")).ok().and_then(|day| month.day(u8::try_from(day).ok()?));
    let Some(first) = first else {
        form.fail("week", format!("写す週の始まりは、1日から{}日までの数で入れてください", month.days()));
        return again(&desk, month, person_id, StatusCode::UNPROCESSABLE_ENTITY, form).await;
    };
    let before = desk.read().visits().week_before(person_id, first).await?;
    let there = desk.read().visits().of_days(person_id, first, first.plus_days(6)).await?;
    let mut copies: Vec<(String, VisitBody)> = Vec::new();
    let mut left: Vec<String> = Vec::new();
    for visit in before {
        let (id, body) = (visit.id, a_week_later(visit.body));
        let same = |other: &store::Visit| {
            (other.body.day(), other.body.facts.start, other.body.service)
                == (body.day(), body.facts.start, body.service)
        };
        if body.day().month() != month || there.iter().any(same) {
            continue;
        }
        let meets = copies.iter().any(|(_, copy)| overlap::excludes(copy, &body));
        if meets || !overlap::found(&desk, person_id, &body, None).await?.is_empty() {
            left.push(id.to_string());
        } else {
            copies.push((random_token(), body));
        }
    }
    let left = if left.is_empty() { String::new() } else { format!("&left={}", left.join(",")) };
    if copies.is_empty() {
        return Ok(back(&desk, month, person_id, &format!("?done=nothing{left}")));
    }
    let made = act::copy_all(&desk.app.store, &desk.actor(), desk.now, (person_id, month), &copies).await;
    match made {
        Ok(made) => {
            let list: Vec<String> = made.iter().map(|known| format!("{}.{}", known.id, known.version)).collect();
            Ok(back(&desk, month, person_id, &format!("?copied={}{left}", list.join(","))))
        }
        Err(error) => refused(&desk, month, person_id, form, error).await,
    }
}

/// `POST …/visits/{person}/uncopy`: 元に戻す after 先週を写す.
pub(crate) async fn undo_copy(
    desk: Desk,
    Path((_, month, person_id)): Path<(i64, String, i64)>,
    Posted(form): Posted,
) -> Result<Response, Failure> {
    desk.require(Permission::Record)?;
    let month = month_of(&month)?;
    let one = |text: &str| {
        let (id, version) = text.split_once('.')?;
        Some(Known { id: id.parse().ok()?, version: version.parse().ok()? })
    };
    let visits: Option<Vec<Known>> = form.value("visits").split(',').map(one).collect();
    let visits = visits
        .ok_or_else(|| Failure::Unreadable("元に戻す訪問が読み取れません。画面を開き直してください。".to_owned()))?;
    act::delete(&desk.app.store, &desk.actor(), desk.now, person_id, &visits).await?;
    Ok(back(&desk, month, person_id, "?done=uncopied"))
}
