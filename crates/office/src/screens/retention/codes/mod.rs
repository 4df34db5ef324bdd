//! サービスコードの割り当て: the lines of 就労定着支援 without a code, the official rows that found no line, and the hand of a
//! person between them.
mod line;
mod list;

use crate::App;
use axum::{
    Router,
    routing::{get, post},
};

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/t/codes", get(list::show))
        .route("/t/codes/line", get(line::show).post(line::assign))
        .route("/t/codes/undo", post(list::undo))
}
