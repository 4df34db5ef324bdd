//! 利用者: the list, and each person's tabs 基本・受給者証・契約・月の事実・履歴.
pub(crate) mod card_form;
pub(crate) mod cards;
pub(crate) mod contract_form;
mod contracts;
pub(crate) mod frame;
pub(crate) mod history;
pub(crate) mod list;
mod month;
pub(crate) mod month_form;
pub(crate) mod names;
mod person;
pub(crate) mod person_form;
pub(crate) mod read;
pub(crate) mod roll;
pub(crate) mod said;
pub(crate) mod sheet;

use crate::App;
use axum::{
    Router,
    routing::{get, post},
};

pub(crate) fn routes() -> Router<App> {
    Router::new()
        .route("/people", get(list::show))
        .route("/people.csv", get(list::csv))
        .route("/people/new", get(person::blank).post(person::create))
        .route("/people/{person}", get(person::show).post(person::save))
        .route("/people/{person}/cards", get(cards::show).post(cards::create))
        .route("/people/{person}/cards/{card}", get(cards::show_one).post(cards::save))
        .route("/people/{person}/cards/{card}/lock", post(cards::lock))
        .route("/people/{person}/cards/{card}/unlock", post(cards::unlock))
        .route("/people/{person}/contracts", get(contracts::show).post(contracts::create))
        .route("/people/{person}/contracts/{contract}", get(contracts::show_one).post(contracts::save))
        .route("/people/{person}/exceptions", get(contracts::blank_exception).post(contracts::create_exception))
        .route(
            "/people/{person}/exceptions/{exception}",
            get(contracts::show_exception).post(contracts::save_exception),
        )
        .route("/people/{person}/months/{month}", get(month::show).post(month::save))
        .route("/people/{person}/history", get(history::show))
}
