//! 事業所: number, name, address, 地域区分; the door to the other settings.
use super::{
    notice_form::{operator, operator_choices, operator_key},
    places::{Place, Places},
};
use crate::{
    actions::{retention, settings},
    desk::{Desk, Section},
    failure::Failure,
    guard::Posted,
    permissions::Permission,
    screens::people::{
        frame::{VERSION, conflict, refused, shell_with, version_of, warn},
        read,
        said::Said,
        sheet::{Difference, Field, Group, Sheet, SheetView},
    },
};
use askama::Template;
use axum::{
    extract::Query,
    http::StatusCode,
    response::{Html, IntoResponse, Redirect, Response},
};
use kernel::{ServiceKind, typed};
use store::OfficeBody;
use ui::{Choice, Form, Shell};

#[derive(Template)]
#[template(path = "settings/office.html")]
struct OfficePage {
    shell: Shell,
    base: String,
    form: Form,
    sheet: SheetView,
    differences: Vec<Difference>,
    version: i64,
    editable: bool,
    places: Places,
}

/// Field of 定員.
const CAPACITY: &str = "capacity";
/// Largest 定員.
const LARGEST: u32 = 999;

/// 地域区分 of the tables.
pub(super) fn areas(desk: &Desk) -> Vec<Choice> {
    let month = desk.app.clock.month();
    desk.app.tables.area_classes(month).into_iter().map(|area| Choice::new(area, area)).collect()
}

pub(super) fn sheet(areas: Vec<Choice>, kind: ServiceKind) -> Sheet {
    let name = match kind {
        ServiceKind::Retention => "屋号(事業所名)",
        _ => "事業所名",
    };
    // B型 files its 定員 with the 体制届
    let capacity = match kind {
        ServiceKind::Retention => vec![Field::short(CAPACITY, "定員(人)")],
        _ => Vec::new(),
    };
    Sheet(vec![
        Group::new(
            "事業所",
            [
                vec![
                    Field::short("office_no", "事業所番号").required().hint("指定通知書の10桁の番号"),
                    Field::text("name", name).required(),
                ],
                capacity,
                vec![
                    Field::select("area_class", "地域区分", areas).required().hint("単位数単価を決めます"),
                    Field::short("municipality_no", "事業所の市町村番号").hint("6桁"),
                    Field::select("operator", "設置者", operator_choices()).required(),
                    Field::day("designated_on", "指定年月日"),
                ],
            ]
            .concat(),
        ),
        Group::new(
            "連絡先",
            vec![
                Field::short("postal_code", "郵便番号").hint("7桁"),
                Field::text("address", "所在地"),
                Field::short("phone", "電話番号"),
                Field::text("representative", "代表者の職・氏名"),
            ],
        ),
    ])
}

pub(super) fn show_form(body: &OfficeBody) -> Form {
    let mut form = Form::default();
    form.set("office_no", &body.office_no).set("name", &body.name).set("area_class", &body.area_class);
    form.set_some("municipality_no", body.municipality_no.as_ref()).set("operator", operator_key(body.operator));
    form.set_some("designated_on", body.designated_on).set("postal_code", &body.postal_code);
    form.set("address", &body.address).set("phone", &body.phone).set("representative", &body.representative);
    form
}

pub(super) fn read_form(form: &mut Form, areas: Vec<Choice>, kind: ServiceKind) -> Option<OfficeBody> {
    sheet(areas, kind).need(form);
    let office_no = read::number(form, "office_no", "事業所番号", 10);
    let municipality_no = read::number(form, "municipality_no", "市町村番号", 6);
    let postal_code = form.read("postal_code", |text| {
        let digits = typed::digits(text).map_err(|error| error.to_string())?;
        if digits.len() != 7 {
            return Err(format!("郵便番号は7桁です(いま{}桁)。書き直してください", digits.len()));
        }
        Ok(format!("{}-{}", &digits[..3], &digits[3..]))
    });
    form.set_some("postal_code", postal_code.as_ref());
    let phone = form.read("phone", |text| {
        let digits = typed::digits(text).map_err(|error| error.to_string())?;
        if !(10..=11).contains(&digits.len()) {
            return Err(format!("電話番号は10桁か11桁です(いま{}桁)。市外局番から書いてください", digits.len()));
        }
        Ok(read::typed_width(text).trim().to_owned())
    });
    form.set_some("phone", phone.as_ref());
    let name = read::text(form, "name", "事業所名");
    let address = read::text(form, "address", "所在地");
    let representative = read::text(form, "representative", "代表者の職・氏名");
    let designated_on = read::day(form, "designated_on");
    if !form.is_ok() {
        return None;
    }
    Some(OfficeBody {
        office_no: office_no?,
        name,
        kind,
        area_class: form.value("area_class").to_owned(),
        municipality_no,
        operator: operator(form),
        postal_code: postal_code.unwrap_or_default(),
        address,
        phone: phone.unwrap_or_default(),
        representative,
        designated_on,
    })
}

fn warnings(body: &OfficeBody) -> Vec<String> {
    let check = |label: &str| {
        format!("{label}の最後の桁(検査数字)が合いません。通知書をもう一度見て、違っていれば直してください。")
    };
    let mut found = Vec::new();
    if !body.office_no.check_digit_fits() {
        found.push(check("事業所番号"));
    }
    if body.municipality_no.as_ref().is_some_and(|number| !number.check_digit_fits()) {
        found.push(check("市町村番号"));
    }
    found
}

async fn page(desk: &Desk, typed: Option<Form>, ok: Option<&str>) -> Result<String, Failure> {
    let office = desk.read().office().current().await?;
    let mut stored = show_form(&office.body);
    if desk.kind == ServiceKind::Retention {
        stored.set_some(CAPACITY, desk.read().retention_settings().get().await?.body.capacity);
    }
    let form = typed.unwrap_or_else(|| stored.clone());
    let sheet = sheet(areas(desk), desk.kind);
    let editable = desk.may(Permission::EditOffice);
    let mut shell = shell_with(desk, Section::Settings, ok).await?;
    warn(&mut shell, &warnings(&office.body));
    let version = if form.error(VERSION).is_some() || !form.has(VERSION) { office.version } else { version_of(&form) };
    let page = OfficePage {
        shell,
        base: format!("{}/settings", desk.base),
        differences: conflict(&sheet, &stored, &form),
        sheet: sheet.view(&form, editable),
        version,
        editable,
        places: Places::of(desk, Place::Office),
        form,
    };
    Ok(page.render()?)
}

/// `GET /settings`.
pub(crate) async fn show(desk: Desk, Query(said): Query<Said>) -> Result<Html<String>, Failure> {
    Ok(Html(page(&desk, None, said.ok.as_deref()).await?))
}

/// `POST /settings`.
pub(crate) async fn save(desk: Desk, Posted(mut form): Posted) -> Result<Response, Failure> {
    desk.require(Permission::EditOffice)?;
    let kind = desk.kind;
    let capacity = read::whole(&mut form, CAPACITY, "定員", 1..=LARGEST);
    let status = match read_form(&mut form, areas(&desk), kind) {
        None => StatusCode::UNPROCESSABLE_ENTITY,
        Some(body) => {
            let (store, actor, version) = (&desk.app.store, desk.actor(), version_of(&form));
            let saved = match kind {
                ServiceKind::Retention => {
                    retention::settings::save_office(store, &actor, desk.now, version, &body, capacity).await
                }
                _ => settings::save_office(store, &actor, desk.now, version, &body).await,
            };
            match saved {
                Ok(()) => return Ok(Redirect::to(&format!("{}/settings?ok=office", desk.base)).into_response()),
                Err(error) => refused(&mut form, error, "office_no")?,
            }
        }
    };
    Ok((status, Html(page(&desk, Some(form), None).await?)).into_response())
}
