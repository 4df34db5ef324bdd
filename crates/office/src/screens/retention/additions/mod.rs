//! 加算情報: what the office says of itself each month, in two presses.
mod approval;
mod form;
mod page;

use crate::App;
use axum::{Router, routing::get};

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/t/additions", get(page::choose))
        .route("/t/{month}/additions", get(page::show).post(page::press))
        .route("/settings/approval", get(approval::show).post(approval::save))
}
