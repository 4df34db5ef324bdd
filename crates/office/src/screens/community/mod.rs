//! 地域生活支援事業の画面: people with their cards, visits, claims, the rules of the municipalities.
mod choices;
mod claim;
mod detail;
mod device;
mod held;
mod held_view;
mod known;
mod late;
mod late_box;
mod links;
mod master_form;
pub(crate) mod masters;
mod namesakes;
mod office_master;
mod output;
mod pack;
mod packs;
mod papers;
pub(crate) mod people;
mod points;
mod price_file;
mod prices;
mod quick;
pub(crate) mod today;
mod visits;
mod waiver_box;

use crate::App;
use axum::{
    Router,
    routing::{get, post},
};

pub(crate) fn routes() -> Router<App> {
    Router::new()
        .merge(master_routes())
        .merge(rule_routes())
        .merge(visits::routes())
        .merge(quick::routes())
        .merge(claim_routes())
}

fn claim_routes() -> Router<App> {
    Router::new()
        .route("/c/{month}/claim", get(claim::show))
        .route("/c/{month}/claim/step", post(claim::step))
        .route("/c/{month}/claim/late", post(late::open))
        .route("/c/{month}/claim/late/{case}", post(late::change))
        .route("/c/{month}/claim/output", get(output::show))
        .route("/c/{month}/claim/output/all.zip", get(output::all))
        .route("/c/{month}/claim/files/{file}", get(output::download))
        .route("/c/{month}/claim/{person}", get(detail::show))
        .route("/c/{month}/claim/{person}/cap", post(detail::save_cap))
        .route("/c/{month}/claim/{person}/{file}", get(detail::file))
}

/// Masters of people and of the office.
fn master_routes() -> Router<App> {
    Router::new()
        .route("/people/{person}/masters", get(masters::show).post(masters::create))
        .route("/people/{person}/masters/{card}", get(masters::show_one).post(masters::save))
        .route("/people/{person}/masters/{card}/lock", post(masters::lock))
        .route("/people/{person}/masters/{card}/unlock", post(masters::unlock))
        .route("/settings/masters", get(office_master::show).post(office_master::create))
        .route("/settings/masters/{version}", get(office_master::show_one).post(office_master::save))
}

/// 市町村のきまり: rules, open points, prices.
fn rule_routes() -> Router<App> {
    Router::new()
        .route("/c/packs", get(packs::list))
        .route("/c/packs/{pack}", get(packs::show))
        .route("/c/packs/{pack}/points/{point}", get(points::show).post(points::choose))
        .route("/c/packs/{pack}/points/{point}/{reading}", get(points::show_one).post(points::change))
        .route("/c/packs/{pack}/points/{point}/{reading}/remove", post(points::remove))
        .route("/c/packs/{pack}/prices", get(prices::show).post(prices::create))
        .route("/c/packs/{pack}/prices.csv", get(prices::template))
        .route("/c/packs/{pack}/prices/file", post(price_file::read_file))
        .route("/c/packs/{pack}/prices/text", post(price_file::take))
        .route("/c/packs/{pack}/prices/{price}", get(prices::show_one).post(prices::save))
        .route("/c/packs/{pack}/prices/{price}/remove", post(prices::remove))
}
