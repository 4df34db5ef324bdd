//! 行コピー・末日まで・土日削除・行削除・曜日パターン, and 元に戻す.
use super::person::{self, by_day};
use crate::{
    actions::records::{self, Done},
    desk::Desk,
    failure::Failure,
    grid::{self, Change, DayRow, Pattern},
    guard::Posted,
    permissions::Permission,
    screens::month_of::month_of,
};
use askama::Template;
use axum::{
    extract::Path,
    http::StatusCode,
    response::{Html, IntoResponse, Redirect, Response},
};
use fees::b_type::facts::DayFacts;
use kernel::{Day, Month, typed};
use std::collections::BTreeMap;
use ui::Form;

/// `POST …/records/{person}/tools`.
pub(crate) async fn run(
    desk: Desk,
    Path((_, month, person_id)): Path<(i64, String, i64)>,
    Posted(mut form): Posted,
) -> Result<Response, Failure> {
    desk.require(Permission::Record)?;
    let month = month_of(&month)?;
    let rows = by_day(&desk.read().days().of_month(person_id, month).await?);
    let tool = form.value("tool").to_owned();
    let changes = wanted(&desk, &mut form, month, person_id, &rows, &tool).await?;
    if !form.is_ok() {
        let page = person::page(&desk, month, person_id, &person::GridQuery::default(), form).await?;
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, Html(page.render()?)).into_response());
    }
    let at = (person_id, month);
    let done = match changes.is_empty() {
        true => Vec::new(),
        false => {
            records::apply(&desk.app.store, &desk.actor(), desk.now, month, &tool, &[(person_id, changes)]).await?
        }
    };
    Ok(back(&desk, at, &done, &next_day(&form, &tool)).into_response())
}

/// The day on which the cursor stands afterwards.
fn next_day(form: &Form, tool: &str) -> String {
    let day = typed::integer(form.value("day")).unwrap_or(1);
    let next = if tool == "copy_next" { day + 1 } else { day };
    next.clamp(1, 31).to_string()
}

fn back(desk: &Desk, (person_id, month): (i64, Month), done: &[Done], day: &str) -> Redirect {
    let undo: Vec<String> = done.iter().map(|done| format!("{}:{}:{}", done.day, done.before, done.after)).collect();
    let undo = if undo.is_empty() { String::new() } else { format!("&undo={}", undo.join(",")) };
    Redirect::to(&format!("{}/b/{month}/records/{person_id}?day={day}{undo}", desk.base))
}

/// What the tool wants to change.
async fn wanted(
    desk: &Desk,
    form: &mut Form,
    month: Month,
    person_id: i64,
    rows: &BTreeMap<u8, DayRow>,
    tool: &str,
) -> Result<Vec<Change>, Failure> {
    let holiday = |day: Day| desk.app.holidays.holiday_name(day).is_some();
    let open_days_only = |day: Day| day.is_weekend() || holiday(day);
    match tool {
        "fill" => {
            let skip = form.checked("skip_holidays");
            let pattern = read_pattern(form);
            Ok(grid::fill_pattern(month, rows, &pattern, &|day| skip && holiday(day)))
        }
        "last_month" => {
            let last = by_day(&desk.read().days().of_month(person_id, month.previous()).await?);
            let pattern = grid::pattern_of(month.previous(), &last);
            let skip = form.checked("skip_holidays");
            if pattern.weekdays.iter().all(Option::is_none) {
                let label = month.previous().wareki();
                form.fail("tool", format!("{label}に通所の記録がないため、曜日パターンを作れません。曜日と時刻を入れて「空いている日に入れる」を使ってください"));
            }
            Ok(grid::fill_pattern(month, rows, &pattern, &|day| skip && holiday(day)))
        }
        "clear_all" => Ok(grid::clear_all(rows)),
        "clear_weekends" => Ok(grid::clear_weekends(month, rows)),
        "copy_next" | "to_month_end" | "clear_row" => {
            let day = form.need("day", "行(日)", |text| typed::integer(text).map_err(|error| error.to_string()));
            let Some(day) = day.and_then(|day| u8::try_from(day).ok()).filter(|day| month.day(*day).is_some()) else {
                form.fail("day", format!("行(日)は1から{}までの数で入れてください", month.days()));
                return Ok(Vec::new());
            };
            if !rows.contains_key(&day) {
                form.fail("day", format!("{day}日には記録がありません。記録のある行を選んでください"));
                return Ok(Vec::new());
            }
            Ok(match tool {
                "copy_next" => copy_next(month, rows, day),
                "to_month_end" => grid::copy_to_month_end(month, rows, day, &open_days_only),
                _ => grid::clear_row(rows, day),
            })
        }
        _ => Err(Failure::NotFound),
    }
}

/// 行コピー: the row onto the next day, when that day has no record.
fn copy_next(month: Month, rows: &BTreeMap<u8, DayRow>, day: u8) -> Vec<Change> {
    let next = day + 1;
    let free = month.day(next).is_some() && !rows.contains_key(&next);
    match (free, rows.get(&day)) {
        (true, Some(row)) => {
            let facts = DayFacts { day: next, ..row.facts.clone() };
            vec![Change { day: next, row: Some(DayRow { facts, ..row.clone() }) }]
        }
        _ => Vec::new(),
    }
}

fn read_pattern(form: &mut Form) -> Pattern {
    let weekdays: [bool; 7] = std::array::from_fn(|index| form.checked(&format!("wd{index}")));
    let start = form.need("start", "開始", |text| typed::time(text).map_err(|error| error.to_string()));
    let end = form.need("end", "終了", |text| typed::time(text).map_err(|error| error.to_string()));
    if let (Some(start), Some(end)) = (start, end)
        && start >= end
    {
        form.fail("end", format!("終了 {end} が開始 {start} より前です。時刻を確かめてください"));
    }
    if weekdays.iter().all(|wanted| !wanted) {
        form.fail("wd0", "曜日が選ばれていません。入れる曜日を選んでください");
    }
    Pattern::same(weekdays, &Pattern::attendance(start, end, form.checked("transport"), form.checked("meal")))
}

/// `POST …/records/{person}/undo`.
pub(crate) async fn undo(
    desk: Desk,
    Path((_, month, person_id)): Path<(i64, String, i64)>,
    Posted(form): Posted,
) -> Result<Response, Failure> {
    desk.require(Permission::Record)?;
    let month = month_of(&month)?;
    let days: Option<Vec<Done>> = form.value("days").split(',').map(|text| read_done(person_id, text)).collect();
    let days =
        days.ok_or_else(|| Failure::Unreadable("元に戻す日が読み取れません。画面を開き直してください。".to_owned()))?;
    records::undo(&desk.app.store, &desk.actor(), desk.now, month, &days).await?;
    Ok(Redirect::to(&format!("{}/b/{month}/records/{person_id}", desk.base)).into_response())
}

fn read_done(person_id: i64, text: &str) -> Option<Done> {
    let mut parts = text.split(':');
    let done = Done {
        person_id,
        day: parts.next()?.parse().ok()?,
        before: parts.next()?.parse().ok()?,
        after: parts.next()?.parse().ok()?,
    };
    parts.next().is_none().then_some(done)
}
