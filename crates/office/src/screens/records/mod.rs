//! 記録: the month of one person, everyone's month, everyone's day.
mod everyone;
mod heading;
mod live;
mod month;
mod one_day;
mod person;
mod save;
mod table;
mod tools;

pub(crate) use person::{prices_of, tint};

use crate::App;
use axum::{
    Router,
    routing::{get, post},
};

pub(crate) fn routes() -> Router<App> {
    Router::new()
        .route("/b/{month}/records", get(month::show))
        .route("/b/{month}/records/fill", post(everyone::fill))
        .route("/b/{month}/records/undo", post(everyone::undo))
        .route("/b/{month}/records/{person}", get(person::show))
        .route("/b/{month}/records/{person}/live", get(person::live))
        .route("/b/{month}/records/{person}/all", post(save::whole_month))
        .route("/b/{month}/records/{person}/days/{day}", post(save::one_row))
        .route("/b/{month}/records/{person}/tools", post(tools::run))
        .route("/b/{month}/records/{person}/undo", post(tools::undo))
        .route("/b/{month}/day/{day}", get(one_day::show).post(save::whole_day))
        .route("/b/{month}/day/{day}/people/{person}", post(save::one_row_of_day))
}
