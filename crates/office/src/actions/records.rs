//! 記録の保存: one cell, a whole table, the copy tools, and their undo.
use crate::grid::{CellError, Change, DayRow, patch, text_of};
use fees::b_type::facts::DayFacts;
use jiff::Timestamp;
use kernel::{Day, Month};
use serde_json::json;
use std::collections::BTreeMap;
use store::{Actor, AuditEvent, AuditKind, DayBody, EntityKind, Store, StoreError, Subject, WriteTx};

/// Cells typed into one row: field → text.
pub type Typed = BTreeMap<String, String>;

/// One row to save, with the version that was on the screen.
#[derive(Clone, Debug)]
pub struct SaveDay {
    /// Whose.
    pub person_id: i64,
    /// The day.
    pub day: Day,
    /// Version on the screen; `None` for a day without a record.
    pub version: Option<i64>,
    /// The cells that were changed.
    pub typed: Typed,
}

/// What became of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SavedDay {
    /// Stored; the row as it stands now (`None` = no record on that day).
    Saved {
        /// New version.
        version: Option<i64>,
        /// The row.
        row: Option<DayRow>,
    },
    /// Someone else changed the same cell; nothing was stored.
    Conflict {
        /// Version stored now.
        version: Option<i64>,
        /// The other person's row.
        row: Option<DayRow>,
    },
    /// Cells that cannot be read; nothing was stored.
    Wrong(Vec<CellError>),
}

/// The grid's view of a stored day.
pub fn row_of(body: &DayBody) -> DayRow {
    DayRow { facts: body.facts.clone(), remark: body.remark.clone(), own_costs: body.own_costs }
}

fn body_of(row: &DayRow, day: Day) -> DayBody {
    DayBody {
        facts: DayFacts { day: day.number(), ..row.facts.clone() },
        remark: row.remark.clone(),
        own_costs: row.own_costs,
    }
}

/// Saves the changed cells of one row. Two people in one row only collide when they changed the same cell.
///
/// # Errors
/// `MonthClosed`, `NotFound`, or what the database reports.
pub async fn save_day(store: &Store, actor: &Actor, now: Timestamp, input: SaveDay) -> Result<SavedDay, StoreError> {
    let tx = store.begin(actor, now).await?;
    let outcome = put_row(&tx, &input).await?;
    let SavedDay::Saved { version, row } = &outcome else { return Ok(outcome) };
    let kind = if row.is_some() { AuditKind::DaySaved } else { AuditKind::DayDeleted };
    let subject = Subject::new(EntityKind::Person, input.person_id);
    let fields: Vec<&String> = input.typed.keys().collect();
    tx.commit(AuditEvent::new(kind, subject).with(json!({
        "day": input.day.to_string(), "version": version, "fields": fields
    })))
    .await?;
    Ok(outcome)
}

async fn put_row(tx: &WriteTx, input: &SaveDay) -> Result<SavedDay, StoreError> {
    let stored = tx.days().get(input.person_id, input.day).await?;
    let current = stored.as_ref().map(|record| row_of(&record.body));
    let version = stored.as_ref().map(|record| record.version);
    if version != input.version && collides(tx, input, current.as_ref()).await? {
        return Ok(SavedDay::Conflict { version, row: current });
    }
    let next = match patch(current.as_ref(), input.day.number(), &input.typed) {
        Ok(next) => next,
        Err(errors) => return Ok(SavedDay::Wrong(errors)),
    };
    let version = match (&next, version) {
        (Some(row), _) if Some(row) == current.as_ref() => version,
        (Some(row), _) => Some(tx.days().save(input.person_id, input.day, &body_of(row, input.day), version).await?),
        (None, Some(version)) => {
            tx.days().delete(input.person_id, input.day, version).await?;
            None
        }
        (None, None) => None,
    };
    Ok(SavedDay::Saved { version, row: next })
}

/// Whether a cell we typed was changed by someone else since our version.
async fn collides(tx: &WriteTx, input: &SaveDay, current: Option<&DayRow>) -> Result<bool, StoreError> {
    let base = match input.version {
        None => None,
        Some(version) => {
            let versions = tx.days().versions(input.person_id, input.day).await?;
            let Some(known) = versions.into_iter().find(|known| known.version == version) else { return Ok(true) };
            let body: Option<DayBody> = serde_json::from_value(known.body).unwrap_or_default();
            body.map(|body| row_of(&body))
        }
    };
    let text = |row: Option<&DayRow>, field: &str| row.map(|row| text_of(row, field)).unwrap_or_default();
    Ok(input.typed.keys().any(|field| text(base.as_ref(), field) != text(current, field)))
}

/// What a tool did to one day, so that it can be undone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Done {
    /// Whose.
    pub person_id: i64,
    /// Day of the month.
    pub day: u8,
    /// Version before the tool; 0 when there was no record.
    pub before: i64,
    /// Version the tool wrote (also that of a deletion).
    pub after: i64,
}

/// Applies what a tool wants for one person or many, all days or none.
///
/// # Errors
/// `Conflict` when someone saved one of the days in between, `MonthClosed`, `NotFound`.
pub async fn apply(
    store: &Store,
    actor: &Actor,
    now: Timestamp,
    month: Month,
    tool: &str,
    wanted: &[(i64, Vec<Change>)],
) -> Result<Vec<Done>, StoreError> {
    let tx = store.begin(actor, now).await?;
    let mut done = Vec::new();
    for (person_id, changes) in wanted {
        let person_id = *person_id;
        for change in changes {
            let Some(day) = month.day(change.day) else { continue };
            let before = tx.days().get(person_id, day).await?.map(|record| record.version);
            let after = match (&change.row, before) {
                (Some(row), _) => tx.days().save(person_id, day, &body_of(row, day), before).await?,
                (None, Some(version)) => tx.days().delete(person_id, day, version).await?,
                (None, None) => continue,
            };
            done.push(Done { person_id, day: change.day, before: before.unwrap_or(0), after });
        }
    }
    let detail = json!({ "month": month.to_string(), "tool": tool, "days": done.len() });
    tx.commit(AuditEvent::new(AuditKind::DaysSaved, subject_of(actor, &done)).with(detail)).await?;
    Ok(done)
}

/// The one person an act was about, or the office when it was about several.
fn subject_of(actor: &Actor, done: &[Done]) -> Subject {
    match done.first() {
        Some(first) if done.iter().all(|other| other.person_id == first.person_id) => {
            Subject::new(EntityKind::Person, first.person_id)
        }
        _ => Subject::new(EntityKind::Office, actor.office.office_id()),
    }
}

/// 元に戻す: brings days back to the version before a tool.
///
/// # Errors
/// `Conflict` when a day was changed since, `MonthClosed`, `NotFound`.
pub async fn undo(
    store: &Store,
    actor: &Actor,
    now: Timestamp,
    month: Month,
    days: &[Done],
) -> Result<usize, StoreError> {
    let tx = store.begin(actor, now).await?;
    let mut restored = 0;
    for done in days {
        let Some(day) = month.day(done.day) else { continue };
        if done.before == 0 {
            tx.days().delete(done.person_id, day, done.after).await?;
        } else {
            tx.days().restore(done.person_id, day, done.before, done.after).await?;
        }
        restored += 1;
    }
    let detail = json!({ "month": month.to_string(), "days": restored });
    tx.commit(AuditEvent::new(AuditKind::DayRestored, subject_of(actor, days)).with(detail)).await?;
    Ok(restored)
}
