//! 受給者証(利用者マスタ): the versions of a person's certificate by 適用年月日, each checked against the paper and locked.
use super::{
    choices::{choices, first, label},
    known::{Unit, municipality, pack_of},
    master_form::{self, NUMBERS, decided_words},
    waiver_box::{WaiverBox, decisions},
};
use crate::{
    actions::{community::masters, known::Known},
    clock::{japan_day, japan_stamp},
    desk::{Desk, Section},
    failure::Failure,
    guard::Posted,
    permissions::Permission,
    screens::people::{
        frame::{Head, Tab, VERSION, conflict, refused, shell_with, version_of, warn},
        names::Names,
        said::Said,
        sheet::{Difference, Sheet, SheetView},
    },
};
use askama::Template;
use axum::{
    extract::{Path, Query},
    http::StatusCode,
    response::{Html, IntoResponse, Redirect, Response},
};
use fees::community::{facts::IncomeClass, pack::Packs};
use kernel::{Day, Yen};
use store::{CommunityCard, CommunityCardBody, EntityKind};
use ui::{Choice, Form, Shell};

struct CardLine {
    valid_from: String,
    municipality: String,
    recipient_no: String,
    decided: String,
    period: String,
    burden_cap: String,
    lock: String,
    locked: bool,
    href: String,
    current: bool,
    in_force: bool,
}

/// One field of the entry program with the value to type there.
struct ToolLine {
    label: String,
    value: String,
}

#[derive(Template)]
#[template(path = "community/masters.html")]
struct MastersPage {
    shell: Shell,
    head: Head,
    cards: Vec<CardLine>,
    form: Form,
    sheet: SheetView,
    differences: Vec<Difference>,
    title: &'static str,
    version: Option<i64>,
    changed_on: String,
    action: String,
    lock_action: String,
    new_href: String,
    editable: bool,
    reason: &'static str,
    locked: bool,
    may_lock: bool,
    may_edit: bool,
    numbers: Vec<Choice>,
    numbers_id: &'static str,
    waiver: Option<WaiverBox>,
    tool: Vec<ToolLine>,
    pack: Option<(String, String)>,
}

/// Field of the reason for opening a lock.
const WHY: &str = "why";

/// Who locked the version, and when.
pub(super) fn lock_said(names: &Names, card: &CommunityCard) -> String {
    match card.locked {
        None => "未ロック".to_owned(),
        Some(lock) => format!("ロック済み({} {})", names.of(lock.account_id), japan_stamp(lock.at)),
    }
}

/// The version in force on a day, else the first to come.
pub(super) fn card_of<'c>(
    cards: impl Iterator<Item = &'c CommunityCard> + Clone,
    today: Day,
) -> Option<&'c CommunityCard> {
    let begun = cards.clone().filter(|card| card.body.valid_from <= today).max_by_key(|card| card.body.valid_from);
    begun.or_else(|| cards.min_by_key(|card| card.body.valid_from))
}

/// The decisions of a version in words.
pub(super) fn decided_said(body: &CommunityCardBody) -> Vec<String> {
    let pack = pack_of(&body.municipality_no, body.valid_from.month());
    let each = body.decisions.iter();
    each.map(|decided| {
        format!("{} {}", decided_words(decided), Unit::of(pack, decided.service).said(decided.amount_x100))
    })
    .collect()
}

/// The program's form of a day.
pub(super) fn slashed(day: Day) -> String {
    day.to_string().replace('-', "/")
}

/// 請求情報作成ツールの利用者マスタ: every field in the order of the program, as it is typed there.
fn tool_lines(body: &CommunityCardBody) -> Vec<ToolLine> {
    let Some(pack) = pack_of(&body.municipality_no, body.valid_from.month()) else { return Vec::new() };
    if pack.tool.is_none() {
        return Vec::new();
    }
    let line = |label: &str, value: String| ToolLine { label: label.to_owned(), value };
    let mut lines = vec![
        line("適用年月日", slashed(body.valid_from)),
        line("証記載市町村番号", format!("{}:{}", body.municipality_no, pack.identity.name)),
        line("受給者証番号", body.recipient_no.to_string()),
        line("支給決定者氏名(半角カナ)", body.guardian_kana.clone()),
        line("支給決定児童氏名(半角カナ)", body.child_kana.clone()),
        line("制度区分", label("scheme", first("scheme"))),
        line("サービス提供開始年月日", body.service_started_on.map(slashed).unwrap_or_default()),
        line("①障害種別", label("disability_kind", &body.disability_kind)),
        line("②状態区分", label("state_class", &body.state_class)),
        line("③障害支援区分コード", label("support_class", &body.support_class)),
        line("④有効認定期間開始年月日", slashed(body.certified_from)),
        line("④有効認定期間終了年月日", slashed(body.certified_to)),
        line("⑤所得区分", label("income_class", body.income_class.map_or("99", IncomeClass::code))),
        line("サービス種類コード1〜3(県・市町村単独事業)", String::new()),
        line("負担上限月額", body.burden_cap.to_string()),
        line("⑥利用者上限月額適用開始年月日", slashed(body.cap_from)),
        line("⑥利用者上限月額適用終了年月日", slashed(body.cap_to)),
        line("⑦利用者負担率", body.burden_rate.to_string()),
    ];
    for (at, decided) in body.decisions.iter().enumerate() {
        let number = at + 1;
        lines.push(line(&format!("⑧決定サービスコード{number}"), label("decision_code", &decided.code)));
        lines.push(line(&format!("⑨契約支給量{number}"), Yen(i64::from(decided.amount_x100)).to_string()));
        lines.push(line(&format!("⑩有効開始年月日{number}"), slashed(decided.from)));
        lines.push(line(&format!("⑩有効終了年月日{number}"), slashed(decided.to)));
    }
    lines
}

/// The numbers that certificates of known municipalities carry.
pub(super) fn numbers() -> Vec<Choice> {
    let packs = Packs::builtin().all().iter();
    let named = packs.flat_map(|pack| {
        pack.identity.certificate_numbers.iter().map(|number| Choice::new(number.to_string(), &pack.identity.name))
    });
    named.collect()
}

/// The page with one version (`id`) or a new one in its form.
async fn page(
    desk: &Desk,
    person_id: i64,
    id: Option<i64>,
    typed: Option<Form>,
    ok: Option<&str>,
) -> Result<String, Failure> {
    let person = desk.read().people().get(person_id).await?;
    let cards = desk.read().community_cards().of_person(person_id).await?;
    let card = match id {
        Some(id) => Some(cards.iter().find(|card| card.id == id).ok_or(Failure::NotFound)?),
        None => None,
    };
    let names = Names::read(desk).await?;
    let (today, month) = (desk.app.clock.today(), desk.app.clock.month());
    let base = format!("{}/people/{person_id}/masters", desk.base);
    let now = card_of(cards.iter(), today).map(|card| card.id);
    let lines = cards.iter().map(|known| CardLine {
        valid_from: known.body.valid_from.both(),
        municipality: municipality(&known.body.municipality_no, known.body.valid_from.month()),
        recipient_no: known.body.recipient_no.to_string(),
        decided: decided_said(&known.body).join("、"),
        period: format!("{}〜{}", known.body.certified_from.short_wareki(), known.body.certified_to.short_wareki()),
        burden_cap: known.body.burden_cap.to_string(),
        lock: lock_said(&names, known),
        locked: known.locked.is_some(),
        href: format!("{base}/{}", known.id),
        current: Some(known.id) == id,
        in_force: Some(known.id) == now,
    });
    let stored = card.map(|card| master_form::show(&card.body));
    let form = typed.or_else(|| stored.clone()).unwrap_or_else(|| copied(cards.last()));
    let pack = master_form::pack_typed(&form, today);
    let sheet = master_form::sheet(&form, pack);
    let locked = card.is_some_and(|card| card.locked.is_some());
    let may_edit = desk.may(Permission::EditPeople);
    let mut shell = shell_with(desk, Section::People, ok).await?;
    if let Some(card) = card {
        warn(&mut shell, &master_form::warnings(&card.body, &person.body));
    }
    let version = card
        .map(|card| if form.error(VERSION).is_some() || !form.has(VERSION) { card.version } else { version_of(&form) });
    let action = id.map_or_else(|| base.clone(), |id| format!("{base}/{id}"));
    let readings = desk.read().pack_readings().list().await?;
    // the rules of today decide the waiver, those of the version what the entry program is told
    let waiver = card.map(|card| {
        let pack = pack_of(&card.body.municipality_no, month);
        let chosen = pack.map(|pack| decisions(&readings, pack, month)).unwrap_or_default();
        WaiverBox::of(pack, person.body.born_on, card.body.waiver.as_ref(), &chosen, month)
    });
    let page = MastersPage {
        shell,
        head: Head::of(desk, &person, Tab::Masters),
        differences: stored.as_ref().map(|stored| conflict(&sheet, stored, &form)).unwrap_or_default(),
        sheet: sheet.view(&form, may_edit && !locked),
        title: if id.is_some() { "受給者証の内容" } else { "新しい版の追加登録" },
        version,
        changed_on: card.map(|card| slashed(japan_day(card.changed_at))).unwrap_or_default(),
        lock_action: format!("{action}/{}", if locked { "unlock" } else { "lock" }),
        action,
        new_href: base.clone(),
        editable: may_edit && !locked,
        reason: match (locked, may_edit) {
            (true, _) => {
                "ロックされているため、直せません。証の内容が変わったときは「新しい版」から追加登録し、書き間違いのときはロックを解除して直してください。"
            }
            (false, false) => "あなたの役割では見るだけです。",
            _ => "",
        },
        locked,
        may_lock: desk.may(Permission::LockCard),
        may_edit,
        numbers: numbers(),
        numbers_id: NUMBERS,
        waiver,
        tool: card.map(|card| tool_lines(&card.body)).unwrap_or_default(),
        pack: pack.map(|pack| (pack.identity.name.clone(), format!("{}/c/packs/{}", desk.base, pack.identity.id))),
        cards: lines.collect(),
        form,
    };
    Ok(page.render()?)
}

/// A new version begins with what rarely changes from paper to paper.
fn copied(last: Option<&CommunityCard>) -> Form {
    let Some(last) = last else { return Form::default() };
    let mut form = master_form::show(&last.body);
    let rows = (1..=last.body.decisions.len()).flat_map(|row| [format!("d{row}_from"), format!("d{row}_to")]);
    let own = ["valid_from", "certified_from", "certified_to", "cap_from", "cap_to", "waiver", "waiver_why"];
    for name in own.map(str::to_owned).into_iter().chain(rows) {
        form.set(&name, "");
    }
    form
}

/// `GET …/masters`: the form of a new version.
pub(super) async fn show(
    desk: Desk,
    Path((_, person)): Path<(i64, i64)>,
    Query(said): Query<Said>,
) -> Result<Html<String>, Failure> {
    Ok(Html(page(&desk, person, None, None, said.ok.as_deref()).await?))
}

/// `GET …/masters/{card}`.
pub(super) async fn show_one(
    desk: Desk,
    Path((_, person, card)): Path<(i64, i64, i64)>,
    Query(said): Query<Said>,
) -> Result<Html<String>, Failure> {
    Ok(Html(page(&desk, person, Some(card), None, said.ok.as_deref()).await?))
}

async fn put(desk: &Desk, person_id: i64, id: Option<i64>, mut form: Form) -> Result<Response, Failure> {
    desk.require(Permission::EditPeople)?;
    let person = desk.read().people().get(person_id).await?;
    if let Some(id) = id {
        let stored = desk.read().community_cards().get(id).await?;
        if stored.person_id != person_id {
            return Err(Failure::NotFound);
        }
    }
    let Some(body) = master_form::read(&mut form, &person.body, desk.app.clock.today()) else {
        let html = page(desk, person_id, id, Some(form), None).await?;
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, Html(html)).into_response());
    };
    // 追加登録 on the page of a version makes a new one of what stands in the form
    let known = id.filter(|_| !form.is("act", "add")).map(|id| Known { id, version: version_of(&form) });
    match masters::save_card(&desk.app.store, &desk.actor(), desk.now, person_id, known, &body).await {
        Ok(id) => Ok(Redirect::to(&format!("{}/people/{person_id}/masters/{id}?ok=card", desk.base)).into_response()),
        Err(error) => {
            let status = refused(&mut form, error, "valid_from")?;
            Ok((status, Html(page(desk, person_id, id, Some(form), None).await?)).into_response())
        }
    }
}

/// `POST …/masters`: 追加登録.
pub(super) async fn create(
    desk: Desk,
    Path((_, person)): Path<(i64, i64)>,
    Posted(form): Posted,
) -> Result<Response, Failure> {
    put(&desk, person, None, form).await
}

/// `POST …/masters/{card}`: 更新, or 追加登録 of what stands in the form.
pub(super) async fn save(
    desk: Desk,
    Path((_, person, card)): Path<(i64, i64, i64)>,
    Posted(form): Posted,
) -> Result<Response, Failure> {
    put(&desk, person, Some(card), form).await
}

async fn turn_key(desk: &Desk, person: i64, card: i64, form: &Form, lock: bool) -> Result<Response, Failure> {
    desk.require(Permission::LockCard)?;
    let stored = desk.read().community_cards().get(card).await?;
    if stored.person_id != person {
        return Err(Failure::NotFound);
    }
    let why = form.text(WHY).unwrap_or_default();
    let mut told = master_form::show(&stored.body);
    told.set(WHY, why);
    let status = if !lock && why.is_empty() {
        told.fail(WHY, "ロックを解除する理由が入っていません。なぜ直すのかを書いてください");
        StatusCode::UNPROCESSABLE_ENTITY
    } else {
        let known = Known { id: card, version: version_of(form) };
        match masters::lock_card(&desk.app.store, &desk.actor(), desk.now, person, known, lock, why).await {
            Ok(()) => {
                let code = if lock { "locked" } else { "unlocked" };
                let to = format!("{}/people/{person}/masters/{card}?ok={code}", desk.base);
                return Ok(Redirect::to(&to).into_response());
            }
            Err(error) => refused(&mut told, error, VERSION)?,
        }
    };
    Ok((status, Html(page(desk, person, Some(card), Some(told), None).await?)).into_response())
}

/// `POST …/masters/{card}/lock`.
pub(super) async fn lock(
    desk: Desk,
    Path((_, person, card)): Path<(i64, i64, i64)>,
    Posted(form): Posted,
) -> Result<Response, Failure> {
    turn_key(&desk, person, card, &form, true).await
}

/// `POST …/masters/{card}/unlock`.
pub(super) async fn unlock(
    desk: Desk,
    Path((_, person, card)): Path<(i64, i64, i64)>,
    Posted(form): Posted,
) -> Result<Response, Failure> {
    turn_key(&desk, person, card, &form, false).await
}

/// What the history of a person tells of the versions of its certificate.
pub(crate) async fn versions(desk: &Desk, person_id: i64) -> Result<Vec<(String, Vec<store::Version>)>, Failure> {
    let read = desk.read();
    let mut found = Vec::new();
    for card in read.community_cards().of_person(person_id).await? {
        let what = format!("受給者証({}から)", card.body.valid_from.short_wareki());
        found.push((what, read.history().of(EntityKind::CommunityCard, card.id).await?));
    }
    Ok(found)
}

/// A kept version as its form, for the history.
pub(crate) fn form_of(body: &CommunityCardBody) -> Form {
    master_form::show(body)
}

/// The form that has a row for every decision of the kept versions.
pub(crate) fn sheet_of(versions: &[store::Version]) -> Sheet {
    let bodies = versions.iter().filter_map(|version| serde_json::from_value(version.body["card"].clone()).ok());
    let longest = bodies.max_by_key(|body: &CommunityCardBody| body.decisions.len());
    master_form::sheet(&longest.as_ref().map(master_form::show).unwrap_or_default(), None)
}

/// 所得区分 in words.
pub(super) fn income_said(body: &CommunityCardBody) -> String {
    let code = body.income_class.map_or("99", IncomeClass::code);
    choices("income_class")
        .into_iter()
        .find(|choice| choice.value == code)
        .map(|choice| choice.label)
        .unwrap_or_default()
}
