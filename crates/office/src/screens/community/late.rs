//! 月遅れ・返戻・過誤 on the claim page: opening a person's exported month, and taking it into this one or out of it.
use super::{
    claim::{self, ClaimQuery},
    late_box::KINDS,
};
use crate::{
    actions::community::claims::{NewCase, carry, drop_case, open_case},
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
use kernel::{Day, Month};
use store::StoreError;
use ui::Form;

async fn answer(desk: &Desk, month: Month, form: Form, told: Option<StoreError>) -> Result<Response, Failure> {
    let status = match told {
        Some(StoreError::Conflict { .. } | StoreError::MonthClosed { .. }) => StatusCode::CONFLICT,
        _ => StatusCode::UNPROCESSABLE_ENTITY,
    };
    let mut page = claim::page(desk, month, &ClaimQuery::default(), form).await?;
    if let Some(told) = told {
        claim::refused(&mut page, told.to_string());
    }
    Ok((status, Html(page.render()?)).into_response())
}

/// `POST /c/{month}/claim/late`: opens a person's month.
pub(super) async fn open(
    desk: Desk,
    Path((_, month)): Path<(i64, String)>,
    Posted(mut form): Posted,
) -> Result<Response, Failure> {
    desk.require(Permission::Claim)?;
    let month = month_of(&month)?;
    let person_id = form.need("late_person", "利用者", |text| text.parse::<i64>());
    let kinds = |text: &str| {
        KINDS.iter().find(|(key, ..)| *key == text).map(|(_, kind, _)| *kind).ok_or("種類を選んでください")
    };
    let kind = form.need("late_kind", "種類", kinds);
    let known_on = match form.text("late_known_on").map(str::to_owned) {
        None => Some(desk.app.clock.today()),
        Some(_) => form.read("late_known_on", |text| kernel::typed::day(text, kernel::typed::TypedContext::default())),
    };
    let carrier = form.read("late_carrier", |text| text.parse::<Month>());
    let (Some(person_id), Some(kind), Some(known_on), true) = (person_id, kind, known_on, form.is_ok()) else {
        return answer(&desk, month, form, None).await;
    };
    let reason = form.value("late_reason").trim().to_owned();
    let known_on: Day = known_on;
    let case = NewCase { person_id, month, kind, reason, known_on, carrier };
    match open_case(&desk.app, &desk.actor(), desk.now, &case).await {
        Ok(_) => Ok(Redirect::to(&format!("{}?ok=opened", desk.month_href(month, "/claim"))).into_response()),
        Err(told @ (StoreError::Invalid { .. } | StoreError::MonthClosed { .. })) => {
            answer(&desk, month, form, Some(told)).await
        }
        Err(other) => Err(other.into()),
    }
}

/// `POST /c/{month}/claim/late/{case}`: into the claim of this month, out of it, or to its end.
pub(super) async fn change(
    desk: Desk,
    Path((_, month, id)): Path<(i64, String, i64)>,
    Posted(mut form): Posted,
) -> Result<Response, Failure> {
    desk.require(Permission::Claim)?;
    let month = month_of(&month)?;
    let unreadable = || Failure::Unreadable("手続きが読み取れません。請求の画面を開き直してください。".to_owned());
    let version: i64 = form.value("version").parse().map_err(|_| unreadable())?;
    let (app, actor, now) = (&desk.app, desk.actor(), desk.now);
    let (done, said) = match form.value("act") {
        "carry" => (carry(app, &actor, now, (id, version), Some(month)).await, "carried"),
        "wait" => (carry(app, &actor, now, (id, version), None).await, "waiting"),
        "drop" => {
            let why = form.value("why").trim().to_owned();
            if why.is_empty() {
                form.fail("why", "請求せずに終える理由を書いてください");
                return answer(&desk, month, form, None).await;
            }
            (drop_case(app, &actor, now, (id, version), &why).await, "dropped")
        }
        _ => return Err(unreadable()),
    };
    match done {
        Ok(()) => Ok(Redirect::to(&format!("{}?ok={said}", desk.month_href(month, "/claim"))).into_response()),
        Err(told @ (StoreError::Invalid { .. } | StoreError::MonthClosed { .. } | StoreError::Conflict { .. })) => {
            answer(&desk, month, Form::default(), Some(told)).await
        }
        Err(other) => Err(other.into()),
    }
}
