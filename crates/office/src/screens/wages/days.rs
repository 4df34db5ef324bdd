//! 延べ利用者数と開所日数: taken from the records; where these are missing, typed with a reason.
use super::{
    day_cells::name,
    page,
    year::{self, year_of},
};
use crate::{
    actions::wages,
    desk::Desk,
    failure::Failure,
    guard::Posted,
    permissions::Permission,
    screens::people::{
        frame::{VERSION, refused},
        read,
    },
};
use askama::Template;
use axum::{
    extract::Path,
    http::StatusCode,
    response::{Html, IntoResponse, Redirect, Response},
};
use kernel::Month;
use std::array;
use store::WageDays;
use ui::Form;

fn read_month(form: &mut Form, month: Month) -> WageDays {
    let (users, open, why) = (name("users", month), name("open", month), name("why", month));
    let label = format!("{}月", month.month());
    let user_days = read::whole(form, &users, &format!("{label}の延べ利用者数"), 0..=99_999);
    let opening_days = read::whole(form, &open, &format!("{label}の開所日数"), 0..=u32::from(month.days()));
    let reason = read::text(form, &why, &format!("{label}の理由"));
    if (user_days.is_some() || opening_days.is_some()) && reason.is_empty() {
        form.fail(&why, format!("{label}の理由が入っていません。記録の日数を使わない理由を書いてください"));
    }
    WageDays { user_days, opening_days, reason }
}

/// `POST /wages/{year}/days`.
pub(super) async fn save(
    desk: Desk,
    Path((_, year)): Path<(i64, String)>,
    Posted(mut form): Posted,
) -> Result<Response, Failure> {
    desk.require(Permission::EditPeople)?;
    let year = year_of(&year)?;
    let months = year::months(year);
    let typed: [WageDays; 12] = array::from_fn(|at| read_month(&mut form, months[at]));
    let status = if form.is_ok() {
        let version = form.value(VERSION).parse().ok();
        match wages::save_days(&desk.app.store, &desk.actor(), desk.now, year, version, &typed).await {
            Ok(()) => return Ok(Redirect::to(&format!("{}/wages/{year}?ok=wage_days", desk.base)).into_response()),
            Err(error) => refused(&mut form, error, "why4")?,
        }
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    Ok((status, Html(page::page(&desk, year, form, None).await?.render()?)).into_response())
}
