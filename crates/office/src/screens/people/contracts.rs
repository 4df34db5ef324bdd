//! 契約: the contracts of a person and the 利用日数の特例, with one form for the row that is being written.
use super::{
    contract_form,
    frame::{Head, Tab, VERSION, conflict, refused, shell_with, version_of},
    said::Said,
    sheet::{Difference, SheetView},
};
use crate::{
    actions::{known::Known, people},
    desk::{Desk, Section},
    failure::Failure,
    guard::Posted,
    permissions::Permission,
};
use askama::Template;
use axum::{
    extract::{Path, Query},
    http::StatusCode,
    response::{Html, IntoResponse, Redirect, Response},
};
use kernel::ServiceKind;
use store::{ContractRow, ExceptionRow};
use ui::{Form, Shell};

struct ContractLine {
    from: String,
    to: String,
    days: u32,
    provider_entry_no: String,
    href: String,
}

struct ExceptionLine {
    from: String,
    to: String,
    total: u32,
    href: String,
}

#[derive(Template)]
#[template(path = "people/contracts.html")]
struct ContractsPage {
    shell: Shell,
    head: Head,
    contracts: Vec<ContractLine>,
    exceptions: Vec<ExceptionLine>,
    title: &'static str,
    form: Form,
    sheet: SheetView,
    differences: Vec<Difference>,
    version: Option<i64>,
    action: String,
    editable: bool,
    contracts_href: String,
    exceptions_href: String,
    /// 就労定着支援: the rows are those of the card's page for offices, and there are no exceptions.
    retention: bool,
    use_href: String,
}

/// What the form of the page is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum About {
    Contract(Option<i64>),
    Exception(Option<i64>),
}

/// The row that the form is about, as stored: its form and version.
fn stored_of(
    about: About,
    contracts: &[ContractRow],
    exceptions: &[ExceptionRow],
) -> Result<Option<(Form, i64)>, Failure> {
    let found = match about {
        About::Contract(Some(id)) => {
            let row = contracts.iter().find(|row| row.id == id);
            row.map(|row| (contract_form::show(&row.body), row.version))
        }
        About::Exception(Some(id)) => {
            let row = exceptions.iter().find(|row| row.id == id);
            row.map(|row| (contract_form::exception_show(&row.body), row.version))
        }
        About::Contract(None) | About::Exception(None) => return Ok(None),
    };
    found.map(Some).ok_or(Failure::NotFound)
}

async fn page(
    desk: &Desk,
    person_id: i64,
    about: About,
    typed: Option<Form>,
    ok: Option<&str>,
) -> Result<String, Failure> {
    let person = desk.read().people().get(person_id).await?;
    let contracts = desk.read().contracts().of_person(person_id).await?;
    let exceptions = desk.read().exceptions().of_person(person_id).await?;
    let base = format!("{}/people/{person_id}", desk.base);
    let (contracts_href, exceptions_href) = (format!("{base}/contracts"), format!("{base}/exceptions"));
    let stored = stored_of(about, &contracts, &exceptions)?;
    let (sheet, title, id) = match about {
        About::Contract(id) => {
            (contract_form::sheet(desk.kind), if id.is_some() { "契約の内容" } else { "新しい契約" }, id)
        }
        About::Exception(id) => {
            let title = if id.is_some() { "利用日数の特例の内容" } else { "新しい利用日数の特例" };
            (contract_form::exception_sheet(), title, id)
        }
    };
    let retention = desk.kind == ServiceKind::Retention;
    let signed_on = match (retention, contracts.is_empty()) {
        (true, true) => desk.read().retention_facts().get(person_id).await?.body.contract_on,
        _ => None,
    };
    let fresh = || {
        let mut form = Form::default();
        form.set_some("from", signed_on);
        let month = desk.app.clock.month();
        let usual = match desk.kind {
            ServiceKind::Retention => desk.app.tables.retention().decision_code(month),
            _ => desk.app.tables.basic_decision_code(month),
        };
        let last = contracts.last().map(|row| row.body.decision_code.as_str());
        form.set_some("decision_code", last.or(usual));
        form
    };
    let form = typed.or_else(|| stored.as_ref().map(|(form, _)| form.clone())).unwrap_or_else(fresh);
    let version = stored.as_ref().map(|(_, version)| {
        if form.error(VERSION).is_some() || !form.has(VERSION) { *version } else { version_of(&form) }
    });
    let editable = desk.may(Permission::EditPeople);
    let place = if matches!(about, About::Contract(_)) { &contracts_href } else { &exceptions_href };
    let page = ContractsPage {
        shell: shell_with(desk, Section::People, ok).await?,
        head: Head::of(desk, &person, if retention { Tab::Use } else { Tab::Contracts }),
        retention,
        use_href: format!("{base}/retention"),
        contracts: contracts
            .iter()
            .map(|row| ContractLine {
                from: row.body.from.both(),
                to: row.body.to.map_or_else(|| "続いています".to_owned(), kernel::Day::both),
                days: row.body.days,
                provider_entry_no: row.body.provider_entry_no.clone(),
                href: format!("{contracts_href}/{}", row.id),
            })
            .collect(),
        exceptions: exceptions
            .iter()
            .map(|row| ExceptionLine {
                from: row.body.from.wareki(),
                to: row.body.to.wareki(),
                total: row.body.total,
                href: format!("{exceptions_href}/{}", row.id),
            })
            .collect(),
        title,
        differences: stored.as_ref().map(|(stored, _)| conflict(&sheet, stored, &form)).unwrap_or_default(),
        sheet: sheet.view(&form, editable),
        form,
        version,
        action: id.map_or_else(|| place.clone(), |id| format!("{place}/{id}")),
        editable,
        contracts_href,
        exceptions_href,
    };
    Ok(page.render()?)
}

/// `GET …/contracts`.
pub(crate) async fn show(
    desk: Desk,
    Path((_, person)): Path<(i64, i64)>,
    Query(said): Query<Said>,
) -> Result<Html<String>, Failure> {
    Ok(Html(page(&desk, person, About::Contract(None), None, said.ok.as_deref()).await?))
}

/// `GET …/contracts/{contract}`.
pub(crate) async fn show_one(
    desk: Desk,
    Path((_, person, contract)): Path<(i64, i64, i64)>,
) -> Result<Html<String>, Failure> {
    Ok(Html(page(&desk, person, About::Contract(Some(contract)), None, None).await?))
}

/// `GET …/exceptions`.
pub(crate) async fn blank_exception(desk: Desk, Path((_, person)): Path<(i64, i64)>) -> Result<Html<String>, Failure> {
    Ok(Html(page(&desk, person, About::Exception(None), None, None).await?))
}

/// `GET …/exceptions/{exception}`.
pub(crate) async fn show_exception(
    desk: Desk,
    Path((_, person, exception)): Path<(i64, i64, i64)>,
) -> Result<Html<String>, Failure> {
    Ok(Html(page(&desk, person, About::Exception(Some(exception)), None, None).await?))
}

async fn put(desk: &Desk, person: i64, about: About, mut form: Form) -> Result<Response, Failure> {
    desk.require(Permission::EditPeople)?;
    desk.read().people().get(person).await?;
    let (store, actor, now) = (&desk.app.store, desk.actor(), desk.now);
    let known = |id: Option<i64>, form: &Form| id.map(|id| Known { id, version: version_of(form) });
    let saved = match about {
        About::Contract(id) => match contract_form::read(&mut form) {
            Some(body) => Some(people::save_contract(store, &actor, now, person, known(id, &form), &body).await),
            None => None,
        },
        About::Exception(id) => match contract_form::exception_read(&mut form) {
            Some(body) => Some(people::save_exception(store, &actor, now, person, known(id, &form), &body).await),
            None => None,
        },
    };
    let status = match saved {
        Some(Ok(_)) => {
            let code = if matches!(about, About::Contract(_)) { "contract" } else { "exception" };
            let to = format!("{}/people/{person}/contracts?ok={code}", desk.base);
            return Ok(Redirect::to(&to).into_response());
        }
        Some(Err(error)) => refused(&mut form, error, "from")?,
        None => StatusCode::UNPROCESSABLE_ENTITY,
    };
    Ok((status, Html(page(desk, person, about, Some(form), None).await?)).into_response())
}

/// `POST …/contracts`.
pub(crate) async fn create(
    desk: Desk,
    Path((_, person)): Path<(i64, i64)>,
    Posted(form): Posted,
) -> Result<Response, Failure> {
    put(&desk, person, About::Contract(None), form).await
}

/// `POST …/contracts/{contract}`.
pub(crate) async fn save(
    desk: Desk,
    Path((_, person, contract)): Path<(i64, i64, i64)>,
    Posted(form): Posted,
) -> Result<Response, Failure> {
    put(&desk, person, About::Contract(Some(contract)), form).await
}

/// `POST …/exceptions`.
pub(crate) async fn create_exception(
    desk: Desk,
    Path((_, person)): Path<(i64, i64)>,
    Posted(form): Posted,
) -> Result<Response, Failure> {
    put(&desk, person, About::Exception(None), form).await
}

/// `POST …/exceptions/{exception}`.
pub(crate) async fn save_exception(
    desk: Desk,
    Path((_, person, exception)): Path<(i64, i64, i64)>,
    Posted(form): Posted,
) -> Result<Response, Failure> {
    put(&desk, person, About::Exception(Some(exception)), form).await
}
