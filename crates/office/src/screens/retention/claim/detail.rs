//! 明細 of one person: the lines with every step, what was not claimed and why, the burden, the result of 上限額管理.
use super::{
    facts_form,
    list::{PlanView, names_of, plan_view},
    reasons::{Reason, Window, of_blocks, of_findings},
};
use crate::{
    actions::retention::{
        claims::{self, MonthClaim, PersonClaim, RowState},
        conferences::reason_ja,
    },
    desk::{Desk, Section, said},
    failure::Failure,
    guard::Posted,
    permissions::Permission,
    screens::{
        claim::{
            statement::{Amount, LineView, StepView, YEN_RULES, amounts, cap_management, lines, step_view},
            words,
        },
        month_of::month_of,
        people::{
            frame::{VERSION, conflict, refused},
            month_form,
            said::Said,
            sheet::{Difference, SheetView},
        },
        retention::links,
    },
};
use ::claims::case::RetentionCase;
use askama::Template;
use axum::{
    extract::{Path, Query},
    http::{StatusCode, header},
    response::{Html, IntoResponse, Redirect, Response},
};
use fees::Step;
use kernel::{Day, Month};
use serde_json::json;
use store::{AuditEvent, AuditKind, EntityKind, StoreError, Subject};
use ui::{Form, Shell};

struct NotClaimed {
    name: String,
    reason: String,
    missing: Vec<(String, Option<String>)>,
}

#[derive(Template)]
#[template(path = "retention/claim_person.html")]
struct PersonPage {
    shell: Shell,
    name: String,
    kana: String,
    month_label: String,
    window: Window,
    state: &'static str,
    live: bool,
    previous_person: Option<String>,
    next_person: Option<String>,
    claim_href: String,
    record_href: String,
    report_href: String,
    person_href: String,
    case_href: String,
    codes_href: String,
    assign_href: String,
    /// Codes that were given by hand.
    by_hand: Vec<String>,
    head: Vec<(&'static str, String)>,
    plan: PlanView,
    reasons: Vec<Reason>,
    warnings: Vec<Reason>,
    lines: Vec<LineView>,
    total_units: String,
    unregistered: bool,
    amounts: Vec<Amount>,
    yen_steps: Vec<StepView>,
    other_steps: Vec<StepView>,
    not_claimed: Vec<NotClaimed>,
    form: Form,
    sheet: SheetView,
    differences: Vec<Difference>,
    version: String,
    editable: bool,
    frozen: String,
    action: String,
}

fn head(person: &PersonClaim) -> Vec<(&'static str, String)> {
    let dossier = &person.person.dossier;
    let outcome = &person.person.outcome;
    let mut head = Vec::new();
    match &dossier.card {
        Some(card) => {
            head.push(("受給者証番号", card.recipient_no.to_string()));
            head.push(("市町村番号", card.municipality_no.to_string()));
            head.push(("支給決定期間", format!("{} 〜 {}", card.decided_from.both(), card.decided_to.both())));
        }
        None => head.push(("受給者証", "この月に有効な受給者証がありません".to_owned())),
    }
    if let Some(from) = dossier.month.person.contract_on {
        head.push(("契約日", from.both()));
    }
    head.push(("区分", format!("{}({})", outcome.category.name(), outcome.standing.why)));
    if let (Some(first), Some(last)) = (outcome.first_usable_on, outcome.last_usable_on) {
        head.push(("利用できる期間", format!("{} 〜 {}", first.both(), last.both())));
    }
    let days: Vec<String> = outcome.support_days.iter().map(|day| format!("{}日", day.number())).collect();
    head.push(("算定した支援日", if days.is_empty() { "なし".to_owned() } else { days.join("・") }));
    head.push(("支援レポート共有日", dossier.month.report_shared_on.map_or_else(|| "まだ".to_owned(), Day::both)));
    if let Some(rate) = dossier.month.office.retention {
        head.push(("就労定着率", format!("{}/{}", rate.numerator, rate.denominator)));
    }
    head.push(("負担上限月額", format!("{}円", dossier.burden.cap)));
    if let Some(sheet) = dossier.burden.cap_management {
        head.push(("上限額管理", cap_management(sheet)));
    }
    head.push(("地域区分", dossier.burden.area_class.clone()));
    head
}

async fn page(desk: &Desk, month: Month, person_id: i64, typed: Option<Form>, ok: bool) -> Result<String, Failure> {
    let claim = MonthClaim::read(desk.read(), desk.app.tables, month).await?;
    let names = names_of(desk, &claim).await?;
    let at = claim.people.iter().position(|person| person.person_id == person_id).ok_or(Failure::NotFound)?;
    let person = &claim.people[at];
    let href = |at: Option<usize>| {
        let other = at.and_then(|at| claim.people.get(at));
        other.map(|other| desk.month_href(month, &format!("/claim/people/{}", other.person_id)))
    };
    let outcome = &person.person.outcome.claim;
    let of_lines = |step: &Step| outcome.lines.iter().any(|line| line.rule == step.rule);
    let steps = |passes: &dyn Fn(&Step) -> bool| outcome.steps.iter().filter(|s| passes(s)).map(step_view).collect();
    let not_claimed = outcome.not_applied.iter().map(|rule| NotClaimed {
        name: rule.name.to_string(),
        reason: reason_ja(rule, &person.conferences, month),
        missing: rule
            .missing
            .iter()
            .map(|key| (words::retention_fact_label(key), fact_href(desk, month, person_id, key)))
            .collect(),
    });
    let facts = desk.read().month_facts().get(person_id, month).await?;
    let stored = month_form::show(&facts.body);
    let form = typed.unwrap_or_else(|| stored.clone());
    let stage = person.claim.stage();
    let editable = stage.is_none() && desk.may(Permission::EditPeople);
    let sheet = facts_form::sheet(month_form::lines_of(&form, editable));
    let current = facts.version.map(|version| version.to_string()).unwrap_or_default();
    let version =
        if form.error(VERSION).is_some() || !form.has(VERSION) { current } else { form.value(VERSION).to_owned() };
    let rest = format!("/claim/people/{person_id}");
    let mut shell = desk.month_shell(Section::Claims, month, &rest).await?;
    if ok {
        said(&mut shell, "保存しました。明細を計算し直しました。");
    }
    let page = PersonPage {
        shell,
        name: names[at].clone(),
        kana: person.person.dossier.name_kana.clone(),
        month_label: month.wareki(),
        window: Window::of(month, desk.app.clock.today()),
        state: person.state().label_ja(),
        live: person.state() < RowState::Requested,
        previous_person: href(at.checked_sub(1)),
        next_person: href(Some(at + 1)),
        claim_href: desk.month_href(month, "/claim"),
        record_href: desk.month_href(month, &format!("/records/{person_id}")),
        report_href: desk.month_href(month, &format!("/records/{person_id}/report")),
        person_href: format!("{}/people/{person_id}", desk.base),
        case_href: desk.month_href(month, &format!("{rest}/case.json")),
        codes_href: format!("{}/settings/codes", desk.base),
        assign_href: format!("{}/t/codes?month={month}", desk.base),
        by_hand: desk
            .app
            .tables
            .retention()
            .slots(month)
            .filter(|slot| slot.by_hand)
            .filter_map(|slot| Some(slot.code.as_ref()?.to_string()))
            .collect(),
        head: head(person),
        plan: plan_view(desk, month, person),
        reasons: of_blocks(desk, month, person),
        warnings: of_findings(desk, month, person_id, &person.findings),
        lines: lines(outcome),
        total_units: outcome.total_units.to_string(),
        unregistered: person.has_unregistered(),
        amounts: amounts(outcome),
        yen_steps: steps(&|step| step.rule.starts_with(YEN_RULES)),
        other_steps: steps(&|step| !step.rule.starts_with(YEN_RULES) && !of_lines(step)),
        not_claimed: not_claimed.collect(),
        differences: conflict(&sheet, &stored, &form),
        sheet: sheet.view(&form, editable),
        version,
        editable,
        frozen: stage.map(|stage| StoreError::Frozen { month, stage }.to_string()).unwrap_or_default(),
        action: desk.month_href(month, &rest),
        form,
    };
    Ok(page.render()?)
}

/// Where a missing fact is entered.
fn fact_href(desk: &Desk, month: Month, person_id: i64, key: &str) -> Option<String> {
    let link = match key.split('.').next().unwrap_or_default() {
        "office" => "additions",
        "contacts" => "contact",
        _ if key.contains("report") => "report",
        _ if key.contains("cap") => "cap",
        _ if key.contains("employed") || key.contains("resigned") => "employment",
        _ => "contract",
    };
    links::href(desk, month, person_id, link)
}

/// `GET …/claim/people/{person}`.
pub(super) async fn show(
    desk: Desk,
    Path((_, month, person_id)): Path<(i64, String, i64)>,
    Query(said): Query<Said>,
) -> Result<Html<String>, Failure> {
    Ok(Html(page(&desk, month_of(&month)?, person_id, None, said.ok.is_some()).await?))
}

/// `POST …/claim/people/{person}`: 上限額管理結果 and hand lines.
pub(super) async fn save(
    desk: Desk,
    Path((_, month, person_id)): Path<(i64, String, i64)>,
    Posted(mut form): Posted,
) -> Result<Response, Failure> {
    desk.require(Permission::EditPeople)?;
    let month = month_of(&month)?;
    let stored = desk.read().month_facts().get(person_id, month).await?.body;
    let Some(body) = facts_form::read_into(&mut form, &stored) else {
        let html = page(&desk, month, person_id, Some(form), false).await?;
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, Html(html)).into_response());
    };
    let version = form.value(VERSION).parse().ok();
    match claims::save_month_facts(&desk.app, &desk.actor(), desk.now, (person_id, month), version, &body).await {
        Ok(()) => {
            let to = desk.month_href(month, &format!("/claim/people/{person_id}?ok=month"));
            Ok(Redirect::to(&to).into_response())
        }
        Err(error) => {
            let status = refused(&mut form, error, "cap_result")?;
            Ok((status, Html(page(&desk, month, person_id, Some(form), false).await?)).into_response())
        }
    }
}

/// `GET …/case.json`: the facts without any name or number of the person, for a question to support.
pub(super) async fn case(
    desk: Desk,
    Path((_, month, person_id)): Path<(i64, String, i64)>,
) -> Result<Response, Failure> {
    let month = month_of(&month)?;
    let claim = MonthClaim::read(desk.read(), desk.app.tables, month).await?;
    let person = claim.people.iter().find(|person| person.person_id == person_id).ok_or(Failure::NotFound)?;
    let dossier = &person.person.dossier;
    let case = RetentionCase::from_facts(&dossier.month, &dossier.burden);
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
