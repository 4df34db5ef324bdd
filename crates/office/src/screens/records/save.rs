//! 保存: one row (by script) or a whole table (by button, also without script).
use super::{live, one_day, person};
use crate::{
    actions::records::{SaveDay, SavedDay, Typed, row_of, save_day},
    clock::japan_time,
    desk::Desk,
    failure::Failure,
    grid::{DayRow, Kind, columns, text_of},
    guard::Posted,
    permissions::Permission,
    screens::month_of::month_of,
};
use askama::Template;
use axum::{
    Json,
    extract::Path,
    http::StatusCode,
    response::{Html, IntoResponse, Redirect, Response},
};
use kernel::{Day, Month};
use serde_json::{Map, Value, json};
use ui::Form;

fn cells_json(row: Option<&DayRow>) -> Value {
    let text = |key: &str| Value::String(row.map(|row| text_of(row, key)).unwrap_or_default());
    Value::Object(columns().iter().map(|column| (column.key.to_owned(), text(column.key))).collect::<Map<_, _>>())
}

/// Only cells of the grid, whatever else the form held.
fn typed_of(form: &Form) -> Typed {
    let value = |key: &'static str| form.has(key).then(|| (key.to_owned(), form.value(key).to_owned()));
    columns().iter().filter_map(|column| value(column.key)).collect()
}

fn version_of(text: &str) -> Option<i64> {
    text.parse().ok()
}

/// Saves one row and answers for the script.
async fn row_answer(desk: &Desk, month: Month, day: Day, person_id: i64, form: &Form, with_live: bool) -> Response {
    let input = SaveDay { person_id, day, version: version_of(form.value("version")), typed: typed_of(form) };
    let saved = save_day(&desk.app.store, &desk.actor(), desk.now, input).await;
    let answer = match saved {
        Ok(SavedDay::Saved { version, row }) => {
            let mut answer = json!({
                "saved": format!("保存しました {}", japan_time(desk.now)),
                "version": version.map(|version| version.to_string()).unwrap_or_default(),
                "cells": cells_json(row.as_ref()),
            });
            if with_live && let Ok(html) = live::panel(desk, person_id, month).await {
                answer["live"] = Value::String(html);
            }
            (StatusCode::OK, answer)
        }
        Ok(SavedDay::Conflict { version, row }) => {
            let theirs = row.as_ref().map_or("記録なし".to_owned(), |row| {
                let parts = ["status", "start", "end"].map(|key| text_of(row, key));
                parts.iter().filter(|part| !part.is_empty()).cloned().collect::<Vec<_>>().join(" ")
            });
            let message = format!(
                "ほかの人が先に保存しました(今の記録: {theirs})。Escで相手の値にするか、もう一度入力すると自分の値で保存します"
            );
            let version = version.map(|version| version.to_string()).unwrap_or_default();
            let body =
                json!({ "conflict": true, "message": message, "version": version, "cells": cells_json(row.as_ref()) });
            (StatusCode::CONFLICT, body)
        }
        Ok(SavedDay::Wrong(errors)) => {
            let errors: Vec<Value> =
                errors.iter().map(|error| json!({ "field": error.field, "message": error.message })).collect();
            (StatusCode::UNPROCESSABLE_ENTITY, json!({ "errors": errors }))
        }
        Err(error) => {
            let (status, _, message) = Failure::from(error).tell();
            (status, json!({ "message": message }))
        }
    };
    (answer.0, Json(answer.1)).into_response()
}

/// `POST …/records/{person}/days/{day}`.
pub(crate) async fn one_row(
    desk: Desk,
    Path((_, month, person_id, day)): Path<(i64, String, i64, u8)>,
    Posted(form): Posted,
) -> Result<Response, Failure> {
    desk.require(Permission::Record)?;
    let month = month_of(&month)?;
    let day = month.day(day).ok_or(Failure::NotFound)?;
    Ok(row_answer(&desk, month, day, person_id, &form, true).await)
}

/// `POST …/day/{day}/people/{person}`.
pub(crate) async fn one_row_of_day(
    desk: Desk,
    Path((_, month, day, person_id)): Path<(i64, String, u8, i64)>,
    Posted(form): Posted,
) -> Result<Response, Failure> {
    desk.require(Permission::Record)?;
    let month = month_of(&month)?;
    let day = month.day(day).ok_or(Failure::NotFound)?;
    Ok(row_answer(&desk, month, day, person_id, &form, false).await)
}

/// Cells of row `number` that differ from what is stored. A box that was not sent is an unticked one, where the page
/// showed its column (`shown`); hidden columns are left alone.
fn changed_cells(form: &Form, number: i64, stored: Option<&DayRow>) -> Typed {
    let shown: Vec<&str> = form.value("shown").split(',').collect();
    columns()
        .iter()
        .filter(|column| shown.contains(&column.key))
        .filter(|column| column.kind == Kind::Flag || form.has(&format!("d{number}.{}", column.key)))
        .filter_map(|column| {
            let typed = form.value(&format!("d{number}.{}", column.key)).to_owned();
            let before = stored.map(|row| text_of(row, column.key)).unwrap_or_default();
            (typed != before).then_some((column.key.to_owned(), typed))
        })
        .collect()
}

/// Notes what went wrong with a row at its cells, with the name the form gives them.
fn note(form: &mut Form, number: i64, label: &str, saved: Result<SavedDay, store::StoreError>) {
    match saved {
        Ok(SavedDay::Saved { .. }) => {}
        Ok(SavedDay::Conflict { .. }) => form.fail(
            &format!("d{number}.status"),
            format!("{label}はほかの人が先に保存しました。今の記録を確かめて、もう一度入力してください"),
        ),
        Ok(SavedDay::Wrong(errors)) => {
            for error in errors {
                form.fail(&format!("d{number}.{}", error.field), format!("{label}: {}", error.message));
            }
        }
        Err(error) => form.fail(&format!("d{number}.status"), format!("{label}: {error}")),
    }
}

/// `POST …/records/{person}/all`: every changed row of the month; rows that can be saved are saved.
pub(crate) async fn whole_month(
    desk: Desk,
    Path((_, month, person_id)): Path<(i64, String, i64)>,
    Posted(mut form): Posted,
) -> Result<Response, Failure> {
    desk.require(Permission::Record)?;
    let month = month_of(&month)?;
    let records = desk.read().days().of_month(person_id, month).await?;
    let stored = person::by_day(&records);
    for day in month.each_day() {
        let number = i64::from(day.number());
        if !form.has(&format!("d{number}.version")) {
            continue;
        }
        let typed = changed_cells(&form, number, stored.get(&day.number()));
        if typed.is_empty() {
            continue;
        }
        let version = version_of(form.value(&format!("d{number}.version")));
        let input = SaveDay { person_id, day, version, typed };
        let saved = save_day(&desk.app.store, &desk.actor(), desk.now, input).await;
        note(&mut form, number, &format!("{number}日"), saved);
    }
    if form.is_ok() {
        return Ok(Redirect::to(&format!("{}/b/{month}/records/{person_id}", desk.base)).into_response());
    }
    let page = person::page(&desk, month, person_id, &person::GridQuery::default(), form).await?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, Html(page.render()?)).into_response())
}

/// `POST …/day/{day}`: every changed row of the day.
pub(crate) async fn whole_day(
    desk: Desk,
    Path((_, month, day)): Path<(i64, String, u8)>,
    Posted(mut form): Posted,
) -> Result<Response, Failure> {
    desk.require(Permission::Record)?;
    let month = month_of(&month)?;
    let day = month.day(day).ok_or(Failure::NotFound)?;
    let records = desk.read().days().of_day(day).await?;
    for entry in person::people_of(&desk, month).await? {
        if !form.has(&format!("d{}.version", entry.id)) {
            continue;
        }
        let stored = records.iter().find(|record| record.person_id == entry.id).map(|record| row_of(&record.body));
        let typed = changed_cells(&form, entry.id, stored.as_ref());
        if typed.is_empty() {
            continue;
        }
        let version = version_of(form.value(&format!("d{}.version", entry.id)));
        let input = SaveDay { person_id: entry.id, day, version, typed };
        let saved = save_day(&desk.app.store, &desk.actor(), desk.now, input).await;
        note(&mut form, entry.id, &entry.body.name, saved);
    }
    if form.is_ok() {
        return Ok(Redirect::to(&format!("{}/b/{month}/day/{}", desk.base, day.number())).into_response());
    }
    let page = one_day::page(&desk, month, day, form).await?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, Html(page.render()?)).into_response())
}
