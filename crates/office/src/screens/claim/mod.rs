//! 請求: the month's claim as a whole, its steps, the run, one person's statement with every why, the files.
mod daily;
pub(crate) mod kept_file;
pub(crate) mod list;
mod output;
mod overview;
mod run;
pub(crate) mod statement;
pub(crate) mod step_bar;
pub(crate) mod steps;
pub(crate) mod words;

use crate::App;
use axum::{
    Router,
    routing::{get, post},
};

pub(crate) fn routes() -> Router<App> {
    Router::new()
        .route("/b/{month}/claim", get(overview::show))
        .route("/b/{month}/claim/step", post(steps::take))
        .route("/b/{month}/claim/run", post(run::start))
        .route("/b/{month}/claim/runs/{run}", get(run::show))
        .route("/b/{month}/claim/runs/{run}/part", get(run::part))
        .route("/b/{month}/claim/people/{person}", get(statement::show))
        .route("/b/{month}/claim/people/{person}/case.json", get(statement::case))
        .route("/b/{month}/claim/output", get(output::show))
        .route("/b/{month}/claim/files/{file}", get(kept_file::download))
        .route("/b/{month}/claim/list.xlsx", get(list::workbook))
        .route("/b/{month}/claim/list.csv", get(list::csv))
}
