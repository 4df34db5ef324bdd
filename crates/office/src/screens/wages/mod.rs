//! 平均工賃月額: wages by person and month, the days they are divided by, the amount with its steps, the band.
mod band;
mod day_cells;
mod days;
mod page;
mod people;
mod sums;
mod wage_cells;
mod year;

use crate::App;
use axum::{
    Router,
    routing::{get, post},
};

pub(crate) fn routes() -> Router<App> {
    Router::new()
        .route("/settings/wages", get(page::last_year))
        .route("/wages/{year}", get(page::show))
        .route("/wages/{year}/people", post(people::save_all))
        .route("/wages/{year}/people/{person}", post(people::save_row))
        .route("/wages/{year}/days", post(days::save))
}
