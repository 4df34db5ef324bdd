//! 工賃の表: a row is a person, a column a month; saved row by row (by script) or as a whole (by button).
use super::{
    page,
    wage_cells::text_of,
    year::{self, month_key, year_of},
};
use crate::{actions::wages, clock::japan_time, desk::Desk, failure::Failure, guard::Posted, permissions::Permission};
use askama::Template;
use axum::{
    Json,
    extract::Path,
    http::StatusCode,
    response::{Html, IntoResponse, Redirect, Response},
};
use kernel::{Yen, typed};
use serde_json::{Map, Value, json};
use store::{StoreError, WageMonths};
use ui::Form;

/// Most yen a month.
const MOST: i64 = 999_999;

fn parse(text: &str, label: &str) -> Result<Option<Yen>, String> {
    if text.trim().is_empty() {
        return Ok(None);
    }
    let plain = text.trim().trim_end_matches('円');
    match typed::integer(plain) {
        Ok(yen) if (0..=MOST).contains(&yen) => Ok(Some(Yen(yen))),
        Ok(_) => Err(format!("{label}の工賃「{text}」は0から{MOST}までの円で書いてください")),
        Err(error) => Err(format!("{label}の工賃: {error}")),
    }
}

/// The typed cells laid over the stored months; what is wrong by cell. `name` gives the field of a month.
fn typed_months(
    form: &Form,
    year: i16,
    stored: &WageMonths,
    name: &dyn Fn(&str) -> String,
) -> Result<WageMonths, Vec<(String, String)>> {
    let (mut months, mut errors) = (*stored, Vec::new());
    for (at, month) in year::months(year).into_iter().enumerate() {
        let (key, label) = (month_key(month), format!("{}月", month.month()));
        if !form.has(&name(&key)) {
            continue;
        }
        match parse(form.value(&name(&key)), &label) {
            Ok(wage) => months[at] = wage,
            Err(message) => errors.push((key, message)),
        }
    }
    if errors.is_empty() { Ok(months) } else { Err(errors) }
}

fn cells(year: i16, months: &WageMonths) -> Value {
    let pairs = year::months(year).into_iter().zip(months);
    Value::Object(pairs.map(|(month, wage)| (month_key(month), Value::String(text_of(*wage)))).collect::<Map<_, _>>())
}

/// `POST /wages/{year}/people/{person}`: one row, for the script.
pub(super) async fn save_row(
    desk: Desk,
    Path((_, year, person_id)): Path<(i64, String, i64)>,
    Posted(form): Posted,
) -> Result<Response, Failure> {
    desk.require(Permission::EditPeople)?;
    let year = year_of(&year)?;
    let stored = desk.read().wages().of_person(person_id, year).await?;
    let before = stored.as_ref().map(|row| row.months).unwrap_or_default();
    let (status, answer) = match typed_months(&form, year, &before, &str::to_owned) {
        Err(errors) => {
            let errors: Vec<Value> =
                errors.into_iter().map(|(field, message)| json!({ "field": field, "message": message })).collect();
            (StatusCode::UNPROCESSABLE_ENTITY, json!({ "errors": errors }))
        }
        Ok(months) => {
            let version = form.value("version").parse().ok();
            let at = (person_id, year);
            match wages::save_person(&desk.app.store, &desk.actor(), desk.now, at, version, &months).await {
                Ok(version) => {
                    let saved = format!("保存しました {}", japan_time(desk.now));
                    let live = page::result(&desk, year).await?.render()?;
                    let version = version.to_string();
                    (
                        StatusCode::OK,
                        json!({ "saved": saved, "version": version, "cells": cells(year, &months), "live": live }),
                    )
                }
                Err(StoreError::Conflict { .. }) => {
                    let now = desk.read().wages().of_person(person_id, year).await?;
                    let version = now.as_ref().map(|row| row.version.to_string()).unwrap_or_default();
                    let months = now.map(|row| row.months).unwrap_or_default();
                    let message =
                        "ほかの人が先に保存しました。Escで相手の値にするか、もう一度入力すると自分の値で保存します";
                    let cells = cells(year, &months);
                    (
                        StatusCode::CONFLICT,
                        json!({ "conflict": true, "message": message, "version": version, "cells": cells }),
                    )
                }
                Err(other) => {
                    let (status, _, message) = Failure::from(other).tell();
                    (status, json!({ "message": message }))
                }
            }
        }
    };
    Ok((status, Json(answer)).into_response())
}

/// `POST /wages/{year}/people`: every changed row; rows that can be saved are saved.
pub(super) async fn save_all(
    desk: Desk,
    Path((_, year)): Path<(i64, String)>,
    Posted(mut form): Posted,
) -> Result<Response, Failure> {
    desk.require(Permission::EditPeople)?;
    let year = year_of(&year)?;
    let stored = desk.read().wages().of_year(year).await?;
    for person in year::people(&desk, year).await? {
        let name = |key: &str| format!("d{}.{key}", person.id);
        if !form.has(&name("version")) {
            continue;
        }
        let row = stored.iter().find(|row| row.person_id == person.id);
        let before = row.map(|row| row.months).unwrap_or_default();
        let label = &person.body.name;
        match typed_months(&form, year, &before, &name) {
            Err(errors) => {
                for (key, message) in errors {
                    form.fail(&name(&key), format!("{label}: {message}"));
                }
            }
            Ok(months) if months == before => {}
            Ok(months) => {
                let version = form.value(&name("version")).parse().ok();
                let at = (person.id, year);
                match wages::save_person(&desk.app.store, &desk.actor(), desk.now, at, version, &months).await {
                    Ok(_) => {}
                    Err(StoreError::Conflict { .. }) => form.fail(
                        &name("m4"),
                        format!(
                            "{label}の工賃はほかの人が先に保存しました。今の額を確かめて、もう一度入力してください"
                        ),
                    ),
                    Err(other) => return Err(other.into()),
                }
            }
        }
    }
    if form.is_ok() {
        return Ok(Redirect::to(&format!("{}/wages/{year}", desk.base)).into_response());
    }
    let html = page::page(&desk, year, form, None).await?.render()?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, Html(html)).into_response())
}
