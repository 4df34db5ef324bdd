//! 住所の表: every address of the office program, guarded as a whole.
use crate::{App, failure, guard, headers, screens, upload::LARGEST_BODY};
use axum::{Router, middleware, routing::get};
use tower_http::{catch_panic::CatchPanicLayer, compression::CompressionLayer, limit::RequestBodyLimitLayer};

/// The whole program as one service.
pub fn router(app: App) -> Router {
    let inside = screens::office_routes();
    Router::new()
        .merge(screens::access::routes())
        .nest("/o/{office}", inside)
        // a nested "/" answers without the closing slash only
        .route("/o/{office}/", get(screens::today::show))
        .layer(middleware::from_fn_with_state(app.clone(), guard::every_request))
        .layer(middleware::map_response(failure::in_words))
        .route("/assets/{name}", get(screens::assets::get))
        .route("/healthz", get(screens::assets::healthz))
        .fallback(screens::assets::nowhere)
        .layer(RequestBodyLimitLayer::new(LARGEST_BODY))
        .layer(CompressionLayer::new())
        .layer(CatchPanicLayer::new())
        .layer(middleware::from_fn(headers::strict))
        .with_state(app)
}
