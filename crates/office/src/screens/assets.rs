//! 静的ファイル: stylesheet, scripts, icon; the sign of life; the page that does not exist.
use crate::failure::Failure;
use axum::{
    extract::Path,
    http::header,
    response::{IntoResponse, Response},
};

/// `/assets/{name}`: named by content, so browsers keep it for ever.
pub(crate) async fn get(Path(name): Path<String>) -> Response {
    match ui::asset(&name) {
        Some(asset) => {
            let headers =
                [(header::CONTENT_TYPE, asset.mime), (header::CACHE_CONTROL, "public, max-age=31536000, immutable")];
            (headers, asset.body).into_response()
        }
        None => Failure::NotFound.into_response(),
    }
}

/// `/healthz`: the program answers.
pub(crate) async fn healthz() -> &'static str {
    "ok"
}

/// Any other address.
pub(crate) async fn nowhere() -> Failure {
    Failure::NotFound
}
