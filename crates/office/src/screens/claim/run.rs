//! 請求を計算: starts the run, shows how far it is, and at the end what was done, what was not and why.
use crate::{
    actions::claims::{is_cut_off, start_run},
    clock::{japan_stamp, japan_time},
    desk::{Desk, Section},
    failure::Failure,
    guard::Posted,
    permissions::Permission,
    screens::{month_of::month_of, people::names::Names},
};
use askama::Template;
use axum::{
    extract::Path,
    response::{Html, IntoResponse, Redirect, Response},
};
use kernel::Month;
use std::collections::HashMap;
use store::{ClaimRun, RunState};
use ui::Shell;

struct Item {
    name: String,
    href: String,
    state: &'static str,
    kind: &'static str,
    message: String,
    at: String,
}

/// The part that is fetched again every second.
#[derive(Template)]
#[template(path = "claim/run_part.html")]
struct RunPart {
    part_href: String,
    running: bool,
    cut_off: bool,
    done: usize,
    total: usize,
    fine: usize,
    faulty: usize,
    failed: usize,
    waiting: usize,
    begun: String,
    ended: String,
    closed: bool,
    items: Vec<Item>,
    claim_href: String,
}

#[derive(Template)]
#[template(path = "claim/run.html")]
struct RunPage {
    shell: Shell,
    month_label: String,
    part: String,
    running: bool,
    claim_href: String,
    run_href: String,
    may_run: bool,
}

/// `POST …/claim/run`.
pub(super) async fn start(
    desk: Desk,
    Path((_, month)): Path<(i64, String)>,
    Posted(_): Posted,
) -> Result<Response, Failure> {
    desk.require(Permission::Claim)?;
    let month = month_of(&month)?;
    let id = start_run(&desk.app, &desk.actor(), desk.now, month).await?;
    Ok(Redirect::to(&format!("{}/b/{month}/claim/runs/{id}", desk.base)).into_response())
}

async fn find(desk: &Desk, month: Month, id: i64) -> Result<ClaimRun, Failure> {
    let run = desk.read().claim_runs().get(id).await?;
    if run.month == month { Ok(run) } else { Err(Failure::NotFound) }
}

async fn read_part(desk: &Desk, run: &ClaimRun) -> Result<RunPart, Failure> {
    let people = desk.read().people().list().await?;
    let people: HashMap<i64, String> = people.into_iter().map(|person| (person.id, person.body.name)).collect();
    let names = Names::read(desk).await?;
    let count = |state: RunState| run.items.iter().filter(|item| item.state == state).count();
    let cut_off = is_cut_off(run, desk.now);
    let claim_href = format!("{}/b/{}/claim", desk.base, run.month);
    let items = run
        .items
        .iter()
        .map(|item| Item {
            name: people.get(&item.person_id).cloned().unwrap_or_default(),
            href: format!("{claim_href}/people/{}", item.person_id),
            state: item.state.label_ja(),
            kind: match item.state {
                RunState::Waiting => "",
                RunState::Done => "ok",
                RunState::Faulty => "warn",
                RunState::Failed => "error",
            },
            message: item.message.clone(),
            at: item.at.map(japan_time).unwrap_or_default(),
        })
        .collect();
    Ok(RunPart {
        part_href: format!("{claim_href}/runs/{}/part", run.id),
        running: run.finished_at.is_none() && !cut_off,
        cut_off,
        done: run.done(),
        total: run.total(),
        fine: count(RunState::Done),
        faulty: count(RunState::Faulty),
        failed: count(RunState::Failed),
        waiting: count(RunState::Waiting),
        begun: format!("{} {}", japan_stamp(run.started_at), names.of(run.account_id)),
        ended: run.finished_at.map(japan_stamp).unwrap_or_default(),
        closed: !desk.read().claim_months().get(run.month).await?.state.is_open(),
        items,
        claim_href,
    })
}

/// `GET …/claim/runs/{run}`.
pub(super) async fn show(desk: Desk, Path((_, month, id)): Path<(i64, String, i64)>) -> Result<Html<String>, Failure> {
    let month = month_of(&month)?;
    let run = find(&desk, month, id).await?;
    let part = read_part(&desk, &run).await?;
    let page = RunPage {
        shell: desk.month_shell(Section::Claims, month, "/claim").await?,
        month_label: month.wareki(),
        running: part.running,
        claim_href: part.claim_href.clone(),
        run_href: format!("{}/run", part.claim_href),
        may_run: desk.may(Permission::Claim) && !part.closed,
        part: part.render()?,
    };
    Ok(Html(page.render()?))
}

/// `GET …/claim/runs/{run}/part`.
pub(super) async fn part(desk: Desk, Path((_, month, id)): Path<(i64, String, i64)>) -> Result<Html<String>, Failure> {
    let run = find(&desk, month_of(&month)?, id).await?;
    Ok(Html(read_part(&desk, &run).await?.render()?))
}
