//! 医療連携体制加算(Ⅴ)の計算: recipients of the month and nurses of each day → the steps → saved as facts of the month.
use super::panel::month_of_person;
use crate::{
    actions::people,
    desk::{Desk, Section},
    failure::Failure,
    guard::Posted,
    permissions::Permission,
    screens::{
        month_of::month_of,
        people::{
            frame::{VERSION, refused, shell_with},
            read,
            said::Said,
        },
    },
};
use askama::Template;
use axum::{
    extract::{Path, Query},
    http::StatusCode,
    response::{Html, IntoResponse, Redirect, Response},
};
use fees::b_type::{
    Rule,
    facts::{MedicalV, MedicalVDay},
};
use kernel::Month;
use ui::{Form, Shell};

struct DayCell {
    number: u8,
    weekday: &'static str,
    name: String,
    value: String,
    error: bool,
}

/// The calculation, step by step.
struct Worked {
    steps: Vec<(String, String)>,
    /// `333 + 166 = 499`.
    sum: String,
    /// Why nothing may be claimed.
    refusals: Vec<String>,
}

#[derive(Template)]
#[template(path = "additions/medical.html")]
struct MedicalPage {
    shell: Shell,
    form: Form,
    name: String,
    kana: String,
    month_label: String,
    days: Vec<DayCell>,
    worked: Option<Worked>,
    version: String,
    action: String,
    panel_href: String,
    facts_href: String,
    editable: bool,
}

fn field(day: u8) -> String {
    format!("n{day}")
}

fn show_form(medical: Option<&MedicalV>) -> Form {
    let mut form = Form::default();
    if let Some(medical) = medical {
        form.set("recipients", medical.recipients);
        for day in &medical.days {
            form.set(&field(day.day), day.nurses);
        }
    }
    form
}

/// What was typed; `Some(None)` when everything is empty, `None` when something is wrong.
fn read_form(form: &mut Form, month: Month) -> Option<Option<MedicalV>> {
    let recipients = read::whole(form, "recipients", "対象者数", 1..=99);
    let mut days = Vec::new();
    for day in month.each_day() {
        let number = day.number();
        let label = format!("{number}日の看護職員数");
        let nurses = read::whole(form, &field(number), &label, 0..=99).filter(|nurses| *nurses > 0);
        days.extend(nurses.map(|nurses| MedicalVDay { day: number, nurses }));
    }
    if !form.is_ok() {
        return None;
    }
    match (recipients, days.is_empty()) {
        (None, true) => Some(None),
        (None, false) => {
            form.fail("recipients", "対象者数が入っていません。この月に看護を受けた人の数を書いてください");
            None
        }
        (Some(_), true) => {
            form.fail(&field(1), "看護職員数がどの日にも入っていません。看護職員が来た日に、その人数を書いてください");
            None
        }
        (Some(recipients), false) => Some(Some(MedicalV { recipients, days })),
    }
}

/// Calculates with the rules themselves, so that the page and the claim can never differ.
async fn work_out(desk: &Desk, person_id: i64, month: Month, medical: MedicalV) -> Result<Worked, Failure> {
    let rule = Rule::MedicalV.info().id;
    let (_, found) = month_of_person(desk, person_id, month).await?;
    let dossier = match found {
        Ok(Some((dossier, _))) => dossier,
        Ok(None) => return Ok(Worked { steps: Vec::new(), sum: String::new(), refusals: Vec::new() }),
        Err(refusal) => return Ok(Worked { steps: Vec::new(), sum: String::new(), refusals: vec![refusal] }),
    };
    let mut facts = dossier.month;
    facts.month.medical_v = Some(medical);
    let result = fees::b_type::assess(desk.app.tables, &facts);
    let steps: Vec<&fees::Step> = result
        .steps
        .iter()
        .filter(|step| step.rule == rule && step.inputs.iter().any(|fact| fact.name == "看護職員数"))
        .collect();
    let parts: Vec<String> = steps.iter().map(|step| step.value.to_string()).collect();
    let total: i64 = result.lines.iter().filter(|line| line.rule == rule).map(|line| line.service_units.0).sum();
    let refused = result.not_applied.iter().filter(|other| other.rule == rule).map(|other| other.reason.to_string());
    let faults = result.findings.iter().filter(|finding| finding.place.text.contains("医療連携"));
    Ok(Worked {
        refusals: refused.chain(faults.map(|finding| finding.what.clone())).collect(),
        sum: if total > 0 { format!("{} = {total}", parts.join(" + ")) } else { String::new() },
        steps: steps.iter().map(|step| (step.text.to_string(), step.source.to_string())).collect(),
    })
}

async fn page(
    desk: &Desk,
    (person_id, month): (i64, Month),
    typed: Option<Form>,
    worked: Option<Worked>,
    ok: Option<&str>,
) -> Result<String, Failure> {
    let person = desk.read().people().get(person_id).await?;
    let facts = desk.read().month_facts().get(person_id, month).await?;
    let open = desk.read().claim_months().get(month).await?.state.is_open();
    let form = typed.unwrap_or_else(|| show_form(facts.body.medical_v.as_ref()));
    let worked = match (worked, &facts.body.medical_v, form.is_ok()) {
        (Some(worked), ..) => Some(worked),
        (None, Some(stored), true) => Some(work_out(desk, person_id, month, stored.clone()).await?),
        _ => None,
    };
    let current = facts.version.map(|version| version.to_string()).unwrap_or_default();
    let version =
        if form.error(VERSION).is_some() || !form.has(VERSION) { current } else { form.value(VERSION).to_owned() };
    let base = format!("{}/b/{month}/additions/{person_id}", desk.base);
    let mut shell = desk.month_shell(Section::Records, month, &format!("/additions/{person_id}/medical")).await?;
    shell.banner = shell_with(desk, Section::Records, ok).await?.banner;
    let page = MedicalPage {
        shell,
        name: person.body.name,
        kana: person.body.name_kana,
        month_label: month.wareki(),
        days: month
            .each_day()
            .map(|day| {
                let name = field(day.number());
                DayCell {
                    number: day.number(),
                    weekday: day.weekday_ja(),
                    value: form.value(&name).to_owned(),
                    error: form.error(&name).is_some(),
                    name,
                }
            })
            .collect(),
        worked,
        version,
        action: format!("{base}/medical"),
        panel_href: base,
        facts_href: format!("{}/people/{person_id}/months/{month}", desk.base),
        editable: open && desk.may(Permission::EditPeople),
        form,
    };
    Ok(page.render()?)
}

/// `GET …/medical`.
pub(super) async fn show(
    desk: Desk,
    Path((_, month, person_id)): Path<(i64, String, i64)>,
    Query(said): Query<Said>,
) -> Result<Html<String>, Failure> {
    let month = month_of(&month)?;
    Ok(Html(page(&desk, (person_id, month), None, None, said.ok.as_deref()).await?))
}

/// `POST …/medical`: 「計算する」 shows the steps, 「月の事実に保存」 keeps what was typed.
pub(super) async fn take(
    desk: Desk,
    Path((_, month, person_id)): Path<(i64, String, i64)>,
    Posted(mut form): Posted,
) -> Result<Response, Failure> {
    desk.require(Permission::EditPeople)?;
    let month = month_of(&month)?;
    desk.read().people().get(person_id).await?;
    let at = (person_id, month);
    let Some(medical) = read_form(&mut form, month) else {
        let html = page(&desk, at, Some(form), None, None).await?;
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, Html(html)).into_response());
    };
    if form.value("act") != "save" {
        let worked = match medical {
            Some(medical) => Some(work_out(&desk, person_id, month, medical).await?),
            None => None,
        };
        return Ok(Html(page(&desk, at, Some(form), worked, None).await?).into_response());
    }
    let mut body = desk.read().month_facts().get(person_id, month).await?.body;
    body.medical_v = medical;
    let version = form.value(VERSION).parse().ok();
    match people::save_month_facts(&desk.app.store, &desk.actor(), desk.now, at, version, &body).await {
        Ok(()) => {
            let to = format!("{}/b/{month}/additions/{person_id}/medical?ok=month", desk.base);
            Ok(Redirect::to(&to).into_response())
        }
        Err(error) => {
            let status = refused(&mut form, error, "recipients")?;
            Ok((status, Html(page(&desk, at, Some(form), None, None).await?)).into_response())
        }
    }
}
