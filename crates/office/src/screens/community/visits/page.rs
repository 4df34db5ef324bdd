//! 1人の月: the visits of a person with the lines they make, the entry of one visit beside its lines, what waits, what is used.
use super::{
    additions,
    form::{self, service_key},
    list::{Remark, VisitView, remarks_of, visit_views},
    overlap,
    panel::{self, LineView, line_view},
    plan,
    reading::{self, Reading, SERVICES},
    used::Used,
};
use crate::{
    clock::japan_time,
    desk::{Desk, Section, said},
    failure::Failure,
    guard::random_token,
    permissions::Permission,
    screens::{
        community::held_view::{self, HeldView},
        month_of::month_of,
    },
};
use askama::Template;
use axum::{
    extract::{Path, Query},
    response::Html,
};
use claims::lifecycle::MonthState;
use fees::community::facts::Service;
use kernel::Month;
use serde::Deserialize;
use store::{CommunityMonth, CommunityPerson, Member, Visit};
use ui::{Banner, BannerKind, Form, Shell};

/// What stands behind the `?`.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct VisitQuery {
    /// The visit to correct.
    edit: Option<i64>,
    /// 行コピー: the visit whose fields are taken.
    copy: Option<i64>,
    /// 直近引用: the service whose latest visit is taken.
    latest: Option<String>,
    /// The visit that was saved just now; its helpers stand in the next one.
    saved: Option<i64>,
    /// What was deleted: `id.before.after`.
    deleted: Option<String>,
    /// What was copied: `id.version,…`.
    copied: Option<String>,
    /// Visits of last week that would overlap and were left out: `id,…`.
    left: Option<String>,
    /// Another act: `restored`, `decided`, `undecided`, `uncopied`.
    done: Option<String>,
}

/// 元に戻す.
pub(crate) struct Undo {
    pub(crate) text: String,
    pub(crate) href: String,
    pub(crate) fields: Vec<(&'static str, String)>,
}

/// What stands above the entry.
struct Head {
    municipality: String,
    period: String,
    certificate: String,
    waived: bool,
    refusal: Option<String>,
}

/// Which fields the entry shows.
struct Fields {
    services: Vec<(&'static str, &'static str)>,
    mobility: bool,
    daytime: bool,
    meal: bool,
    single: bool,
    /// 加算の印 of 移動支援, by field and label.
    additions: Vec<(&'static str, &'static str)>,
}

#[derive(Template)]
#[template(path = "community/visits_person.html")]
pub(crate) struct PersonPage {
    shell: Shell,
    form: Form,
    name: String,
    kana: String,
    month_label: String,
    state_label: String,
    closed: bool,
    /// The month left the house: only a case of 月遅れ・返戻・過誤 opens it.
    exported: bool,
    claim_href: String,
    editable: bool,
    may_decide: bool,
    base_href: String,
    month_href: String,
    masters_href: String,
    previous_href: String,
    next_href: String,
    previous_label: String,
    next_label: String,
    head: Head,
    fields: Fields,
    staff_names: Vec<String>,
    used: Vec<Used>,
    held: Vec<HeldView>,
    undo: Option<Undo>,
    /// Visits of last week that were not copied, each with what it overlaps.
    left_out: Vec<String>,
    saved: bool,
    draft: String,
    correcting: bool,
    asks_overlap: bool,
    /// Whether the part with the plan, 差し引く時間 and 備考 stands open.
    entry_more: bool,
    typed_panel: String,
    visits: Vec<VisitView>,
    tool_lines: Vec<(&'static str, Vec<LineView>)>,
    remarks: Vec<Remark>,
    week: String,
    latest: Vec<(&'static str, String)>,
}

/// The entry as the address asks for it: a correction, a copy, or a new visit.
async fn entry(desk: &Desk, person_id: i64, month: Month, query: &VisitQuery) -> Result<Form, Failure> {
    let mut form = Form::default();
    form.set("key", random_token());
    let mine = |visit: &Visit| visit.person_id == person_id;
    let read = desk.read();
    if let Some(id) = query.edit {
        let visit = read.visits().get(id).await.ok().filter(mine).ok_or(Failure::NotFound)?;
        form::fill(&mut form, &visit.body);
        form.set("id", visit.id).set("version", visit.version);
        return Ok(form);
    }
    if let Some(id) = query.copy {
        let visit = read.visits().get(id).await.ok().filter(mine).ok_or(Failure::NotFound)?;
        form::fill(&mut form, &visit.body);
        plan::loosen(&mut form);
        form.set("date", "");
        return Ok(form);
    }
    if let Some(service) = &query.latest {
        let service = if service == "daytime" { Service::Daytime } else { Service::Mobility };
        if let Some(visit) = read.visits().latest(person_id, service, month.last_day()).await? {
            form::fill(&mut form, &visit.body);
            plan::loosen(&mut form);
            form.set("date", "");
        }
        return Ok(form);
    }
    if let Some(id) = query.saved
        && let Some(visit) = read.visits().get(id).await.ok().filter(mine)
    {
        form::fill_manner(&mut form, &visit.body);
        plan::keep_habit(&mut form, &visit.body);
    }
    Ok(form)
}

fn undo_of(query: &VisitQuery, base: &str) -> Option<Undo> {
    if let Some(deleted) = &query.deleted {
        let mut parts = deleted.split('.');
        let (id, version, expected) = (parts.next()?, parts.next()?, parts.next()?);
        return Some(Undo {
            text: "訪問を1件削除しました。".to_owned(),
            href: format!("{base}/restore"),
            fields: vec![("id", id.to_owned()), ("to", version.to_owned()), ("version", expected.to_owned())],
        });
    }
    let copied = query.copied.as_ref()?;
    let count = copied.split(',').filter(|part| !part.is_empty()).count();
    Some(Undo {
        text: format!("先週の訪問を{count}件写しました。"),
        href: format!("{base}/uncopy"),
        fields: vec![("visits", copied.clone())],
    })
}

/// What 先週を写す left out, in words.
async fn left_out(desk: &Desk, person_id: i64, query: &VisitQuery) -> Result<Vec<String>, Failure> {
    let mut told = Vec::new();
    for id in query.left.as_deref().unwrap_or_default().split(',').filter_map(|id| id.parse().ok()) {
        let Some(visit) = desk.read().visits().get(id).await.ok().filter(|visit| visit.person_id == person_id) else {
            continue;
        };
        let body = super::save::a_week_later(visit.body);
        let why = overlap::told(desk, person_id, &body, None).await?;
        told.push(format!("{}日 {}: {}", body.day().number(), form::span(&body), why.join("。")));
    }
    Ok(told)
}

fn head_of(month: &CommunityMonth, person: &CommunityPerson, readings: &[(Service, Reading)], closed: bool) -> Head {
    let card = person.card();
    let mut head = Head {
        municipality: card
            .map_or_else(|| "受給者証がありません".to_owned(), |card| card.body.municipality_no.to_string()),
        period: String::new(),
        certificate: card.map(|card| card.body.recipient_no.to_string()).unwrap_or_default(),
        waived: false,
        refusal: None,
    };
    let Some(card) = card else {
        let what = "この月に使える受給者証(利用者情報)がありません。登録するまで、どの市町村の規則で読むか決まらず、行は作れません";
        head.refusal =
            Some(if closed { what.to_owned() } else { format!("{what}。訪問の入力と保存はできます") });
        return head;
    };
    match fees::community::pack::Packs::builtin().choose(&card.body.municipality_no, month.month) {
        Ok((pack, period)) => {
            head.municipality = pack.identity.name.clone();
            head.period = format!("{}の規則", period.id);
        }
        Err(refusal) => head.refusal = Some(refusal.to_string()),
    }
    for (_, reading) in readings {
        match reading {
            Reading::Done(done) => head.waived |= done.outcome.free,
            Reading::NoPack(refusal) if head.refusal.is_none() => head.refusal = Some(refusal.clone()),
            _ => {}
        }
    }
    head
}

fn fields_of(month: &CommunityMonth, person: &CommunityPerson, form: &Form) -> Fields {
    let card = person.card();
    let decided = |service: Service| card.is_some_and(|card| reading::decided(card, service, month.month).is_some());
    let none = !SERVICES.into_iter().any(decided);
    let typed = form::service_of(form);
    let offered: Vec<Service> = SERVICES
        .into_iter()
        .filter(|service| none || decided(*service) || (form.has("service") && typed == *service))
        .collect();
    let low = |code: &str| matches!(code, "01" | "02" | "03");
    let meal = card.and_then(|card| card.body.income_class).is_none_or(|class| low(class.code()));
    let single = card
        .and_then(|card| month.office_for(&card.body.municipality_no))
        .is_some_and(|office| office.body.single_facility);
    Fields {
        services: offered.iter().map(|service| (service_key(*service), service.label_ja())).collect(),
        mobility: offered.contains(&Service::Mobility),
        daytime: offered.contains(&Service::Daytime),
        meal: meal || form.checked("meal"),
        single: single || form.checked("single"),
        additions: additions::offered(month, person, form),
    }
}

/// Names for the list of suggestions: colleagues, then the helpers of this month.
fn staff_names(members: &[Member], person: &CommunityPerson) -> Vec<String> {
    let mut names: Vec<String> =
        members.iter().filter(|one| !one.disabled).map(|one| one.display_name.clone()).collect();
    for staff in person.visits.iter().flat_map(|visit| &visit.body.staff) {
        if !names.contains(&staff.name) {
            names.push(staff.name.clone());
        }
    }
    names
}

/// The first Monday whose week lies in the month and is not over: what 先週を写す fills.
fn week_of(desk: &Desk, month: Month) -> String {
    let today = desk.app.clock.today();
    let day = if today.month() == month { today } else { month.first_day() };
    let monday = day.plus_days(-i32::try_from(day.weekday_index()).unwrap_or(0));
    monday.max(month.first_day()).number().to_string()
}

/// The page, also after an error: `form` holds what was typed.
pub(crate) async fn page(
    desk: &Desk,
    month: Month,
    person_id: i64,
    query: &VisitQuery,
    mut form: Form,
) -> Result<PersonPage, Failure> {
    if form.text("key").is_none() {
        form.set("key", random_token());
    }
    let read = desk.read().community_month_of(person_id, month).await?;
    let person = read.people.first().ok_or(Failure::NotFound)?;
    let closed = !desk.read().again().may_change(person_id, month).await?;
    let members = desk.read().members().list().await?;
    let base = desk.month_href(month, &format!("/visits/{person_id}"));
    let readings: Vec<(Service, Reading)> =
        SERVICES.into_iter().map(|service| (service, reading::read_service(&read, person, service))).collect();
    let mut shell = desk.month_shell(Section::Records, month, &format!("/visits/{person_id}")).await?;
    let saved = query.saved.is_some() && form.is_ok() && !form.has("act");
    let kept = match query.saved.filter(|_| saved) {
        Some(id) => desk.read().visits().get(id).await.ok().filter(|visit| visit.person_id == person_id),
        None => None,
    };
    let to_come = kept.and_then(|visit| panel::to_come(desk, &visit.body));
    if let Some(text) = &to_come {
        shell.banner = Some(Banner {
            kind: BannerKind::Warning,
            text: format!("保存しました {}。{text}", japan_time(desk.now)),
        });
    }
    let words = match query.done.as_deref() {
        _ if to_come.is_some() => None,
        _ if saved => Some(format!("保存しました {}", japan_time(desk.now))),
        Some("restored") => Some("元に戻しました。".to_owned()),
        Some("decided") => Some("保留の判断を記録しました。".to_owned()),
        Some("undecided") => Some("判断を取り消しました。もう一度選んでください。".to_owned()),
        Some("uncopied") => Some("写した訪問を取り消しました。".to_owned()),
        Some("nothing") if query.left.is_none() => {
            Some("写す訪問がありませんでした。先週に訪問がないか、もう同じ時間の訪問があります。".to_owned())
        }
        Some("known") => Some("この訪問はもう保存されています。".to_owned()),
        _ => None,
    };
    if let Some(words) = words {
        said(&mut shell, words);
    }
    let card = person.card();
    let used = SERVICES
        .into_iter()
        .zip(&readings)
        .filter_map(|(service, (_, reading))| Some(Used::of(service, reading::usage(card?, service, month, reading)?)));
    let tool_lines = readings.iter().filter_map(|(service, reading)| match reading {
        Reading::Done(done) => {
            let entries = done.outcome.entries.iter().enumerate();
            Some((service.label_ja(), entries.map(|(at, entry)| line_view(at + 1, entry, month)).collect()))
        }
        _ => None,
    });
    let remarks = readings.iter().flat_map(|(_, reading)| match reading {
        Reading::Done(done) => remarks_of(desk, person_id, &base, done),
        _ => Vec::new(),
    });
    let offered = fields_of(&read, person, &form);
    Ok(PersonPage {
        name: person.person.body.name.clone(),
        kana: person.person.body.name_kana.clone(),
        month_label: month.wareki(),
        state_label: read.state.state.to_string(),
        closed,
        exported: read.state.state == MonthState::Exported,
        claim_href: desk.month_href(month, "/claim#late"),
        editable: !closed && desk.may(Permission::Record),
        may_decide: !closed && desk.may(Permission::DecideHeld),
        month_href: desk.month_href(month, "/visits"),
        masters_href: format!("{}/people/{person_id}/masters", desk.base),
        previous_href: desk.month_href(month.previous(), &format!("/visits/{person_id}/keep")),
        next_href: desk.month_href(month.next(), &format!("/visits/{person_id}/keep")),
        previous_label: month.previous().wareki(),
        next_label: month.next().wareki(),
        head: head_of(&read, person, &readings, closed),
        staff_names: staff_names(&members, person),
        used: used.collect(),
        held: held_view::waiting(&read, person, &readings, &base, &form),
        undo: undo_of(query, &base),
        left_out: left_out(desk, person_id, query).await?,
        saved,
        draft: draft_key(&desk.session.csrf, person_id),
        correcting: form.text("id").is_some(),
        asks_overlap: form.has("asks_overlap"),
        entry_more: plan::is_touched(&form) || has_more(&form),
        typed_panel: panel::of_typed(desk, person_id, month, &form).await?,
        visits: visit_views(desk, month, person, &base, &readings, &members),
        tool_lines: tool_lines.collect(),
        remarks: remarks.collect(),
        week: week_of(desk, month),
        latest: offered.services.iter().map(|(key, label)| (*label, format!("{base}?latest={key}#entry"))).collect(),
        fields: offered,
        base_href: base,
        shell,
        form,
    })
}

/// Whether 差し引く時間 or 備考 was typed or refused.
fn has_more(form: &Form) -> bool {
    let fields = ["deducted", "deducted_start", "note"];
    fields.iter().any(|name| form.text(name).is_some() || form.error(name).is_some())
}

/// The name under which the browser keeps what is typed about a person: it holds for this sign-in only.
fn draft_key(csrf: &str, person_id: i64) -> String {
    use sha2::{Digest, Sha256};
    let hash = Sha256::digest(format!("draft {csrf}"));
    let short: String = hash.iter().take(8).map(|byte| format!("{byte:02x}")).collect();
    format!("{short}.{person_id}")
}

/// `GET /c/{month}/visits/{person}`.
pub(crate) async fn show(
    desk: Desk,
    Path((_, month, person_id)): Path<(i64, String, i64)>,
    Query(query): Query<VisitQuery>,
) -> Result<Html<String>, Failure> {
    let month = month_of(&month)?;
    let form = entry(&desk, person_id, month, &query).await?;
    Ok(Html(page(&desk, month, person_id, &query, form).await?.render()?))
}
