//! 就労: the jobs of a person, earliest first, with one form for the job that is being written; a job change is a new row.
use super::{
    job_form,
    person::{self, Seen, StandingView},
};
use crate::{
    actions::{
        known::Known,
        retention::{
            people::{Previous, remove_employment, save_employment},
            person_facts,
        },
    },
    desk::{Desk, Section},
    failure::Failure,
    guard::Posted,
    permissions::Permission,
    screens::people::{
        frame::{Head, Tab, VERSION, conflict, refused, shell_with, version_of},
        read,
        said::Said,
        sheet::{Difference, Sheet, SheetView},
    },
};
use askama::Template;
use axum::{
    extract::{Path, Query},
    http::StatusCode,
    response::{Html, IntoResponse, Redirect, Response},
};
use fees::retention::{ChangeStands, facts::JobChange, job_changes};
use serde::Deserialize;
use store::{Employment, Occupation};
use ui::{Form, Shell};

struct JobLine {
    employer: String,
    workplace: String,
    occupation: String,
    hired_on: String,
    ended_on: String,
    /// How it follows the job before it.
    follows: &'static str,
    hours: String,
    disclosed: &'static str,
    href: String,
    current: bool,
}

#[derive(Template)]
#[template(path = "retention/jobs.html")]
struct JobsPage {
    shell: Shell,
    head: Head,
    standing: StandingView,
    jobs: Vec<JobLine>,
    title: &'static str,
    form: Form,
    sheet: SheetView,
    differences: Vec<Difference>,
    version: Option<i64>,
    action: String,
    new_href: String,
    editable: bool,
}

/// The last job without an end: a new one may follow it.
fn open_job(jobs: &[Employment]) -> Option<&Employment> {
    jobs.iter().rev().find(|job| job.body.hired_on.is_some() && job.body.ended_on.is_none())
}

/// How a job follows the one before it, as the rules count job changes.
fn follows(changes: &[(JobChange, ChangeStands)], before: Option<&Employment>, job: &Employment) -> &'static str {
    let (Some(hired), Some(before)) = (job.body.hired_on, before) else { return "" };
    let change = changes.iter().find(|(change, _)| change.re_employed_on == hired);
    match change {
        Some((_, ChangeStands::SecondChange)) => {
            "転職: 二度目の転職です(継続とみる転職は1回までのため、継続になりません)"
        }
        Some((_, ChangeStands::TooLate)) => "転職: 退職から1か月を超えています(継続になりません)",
        Some((_, ChangeStands::AfterTheEnd)) => "転職: 前の退職で利用が終わっています(継続になりません)",
        Some((change, ChangeStands::Continues)) if hired <= change.resigned_on => "前の就労と重なっています",
        Some((_, ChangeStands::Continues)) => "転職: 退職から1か月以内(継続)",
        None if before.body.ended_on.is_none() => "掛け持ち(前の就労に終了日なし)",
        None => "掛け持ち(前の就労と重なっています)",
    }
}

fn line(base: &str, occupations: &[Occupation], follows: &'static str, job: &Employment, at: Option<i64>) -> JobLine {
    let body = &job.body;
    let occupation = occupations.iter().find(|known| known.key == body.occupation);
    JobLine {
        employer: body.employer.clone(),
        workplace: body.workplace.clone(),
        occupation: occupation.map_or_else(|| body.occupation.clone(), |known| known.label.clone()),
        hired_on: body.hired_on.map(kernel::Day::both).unwrap_or_default(),
        ended_on: body.ended_on.map(kernel::Day::both).unwrap_or_default(),
        follows,
        hours: body.weekly_hours_x10.map(job_form::hours).unwrap_or_default(),
        disclosed: match body.disclosed_to_employer {
            Some(true) => "開示",
            Some(false) => "非開示",
            None => "未確認",
        },
        href: format!("{base}/{}", job.id),
        current: at == Some(job.id),
    }
}

/// What is needed to read and show the form of a job.
struct Paper {
    sheet: Sheet,
    occupations: Vec<Occupation>,
    /// The open job that a new one would follow.
    previous: Option<Employment>,
}

async fn paper(desk: &Desk, jobs: &[Employment], id: Option<i64>) -> Result<Paper, Failure> {
    let mut occupations = desk.read().retention_settings().get().await?.body.occupations;
    // a key that has left the list stays readable
    if let Some(job) = jobs.iter().find(|job| Some(job.id) == id).map(|job| &job.body.occupation)
        && !job.is_empty()
        && !occupations.iter().any(|known| known.key == *job)
    {
        occupations.push(Occupation { key: job.clone(), label: format!("{job}(一覧から外した職種)") });
    }
    let previous = if id.is_none() { open_job(jobs).cloned() } else { None };
    let sheet = job_form::sheet(&occupations, previous.as_ref().map(|job| job.body.employer.as_str()));
    Ok(Paper { sheet, occupations, previous })
}

async fn page(
    desk: &Desk,
    person_id: i64,
    id: Option<i64>,
    typed: Option<Form>,
    ok: Option<&str>,
) -> Result<String, Failure> {
    let person = desk.read().people().get(person_id).await?;
    let Seen { jobs, standing, facts } = person::seen(desk, person_id).await?;
    let stored = match id {
        Some(id) => Some(jobs.iter().find(|job| job.id == id).ok_or(Failure::NotFound)?),
        None => None,
    };
    let Paper { sheet, occupations, .. } = paper(desk, &jobs, id).await?;
    let base = format!("{}/people/{person_id}/jobs", desk.base);
    let shown = stored.map(|job| job_form::show(&job.body));
    let form = typed.or_else(|| shown.clone()).unwrap_or_else(|| {
        let mut fresh = Form::default();
        fresh.set_some(job_form::PREVIOUS_ENDED, facts.body.resigned_on);
        fresh
    });
    let editable = desk.may(Permission::EditPeople);
    let changes = job_changes(desk.app.tables, &person_facts(&jobs, &facts.body, None));
    let before = |at: usize| at.checked_sub(1).and_then(|at| jobs.get(at));
    let page = JobsPage {
        shell: shell_with(desk, Section::People, ok).await?,
        head: Head::of(desk, &person, Tab::Jobs),
        standing,
        jobs: jobs
            .iter()
            .enumerate()
            .map(|(at, job)| line(&base, &occupations, follows(&changes, before(at), job), job, id))
            .collect(),
        title: match (id, jobs.is_empty()) {
            (Some(_), _) => "就労の内容",
            (None, true) => "就労の登録",
            (None, false) => "次の就労(転職・掛け持ち)",
        },
        differences: shown.as_ref().map(|shown| conflict(&sheet, shown, &form)).unwrap_or_default(),
        sheet: sheet.view(&form, editable),
        version: stored.map(|job| {
            if form.error(VERSION).is_some() || !form.has(VERSION) { job.version } else { version_of(&form) }
        }),
        action: id.map_or_else(|| base.clone(), |id| format!("{base}/{id}")),
        new_href: format!("{base}?new=1"),
        editable,
        form,
    };
    Ok(page.render()?)
}

/// `?new=1`: the form of the next job is wanted.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Wanted {
    new: Option<String>,
    #[serde(flatten)]
    said: Said,
}

/// `GET …/jobs`: all jobs, with the form of the newest one open; of a new one while there is none, or when it is wanted.
pub(super) async fn show(
    desk: Desk,
    Path((_, person)): Path<(i64, i64)>,
    Query(wanted): Query<Wanted>,
) -> Result<Html<String>, Failure> {
    let jobs = desk.read().employments().of_person(person).await?;
    let newest = jobs.iter().rev().find(|job| job.body.hired_on.is_some()).or(jobs.last());
    let open = newest.filter(|_| wanted.new.is_none()).map(|job| job.id);
    Ok(Html(page(&desk, person, open, None, wanted.said.ok.as_deref()).await?))
}

/// `GET …/jobs/{job}`.
pub(super) async fn show_one(
    desk: Desk,
    Path((_, person, job)): Path<(i64, i64, i64)>,
    Query(said): Query<Said>,
) -> Result<Html<String>, Failure> {
    Ok(Html(page(&desk, person, Some(job), None, said.ok.as_deref()).await?))
}

/// The end of the job before the new one, when it was written.
fn previous_of(form: &mut Form, before: Option<Employment>) -> Option<Previous> {
    let before = before?;
    let ended = read::day(form, job_form::PREVIOUS_ENDED)?;
    if before.body.hired_on.is_some_and(|hired| ended < hired) {
        form.fail(job_form::PREVIOUS_ENDED, "前の勤務先の退職日が、その雇用開始日より前です。日を直してください");
    }
    let known = Known { id: before.id, version: before.version };
    let mut body = before.body;
    body.ended_on = Some(ended);
    if body.end_reason.is_empty() {
        "転職".clone_into(&mut body.end_reason);
    }
    Some(Previous { known, body })
}

async fn put(desk: &Desk, person: i64, id: Option<i64>, mut form: Form) -> Result<Response, Failure> {
    desk.require(Permission::EditPeople)?;
    let jobs = desk.read().employments().of_person(person).await?;
    let Paper { sheet, previous, .. } = paper(desk, &jobs, id).await?;
    let previous = previous_of(&mut form, previous);
    let Some(body) = job_form::read(&mut form, &sheet) else {
        let html = page(desk, person, id, Some(form), None).await?;
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, Html(html)).into_response());
    };
    let known = id.map(|id| Known { id, version: version_of(&form) });
    let (store, actor) = (&desk.app.store, desk.actor());
    match save_employment(store, &actor, desk.now, person, known, &body, previous.as_ref()).await {
        Ok(_) => Ok(Redirect::to(&format!("{}/people/{person}/jobs?ok=job", desk.base)).into_response()),
        Err(error) => {
            let status = refused(&mut form, error, "hired_on")?;
            Ok((status, Html(page(desk, person, id, Some(form), None).await?)).into_response())
        }
    }
}

/// `POST …/jobs`.
pub(super) async fn create(
    desk: Desk,
    Path((_, person)): Path<(i64, i64)>,
    Posted(form): Posted,
) -> Result<Response, Failure> {
    put(&desk, person, None, form).await
}

/// `POST …/jobs/{job}`.
pub(super) async fn save(
    desk: Desk,
    Path((_, person, job)): Path<(i64, i64, i64)>,
    Posted(form): Posted,
) -> Result<Response, Failure> {
    put(&desk, person, Some(job), form).await
}

/// `POST …/jobs/{job}/remove`.
pub(super) async fn remove(
    desk: Desk,
    Path((_, person, job)): Path<(i64, i64, i64)>,
    Posted(mut form): Posted,
) -> Result<Response, Failure> {
    desk.require(Permission::EditPeople)?;
    let known = Known { id: job, version: version_of(&form) };
    match remove_employment(&desk.app.store, &desk.actor(), desk.now, person, known).await {
        Ok(()) => Ok(Redirect::to(&format!("{}/people/{person}/jobs?ok=job_removed", desk.base)).into_response()),
        Err(error) => {
            let stored = desk.read().employments().get(job).await?;
            let status = refused(&mut form, error, VERSION)?;
            let mut shown = job_form::show(&stored.body);
            if let Some(message) = form.error(VERSION) {
                shown.fail(VERSION, message);
            }
            Ok((status, Html(page(&desk, person, Some(job), Some(shown), None).await?)).into_response())
        }
    }
}
