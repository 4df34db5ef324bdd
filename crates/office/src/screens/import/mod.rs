//! 持ち込み: people with their cards and contracts from a spreadsheet, daily records from another program's J61 file,
//! official code tables.
mod codes;
mod columns;
mod days;
mod door;
mod kinds;
mod people;
mod plan;
mod rows;
mod synonyms;

use crate::App;
use axum::{
    Router,
    routing::{get, post},
};

pub(crate) fn routes() -> Router<App> {
    Router::new()
        .route("/import", get(door::show).post(door::upload))
        .route("/import/done", get(door::done))
        .route("/import/{file}/stop", post(door::stop))
        .route("/import/people/{file}/columns", get(columns::show).post(columns::choose))
        .route("/import/people/{file}", get(people::show).post(people::take))
        .route("/import/days/{file}", get(days::show).post(days::take))
        .route("/settings/codes", get(codes::list))
        .route("/settings/codes/{file}", get(codes::show).post(codes::take))
}
