//! 資料で決まっていない点 (U-01…): the question, its readings, and the one that the office chose – who, when, why.
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
        names::Names,
        read,
        said::Said,
        sheet::{Difference, Field, Group, Sheet, SheetView},
    },
};
use askama::Template;
use axum::{
    extract::{Path, Query},
    http::StatusCode,
    response::{Html, IntoResponse, Redirect, Response},
};
use fees::community::{
    pack::{OnUnsettled, Pack, Point},
    prices::source_title,
};
use store::{PackReading, PackReadingBody};
use ui::{Choice, Form, Shell};

/// Field of the reason for a withdrawal.
const WITHDRAW_WHY: &str = "withdraw_why";

/// A point on the page of the rules.
pub(super) struct PointLine {
    pub(super) id: String,
    pub(super) question: String,
    pub(super) proposed: String,
    pub(super) others: Vec<String>,
    pub(super) effect: String,
    pub(super) mark: &'static str,
    /// A person is asked at every visit until the office has chosen.
    pub(super) held: bool,
    pub(super) source: String,
    pub(super) chosen: Vec<ChosenLine>,
    pub(super) href: String,
}

/// A reading that the office chose.
pub(super) struct ChosenLine {
    pub(super) words: String,
    pub(super) months: String,
    pub(super) who: String,
    pub(super) when: String,
    pub(super) why: String,
    pub(super) in_force: bool,
    id: i64,
}

#[derive(Template)]
#[template(path = "community/point.html")]
struct PointPage {
    shell: Shell,
    municipality: String,
    pack_href: String,
    base: String,
    point: PointLine,
    form: Form,
    sheet: SheetView,
    differences: Vec<Difference>,
    /// The reading in the form; `None` while a new one is chosen.
    editing: Option<(i64, i64)>,
    editable: bool,
    action: String,
}

const fn mark(point: &Point) -> &'static str {
    match point.on {
        OnUnsettled::Hold => "選ぶまで、その記録は請求しない",
        OnUnsettled::Apply => "選ぶまでは提案で計算",
        OnUnsettled::Block => "分かるまで請求を止める",
    }
}

fn words(point: &Point, reading: &str) -> String {
    let found = point.readings.iter().find(|known| known.id == reading);
    found.map_or_else(|| reading.to_owned(), |known| known.text.clone())
}

fn line(desk: &Desk, pack: &Pack, point: &Point, rows: &[PackReading], names: &Names) -> PointLine {
    let month = desk.app.clock.month();
    let ours = rows.iter().filter(|row| row.body.pack == pack.identity.id && row.body.point == point.id);
    let chosen = ours.map(|row| ChosenLine {
        words: words(point, &row.body.choice),
        months: match row.body.valid_to {
            Some(to) => format!("{}〜{}", row.body.valid_from.wareki(), to.wareki()),
            None => format!("{}から", row.body.valid_from.wareki()),
        },
        who: names.of(row.account_id),
        when: japan_stamp(row.changed_at),
        why: row.body.why.clone(),
        in_force: row.body.covers(month),
        id: row.id,
    });
    let others = point.readings.iter().filter(|reading| reading.id != point.default);
    PointLine {
        id: point.id.clone(),
        question: point.question.clone(),
        proposed: words(point, &point.default),
        others: others.map(|reading| reading.text.clone()).collect(),
        effect: point.effect.clone().unwrap_or_default(),
        mark: mark(point),
        held: point.on != OnUnsettled::Apply,
        source: source_title(pack, &point.source),
        chosen: chosen.collect(),
        href: format!("{}/c/packs/{}/points/{}", desk.base, pack.identity.id, point.id),
    }
}

/// The open points of a pack with what the office chose.
pub(super) async fn point_lines(desk: &Desk, pack: &Pack) -> Result<Vec<PointLine>, Failure> {
    let rows = desk.read().pack_readings().list().await?;
    let names = Names::read(desk).await?;
    Ok(pack.points.iter().map(|point| line(desk, pack, point, &rows, &names)).collect())
}

fn sheet(point: &Point) -> Sheet {
    let choices = point.readings.iter().map(|reading| {
        let proposed = if reading.id == point.default { "(きまりの提案)" } else { "" };
        Choice::new(&reading.id, format!("{}{proposed}", reading.text))
    });
    Sheet(vec![Group::new(
        "読み方",
        vec![
            Field::select("choice", "読み方", choices).required(),
            Field::month("valid_from", "使い始める月(サービス提供月)").required().hint("令和8年4月、2026-04 など"),
            Field::month("valid_to", "使い終わる月").hint("空のときは、ずっと使います"),
            Field::long("why", "理由")
                .required()
                .hint("市町村のだれが、いつ、どう答えたかなど。あとから見た人にわかるように"),
        ],
    )])
}

fn show_form(body: &PackReadingBody) -> Form {
    let mut form = Form::default();
    form.set("choice", &body.choice).set("valid_from", body.valid_from).set_some("valid_to", body.valid_to);
    form.set("why", &body.why);
    form
}

fn read_form(form: &mut Form, pack: &Pack, point: &Point) -> Option<PackReadingBody> {
    sheet(point).need(form);
    let valid_from = read::month(form, "valid_from");
    let valid_to = read::month(form, "valid_to");
    let why = read::note(form, "why", "理由");
    if let (Some(from), Some(to)) = (valid_from, valid_to)
        && to < from
    {
        form.fail("valid_to", "使い終わる月が、使い始める月より前です。どちらかの月を直してください");
    }
    if !form.is_ok() {
        return None;
    }
    Some(PackReadingBody {
        pack: pack.identity.id.clone(),
        point: point.id.clone(),
        choice: form.value("choice").to_owned(),
        valid_from: valid_from?,
        valid_to,
        why,
    })
}

fn point_of<'p>(pack: &'p Pack, id: &str) -> Result<&'p Point, Failure> {
    pack.point(id).ok_or(Failure::NotFound)
}

/// A stored reading of this very point.
async fn stored(desk: &Desk, pack: &Pack, point: &Point, id: i64) -> Result<PackReading, Failure> {
    let row = desk.read().pack_readings().get(id).await?;
    let here = row.body.pack == pack.identity.id && row.body.point == point.id;
    if here { Ok(row) } else { Err(Failure::NotFound) }
}

async fn page(
    desk: &Desk,
    (pack, point): (&Pack, &Point),
    id: Option<i64>,
    typed: Option<Form>,
    ok: Option<&str>,
) -> Result<String, Failure> {
    let rows = desk.read().pack_readings().list().await?;
    let names = Names::read(desk).await?;
    let known = match id {
        Some(id) => Some(stored(desk, pack, point, id).await?),
        None => None,
    };
    let before = known.as_ref().map(|known| show_form(&known.body));
    let form = typed.or_else(|| before.clone()).unwrap_or_default();
    let sheet = sheet(point);
    let editable = desk.may(Permission::EditOffice);
    let base = format!("{}/c/packs/{}/points/{}", desk.base, pack.identity.id, point.id);
    let page = PointPage {
        shell: shell_with(desk, Section::Rules, ok).await?,
        municipality: pack.identity.name.clone(),
        pack_href: format!("{}/c/packs/{}", desk.base, pack.identity.id),
        point: line(desk, pack, point, &rows, &names),
        differences: before.as_ref().map(|before| conflict(&sheet, before, &form)).unwrap_or_default(),
        sheet: sheet.view(&form, editable),
        editing: known.as_ref().map(|known| {
            let fresh = form.error(VERSION).is_some() || !form.has(VERSION);
            (known.id, if fresh { known.version } else { version_of(&form) })
        }),
        editable,
        action: id.map_or_else(|| base.clone(), |id| format!("{base}/{id}")),
        base,
        form,
    };
    Ok(page.render()?)
}

/// `GET /c/packs/{pack}/points/{point}`.
pub(super) async fn show(
    desk: Desk,
    Path((_, id, point)): Path<(i64, String, String)>,
    Query(said): Query<Said>,
) -> Result<Html<String>, Failure> {
    let pack = pack::pack(&id)?;
    let point = point_of(pack, &point)?;
    Ok(Html(page(&desk, (pack, point), None, None, said.ok.as_deref()).await?))
}

/// `GET /c/packs/{pack}/points/{point}/{reading}`: a chosen reading in its form.
pub(super) async fn show_one(
    desk: Desk,
    Path((_, id, point, reading)): Path<(i64, String, String, i64)>,
) -> Result<Html<String>, Failure> {
    let pack = pack::pack(&id)?;
    let point = point_of(pack, &point)?;
    Ok(Html(page(&desk, (pack, point), Some(reading), None, None).await?))
}

async fn put(desk: &Desk, at: (&Pack, &Point), id: Option<i64>, mut form: Form) -> Result<Response, Failure> {
    desk.require(Permission::EditOffice)?;
    let (pack, point) = at;
    if let Some(id) = id {
        stored(desk, pack, point, id).await?;
    }
    let status = match read_form(&mut form, pack, point) {
        None => StatusCode::UNPROCESSABLE_ENTITY,
        Some(body) => {
            let known = id.map(|id| Known { id, version: version_of(&form) });
            match masters::save_reading(&desk.app.store, &desk.actor(), desk.now, known, &body).await {
                Ok(_) => {
                    let to = format!("{}/c/packs/{}/points/{}?ok=reading", desk.base, pack.identity.id, point.id);
                    return Ok(Redirect::to(&to).into_response());
                }
                Err(error) => refused(&mut form, error, "valid_from")?,
            }
        }
    };
    Ok((status, Html(page(desk, at, id, Some(form), None).await?)).into_response())
}

/// `POST /c/packs/{pack}/points/{point}`: chooses a reading.
pub(super) async fn choose(
    desk: Desk,
    Path((_, id, point)): Path<(i64, String, String)>,
    Posted(form): Posted,
) -> Result<Response, Failure> {
    let pack = pack::pack(&id)?;
    put(&desk, (pack, point_of(pack, &point)?), None, form).await
}

/// `POST /c/packs/{pack}/points/{point}/{reading}`: changes a chosen reading, or ends it.
pub(super) async fn change(
    desk: Desk,
    Path((_, id, point, reading)): Path<(i64, String, String, i64)>,
    Posted(form): Posted,
) -> Result<Response, Failure> {
    let pack = pack::pack(&id)?;
    put(&desk, (pack, point_of(pack, &point)?), Some(reading), form).await
}

/// `POST /c/packs/{pack}/points/{point}/{reading}/remove`: withdraws a chosen reading.
pub(super) async fn remove(
    desk: Desk,
    Path((_, id, point, reading)): Path<(i64, String, String, i64)>,
    Posted(form): Posted,
) -> Result<Response, Failure> {
    desk.require(Permission::EditOffice)?;
    let pack = pack::pack(&id)?;
    let point = point_of(pack, &point)?;
    let row = stored(&desk, pack, point, reading).await?;
    let why = form.text(WITHDRAW_WHY).unwrap_or_default();
    let mut told = show_form(&row.body);
    told.set(WITHDRAW_WHY, why);
    let status = if why.is_empty() {
        told.fail(WITHDRAW_WHY, "取り消す理由が入っていません。なぜ提案に戻すのかを書いてください");
        StatusCode::UNPROCESSABLE_ENTITY
    } else {
        let known = Known { id: reading, version: version_of(&form) };
        match masters::remove_reading(&desk.app.store, &desk.actor(), desk.now, known, why).await {
            Ok(()) => {
                let to = format!("{}/c/packs/{id}/points/{}?ok=reading_removed", desk.base, point.id);
                return Ok(Redirect::to(&to).into_response());
            }
            Err(error) => refused(&mut told, error, WITHDRAW_WHY)?,
        }
    };
    Ok((status, Html(page(&desk, (pack, point), Some(reading), Some(told), None).await?)).into_response())
}
