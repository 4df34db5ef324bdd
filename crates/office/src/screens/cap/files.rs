//! 上限額管理のファイル: a list or a sheet comes in (upload or paste, looked at, then taken in), and goes out.
use super::board;
use crate::{
    actions::cap::{self, Plan, PlanKind, PlanLine, SheetFile},
    desk::{Desk, Section},
    failure::Failure,
    guard::Posted,
    permissions::Permission,
    screens::month_of::month_of,
    upload::Uploaded,
    view::{FindingView, Links},
};
use askama::Template;
use axum::{
    extract::Path,
    http::{StatusCode, header},
    response::{Html, IntoResponse, Redirect, Response},
};
use kernel::{Month, OfficeNo};
use store::{NewWaiting, StoreError, WaitingImport};
use ui::{Banner, BannerKind, Form, Shell};

#[derive(Template)]
#[template(path = "cap/preview.html")]
struct PreviewPage {
    shell: Shell,
    month_label: String,
    title: &'static str,
    file_name: String,
    findings: Vec<FindingView>,
    lines: Vec<PlanLine>,
    may_apply: bool,
    version: i64,
    action: String,
    give_up_href: String,
}

const fn title(kind: PlanKind) -> &'static str {
    match kind {
        PlanKind::Lists => "利用者負担額一覧表の取込み",
        PlanKind::Sheets => "上限額管理結果票の取込み",
    }
}

/// `POST …/cap/files`: a chosen file or pasted text begins to wait.
pub(super) async fn wait(
    desk: Desk,
    Path((_, month)): Path<(i64, String)>,
    file: Option<Uploaded>,
    Posted(mut form): Posted,
) -> Result<Response, Failure> {
    desk.require(Permission::Claim)?;
    let month = month_of(&month)?;
    let Some(kind) = PlanKind::of_key(form.value("kind")) else {
        return Err(Failure::Unreadable("何のファイルかが分かりません。画面を開き直してください。".to_owned()));
    };
    let sent = match (&file, form.text("text")) {
        (Some(file), _) if !file.bytes.is_empty() => Some((file.name.clone(), file.bytes.clone())),
        (_, Some(_)) => Some(("貼り付けた内容".to_owned(), form.value("text").as_bytes().to_vec())),
        _ => None,
    };
    let Some((name, bytes)) = sent else {
        let text = "ファイルが選ばれていません(または空です)。ファイルを選ぶか、内容を貼り付けてください";
        form.fail(kind.key(), text);
        let mut page = board::page(&desk, month, form).await?;
        board::refused(&mut page, text);
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, Html(page.render()?)).into_response());
    };
    let new = NewWaiting { kind: kind.key(), name: &name, original: &bytes, bytes: &bytes };
    let id = desk.app.store.let_wait(&desk.actor(), desk.now, new).await?;
    Ok(Redirect::to(&format!("{}/b/{month}/cap/files/{id}", desk.base)).into_response())
}

async fn waiting(desk: &Desk, id: i64) -> Result<(WaitingImport, PlanKind), Failure> {
    desk.require(Permission::Claim)?;
    let file = desk.read().waiting_imports().get(id, desk.now).await?;
    let kind = PlanKind::of_key(&file.kind).ok_or(Failure::NotFound)?;
    Ok((file, kind))
}

async fn page(
    desk: &Desk,
    month: Month,
    (file, kind): (&WaitingImport, PlanKind),
    plan: Plan,
) -> Result<PreviewPage, Failure> {
    let links = Links { office: &desk.base, person_id: None, month };
    let here = format!("{}/b/{month}/cap/files/{}", desk.base, file.id);
    Ok(PreviewPage {
        shell: desk.month_shell(Section::Claims, month, "/cap").await?,
        month_label: month.wareki(),
        title: title(kind),
        file_name: file.name.clone(),
        findings: links.findings(&plan.findings),
        may_apply: plan.may_apply(),
        lines: plan.lines,
        version: file.version,
        give_up_href: format!("{here}/give-up"),
        action: here,
    })
}

/// `GET …/cap/files/{file}`: what the file holds and what it would change.
pub(super) async fn preview(
    desk: Desk,
    Path((_, month, id)): Path<(i64, String, i64)>,
) -> Result<Html<String>, Failure> {
    let month = month_of(&month)?;
    let (file, kind) = waiting(&desk, id).await?;
    let plan = cap::plan(&desk.app, desk.read(), month, kind, &file.bytes).await?;
    Ok(Html(page(&desk, month, (&file, kind), plan).await?.render()?))
}

/// `POST …/cap/files/{file}`: all of it, or nothing.
pub(super) async fn apply(
    desk: Desk,
    Path((_, month, id)): Path<(i64, String, i64)>,
    Posted(form): Posted,
) -> Result<Response, Failure> {
    let month = month_of(&month)?;
    let (file, kind) = waiting(&desk, id).await?;
    let version = form.value("version").parse().unwrap_or(file.version);
    match cap::apply(&desk.app, &desk.actor(), desk.now, month, (id, version)).await {
        Ok(plan) if plan.may_apply() => {
            Ok(Redirect::to(&format!("{}/b/{month}/cap?ok={}", desk.base, kind.key())).into_response())
        }
        Ok(plan) => {
            let page = page(&desk, month, (&file, kind), plan).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, Html(page.render()?)).into_response())
        }
        Err(refusal @ (StoreError::Conflict { .. } | StoreError::MonthClosed { .. })) => {
            let plan = cap::plan(&desk.app, desk.read(), month, kind, &file.bytes).await?;
            let mut page = page(&desk, month, (&file, kind), plan).await?;
            page.shell.banner = Some(Banner { kind: BannerKind::Error, text: refusal.to_string() });
            Ok((StatusCode::CONFLICT, Html(page.render()?)).into_response())
        }
        Err(other) => Err(other.into()),
    }
}

/// `POST …/cap/files/{file}/give-up`.
pub(super) async fn give_up(desk: Desk, Path((_, month, id)): Path<(i64, String, i64)>) -> Result<Response, Failure> {
    let month = month_of(&month)?;
    let (file, _) = waiting(&desk, id).await?;
    desk.app.store.give_up_waiting(&desk.actor(), file.id).await?;
    Ok(Redirect::to(&format!("{}/b/{month}/cap?ok=given_up", desk.base)).into_response())
}

fn office_of(form: &Form) -> Result<OfficeNo, Failure> {
    form.value("office_no").parse().map_err(|_| {
        Failure::Unreadable("どの事業所あてかが分かりません。上限額管理の画面を開き直してください。".to_owned())
    })
}

fn attachment(kind: &'static str, name: &str, bytes: Vec<u8>) -> Response {
    let headers = [
        (header::CONTENT_TYPE, kind.to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")),
    ];
    (headers, bytes).into_response()
}

async fn refusal(desk: &Desk, month: Month, text: String) -> Result<Response, Failure> {
    let mut page = board::page(desk, month, Form::default()).await?;
    board::refused(&mut page, text);
    Ok((StatusCode::UNPROCESSABLE_ENTITY, Html(page.render()?)).into_response())
}

/// `POST …/cap/list-file`: 利用者負担額一覧表 for one managing office.
pub(super) async fn list_file(
    desk: Desk,
    Path((_, month)): Path<(i64, String)>,
    Posted(form): Posted,
) -> Result<Response, Failure> {
    desk.require(Permission::Export)?;
    let (month, manager) = (month_of(&month)?, office_of(&form)?);
    match cap::list_file(&desk.app, &desk.actor(), desk.now, month, &manager).await? {
        Some(bytes) => Ok(attachment("text/csv; charset=utf-8", &format!("cap-list-{month}-{manager}.csv"), bytes)),
        None => {
            refusal(&desk, month, "この管理事業所に知らせる人がいません。画面を開き直してください".to_owned()).await
        }
    }
}

/// `POST …/cap/sheet-file`: the result sheets for one related office, as J41.
pub(super) async fn sheet_file(
    desk: Desk,
    Path((_, month)): Path<(i64, String)>,
    Posted(form): Posted,
) -> Result<Response, Failure> {
    desk.require(Permission::Export)?;
    let (month, related) = (month_of(&month)?, office_of(&form)?);
    match cap::sheet_file(&desk.app, &desk.actor(), desk.now, month, &related).await? {
        SheetFile::Made(file) => Ok(attachment("application/octet-stream", &file.name, file.bytes)),
        SheetFile::Nothing => {
            refusal(&desk, month, "この事業所に送る結果票がありません。先に結果票を決めてください".to_owned()).await
        }
        SheetFile::Refused(findings) => {
            let told: Vec<String> = findings
                .iter()
                .map(|finding| format!("{}: {}。{}", finding.place.text, finding.what, finding.how_to_fix))
                .collect();
            refusal(&desk, month, format!("結果票のファイルを作れません。{}", told.join(" / "))).await
        }
    }
}
