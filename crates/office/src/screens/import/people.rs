//! 下見と取込み: every row as it would be stored, and the one button that stores them all.
use super::{
    columns::{Choice, table_of, waiting},
    plan::{Fate, Plan, plan},
    rows::{self, Shown},
};
use crate::{
    actions::import::{
        apply::{self, Waiting},
        finding,
        sheet::Sheet,
    },
    desk::{Desk, Section},
    failure::Failure,
    guard::Posted,
    permissions::Permission,
    screens::people::frame::version_of,
    view::{FindingView, Links},
};
use askama::Template;
use axum::{
    extract::Path,
    http::StatusCode,
    response::{Html, IntoResponse, Redirect, Response},
};
use kernel::{Finding, Severity};
use store::{StoreError, WaitingImport};
use ui::Shell;

/// Most findings on one page.
const MOST_FINDINGS: usize = 200;

struct Line {
    line: usize,
    shown: Shown,
    mark: &'static str,
    kind: &'static str,
}

#[derive(Template)]
#[template(path = "import/preview.html")]
struct PreviewPage {
    shell: Shell,
    file_name: String,
    version: i64,
    action: String,
    columns_href: String,
    stop_href: String,
    lines: Vec<Line>,
    new: usize,
    known: usize,
    faulty: usize,
    findings: Vec<FindingView>,
    more: usize,
    may_take: bool,
}

/// The first findings of many as a page shows them, faults first, and how many are left.
pub(super) fn views(desk: &Desk, findings: &[Finding]) -> (Vec<FindingView>, usize) {
    let mut views = Links { office: &desk.base, person_id: None, month: desk.app.clock.month() }.findings(findings);
    let more = views.len().saturating_sub(MOST_FINDINGS);
    views.truncate(MOST_FINDINGS);
    (views, more)
}

async fn read(desk: &Desk, file: &WaitingImport) -> Result<(Choice, Plan), Failure> {
    let table = table_of(file)?;
    let choice = Choice::of(file, &table);
    let empty = Sheet::default();
    let sheet = table.sheets.get(choice.sheet).unwrap_or(&empty);
    let drafts = rows::read_all(sheet, &choice, desk.app.clock.today(), desk.app.tables);
    Ok((choice, plan(desk, drafts).await?))
}

async fn page(desk: &Desk, file: &WaitingImport, plan: &Plan, first: Option<Finding>) -> Result<String, Failure> {
    let mut findings: Vec<Finding> = first.into_iter().collect();
    findings.extend(plan.findings());
    let (findings, more) = views(desk, &findings);
    let new = plan.count(Fate::New);
    let page = PreviewPage {
        shell: desk.shell(Section::People).await?,
        file_name: file.name.clone(),
        version: file.version,
        action: format!("{}/import/people/{}", desk.base, file.id),
        columns_href: format!("{}/import/people/{}/columns", desk.base, file.id),
        stop_href: format!("{}/import/{}/stop", desk.base, file.id),
        lines: plan
            .rows
            .iter()
            .map(|(draft, fate)| Line {
                line: draft.line,
                shown: draft.shown.clone(),
                mark: match fate {
                    Fate::New => "持ち込む",
                    Fate::Known => "登録済み(持ち込まない)",
                    Fate::Faulty => "要修正",
                },
                kind: match fate {
                    Fate::New => "ok",
                    Fate::Known => "",
                    Fate::Faulty => "error",
                },
            })
            .collect(),
        new,
        known: plan.count(Fate::Known),
        faulty: plan.count(Fate::Faulty),
        findings,
        more,
        may_take: new > 0 && plan.newcomers().is_some(),
    };
    Ok(page.render()?)
}

/// `GET /import/people/{file}`.
pub(crate) async fn show(desk: Desk, Path((_, id)): Path<(i64, i64)>) -> Result<Response, Failure> {
    desk.require(Permission::EditPeople)?;
    let file = waiting(&desk, id).await?;
    let (choice, plan) = read(&desk, &file).await?;
    if !choice.problems().is_empty() {
        return Ok(Redirect::to(&format!("{}/import/people/{id}/columns", desk.base)).into_response());
    }
    Ok(Html(page(&desk, &file, &plan, None).await?).into_response())
}

/// `POST /import/people/{file}`.
pub(crate) async fn take(
    desk: Desk,
    Path((_, id)): Path<(i64, i64)>,
    Posted(form): Posted,
) -> Result<Response, Failure> {
    desk.require(Permission::EditPeople)?;
    let file = waiting(&desk, id).await?;
    let (choice, plan) = read(&desk, &file).await?;
    if !choice.problems().is_empty() {
        return Ok(Redirect::to(&format!("{}/import/people/{id}/columns", desk.base)).into_response());
    }
    let newcomers = plan.newcomers().filter(|new| !new.is_empty());
    let Some(newcomers) = newcomers else {
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, Html(page(&desk, &file, &plan, None).await?)).into_response());
    };
    let waiting = Waiting { id, version: version_of(&form) };
    match apply::people(&desk.app.store, &desk.actor(), desk.now, waiting, &newcomers).await {
        Ok(()) => {
            let (cards, contracts) = (
                newcomers.iter().filter(|new| new.card.is_some()).count(),
                newcomers.iter().filter(|new| new.contract.is_some()).count(),
            );
            let (new, known) = (newcomers.len(), plan.count(Fate::Known));
            let to =
                format!("{}/import/done?people={new}&cards={cards}&contracts={contracts}&skipped={known}", desk.base);
            Ok(Redirect::to(&to).into_response())
        }
        Err(error) => {
            let first = refusal(error)?;
            let file = self::waiting(&desk, id).await?;
            let (_, plan) = read(&desk, &file).await?;
            Ok((StatusCode::CONFLICT, Html(page(&desk, &file, &plan, Some(first)).await?)).into_response())
        }
    }
}

/// What the store refused while the file stood on the screen, as a finding; other failures pass.
pub(super) fn refusal(error: StoreError) -> Result<Finding, Failure> {
    match error {
        StoreError::Conflict { .. } | StoreError::Taken { .. } | StoreError::MonthClosed { .. } => {
            let what = "この画面を開いたあとに、記録か選び方が変わりました。何も持ち込んでいません";
            Ok(finding(
                "I18",
                Severity::Fault,
                "ファイル全体",
                what,
                "下の最新の内容を確かめて、もう一度押してください",
            ))
        }
        other => Err(other.into()),
    }
}
