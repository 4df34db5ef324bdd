//! 請求一覧 of 就労定着支援: everyone's claim of a month with its reasons and steps, one person's statement, the files.
mod acts;
mod detail;
mod facts_form;
mod list;
mod output;
mod reasons;
mod simple;

pub(super) use list::word;
pub(super) use reasons::Window;

use crate::{App, screens::claim::kept_file};
use axum::{
    Router,
    routing::{get, post},
};

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/t/claim", get(list::choose))
        .route("/t/{month}/claim", get(list::show))
        .route("/t/{month}/claim/check/{person}", post(acts::check))
        .route("/t/{month}/claim/request", post(acts::request))
        .route("/t/{month}/claim/cancel", post(acts::cancel))
        .route("/t/{month}/claim/sent", post(acts::sent))
        .route("/t/{month}/claim/simple.xlsx", get(simple::workbook))
        .route("/t/{month}/claim/people/{person}", get(detail::show).post(detail::save))
        .route("/t/{month}/claim/people/{person}/case.json", get(detail::case))
        .route("/t/{month}/claim/output", get(output::show))
        .route("/t/{month}/claim/output/form", post(output::state_form))
        .route("/t/{month}/claim/files", post(output::make))
        .route("/t/{month}/claim/files/{file}", get(kept_file::download))
}
