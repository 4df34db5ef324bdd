//! 月の表(1人): rows are days, columns those of the record sheet; the result stands beside it.
use super::{
    heading::{self, Heading},
    live,
    table::{Row, cells},
};
use crate::{
    actions::records::row_of,
    desk::{Desk, Section},
    failure::Failure,
    grid::{Column, DayRow, text_of, visible},
    permissions::Permission,
    screens::month_of::month_of,
};
use askama::Template;
use axum::{
    extract::{Path, Query},
    response::Html,
};
use kernel::{Day, Month};
use serde::Deserialize;
use std::collections::BTreeMap;
use store::{DayRecord, PriceList, StoreError};
use ui::{Form, Shell};

/// What stands behind the `?`.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct GridQuery {
    pub(crate) all: Option<String>,
    pub(crate) day: Option<String>,
    /// Days a tool changed, for undo: `5:0:1,6:2:3` (day, version before, version after).
    pub(crate) undo: Option<String>,
    /// What the last act was.
    pub(crate) done: Option<String>,
}

/// 元に戻す after a tool.
pub(crate) struct Undo {
    pub(crate) text: String,
    pub(crate) href: String,
    pub(crate) days: String,
}

#[derive(Template)]
#[template(path = "records/person.html")]
pub(crate) struct PersonMonth {
    pub(crate) shell: Shell,
    pub(crate) form: Form,
    pub(crate) name: String,
    pub(crate) kana: String,
    pub(crate) month_label: String,
    pub(crate) state_label: String,
    pub(crate) closed: bool,
    pub(crate) editable: bool,
    pub(crate) previous_person: Option<String>,
    pub(crate) next_person: Option<String>,
    pub(crate) month_href: String,
    pub(crate) person_href: String,
    pub(crate) heading: Vec<Heading>,
    pub(crate) additions_href: String,
    pub(crate) collected_href: String,
    pub(crate) own_costs: Vec<String>,
    pub(crate) tool_href: String,
    pub(crate) save_href: String,
    pub(crate) save_all_href: String,
    pub(crate) undo: Option<Undo>,
    pub(crate) weekdays: [&'static str; 7],
    pub(crate) pattern_start: String,
    pub(crate) pattern_end: String,
    pub(crate) transport: bool,
    pub(crate) meal: bool,
    pub(crate) focus_day: String,
    pub(crate) all_columns: bool,
    pub(crate) columns: Vec<Column>,
    pub(crate) rows: Vec<Row>,
    pub(crate) rows_used: usize,
    pub(crate) live: String,
}

/// State of the month in words, and whether its records may change.
pub(crate) async fn month_state(desk: &Desk, month: Month) -> Result<(String, bool), Failure> {
    let stored = desk.read().claim_months().get(month).await?;
    Ok((stored.state.to_string(), !stored.state.is_open()))
}

/// What the office has priced in a month.
pub(crate) async fn prices_of(desk: &Desk, month: Month) -> Result<PriceList, Failure> {
    Ok(desk.read().prices().in_force(month).await?.map(|(_, entry)| entry.body).unwrap_or_default())
}

/// The items of 本人実費 that have a price.
pub(super) fn priced(prices: &PriceList) -> [bool; 5] {
    prices.own_costs.each_ref().map(Option::is_some)
}

/// The items below the table: `実費 1=昼食代(400円)`.
pub(super) fn own_cost_words(prices: &PriceList) -> Vec<String> {
    let items = prices.own_costs.iter().zip(1..);
    items
        .filter_map(|(item, number)| item.as_ref().map(|item| format!("実費 {number}={}({}円)", item.name, item.price)))
        .collect()
}

/// Records by day of the month.
pub(crate) fn by_day(records: &[DayRecord]) -> BTreeMap<u8, DayRow> {
    records.iter().map(|record| (record.day.number(), row_of(&record.body))).collect()
}

/// Tint of a day: `sat`, `sun`, `holiday` or nothing.
pub(crate) fn tint(desk: &Desk, day: Day) -> &'static str {
    match (desk.app.holidays.holiday_name(day), day.weekday_index()) {
        (Some(_), _) => "holiday",
        (None, 5) => "sat",
        (None, 6) => "sun",
        _ => "",
    }
}

/// The page, also after an error in the whole-table form.
pub(crate) async fn page(
    desk: &Desk,
    month: Month,
    person_id: i64,
    query: &GridQuery,
    form: Form,
) -> Result<PersonMonth, Failure> {
    let person = desk.read().people().get(person_id).await?;
    let records = desk.read().days().of_month(person_id, month).await?;
    let stored = by_day(&records);
    let versions: BTreeMap<u8, i64> = records.iter().map(|record| (record.day.number(), record.version)).collect();
    let notice = match desk.read().office().notice_in_force(month).await {
        Ok(notice) => Some(notice.body.office),
        Err(StoreError::NoNotice { .. }) => None,
        Err(other) => return Err(other.into()),
    };
    let (state_label, _) = month_state(desk, month).await?;
    // a case of 返戻・過誤・月遅れ opens the month of this person only
    let closed = !desk.read().again().may_change(person_id, month).await?;
    let all_columns = query.all.is_some();
    let used = |key: &str| stored.values().any(|row| !text_of(row, key).is_empty());
    let prices = prices_of(desk, month).await?;
    let columns = visible(notice.as_ref(), priced(&prices), &used, all_columns);
    let base = format!("{}/b/{month}/records", desk.base);
    let (previous_person, next_person) = neighbours(desk, month, person_id).await?;
    let last_times = desk.read().days().of_month(person_id, month.previous()).await?;
    let usual = stored.values().chain(by_day(&last_times).values()).find(|row| row.facts.start.is_some()).cloned();
    let usual_text = |key: &str| usual.as_ref().map(|row| text_of(row, key)).unwrap_or_default();
    let rows = month
        .each_day()
        .map(|day| {
            let number = day.number();
            let mut row = Row {
                number: i64::from(number),
                version: versions.get(&number).map(i64::to_string).unwrap_or_default(),
                weekday: day.weekday_ja(),
                tint: tint(desk, day),
                holiday: desk.app.holidays.holiday_name(day).unwrap_or_default().to_owned(),
                name: String::new(),
                href: String::new(),
                cells: cells(&columns, stored.get(&number)),
                state: String::new(),
                has_error: false,
            };
            keep_typed(&mut row, &form);
            row
        })
        .collect();
    let undo = query.undo.as_ref().map(|days| Undo {
        text: match query.done.as_deref() {
            Some("undo") => "元に戻しました。".to_owned(),
            _ => format!("{}日分を変えました。", days.split(',').filter(|part| !part.is_empty()).count()),
        },
        href: format!("{base}/{person_id}/undo"),
        days: days.clone(),
    });
    let capability = notice.as_ref().map(|office| &office.capability);
    Ok(PersonMonth {
        shell: desk.month_shell(Section::Records, month, &format!("/records/{person_id}")).await?,
        form,
        name: person.body.name,
        kana: person.body.name_kana,
        month_label: month.wareki(),
        state_label,
        closed,
        editable: !closed && desk.may(Permission::Record),
        previous_person,
        next_person,
        month_href: base.clone(),
        person_href: format!("{}/people/{person_id}", desk.base),
        heading: heading::of(desk, person_id, month, notice.as_ref()).await?,
        collected_href: format!("{}/b/{month}/fees-collected", desk.base),
        additions_href: format!("{}/b/{month}/additions/{person_id}", desk.base),
        own_costs: own_cost_words(&prices),
        tool_href: format!("{base}/{person_id}/tools"),
        save_href: format!("{base}/{person_id}/days/"),
        save_all_href: format!("{base}/{person_id}/all"),
        undo,
        weekdays: ["月", "火", "水", "木", "金", "土", "日"],
        pattern_start: usual_text("start"),
        pattern_end: usual_text("end"),
        transport: capability.is_some_and(|capability| capability.transport.is_some()),
        meal: capability.is_some_and(|capability| capability.meal_provision),
        focus_day: query.day.clone().unwrap_or_default(),
        all_columns,
        columns,
        rows_used: stored.len(),
        rows,
        live: live::panel(desk, person_id, month).await?,
    })
}

/// After an error the row shows what was typed, and its error.
pub(crate) fn keep_typed(row: &mut Row, form: &Form) {
    for cell in &mut row.cells {
        let name = format!("d{}.{}", row.number, cell.key);
        let Some(message) = form.error(&name) else {
            // A box that was not sent back was unticked.
            if form.has(&name) || (cell.flag && form.has("shown")) {
                cell.text = form.value(&name).to_owned();
            }
            continue;
        };
        cell.text = form.value(&name).to_owned();
        cell.error = true;
        row.has_error = true;
        row.state.push_str(message);
    }
}

/// The persons before and after in the list of the month.
async fn neighbours(desk: &Desk, month: Month, person_id: i64) -> Result<(Option<String>, Option<String>), Failure> {
    let people = people_of(desk, month).await?;
    let href = |id: i64| format!("{}/b/{month}/records/{id}", desk.base);
    let Some(at) = people.iter().position(|person| person.id == person_id) else { return Ok((None, None)) };
    let previous = at.checked_sub(1).and_then(|at| people.get(at)).map(|person| href(person.id));
    Ok((previous, people.get(at + 1).map(|person| href(person.id))))
}

/// The persons who use the office in a month: begun before its end and not ended before its begin.
pub(crate) async fn people_of(desk: &Desk, month: Month) -> Result<Vec<store::Entry<store::PersonBody>>, Failure> {
    let mut people = desk.read().people().list().await?;
    people.retain(|person| {
        person.body.started_on.is_none_or(|day| day <= month.last_day())
            && person.body.ended_on.is_none_or(|day| day >= month.first_day())
    });
    Ok(people)
}

/// `GET /b/{month}/records/{person}`.
pub(crate) async fn show(
    desk: Desk,
    Path((_, month, person_id)): Path<(i64, String, i64)>,
    Query(query): Query<GridQuery>,
) -> Result<Html<String>, Failure> {
    let month = month_of(&month)?;
    Ok(Html(page(&desk, month, person_id, &query, Form::default()).await?.render()?))
}

/// `GET …/live`: the panel alone.
pub(crate) async fn live(
    desk: Desk,
    Path((_, month, person_id)): Path<(i64, String, i64)>,
) -> Result<Html<String>, Failure> {
    let month = month_of(&month)?;
    desk.read().people().get(person_id).await?;
    Ok(Html(live::panel(&desk, person_id, month).await?))
}
