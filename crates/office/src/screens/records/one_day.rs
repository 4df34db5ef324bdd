//! 1日の表: everyone on one day, for the end of the afternoon.
use super::{
    person::{keep_typed, month_state, own_cost_words, people_of, priced, prices_of},
    table::{Row, cells},
};
use crate::{
    actions::records::row_of,
    desk::{Desk, Section},
    failure::Failure,
    grid::{Column, DayRow, text_of, visible},
    permissions::Permission,
    screens::month_of::month_of,
    view::told_apart,
};
use askama::Template;
use axum::{extract::Path, response::Html};
use kernel::{Day, Month};
use std::collections::BTreeMap;
use store::StoreError;
use ui::{Form, Shell};

#[derive(Template)]
#[template(path = "records/day.html")]
pub(crate) struct DayPage {
    shell: Shell,
    form: Form,
    day_label: String,
    holiday: String,
    state_label: String,
    closed: bool,
    editable: bool,
    previous_day: Option<String>,
    next_day: Option<String>,
    month_href: String,
    save_href: String,
    save_all_href: String,
    columns: Vec<Column>,
    rows: Vec<Row>,
    own_costs: Vec<String>,
}

/// The page, also after an error in the whole-table form.
pub(crate) async fn page(desk: &Desk, month: Month, day: Day, form: Form) -> Result<DayPage, Failure> {
    let records = desk.read().days().of_day(day).await?;
    let stored: BTreeMap<i64, (i64, DayRow)> =
        records.iter().map(|record| (record.person_id, (record.version, row_of(&record.body)))).collect();
    let notice = match desk.read().office().notice_in_force(month).await {
        Ok(notice) => Some(notice.body.office),
        Err(StoreError::NoNotice { .. }) => None,
        Err(other) => return Err(other.into()),
    };
    let used = |key: &str| stored.values().any(|(_, row)| !text_of(row, key).is_empty());
    let prices = prices_of(desk, month).await?;
    let columns = visible(notice.as_ref(), priced(&prices), &used, false);
    let (state_label, closed) = month_state(desk, month).await?;
    let people = people_of(desk, month).await?;
    let names = told_apart(&people);
    let rows = people
        .into_iter()
        .zip(names)
        .map(|(person, name)| {
            let record = stored.get(&person.id);
            let mut row = Row {
                number: person.id,
                version: record.map(|(version, _)| version.to_string()).unwrap_or_default(),
                weekday: "",
                tint: "",
                holiday: String::new(),
                name,
                href: format!("{}/b/{month}/records/{}?day={}", desk.base, person.id, day.number()),
                cells: cells(&columns, record.map(|(_, row)| row)),
                state: String::new(),
                has_error: false,
            };
            keep_typed(&mut row, &form);
            row
        })
        .collect();
    let href = |number: u8| month.day(number).map(|day| format!("{}/b/{month}/day/{}", desk.base, day.number()));
    let number = day.number();
    Ok(DayPage {
        shell: desk.month_shell(Section::Records, month, "/records").await?,
        form,
        day_label: format!("{}({})", day.wareki(), day.weekday_ja()),
        holiday: desk.app.holidays.holiday_name(day).unwrap_or_default().to_owned(),
        state_label,
        closed,
        editable: !closed && desk.may(Permission::Record),
        previous_day: number.checked_sub(1).and_then(href),
        next_day: href(number + 1),
        month_href: format!("{}/b/{month}/records", desk.base),
        save_href: format!("{}/b/{month}/day/{number}/people/", desk.base),
        save_all_href: format!("{}/b/{month}/day/{number}", desk.base),
        columns,
        rows,
        own_costs: own_cost_words(&prices),
    })
}

/// `GET /b/{month}/day/{day}`.
pub(crate) async fn show(desk: Desk, Path((_, month, day)): Path<(i64, String, u8)>) -> Result<Html<String>, Failure> {
    let month = month_of(&month)?;
    let day = month.day(day).ok_or(Failure::NotFound)?;
    Ok(Html(page(&desk, month, day, Form::default()).await?.render()?))
}
