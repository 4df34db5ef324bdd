//! 締め・点検・承認・出力の手続き: the steps that the buttons of the strip take.
use super::{
    overview::{self, ClaimQuery},
    step_bar::{asked, key},
};
use crate::{
    actions::claims::{Refusal, Stepped, take_step, usual_processing_month},
    desk::Desk,
    failure::Failure,
    guard::Posted,
    permissions::Permission,
    screens::month_of::month_of,
    view::Links,
};
use askama::Template;
use axum::{
    extract::Path,
    http::StatusCode,
    response::{Html, IntoResponse, Redirect, Response},
};
use claims::lifecycle::{LifecycleError, MonthState, Need};
use kernel::Month;
use store::StoreError;
use ui::Form;

/// `POST …/claim/step`.
pub(super) async fn take(
    desk: Desk,
    Path((_, month)): Path<(i64, String)>,
    Posted(mut form): Posted,
) -> Result<Response, Failure> {
    let month = month_of(&month)?;
    let usual = usual_processing_month(month, desk.app.clock.today());
    let step = asked(&desk, month, &form, usual)?;
    let to = step.to;
    let home = format!("{}/b/{month}/claim", desk.base);
    match take_step(&desk.app, &desk.actor(), desk.now, &step).await {
        Ok(Stepped::Done) if to == MonthState::Exported => {
            Ok(Redirect::to(&format!("{home}/output?ok=1")).into_response())
        }
        Ok(Stepped::Done) => {
            let back = form.value("back") == "1";
            let said = if back { "undone" } else { key(to) };
            Ok(Redirect::to(&format!("{home}?ok={said}")).into_response())
        }
        Ok(Stepped::Already) => Ok(Redirect::to(&home).into_response()),
        Ok(Stepped::Refused(Refusal::Lifecycle(LifecycleError::Lacking { need: Need::ApprovalRight, .. }))) => {
            Err(Failure::Forbidden(Permission::Approve.label_ja()))
        }
        Ok(Stepped::Refused(refusal)) => {
            let (status, text) = sentence(&desk, month, refusal, &mut form);
            answer(&desk, month, form, status, text).await
        }
        Err(conflict @ StoreError::Conflict { .. }) => {
            answer(&desk, month, Form::default(), StatusCode::CONFLICT, conflict.to_string()).await
        }
        Err(other) => Err(other.into()),
    }
}

/// Status and sentence of a refusal; what was lacking is noted at its field.
pub(crate) fn sentence(desk: &Desk, month: Month, refusal: Refusal, form: &mut Form) -> (StatusCode, String) {
    match refusal {
        Refusal::Nobody => (
            StatusCode::UNPROCESSABLE_ENTITY,
            "この月に記録も契約もある利用者がいないため、締められません。利用者の契約か記録を登録してください"
                .to_owned(),
        ),
        Refusal::Lifecycle(refused @ LifecycleError::NoSuchStep { .. }) => {
            (StatusCode::CONFLICT, format!("手続きの順が違います。{refused}"))
        }
        Refusal::Lifecycle(refused @ LifecycleError::Lacking { need, .. }) => {
            match need {
                Need::Reason => form.fail("reason", "戻す理由が入っていません。戻す理由を書いてください"),
                Need::UnverifiedAcknowledged => {
                    form.fail("acknowledged", "未検証のコードを確かめて、「確かめました」に印を付けてください");
                }
                _ => {}
            }
            (StatusCode::UNPROCESSABLE_ENTITY, refused.to_string())
        }
        Refusal::Files(findings) => {
            let links = Links { office: &desk.base, person_id: None, month };
            let told: Vec<String> = links
                .findings(&findings)
                .into_iter()
                .map(|finding| format!("{}: {}。{}", finding.place, finding.what, finding.how_to_fix))
                .collect();
            (StatusCode::UNPROCESSABLE_ENTITY, format!("請求ファイルを作れません。{}", told.join(" / ")))
        }
    }
}

async fn answer(desk: &Desk, month: Month, form: Form, status: StatusCode, text: String) -> Result<Response, Failure> {
    let mut page = overview::page(desk, month, &ClaimQuery::default(), form).await?;
    overview::refused(&mut page, text);
    Ok((status, Html(page.render()?)).into_response())
}
