//! 加算: one person's month, addition by addition – claimed, not open to the office, or not this month, and why.
mod medical;
mod panel;

use crate::App;
use axum::{Router, routing::get};

pub(crate) fn routes() -> Router<App> {
    Router::new()
        .route("/b/{month}/additions/{person}", get(panel::show))
        .route("/b/{month}/additions/{person}/medical", get(medical::show).post(medical::take))
}
