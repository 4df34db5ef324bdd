//! 明細: one person's claim, line by line, each with the steps, sources and facts that made it; and what was not claimed.
use super::{daily::Daily, overview::read_month, words};
use crate::{
    actions::claims::{LateClaim, PersonClaim},
    desk::{Desk, Section},
    failure::Failure,
    screens::{
        cap::sheet::{self as cap_sheet, SheetView},
        month_of::month_of,
    },
    view::{FindingView, Links},
};
use askama::Template;
use axum::{
    extract::{Path, Query},
    http::header,
    response::{Html, IntoResponse, Response},
};
use claims::{CapManagement, Outcome, case::Case};
use fees::Step;
use kernel::{Units, Yen};
use serde::Deserialize;
use serde_json::json;
use store::{AuditEvent, AuditKind, EntityKind, StoreError, Subject};
use ui::Shell;

/// One step of the calculation.
pub(crate) struct StepView {
    pub(crate) text: String,
    pub(crate) value: String,
    pub(crate) inputs: String,
    pub(crate) source: String,
}

/// One line with its why.
pub(crate) struct LineView {
    pub(crate) code: String,
    pub(crate) name: String,
    pub(crate) verified: bool,
    pub(crate) by_hand: bool,
    pub(crate) units: String,
    pub(crate) count: u32,
    pub(crate) service_units: String,
    pub(crate) days: String,
    pub(crate) steps: Vec<StepView>,
}

/// One amount of the statement.
pub(crate) struct Amount {
    pub(crate) label: &'static str,
    pub(crate) value: String,
}

/// A rule that did not apply.
struct NotClaimed {
    name: String,
    reason: String,
    missing: Vec<(String, String)>,
    days: String,
}

/// Card and contract above the lines.
struct Head {
    label: &'static str,
    value: String,
}

struct Statement {
    head: Vec<Head>,
    lines: Vec<LineView>,
    total_units: String,
    amounts: Vec<Amount>,
    yen_steps: Vec<StepView>,
    other_steps: Vec<StepView>,
    not_claimed: Vec<NotClaimed>,
    findings: Vec<FindingView>,
    daily: Daily,
}

#[derive(Template)]
#[template(path = "claim/statement.html")]
struct StatementPage {
    shell: Shell,
    name: String,
    kana: String,
    month_label: String,
    state_label: String,
    live: bool,
    refusal: Option<String>,
    statement: Option<Statement>,
    previous_person: Option<String>,
    next_person: Option<String>,
    claim_href: String,
    record_href: String,
    person_href: String,
    additions_href: String,
    case_href: String,
    cap_sheet: Option<SheetView>,
    cap_href: String,
}

/// One step in words.
pub(crate) fn step_view(step: &Step) -> StepView {
    let inputs: Vec<String> = step.inputs.iter().map(|fact| format!("{}={}", fact.name, fact.value)).collect();
    StepView {
        text: step.text.to_string(),
        value: Units(step.value).to_string(),
        inputs: inputs.join("、"),
        source: step.source.to_string(),
    }
}

/// Steps whose rule begins with a prefix belong to the yen; the rest belongs to lines or stands alone.
pub(crate) const YEN_RULES: &str = "statement.";

/// The lines, each with the steps that made it.
pub(crate) fn lines(outcome: &Outcome) -> Vec<LineView> {
    let of_rule = |rule: &str| outcome.steps.iter().filter(|step| step.rule == rule).collect::<Vec<_>>();
    outcome
        .lines
        .iter()
        .map(|line| {
            let steps = of_rule(&line.rule);
            // several lines of one rule: those steps that name this line, when there are such
            let own: Vec<&&Step> = steps.iter().filter(|step| step.text.contains(&*line.name)).collect();
            let told: Vec<StepView> = match own.is_empty() {
                true => steps.iter().map(|step| step_view(step)).collect(),
                false => own.iter().map(|step| step_view(step)).collect(),
            };
            LineView {
                code: line.code_ja().to_owned(),
                name: line.name.to_string(),
                verified: line.verified,
                by_hand: line.rule.ends_with("manual"),
                units: line.units.to_string(),
                count: line.count,
                service_units: line.service_units.to_string(),
                days: words::days(&line.days),
                steps: told,
            }
        })
        .collect()
}

/// The amounts of a statement in their order.
pub(crate) fn amounts(outcome: &Outcome) -> Vec<Amount> {
    let yen = |label, value: Yen| Amount { label, value: format!("{value}円") };
    let mut amounts = vec![
        Amount { label: "給付単位数", value: format!("{}単位", outcome.total_units) },
        Amount {
            label: "単位数単価",
            value: outcome.unit_price.map_or_else(|| "決まりません".to_owned(), |price| format!("{price}円")),
        },
        yen("総費用額", outcome.total_cost),
        yen("1割相当額", outcome.ten_percent),
        yen("上限月額調整", outcome.cap_adjusted_burden),
    ];
    amounts.extend(outcome.managed_burden.map(|value| yen("上限額管理後利用者負担額", value)));
    amounts.push(yen("決定利用者負担額", outcome.decided_burden));
    amounts.extend(outcome.municipal_subsidy.map(|value| yen("自治体助成分請求額", value)));
    amounts.push(yen("給付費", outcome.benefit_claim));
    amounts
}

/// 上限額管理 in words.
pub(crate) fn cap_management(sheet: CapManagement) -> String {
    let by = if sheet.by_this_office { "この事業所が管理" } else { "ほかの事業所が管理" };
    format!("管理結果{}・{}円({by})", sheet.result, sheet.amount)
}

fn head(person: &PersonClaim) -> Vec<Head> {
    let dossier = &person.dossier;
    let burden = &dossier.burden;
    let mut head = Vec::new();
    let mut add = |label, value: String| head.push(Head { label, value });
    match &dossier.card {
        Some(card) => {
            add("受給者証番号", card.recipient_no.to_string());
            add("市町村番号", card.municipality_no.to_string());
            add("支給決定期間", format!("{} 〜 {}", card.decided_from.both(), card.decided_to.both()));
            add("支給量", format!("{}日", card.granted_days));
        }
        None => add("受給者証", "この月に有効な受給者証がありません".to_owned()),
    }
    match &dossier.contract {
        Some(contract) => {
            let to = contract.to.map(kernel::Day::both).unwrap_or_default();
            add("契約", format!("{} 〜 {to}(契約支給量 {}日)", contract.from.both(), contract.days));
        }
        None => add("契約", "この月に有効な契約がありません".to_owned()),
    }
    add("負担上限月額", format!("{}円", burden.cap));
    if let Some(sheet) = burden.cap_management {
        add("上限額管理", cap_management(sheet));
    }
    add("地域区分", burden.area_class.clone());
    add("利用日数", format!("{}日(サービス利用日数 {}日)", person.outcome.claim_days, person.outcome.service_days));
    head
}

/// Where a missing fact is entered.
pub(crate) fn fact_href(desk: &Desk, month: kernel::Month, person_id: i64, key: &str) -> String {
    let base = &desk.base;
    match key.split('.').next() {
        Some("office") => format!("{base}/settings/notices"),
        Some("days") => format!("{base}/b/{month}/records/{person_id}"),
        Some("month") => format!("{base}/people/{person_id}/months/{month}"),
        _ if key.contains("cap_management") => format!("{base}/b/{month}/cap/{person_id}"),
        _ => format!("{base}/people/{person_id}"),
    }
}

fn statement(desk: &Desk, month: kernel::Month, person: &PersonClaim) -> Statement {
    let outcome = &person.outcome;
    let links = Links { office: &desk.base, person_id: Some(person.person_id), month };
    let of_lines = |step: &Step| outcome.lines.iter().any(|line| line.rule == step.rule);
    let steps = |passes: &dyn Fn(&Step) -> bool| outcome.steps.iter().filter(|s| passes(s)).map(step_view).collect();
    Statement {
        head: head(person),
        lines: lines(outcome),
        total_units: outcome.total_units.to_string(),
        amounts: amounts(outcome),
        yen_steps: steps(&|step| step.rule.starts_with(YEN_RULES)),
        other_steps: steps(&|step| !step.rule.starts_with(YEN_RULES) && !of_lines(step)),
        not_claimed: outcome
            .not_applied
            .iter()
            .map(|rule| NotClaimed {
                name: rule.name.to_string(),
                reason: rule.reason.to_string(),
                missing: rule
                    .missing
                    .iter()
                    .map(|key| (words::fact_label(key), fact_href(desk, month, person.person_id, key)))
                    .collect(),
                days: words::days(&rule.days),
            })
            .collect(),
        findings: links.findings(&person.findings),
        daily: Daily::of(outcome, &person.dossier.month),
    }
}

/// What stands behind the `?`.
#[derive(Debug, Default, Deserialize)]
pub(super) struct StatementQuery {
    /// The case whose new claim is shown, in place of the claim of the month.
    case: Option<i64>,
}

/// The new claim of a case, what it is called, and whether it still changes.
async fn claimed_again(
    desk: &Desk,
    of: (i64, kernel::Month),
    id: i64,
) -> Result<(&'static str, bool, LateClaim), Failure> {
    let case = desk.read().again().get(id).await?;
    if (case.person_id, case.month) != of {
        return Err(Failure::NotFound);
    }
    let (label, live) = (case.body.kind.label_ja(), case.is_open_for_correction());
    let office = desk.read().office().current().await?.body.claim_office();
    let late = LateClaim::read(desk.read(), desk.app.tables, &office, case).await?;
    Ok((label, live, late.ok_or(Failure::NotFound)?))
}

/// `GET …/claim/people/{person}`.
pub(super) async fn show(
    desk: Desk,
    Path((_, month, person_id)): Path<(i64, String, i64)>,
    Query(query): Query<StatementQuery>,
) -> Result<Html<String>, Failure> {
    let month = month_of(&month)?;
    let person = desk.read().people().get(person_id).await?;
    let again = match query.case {
        Some(id) => Some(claimed_again(&desk, (person_id, month), id).await?),
        None => None,
    };
    let view = read_month(&desk, month).await?;
    let refusal = view.claim.as_ref().err().cloned();
    let people = view.claim.map(|claim| claim.people).unwrap_or_default();
    let claim_href = format!("{}/b/{month}/claim", desk.base);
    let at = people.iter().position(|other| other.person_id == person_id);
    let href = |at: Option<usize>| {
        at.and_then(|at| people.get(at)).map(|other| format!("{claim_href}/people/{}", other.person_id))
    };
    let page = StatementPage {
        shell: desk.month_shell(Section::Claims, month, &format!("/claim/people/{person_id}")).await?,
        name: person.body.name,
        kana: person.body.name_kana,
        month_label: month.wareki(),
        state_label: match &again {
            Some((label, _, _)) => (*label).to_owned(),
            None => view.state.to_string(),
        },
        live: again.as_ref().map_or(view.state.is_open(), |(_, live, _)| *live),
        refusal,
        previous_person: href(at.and_then(|at| at.checked_sub(1))),
        next_person: href(at.map(|at| at + 1)),
        statement: match &again {
            Some((_, _, late)) => Some(statement(&desk, month, &late.claim)),
            None => at.and_then(|at| people.get(at)).map(|person| statement(&desk, month, person)),
        },
        cap_sheet: desk.read().caps().get(person_id, month).await?.body.kept.map(|kept| cap_sheet::view(&kept.sheet)),
        cap_href: format!("{}/b/{month}/cap/{person_id}", desk.base),
        case_href: format!("{claim_href}/people/{person_id}/case.json"),
        record_href: format!("{}/b/{month}/records/{person_id}", desk.base),
        person_href: format!("{}/people/{person_id}", desk.base),
        additions_href: format!("{}/b/{month}/additions/{person_id}", desk.base),
        claim_href,
    };
    Ok(Html(page.render()?))
}

/// `GET …/case.json`: the facts without any name or number of the person, for a question to support.
pub(super) async fn case(
    desk: Desk,
    Path((_, month, person_id)): Path<(i64, String, i64)>,
) -> Result<Response, Failure> {
    let month = month_of(&month)?;
    desk.read().people().get(person_id).await?;
    let view = read_month(&desk, month).await?;
    let claim = view.claim.map_err(|_| Failure::Store(StoreError::NoNotice { month }))?;
    let person = claim.people.iter().find(|person| person.person_id == person_id).ok_or(Failure::NotFound)?;
    let case = Case::from_facts(&person.dossier.month, &person.dossier.burden);
    let text = serde_json::to_string_pretty(&case.to_json()).map_err(|error| Failure::Broken(error.to_string()))?;
    let tx = desk.app.store.begin(&desk.actor(), desk.now).await?;
    let detail = json!({ "month": month.to_string(), "what": "case" });
    let subject = Subject::new(EntityKind::Person, person_id);
    tx.commit(AuditEvent::new(AuditKind::Exported, subject).with(detail)).await?;
    let headers = [
        (header::CONTENT_TYPE, "application/json; charset=utf-8".to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"case-{month}.json\"")),
    ];
    Ok((headers, text).into_response())
}
