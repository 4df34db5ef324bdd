//! 契約と退所の画面の枠: the tabs that each write their part of the one row of contract and leaving.
use super::person::{self, Seen, StandingView};
use crate::{
    actions::retention::people::{FactsPart, save_facts},
    desk::{Desk, Section},
    failure::Failure,
    permissions::Permission,
    screens::people::{
        frame::{Head, Tab, VERSION, conflict, refused, shell_with},
        sheet::{Difference, Sheet, SheetView},
    },
};
use askama::Template;
use axum::{
    http::StatusCode,
    response::{Html, IntoResponse, Redirect, Response},
};
use store::RetentionFactsBody;
use ui::{Form, Shell};

/// One tab.
pub(super) struct Part {
    /// Which tab.
    pub(super) tab: Tab,
    /// What it writes.
    pub(super) part: FactsPart,
    /// Last word of the address.
    pub(super) path: &'static str,
    /// Heading.
    pub(super) title: &'static str,
    /// What to know before filling it in.
    pub(super) lead: &'static [&'static str],
    /// The field that an error of the store stands at.
    pub(super) first: &'static str,
    /// The fields.
    pub(super) sheet: fn() -> Sheet,
    /// What is stored, as the form shows it.
    pub(super) show: fn(&RetentionFactsBody) -> Form,
    /// What was typed; errors are noted in the form.
    pub(super) read: fn(&mut Form, &Seen) -> Option<RetentionFactsBody>,
    /// What to think of when the use ends.
    pub(super) checklist: &'static [&'static str],
}

struct EntryLine {
    from: String,
    to: String,
    amount: u32,
    number: String,
    href: String,
}

#[derive(Template)]
#[template(path = "retention/part.html")]
struct PartPage {
    shell: Shell,
    head: Head,
    standing: StandingView,
    title: &'static str,
    lead: &'static [&'static str],
    form: Form,
    sheet: SheetView,
    differences: Vec<Difference>,
    version: String,
    action: String,
    editable: bool,
    entries: Vec<EntryLine>,
    entries_href: String,
    checklist: &'static [&'static str],
}

/// The version of a form whose row may not be there yet.
pub(super) fn known_version(form: &Form) -> Option<i64> {
    form.value(VERSION).parse().ok()
}

impl Part {
    /// The page; `typed` after an error.
    pub(super) async fn page(
        &self,
        desk: &Desk,
        person_id: i64,
        typed: Option<Form>,
        ok: Option<&str>,
    ) -> Result<String, Failure> {
        let person = desk.read().people().get(person_id).await?;
        let Seen { facts, standing, .. } = person::seen(desk, person_id).await?;
        let stored = (self.show)(&facts.body);
        let form = typed.unwrap_or_else(|| stored.clone());
        let version =
            if form.error(VERSION).is_some() || !form.has(VERSION) { facts.version } else { known_version(&form) };
        let sheet = (self.sheet)();
        let editable = desk.may(Permission::EditPeople);
        let base = format!("{}/people/{person_id}", desk.base);
        let (mut entries, mut entries_href) = (Vec::new(), String::new());
        if self.part == FactsPart::Use {
            entries_href = format!("{base}/contracts");
            let rows = desk.read().contracts().of_person(person_id).await?;
            entries.extend(rows.iter().map(|row| EntryLine {
                from: row.body.from.both(),
                to: row.body.to.map_or_else(|| "続いています".to_owned(), kernel::Day::both),
                amount: row.body.days,
                number: row.body.provider_entry_no.clone(),
                href: format!("{entries_href}/{}", row.id),
            }));
        }
        let page = PartPage {
            shell: shell_with(desk, Section::People, ok).await?,
            head: Head::of(desk, &person, self.tab),
            standing,
            title: self.title,
            lead: self.lead,
            differences: conflict(&sheet, &stored, &form),
            sheet: sheet.view(&form, editable),
            version: version.map(|version| version.to_string()).unwrap_or_default(),
            action: format!("{base}/{}", self.path),
            editable,
            entries,
            entries_href,
            checklist: self.checklist,
            form,
        };
        Ok(page.render()?)
    }

    /// Saves what was typed.
    pub(super) async fn save(&self, desk: &Desk, person_id: i64, mut form: Form) -> Result<Response, Failure> {
        desk.require(Permission::EditPeople)?;
        let seen = person::seen(desk, person_id).await?;
        let Some(body) = (self.read)(&mut form, &seen) else {
            let html = self.page(desk, person_id, Some(form), None).await?;
            return Ok((StatusCode::UNPROCESSABLE_ENTITY, Html(html)).into_response());
        };
        let version = known_version(&form);
        let saved = save_facts(
            (&desk.app.store, desk.app.tables),
            &desk.actor(),
            desk.now,
            person_id,
            (self.part, version),
            &body,
        )
        .await;
        match saved {
            Ok(()) => {
                let to = format!("{}/people/{person_id}/{}?ok={}", desk.base, self.path, self.path);
                Ok(Redirect::to(&to).into_response())
            }
            Err(error) => {
                let status = refused(&mut form, error, self.first)?;
                Ok((status, Html(self.page(desk, person_id, Some(form), None).await?)).into_response())
            }
        }
    }
}
