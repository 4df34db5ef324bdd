//! 請求の画面: the month by municipality – amounts, what is held or has no price, papers and deadline – and its steps.
use super::{
    late_box::{self, LateBox},
    links::{self, Whose},
    papers::{self, PapersView},
};
use crate::{
    actions::{
        claims::{Refusal, Stepped},
        community::claims::{CityClaim, LateClaim, MonthClaim, PersonClaim, take_step},
    },
    desk::{Desk, Section, said},
    failure::Failure,
    guard::Posted,
    permissions::Permission,
    screens::{
        claim::{
            step_bar::{Standing, StepBar, asked, bar, key},
            steps::sentence,
        },
        month_of::month_of,
        people::names::Names,
    },
    view::FindingView,
};
use askama::Template;
use axum::{
    extract::{Path, Query},
    http::StatusCode,
    response::{Html, IntoResponse, Redirect, Response},
};
use claims::{
    community::CommunityStatement,
    lifecycle::{LifecycleError, MonthState, Need},
};
use kernel::{Month, Severity, Units};
use serde::Deserialize;
use store::StoreError;
use ui::{Banner, BannerKind, Form, Shell};

#[derive(Debug, Default, Deserialize)]
pub(super) struct ClaimQuery {
    /// What was just done.
    ok: Option<String>,
}

/// One statement in the table of a municipality.
struct Row {
    name: String,
    href: String,
    /// 「月遅れ 令和6年3月」; empty for those of the month.
    late: String,
    services: Vec<String>,
    free: bool,
    amount: String,
    cost: String,
    burden: String,
    benefit: String,
    freed: String,
    state: &'static str,
    state_kind: &'static str,
    held: usize,
    missing: usize,
}

/// Sums of a municipality.
struct SumsView {
    statements: u32,
    cost: String,
    burden: String,
    benefit: String,
    freed: String,
}

struct CityView {
    name: String,
    rules_href: String,
    prices_href: String,
    edition: String,
    rows: Vec<Row>,
    sums: Option<SumsView>,
    why_not: String,
    missing: Vec<String>,
    papers: Option<PapersView>,
}

/// Findings of one person.
struct Group {
    title: String,
    href: String,
    items: Vec<FindingView>,
}

#[derive(Template)]
#[template(path = "community/claim.html")]
pub(super) struct ClaimPage {
    pub(super) shell: Shell,
    pub(super) form: Form,
    month_label: String,
    bar: StepBar,
    live: bool,
    exported: bool,
    people: usize,
    without_record: usize,
    cities: Vec<CityView>,
    to_mend: Vec<Group>,
    to_mend_count: usize,
    notices: Vec<Group>,
    notice_count: usize,
    output_href: String,
    visits_href: String,
    late: LateBox,
}

/// Where a statement is shown.
pub(super) fn statement_href(desk: &Desk, person: &PersonClaim, case: Option<i64>) -> String {
    let case = case.map(|id| format!("?case={id}")).unwrap_or_default();
    desk.month_href(person.facts.service_month, &format!("/claim/{}{case}", person.person_id))
}

fn amount(statement: &CommunityStatement) -> String {
    let units = statement.columns.iter().map(|column| column.totals.and_then(|totals| totals.units));
    let sum: Option<i64> = units.map(|units| units.map(|units| units.0)).sum();
    sum.map_or_else(|| "円の料金表".to_owned(), |sum| Units(sum).to_string())
}

/// The name of a person of the claim; namesakes are told apart by the end of their 受給者証番号.
fn name_in(claim: &MonthClaim, person: &PersonClaim) -> String {
    let name = &person.facts.name;
    if claim.everyone().all(|other| other.person_id == person.person_id || other.facts.name != *name) {
        return name.clone();
    }
    let number = Some(person.facts.recipient_no.clone());
    format!("{name}({})", crate::view::ending(person.person_id, number))
}

fn row(desk: &Desk, claim: &MonthClaim, person: &PersonClaim, late: Option<&LateClaim>) -> Row {
    let statement = person.outcome.statement.as_ref();
    let total = statement.filter(|_| person.claimable()).and_then(|statement| statement.total);
    let yen = |of: fn(&claims::community::Total) -> kernel::Yen| {
        total.as_ref().map(|total| of(total).to_string()).unwrap_or_default()
    };
    let services = statement.iter().flat_map(|statement| &statement.columns);
    let (state, state_kind) = match (person.claimable(), person.count(Severity::Fault)) {
        (true, _) => ("請求できます", "ok"),
        (false, _) => ("請求できません", "error"),
    };
    Row {
        name: name_in(claim, person),
        href: statement_href(desk, person, late.map(|late| late.case_id)),
        late: late
            .map(|late| format!("{} {}", late.kind.label_ja(), person.facts.service_month.wareki()))
            .unwrap_or_default(),
        services: services.map(|column| format!("{} {}日", column.service.label_ja(), column.days)).collect(),
        free: statement.is_some_and(|statement| statement.free),
        amount: statement.filter(|_| total.is_some()).map(amount).unwrap_or_default(),
        cost: yen(|total| total.cost),
        burden: yen(|total| total.decided),
        benefit: yen(|total| total.benefit),
        freed: total.and_then(|total| total.freed).map(|freed| freed.to_string()).unwrap_or_default(),
        state,
        state_kind,
        held: person.held(),
        missing: person.missing_prices().len(),
    }
}

fn city(desk: &Desk, claim: &MonthClaim, city: &CityClaim<'_>) -> CityView {
    let pack = city.all().find_map(PersonClaim::pack);
    let mut missing: Vec<String> = city.all().flat_map(PersonClaim::missing_prices).map(str::to_owned).collect();
    missing.sort();
    missing.dedup();
    let late = city.late.iter().map(|late| row(desk, claim, &late.claim, Some(late)));
    CityView {
        name: city.name.clone(),
        rules_href: links::rules_href(desk, city.pack.as_deref()),
        prices_href: links::prices_href(desk, city.pack.as_deref()),
        edition: pack.map(|pack| pack.identity.edition.clone()).unwrap_or_default(),
        rows: city.people.iter().map(|person| row(desk, claim, person, None)).chain(late).collect(),
        sums: city.sums.map(|sums| SumsView {
            statements: sums.statements,
            cost: sums.cost.to_string(),
            burden: sums.decided.to_string(),
            benefit: sums.benefit.to_string(),
            freed: if sums.freed.0 == 0 { String::new() } else { sums.freed.to_string() },
        }),
        why_not: city.why_not.clone(),
        missing,
        papers: pack.map(|pack| papers::view(desk, pack, claim.month.next())),
    }
}

/// Findings of a kind, person by person.
fn groups(desk: &Desk, claim: &MonthClaim, notices: bool) -> (Vec<Group>, usize) {
    let late = claim.late.iter().map(|late| (&late.claim, Some(late.case_id)));
    let everyone = claim.claimed().map(|person| (person, None)).chain(late);
    let groups: Vec<Group> = everyone
        .map(|(person, case)| {
            let mut found = person.findings();
            found.retain(|finding| (finding.severity == Severity::Notice) == notices);
            let (month, pack) = (person.facts.service_month, person.facts.pack.as_deref());
            Group {
                title: name_in(claim, person),
                href: statement_href(desk, person, case),
                items: links::findings(desk, Whose { person_id: person.person_id, month, pack }, &found),
            }
        })
        .filter(|group| !group.items.is_empty())
        .collect();
    let count = groups.iter().map(|group| group.items.len()).sum();
    (groups, count)
}

/// The page, also after a refused step.
pub(super) async fn page(desk: &Desk, month: Month, query: &ClaimQuery, form: Form) -> Result<ClaimPage, Failure> {
    let stored = desk.read().claim_months().get(month).await?;
    let state = stored.state;
    let claim = MonthClaim::read(desk.read(), month, state).await?;
    let names = Names::read(desk).await?;
    let standing = Standing {
        stored: &stored,
        faults: claim.count(Severity::Fault),
        calculable: true,
        unverified: claim.unverified(),
        usual: usual_claim_month(desk, month),
    };
    let bar = bar(desk, month, &standing, &names).await?;
    let (to_mend, to_mend_count) = groups(desk, &claim, false);
    let (notices, notice_count) = groups(desk, &claim, true);
    let mut shell = desk.month_shell(Section::Claims, month, "/claim").await?;
    match query.ok.as_deref() {
        Some("closed") => said(&mut shell, "締めました。この月の記録・受給者証・単価は変わりません。次は点検です。"),
        Some("checked") => said(&mut shell, "点検済みにしました。次は承認です。"),
        Some("approved") => said(&mut shell, "承認しました。次は出力です。"),
        Some("undone") => said(&mut shell, "1つ前に戻しました。"),
        Some("opened") => {
            said(&mut shell, "この人のこの月を開きました。記録を入れると、選んだ月の請求に入ります。");
        }
        Some("carried") => said(&mut shell, "この月の請求に入れました。"),
        Some("waiting") => said(&mut shell, "この月の請求から外しました。"),
        Some("dropped") => said(&mut shell, "請求せずに終えました。"),
        _ => {}
    }
    Ok(ClaimPage {
        shell,
        form,
        month_label: month.wareki(),
        bar,
        live: state.is_open(),
        exported: state == MonthState::Exported,
        people: claim.claimed().count(),
        without_record: claim.without_record(),
        cities: claim.cities().iter().map(|one| city(desk, &claim, one)).collect(),
        to_mend,
        to_mend_count,
        notices,
        notice_count,
        output_href: desk.month_href(month, "/claim/output"),
        visits_href: desk.month_href(month, "/visits"),
        late: late_box::view(desk, month, state).await?,
    })
}

/// The month of sending: this one, never before the month after the service month.
pub(super) fn usual_claim_month(desk: &Desk, month: Month) -> Month {
    desk.app.clock.today().month().max(month.next())
}

/// Puts a red message on top.
pub(super) fn refused(page: &mut ClaimPage, text: impl Into<String>) {
    page.shell.banner = Some(Banner { kind: BannerKind::Error, text: text.into() });
}

/// `GET /c/{month}/claim`.
pub(super) async fn show(
    desk: Desk,
    Path((_, month)): Path<(i64, String)>,
    Query(query): Query<ClaimQuery>,
) -> Result<Html<String>, Failure> {
    Ok(Html(page(&desk, month_of(&month)?, &query, Form::default()).await?.render()?))
}

/// `POST /c/{month}/claim/step`.
pub(super) async fn step(
    desk: Desk,
    Path((_, month)): Path<(i64, String)>,
    Posted(mut form): Posted,
) -> Result<Response, Failure> {
    let month = month_of(&month)?;
    let wanted = asked(&desk, month, &form, usual_claim_month(&desk, month))?;
    let to = wanted.to;
    let home = desk.month_href(month, "/claim");
    let (status, text) = match take_step(&desk.app, &desk.actor(), desk.now, &wanted).await {
        Ok(Stepped::Done) if to == MonthState::Exported => {
            return Ok(Redirect::to(&format!("{home}/output?ok=1")).into_response());
        }
        Ok(Stepped::Done) => {
            let said = if form.value("back") == "1" { "undone" } else { key(to) };
            return Ok(Redirect::to(&format!("{home}?ok={said}")).into_response());
        }
        Ok(Stepped::Already) => return Ok(Redirect::to(&home).into_response()),
        Ok(Stepped::Refused(Refusal::Lifecycle(LifecycleError::Lacking { need: Need::ApprovalRight, .. }))) => {
            return Err(Failure::Forbidden(Permission::Approve.label_ja()));
        }
        Ok(Stepped::Refused(Refusal::Nobody)) => (
            StatusCode::UNPROCESSABLE_ENTITY,
            "この月に記録のある利用者がいないため、締められません。記録を入れてください".to_owned(),
        ),
        Ok(Stepped::Refused(refusal)) => sentence(&desk, month, refusal, &mut form),
        Err(conflict @ StoreError::Conflict { .. }) => {
            form = Form::default();
            (StatusCode::CONFLICT, conflict.to_string())
        }
        Err(other) => return Err(other.into()),
    };
    let mut page = page(&desk, month, &ClaimQuery::default(), form).await?;
    refused(&mut page, text);
    Ok((status, Html(page.render()?)).into_response())
}
