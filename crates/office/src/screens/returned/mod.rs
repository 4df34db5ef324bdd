//! 返戻・過誤・月遅れ: what came back or was withdrawn, until it is claimed again with the files of a later month.
mod case;
mod files;
mod list;

use crate::App;
use axum::{
    Router,
    routing::{get, post},
};

pub(crate) fn routes() -> Router<App> {
    Router::new()
        .route("/returned", get(list::show).post(list::note))
        .route("/returned/files", post(files::wait))
        .route("/returned/files/{file}", get(files::preview).post(files::apply))
        .route("/returned/files/{file}/give-up", post(files::give_up))
        .route("/returned/{case}/carry", post(case::carry))
        .route("/returned/{case}/withdrawn", post(case::withdrawn))
        .route("/returned/{case}/drop", post(case::drop))
}
