//! 返戻の一覧の取込み: a list of returns, uploaded or pasted, looked at, then taken in as a whole.
use super::list;
use crate::{
    actions::returned::{self, Known, ReturnPlan},
    desk::{Desk, Section},
    failure::Failure,
    guard::Posted,
    permissions::Permission,
    upload::Uploaded,
    view::{FindingView, Links},
};
use askama::Template;
use axum::{
    extract::Path,
    http::StatusCode,
    response::{Html, IntoResponse, Redirect, Response},
};
use store::{NewWaiting, StoreError, WaitingImport};
use ui::{Banner, BannerKind, Shell};

/// The word under which such a file waits.
const KIND: &str = "returned";

struct Line {
    name: String,
    month_label: String,
    reasons: String,
}

#[derive(Template)]
#[template(path = "returned/preview.html")]
struct PreviewPage {
    shell: Shell,
    file_name: String,
    findings: Vec<FindingView>,
    lines: Vec<Line>,
    may_apply: bool,
    version: i64,
    action: String,
    give_up_href: String,
}

/// `POST /returned/files`: a list begins to wait.
pub(super) async fn wait(desk: Desk, file: Option<Uploaded>, Posted(mut form): Posted) -> Result<Response, Failure> {
    desk.require(Permission::Claim)?;
    let sent = match (&file, form.text("text")) {
        (Some(file), _) if !file.bytes.is_empty() => Some((file.name.clone(), file.bytes.clone())),
        (_, Some(_)) => Some(("貼り付けた内容".to_owned(), form.value("text").as_bytes().to_vec())),
        _ => None,
    };
    let Some((name, bytes)) = sent else {
        let text = "ファイルが選ばれていません(または空です)。ファイルを選ぶか、内容を貼り付けてください";
        form.fail("text", text);
        return list::refused(&desk, form, StatusCode::UNPROCESSABLE_ENTITY, text.to_owned()).await;
    };
    let new = NewWaiting { kind: KIND, name: &name, original: &bytes, bytes: &bytes };
    let id = desk.app.store.let_wait(&desk.actor(), desk.now, new).await?;
    Ok(Redirect::to(&format!("{}/returned/files/{id}", desk.base)).into_response())
}

async fn waiting(desk: &Desk, id: i64) -> Result<WaitingImport, Failure> {
    desk.require(Permission::Claim)?;
    let file = desk.read().waiting_imports().get(id, desk.now).await?;
    if file.kind == KIND { Ok(file) } else { Err(Failure::NotFound) }
}

fn line(known: &Known) -> Line {
    let reasons: Vec<String> =
        known.reasons.iter().map(|(code, text)| format!("{code} {text}").trim().to_owned()).collect();
    Line { name: known.name.clone(), month_label: known.month.wareki(), reasons: reasons.join("、") }
}

async fn page(desk: &Desk, file: &WaitingImport, plan: ReturnPlan) -> Result<PreviewPage, Failure> {
    let links = Links { office: &desk.base, person_id: None, month: desk.app.clock.month() };
    let here = format!("{}/returned/files/{}", desk.base, file.id);
    Ok(PreviewPage {
        shell: desk.shell(Section::Claims).await?,
        file_name: file.name.clone(),
        findings: links.findings(&plan.findings),
        lines: plan.known.iter().map(line).collect(),
        may_apply: plan.may_apply(),
        version: file.version,
        give_up_href: format!("{here}/give-up"),
        action: here,
    })
}

/// `GET /returned/files/{file}`.
pub(super) async fn preview(desk: Desk, Path((_, id)): Path<(i64, i64)>) -> Result<Html<String>, Failure> {
    let file = waiting(&desk, id).await?;
    let plan = returned::plan(desk.read(), &file.bytes).await?;
    Ok(Html(page(&desk, &file, plan).await?.render()?))
}

/// `POST /returned/files/{file}`.
pub(super) async fn apply(
    desk: Desk,
    Path((_, id)): Path<(i64, i64)>,
    Posted(form): Posted,
) -> Result<Response, Failure> {
    let file = waiting(&desk, id).await?;
    let version = form.value("version").parse().unwrap_or(file.version);
    match returned::apply(&desk.app, &desk.actor(), desk.now, (id, version)).await {
        Ok(plan) if plan.may_apply() => {
            Ok(Redirect::to(&format!("{}/returned?ok=imported", desk.base)).into_response())
        }
        Ok(plan) => {
            let page = page(&desk, &file, plan).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, Html(page.render()?)).into_response())
        }
        Err(refusal @ (StoreError::Conflict { .. } | StoreError::Invalid { .. })) => {
            let plan = returned::plan(desk.read(), &file.bytes).await?;
            let mut page = page(&desk, &file, plan).await?;
            page.shell.banner = Some(Banner { kind: BannerKind::Error, text: refusal.to_string() });
            Ok((StatusCode::CONFLICT, Html(page.render()?)).into_response())
        }
        Err(other) => Err(other.into()),
    }
}

/// `POST /returned/files/{file}/give-up`.
pub(super) async fn give_up(desk: Desk, Path((_, id)): Path<(i64, i64)>) -> Result<Response, Failure> {
    let file = waiting(&desk, id).await?;
    desk.app.store.give_up_waiting(&desk.actor(), file.id).await?;
    Ok(Redirect::to(&format!("{}/returned?ok=given_up", desk.base)).into_response())
}
