//! 訪問・利用の記録: the month of one person, everyone's month, everyone's day.
mod additions;
pub(crate) mod clock;
mod day;
mod everyone;
pub(crate) mod form;
mod list;
pub(crate) mod overlap;
pub(crate) mod page;
mod panel;
mod plan;
pub(crate) mod reading;
mod save;
mod stored;
pub(crate) mod used;

pub(crate) use day::usual_on;

use super::held;
use crate::App;
use axum::{
    Router,
    routing::{get, post},
};

pub(crate) fn routes() -> Router<App> {
    Router::new()
        .route("/c/{month}/visits", get(everyone::show))
        .route("/c/{month}/visits.csv", get(everyone::csv))
        .route("/c/{month}/visits/day/{day}", get(day::show))
        .route("/c/{month}/visits/{person}", get(page::show).post(save::one))
        .route("/c/{month}/visits/{person}/lines", post(panel::typed))
        .route("/c/{month}/visits/{person}/keep", post(save::keep_typed))
        .route("/c/{month}/visits/{person}/restore", post(save::restore))
        .route("/c/{month}/visits/{person}/week", post(save::last_week))
        .route("/c/{month}/visits/{person}/uncopy", post(save::undo_copy))
        .route("/c/{month}/visits/{person}/{visit}/delete", post(save::delete))
        .route("/c/{month}/visits/{person}/{visit}/decide", post(held::decide))
}
