//! 支援計画: the plans of a person with their PDFs, the months without one, and the form of a plan.
use super::{
    form,
    unmade::{self, MonthLine, TimeLine},
};
use crate::{
    actions::{
        known::Known,
        retention::{
            person_facts,
            plans::{self, NewFile},
        },
    },
    clock::japan_stamp,
    desk::{Desk, Section, said},
    failure::Failure,
    guard::Posted,
    permissions::Permission,
    screens::people::{
        frame::{Head, Tab, VERSION, conflict, refused, version_of, warn},
        names::Names,
        sheet::{Difference, SheetView},
    },
    upload::{LARGEST_ATTACHMENT, Uploaded},
};
use askama::Template;
use axum::{
    extract::{Path, Query},
    http::StatusCode,
    response::{Html, IntoResponse, Redirect, Response},
};
use kernel::Month;
use serde::Deserialize;
use store::{AttachmentInfo, EntityKind, SupportPlan};
use ui::{Form, Shell};

/// Field of the PDF.
const FILE: &str = "file";

struct FileView {
    id: i64,
    name: String,
    size: String,
    by: String,
    href: String,
    remove_href: String,
    version: i64,
}

struct Line {
    period: String,
    made_on: String,
    author: String,
    files: usize,
    monitored: String,
    next_monitoring: String,
    agreed: bool,
    href: String,
    current: bool,
}

#[derive(Template)]
#[template(path = "retention/plans.html")]
struct PlansPage {
    shell: Shell,
    head: Head,
    lines: Vec<Line>,
    months: Vec<MonthLine>,
    /// Months without a plan, for which nothing was said yet.
    open_months: usize,
    unmade_form: Form,
    times: Vec<TimeLine>,
    facts_version: String,
    unmade_href: String,
    /// Where the PDF is put on, and the word for it.
    attach: (String, &'static str),
    form: Form,
    sheet: SheetView,
    differences: Vec<Difference>,
    shown: bool,
    title: &'static str,
    opened: bool,
    files: Vec<FileView>,
    version: String,
    action: String,
    remove_href: String,
    new_href: String,
    copy_href: Option<String>,
    editable: bool,
    file_chosen: bool,
    most_mb: usize,
}

/// What stands behind the `?`.
#[derive(Debug, Default, Deserialize)]
pub(super) struct PlanQuery {
    ok: Option<String>,
    /// A plan of which a new version is written.
    copy: Option<i64>,
    new: Option<String>,
}

/// What the page shows beside the list.
#[derive(Default)]
struct Shown {
    open: Option<i64>,
    copy: Option<i64>,
    new: bool,
    typed: Option<Form>,
    unmade: Option<Form>,
    file_chosen: bool,
    ok: Option<String>,
}

fn done(code: &str) -> Option<&'static str> {
    Some(match code {
        "plan" => "支援計画を保存しました。",
        "no_pdf" => "支援計画を保存しました。PDFがないため、請求では×(未作成の扱い)になります。PDFを付けてください。",
        "removed" => "支援計画を削除しました。履歴は残ります。",
        "file_removed" => "PDFを外しました。履歴には残ります。",
        "unmade" => "未作成として減算する月を保存しました。",
        "made" => "減算をやめました。",
        _ => return None,
    })
}

async fn plans_of(desk: &Desk, person: i64) -> Result<Vec<(SupportPlan, Vec<AttachmentInfo>)>, Failure> {
    let mut found = Vec::new();
    for plan in desk.read().support_plans().of_person(person).await? {
        let mut files = desk.read().attachments().of(EntityKind::SupportPlan, plan.id).await?;
        files.retain(|file| file.removed_at.is_none());
        found.push((plan, files));
    }
    Ok(found)
}

fn line((plan, files): &(SupportPlan, Vec<AttachmentInfo>), place: &str, open: Option<i64>) -> Line {
    let body = &plan.body;
    Line {
        period: format!("{}～{}", body.from.short_wareki(), body.to.short_wareki()),
        made_on: body.made_on.short_wareki(),
        author: body.author.clone(),
        files: files.len(),
        monitored: body.monitored_on.iter().map(|day| day.short_wareki()).collect::<Vec<_>>().join("、"),
        next_monitoring: body.next_monitoring_on.map(kernel::Day::short_wareki).unwrap_or_default(),
        agreed: body.explained_on.is_some() && body.agreed_on.is_some() && body.delivered_on.is_some(),
        href: format!("{place}/{}", plan.id),
        current: open == Some(plan.id),
    }
}

/// 512KB, 1.2MB.
fn size_words(bytes: u64) -> String {
    let kib = bytes.div_ceil(1024);
    if kib < 1024 { format!("{kib}KB") } else { format!("{}.{}MB", kib / 1024, kib % 1024 * 10 / 1024) }
}

async fn page(desk: &Desk, person_id: i64, shown: Shown) -> Result<String, Failure> {
    let person = desk.read().people().get(person_id).await?;
    let all = plans_of(desk, person_id).await?;
    let facts = desk.read().retention_facts().get(person_id).await?;
    let jobs = desk.read().employments().of_person(person_id).await?;
    let place = format!("{}/people/{person_id}/plans", desk.base);
    let editable = desk.may(Permission::EditPeople);
    let find = |id: i64| all.iter().find(|(plan, _)| plan.id == id).ok_or(Failure::NotFound);
    let opened = shown.open.map(find).transpose()?;
    let copied = shown.copy.map(find).transpose()?;
    let stored = opened.map(|(plan, _)| form::show(&plan.body));
    let is_typed = shown.typed.is_some();
    let form =
        shown.typed.or_else(|| stored.clone()).or_else(|| copied.map(|(plan, _)| form::next_version(&plan.body)));
    let form = form.unwrap_or_else(|| {
        let mut form = Form::default();
        form.set("author", &desk.session.display_name);
        form
    });
    let current = opened.map(|(plan, _)| plan.version.to_string()).unwrap_or_default();
    let fresh = form.error(VERSION).is_some() || !form.has(VERSION);
    let mut shell = desk.shell(Section::People).await?;
    if let Some(sentence) = shown.ok.as_deref().and_then(done) {
        said(&mut shell, sentence);
    }
    if let (Some((plan, _)), false) = (opened, is_typed) {
        warn(&mut shell, &form::warnings(&plan.body));
    }
    let standing = person_facts(&jobs, &facts.body, None);
    let usable = standing.employed_on.map(|hired| desk.app.tables.retention().first_usable_on(hired));
    let began = usable.zip(facts.body.contract_on).map(|(usable, contract)| usable.max(contract).month());
    let unmade = &facts.body.plan_unmade;
    let claims = desk.read().retention_claims().of_person(person_id).await?;
    let months = unmade::months(desk, unmade, &all, &claims, earliest(began, unmade.times.first().map(|one| one.from)));
    let mut unmade_form = shown.unmade.unwrap_or_default();
    if unmade_form.text("unmade_from").is_none()
        && let Some(first) = months.iter().rev().find(|line| !line.would.is_empty())
    {
        unmade_form.set("unmade_from", &first.value);
    }
    let names = Names::read(desk).await?;
    let files = opened.map(|(_, files)| files.as_slice()).unwrap_or_default();
    let sheet = form::sheet();
    let action = shown.open.map_or_else(|| place.clone(), |id| format!("{place}/{id}"));
    let page = PlansPage {
        head: Head::of(desk, &person, Tab::Plans),
        lines: all.iter().rev().map(|one| line(one, &place, shown.open)).collect(),
        open_months: months.iter().filter(|line| !line.would.is_empty()).count(),
        times: unmade::times(unmade),
        facts_version: facts.version.map(|version| version.to_string()).unwrap_or_default(),
        unmade_href: format!("{place}/unmade"),
        attach: attach(&all, &months, &place),
        months,
        unmade_form,
        differences: stored.map(|stored| conflict(&sheet, &stored, &form)).unwrap_or_default(),
        sheet: sheet.view(&form, editable),
        shown: is_typed || shown.open.is_some() || (editable && (shown.new || copied.is_some() || all.is_empty())),
        title: match (shown.open, copied.is_some()) {
            (Some(_), _) => "支援計画",
            (None, true) => "複写して、新しい支援計画を書く",
            (None, false) => "新しい支援計画を書く",
        },
        opened: shown.open.is_some(),
        files: files
            .iter()
            .map(|file| FileView {
                id: file.id,
                name: file.name.clone(),
                size: size_words(file.size),
                by: format!("{} {}", names.of(file.account_id), japan_stamp(file.created_at)),
                href: format!("{action}/files/{}", file.id),
                remove_href: format!("{action}/files/{}/remove", file.id),
                version: file.version,
            })
            .collect(),
        version: if fresh { current } else { form.value(VERSION).to_owned() },
        remove_href: format!("{action}/remove"),
        action,
        new_href: format!("{place}?new=1"),
        copy_href: all.last().map(|(plan, _)| format!("{place}?copy={}", plan.id)),
        editable,
        file_chosen: shown.file_chosen,
        most_mb: LARGEST_ATTACHMENT / 1024 / 1024,
        shell,
        form,
    };
    Ok(page.render()?)
}

/// The plan whose PDF is missing in one of the months; a new plan where there is none at all.
fn attach(all: &[(SupportPlan, Vec<AttachmentInfo>)], months: &[MonthLine], place: &str) -> (String, &'static str) {
    let missing = |month: Month| all.iter().rev().find(|(plan, _)| plan.body.covers(month));
    let months = months.iter().filter(|line| line.pdf_missing).filter_map(|line| line.value.parse().ok());
    match months.filter_map(missing).next() {
        Some((plan, _)) => (format!("{place}/{}#f-file", plan.id), "PDFを付ける"),
        None => (format!("{place}?new=1#plan"), "支援計画とPDFを登録する"),
    }
}

fn earliest(one: Option<Month>, other: Option<Month>) -> Option<Month> {
    match (one, other) {
        (Some(one), Some(other)) => Some(one.min(other)),
        (one, other) => one.or(other),
    }
}

/// The page after 「未作成として減算」 was refused.
pub(super) async fn after_unmade(desk: &Desk, person: i64, form: Form) -> Result<String, Failure> {
    page(desk, person, Shown { unmade: Some(form), ..Shown::default() }).await
}

/// `GET /people/{person}/plans`.
pub(super) async fn show(
    desk: Desk,
    Path((_, person)): Path<(i64, i64)>,
    Query(query): Query<PlanQuery>,
) -> Result<Html<String>, Failure> {
    let shown = Shown { copy: query.copy, new: query.new.is_some(), ok: query.ok, ..Shown::default() };
    Ok(Html(page(&desk, person, shown).await?))
}

/// `GET /people/{person}/plans/{plan}`.
pub(super) async fn show_one(
    desk: Desk,
    Path((_, person, plan)): Path<(i64, i64, i64)>,
    Query(query): Query<PlanQuery>,
) -> Result<Html<String>, Failure> {
    Ok(Html(page(&desk, person, Shown { open: Some(plan), ok: query.ok, ..Shown::default() }).await?))
}

/// The file of the form, or why it is not taken in; the words stand at its field.
fn file_of<'f>(form: &mut Form, file: Option<&'f Uploaded>) -> Option<NewFile<'f>> {
    let file = file?;
    if file.too_large {
        let most = LARGEST_ATTACHMENT / 1024 / 1024;
        form.fail(
            FILE,
            format!("PDFが{most}MBを超えています。ページを分けるか、画質を下げて保存し直し、選び直してください"),
        );
    } else if !file.bytes.is_empty() && !file.bytes.starts_with(b"%PDF-") {
        form.fail(FILE, "選んだファイルはPDFではありません。PDFにしたものを選び直してください");
    }
    Some(NewFile { name: &file.name, bytes: &file.bytes })
}

async fn put(
    desk: &Desk,
    person: i64,
    open: Option<i64>,
    file: Option<Uploaded>,
    mut form: Form,
) -> Result<Response, Failure> {
    desk.require(Permission::EditPeople)?;
    desk.read().people().get(person).await?;
    let body = form::read(&mut form, desk.app.clock.today());
    let chosen = file_of(&mut form, file.as_ref());
    let status = match body.filter(|_| form.is_ok()) {
        None => StatusCode::UNPROCESSABLE_ENTITY,
        Some(body) => {
            let known = open.map(|id| Known { id, version: version_of(&form) });
            let saved = plans::save(&desk.app.store, &desk.actor(), desk.now, person, known, (&body, chosen)).await;
            match saved {
                Ok(id) => {
                    let files = desk.read().attachments().of(EntityKind::SupportPlan, id).await?;
                    let code = if files.iter().any(|file| file.removed_at.is_none()) { "plan" } else { "no_pdf" };
                    let to = format!("{}/people/{person}/plans/{id}?ok={code}", desk.base);
                    return Ok(Redirect::to(&to).into_response());
                }
                Err(error) => {
                    let field = if matches!(error, store::StoreError::Refused(_)) { FILE } else { "from" };
                    refused(&mut form, error, field)?
                }
            }
        }
    };
    let shown = Shown { open, typed: Some(form), file_chosen: file.is_some(), ..Shown::default() };
    Ok((status, Html(page(desk, person, shown).await?)).into_response())
}

/// `POST /people/{person}/plans`.
pub(super) async fn create(
    desk: Desk,
    Path((_, person)): Path<(i64, i64)>,
    file: Option<Uploaded>,
    Posted(form): Posted,
) -> Result<Response, Failure> {
    put(&desk, person, None, file, form).await
}

/// `POST /people/{person}/plans/{plan}`.
pub(super) async fn save(
    desk: Desk,
    Path((_, person, plan)): Path<(i64, i64, i64)>,
    file: Option<Uploaded>,
    Posted(form): Posted,
) -> Result<Response, Failure> {
    put(&desk, person, Some(plan), file, form).await
}

/// `POST /people/{person}/plans/{plan}/remove`.
pub(super) async fn remove(
    desk: Desk,
    Path((_, person, plan)): Path<(i64, i64, i64)>,
    Posted(form): Posted,
) -> Result<Response, Failure> {
    desk.require(Permission::EditPeople)?;
    let known = Known { id: plan, version: version_of(&form) };
    plans::remove(&desk.app.store, &desk.actor(), desk.now, person, known).await?;
    Ok(Redirect::to(&format!("{}/people/{person}/plans?ok=removed", desk.base)).into_response())
}
