//! 出力 of 就労定着支援: 簡単請求, the official files with what keeps them from being made, the form number, 送信済み.
use super::{list::version_text, reasons::Window};
use crate::{
    actions::{
        claims::usual_processing_month,
        retention::claims::{self, MonthClaim, NotMade, PersonClaim, RowState, record_form},
    },
    clock::japan_stamp,
    desk::{Desk, Section, said},
    failure::Failure,
    guard::Posted,
    permissions::Permission,
    screens::{
        month_of::month_of,
        people::{frame::refused, names::Names, said::Said},
    },
};
use askama::Template;
use axum::{
    extract::{Path, Query},
    http::StatusCode,
    response::{Html, IntoResponse, Redirect, Response},
};
use jiff::Timestamp;
use kernel::{Month, Units};
use std::collections::BTreeMap;
use ui::{Choice, Form, Shell};

struct FileView {
    kind: String,
    label: &'static str,
    name: String,
    bytes: String,
    sha256: String,
    at: String,
    by: String,
    href: String,
    /// The claims changed after it was made.
    old: bool,
}

struct Fault {
    place: String,
    what: String,
    how: String,
}

#[derive(Template)]
#[template(path = "retention/output.html")]
struct OutputPage {
    shell: Shell,
    form: Form,
    month_label: String,
    window: Window,
    requested: usize,
    sent: usize,
    units: String,
    cost: String,
    burden: String,
    benefit: String,
    may_export: bool,
    may_office: bool,
    claim_href: String,
    simple_href: String,
    base: String,
    files: Vec<FileView>,
    /// 未登録: lines without a code, with the number of people.
    unregistered: Vec<(String, usize)>,
    slots_empty: usize,
    slots_all: usize,
    assign_href: String,
    /// Codes of the files that were given by hand: code, line.
    by_hand: Vec<(String, String)>,
    import_href: String,
    faults: Vec<Fault>,
    unverified: Vec<(String, String)>,
    ready: bool,
    processing_months: Vec<Choice>,
    form_no: String,
    form_verified: bool,
    form_source: String,
    form_stated: bool,
    settings_version: String,
    people: Vec<(i64, String)>,
    people_ids: String,
}

/// What a kind of file holds.
fn label(kind: &str) -> &'static str {
    match kind {
        "J11" => "請求書・明細書",
        "J61" => "サービス提供実績記録票",
        _ => "その他",
    }
}

/// The last instant at which somebody was requested or taken back.
fn last_change(claim: &MonthClaim) -> Option<Timestamp> {
    let of = |person: &PersonClaim| {
        let requested = person.claim.requested.as_ref().map(|request| request.by.at);
        requested.into_iter().chain(person.claim.cancelled.iter().map(|one| one.by.at)).max()
    };
    claim.people.iter().filter_map(of).max()
}

async fn files(desk: &Desk, month: Month, claim: &MonthClaim) -> Result<Vec<FileView>, Failure> {
    let names = Names::read(desk).await?;
    let changed = last_change(claim);
    let mut files = Vec::new();
    for file in desk.read().claim_files().of_month(month).await? {
        let (_, bytes) = desk.read().claim_files().get(file.id).await?;
        files.push(FileView {
            label: label(&file.kind),
            bytes: Units(i64::try_from(bytes.len()).unwrap_or(i64::MAX)).to_string(),
            at: japan_stamp(file.created_at),
            by: names.of(file.account_id),
            href: desk.month_href(month, &format!("/claim/files/{}", file.id)),
            old: changed.is_some_and(|changed| file.created_at < changed),
            kind: file.kind,
            name: file.name,
            sha256: file.sha256,
        });
    }
    Ok(files)
}

async fn page(desk: &Desk, month: Month, form: Form, ok: Option<&str>) -> Result<String, Failure> {
    let claim = MonthClaim::read(desk.read(), desk.app.tables, month).await?;
    let settings = desk.read().retention_settings().get().await?;
    let stated = settings.body.record_form_no.as_deref();
    let usual = usual_processing_month(month, desk.app.clock.today());
    let ready = claims::ready(&desk.app, &claim, usual, stated);
    let mut unregistered: BTreeMap<String, usize> = BTreeMap::new();
    let mut by_hand: BTreeMap<String, String> = BTreeMap::new();
    let tables = desk.app.tables.retention();
    for person in claim.in_state(RowState::Requested) {
        let dossier = &person.person.dossier;
        // a code that was taken in after 「請求する」 counts
        let now = ::claims::retention::assess(desk.app.tables, &dossier.month, &dossier.burden);
        for line in now.claim.lines.iter().filter(|line| line.code.is_none()) {
            *unregistered.entry(line.name.to_string()).or_default() += 1;
        }
        for line in
            now.claim.lines.iter().filter(|line| tables.slot(&line.name, month).is_some_and(|slot| slot.by_hand))
        {
            by_hand.insert(line.code_text().to_owned(), line.name.to_string());
        }
    }
    let faults = match &ready {
        Err(NotMade::Faults(found)) => found
            .iter()
            .filter(|finding| finding.link.as_deref() != Some("codes"))
            .map(|finding| Fault {
                place: finding.place.text.clone(),
                what: finding.what.clone(),
                how: finding.how_to_fix.clone(),
            })
            .collect(),
        _ => Vec::new(),
    };
    let record_form = record_form(stated, month).ok();
    let slots: Vec<_> = desk.app.tables.retention().slots(month).collect();
    let totals = claim.totals(|person| person.state() >= RowState::Requested);
    let people: Vec<(i64, String)> = claim
        .in_state(RowState::Requested)
        .map(|person| (person.person_id, version_text(person.claim.version)))
        .collect();
    let mut shell = desk.month_shell(Section::Claims, month, "/claim/output").await?;
    match ok {
        Some("files") => {
            said(&mut shell, "請求ファイルを作りました。下から受け取って、電子請求の送信ソフトに取り込んでください。")
        }
        Some("form") => said(&mut shell, "様式種別番号を保存しました。"),
        _ => {}
    }
    let page = OutputPage {
        shell,
        month_label: month.wareki(),
        window: Window::of(month, desk.app.clock.today()),
        requested: people.len(),
        sent: claim.in_state(RowState::Sent).count(),
        units: totals.units.to_string(),
        cost: totals.cost.to_string(),
        burden: totals.burden.to_string(),
        benefit: totals.benefit.to_string(),
        may_export: desk.may(Permission::Export),
        may_office: desk.may(Permission::EditOffice),
        claim_href: desk.month_href(month, "/claim"),
        simple_href: desk.month_href(month, "/claim/simple.xlsx"),
        base: desk.month_href(month, "/claim"),
        files: files(desk, month, &claim).await?,
        unregistered: unregistered.into_iter().collect(),
        slots_empty: slots.iter().filter(|slot| slot.code.is_none()).count(),
        slots_all: slots.len(),
        assign_href: format!("{}/t/codes?month={month}", desk.base),
        by_hand: by_hand.into_iter().collect(),
        import_href: format!("{}/settings/codes", desk.base),
        faults,
        unverified: match &ready {
            Ok(ready) => ready.unverified.iter().map(|one| (one.code.clone(), one.name.clone())).collect(),
            Err(_) => Vec::new(),
        },
        ready: ready.is_ok(),
        processing_months: [usual, usual.next()].map(|month| Choice::new(month.to_string(), month.wareki())).into(),
        form_no: record_form.as_ref().map(|form| form.number.clone()).unwrap_or_default(),
        form_verified: record_form.as_ref().is_some_and(|form| form.verified),
        form_source: record_form.map(|form| form.source).unwrap_or_default(),
        form_stated: stated.is_some(),
        settings_version: version_text(settings.version),
        people_ids: people.iter().map(|(id, _)| id.to_string()).collect::<Vec<_>>().join(","),
        people,
        form,
    };
    Ok(page.render()?)
}

/// `GET …/claim/output`.
pub(super) async fn show(
    desk: Desk,
    Path((_, month)): Path<(i64, String)>,
    Query(said): Query<Said>,
) -> Result<Html<String>, Failure> {
    Ok(Html(page(&desk, month_of(&month)?, Form::default(), said.ok.as_deref()).await?))
}

/// `POST …/claim/files`: makes J11 and J61.
pub(super) async fn make(
    desk: Desk,
    Path((_, month)): Path<(i64, String)>,
    Posted(mut form): Posted,
) -> Result<Response, Failure> {
    desk.require(Permission::Export)?;
    let month = month_of(&month)?;
    let usual = usual_processing_month(month, desk.app.clock.today());
    let chosen = form.text("processing_month").map_or(Some(usual), |text| text.parse().ok());
    let Some(processing_month) = chosen.filter(|chosen| *chosen > month) else {
        return Err(Failure::Unreadable("処理対象年月が読み取れません。出力の画面を開き直してください。".to_owned()));
    };
    let months = (month, processing_month);
    match claims::make_files(&desk.app, &desk.actor(), desk.now, months, form.checked("acknowledged")).await? {
        Ok(_) => return Ok(Redirect::to(&desk.month_href(month, "/claim/output?ok=files")).into_response()),
        Err(NotMade::Nobody) => {
            form.fail(
                "files",
                "請求中の人がいないため、請求ファイルを作れません。請求一覧で「請求する」を押してください",
            );
        }
        Err(NotMade::Unacknowledged) => {
            form.fail("acknowledged", "未検証のものを確かめて、「確かめました」に印を付けてください");
        }
        Err(NotMade::Faults(found)) => {
            let told: Vec<String> =
                found.iter().map(|finding| format!("{}: {}", finding.place.text, finding.what)).collect();
            form.fail("files", format!("請求ファイルを作れません。{}", told.join(" / ")));
        }
    }
    Ok((StatusCode::UNPROCESSABLE_ENTITY, Html(page(&desk, month, form, None).await?)).into_response())
}

/// `POST …/claim/output/form`: 様式種別番号 as the office states it; empty goes back to that of the table.
pub(super) async fn state_form(
    desk: Desk,
    Path((_, month)): Path<(i64, String)>,
    Posted(mut form): Posted,
) -> Result<Response, Failure> {
    desk.require(Permission::EditOffice)?;
    let month = month_of(&month)?;
    let number = match form.text("record_form_no").map(|text| record_form(Some(text), month)) {
        None => None,
        Some(Ok(read)) => Some(read.number),
        Some(Err(fault)) => {
            form.fail("record_form_no", format!("{}。{}", fault.what, fault.how_to_fix));
            let html = page(&desk, month, form, None).await?;
            return Ok((StatusCode::UNPROCESSABLE_ENTITY, Html(html)).into_response());
        }
    };
    let version = form.value("version").parse().ok();
    match claims::state_record_form(&desk.app, &desk.actor(), desk.now, version, number).await {
        Ok(()) => Ok(Redirect::to(&desk.month_href(month, "/claim/output?ok=form")).into_response()),
        Err(error) => {
            let status = refused(&mut form, error, "record_form_no")?;
            Ok((status, Html(page(&desk, month, form, None).await?)).into_response())
        }
    }
}
