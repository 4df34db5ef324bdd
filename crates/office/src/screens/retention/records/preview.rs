//! 入力中の見込み: the panel for what is typed and not yet saved.
use super::{
    form::{self, Around},
    frame,
    live::panel,
};
use crate::{
    actions::retention::{
        conferences::used_conferences,
        month::{contact, service_month},
    },
    desk::Desk,
    failure::Failure,
    guard::Posted,
    screens::month_of::month_of,
};
use axum::{extract::Path, response::Html};
use store::ContactKind;

/// `POST …/preview`: the same for what is typed and not yet saved.
pub(super) async fn preview(
    desk: Desk,
    Path((_, month, person_id)): Path<(i64, String, i64)>,
    Posted(mut form): Posted,
) -> Result<Html<String>, Failure> {
    let month = month_of(&month)?;
    let found = frame::find(&desk, month, person_id).await?;
    let mut facts = service_month(desk.app.tables, &found.office, &found.one);
    let tables = desk.app.tables.retention();
    let around = Around { kind: ContactKind::Full, month, today: desk.app.clock.today(), tables };
    if let Some(body) = form::read(&mut form, around) {
        let full = |row: &&store::Contact| row.body.kind == ContactKind::Full;
        let others = found.one.contacts.iter().filter(|row| !full(row)).map(|row| contact(&row.body));
        facts.contacts = others.chain([contact(&body)]).collect();
    }
    let used = used_conferences(desk.app.tables, &found.one, month);
    Ok(Html(panel(&desk, person_id, &facts, &used)?))
}
