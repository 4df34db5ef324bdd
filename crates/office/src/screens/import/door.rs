//! 持ち込みの入口: choosing a file, what still waits, giving a file up, and what was taken in.
use super::{
    codes,
    kinds::{CODES, DAYS, PEOPLE},
};
use crate::{
    actions::import::{Refused, reading, refused},
    clock::japan_stamp,
    desk::{Desk, Section},
    failure::Failure,
    guard::Posted,
    permissions::Permission,
    upload::Uploaded,
    view::{FindingView, Links},
};
use askama::Template;
use axum::{
    extract::{Path, Query},
    http::StatusCode,
    response::{Html, IntoResponse, Redirect, Response},
};
use kernel::{Finding, ServiceKind};
use serde::Deserialize;
use store::NewWaiting;
use ui::Shell;

struct WaitingView {
    name: String,
    what: &'static str,
    at: String,
    href: String,
    stop_href: String,
}

#[derive(Template)]
#[template(path = "import/door.html")]
struct DoorPage {
    shell: Shell,
    action: String,
    may_people: bool,
    may_days: bool,
    waiting: Vec<WaitingView>,
    findings: Vec<FindingView>,
    file_name: String,
}

async fn page(desk: &Desk, findings: &[Finding], file_name: &str) -> Result<String, Failure> {
    let files = desk.read().waiting_imports().list(desk.now).await?;
    let (may_people, may_days) = (desk.may(Permission::EditPeople), desk.may(Permission::Record));
    let waiting = files.into_iter().filter_map(|(id, kind, name, at)| {
        let (what, rest) = match kind.as_str() {
            PEOPLE if may_people => ("利用者・受給者証・契約", "/columns"),
            DAYS if may_days => ("サービス提供記録", ""),
            _ => return None,
        };
        Some(WaitingView {
            name,
            what,
            at: japan_stamp(at),
            href: format!("{}/import/{kind}/{id}{rest}", desk.base),
            stop_href: format!("{}/import/{id}/stop", desk.base),
        })
    });
    let links = Links { office: &desk.base, person_id: None, month: desk.app.clock.month() };
    let page = DoorPage {
        shell: desk.shell(Section::People).await?,
        action: format!("{}/import", desk.base),
        may_people,
        may_days,
        waiting: waiting.collect(),
        findings: links.findings(findings),
        file_name: file_name.to_owned(),
    };
    Ok(page.render()?)
}

/// People and records come in where B型 is given; elsewhere the address takes 単位数表 only.
fn only_b_type(desk: &Desk) -> Result<(), Failure> {
    if desk.kind == ServiceKind::BType { Ok(()) } else { Err(Failure::NotFound) }
}

/// `GET /import`.
pub(crate) async fn show(desk: Desk) -> Result<Html<String>, Failure> {
    only_b_type(&desk)?;
    if !desk.may(Permission::EditPeople) {
        desk.require(Permission::Record)?;
    }
    Ok(Html(page(&desk, &[], "").await?))
}

/// `POST /import`: the one address that takes a file.
pub(crate) async fn upload(desk: Desk, file: Option<Uploaded>, Posted(form): Posted) -> Result<Response, Failure> {
    let kind = match form.value("kind") {
        PEOPLE => {
            only_b_type(&desk)?;
            desk.require(Permission::EditPeople)?;
            PEOPLE
        }
        DAYS => {
            only_b_type(&desk)?;
            desk.require(Permission::Record)?;
            DAYS
        }
        CODES => return codes::upload(&desk, file, form).await,
        _ => return Err(Failure::NotFound),
    };
    let (name, read) = match file {
        None => {
            let how = "「ファイルを選択」でファイルを選んでから、送ってください";
            (String::new(), Err(refused("I01", "ファイル", "ファイルが選ばれていません", how)))
        }
        Some(file) => {
            let name = file.name.clone();
            (name, content(kind, file).await)
        }
    };
    match read {
        Ok((original, bytes)) => {
            let new = NewWaiting { kind, name: &name, original: &original, bytes: &bytes };
            let id = desk.app.store.let_wait(&desk.actor(), desk.now, new).await?;
            let rest = if kind == PEOPLE { "/columns" } else { "" };
            Ok(Redirect::to(&format!("{}/import/{kind}/{id}{rest}", desk.base)).into_response())
        }
        Err(wrong) => {
            let html = page(&desk, &[*wrong], &name).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, Html(html)).into_response())
        }
    }
}

/// The uploaded bytes and what of them waits. A workbook is unpacked on a thread of its own; whatever happens there,
/// the answer is a page.
async fn content(kind: &str, file: Uploaded) -> Result<(Vec<u8>, Vec<u8>), Refused> {
    let broken = |_| {
        let how = "Excelで開けるか確かめ、保存し直して選んでください";
        refused("I06", "ファイル全体", "ファイルを読み取れません。壊れているおそれがあります", how)
    };
    if kind == DAYS {
        record_file(&file.name, &file.bytes)?;
        return Ok((file.bytes.clone(), file.bytes));
    }
    let work = tokio::task::spawn_blocking(move || {
        let table = reading::read(&file.name, &file.bytes)?;
        Ok::<_, Refused>((serde_json::to_vec(&table).unwrap_or_default(), file.bytes))
    });
    let (table, original) = work.await.map_err(broken)??;
    Ok((original, table))
}

/// A record file is a text of one line a record.
fn record_file(name: &str, bytes: &[u8]) -> Result<(), Refused> {
    let how = "ほかのソフトで書き出した請求ファイル(J61で始まる名前、.CSV)を、開かずにそのまま選んでください";
    if bytes.is_empty() {
        return Err(refused("I01", "ファイル全体", "ファイルが空です", how));
    }
    let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase()).unwrap_or_default();
    if !matches!(ending.as_str(), "csv" | "txt") {
        return Err(refused("I02", "ファイル全体", "請求ファイル(.CSV)ではありません", how));
    }
    if bytes.contains(&0) || bytes.starts_with(b"PK\x03\x04") {
        return Err(refused("I03", "ファイル全体", "名前はCSVですが、中身は文字のファイルではありません", how));
    }
    Ok(())
}

/// `POST /import/{file}/stop`.
pub(crate) async fn stop(desk: Desk, Path((_, id)): Path<(i64, i64)>, Posted(_): Posted) -> Result<Response, Failure> {
    if !desk.may(Permission::EditPeople) {
        desk.require(Permission::Record)?;
    }
    desk.app.store.give_up_waiting(&desk.actor(), id).await?;
    Ok(Redirect::to(&format!("{}/import", desk.base)).into_response())
}

/// What was taken in, in numbers: nothing else stands in the address.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Done {
    people: Option<u32>,
    cards: Option<u32>,
    contracts: Option<u32>,
    days: Option<u32>,
    skipped: Option<u32>,
}

#[derive(Template)]
#[template(path = "import/done.html")]
struct DonePage {
    shell: Shell,
    done: Done,
    people_href: String,
    records_href: String,
    import_href: String,
}

/// `GET /import/done`.
pub(crate) async fn done(desk: Desk, Query(done): Query<Done>) -> Result<Html<String>, Failure> {
    let page = DonePage {
        shell: desk.shell(Section::People).await?,
        done,
        people_href: format!("{}/people?state=all", desk.base),
        records_href: format!("{}/b/{}/records", desk.base, desk.app.clock.month()),
        import_href: format!("{}/import", desk.base),
    };
    Ok(Html(page.render()?))
}
