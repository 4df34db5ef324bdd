//! 履歴: every version of a person, its cards, contracts, exceptions – who, when, what changed.
use super::{
    card_form, contract_form,
    frame::{Head, Tab, shell_with},
    names::Names,
    person_form,
    sheet::{Difference, Sheet},
};
use crate::{
    clock::japan_stamp,
    desk::{Desk, Section},
    failure::Failure,
    screens::{
        community,
        retention::{self, facts_forms},
    },
};
use askama::Template;
use axum::{extract::Path, response::Html};
use jiff::Timestamp;
use kernel::ServiceKind;
use serde::de::DeserializeOwned;
use store::{EntityKind, StoreError, Version};
use ui::{Form, Shell};

struct Line {
    at: Timestamp,
    when: String,
    who: String,
    what: String,
    why: String,
    changes: Vec<Difference>,
}

#[derive(Template)]
#[template(path = "people/history.html")]
struct HistoryPage {
    shell: Shell,
    head: Head,
    lines: Vec<Line>,
}

fn body<B: DeserializeOwned>(value: &serde_json::Value) -> Result<B, StoreError> {
    serde_json::from_value(value.clone()).map_err(|_| StoreError::Corrupt { table: "version_history", column: "body" })
}

/// One line a version, with what differs from the version before.
fn lines(
    names: &Names,
    what: &str,
    sheet: &Sheet,
    versions: &[Version],
    show: impl Fn(&serde_json::Value) -> Result<Form, StoreError>,
) -> Result<Vec<Line>, StoreError> {
    let mut before = Form::default();
    let mut found = Vec::with_capacity(versions.len());
    for (index, version) in versions.iter().enumerate() {
        let form = if version.body.is_null() { Form::default() } else { show(&version.body)? };
        let lock = |index: usize| versions.get(index).is_some_and(|version| version.body["locked"] == true);
        let act = match (index, lock(index), index > 0 && lock(index - 1)) {
            _ if version.body.is_null() => "の取消し",
            (0, _, _) => "の登録",
            (_, true, false) => "のロック",
            (_, false, true) => "のロック解除",
            _ => "の変更",
        };
        found.push(Line {
            at: version.at,
            when: japan_stamp(version.at),
            who: names.of(version.account_id),
            what: format!("{what}{act}"),
            why: version.why.clone(),
            changes: sheet.differences(&before, &form),
        });
        before = form;
    }
    Ok(found)
}

/// Jobs, contract and leaving of 就労定着支援.
async fn of_retention(desk: &Desk, names: &Names, person_id: i64) -> Result<Vec<Line>, Failure> {
    let read = desk.read();
    let mut found = Vec::new();
    let settings = read.retention_settings().get().await?.body;
    for job in read.employments().ever_of_person(person_id).await? {
        let versions = read.history().of(EntityKind::Employment, job).await?;
        let sheet = retention::job_form::sheet(&settings.occupations, None);
        found.extend(lines(names, "就労", &sheet, &versions, |value| Ok(retention::job_form::show(&body(value)?)))?);
    }
    let facts = read.retention_facts().get(person_id).await?;
    if facts.version.is_some() {
        let versions = read.history().of(EntityKind::RetentionFacts, facts.id).await?;
        for (what, sheet, show) in facts_forms::facts_forms() {
            let part = lines(names, what, &sheet, &versions, |value| Ok(show(&body(value)?)))?;
            // a version that another tab wrote changes nothing here
            found.extend(part.into_iter().filter(|line| !line.changes.is_empty()));
        }
    }
    found.extend(of_records(desk, names, person_id).await?);
    Ok(found)
}

/// Plans, contacts and reports of 就労定着支援.
async fn of_records(desk: &Desk, names: &Names, person_id: i64) -> Result<Vec<Line>, Failure> {
    let (read, tables) = (desk.read(), desk.app.tables.retention());
    let mut found = Vec::new();
    for plan in read.support_plans().ever_of_person(person_id).await? {
        let versions = read.history().of(EntityKind::SupportPlan, plan).await?;
        let sheet = retention::plans::form::sheet();
        found.extend(lines(names, "支援計画", &sheet, &versions, |value| {
            Ok(retention::plans::form::show(&body(value)?))
        })?);
    }
    for contact in read.contacts().ever_of_person(person_id).await? {
        let versions = read.history().of(EntityKind::Contact, contact).await?;
        let first = versions.first().map(|version| body::<store::ContactBody>(&version.body)).transpose()?;
        let Some(first) = first else { continue };
        let (month, today) = (first.on.month(), desk.app.clock.today());
        let around = retention::records::form::Around { kind: store::ContactKind::Full, month, today, tables };
        let what = format!("支援記録({})", first.on.short_wareki());
        found.extend(lines(names, &what, &retention::records::form::sheet(around), &versions, |value| {
            Ok(retention::records::form::show(&body(value)?, tables))
        })?);
    }
    for (month, report) in read.support_reports().of_person(person_id).await? {
        let versions = read.history().of(EntityKind::SupportReport, report.id).await?;
        let what = format!("支援レポート({})", month.wareki());
        found.extend(lines(names, &what, &retention::report::form::sheet(), &versions, |value| {
            Ok(retention::report::form::show(&body(value)?))
        })?);
    }
    Ok(found)
}

/// `GET …/history`.
pub(crate) async fn show(desk: Desk, Path((_, id)): Path<(i64, i64)>) -> Result<Html<String>, Failure> {
    let read = desk.read();
    let person = read.people().get(id).await?;
    let names = Names::read(&desk).await?;
    let versions = read.history().of(EntityKind::Person, id).await?;
    let mut found = lines(&names, "基本", &person_form::sheet(desk.kind), &versions, |value| {
        Ok(person_form::show(&body(value)?))
    })?;
    for card in read.cards().of_person(id).await? {
        let versions = read.history().of(EntityKind::RecipientCard, card.id).await?;
        let what = format!("受給者証({}から)", card.body.valid_from.short_wareki());
        found.extend(lines(&names, &what, &card_form::sheet(desk.kind), &versions, |value| {
            Ok(card_form::show(&body(&value["card"])?))
        })?);
    }
    for contract in read.contracts().of_person(id).await? {
        let versions = read.history().of(EntityKind::Contract, contract.id).await?;
        let what = format!("契約({}から)", contract.body.from.short_wareki());
        found.extend(lines(&names, &what, &contract_form::sheet(desk.kind), &versions, |value| {
            Ok(contract_form::show(&body(value)?))
        })?);
    }
    for exception in read.exceptions().of_person(id).await? {
        let versions = read.history().of(EntityKind::DaysException, exception.id).await?;
        let what = format!("利用日数の特例({}から)", exception.body.from.wareki());
        found.extend(lines(&names, &what, &contract_form::exception_sheet(), &versions, |value| {
            Ok(contract_form::exception_show(&body(value)?))
        })?);
    }
    if desk.kind == ServiceKind::Retention {
        found.extend(of_retention(&desk, &names, id).await?);
    }
    if desk.kind == ServiceKind::Community {
        for (what, versions) in community::masters::versions(&desk, id).await? {
            let sheet = community::masters::sheet_of(&versions);
            found.extend(lines(&names, &what, &sheet, &versions, |value| {
                Ok(community::masters::form_of(&body(&value["card"])?))
            })?);
        }
    }
    found.sort_by_key(|line| std::cmp::Reverse(line.at));
    let page = HistoryPage {
        shell: shell_with(&desk, Section::People, None).await?,
        head: Head::of(&desk, &person, Tab::History),
        lines: found,
    };
    Ok(Html(page.render()?))
}
