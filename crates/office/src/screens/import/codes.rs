//! サービスコード表: official tables taken in – what is wrong with the file, what it would change, and what was taken
//! in before. Closed months keep the amounts they were closed with.
use super::{
    kinds::CODES,
    people::{refusal, views},
};
use crate::{
    actions::import::{
        apply::{self, Waiting},
        codes::{self, Summary},
        fault,
    },
    clock::japan_stamp,
    desk::{Desk, Section},
    failure::Failure,
    guard::Posted,
    permissions::Permission,
    screens::{
        people::frame::version_of,
        settings::places::{Place, Places},
    },
    upload::Uploaded,
    view::FindingView,
};
use askama::Template;
use axum::{
    extract::{Path, Query},
    http::StatusCode,
    response::{Html, IntoResponse, Redirect, Response},
};
use fees::import::{Import, Known};
use kernel::{Finding, Month, ServiceKind, typed};
use serde::Deserialize;
use store::{NewWaiting, StoreError, WaitingImport};
use ui::{Form, Shell};

/// Most changes on one page.
const MOST_CHANGES: usize = 300;

struct Taken {
    at: String,
    by: String,
    name: String,
    revision: String,
    rows: usize,
    changed: usize,
    confirmed: u32,
    sha256: String,
}

#[derive(Template)]
#[template(path = "import/codes.html")]
struct CodesPage {
    shell: Shell,
    places: Places,
    upload: String,
    form: Form,
    editable: bool,
    file_name: String,
    findings: Vec<FindingView>,
    taken: Vec<Taken>,
    /// 就労定着支援: lines without a code in the newest month that can be claimed, and where they are given one.
    open_lines: Option<(usize, String)>,
}

fn open_lines(desk: &Desk) -> Option<(usize, String)> {
    let month = desk.app.clock.month().previous();
    let open = desk.app.tables.retention().slots(month).filter(|slot| slot.code.is_none()).count();
    (desk.kind == ServiceKind::Retention).then(|| (open, format!("{}/t/codes", desk.base)))
}

async fn page(desk: &Desk, form: Form, file_name: &str, findings: &[Finding], ok: bool) -> Result<String, Failure> {
    let mut shell = desk.shell(Section::Settings).await?;
    if ok {
        crate::desk::said(
            &mut shell,
            "サービスコード表を取り込みました。次の計算から使います。締めた月は変わりません。",
        );
    }
    let members = desk.read().members().list().await?;
    let mut taken = Vec::new();
    for file in desk.app.store.code_tables().await?.into_iter().rev() {
        let summary: Summary = serde_json::from_str(&file.summary).map_err(|e| Failure::Broken(e.to_string()))?;
        let who = members.iter().find(|member| Some(member.account_id) == file.account_id);
        taken.push(Taken {
            at: japan_stamp(file.created_at),
            by: who.map_or_else(|| "(この事業所の職員ではありません)".to_owned(), |member| member.display_name.clone()),
            name: file.name,
            revision: summary.revision.wareki(),
            rows: summary.rows,
            changed: summary.changed,
            confirmed: summary.confirmed,
            sha256: file.sha256,
        });
    }
    let page = CodesPage {
        shell,
        places: Places::of(desk, Place::Codes),
        upload: format!("{}/import", desk.base),
        form,
        editable: desk.may(Permission::EditOffice),
        file_name: file_name.to_owned(),
        findings: views(desk, findings).0,
        taken,
        open_lines: open_lines(desk),
    };
    Ok(page.render()?)
}

/// `?ok=1` after a table was taken in.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Said {
    ok: Option<String>,
}

/// `GET /settings/codes`.
pub(crate) async fn list(desk: Desk, Query(said): Query<Said>) -> Result<Html<String>, Failure> {
    Ok(Html(page(&desk, Form::default(), "", &[], said.ok.is_some()).await?))
}

/// An uploaded table; comes through the one door for files.
pub(super) async fn upload(desk: &Desk, file: Option<Uploaded>, mut form: Form) -> Result<Response, Failure> {
    desk.require(Permission::EditOffice)?;
    let revision: Option<Month> = form.need("revision", "適用開始月", typed::month);
    let mut findings = Vec::new();
    if let Some(message) = form.error("revision") {
        let (what, how) = message.split_once('。').unwrap_or((message, "2026/6 のように書いてください"));
        findings.push(fault("I30", "適用開始月", what, how));
    }
    let name = file.as_ref().map(|file| file.name.clone()).unwrap_or_default();
    let found = match (file, revision) {
        (None, _) => {
            let how = "「ファイルを選択」でファイルを選んでから、送ってください";
            findings.push(fault("I01", "ファイル", "ファイルが選ばれていません", how));
            None
        }
        (Some(_), None) => None,
        (Some(file), Some(revision)) => match read(desk, &file.name, &file.bytes, revision).await {
            Ok(_) => Some((file, revision)),
            Err(wrong) => {
                findings.push(wrong);
                None
            }
        },
    };
    let Some((file, revision)) = found else {
        let html = page(desk, form, &name, &findings, false).await?;
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, Html(html)).into_response());
    };
    let new = NewWaiting { kind: CODES, name: &file.name, original: &file.bytes, bytes: &file.bytes };
    let id = desk.app.store.let_wait(&desk.actor(), desk.now, new).await?;
    desk.app.store.choose_for_waiting(&desk.actor(), desk.now, id, &revision.to_string()).await?;
    Ok(Redirect::to(&format!("{}/settings/codes/{id}", desk.base)).into_response())
}

/// Reads a table on a thread of its own; whatever happens there, the answer is a page.
async fn read(desk: &Desk, name: &str, bytes: &[u8], revision: Month) -> Result<Import, Finding> {
    let (tables, name, bytes) = (desk.app.tables, name.to_owned(), bytes.to_vec());
    let work = tokio::task::spawn_blocking(move || codes::read(tables, &name, &bytes, revision));
    match work.await {
        Ok(read) => read.map_err(|wrong| *wrong),
        Err(_) => {
            let how = "Excelで開けるか確かめ、保存し直して選んでください";
            Err(fault("I06", "ファイル全体", "ファイルを読み取れません。壊れているおそれがあります", how))
        }
    }
}

struct Change {
    code: String,
    from: String,
    before: String,
    after: String,
}

#[derive(Template)]
#[template(path = "import/code_changes.html")]
struct ChangesPage {
    shell: Shell,
    base: String,
    places: Places,
    file_name: String,
    revision: String,
    version: i64,
    action: String,
    rows: usize,
    confirmed: u32,
    other_services: u32,
    problems: usize,
    findings: Vec<FindingView>,
    more: usize,
    changed: usize,
    changes: Vec<Change>,
    may_take: bool,
    /// 就労定着支援: lines that found their code, lines that did not, rows left for a person to give out.
    retention: Option<(usize, usize, usize)>,
}

fn known(known: &Known) -> String {
    let units = known.units.map_or_else(|| "単位数なし".to_owned(), |units| format!("{}単位", units.0));
    format!("{} {units}", known.name)
}

async fn waiting(desk: &Desk, id: i64) -> Result<(WaitingImport, Month, Import), Failure> {
    let file = desk.read().waiting_imports().get(id, desk.now).await?;
    if file.kind != CODES {
        return Err(Failure::NotFound);
    }
    let revision: Month = file.choice.parse().map_err(|_| Failure::NotFound)?;
    let import = read(desk, &file.name, &file.bytes, revision).await;
    let import = import.map_err(|wrong| Failure::Unreadable(format!("{}。{}", wrong.what, wrong.how_to_fix)))?;
    Ok((file, revision, import))
}

async fn changes(
    desk: &Desk,
    (file, revision, import): &(WaitingImport, Month, Import),
    first: Option<Finding>,
) -> Result<String, Failure> {
    let mut all: Vec<Finding> = first.into_iter().collect();
    all.extend(import.problems.iter().cloned());
    let (findings, more) = views(desk, &all);
    let page = ChangesPage {
        shell: desk.shell(Section::Settings).await?,
        base: format!("{}/settings", desk.base),
        places: Places::of(desk, Place::Codes),
        file_name: file.name.clone(),
        revision: revision.wareki(),
        version: file.version,
        action: format!("{}/settings/codes/{}", desk.base, file.id),
        rows: import.accepted.len(),
        confirmed: import.confirmed,
        other_services: import.other_services,
        problems: import.problems.len(),
        findings,
        more,
        changed: import.difference.len(),
        changes: import
            .difference
            .iter()
            .take(MOST_CHANGES)
            .map(|change| Change {
                code: change.code.to_string(),
                from: change.from.wareki(),
                before: change.before.as_ref().map(known).unwrap_or_default(),
                after: known(&change.after),
            })
            .collect(),
        may_take: import.is_useful(),
        retention: import
            .retention
            .as_ref()
            .filter(|_| desk.kind == ServiceKind::Retention)
            .map(|report| (report.found.len(), report.open.len(), report.left_over().count())),
    };
    Ok(page.render()?)
}

/// `GET /settings/codes/{file}`.
pub(crate) async fn show(desk: Desk, Path((_, id)): Path<(i64, i64)>) -> Result<Html<String>, Failure> {
    desk.require(Permission::EditOffice)?;
    let read = waiting(&desk, id).await?;
    Ok(Html(changes(&desk, &read, None).await?))
}

/// `POST /settings/codes/{file}`.
pub(crate) async fn take(
    desk: Desk,
    Path((_, id)): Path<(i64, i64)>,
    Posted(form): Posted,
) -> Result<Response, Failure> {
    desk.require(Permission::EditOffice)?;
    let read = waiting(&desk, id).await?;
    let (_, revision, import) = &read;
    if !import.is_useful() {
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, Html(changes(&desk, &read, None).await?)).into_response());
    }
    let known = Waiting { id, version: version_of(&form) };
    let summary = Summary::of(*revision, import);
    match apply::codes(&desk.app.store, &desk.actor(), desk.now, known, summary).await {
        Ok(()) => {
            desk.app.in_use.add(desk.app.tables, import);
            Ok(Redirect::to(&format!("{}/settings/codes?ok=1", desk.base)).into_response())
        }
        Err(error @ StoreError::Conflict { .. }) => {
            let first = refusal(error)?;
            let read = waiting(&desk, id).await?;
            Ok((StatusCode::CONFLICT, Html(changes(&desk, &read, Some(first)).await?)).into_response())
        }
        Err(error) => Err(error.into()),
    }
}
