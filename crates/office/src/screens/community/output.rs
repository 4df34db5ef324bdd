//! 出力: the papers of a month by municipality – which exist, which do not and why – and their bytes as they were made.
use super::papers::{self, PapersView};
use crate::{
    actions::community::claims::{MonthClaim, PersonClaim, taken_out},
    clock::japan_stamp,
    desk::{Desk, Section, said},
    failure::Failure,
    permissions::Permission,
    screens::{claim::list::WORKBOOK, month_of::month_of, people::names::Names},
};
use askama::Template;
use axum::{
    extract::{Path, Query},
    http::header,
    response::{Html, IntoResponse, Response},
};
use claims::lifecycle::MonthState;
use kernel::{Month, Units};
use serde::Deserialize;
use std::{
    collections::BTreeSet,
    io::{Cursor, Write},
};
use store::EntityKind;
use ui::Shell;
use zip::{ZipWriter, write::SimpleFileOptions};

#[derive(Debug, Default, Deserialize)]
pub(super) struct OutputQuery {
    ok: Option<String>,
}

struct FileView {
    label: &'static str,
    name: String,
    bytes: String,
    sha256: String,
    at: String,
    by: String,
    href: String,
}

struct CityView {
    name: String,
    people: usize,
    late: usize,
    cost: String,
    benefit: String,
    why_not: String,
    papers: Option<PapersView>,
    files: Vec<FileView>,
    /// Entered prices in the claim, with their papers.
    entered: Vec<String>,
}

#[derive(Template)]
#[template(path = "community/output.html")]
struct OutputPage {
    shell: Shell,
    month_label: String,
    state_label: String,
    exported: bool,
    may_export: bool,
    cities: Vec<CityView>,
    all_href: String,
    any_file: bool,
    claim_href: String,
}

/// What a file holds; the list is typed into a tool only where the municipality has one.
fn label(kind: &str, for_tool: bool) -> &'static str {
    match (kind, for_tool) {
        ("entry.xlsx", true) => "入力用一覧(Excel)",
        ("entry.csv", true) => "入力用一覧(CSV)",
        ("entry.xlsx", false) => "実績の一覧(Excel)",
        ("entry.csv", false) => "実績の一覧(CSV)",
        ("claim.xlsx", _) => "明細書と合計(Excel)",
        _ => "その他",
    }
}

/// `GET /c/{month}/claim/output`.
pub(super) async fn show(
    desk: Desk,
    Path((_, month)): Path<(i64, String)>,
    Query(query): Query<OutputQuery>,
) -> Result<Html<String>, Failure> {
    let month = month_of(&month)?;
    let state = desk.read().claim_months().get(month).await?.state;
    let claim = MonthClaim::read(desk.read(), month, state).await?;
    let names = Names::read(&desk).await?;
    let files = desk.read().claim_files().of_month(month).await?;
    let claim_href = desk.month_href(month, "/claim");
    let mut cities = Vec::new();
    for city in claim.cities() {
        let pack = city.all().find_map(PersonClaim::pack);
        let key = city.pack.as_deref().map(|pack| format!("-{pack}-{month}.")).unwrap_or_default();
        let mut mine = Vec::new();
        for file in files.iter().rev().filter(|file| !key.is_empty() && file.name.contains(&key)) {
            let (_, bytes) = desk.read().claim_files().get(file.id).await?;
            mine.push(FileView {
                label: label(&file.kind, pack.is_some_and(|pack| pack.tool.is_some())),
                name: file.name.clone(),
                bytes: Units(i64::try_from(bytes.len()).unwrap_or(i64::MAX)).to_string(),
                sha256: file.sha256.clone(),
                at: japan_stamp(file.created_at),
                by: names.of(file.account_id),
                href: format!("{claim_href}/files/{}", file.id),
            });
        }
        let yen = |of: fn(&claims::community::Sums) -> kernel::Yen| {
            city.sums.as_ref().map(|sums| of(sums).to_string()).unwrap_or_default()
        };
        let overlays: BTreeSet<String> = city.all().flat_map(entered).collect();
        cities.push(CityView {
            name: city.name.clone(),
            people: city.people.len(),
            late: city.late.len(),
            cost: yen(|sums| sums.cost),
            benefit: yen(|sums| sums.benefit),
            why_not: city.why_not.clone(),
            papers: pack.map(|pack| papers::view(&desk, pack, month.next())),
            files: mine,
            entered: overlays.into_iter().collect(),
        });
    }
    let exported = state == MonthState::Exported;
    let mut shell = desk.month_shell(Section::Claims, month, "/claim/output").await?;
    if query.ok.is_some() && exported {
        said(&mut shell, "請求の書類を作りました。市町村ごとに、下から受け取ってください。");
    }
    let page = OutputPage {
        shell,
        month_label: month.wareki(),
        state_label: state.to_string(),
        exported,
        may_export: desk.may(Permission::Export),
        any_file: !files.is_empty(),
        all_href: format!("{claim_href}/output/all.zip"),
        cities,
        claim_href,
    };
    Ok(Html(page.render()?))
}

/// Prices of a person's claim that the office entered: name, amount, paper.
fn entered(person: &PersonClaim) -> Vec<String> {
    let lines = person.outcome.statement.iter().flat_map(|statement| &statement.lines);
    let by_hand = lines.filter(|(_, line)| line.origin == Some(claims::community::PriceOrigin::Overlay));
    by_hand
        .map(|(_, line)| format!("{} {}: {}", line.name, Units(line.amount.unwrap_or_default()), line.source))
        .collect()
}

/// `GET /c/{month}/claim/files/{file}`: the bytes as they were made.
pub(super) async fn download(desk: Desk, Path((_, month, id)): Path<(i64, String, i64)>) -> Result<Response, Failure> {
    desk.require(Permission::Export)?;
    let month = month_of(&month)?;
    if !desk.read().claim_files().of_month(month).await?.iter().any(|file| file.id == id) {
        return Err(Failure::NotFound);
    }
    let (file, bytes) = desk.read().claim_files().get(id).await?;
    taken_out(&desk.app, &desk.actor(), desk.now, (EntityKind::ClaimFile, id), (month, &file.name)).await?;
    let kind = if file.name.ends_with(".csv") { "text/csv; charset=utf-8" } else { WORKBOOK };
    Ok(attachment(kind, &file.name, bytes))
}

fn attachment(kind: &str, name: &str, bytes: Vec<u8>) -> Response {
    let place = format!("attachment; filename=\"{name}\"");
    ([(header::CONTENT_TYPE, kind.to_owned()), (header::CONTENT_DISPOSITION, place)], bytes).into_response()
}

/// `GET /c/{month}/claim/output/all.zip`: every file of the month in one.
pub(super) async fn all(desk: Desk, Path((_, month)): Path<(i64, String)>) -> Result<Response, Failure> {
    desk.require(Permission::Export)?;
    let month = month_of(&month)?;
    let files = desk.read().claim_files().of_month(month).await?;
    if files.is_empty() {
        return Err(Failure::NotFound);
    }
    let mut bytes = Vec::new();
    for file in files.iter().rev() {
        bytes.push((file.name.clone(), desk.read().claim_files().get(file.id).await?.1));
    }
    let packed = pack(&bytes).map_err(|error| Failure::Broken(error.to_string()))?;
    let stored = desk.read().claim_months().get(month).await?;
    taken_out(&desk.app, &desk.actor(), desk.now, (EntityKind::ClaimMonth, stored.id), (month, "all.zip")).await?;
    Ok(attachment("application/zip", &archive_name(month), packed))
}

fn archive_name(month: Month) -> String {
    format!("claim-{month}.zip")
}

fn pack(files: &[(String, Vec<u8>)]) -> zip::result::ZipResult<Vec<u8>> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        archive.start_file(name.as_str(), SimpleFileOptions::default())?;
        archive.write_all(bytes)?;
    }
    Ok(archive.finish()?.into_inner())
}
