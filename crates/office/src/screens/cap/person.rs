//! 一人の上限額管理: the related offices with their amounts, the sheet that follows with every why, and deciding it.
use super::sheet::{SheetView, view};
use crate::{
    actions::cap::{self, CapRole, Proposal, disagreements, propose, role_of},
    desk::{Desk, Section, said},
    failure::Failure,
    guard::Posted,
    permissions::Permission,
    screens::{month_of::month_of, people::read},
    view::{FindingView, Links},
};
use askama::Template;
use axum::{
    extract::{Path, Query},
    http::StatusCode,
    response::{Html, IntoResponse, Redirect, Response},
};
use claims::{Dossier, Outcome, assess, cap::ranks};
use kernel::{Month, OfficeNo};
use serde::Deserialize;
use store::{RelatedOffice, StoreError, ToldAmounts};
use ui::{Banner, BannerKind, Choice, Form, Shell};

/// Rows beyond the known offices.
const SPARE: usize = 2;
/// Most rows that are read.
const MOST: usize = 20;

#[derive(Debug, Default, Deserialize)]
pub(super) struct PersonQuery {
    ok: Option<String>,
}

/// One field of a row.
struct Cell {
    key: &'static str,
    label: &'static str,
    class: &'static str,
    value: String,
    error: String,
}

/// One row of the form.
struct OfficeRow {
    number: usize,
    received: String,
    /// Fields before and after the choice of the service.
    before: Vec<Cell>,
    after: Vec<Cell>,
    service_type: String,
    service_error: String,
}

fn office_row(form: &Form, number: usize, received: Option<kernel::Day>) -> OfficeRow {
    let at = |name: &str| format!("{name}_{number}");
    let error = |name: &str| form.error(&at(name)).unwrap_or_default().to_owned();
    let cell = |key: &'static str, label, class| Cell {
        key,
        label,
        class,
        value: form.value(&at(key)).to_owned(),
        error: error(key),
    };
    OfficeRow {
        number,
        received: received.map(kernel::Day::both).unwrap_or_default(),
        before: vec![
            cell("order", "順", "short"),
            cell("office_no", "事業所番号", "short"),
            cell("name", "事業所名", ""),
        ],
        after: vec![cell("cost", "総費用額", "short num"), cell("burden", "利用者負担額", "short num")],
        service_type: form.value(&at("service_type")).to_owned(),
        service_error: error("service_type"),
    }
}

#[derive(Template)]
#[template(path = "cap/person.html")]
struct PersonPage {
    shell: Shell,
    form: Form,
    name: String,
    kana: String,
    month_label: String,
    manages: bool,
    role_text: String,
    cap: String,
    own_cost: String,
    own_burden: String,
    rows: Vec<OfficeRow>,
    choices: Vec<Choice>,
    editable: bool,
    version: String,
    kept: Option<SheetView>,
    kept_on: String,
    findings: Vec<FindingView>,
    proposal: Option<SheetView>,
    proposal_text: String,
    impossible: Vec<FindingView>,
    /// The proposal is the kept sheet.
    unchanged: bool,
    action: String,
    board_href: String,
    statement_href: String,
}

fn fill(form: &mut Form, others: &[RelatedOffice]) {
    for (office, number) in others.iter().zip(1_usize..) {
        form.set(&format!("order_{number}"), number)
            .set(&format!("office_no_{number}"), &office.office_no)
            .set(&format!("name_{number}"), &office.name)
            .set(&format!("service_type_{number}"), &office.service_type)
            .set_some(&format!("cost_{number}"), office.amounts.map(|told| told.total_cost.0))
            .set_some(&format!("burden_{number}"), office.amounts.map(|told| told.burden.0));
    }
}

fn proposal_text(proposal: &Proposal) -> String {
    match proposal {
        Proposal::NoOffices => "関係事業所を入れると、ここに結果票の案が出ます。".to_owned(),
        Proposal::Waiting(numbers) => {
            let told: Vec<String> = numbers.iter().map(ToString::to_string).collect();
            format!(
                "{}番目の事業所の額がまだありません。利用者負担額一覧表を取り込むか、額を入れてください。この月に利用がなければ 0 と入れます。",
                told.join("・")
            )
        }
        Proposal::NotUsed => {
            "この月はほかの事業所の利用がないので、結果票も利用者負担上限額管理加算もありません。".to_owned()
        }
        Proposal::Impossible(_) => "このままでは結果票を作れません。".to_owned(),
        Proposal::Sheet(_) => String::new(),
    }
}

/// Facts and result: as they stand while they can be changed, as 締め kept them otherwise.
async fn facts(desk: &Desk, person_id: i64, month: Month, may_change: bool) -> Result<(Dossier, Outcome), Failure> {
    if !may_change {
        let kept = desk.read().claim_results().of_month::<Dossier, Outcome>(month).await?;
        if let Some(kept) = kept.into_iter().find(|kept| kept.person_id == person_id) {
            return Ok((kept.facts, kept.outcome));
        }
    }
    let dossier = desk.read().dossier(person_id, month).await?;
    let outcome = assess(desk.app.tables, &dossier.month, &dossier.burden);
    Ok((dossier, outcome))
}

async fn page(desk: &Desk, month: Month, person_id: i64, typed: Option<Form>) -> Result<PersonPage, Failure> {
    let person = desk.read().people().get(person_id).await?;
    let own = desk.read().office().current().await?.body;
    let stored = desk.read().caps().get(person_id, month).await?;
    let may_change = desk.read().again().may_change(person_id, month).await?;
    let (dossier, outcome) = facts(desk, person_id, month, may_change).await?;
    let role = role_of(&own.office_no, &dossier);
    let manages = role == Some(CapRole::Manager);
    let mut others = stored.body.others.clone();
    if stored.version.is_none() && manages {
        others = desk.read().caps().offices_before(person_id, month).await?;
    }
    let links = Links { office: &desk.base, person_id: Some(person_id), month };
    let findings = stored.body.kept.as_ref().map(|kept| disagreements(&own.office_no, kept, &dossier, &outcome));
    let proposal = (manages && may_change).then(|| propose(desk.app.tables, &own, &dossier, &others));
    let kept_sheet = stored.body.kept.as_ref().map(|kept| &kept.sheet);
    let unchanged = matches!((&proposal, kept_sheet), (Some(Proposal::Sheet(new)), Some(old)) if **new == *old);
    let impossible = match &proposal {
        Some(Proposal::Impossible(findings)) => links.findings(findings),
        _ => Vec::new(),
    };
    let mut form = typed.unwrap_or_default();
    if !form.has("version") {
        fill(&mut form, &others);
    }
    let typed_rows = (1..=MOST).rev().find(|number| form.text(&format!("office_no_{number}")).is_some()).unwrap_or(0);
    let day = |number: usize| others.get(number - 1).and_then(|office| office.received_on);
    let rows: Vec<OfficeRow> = (1..=(others.len().max(typed_rows) + SPARE).min(MOST))
        .map(|number| office_row(&form, number, day(number)))
        .collect();
    let choice = |rank: &claims::cap::CapRank| {
        Choice::new(rank.service_type, format!("{} {}({})", rank.service_type, rank.service_name, rank.rank_name))
    };
    let version = match form.text("version") {
        Some(version) if form.is_ok() || form.error("version").is_none() => version.to_owned(),
        _ => stored.version.map(|version| version.to_string()).unwrap_or_default(),
    };
    let action = format!("{}/b/{month}/cap/{person_id}", desk.base);
    Ok(PersonPage {
        shell: desk.month_shell(Section::Claims, month, &format!("/cap/{person_id}")).await?,
        name: person.body.name,
        kana: person.body.name_kana,
        month_label: month.wareki(),
        role_text: match &role {
            Some(CapRole::Manager) => "この事業所が上限額を管理します".to_owned(),
            Some(CapRole::Related(manager)) => format!("関係事業所です(管理事業所 {manager})"),
            None => "受給者証に上限額管理事業所がありません".to_owned(),
        },
        manages,
        cap: dossier.burden.cap.to_string(),
        own_cost: outcome.total_cost.to_string(),
        own_burden: outcome.cap_adjusted_burden.to_string(),
        rows,
        choices: std::iter::once(Choice::new("", "(選んでください)")).chain(ranks().iter().map(choice)).collect(),
        editable: may_change && desk.may(Permission::Claim),
        version,
        kept: kept_sheet.map(view),
        kept_on: stored.body.kept.as_ref().map(|kept| kept.on.both()).unwrap_or_default(),
        findings: links.findings(&findings.unwrap_or_default()),
        proposal_text: proposal.as_ref().map(proposal_text).unwrap_or_default(),
        proposal: match &proposal {
            Some(Proposal::Sheet(sheet)) => Some(view(sheet)),
            _ => None,
        },
        impossible,
        unchanged,
        form,
        board_href: format!("{}/b/{month}/cap", desk.base),
        statement_href: format!("{}/b/{month}/claim/people/{person_id}", desk.base),
        action,
    })
}

/// `GET …/cap/{person}`.
pub(super) async fn show(
    desk: Desk,
    Path((_, month, person)): Path<(i64, String, i64)>,
    Query(query): Query<PersonQuery>,
) -> Result<Html<String>, Failure> {
    let mut page = page(&desk, month_of(&month)?, person, None).await?;
    match query.ok.as_deref() {
        Some("saved") => said(&mut page.shell, "関係事業所を保存しました。"),
        Some("decided") => said(&mut page.shell, "結果票を決め、月の事実に管理結果を入れました。"),
        Some("taken_back") => said(&mut page.shell, "結果票を取り消し、月の事実の管理結果も消しました。"),
        _ => {}
    }
    Ok(Html(page.render()?))
}

/// The offices as typed, in the typed order; `None` when something cannot be read.
fn offices(form: &mut Form, known: &[RelatedOffice]) -> Option<Vec<RelatedOffice>> {
    let mut rows: Vec<(u32, RelatedOffice)> = Vec::new();
    for number in 1..=MOST {
        let field = |name: &str| format!("{name}_{number}");
        let filled = ["office_no", "name", "service_type", "cost", "burden"];
        if filled.iter().all(|name| form.text(&field(name)).is_none()) {
            continue;
        }
        let label = |what: &str| format!("{number}行目の{what}");
        if form.text(&field("office_no")).is_none() {
            form.fail(&field("office_no"), format!("{}が入っていません。10桁で書いてください", label("事業所番号")));
        }
        let office_no: Option<OfficeNo> = read::number(form, &field("office_no"), &label("事業所番号"), 10);
        let name = read::text(form, &field("name"), &label("事業所名"));
        let service_type = form.text(&field("service_type")).unwrap_or_default().to_owned();
        if claims::cap::rank_of(&service_type).is_none() {
            form.fail(&field("service_type"), format!("{}を選んでください", label("サービス種類")));
        }
        let cost = read::yen(form, &field("cost"), &label("総費用額"));
        let burden = read::yen(form, &field("burden"), &label("利用者負担額"));
        let has = |name: &str| form.text(&field(name)).is_some();
        match (has("cost"), has("burden")) {
            (true, false) => form.fail(&field("burden"), format!("{}を書いてください", label("利用者負担額"))),
            (false, true) => form.fail(&field("cost"), format!("{}を書いてください", label("総費用額"))),
            _ => {}
        }
        let order = read::whole(form, &field("order"), &label("順"), 1..=99);
        let Some(office_no) = office_no else { continue };
        if rows.iter().any(|(_, other)| other.office_no == office_no) {
            form.fail(
                &field("office_no"),
                format!("{}が、上の行と同じです。一つの行にまとめてください", label("事業所番号")),
            );
        }
        let amounts = cost.zip(burden).map(|(total_cost, burden)| ToldAmounts { total_cost, burden });
        let before = known.iter().find(|office| office.office_no == office_no);
        let received_on = before.filter(|office| office.amounts == amounts).and_then(|office| office.received_on);
        let order = order.unwrap_or_else(|| u32::try_from(number).unwrap_or(u32::MAX));
        rows.push((order, RelatedOffice { office_no, name, service_type, amounts, received_on }));
    }
    if !form.is_ok() {
        return None;
    }
    rows.sort_by_key(|(order, _)| *order);
    Some(rows.into_iter().map(|(_, office)| office).collect())
}

fn version_of(form: &Form) -> Option<i64> {
    form.value("version").parse().ok()
}

/// What the store refused, on the page with everything typed.
async fn refused(
    desk: &Desk,
    (month, person): (Month, i64),
    error: StoreError,
    form: Option<Form>,
) -> Result<Response, Failure> {
    if !matches!(error, StoreError::Conflict { .. } | StoreError::MonthClosed { .. }) {
        return Err(error.into());
    }
    let form = form.map(|mut form| {
        form.fail("version", error.to_string());
        form
    });
    let mut page = page(desk, month, person, form).await?;
    page.shell.banner = Some(Banner { kind: BannerKind::Error, text: error.to_string() });
    Ok((StatusCode::CONFLICT, Html(page.render()?)).into_response())
}

/// `POST …/cap/{person}`: the related offices.
pub(super) async fn save(
    desk: Desk,
    Path((_, month, person)): Path<(i64, String, i64)>,
    Posted(mut form): Posted,
) -> Result<Response, Failure> {
    desk.require(Permission::Claim)?;
    let month = month_of(&month)?;
    let known = desk.read().caps().get(person, month).await?.body.others;
    let own = desk.read().office().current().await?.body.office_no;
    if role_of(&own, &desk.read().dossier(person, month).await?) != Some(CapRole::Manager) {
        return Err(Failure::NotFound);
    }
    let Some(mut others) = offices(&mut form, &known) else {
        let page = page(&desk, month, person, Some(form)).await?;
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, Html(page.render()?)).into_response());
    };
    if let Some(number) = others.iter().position(|office| office.office_no == own) {
        form.fail(&format!("office_no_{}", number + 1), "自分の事業所は関係事業所に入れません。消してください");
        let page = page(&desk, month, person, Some(form)).await?;
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, Html(page.render()?)).into_response());
    }
    for office in &mut others {
        let today = desk.app.clock.today();
        office.received_on = office.received_on.or(office.amounts.map(|_| today));
    }
    let at = (person, month);
    match cap::save_offices(&desk.app, &desk.actor(), desk.now, at, version_of(&form), others).await {
        Ok(()) => Ok(Redirect::to(&format!("{}/b/{month}/cap/{person}?ok=saved", desk.base)).into_response()),
        Err(error) => refused(&desk, (month, person), error, Some(form)).await,
    }
}

/// `POST …/cap/{person}/decide`.
pub(super) async fn decide(
    desk: Desk,
    Path((_, month, person)): Path<(i64, String, i64)>,
    Posted(form): Posted,
) -> Result<Response, Failure> {
    desk.require(Permission::Claim)?;
    let month = month_of(&month)?;
    match cap::decide(&desk.app, &desk.actor(), desk.now, (person, month), version_of(&form)).await {
        Ok(Proposal::Sheet(_)) => {
            Ok(Redirect::to(&format!("{}/b/{month}/cap/{person}?ok=decided", desk.base)).into_response())
        }
        Ok(other) => {
            let mut page = page(&desk, month, person, None).await?;
            let text = format!("結果票を決められません。{}", proposal_text(&other));
            page.shell.banner = Some(Banner { kind: BannerKind::Error, text });
            Ok((StatusCode::UNPROCESSABLE_ENTITY, Html(page.render()?)).into_response())
        }
        Err(error) => refused(&desk, (month, person), error, None).await,
    }
}

/// `POST …/cap/{person}/take-back`.
pub(super) async fn take_back(
    desk: Desk,
    Path((_, month, person)): Path<(i64, String, i64)>,
    Posted(form): Posted,
) -> Result<Response, Failure> {
    desk.require(Permission::Claim)?;
    let month = month_of(&month)?;
    match cap::take_back(&desk.app, &desk.actor(), desk.now, (person, month), version_of(&form)).await {
        Ok(()) => Ok(Redirect::to(&format!("{}/b/{month}/cap/{person}?ok=taken_back", desk.base)).into_response()),
        Err(error) => refused(&desk, (month, person), error, None).await,
    }
}
