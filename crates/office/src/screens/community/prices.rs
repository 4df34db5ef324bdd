//! 単価の表 of a municipality: what the rules know, what nobody knows by name, and what the office read off a paper.
use super::pack;
use crate::{
    actions::{community::masters, known::Known},
    clock::japan_stamp,
    desk::{Desk, Section},
    failure::Failure,
    guard::Posted,
    permissions::Permission,
    screens::people::{
        frame::{VERSION, conflict, refused, shell_with, version_of},
        read,
        sheet::{Difference, Field, Group, Sheet, SheetView},
    },
};
use askama::Template;
use axum::{
    extract::{Path, Query},
    http::{StatusCode, header},
    response::{Html, IntoResponse, Redirect, Response},
};
use fees::community::{
    pack::{Currency, Pack, Packs, Row},
    price_list::{self, MissingName},
    prices::Overlay,
};
use kernel::{Day, ServiceCode, Yen};
use serde::Deserialize;
use std::str::FromStr;
use store::PriceOverlay;
use ui::{Form, Shell};

/// Most names without a price on one page.
const MOST_NAMES: usize = 100;
/// Id of the list of names on the page.
const NAMES: &str = "price-names";
/// Fields by the columns of the price list.
const COLUMNS: [&str; 7] = ["name", "amount", "valid_from", "valid_to", "source", "read_on", "code"];

/// What stands behind the `?`.
#[derive(Debug, Default, Deserialize)]
pub(super) struct PriceQuery {
    q: Option<String>,
    /// The name that the form begins with.
    name: Option<String>,
    from: Option<String>,
    ok: Option<String>,
}

struct MissingLine {
    name: String,
    months: String,
    href: String,
}

/// A price of the installation.
struct InstalledLine {
    name: String,
    amount: String,
    months: String,
    source: String,
    read_on: String,
    /// The office has entered its own.
    behind: bool,
}

struct EnteredLine {
    name: String,
    code: String,
    amount: String,
    months: String,
    source: String,
    read_on: String,
    changed: String,
    href: String,
    in_force: bool,
}

#[derive(Template)]
#[template(path = "community/prices.html")]
struct PricesPage {
    shell: Shell,
    municipality: String,
    pack_href: String,
    base: String,
    known: Vec<Row>,
    entered: Vec<EnteredLine>,
    installed: Vec<InstalledLine>,
    /// All names without a price in the rules, those with an entered price left out.
    missing: usize,
    found: usize,
    lines: Vec<MissingLine>,
    query: String,
    names: Vec<String>,
    names_id: &'static str,
    form: Form,
    sheet: SheetView,
    differences: Vec<Difference>,
    editing: Option<i64>,
    action: String,
    editable: bool,
}

/// 「単位」 or 「円」.
const fn unit(pack: &Pack) -> &'static str {
    match pack.identity.currency {
        Currency::Units => "単位",
        Currency::Yen => "円",
    }
}

fn months(from: kernel::Month, to: Option<kernel::Month>) -> String {
    match to {
        Some(to) => format!("{}〜{}", from.wareki(), to.wareki()),
        None => format!("{}から", from.wareki()),
    }
}

fn sheet(pack: &Pack) -> Sheet {
    Sheet(vec![Group::new(
        "単価",
        vec![
            Field::text("name", "サービス内容の名前").required().hint("下の一覧の名前のとおり").suggested_by(NAMES),
            Field::short("amount", format!("単価({})", unit(pack)))
                .required()
                .hint("1以上の整数。分からないものは登録しません"),
            Field::month("valid_from", "適用開始月").required().hint("サービス提供月"),
            Field::month("valid_to", "適用終了月").hint("空のときは、いまも有効"),
            Field::text("source", "出典").required().hint("単価を読んだ資料の名前と年月"),
            Field::day("read_on", "確かめた日").required(),
            Field::short("code", "サービスコード").hint("市町村の表にあるときだけ。6文字"),
        ],
    )])
}

fn show_form(body: &Overlay) -> Form {
    let mut form = Form::default();
    form.set("name", &body.name).set("amount", body.amount).set("valid_from", body.valid_from);
    form.set_some("valid_to", body.valid_to).set("source", &body.source).set("read_on", body.read_on);
    form.set_some("code", body.code.as_ref().map(|code| code.as_str()));
    form
}

/// What was typed, held against the rules as a row of a price list would be.
fn read_form(form: &mut Form, pack: &Pack, entered: &[Overlay], today: Day) -> Option<Overlay> {
    sheet(pack).need(form);
    let amount = read::whole(form, "amount", "単価", 1..=999_999);
    let valid_from = read::month(form, "valid_from");
    let valid_to = read::month(form, "valid_to");
    let (name, source) = (read::text(form, "name", "名前"), read::text(form, "source", "出典"));
    let read_on = read::day(form, "read_on");
    let code = form.read("code", |text| ServiceCode::from_str(text.trim()).map_err(|error| error.to_string()));
    if !form.is_ok() {
        return None;
    }
    let typed = Overlay {
        pack: pack.identity.id.clone(),
        name,
        amount: i64::from(amount?),
        currency: pack.identity.currency,
        valid_from: valid_from?,
        valid_to,
        source,
        read_on: read_on?,
        code,
    };
    let mut list = price_list::read(Packs::builtin(), entered, &price_list::write(std::slice::from_ref(&typed)));
    list.refuse_read_after(today);
    for problem in &list.problems {
        let column = problem.place.field.as_deref().unwrap_or_default();
        let field = COLUMNS.into_iter().find(|known| *known == column).unwrap_or("name");
        form.fail(field, format!("{}。{}", problem.what, problem.how_to_fix));
    }
    let (_, price) = list.accepted.into_iter().next()?;
    form.set("name", &price.name);
    Some(price)
}

/// The entered prices of a pack.
pub(super) async fn entered(desk: &Desk, pack: &Pack) -> Result<Vec<PriceOverlay>, Failure> {
    let mut rows = desk.read().price_overlays().list().await?;
    rows.retain(|row| row.body.pack == pack.identity.id);
    Ok(rows)
}

/// Prices of a pack that were taken into the data folder of the installation; they hold for every office of it.
pub(super) fn installed(desk: &Desk, pack: &Pack) -> Vec<&'static Overlay> {
    desk.app.store.prices().iter().filter(|row| row.pack == pack.identity.id).collect()
}

/// An entered price of this very pack.
async fn stored(desk: &Desk, pack: &Pack, id: i64) -> Result<PriceOverlay, Failure> {
    let row = desk.read().price_overlays().get(id).await?;
    if row.body.pack == pack.identity.id { Ok(row) } else { Err(Failure::NotFound) }
}

/// Names without a price in the rules, each with the first months that no entry covers.
fn still_missing(pack: &Pack, rows: &[&Overlay]) -> Vec<MissingName> {
    let gap = |known: MissingName| {
        let mut ours: Vec<&Overlay> = rows.iter().copied().filter(|row| row.name == known.name).collect();
        ours.sort_by_key(|row| row.valid_from);
        let mut from = known.from;
        for row in ours {
            if row.valid_from > from {
                let before = row.valid_from.previous();
                return Some(MissingName { from, to: Some(known.to.map_or(before, |to| to.min(before))), ..known });
            }
            if row.in_force(from) {
                from = row.valid_to?.next();
            }
        }
        known.to.is_none_or(|to| from <= to).then_some(MissingName { from, ..known })
    };
    price_list::missing_names(pack).into_iter().filter_map(gap).collect()
}

async fn page(
    desk: &Desk,
    pack: &Pack,
    query: &PriceQuery,
    id: Option<i64>,
    typed: Option<Form>,
) -> Result<String, Failure> {
    let month = desk.app.clock.month();
    let rows = entered(desk, pack).await?;
    let known = match id {
        Some(id) => Some(stored(desk, pack, id).await?),
        None => None,
    };
    let before = known.as_ref().map(|known| show_form(&known.body));
    let blank = || {
        let mut form = Form::default();
        form.set_some("name", query.name.as_deref()).set_some("valid_from", query.from.as_deref());
        form.set("read_on", desk.app.clock.today());
        form
    };
    let form = typed.or_else(|| before.clone()).unwrap_or_else(blank);
    let base = format!("{}/c/packs/{}/prices", desk.base, pack.identity.id);
    let installed = installed(desk, pack);
    let all: Vec<&Overlay> = rows.iter().map(|row| &row.body).chain(installed.iter().copied()).collect();
    let missing = still_missing(pack, &all);
    let wanted = query.q.as_deref().unwrap_or_default().trim();
    let words: Vec<String> = wanted.split_whitespace().map(kernel::text::search_key).collect();
    let fits = |name: &str| {
        let key = kernel::text::search_key(name);
        words.iter().all(|word| key.contains(word))
    };
    let found: Vec<&MissingName> = missing.iter().filter(|known| fits(&known.name)).collect();
    let lines = found.iter().take(MOST_NAMES).map(|known| {
        let mut link = form_urlencoded::Serializer::new(format!("{base}?"));
        link.append_pair("name", &known.name).append_pair("from", &known.from.to_string()).append_pair("q", wanted);
        MissingLine {
            name: known.name.clone(),
            months: months(known.from, known.to),
            href: format!("{}#h-form", link.finish()),
        }
    });
    let lines: Vec<MissingLine> = lines.collect();
    let sheet = sheet(pack);
    let editable = desk.may(Permission::Claim);
    let page = PricesPage {
        shell: shell_with(desk, Section::Rules, query.ok.as_deref()).await?,
        municipality: pack.identity.name.clone(),
        pack_href: format!("{}/c/packs/{}", desk.base, pack.identity.id),
        known: pack
            .explain()
            .sections
            .into_iter()
            .find(|section| section.key == "prices")
            .map_or_else(Vec::new, |s| s.rows),
        entered: rows
            .iter()
            .map(|row| EnteredLine {
                name: row.body.name.clone(),
                code: row.body.code.as_ref().map(|code| code.as_str().to_owned()).unwrap_or_default(),
                amount: format!("{}{}", Yen(row.body.amount), unit(pack)),
                months: months(row.body.valid_from, row.body.valid_to),
                source: row.body.source.clone(),
                read_on: row.body.read_on.short_wareki(),
                changed: japan_stamp(row.changed_at),
                href: format!("{base}/{}#h-form", row.id),
                in_force: row.body.in_force(month),
            })
            .collect(),
        installed: installed
            .into_iter()
            .map(|row| InstalledLine {
                name: row.name.clone(),
                amount: format!("{}{}", Yen(row.amount), unit(pack)),
                months: months(row.valid_from, row.valid_to),
                source: row.source.clone(),
                read_on: row.read_on.short_wareki(),
                behind: rows.iter().any(|own| own.body.meets(row)),
            })
            .collect(),
        missing: missing.len(),
        found: found.len(),
        lines,
        query: wanted.to_owned(),
        names: missing.iter().map(|known| known.name.clone()).collect(),
        names_id: NAMES,
        differences: before.as_ref().map(|before| conflict(&sheet, before, &form)).unwrap_or_default(),
        sheet: sheet.view(&form, editable),
        editing: known.as_ref().map(|known| {
            if form.error(VERSION).is_some() || !form.has(VERSION) { known.version } else { version_of(&form) }
        }),
        action: id.map_or_else(|| base.clone(), |id| format!("{base}/{id}")),
        base,
        editable,
        form,
    };
    Ok(page.render()?)
}

/// `GET /c/packs/{pack}/prices`.
pub(super) async fn show(
    desk: Desk,
    Path((_, id)): Path<(i64, String)>,
    Query(query): Query<PriceQuery>,
) -> Result<Html<String>, Failure> {
    Ok(Html(page(&desk, pack::pack(&id)?, &query, None, None).await?))
}

/// `GET /c/packs/{pack}/prices/{price}`: an entered price in its form.
pub(super) async fn show_one(
    desk: Desk,
    Path((_, id, price)): Path<(i64, String, i64)>,
    Query(query): Query<PriceQuery>,
) -> Result<Html<String>, Failure> {
    Ok(Html(page(&desk, pack::pack(&id)?, &query, Some(price), None).await?))
}

async fn put(desk: &Desk, pack: &Pack, id: Option<i64>, mut form: Form) -> Result<Response, Failure> {
    desk.require(Permission::Claim)?;
    if let Some(id) = id {
        stored(desk, pack, id).await?;
    }
    let others = entered(desk, pack).await?.into_iter().filter(|row| Some(row.id) != id);
    let others: Vec<Overlay> = others.map(|row| row.body).collect();
    let status = match read_form(&mut form, pack, &others, desk.app.clock.today()) {
        None => StatusCode::UNPROCESSABLE_ENTITY,
        Some(body) => {
            let known = id.map(|id| Known { id, version: version_of(&form) });
            match masters::save_price(&desk.app.store, &desk.actor(), desk.now, known, &body).await {
                Ok(saved) => {
                    let base = format!("{}/c/packs/{}/prices", desk.base, pack.identity.id);
                    let said = if saved.ended > 0 { "price_revised" } else { "price" };
                    return Ok(Redirect::to(&format!("{base}?ok={said}")).into_response());
                }
                Err(error) => refused(&mut form, error, "name")?,
            }
        }
    };
    Ok((status, Html(page(desk, pack, &PriceQuery::default(), id, Some(form)).await?)).into_response())
}

/// `POST /c/packs/{pack}/prices`: enters a price.
pub(super) async fn create(
    desk: Desk,
    Path((_, id)): Path<(i64, String)>,
    Posted(form): Posted,
) -> Result<Response, Failure> {
    put(&desk, pack::pack(&id)?, None, form).await
}

/// `POST /c/packs/{pack}/prices/{price}`: corrects or ends an entered price.
pub(super) async fn save(
    desk: Desk,
    Path((_, id, price)): Path<(i64, String, i64)>,
    Posted(form): Posted,
) -> Result<Response, Failure> {
    put(&desk, pack::pack(&id)?, Some(price), form).await
}

/// `POST /c/packs/{pack}/prices/{price}/remove`.
pub(super) async fn remove(
    desk: Desk,
    Path((_, id, price)): Path<(i64, String, i64)>,
    Posted(form): Posted,
) -> Result<Response, Failure> {
    desk.require(Permission::Claim)?;
    let pack = pack::pack(&id)?;
    let row = stored(&desk, pack, price).await?;
    let known = Known { id: price, version: version_of(&form) };
    match masters::remove_price(&desk.app.store, &desk.actor(), desk.now, known).await {
        Ok(()) => {
            let base = format!("{}/c/packs/{id}/prices", desk.base);
            Ok(Redirect::to(&format!("{base}?ok=price_removed")).into_response())
        }
        Err(error) => {
            let mut told = show_form(&row.body);
            let status = refused(&mut told, error, "name")?;
            let html = page(&desk, pack, &PriceQuery::default(), Some(price), Some(told)).await?;
            Ok((status, Html(html)).into_response())
        }
    }
}

/// `GET /c/packs/{pack}/prices.csv`: the empty form with every name that has no price.
pub(super) async fn template(desk: Desk, Path((_, id)): Path<(i64, String)>) -> Result<Response, Failure> {
    desk.require(Permission::Claim)?;
    let text = price_list::template(pack::pack(&id)?);
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"prices-{id}.csv\"")),
    ];
    Ok((headers, text).into_response())
}
