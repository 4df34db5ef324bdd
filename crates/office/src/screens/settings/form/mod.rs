//! 提供サービス情報(様式): office, 体制届 and prices as one form of three tabs, with ◎●○－ by month.
mod extra;
mod marks;

use super::{
    notice_form, office,
    places::{Place, Places},
};
use crate::{
    actions::{
        known::Known,
        prices::{OfficeForm, save_form},
    },
    desk::{Desk, Section, said},
    failure::Failure,
    guard::Posted,
    permissions::Permission,
    screens::people::{
        frame::{VERSION, refused, shell_with, version_of},
        sheet::{Field, Group, Mark, Sheet, SheetView},
    },
};
use askama::Template;
use axum::{
    extract::Query,
    http::StatusCode,
    response::{Html, IntoResponse, Redirect, Response},
};
use fees::b_type::facts::FeeClass;
use kernel::{Month, ServiceKind, typed};
use serde::Deserialize;
use store::{Entry, Notice, OfficeBody, PriceList};
use ui::{Form, Shell};

/// `?month=…&ok=…`.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct FormQuery {
    month: Option<String>,
    ok: Option<String>,
}

/// One tab of the form.
struct TabView {
    id: &'static str,
    label: &'static str,
    sheet: SheetView,
    not_needed: Vec<String>,
}

#[derive(Template)]
#[template(path = "settings/form.html")]
struct FormPage {
    shell: Shell,
    base: String,
    places: Places,
    form: Form,
    month_label: String,
    month: String,
    is_new: bool,
    tabs: Vec<TabView>,
    legend: Vec<(&'static str, &'static str)>,
    version: i64,
    notice_version: String,
    prices_version: String,
    editable: bool,
}

/// What is stored around a month.
struct Stored {
    office: Entry<OfficeBody>,
    notices: Vec<Entry<Notice>>,
    prices: Vec<(Month, Entry<PriceList>)>,
}

impl Stored {
    async fn read(desk: &Desk) -> Result<Stored, Failure> {
        let office = desk.read().office();
        Ok(Stored {
            office: office.current().await?,
            notices: office.notices().await?,
            prices: desk.read().prices().list().await?,
        })
    }

    fn notice_in_force(&self, month: Month) -> Option<&Entry<Notice>> {
        self.notices.iter().rev().find(|notice| notice.body.valid_from <= month)
    }

    fn notice_from(&self, month: Month) -> Option<&Entry<Notice>> {
        self.notices.iter().find(|notice| notice.body.valid_from == month)
    }

    fn prices_in_force(&self, month: Month) -> Option<&Entry<PriceList>> {
        self.prices.iter().rev().find(|(from, _)| *from <= month).map(|(_, entry)| entry)
    }

    fn prices_from(&self, month: Month) -> Option<&Entry<PriceList>> {
        self.prices.iter().find(|(from, _)| *from == month).map(|(_, entry)| entry)
    }

    /// The form as stored, for a month.
    fn form(&self, desk: &Desk, month: Month) -> Form {
        let notice = self.notice_in_force(month);
        let mut form = notice.map(|notice| notice_form::show(&notice.body)).unwrap_or_default();
        let of_office = office::show_form(&self.office.body);
        for group in office::sheet(Vec::new(), ServiceKind::BType).0 {
            for field in group.into_fields() {
                form.set(field.name(), of_office.value(field.name()));
            }
        }
        if self.notice_from(month).is_none() {
            form.set("note", "");
        }
        form.set("valid_from", month);
        extra::show(&mut form, &self.prices_in_force(month).map(|entry| entry.body.clone()).unwrap_or_default());
        extra::propose(&mut form, desk.app.tables, month, notice.map(|notice| &notice.body.office));
        form
    }
}

/// The groups of the three tabs, before the marks.
fn groups(desk: &Desk) -> [(&'static str, &'static str, Vec<Group>); 3] {
    // one field stands for the office and its notice
    let shared = ["operator", "designated_on", "area_class"];
    let (mut basic, mut additions, mut reductions) =
        (office::sheet(super::office::areas(desk), ServiceKind::BType).0, Vec::new(), Vec::new());
    for (at, group) in notice_form::sheet(Vec::new()).0.into_iter().enumerate() {
        let legend = group.legend().to_owned();
        let fields = group.into_fields().into_iter().filter(|field| !shared.contains(&field.name())).collect();
        let group = Group::new(legend, fields);
        match at {
            0 => basic.push(group),
            1 | 2 => additions.push(group),
            _ => reductions.push(group),
        }
    }
    basic.extend(extra::basic());
    additions.push(extra::additions());
    reductions.extend(extra::prices());
    [
        ("tab-basic", "基本項目", basic),
        ("tab-additions", "加算項目", additions),
        ("tab-reductions", "減算項目・単価項目", reductions),
    ]
}

/// The fields with their marks; those not needed in the month are told by name, unless something stands in them.
fn tabs(desk: &Desk, month: Month, form: &Form, editable: bool) -> Vec<TabView> {
    let of = |(id, label, groups): (&'static str, &'static str, Vec<Group>)| {
        let mut not_needed: Vec<String> = Vec::new();
        let mut kept = Vec::new();
        for group in groups {
            let legend = group.legend().to_owned();
            let mut fields: Vec<Field> = Vec::new();
            for field in group.into_fields() {
                let mark = marks::of(desk.app.tables, field.name(), field.is_required(), month);
                if mark == Mark::NotNeeded && form.text(field.name()).is_none() {
                    not_needed.push(field.label().to_owned());
                } else {
                    fields.push(field.marked(mark));
                }
            }
            if !fields.is_empty() {
                kept.push(Group::new(legend, fields));
            }
        }
        if id == "tab-basic" {
            not_needed.extend(marks::OF_OTHER_SERVICES.iter().map(|name| (*name).to_owned()));
        }
        TabView { id, label, sheet: Sheet(kept).view(form, editable), not_needed }
    };
    groups(desk).map(of).into()
}

async fn page(desk: &Desk, month: Month, typed: Option<Form>, notice: Option<&str>) -> Result<String, Failure> {
    let stored = Stored::read(desk).await?;
    let form = typed.unwrap_or_else(|| stored.form(desk, month));
    let editable = desk.may(Permission::EditOffice);
    let fresh = form.error(VERSION).is_some() || !form.has(VERSION);
    let number = |version: Option<i64>| version.map(|version| version.to_string()).unwrap_or_default();
    let known = |name: &str, version: Option<i64>| if fresh { number(version) } else { form.value(name).to_owned() };
    let mut shell = shell_with(desk, Section::Settings, None).await?;
    if let Some(notice) = notice {
        said(&mut shell, notice);
    }
    let page = FormPage {
        shell,
        base: format!("{}/settings", desk.base),
        places: Places::of(desk, Place::Form),
        month_label: month.wareki(),
        month: month.to_string(),
        is_new: stored.notice_from(month).is_none(),
        tabs: tabs(desk, month, &form, editable),
        legend: [Mark::Required, Mark::Conditional, Mark::Optional, Mark::NotNeeded]
            .map(|mark| (mark.sign(), mark.word()))
            .to_vec(),
        version: if fresh { stored.office.version } else { version_of(&form) },
        notice_version: known("notice_version", stored.notice_from(month).map(|entry| entry.version)),
        prices_version: known("prices_version", stored.prices_from(month).map(|entry| entry.version)),
        editable,
        form,
    };
    Ok(page.render()?)
}

/// `GET /settings/form`: the notice in force now, or that of `?month=`.
pub(super) async fn show(desk: Desk, Query(query): Query<FormQuery>) -> Result<Html<String>, Failure> {
    let now = desk.app.clock.month();
    let month = match query.month.as_deref() {
        Some(text) => typed::month(text).map_err(|_| Failure::NotFound)?,
        None => desk
            .read()
            .office()
            .notices()
            .await?
            .iter()
            .rev()
            .map(|notice| notice.body.valid_from)
            .find(|from| *from <= now)
            .unwrap_or(now),
    };
    let notice = query.ok.as_deref().and_then(crate::screens::people::frame::done);
    Ok(Html(page(&desk, month, None, notice).await?))
}

/// 人員配置区分 has to be that of 報酬区分 (from 2024-04; before, the classes had other names).
fn staffing_fits(form: &mut Form, class: FeeClass, month: Month) {
    let new_classes = Month::new(2024, 4).is_ok_and(|from| from <= month);
    let expected = match class {
        FeeClass::I | FeeClass::IV => "6",
        FeeClass::II | FeeClass::V => "7.5",
        FeeClass::III | FeeClass::VI => "10",
    };
    if new_classes && form.text("staffing_class").is_some_and(|chosen| chosen != expected) {
        form.fail(
            "staffing_class",
            format!("人員配置区分が報酬区分と合いません。この報酬区分は{expected}:1です。どちらかを直してください"),
        );
    }
}

/// What was typed, as far as it differs from what is stored; `None` when something is wrong.
fn read_form(desk: &Desk, stored: &Stored, form: &mut Form) -> Option<OfficeForm> {
    let areas = office::areas(desk);
    for (_, _, groups) in groups(desk) {
        Sheet(groups).need(form);
    }
    let body = office::read_form(form, areas.clone(), stored.office.body.kind);
    let notice = notice_form::read(form, areas);
    let month = notice.as_ref().map(|notice| notice.valid_from).or_else(|| typed::month(form.value("valid_from")).ok());
    if let (Some(notice), Some(month)) = (&notice, month) {
        staffing_fits(form, notice.office.fee_class, month);
    }
    let prices = extra::read(form, desk.app.tables, month);
    let (from, body, mut notice, prices) = (month?, body?, notice?, prices?);
    let base = stored.notice_in_force(from);
    notice.area_class = base.and_then(|base| base.body.area_class.clone());
    notice.office.designated_on = base.and_then(|base| base.body.office.designated_on);
    let known = stored.notice_from(from);
    let known_prices = stored.prices_from(from);
    if (known.is_some() || known_prices.is_some()) && form.value("shown_from") != from.to_string() {
        let month = from.wareki();
        let message =
            format!("{month}から始まる届出がすでにあります。上の「適用開始月」でその月を開いてから直してください");
        form.fail("valid_from", message);
        return None;
    }
    let same_facts = |base: &Entry<Notice>| base.body.office == notice.office && notice.note.is_empty();
    let unchanged = match known {
        Some(known) => known.body == notice,
        None => base.is_some_and(same_facts),
    };
    let version = form.value("notice_version").parse().unwrap_or(0);
    let same_prices = stored.prices_in_force(from).is_some_and(|entry| entry.body == prices);
    Some(OfficeForm {
        from,
        office: (body != stored.office.body).then(|| (version_of(form), body)),
        notice: (!unchanged).then(|| (known.map(|known| Known { id: known.id, version }), notice)),
        prices: (!same_prices).then(|| (form.value("prices_version").parse().ok(), prices)),
    })
}

/// 主たる事業者情報コピー: the names of the office become those of the service; nothing is saved yet.
fn copy_names(form: &mut Form) {
    let name = form.value("name").to_owned();
    form.set("unit_name", &name);
    if form.text("short_name").is_none() {
        form.set("short_name", &name);
    }
    if form.text("unit_no").is_none() {
        form.set("unit_no", 0);
    }
}

/// `POST /settings/form`.
pub(super) async fn save(desk: Desk, Posted(mut form): Posted) -> Result<Response, Failure> {
    desk.require(Permission::EditOffice)?;
    let stored = Stored::read(&desk).await?;
    let shown = typed::month(form.value("shown_from")).unwrap_or_else(|_| desk.app.clock.month());
    if form.value("act") == "copy" {
        copy_names(&mut form);
        let told = "事業所の名称を写しました。まだ保存していません。確かめてから保存してください。";
        return Ok(Html(page(&desk, shown, Some(form), Some(told)).await?).into_response());
    }
    let status = match read_form(&desk, &stored, &mut form) {
        None => StatusCode::UNPROCESSABLE_ENTITY,
        Some(changes) => match save_form(&desk.app.store, &desk.actor(), desk.now, &changes).await {
            Ok(()) => {
                let to = format!("{}/settings/form?month={}&ok=form", desk.base, changes.from);
                return Ok(Redirect::to(&to).into_response());
            }
            Err(error) => refused(&mut form, error, "valid_from")?,
        },
    };
    Ok((status, Html(page(&desk, shown, Some(form), None).await?)).into_response())
}
