//! 体制届(加算届): what the office has filed, in force from a month until the next one.
use super::{
    notice_form,
    office::areas,
    places::{Place, Places},
    treatment,
};
use crate::{
    actions::{known::Known, settings},
    desk::{Desk, Section},
    failure::Failure,
    guard::Posted,
    permissions::Permission,
    screens::people::{
        frame::{VERSION, conflict, refused, shell_with, version_of, warn},
        said::Said,
        sheet::{Difference, SheetView},
    },
};
use askama::Template;
use axum::{
    extract::{Path, Query},
    http::StatusCode,
    response::{Html, IntoResponse, Redirect, Response},
};
use kernel::Month;
use serde::Deserialize;
use store::{Entry, Notice};
use ui::{Form, Shell};

struct NoticeLine {
    valid_from: String,
    href: String,
    in_force: bool,
    changes: Vec<Difference>,
    note: String,
}

#[derive(Template)]
#[template(path = "settings/notices.html")]
struct NoticesPage {
    shell: Shell,
    base: String,
    places: Places,
    notices: Vec<NoticeLine>,
    editable: bool,
}

#[derive(Template)]
#[template(path = "settings/notice.html")]
struct NoticePage {
    shell: Shell,
    base: String,
    places: Places,
    title: String,
    form: Form,
    sheet: SheetView,
    differences: Vec<Difference>,
    version: Option<i64>,
    action: String,
    editable: bool,
}

/// The notice in force in the present month.
fn current<'n>(desk: &Desk, notices: &'n [Entry<Notice>]) -> Option<&'n Entry<Notice>> {
    let month = desk.app.clock.month();
    notices.iter().filter(|notice| notice.body.valid_from <= month).max_by_key(|notice| notice.body.valid_from)
}

/// A class of 処遇改善 that ran out asks for a new notice.
fn warnings(desk: &Desk, notices: &[Entry<Notice>]) -> Vec<String> {
    let month = desk.app.clock.month();
    let Some(notice) = current(desk, notices) else {
        return vec!["今月に有効な体制届がありません。「新しい体制届」から登録してください。".to_owned()];
    };
    let class = notice.body.office.capability.treatment_improvement.as_deref();
    if class.is_some_and(|class| !treatment::in_force(class, month)) {
        let month = month.wareki();
        return vec![format!(
            "有効な体制届の処遇改善加算の区分は、{month}には使えません。新しい体制届を登録してください。"
        )];
    }
    Vec::new()
}

/// `GET /settings/notices`.
pub(crate) async fn list(desk: Desk, Query(said): Query<Said>) -> Result<Html<String>, Failure> {
    let notices = desk.read().office().notices().await?;
    let now = current(&desk, &notices).map(|notice| notice.id);
    let sheet = notice_form::sheet(areas(&desk));
    let mut before = Form::default();
    let mut lines = Vec::with_capacity(notices.len());
    for notice in &notices {
        let form = notice_form::show(&notice.body);
        lines.push(NoticeLine {
            valid_from: notice.body.valid_from.wareki(),
            href: format!("{}/settings/notices/{}", desk.base, notice.id),
            in_force: Some(notice.id) == now,
            changes: sheet.differences(&before, &form),
            note: notice.body.note.clone(),
        });
        before = form;
    }
    lines.reverse();
    let mut shell = shell_with(&desk, Section::Settings, said.ok.as_deref()).await?;
    warn(&mut shell, &warnings(&desk, &notices));
    let page = NoticesPage {
        shell,
        base: format!("{}/settings", desk.base),
        places: Places::of(&desk, Place::Notices),
        notices: lines,
        editable: desk.may(Permission::EditOffice),
    };
    Ok(Html(page.render()?))
}

async fn page(desk: &Desk, id: Option<i64>, typed: Option<Form>, draft: Draft) -> Result<String, Failure> {
    let notices = desk.read().office().notices().await?;
    let notice = match id {
        Some(id) => Some(notices.iter().find(|notice| notice.id == id).ok_or(Failure::NotFound)?),
        None => None,
    };
    let stored = notice.map(|notice| notice_form::show(&notice.body));
    let fresh = match (&typed, &stored) {
        (None, None) => Some(copied(desk, &notices, draft).await?),
        _ => None,
    };
    let form = typed.or_else(|| stored.clone()).or(fresh).unwrap_or_default();
    let sheet = notice_form::sheet(areas(desk));
    let editable = desk.may(Permission::EditOffice);
    let version = notice.map(|notice| {
        if form.error(VERSION).is_some() || !form.has(VERSION) { notice.version } else { version_of(&form) }
    });
    let base = format!("{}/settings", desk.base);
    let title = notice
        .map_or_else(|| "新しい体制届".to_owned(), |notice| format!("{}からの体制届", notice.body.valid_from.wareki()));
    let page = NoticePage {
        shell: desk.shell(Section::Settings).await?,
        places: Places::of(desk, Place::Notices),
        title,
        differences: stored.as_ref().map(|stored| conflict(&sheet, stored, &form)).unwrap_or_default(),
        sheet: sheet.view(&form, editable),
        version,
        action: id.map_or_else(|| format!("{base}/notices/new"), |id| format!("{base}/notices/{id}")),
        base,
        editable,
        form,
    };
    Ok(page.render()?)
}

/// What the calculator of 平均工賃月額 puts into a new notice; a person confirms it.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
pub(crate) struct Draft {
    wage: Option<u32>,
    from: Option<Month>,
    year: Option<i16>,
}

/// A new notice begins as a copy of the one in force, from the present month on.
async fn copied(desk: &Desk, notices: &[Entry<Notice>], draft: Draft) -> Result<Form, Failure> {
    let office = desk.read().office().current().await?.body;
    let mut form = match current(desk, notices) {
        Some(notice) => notice_form::show(&notice.body),
        None => Form::default(),
    };
    if form.text("operator").is_none() {
        form.set("operator", notice_form::operator_key(office.operator));
    }
    form.set("valid_from", desk.app.clock.month()).set("note", "");
    if let Some(wage) = draft.wage {
        // the number of the band is not guessed: the wage decides it until a person writes the number
        form.set("average_wage_yen", wage).set("wage_band_option", "");
        form.set_some("valid_from", draft.from);
        let year = draft.year.map(|year| format!("{year}年度の実績から")).unwrap_or_default();
        form.set("note", format!("平均工賃月額 {year}計算"));
    }
    Ok(form)
}

/// `GET /settings/notices/new`.
pub(crate) async fn blank(desk: Desk, Query(draft): Query<Draft>) -> Result<Html<String>, Failure> {
    desk.require(Permission::EditOffice)?;
    Ok(Html(page(&desk, None, None, draft).await?))
}

/// `GET /settings/notices/{notice}`.
pub(crate) async fn show(desk: Desk, Path((_, id)): Path<(i64, i64)>) -> Result<Html<String>, Failure> {
    Ok(Html(page(&desk, Some(id), None, Draft::default()).await?))
}

async fn put(desk: &Desk, id: Option<i64>, mut form: Form) -> Result<Response, Failure> {
    desk.require(Permission::EditOffice)?;
    if let Some(id) = id {
        desk.read().office().notice(id).await?;
    }
    let status = match notice_form::read(&mut form, areas(desk)) {
        None => StatusCode::UNPROCESSABLE_ENTITY,
        Some(notice) => {
            let known = id.map(|id| Known { id, version: version_of(&form) });
            match settings::save_notice(&desk.app.store, &desk.actor(), desk.now, known, &notice).await {
                Ok(_) => return Ok(Redirect::to(&format!("{}/settings/notices?ok=notice", desk.base)).into_response()),
                Err(error) => refused(&mut form, error, "valid_from")?,
            }
        }
    };
    Ok((status, Html(page(desk, id, Some(form), Draft::default()).await?)).into_response())
}

/// `POST /settings/notices/new`.
pub(crate) async fn create(desk: Desk, Posted(form): Posted) -> Result<Response, Failure> {
    put(&desk, None, form).await
}

/// `POST /settings/notices/{notice}`.
pub(crate) async fn save(
    desk: Desk,
    Path((_, id)): Path<(i64, i64)>,
    Posted(form): Posted,
) -> Result<Response, Failure> {
    put(&desk, Some(id), form).await
}
