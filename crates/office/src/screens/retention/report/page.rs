//! 支援レポート: one a month and person; the base fee needs the day on which it was shared.
use super::form::{self, TEXTS};
use crate::{
    actions::retention::{month::job_of, records},
    desk::Desk,
    failure::Failure,
    guard::Posted,
    permissions::Permission,
    screens::{
        month_of::month_of,
        people::{
            frame::{Head, VERSION, conflict, refused, warn},
            said::Said,
            sheet::{Difference, SheetView},
        },
        retention::records::frame::{self, Frame, Part},
    },
};
use askama::Template;
use axum::{
    extract::{Path, Query},
    http::StatusCode,
    response::{Html, IntoResponse, Redirect, Response},
};
use kernel::Month;
use ui::{Form, Shell};

#[derive(Template)]
#[template(path = "retention/report.html")]
struct ReportPage {
    shell: Shell,
    head: Head,
    frame: Frame,
    form: Form,
    sheet: SheetView,
    differences: Vec<Difference>,
    version: String,
    action: String,
    print_href: String,
    stored: bool,
    shared: String,
    last_label: String,
    may_copy: bool,
    copied: bool,
    not_disclosed: bool,
    /// 就労 of someone whose employer knows and did not get the report: no reason holds.
    disclosed_href: Option<String>,
}

struct Shown<'s> {
    typed: Option<Form>,
    copied: bool,
    ok: Option<&'s str>,
}

async fn page(desk: &Desk, month: Month, person_id: i64, shown: Shown<'_>) -> Result<String, Failure> {
    let found = frame::find(desk, month, person_id).await?;
    let report = &found.one.report;
    let stored = form::show(&report.body);
    let job = job_of(&found.one.employments, month);
    let disclosed = job.and_then(|job| job.body.disclosed_to_employer);
    let typed = shown.typed.is_some();
    let form = shown.typed.unwrap_or_else(|| {
        let mut form = stored.clone();
        if report.version.is_none() {
            form.set("staff", &desk.session.display_name);
        }
        form
    });
    let sheet = form::sheet();
    let current = report.version.map(|version| version.to_string()).unwrap_or_default();
    let fresh = form.error(VERSION).is_some() || !form.has(VERSION);
    let before = desk.read().support_reports().get(person_id, month.previous()).await?;
    let (mut shell, head, frame) = frame::of(desk, &found, Part::Report, shown.ok).await?;
    if !typed {
        warn(&mut shell, &form::warnings(&report.body, month, disclosed));
    }
    let action = desk.month_href(month, &format!("/records/{person_id}/report"));
    let page = ReportPage {
        differences: conflict(&sheet, &stored, &form),
        sheet: sheet.view(&form, frame.editable),
        version: if fresh { current } else { form.value(VERSION).to_owned() },
        print_href: format!("{action}/print"),
        action,
        stored: report.version.is_some(),
        shared: report.body.shared_on.map(kernel::Day::both).unwrap_or_default(),
        last_label: month.previous().wareki(),
        may_copy: before.version.is_some(),
        copied: shown.copied,
        not_disclosed: disclosed == Some(false),
        disclosed_href: job
            .filter(|_| disclosed == Some(true) && form.text("shared_on").is_some() && !form.checked("to_employer"))
            .map(|job| format!("{}/people/{person_id}/jobs/{}#f-disclosed", desk.base, job.id)),
        shell,
        head,
        frame,
        form,
    };
    Ok(page.render()?)
}

/// `GET …/report`.
pub(super) async fn show(
    desk: Desk,
    Path((_, month, person)): Path<(i64, String, i64)>,
    Query(said): Query<Said>,
) -> Result<Html<String>, Failure> {
    let shown = Shown { typed: None, copied: false, ok: said.ok.as_deref() };
    Ok(Html(page(&desk, month_of(&month)?, person, shown).await?))
}

/// 前月から複写: the texts of the month before where nothing is written yet. Nothing is saved by it.
async fn copied(desk: &Desk, month: Month, person: i64, mut form: Form) -> Result<String, Failure> {
    let before = desk.read().support_reports().get(person, month.previous()).await?;
    let last = form::show(&before.body);
    for name in TEXTS.into_iter().chain(["method", "employer_left_out_reason"]) {
        if form.text(name).is_none() {
            form.set(name, last.value(name));
        }
    }
    if form::RECIPIENTS.iter().all(|(key, _)| !form.checked(key)) {
        for (key, _) in form::RECIPIENTS {
            form.set(key, last.value(key));
        }
    }
    page(desk, month, person, Shown { typed: Some(form), copied: true, ok: None }).await
}

/// `POST …/report`.
pub(super) async fn save(
    desk: Desk,
    Path((_, month, person)): Path<(i64, String, i64)>,
    Posted(mut form): Posted,
) -> Result<Response, Failure> {
    desk.require(Permission::Record)?;
    let month = month_of(&month)?;
    let jobs = desk.read().employments().of_person(person).await?;
    let disclosed = job_of(&jobs, month).and_then(|job| job.body.disclosed_to_employer);
    if form.is("act", "copy") {
        return Ok(Html(copied(&desk, month, person, form).await?).into_response());
    }
    let status = match form::read(&mut form, month, desk.app.clock.today(), disclosed) {
        None => StatusCode::UNPROCESSABLE_ENTITY,
        Some(body) => {
            let version = form.value(VERSION).parse().ok();
            let at = (person, month);
            match records::save_report(&desk.app.store, &desk.actor(), desk.now, at, version, &body).await {
                Ok(()) => {
                    let code = if body.shared_on.is_some() { "report" } else { "unshared" };
                    let to = desk.month_href(month, &format!("/records/{person}/report?ok={code}"));
                    return Ok(Redirect::to(&to).into_response());
                }
                Err(error) => refused(&mut form, error, "shared_on")?,
            }
        }
    };
    let shown = Shown { typed: Some(form), copied: false, ok: None };
    Ok((status, Html(page(&desk, month, person, shown).await?)).into_response())
}
