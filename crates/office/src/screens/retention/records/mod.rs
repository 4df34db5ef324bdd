//! 支援記録: everyone's month, one person's full and quick records, the search over all notes.
pub(crate) mod form;
pub(super) mod frame;
mod full;
mod live;
mod notes;
mod overview;
mod preview;
mod quick;
mod search;
mod words;

pub(super) use words::words_of;

use crate::App;
use axum::{
    Router,
    routing::{get, post},
};

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/t/{month}/records", get(overview::show))
        .route("/t/{month}/records.csv", get(overview::csv))
        .route("/t/{month}/records/{person}", get(full::show).post(full::save))
        .route("/t/{month}/records/{person}/preview", post(crate::screens::retention::records::preview::preview))
        .route("/t/{month}/records/{person}/remove", post(full::remove))
        .route("/t/{month}/records/{person}/quick", get(quick::show).post(quick::create))
        .route("/t/{month}/records/{person}/quick/{contact}", get(quick::show_one).post(quick::save))
        .route("/t/{month}/records/{person}/quick/{contact}/promote", post(quick::promote))
        .route("/t/{month}/records/{person}/quick/{contact}/remove", post(quick::remove))
        .route("/t/search", get(search::show))
}
