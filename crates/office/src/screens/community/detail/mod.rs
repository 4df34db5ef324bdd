//! 請求明細書: one person's statement in the rows of the form, the records behind it, every why, and the 上限額管理 result.
mod cap_box;
mod statement_view;

use self::{cap_box::CapBox, statement_view::StatementView};
use super::{
    claim::statement_href,
    links::{self, Whose},
};
use crate::{
    actions::community::claims::{
        LateClaim, MonthClaim, PersonClaim, claim_workbook, entry_sheets, save_result, taken_out,
    },
    desk::{Desk, Section, said},
    failure::Failure,
    guard::Posted,
    permissions::Permission,
    screens::{claim::list::WORKBOOK, month_of::month_of},
    view::FindingView,
};
use askama::Template;
use axum::{
    extract::{Path, Query},
    http::{StatusCode, header},
    response::{Html, IntoResponse, Redirect, Response},
};
use kernel::Month;
use serde::Deserialize;
use store::{EntityKind, StoreError};
use ui::{Banner, BannerKind, Form, Shell};

#[derive(Debug, Default, Deserialize)]
pub(super) struct DetailQuery {
    /// The case whose new claim is shown, in place of the claim of the month.
    case: Option<i64>,
    /// What was just done.
    ok: Option<String>,
}

#[derive(Template)]
#[template(path = "community/detail.html")]
struct DetailPage {
    shell: Shell,
    form: Form,
    name: String,
    kana: String,
    city: String,
    month_label: String,
    state_label: String,
    live: bool,
    statement: Option<StatementView>,
    findings: Vec<FindingView>,
    previous_person: Option<String>,
    next_person: Option<String>,
    claim_href: String,
    visits_href: String,
    masters_href: String,
    rules_href: String,
    prices_href: String,
    entry_xlsx: String,
    entry_csv: String,
    claim_xlsx: String,
    may_take: bool,
    cap: CapBox,
}

/// One person's claim: of the month, or of a case.
struct Found {
    claim: Option<PersonClaim>,
    office: store::OfficeBody,
    state_label: String,
    live: bool,
    previous: Option<String>,
    next: Option<String>,
}

async fn find(desk: &Desk, month: Month, person_id: i64, case: Option<i64>) -> Result<Found, Failure> {
    if let Some(id) = case {
        let case = desk.read().again().get(id).await?;
        if (case.person_id, case.month) != (person_id, month) {
            return Err(Failure::NotFound);
        }
        let late: Option<LateClaim> = LateClaim::read(desk.read(), &case).await?;
        return Ok(Found {
            claim: late.map(|late| late.claim),
            office: desk.read().office().current().await?.body,
            state_label: case.body.kind.label_ja().to_owned(),
            live: case.is_open_for_correction(),
            previous: None,
            next: None,
        });
    }
    let state = desk.read().claim_months().get(month).await?.state;
    let claim = MonthClaim::read(desk.read(), month, state).await?;
    let shown: Vec<&PersonClaim> = claim.claimed().collect();
    let at = shown.iter().position(|other| other.person_id == person_id);
    let href = |at: Option<usize>| at.and_then(|at| shown.get(at)).map(|other| statement_href(desk, other, None));
    let (previous, next) = (href(at.and_then(|at| at.checked_sub(1))), href(at.map(|at| at + 1)));
    let one = claim.people.iter().find(|other| other.person_id == person_id).cloned();
    let (state_label, live) = (state.to_string(), state.is_open());
    Ok(Found { claim: one, office: claim.office, state_label, live, previous, next })
}

async fn page(
    desk: &Desk,
    (month, person_id): (Month, i64),
    query: &DetailQuery,
    form: Option<Form>,
) -> Result<DetailPage, Failure> {
    let stored = desk.read().people().get(person_id).await?;
    let found = find(desk, month, person_id, query.case).await?;
    let row = desk.read().caps().get(person_id, month).await?;
    let claim = found.claim.as_ref();
    let case = query.case.map(|id| format!("?case={id}")).unwrap_or_default();
    let here = desk.month_href(month, &format!("/claim/{person_id}"));
    let pack = claim.and_then(|claim| claim.facts.pack.as_deref());
    let mut shell = desk.month_shell(Section::Claims, month, &format!("/claim/{person_id}")).await?;
    if query.ok.as_deref() == Some("cap") {
        said(&mut shell, "上限額管理の結果を保存しました。");
    }
    Ok(DetailPage {
        form: form.unwrap_or_else(|| cap_box::form(claim, &row)),
        shell,
        name: stored.body.name,
        kana: stored.body.name_kana,
        city: claim.and_then(PersonClaim::pack).map(|pack| pack.identity.name.clone()).unwrap_or_default(),
        month_label: month.wareki(),
        state_label: found.state_label,
        live: found.live,
        statement: claim.and_then(|claim| statement_view::statement(claim, &found.office)),
        findings: claim
            .map(|claim| links::findings(desk, Whose { person_id, month, pack }, &claim.findings()))
            .unwrap_or_default(),
        previous_person: found.previous,
        next_person: found.next,
        claim_href: desk.month_href(month, "/claim"),
        visits_href: desk.month_href(month, &format!("/visits/{person_id}")),
        masters_href: format!("{}/people/{person_id}/masters", desk.base),
        rules_href: links::rules_href(desk, pack),
        prices_href: links::prices_href(desk, pack),
        entry_xlsx: format!("{here}/entry.xlsx{case}"),
        entry_csv: format!("{here}/entry.csv{case}"),
        claim_xlsx: format!("{here}/claim.xlsx{case}"),
        may_take: desk.may(Permission::Export),
        cap: CapBox::of(desk, (&here, &case), &row, (claim, found.live)),
    })
}

/// `GET /c/{month}/claim/{person}`.
pub(super) async fn show(
    desk: Desk,
    Path((_, month, person_id)): Path<(i64, String, i64)>,
    Query(query): Query<DetailQuery>,
) -> Result<Html<String>, Failure> {
    Ok(Html(page(&desk, (month_of(&month)?, person_id), &query, None).await?.render()?))
}

/// `POST /c/{month}/claim/{person}/cap`.
pub(super) async fn save_cap(
    desk: Desk,
    Path((_, month, person_id)): Path<(i64, String, i64)>,
    Query(query): Query<DetailQuery>,
    Posted(mut form): Posted,
) -> Result<Response, Failure> {
    desk.require(Permission::Claim)?;
    let month = month_of(&month)?;
    let version = form.text("version").and_then(|text| text.parse().ok());
    let refusal = match cap_box::read(&mut form) {
        None => None,
        Some(told) => match save_result(&desk.app, &desk.actor(), desk.now, (person_id, month), version, told).await {
            Ok(()) => {
                let case = query.case.map(|id| format!("&case={id}")).unwrap_or_default();
                let to = desk.month_href(month, &format!("/claim/{person_id}?ok=cap{case}"));
                return Ok(Redirect::to(&to).into_response());
            }
            Err(told @ (StoreError::Conflict { .. } | StoreError::MonthClosed { .. })) => Some(told),
            Err(other) => return Err(other.into()),
        },
    };
    let mut page = page(&desk, (month, person_id), &query, Some(form)).await?;
    let mut status = StatusCode::UNPROCESSABLE_ENTITY;
    if let Some(told) = refusal {
        status = StatusCode::CONFLICT;
        page.shell.banner = Some(Banner { kind: BannerKind::Error, text: told.to_string() });
    }
    Ok((status, Html(page.render()?)).into_response())
}

/// `GET /c/{month}/claim/{person}/{file}`: `entry.xlsx`, `entry.csv`, `claim.xlsx` of one person, as it stands.
pub(super) async fn file(
    desk: Desk,
    Path((_, month, person_id, file)): Path<(i64, String, i64, String)>,
    Query(query): Query<DetailQuery>,
) -> Result<Response, Failure> {
    desk.require(Permission::Export)?;
    let month = month_of(&month)?;
    desk.read().people().get(person_id).await?;
    let found = find(&desk, month, person_id, query.case).await?;
    let claim = found.claim.filter(|claim| claim.outcome.statement.is_some()).ok_or(Failure::NotFound)?;
    let broken = |error: paper::PaperError| Failure::Broken(error.to_string());
    let sheets = entry_sheets(&found.office, &claim);
    let (kind, bytes) = match file.as_str() {
        "entry.xlsx" => (WORKBOOK, paper::entry_sheet_workbook(&sheets).map_err(broken)?),
        "entry.csv" => ("text/csv; charset=utf-8", paper::entry_sheet_csv(&sheets).into_bytes()),
        "claim.xlsx" => (WORKBOOK, claim_workbook(&found.office, month.next(), &[&claim]).map_err(broken)?),
        _ => return Err(Failure::NotFound),
    };
    let subject = (EntityKind::Person, person_id);
    taken_out(&desk.app, &desk.actor(), desk.now, subject, (month, &file)).await?;
    // the address of a file is no place for a name
    let (stem, extension) = file.split_once('.').unwrap_or((file.as_str(), ""));
    let name = format!("attachment; filename=\"{stem}-{month}-{person_id}.{extension}\"");
    Ok(([(header::CONTENT_TYPE, kind.to_owned()), (header::CONTENT_DISPOSITION, name)], bytes).into_response())
}
