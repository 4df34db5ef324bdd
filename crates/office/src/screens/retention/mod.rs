//! 就労定着支援の画面: people by state, jobs, plans, contacts, 加算情報, claims, 集計.
mod additions;
mod attachments;
pub(crate) mod card_form;
mod claim;
mod codes;
pub(crate) mod facts_forms;
pub(crate) mod job_form;
mod jobs;
pub(crate) mod leaving;
mod links;
mod occupations;
mod part;
pub(crate) mod people;
pub(crate) mod person;
pub(crate) mod plans;
mod rate;
pub(crate) mod records;
pub(crate) mod report;
mod summary;
pub(crate) mod take_over;
pub(crate) mod today;
pub(crate) mod use_;

use crate::App;
use axum::{
    Router,
    routing::{get, post},
};

pub(crate) fn routes() -> Router<App> {
    Router::new()
        .route("/settings/occupations", get(occupations::show_page).post(occupations::save))
        .route("/people/take-over", post(take_over::take))
        .route("/people/{person}/jobs", get(jobs::show).post(jobs::create))
        .route("/people/{person}/jobs/{job}", get(jobs::show_one).post(jobs::save))
        .route("/people/{person}/jobs/{job}/remove", post(jobs::remove))
        .route("/people/{person}/retention", get(use_::show_page).post(use_::save))
        .route("/people/{person}/leaving", get(leaving::leaving).post(leaving::save_leaving))
        .route("/people/{person}/resigned", get(leaving::resigned).post(leaving::save_resigned))
        .merge(records::routes())
        .merge(report::routes())
        .merge(plans::routes())
        .merge(attachments::routes())
        .merge(additions::routes())
        .merge(rate::routes())
        .merge(claim::routes())
        .merge(codes::routes())
        .route("/t/summary", get(summary::show))
        .route("/t/summary.xlsx", get(summary::workbook))
}
