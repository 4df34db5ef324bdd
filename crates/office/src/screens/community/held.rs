//! 保留: points that the rules of a municipality leave open – what is asked, what is suggested and why, who decided what.
use super::{
    held_view::field,
    visits::page::{self, VisitQuery},
};
use crate::{
    actions::{
        community::visits::{self as act, Choosing},
        known::Known,
    },
    desk::Desk,
    failure::Failure,
    guard::Posted,
    permissions::Permission,
    screens::month_of::month_of,
};
use askama::Template;
use axum::{
    extract::Path,
    http::StatusCode,
    response::{Html, IntoResponse, Redirect, Response},
};
use fees::community::pack::Packs;
use store::{StoreError, Visit};

/// Whether the rules of the person's municipality know this reading of the point.
async fn known_choice(desk: &Desk, person_id: i64, visit: &Visit, point: &str, choice: &str) -> Result<bool, Failure> {
    let month = visit.body.day().month();
    let card = desk.read().community_cards().in_force(person_id, month.last_day()).await?;
    let Some(card) = card else { return Ok(false) };
    let Ok((pack, _)) = Packs::builtin().choose(&card.body.municipality_no, month) else { return Ok(false) };
    Ok(pack.point(point).is_some_and(|point| point.readings.iter().any(|reading| reading.id == choice)))
}

/// `POST …/visits/{person}/{visit}/decide`: a choice with its reason, or 取り消す.
pub(crate) async fn decide(
    desk: Desk,
    Path((_, month, person_id, id)): Path<(i64, String, i64, i64)>,
    Posted(mut form): Posted,
) -> Result<Response, Failure> {
    desk.require(Permission::DecideHeld)?;
    let month = month_of(&month)?;
    let visit = desk.read().visits().get(id).await?;
    if visit.person_id != person_id {
        return Err(Failure::NotFound);
    }
    let point = form.value("point").to_owned();
    let version: i64 = form.value("version").parse().unwrap_or(0);
    let known = Known { id, version };
    let here = |done: &str| desk.month_href(month, &format!("/visits/{person_id}?done={done}"));
    let (store, actor) = (&desk.app.store, desk.actor());
    if form.is("act", "undo") {
        let choosing = Choosing { point: &point, choice: None, why: "" };
        act::decide(store, &actor, desk.now, person_id, known, choosing).await?;
        return Ok(Redirect::to(&here("undecided")).into_response());
    }
    let names = field(id, &point);
    let (choice_name, why_name) = (format!("choice.{names}"), format!("why.{names}"));
    let (choice, why) = (form.value(&choice_name).to_owned(), form.value(&why_name).trim().to_owned());
    if choice.is_empty() {
        form.fail(&choice_name, format!("{point} の読み方が選ばれていません。どれかを選んでください"));
    } else if !known_choice(&desk, person_id, &visit, &point, &choice).await? {
        form.fail(&choice_name, "この市町村の規則にない読み方です。画面を開き直して選んでください");
    }
    if why.is_empty() {
        form.fail(
            &why_name,
            "理由が入っていません。市町村の回答(日付・担当)など、あとで説明できる理由を書いてください",
        );
    }
    let mut status = StatusCode::UNPROCESSABLE_ENTITY;
    if form.is_ok() {
        let choosing = Choosing { point: &point, choice: Some(&choice), why: &why };
        match act::decide(store, &actor, desk.now, person_id, known, choosing).await {
            Ok(_) => return Ok(Redirect::to(&here("decided")).into_response()),
            Err(StoreError::Conflict { .. }) => {
                status = StatusCode::CONFLICT;
                form.fail(
                    &choice_name,
                    "この訪問は、ほかの人が先に変えました。今の内容を確かめて、もう一度選んでください",
                );
            }
            Err(other) => return Err(other.into()),
        }
    }
    let page = page::page(&desk, month, person_id, &VisitQuery::default(), form).await?;
    Ok((status, Html(page.render()?)).into_response())
}
