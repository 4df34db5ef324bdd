//! 「未作成として減算」の入力: said, or taken back.
use super::page;
use crate::{
    actions::retention::plans::{self, Statement},
    desk::Desk,
    failure::Failure,
    guard::Posted,
    permissions::Permission,
    screens::people::{frame::refused, read},
};
use axum::{
    extract::Path,
    http::StatusCode,
    response::{Html, IntoResponse, Redirect, Response},
};
use store::UnmadeMonths;
use ui::Form;

/// `POST …/plans/unmade`: 「未作成として減算」, or back.
pub(super) async fn say(
    desk: Desk,
    Path((_, person)): Path<(i64, i64)>,
    Posted(mut form): Posted,
) -> Result<Response, Failure> {
    desk.require(Permission::EditPeople)?;
    let (from, to) = (read::month(&mut form, "unmade_from"), read::month(&mut form, "unmade_to"));
    let said = read::month(&mut form, "said_from");
    let back = form.is("act", "back");
    if !back {
        if form.text("unmade_from").is_none() {
            form.fail("unmade_from", "減算を始める月が入っていません。計画がなかった最初の月を選んでください");
        }
        if let (Some(from), Some(to)) = (from, to)
            && to < from
        {
            form.fail("unmade_to", "減算の終わりの月が、始まりの月より前です。どちらかの月を直してください");
        }
        if from.is_some_and(|from| from > desk.app.clock.month()) {
            form.fail("unmade_from", "減算を始める月が今月より後です。計画がなかった月を書いてください");
        }
    }
    let status = if form.is_ok() {
        let statement = match from.filter(|_| !back) {
            Some(from) => Statement::Unmade(UnmadeMonths { from, to }),
            None => Statement::TakenBack(said),
        };
        let version = form.value("facts_version").parse().ok();
        match plans::say_unmade(&desk.app.store, &desk.actor(), desk.now, person, version, statement).await {
            Ok(()) => {
                let code = if back { "made" } else { "unmade" };
                return Ok(Redirect::to(&format!("{}/people/{person}/plans?ok={code}", desk.base)).into_response());
            }
            Err(error) => refused(&mut form, error, "unmade_from")?,
        }
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    if let Some(message) = form.error("version").map(str::to_owned) {
        // the form has no field of that name: the message stands at its first one
        let mut again = Form::default();
        for name in ["unmade_from", "unmade_to"] {
            again.set(name, form.value(name));
        }
        again.fail("unmade_from", message);
        form = again;
    }
    Ok((status, Html(page::after_unmade(&desk, person, form).await?)).into_response())
}
