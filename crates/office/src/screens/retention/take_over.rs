//! 利用者登録: people known to the other offices of the account are offered first, so that nobody types them again; 新規追加
//! is for the rest.
use crate::{
    desk::{Desk, Section},
    failure::Failure,
    guard::Posted,
    permissions::Permission,
    view::told_apart,
};
use askama::Template;
use axum::{
    extract::Query,
    http::{StatusCode, Uri},
    response::{Html, IntoResponse, Redirect, Response},
};
use serde::Deserialize;
use std::collections::HashMap;
use store::{StoreError, TakenFrom};
use ui::{Banner, BannerKind, Shell};

/// What stands behind the `?`.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct DoorQuery {
    q: Option<String>,
    /// 新規追加 was chosen.
    new: Option<String>,
}

impl DoorQuery {
    /// From an address; a query that cannot be read is none.
    pub(crate) fn of(address: &Uri) -> DoorQuery {
        Query::try_from_uri(address).map(|Query(query)| query).unwrap_or_default()
    }

    /// Whether the empty form is wanted.
    pub(crate) fn is_new(&self) -> bool {
        self.new.is_some()
    }
}

struct Known {
    office_id: i64,
    person_id: i64,
    name: String,
    kana: String,
    born_on: String,
    /// The page of the person here, when it was taken over before.
    here: Option<String>,
}

struct Source {
    office: String,
    service: &'static str,
    people: Vec<Known>,
}

#[derive(Template)]
#[template(path = "retention/take_over.html")]
struct DoorPage {
    shell: Shell,
    query: String,
    sources: Vec<Source>,
    found: usize,
    action: String,
    door_href: String,
    new_href: String,
    list_href: String,
}

/// Whether the account has another office from which people could come.
pub(crate) async fn has_sources(desk: &Desk) -> Result<bool, Failure> {
    Ok(!desk.app.store.offices_of(&desk.session).await?.is_empty())
}

/// The page that offers known people.
pub(crate) async fn page(desk: &Desk, query: &DoorQuery, refused: Option<String>) -> Result<String, Failure> {
    let text = query.q.as_deref().unwrap_or_default().trim();
    let taken: HashMap<TakenFrom, i64> = desk
        .read()
        .retention_facts()
        .list()
        .await?
        .into_iter()
        .filter_map(|row| Some((row.body.taken_from?, row.person_id)))
        .collect();
    let mut sources = Vec::new();
    for office in desk.app.store.offices_of(&desk.session).await? {
        let people = desk.app.store.read(&office.scope).people();
        let people = if text.is_empty() { people.list().await? } else { people.search(text).await? };
        let names = told_apart(&people);
        let office_id = office.scope.office_id();
        let known = people.into_iter().zip(names).map(|(person, name)| Known {
            office_id,
            person_id: person.id,
            name,
            kana: person.body.name_kana,
            born_on: person.body.born_on.map(|day| day.short_wareki()).unwrap_or_default(),
            here: taken
                .get(&TakenFrom { office_id, person_id: person.id })
                .map(|id| format!("{}/people/{id}", desk.base)),
        });
        sources.push(Source { office: office.name, service: office.kind.label_ja(), people: known.collect() });
    }
    let mut shell = desk.shell(Section::People).await?;
    shell.banner = refused.map(|text| Banner { kind: BannerKind::Error, text });
    let page = DoorPage {
        shell,
        query: text.to_owned(),
        found: sources.iter().map(|source| source.people.len()).sum(),
        sources,
        action: format!("{}/people/take-over", desk.base),
        door_href: format!("{}/people/new", desk.base),
        new_href: format!("{}/people/new?new=1", desk.base),
        list_href: format!("{}/people", desk.base),
    };
    Ok(page.render()?)
}

/// `POST /people/take-over`: only from an office in which the account works.
pub(super) async fn take(desk: Desk, Posted(form): Posted) -> Result<Response, Failure> {
    desk.require(Permission::EditPeople)?;
    let office: i64 = form.value("office").parse().map_err(|_| Failure::NotFound)?;
    let person: i64 = form.value("person").parse().map_err(|_| Failure::NotFound)?;
    let offices = desk.app.store.offices_of(&desk.session).await?;
    let from = offices.iter().find(|known| known.scope.office_id() == office).ok_or(Failure::NotFound)?;
    match desk.app.store.take_over(&desk.actor(), desk.now, &from.scope, person).await {
        Ok(id) => Ok(Redirect::to(&format!("{}/people/{id}?ok=taken_over", desk.base)).into_response()),
        Err(error @ StoreError::Invalid { .. }) => {
            let html = page(&desk, &DoorQuery::default(), Some(error.to_string())).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, Html(html)).into_response())
        }
        Err(other) => Err(other.into()),
    }
}
