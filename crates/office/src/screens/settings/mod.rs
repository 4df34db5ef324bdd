//! 設定: the office, its 体制届, its accounts, whom to ask, one's own password, sign-ins and other offices.
mod accounts;
mod form;
mod notice_form;
mod notices;
mod office;
mod offices;
mod own;
pub(crate) mod places;
mod support;
mod treatment;

use crate::App;
use axum::{
    Router,
    routing::{get, post},
};

pub(crate) fn routes() -> Router<App> {
    Router::new()
        .route("/settings", get(office::show).post(office::save))
        .route("/settings/form", get(form::show).post(form::save))
        .route("/settings/notices", get(notices::list))
        .route("/settings/notices/new", get(notices::blank).post(notices::create))
        .route("/settings/notices/{notice}", get(notices::show).post(notices::save))
        .route("/settings/accounts", get(accounts::list).post(accounts::add))
        .route("/settings/accounts/{account}", get(accounts::show))
        .route("/settings/accounts/{account}/{act}", post(accounts::act))
        .route("/settings/offices", get(offices::list))
        .route("/settings/offices/{other}/open", post(offices::open))
        .route("/settings/support", get(support::show).post(support::save))
        .route("/settings/password", get(own::password).post(own::change))
        .route("/settings/sessions", get(own::sessions))
        .route("/settings/sessions/end-others", post(own::end_others))
        .route("/settings/sessions/{session}/end", post(own::end_one))
}
