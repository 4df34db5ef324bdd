//! 支援計画: plans in versions, with the PDF that stands for the paper, and what follows where one is missing.
pub(crate) mod form;
mod page;
mod unmade;
mod unmade_said;

use crate::App;
use axum::{
    Router,
    routing::{get, post},
};

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/people/{person}/plans", get(page::show).post(page::create))
        .route("/people/{person}/plans/unmade", post(unmade_said::say))
        .route("/people/{person}/plans/{plan}", get(page::show_one).post(page::save))
        .route("/people/{person}/plans/{plan}/remove", post(page::remove))
}
