//! 履歴: every version of a person, its cards, contracts, exceptions – who, when, what changed.
use super::{
    card_form, contract_form,
    frame::{Head, Tab, shell_with},
    person_form,
    sheet::{Difference, Sheet},
};
use crate::{
    clock::japan_stamp,
    desk::{Desk, Section},
    failure::Failure,
};
use askama::Template;
use axum::{extract::Path, response::Html};
use jiff::Timestamp;
use serde::de::DeserializeOwned;
use std::collections::HashMap;
use store::{EntityKind, StoreError, Version};
use ui::{Form, Shell};

/// Names of the accounts of this office.
pub(crate) struct Names(HashMap<i64, String>);

impl Names {
    /// Everyone with a role here.
    pub(crate) async fn read(desk: &Desk) -> Result<Names, Failure> {
        let members = desk.read().members().list().await?;
        Ok(Names(members.into_iter().map(|member| (member.account_id, member.display_name)).collect()))
    }

    /// The name; of someone who has left, a word instead.
    pub(crate) fn of(&self, account_id: Option<i64>) -> String {
        match account_id {
            None => "初期設定".to_owned(),
            Some(id) => self.0.get(&id).cloned().unwrap_or_else(|| format!("いまは所属していない職員({id})")),
        }
    }
}

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
        let form = show(&version.body)?;
        let lock = |index: usize| versions.get(index).is_some_and(|version| version.body["locked"] == true);
        let act = match (index, lock(index), index > 0 && lock(index - 1)) {
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

/// `GET …/history`.
pub(crate) async fn show(desk: Desk, Path((_, id)): Path<(i64, i64)>) -> Result<Html<String>, Failure> {
    let read = desk.read();
    let person = read.people().get(id).await?;
    let names = Names::read(&desk).await?;
    let versions = read.history().of(EntityKind::Person, id).await?;
    let mut found =
        lines(&names, "基本", &person_form::sheet(), &versions, |value| Ok(person_form::show(&body(value)?)))?;
    for card in read.cards().of_person(id).await? {
        let versions = read.history().of(EntityKind::RecipientCard, card.id).await?;
        let what = format!("受給者証({}から)", card.body.valid_from.short_wareki());
        found.extend(lines(&names, &what, &card_form::sheet(), &versions, |value| {
            Ok(card_form::show(&body(&value["card"])?))
        })?);
    }
    for contract in read.contracts().of_person(id).await? {
        let versions = read.history().of(EntityKind::Contract, contract.id).await?;
        let what = format!("契約({}から)", contract.body.from.short_wareki());
        found.extend(lines(&names, &what, &contract_form::sheet(), &versions, |value| {
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
    found.sort_by_key(|line| std::cmp::Reverse(line.at));
    let page = HistoryPage {
        shell: shell_with(&desk, Section::People, None).await?,
        head: Head::of(&desk, &person, Tab::History),
        lines: found,
    };
    Ok(Html(page.render()?))
}
