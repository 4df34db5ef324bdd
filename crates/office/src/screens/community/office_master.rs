//! 事業所マスタ: what the entry program asks about the office, version by 適用年月日, and per municipality where one asks
//! for something of its own.
use super::{
    choices::{choices, first, label},
    known::municipality,
    masters::{numbers, slashed},
};
use crate::{
    actions::{community::masters, known::Known},
    clock::japan_day,
    desk::{Desk, Section},
    failure::Failure,
    guard::Posted,
    permissions::Permission,
    screens::{
        people::{
            frame::{VERSION, conflict, refused, shell_with, version_of},
            read,
            said::Said,
            sheet::{Difference, Field, Group, Sheet, SheetView},
        },
        settings::places::{Place, Places},
    },
};
use askama::Template;
use axum::{
    extract::{Path, Query},
    http::StatusCode,
    response::{Html, IntoResponse, Redirect, Response},
};
use fees::community::pack::{OfficeDefaults, Pack, Packs};
use kernel::typed;
use std::collections::BTreeSet;
use store::{CommunityOffice, CommunityOfficeBody, SupportStructure};
use ui::{Choice, Form, Shell};

/// Largest 利用定員.
const LARGEST: u32 = 999;
/// 「有」 of the 体制, 「対象」 of the special area.
const YES: &str = "1";
const NO: &str = "0";

struct VersionLine {
    valid_from: String,
    for_whom: String,
    designated: String,
    structures: String,
    changed_on: String,
    href: String,
    current: bool,
    in_force: bool,
}

#[derive(Template)]
#[template(path = "community/office_master.html")]
struct OfficeMasterPage {
    shell: Shell,
    places: Places,
    office_no: String,
    office_name: String,
    lines: Vec<VersionLine>,
    form: Form,
    sheet: SheetView,
    differences: Vec<Difference>,
    title: &'static str,
    version: Option<i64>,
    changed_on: String,
    action: String,
    new_href: String,
    editable: bool,
}

fn structure_field(at: usize) -> String {
    format!("structure_{at}")
}

/// Packs that say what the office master holds.
fn designating() -> impl Iterator<Item = (&'static Pack, &'static OfficeDefaults)> {
    Packs::builtin().all().iter().filter_map(|pack| pack.office_defaults.as_ref().map(|defaults| (pack, defaults)))
}

fn sheet() -> Sheet {
    let cities = designating().map(|(pack, defaults)| {
        let end = slashed(defaults.designation_end);
        Choice::new(&pack.identity.id, format!("{}(終了年月日は {end})", pack.identity.name))
    });
    let structures = SupportStructure::ALL.iter().enumerate().map(|(at, structure)| {
        let label = format!("{}の有無", structure.label_ja());
        Field::select(&structure_field(at), &label, choices("structure")).required()
    });
    Sheet(vec![
        Group::new(
            "基本情報",
            vec![
                Field::day("valid_from", "適用年月日").required().hint("この内容を使い始める日"),
                Field::select("for_no", "どの市町村の利用者について", numbers())
                    .empty_says("(すべての市町村)")
                    .hint("ある市町村だけ入れ方がちがうときは、その市町村の版を別に作ります"),
                Field::short("phone", "電話番号"),
                Field::select("business_class", "事業区分", choices("business_class")).required(),
                Field::day("designated_from", "指定有効開始年月日").required(),
                Field::select("designated_by", "指定した市町村", cities)
                    .empty_says("(下の終了年月日を書く)")
                    .hint("選ぶと、終了年月日が空でもその市町村の決まりの日が入ります"),
                Field::day("designated_to", "指定有効終了年月日").hint("終了年月日のある指定は、その日を書きます"),
                Field::short("capacity", "利用定員").hint("定めがなければ 999"),
                Field::select("staffing_class", "人員配置区分", choices("staffing_class")).required(),
                Field::select("special_area", "特別地域フラグ", choices("special_area")).required(),
                Field::check("single_facility", "日中一時支援だけを行う事業所(単独型を選べる)"),
            ],
        ),
        Group::new("体制", structures.collect()),
    ])
}

fn show_form(body: &CommunityOfficeBody) -> Form {
    let mut form = Form::default();
    form.set("valid_from", body.valid_from).set_some("for_no", body.municipality_no.as_ref());
    form.set("phone", &body.phone).set("business_class", &body.business_class);
    form.set("designated_from", body.designated_from).set("designated_to", body.designated_to);
    form.set("capacity", body.capacity).set("staffing_class", &body.staffing_class);
    form.set("special_area", if body.special_area { YES } else { NO });
    read::tick(&mut form, "single_facility", body.single_facility);
    for (at, structure) in SupportStructure::ALL.iter().enumerate() {
        form.set(&structure_field(at), if body.structures.contains(structure) { YES } else { NO });
    }
    form
}

/// A first version: an office that serves one city only needs nothing special.
fn blank_form(phone: &str) -> Form {
    let mut form = Form::default();
    form.set("phone", phone).set("business_class", first("business_class"));
    form.set("staffing_class", first("staffing_class")).set("special_area", first("special_area"));
    for at in 0..SupportStructure::ALL.len() {
        form.set(&structure_field(at), first("structure"));
    }
    form
}

fn read_form(form: &mut Form) -> Option<CommunityOfficeBody> {
    sheet().need(form);
    let valid_from = read::day(form, "valid_from");
    let municipality_no = read::number(form, "for_no", "市町村番号", 6);
    let phone = form.read("phone", |text| {
        let digits = typed::digits(text).map_err(|error| error.to_string())?;
        match digits.len() {
            10 | 11 => Ok(read::typed_width(text).trim().to_owned()),
            count => Err(format!("電話番号は10桁か11桁です(いま{count}桁)。市外局番から書いてください")),
        }
    });
    let by = form.value("designated_by").to_owned();
    let usual = designating().find(|(pack, _)| pack.identity.id == by).map(|(_, defaults)| defaults);
    match usual {
        Some(defaults) if form.text("designated_to").is_none() => {
            form.set("designated_to", defaults.designation_end);
        }
        None if form.text("designated_to").is_none() => form.fail(
            "designated_to",
            "指定有効終了年月日が入っていません。指定した市町村を選ぶか、指定書の終了年月日を書いてください",
        ),
        _ => {}
    }
    if let Some(defaults) = usual.filter(|_| form.text("capacity").is_none()) {
        form.set("capacity", defaults.capacity);
    }
    if form.text("capacity").is_none() {
        form.fail("capacity", "利用定員が入っていません。定めがなければ 999 と書いてください");
    }
    let designated_from = read::day(form, "designated_from");
    let designated_to = read::day(form, "designated_to");
    if let (Some(from), Some(to)) = (designated_from, designated_to)
        && to < from
    {
        form.fail("designated_to", "指定有効終了年月日が開始年月日より前です。どちらかの日を直してください");
    }
    let capacity = read::whole(form, "capacity", "利用定員", 0..=LARGEST);
    let structures: BTreeSet<SupportStructure> = SupportStructure::ALL
        .into_iter()
        .enumerate()
        .filter(|(at, _)| form.is(&structure_field(*at), YES))
        .map(|(_, structure)| structure)
        .collect();
    if !form.is_ok() {
        return None;
    }
    Some(CommunityOfficeBody {
        valid_from: valid_from?,
        municipality_no,
        phone: phone.unwrap_or_default(),
        business_class: form.value("business_class").to_owned(),
        designated_from: designated_from?,
        designated_to: designated_to?,
        capacity: capacity?,
        staffing_class: form.value("staffing_class").to_owned(),
        special_area: form.is("special_area", YES),
        single_facility: form.checked("single_facility"),
        structures,
    })
}

fn line(desk: &Desk, all: &[CommunityOffice], known: &CommunityOffice, id: Option<i64>) -> VersionLine {
    let body = &known.body;
    let (today, month) = (desk.app.clock.today(), desk.app.clock.month());
    let of_line = all.iter().filter(|other| other.body.municipality_no == body.municipality_no);
    let newest = of_line.filter(|other| other.body.valid_from <= today).max_by_key(|other| other.body.valid_from);
    let structures: Vec<&str> = body.structures.iter().map(|structure| structure.label_ja()).collect();
    VersionLine {
        valid_from: slashed(body.valid_from),
        for_whom: body
            .municipality_no
            .as_ref()
            .map_or_else(|| "すべての市町村".to_owned(), |number| municipality(number, month)),
        designated: format!("{}〜{}", slashed(body.designated_from), slashed(body.designated_to)),
        structures: match structures.is_empty() {
            true => format!("どれも {}", label("structure", NO)),
            false => structures.join("、"),
        },
        changed_on: slashed(japan_day(known.changed_at)),
        href: format!("{}/settings/masters/{}", desk.base, known.id),
        current: Some(known.id) == id,
        in_force: newest.map(|newest| newest.id) == Some(known.id),
    }
}

async fn page(desk: &Desk, id: Option<i64>, typed: Option<Form>, ok: Option<&str>) -> Result<String, Failure> {
    let all = desk.read().community_office().list().await?;
    let known = match id {
        Some(id) => Some(all.iter().find(|known| known.id == id).ok_or(Failure::NotFound)?),
        None => None,
    };
    let office = desk.read().office().current().await?.body;
    let stored = known.map(|known| show_form(&known.body));
    let new = || match all.iter().rfind(|known| known.body.municipality_no.is_none()) {
        Some(last) => {
            let mut form = show_form(&last.body);
            form.set("valid_from", "");
            form
        }
        None => blank_form(&office.phone),
    };
    let form = typed.or_else(|| stored.clone()).unwrap_or_else(new);
    let sheet = sheet();
    let editable = desk.may(Permission::EditOffice);
    let base = format!("{}/settings/masters", desk.base);
    let page = OfficeMasterPage {
        shell: shell_with(desk, Section::Settings, ok).await?,
        places: Places::of(desk, Place::Masters),
        lines: all.iter().map(|known| line(desk, &all, known, id)).collect(),
        differences: stored.as_ref().map(|stored| conflict(&sheet, stored, &form)).unwrap_or_default(),
        sheet: sheet.view(&form, editable),
        title: if id.is_some() { "登録されている内容" } else { "新しい版の追加登録" },
        version: known.map(|known| {
            if form.error(VERSION).is_some() || !form.has(VERSION) { known.version } else { version_of(&form) }
        }),
        changed_on: known.map(|known| slashed(japan_day(known.changed_at))).unwrap_or_default(),
        action: id.map_or_else(|| base.clone(), |id| format!("{base}/{id}")),
        new_href: base,
        editable,
        office_no: office.office_no.to_string(),
        office_name: office.name,
        form,
    };
    Ok(page.render()?)
}

/// `GET /settings/masters`: the versions and the form of a new one.
pub(super) async fn show(desk: Desk, Query(said): Query<Said>) -> Result<Html<String>, Failure> {
    Ok(Html(page(&desk, None, None, said.ok.as_deref()).await?))
}

/// `GET /settings/masters/{version}`.
pub(super) async fn show_one(
    desk: Desk,
    Path((_, id)): Path<(i64, i64)>,
    Query(said): Query<Said>,
) -> Result<Html<String>, Failure> {
    Ok(Html(page(&desk, Some(id), None, said.ok.as_deref()).await?))
}

async fn put(desk: &Desk, id: Option<i64>, mut form: Form) -> Result<Response, Failure> {
    desk.require(Permission::EditOffice)?;
    if let Some(id) = id {
        desk.read().community_office().get(id).await?;
    }
    let status = match read_form(&mut form) {
        None => StatusCode::UNPROCESSABLE_ENTITY,
        Some(body) => {
            let known = id.filter(|_| !form.is("act", "add")).map(|id| Known { id, version: version_of(&form) });
            match masters::save_office(&desk.app.store, &desk.actor(), desk.now, known, &body).await {
                Ok(id) => {
                    let to = format!("{}/settings/masters/{id}?ok=office_master", desk.base);
                    return Ok(Redirect::to(&to).into_response());
                }
                Err(error) => refused(&mut form, error, "valid_from")?,
            }
        }
    };
    Ok((status, Html(page(desk, id, Some(form), None).await?)).into_response())
}

/// `POST /settings/masters`: 追加登録.
pub(super) async fn create(desk: Desk, Posted(form): Posted) -> Result<Response, Failure> {
    put(&desk, None, form).await
}

/// `POST /settings/masters/{version}`: 更新, or 追加登録 of what stands in the form.
pub(super) async fn save(
    desk: Desk,
    Path((_, id)): Path<(i64, i64)>,
    Posted(form): Posted,
) -> Result<Response, Failure> {
    put(&desk, Some(id), form).await
}
