//! コードのない行の一覧: every open line of a month with its units, those that this month's claims need first; what was given
//! by hand, by whom and when, with the way back; what was found by name.
use crate::{
    actions::retention::{claims::MonthClaim, codes},
    clock::japan_stamp,
    desk::{Desk, Section, said},
    failure::Failure,
    guard::Posted,
    permissions::Permission,
    screens::{
        people::{
            frame::{VERSION, refused},
            names::Names,
        },
        retention::part::known_version,
        settings::places::{Place, Places},
    },
};
use askama::Template;
use axum::{
    extract::Query,
    http::StatusCode,
    response::{Html, IntoResponse, Redirect, Response},
};
use fees::{RetentionTables, Slot};
use kernel::{Month, Units, typed};
use serde::Deserialize;
use std::collections::BTreeSet;
use store::AssignedCode;
use ui::{Form, Shell};

/// An open line.
struct Open {
    name: &'static str,
    units: String,
    /// This month's claims have it.
    needed: bool,
    /// Official rows with the same units.
    same: usize,
    href: String,
}

/// A line with its code.
struct Found {
    name: &'static str,
    units: String,
    code: String,
}

/// A code that was given by hand.
struct Given {
    line: String,
    code: String,
    official: String,
    units: String,
    months: String,
    by: String,
    /// Why it is not used, when it is not.
    unused: &'static str,
    from: String,
}

#[derive(Template)]
#[template(path = "retention/codes.html")]
struct CodesPage {
    shell: Shell,
    places: Places,
    form: Form,
    base: String,
    month: String,
    month_label: String,
    all: usize,
    all_open: usize,
    candidates: usize,
    open: Vec<Open>,
    /// Lines that nothing needs now and that no row fits.
    later: Vec<Open>,
    hidden: usize,
    given: Vec<Given>,
    found: Vec<Found>,
    version: String,
    editable: bool,
    import_href: String,
    claim_href: String,
}

/// Units in words.
pub(super) fn units(units: Option<Units>) -> String {
    units.map_or_else(|| "月ごとに計算".to_owned(), |units| format!("{units}単位"))
}

/// Months in words.
pub(super) fn months(from: Month, to: Option<Month>) -> String {
    to.map_or_else(|| format!("{}から", from.wareki()), |to| format!("{}から{}まで", from.wareki(), to.wareki()))
}

/// An address of these pages with a month, and a line.
pub(super) fn href(desk: &Desk, rest: &str, month: Month, line: Option<&str>) -> String {
    let mut link = form_urlencoded::Serializer::new(String::new());
    link.append_pair("month", &month.to_string());
    if let Some(line) = line {
        link.append_pair("line", line);
    }
    format!("{}/t/codes{rest}?{}", desk.base, link.finish())
}

/// The month that is typed, in any spelling; without one the newest that can be claimed.
pub(super) fn month_of(desk: &Desk, form: &mut Form) -> Month {
    let newest = desk.app.clock.month().previous();
    let read = |text: &str| text.parse::<Month>().or_else(|_| typed::month(text));
    let month = form.read("month", read).unwrap_or(newest);
    if form.error("month").is_none() {
        form.set("month", month);
    }
    month
}

/// Names of the lines without a code that the claims of a month have.
async fn needed(desk: &Desk, month: Month) -> Result<BTreeSet<String>, Failure> {
    let claim = MonthClaim::read(desk.read(), desk.app.tables, month).await?;
    let lines = claim.people.iter().flat_map(|person| &person.person.outcome.claim.lines);
    Ok(lines.filter(|line| line.code.is_none()).map(|line| line.name.to_string()).collect())
}

fn open(desk: &Desk, month: Month, tables: &RetentionTables, needed: &BTreeSet<String>) -> Vec<Open> {
    let rows = tables.left_over(month);
    let same = |slot: &Slot| rows.iter().filter(|row| row.units == slot.units).count();
    let of = |slot: &Slot| Open {
        name: slot.name,
        units: units(slot.units),
        needed: needed.contains(slot.name),
        same: same(slot),
        href: href(desk, "/line", month, Some(slot.name)),
    };
    let mut open: Vec<Open> = tables.slots(month).filter(|slot| slot.code.is_none()).map(of).collect();
    open.sort_by_key(|line| (!line.needed, line.same == 0));
    open
}

fn given(tables: &RetentionTables, names: &Names, one: &AssignedCode) -> Given {
    let slot = tables.slot(&one.line, one.from);
    let used = slot.is_some_and(|slot| slot.by_hand && slot.code.as_ref() == Some(&one.code));
    let by = one.by.map(|mark| format!("{} {}", names.of(mark.account_id), japan_stamp(mark.at)));
    Given {
        line: one.line.clone(),
        code: one.code.to_string(),
        official: one.official_name.clone(),
        units: units(one.units),
        months: months(one.from, one.to),
        by: by.unwrap_or_default(),
        unused: match (used, slot) {
            (true, _) => "",
            (false, None) => "使っていません: この行は、いまの表にありません",
            (false, Some(_)) => "使っていません: あとから取り込んだ公式の表のコードを使います",
        },
        from: one.from.to_string(),
    }
}

async fn page(desk: &Desk, mut form: Form, ok: Option<&str>) -> Result<String, Failure> {
    let month = month_of(desk, &mut form);
    let tables = desk.app.tables.retention();
    let stored = desk.read().retention_codes().get().await?;
    let names = Names::read(desk).await?;
    let mut open = open(desk, month, tables, &needed(desk, month).await?);
    let all_open = open.len();
    if let Some(wanted) = form.text("q") {
        open.retain(|line| line.name.contains(wanted) || line.units.contains(wanted));
    }
    let hidden = all_open - open.len();
    let (open, later): (Vec<Open>, Vec<Open>) =
        open.into_iter().partition(|line| line.needed || line.same > 0 || form.text("q").is_some());
    let with_code = tables.slots(month).filter(|slot| !slot.by_hand);
    let found = with_code.filter_map(|slot| {
        Some(Found { name: slot.name, units: units(slot.units), code: slot.code.as_ref()?.to_string() })
    });
    let mut shell = desk.shell(Section::Settings).await?;
    match ok {
        Some("assigned") => said(&mut shell, "コードを割り当てました。次の計算と請求ファイルから使います。"),
        Some("undone") => said(&mut shell, "割り当てを取り消しました。行は「コードのない行」に戻りました。"),
        _ => {}
    }
    let page = CodesPage {
        shell,
        places: Places::of(desk, Place::Codes),
        base: format!("{}/t/codes", desk.base),
        month: month.to_string(),
        month_label: month.wareki(),
        all: tables.slots(month).count(),
        candidates: tables.left_over(month).len(),
        hidden,
        all_open,
        open,
        later,
        given: stored.body.codes.iter().map(|one| given(tables, &names, one)).collect(),
        found: found.collect(),
        version: stored.version.map(|version| version.to_string()).unwrap_or_default(),
        editable: desk.may(Permission::EditOffice),
        import_href: format!("{}/settings/codes", desk.base),
        claim_href: desk.month_href(month, "/claim"),
        form,
    };
    Ok(page.render()?)
}

/// What stands behind the `?`.
#[derive(Debug, Default, Deserialize)]
pub(super) struct CodesQuery {
    month: Option<String>,
    q: Option<String>,
    ok: Option<String>,
}

/// `GET /t/codes?month=2026-10`.
pub(super) async fn show(desk: Desk, Query(query): Query<CodesQuery>) -> Result<Response, Failure> {
    let mut form = Form::default();
    form.set_some("month", query.month).set_some("q", query.q);
    // read once here for the status: a month that cannot be read is an error of the page
    let mut probe = form.clone();
    month_of(&desk, &mut probe);
    let status = if probe.is_ok() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    Ok((status, Html(page(&desk, form, query.ok.as_deref()).await?)).into_response())
}

/// `POST /t/codes/undo`.
pub(super) async fn undo(desk: Desk, Posted(mut form): Posted) -> Result<Response, Failure> {
    desk.require(Permission::EditOffice)?;
    let month = month_of(&desk, &mut form);
    let Ok(from) = form.value("from").parse::<Month>() else { return Err(Failure::NotFound) };
    let (line, version) = (form.value("line").to_owned(), known_version(&form));
    match codes::unassign(&desk.app, &desk.actor(), desk.now, (&line, from), version).await {
        Ok(()) => Ok(Redirect::to(&format!("{}&ok=undone", href(&desk, "", month, None))).into_response()),
        Err(error) => {
            let status = refused(&mut form, error, VERSION)?;
            Ok((status, Html(page(&desk, form, None).await?)).into_response())
        }
    }
}
