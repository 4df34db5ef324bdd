//! 支援レポート: the form of a month and its printed sheet.
pub(crate) mod form;
mod page;
mod print;

use crate::App;
use axum::{Router, routing::get};

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/t/{month}/records/{person}/report", get(page::show).post(page::save))
        .route("/t/{month}/records/{person}/report/print", get(print::show))
}
