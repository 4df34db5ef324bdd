//! 一件の手続き: the month that claims it again, the withdrawal by the municipality, the end without a new claim.
use super::list::{CASE, refused};
use crate::{
    actions::returned::{Move, step},
    desk::Desk,
    failure::Failure,
    guard::Posted,
    permissions::Permission,
    screens::people::read,
};
use axum::{
    extract::Path,
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use kernel::Month;
use store::StoreError;
use ui::Form;

/// The form with the case it was for, so that what was typed stays there.
fn of_case(id: i64, mut form: Form) -> Form {
    form.set(CASE, id);
    form
}

async fn take(desk: &Desk, id: i64, form: Form, to: Move, ok: &str) -> Result<Response, Failure> {
    let unreadable = || Failure::Unreadable("手続きが読み取れません。返戻の画面を開き直してください。".to_owned());
    let version: i64 = form.value("version").parse().map_err(|_| unreadable())?;
    match step(&desk.app, &desk.actor(), desk.now, (id, version), to).await {
        Ok(()) => Ok(Redirect::to(&format!("{}/returned?ok={ok}", desk.base)).into_response()),
        Err(refusal @ (StoreError::Conflict { .. } | StoreError::MonthClosed { .. })) => {
            refused(desk, of_case(id, form), StatusCode::CONFLICT, refusal.to_string()).await
        }
        Err(refusal @ StoreError::Invalid { .. }) => {
            refused(desk, of_case(id, form), StatusCode::UNPROCESSABLE_ENTITY, refusal.to_string()).await
        }
        Err(other) => Err(other.into()),
    }
}

/// `POST /returned/{case}/carry`: the month whose files claim it again.
pub(super) async fn carry(
    desk: Desk,
    Path((_, id)): Path<(i64, i64)>,
    Posted(form): Posted,
) -> Result<Response, Failure> {
    desk.require(Permission::Claim)?;
    desk.read().again().get(id).await?;
    let carrier: Option<Month> = match form.text("carrier") {
        None => None,
        Some(text) => match text.parse() {
            Ok(month) => Some(month),
            Err(_) => {
                let text = "請求し直す月が読めません。一覧から選び直してください".to_owned();
                return refused(&desk, of_case(id, form), StatusCode::UNPROCESSABLE_ENTITY, text).await;
            }
        },
    };
    take(&desk, id, form, Move::Carry(carrier), "carried").await
}

/// `POST /returned/{case}/withdrawn`: the municipality has withdrawn the claim.
pub(super) async fn withdrawn(
    desk: Desk,
    Path((_, id)): Path<(i64, i64)>,
    Posted(mut form): Posted,
) -> Result<Response, Failure> {
    desk.require(Permission::Claim)?;
    desk.read().again().get(id).await?;
    let Some(on) = read::day(&mut form, "withdrawn_on") else {
        let text = "取下げの日が読めません。例: 2026-11-20 のように書いてください".to_owned();
        return refused(&desk, of_case(id, form), StatusCode::UNPROCESSABLE_ENTITY, text).await;
    };
    take(&desk, id, form, Move::Withdrawn(on), "withdrawn").await
}

/// `POST /returned/{case}/drop`: no new claim.
pub(super) async fn drop(
    desk: Desk,
    Path((_, id)): Path<(i64, i64)>,
    Posted(mut form): Posted,
) -> Result<Response, Failure> {
    desk.require(Permission::Claim)?;
    desk.read().again().get(id).await?;
    let because = read::text(&mut form, "because", "終える理由");
    if because.is_empty() || !form.is_ok() {
        let text = "請求し直さずに終えるには、理由を書いてください(200文字まで)".to_owned();
        return refused(&desk, of_case(id, form), StatusCode::UNPROCESSABLE_ENTITY, text).await;
    }
    take(&desk, id, form, Move::Drop(because), "dropped").await
}
