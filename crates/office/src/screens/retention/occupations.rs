//! 職種の一覧: the office's own list of occupations, by which 集計情報 counts; a name may change, its key stays.
use super::part::known_version;
use crate::{
    actions::retention::settings::save_occupations,
    desk::{Desk, Section},
    failure::Failure,
    guard::Posted,
    permissions::Permission,
    screens::{
        people::{
            frame::{VERSION, conflict, refused, shell_with},
            read,
            said::Said,
            sheet::{Difference, Field, Group, Sheet, SheetView},
        },
        settings::places::{Place, Places},
    },
};
use askama::Template;
use axum::{
    extract::Query,
    http::StatusCode,
    response::{Html, IntoResponse, Redirect, Response},
};
use std::collections::BTreeSet;
use store::Occupation;
use ui::{Form, Shell};

/// Empty rows for new occupations.
const BLANKS: usize = 3;

#[derive(Template)]
#[template(path = "retention/occupations.html")]
struct OccupationsPage {
    shell: Shell,
    places: Places,
    form: Form,
    sheet: SheetView,
    differences: Vec<Difference>,
    version: String,
    action: String,
    editable: bool,
}

fn field(key: &str) -> String {
    format!("o_{key}")
}

/// Keys that are free, for the empty rows.
fn blanks(known: &[Occupation]) -> Vec<String> {
    let free = (1_usize..).map(|number| format!("own{number}"));
    free.filter(|key| known.iter().all(|occupation| occupation.key != *key)).take(BLANKS).collect()
}

fn sheet(known: &[Occupation]) -> Sheet {
    let keys = known.iter().map(|occupation| occupation.key.clone()).chain(blanks(known));
    let fields = keys.enumerate().map(|(at, key)| Field::text(field(&key), format!("職種 {}", at + 1)));
    Sheet(vec![Group::new("職種", fields.collect())])
}

fn show(known: &[Occupation]) -> Form {
    let mut form = Form::default();
    for occupation in known {
        form.set(&field(&occupation.key), &occupation.label);
    }
    form
}

async fn page(desk: &Desk, typed: Option<Form>, ok: Option<&str>) -> Result<String, Failure> {
    let settings = desk.read().retention_settings().get().await?;
    let known = settings.body.occupations;
    let (sheet, stored) = (sheet(&known), show(&known));
    let form = typed.unwrap_or_else(|| stored.clone());
    let version =
        if form.error(VERSION).is_some() || !form.has(VERSION) { settings.version } else { known_version(&form) };
    let editable = desk.may(Permission::EditOffice);
    let page = OccupationsPage {
        shell: shell_with(desk, Section::Settings, ok).await?,
        places: Places::of(desk, Place::Occupations),
        differences: conflict(&sheet, &stored, &form),
        sheet: sheet.view(&form, editable),
        version: version.map(|version| version.to_string()).unwrap_or_default(),
        action: format!("{}/settings/occupations", desk.base),
        editable,
        form,
    };
    Ok(page.render()?)
}

/// `GET /settings/occupations`.
pub(super) async fn show_page(desk: Desk, Query(said): Query<Said>) -> Result<Html<String>, Failure> {
    Ok(Html(page(&desk, None, said.ok.as_deref()).await?))
}

/// What was typed; a name that jobs use cannot be emptied.
async fn read_form(desk: &Desk, form: &mut Form) -> Result<Option<Vec<Occupation>>, Failure> {
    let known = desk.read().retention_settings().get().await?.body.occupations;
    let jobs = desk.read().employments().list().await?;
    let keys = known.iter().map(|occupation| occupation.key.clone()).chain(blanks(&known));
    let (mut list, mut names) = (Vec::new(), BTreeSet::new());
    for key in keys {
        let name = field(&key);
        let label = read::text(form, &name, "職種");
        let used = jobs.iter().filter(|job| job.body.occupation == key).count();
        if label.is_empty() {
            if used > 0 {
                let message = format!("この職種は就労{used}件で使っているため、消せません。名前を書いてください");
                form.fail(&name, message);
            }
            continue;
        }
        if !names.insert(label.clone()) {
            form.fail(&name, format!("「{label}」が2つあります。どちらかを消すか、別の名前にしてください"));
        }
        list.push(Occupation { key, label });
    }
    Ok(form.is_ok().then_some(list))
}

/// `POST /settings/occupations`.
pub(super) async fn save(desk: Desk, Posted(mut form): Posted) -> Result<Response, Failure> {
    desk.require(Permission::EditOffice)?;
    let status = match read_form(&desk, &mut form).await? {
        None => StatusCode::UNPROCESSABLE_ENTITY,
        Some(list) => {
            let version = known_version(&form);
            match save_occupations(&desk.app.store, &desk.actor(), desk.now, version, list).await {
                Ok(()) => {
                    let to = format!("{}/settings/occupations?ok=occupations", desk.base);
                    return Ok(Redirect::to(&to).into_response());
                }
                Err(error) => refused(&mut form, error, VERSION)?,
            }
        }
    };
    Ok((status, Html(page(&desk, Some(form), None).await?)).into_response())
}
