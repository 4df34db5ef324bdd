//! 画面: one module a screen; each reads, calls an action, and shows a page.
pub(crate) mod access;
mod additions;
pub(crate) mod assets;
mod audit;
mod cap;
mod claim;
mod community;
mod csv;
mod days_left;
mod fees_collected;
mod import;
mod month_of;
mod news;
mod people;
mod records;
mod retention;
mod returned;
mod settings;
pub(crate) mod today;
mod wages;

use crate::App;
use axum::Router;

/// Everything inside `/o/{office}`.
pub(crate) fn office_routes() -> Router<App> {
    Router::new()
        .merge(today::routes())
        .merge(records::routes())
        .merge(additions::routes())
        .merge(people::routes())
        .merge(import::routes())
        .merge(claim::routes())
        .merge(cap::routes())
        .merge(returned::routes())
        .merge(settings::routes())
        .merge(news::routes())
        .merge(fees_collected::routes())
        .merge(wages::routes())
        .merge(audit::routes())
        .merge(retention::routes())
        .merge(community::routes())
}
