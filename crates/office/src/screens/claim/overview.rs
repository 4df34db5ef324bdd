//! 請求の画面: where the month stands, everyone's claim with totals, everything that has to be mended.
use super::step_bar::{Standing, StepBar, bar};
use crate::{
    actions::claims::{MonthClaim, is_cut_off, usual_processing_month},
    clock::japan_stamp,
    desk::{Desk, Section, said},
    failure::Failure,
    permissions::Permission,
    screens::{month_of::month_of, people::names::Names},
    view::{FindingView, Links},
};
use askama::Template;
use axum::{
    extract::{Path, Query},
    response::Html,
};
use claims::lifecycle::MonthState;
use kernel::{Finding, Month, Severity};
use serde::Deserialize;
use store::StoreError;
use ui::{Banner, BannerKind, Form, Shell};

#[derive(Debug, Default, Deserialize)]
pub(super) struct ClaimQuery {
    /// Only people with findings of this severity.
    filter: Option<String>,
    /// What was just done.
    ok: Option<String>,
}

/// One row of the table.
struct PersonRow {
    number: Option<usize>,
    name: String,
    href: String,
    days: u32,
    units: String,
    cost: String,
    burden: String,
    benefit: String,
    faults: usize,
    warnings: usize,
    notices: usize,
    unverified: bool,
}

/// Sums under the table.
struct Sums {
    people: usize,
    days: u32,
    units: String,
    cost: String,
    burden: String,
    benefit: String,
}

/// Findings of one person, or of the office.
struct Group {
    title: String,
    href: Option<String>,
    items: Vec<FindingView>,
}

/// A choice above the table.
struct Filter {
    label: String,
    href: String,
    current: bool,
}

/// The last run.
struct LastRun {
    href: String,
    text: String,
}

#[derive(Template)]
#[template(path = "claim/overview.html")]
pub(super) struct ClaimPage {
    pub(super) shell: Shell,
    pub(super) form: Form,
    month_label: String,
    bar: StepBar,
    refusal: Option<String>,
    live: bool,
    exported: bool,
    rows: Vec<PersonRow>,
    without_claim: usize,
    sums: Sums,
    filters: Vec<Filter>,
    to_mend: Vec<Group>,
    to_mend_count: usize,
    notices: Vec<Group>,
    notice_count: usize,
    may_run: bool,
    run_href: String,
    last_run: Option<LastRun>,
    list_xlsx: String,
    list_csv: String,
    collected_href: String,
    output_href: String,
    cap_href: String,
    returned_href: String,
    late: Vec<LateRow>,
}

/// One older month in the files of this one.
struct LateRow {
    name: String,
    href: String,
    kind: &'static str,
    month_label: String,
    units: String,
    cost: String,
    burden: String,
    benefit: String,
    findings: Vec<FindingView>,
}

fn late_rows(desk: &Desk, claim: &MonthClaim) -> Vec<LateRow> {
    claim
        .late
        .iter()
        .map(|late| {
            let (person, outcome) = (&late.claim, &late.claim.outcome);
            let month = person.dossier.month.service_month;
            let links = Links { office: &desk.base, person_id: Some(person.person_id), month };
            LateRow {
                name: person.dossier.name.clone(),
                href: format!("{}/b/{month}/claim/people/{}?case={}", desk.base, person.person_id, late.case_id),
                kind: late.kind.label_ja(),
                month_label: month.wareki(),
                units: outcome.total_units.to_string(),
                cost: outcome.total_cost.to_string(),
                burden: outcome.decided_burden.to_string(),
                benefit: outcome.benefit_claim.to_string(),
                findings: links.findings(&person.findings),
            }
        })
        .collect()
}

/// What a page of the month needs.
pub(super) struct MonthView {
    pub(super) stored: store::ClaimMonth,
    pub(super) state: MonthState,
    /// `Err` = the sentence why nothing can be calculated.
    pub(super) claim: Result<MonthClaim, String>,
}

/// Reads the month for a page.
pub(super) async fn read_month(desk: &Desk, month: Month) -> Result<MonthView, Failure> {
    let stored = desk.read().claim_months().get(month).await?;
    let state = stored.state;
    let claim = match MonthClaim::read(desk.read(), desk.app.tables, month, state).await {
        Ok(claim) => Ok(claim),
        Err(refusal @ StoreError::NoNotice { .. }) => Err(refusal.to_string()),
        Err(other) => return Err(other.into()),
    };
    Ok(MonthView { stored, state, claim })
}

fn faults(claim: &MonthClaim) -> usize {
    claim.findings().filter(|finding| finding.severity == Severity::Fault).count()
}

/// What the strip has to know of a month of B型.
fn standing<'a>(desk: &Desk, month: Month, view: &'a MonthView) -> Standing<'a> {
    Standing {
        stored: &view.stored,
        faults: view.claim.as_ref().map_or(0, faults),
        calculable: view.claim.is_ok(),
        unverified: view.claim.as_ref().map(MonthClaim::unverified).unwrap_or_default(),
        usual: usual_processing_month(month, desk.app.clock.today()),
    }
}

fn wanted(filter: &str) -> Option<Severity> {
    match filter {
        "fault" => Some(Severity::Fault),
        "warning" => Some(Severity::Warning),
        "notice" => Some(Severity::Notice),
        _ => None,
    }
}

fn rows(claim: &MonthClaim, base: &str, filter: Option<Severity>) -> Vec<PersonRow> {
    let mut number = 0;
    let mut rows = Vec::new();
    for person in &claim.people {
        if person.is_claimed() {
            number += 1;
        }
        if filter.is_some_and(|severity| person.count(severity) == 0) {
            continue;
        }
        let outcome = &person.outcome;
        rows.push(PersonRow {
            number: person.is_claimed().then_some(number),
            name: person.dossier.name.clone(),
            href: format!("{base}/people/{}", person.person_id),
            days: outcome.claim_days,
            units: outcome.total_units.to_string(),
            cost: outcome.total_cost.to_string(),
            burden: outcome.decided_burden.to_string(),
            benefit: outcome.benefit_claim.to_string(),
            faults: person.count(Severity::Fault),
            warnings: person.count(Severity::Warning),
            notices: person.count(Severity::Notice),
            unverified: person.has_unverified(),
        });
    }
    rows
}

/// Findings that pass, person by person; the office's own first.
fn groups(desk: &Desk, month: Month, claim: &MonthClaim, passes: impl Fn(&Finding) -> bool) -> (Vec<Group>, usize) {
    let pick = |findings: &[Finding]| -> Vec<Finding> { findings.iter().filter(|f| passes(f)).cloned().collect() };
    let mut groups = Vec::new();
    let links = Links { office: &desk.base, person_id: None, month };
    let items = links.findings(&pick(&claim.office_findings));
    groups.push(Group { title: "事業所全体".to_owned(), href: None, items });
    for person in &claim.people {
        let links = Links { office: &desk.base, person_id: Some(person.person_id), month };
        groups.push(Group {
            title: person.dossier.name.clone(),
            href: Some(format!("{}/b/{month}/claim/people/{}", desk.base, person.person_id)),
            items: links.findings(&pick(&person.findings)),
        });
    }
    groups.retain(|group| !group.items.is_empty());
    let count = groups.iter().map(|group| group.items.len()).sum();
    (groups, count)
}

fn filters(claim: &MonthClaim, base: &str, current: Option<Severity>) -> Vec<Filter> {
    let people = |severity| claim.people.iter().filter(|person| person.count(severity) > 0).count();
    let one = |severity, word: &str, key: &str| Filter {
        label: format!("{word}のある人 {}人", people(severity)),
        href: format!("{base}?filter={key}"),
        current: current == Some(severity),
    };
    vec![
        Filter {
            label: format!("全員 {}人", claim.people.len()), href: base.to_owned(), current: current.is_none()
        },
        one(Severity::Fault, "要修正", "fault"),
        one(Severity::Warning, "注意", "warning"),
        one(Severity::Notice, "お知らせ", "notice"),
    ]
}

async fn last_run(desk: &Desk, month: Month, names: &Names) -> Result<Option<LastRun>, Failure> {
    let Some(run) = desk.read().claim_runs().latest(month).await? else { return Ok(None) };
    let text = match run.finished_at {
        Some(at) => format!("最後の計算: {} {}({}人)", japan_stamp(at), names.of(run.account_id), run.total()),
        None if is_cut_off(&run, desk.now) => {
            format!("前の計算は途中で止まりました({}人中{}人)。もう一度計算してください", run.total(), run.done())
        }
        None => format!("計算しています: {}人中{}人", run.total(), run.done()),
    };
    Ok(Some(LastRun { href: format!("{}/b/{month}/claim/runs/{}", desk.base, run.id), text }))
}

/// The page, also after a refused step.
pub(super) async fn page(desk: &Desk, month: Month, query: &ClaimQuery, form: Form) -> Result<ClaimPage, Failure> {
    let base = format!("{}/b/{month}/claim", desk.base);
    let view = read_month(desk, month).await?;
    let names = Names::read(desk).await?;
    let filter = query.filter.as_deref().and_then(wanted);
    let refusal = view.claim.as_ref().err().cloned();
    let claim = view.claim.as_ref().ok();
    let bar = bar(desk, month, &standing(desk, month, &view), &names).await?;
    let shown = |finding: &Finding| filter.is_none_or(|severity| finding.severity == severity);
    let of =
        |passes: &dyn Fn(&Finding) -> bool| claim.map(|claim| groups(desk, month, claim, passes)).unwrap_or_default();
    let (to_mend, to_mend_count) = of(&|finding| finding.severity != Severity::Notice && shown(finding));
    let (notices, notice_count) = of(&|finding| finding.severity == Severity::Notice && shown(finding));
    let totals = claim.map(MonthClaim::totals).unwrap_or_default();
    let mut shell = desk.month_shell(Section::Claims, month, "/claim").await?;
    match query.ok.as_deref() {
        Some("closed") => said(&mut shell, "締めました。この月の記録・受給者証・契約は変わりません。次は点検です。"),
        Some("checked") => said(&mut shell, "点検済みにしました。次は承認です。"),
        Some("approved") => said(&mut shell, "承認しました。次は出力です。"),
        Some("exported") => said(&mut shell, "請求ファイルを作りました。「出力」から受け取ってください。"),
        Some("undone") => said(&mut shell, "1つ前に戻しました。"),
        _ => {}
    }
    Ok(ClaimPage {
        shell,
        form,
        month_label: month.wareki(),
        bar,
        refusal,
        live: view.state.is_open(),
        exported: view.state == MonthState::Exported,
        rows: claim.map(|claim| rows(claim, &base, filter)).unwrap_or_default(),
        without_claim: claim.map_or(0, |claim| claim.people.len() - totals.people),
        sums: Sums {
            people: totals.people,
            days: totals.days,
            units: totals.units.to_string(),
            cost: totals.cost.to_string(),
            burden: totals.burden.to_string(),
            benefit: totals.benefit.to_string(),
        },
        filters: claim.map(|claim| filters(claim, &base, filter)).unwrap_or_default(),
        to_mend,
        to_mend_count,
        notices,
        notice_count,
        may_run: view.state.is_open() && desk.may(Permission::Claim),
        run_href: format!("{base}/run"),
        last_run: last_run(desk, month, &names).await?,
        list_xlsx: format!("{base}/list.xlsx"),
        list_csv: format!("{base}/list.csv"),
        collected_href: format!("{}/b/{month}/fees-collected", desk.base),
        output_href: format!("{base}/output"),
        cap_href: format!("{}/b/{month}/cap", desk.base),
        returned_href: format!("{}/returned", desk.base),
        late: claim.map(|claim| late_rows(desk, claim)).unwrap_or_default(),
    })
}

/// Puts a red message on top.
pub(super) fn refused(page: &mut ClaimPage, text: impl Into<String>) {
    page.shell.banner = Some(Banner { kind: BannerKind::Error, text: text.into() });
}

/// `GET /b/{month}/claim`.
pub(super) async fn show(
    desk: Desk,
    Path((_, month)): Path<(i64, String)>,
    Query(query): Query<ClaimQuery>,
) -> Result<Html<String>, Failure> {
    Ok(Html(page(&desk, month_of(&month)?, &query, Form::default()).await?.render()?))
}
