//! 上限額管理: who has sent what until the 3rd and the 6th, the related offices of each person, lists of burdens and
//! result sheets as files in and out.
mod board;
mod files;
mod person;
pub(crate) mod sheet;

use crate::App;
use axum::{
    Router,
    routing::{get, post},
};

pub(crate) fn routes() -> Router<App> {
    Router::new()
        .route("/b/{month}/cap", get(board::show))
        .route("/b/{month}/cap/files", post(files::wait))
        .route("/b/{month}/cap/files/{file}", get(files::preview).post(files::apply))
        .route("/b/{month}/cap/files/{file}/give-up", post(files::give_up))
        .route("/b/{month}/cap/list-file", post(files::list_file))
        .route("/b/{month}/cap/sheet-file", post(files::sheet_file))
        .route("/b/{month}/cap/{person}", get(person::show).post(person::save))
        .route("/b/{month}/cap/{person}/decide", post(person::decide))
        .route("/b/{month}/cap/{person}/take-back", post(person::take_back))
}
