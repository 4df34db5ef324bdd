//! 就労定着率: counted from a list of people that the office looks through, once a fiscal year.
mod list;
mod page;

pub(super) use page::counted;

use crate::App;
use axum::{Router, routing::get};

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/t/rate", get(page::now))
        .route("/t/rate/{year}", get(page::show).post(page::save))
        .route("/t/rate/{year}/print", get(page::print))
}
