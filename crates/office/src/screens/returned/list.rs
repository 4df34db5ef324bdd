//! 返戻の一覧: what is to be mended and claimed again, what waits for the municipality, and what was done.
use crate::{
    actions::{
        claims::PersonClaim,
        returned::{self, NewCase, Noted},
    },
    desk::{Desk, Section, said},
    failure::Failure,
    guard::Posted,
    permissions::Permission,
    screens::people::read,
    view::{FindingView, Links},
};
use askama::Template;
use axum::{
    extract::Query,
    http::StatusCode,
    response::{Html, IntoResponse, Redirect, Response},
};
use kernel::Month;
use serde::Deserialize;
use std::collections::HashMap;
use store::{AgainCase, AgainKind, AgainState, StoreError};
use ui::{Banner, BannerKind, Choice, Form, Shell};

/// The field that names the case whose form was refused.
pub(super) const CASE: &str = "case";

#[derive(Debug, Default, Deserialize)]
pub(super) struct ListQuery {
    /// What was just done.
    ok: Option<String>,
}

struct CaseView {
    id: i64,
    version: i64,
    name: String,
    kind: &'static str,
    month_label: String,
    reasons: Vec<String>,
    dates: Vec<String>,
    /// Where it is mended; empty when it is closed.
    mend: Vec<(String, &'static str)>,
    /// The month that carries the new claim.
    carrier: String,
    carriers: Vec<Choice>,
    state: String,
    /// The result of the facts as they stand now.
    now: String,
    findings: Vec<FindingView>,
    base: String,
    /// What was typed and refused.
    because: String,
    withdrawn_on: String,
}

#[derive(Template)]
#[template(path = "returned/list.html")]
pub(super) struct ListPage {
    pub(super) shell: Shell,
    form: Form,
    open: Vec<CaseView>,
    asked: Vec<CaseView>,
    done: Vec<CaseView>,
    people: Vec<Choice>,
    kinds: Vec<Choice>,
    may_change: bool,
    base: String,
}

fn kind_key(kind: AgainKind) -> &'static str {
    match kind {
        AgainKind::Returned => "returned",
        AgainKind::Withdrawn => "withdrawn",
        AgainKind::Late => "late",
    }
}

/// The months whose files can still take a case: open ones, from the last one that may be open to this month.
async fn open_months(desk: &Desk) -> Result<Vec<Month>, Failure> {
    let this = desk.app.clock.month();
    let mut months = Vec::new();
    for month in [this.plus_months(-2), this.previous(), this] {
        if desk.read().claim_months().get(month).await?.state.is_open() {
            months.push(month);
        }
    }
    Ok(months)
}

fn view(desk: &Desk, case: AgainCase, names: &HashMap<i64, String>, months: &[Month]) -> CaseView {
    let (id, month) = (case.person_id, case.month);
    let base = &desk.base;
    let mend = match case.is_open_for_correction() {
        true => vec![
            (format!("{base}/b/{month}/records/{id}"), "記録"),
            (format!("{base}/people/{id}/months/{month}"), "月の事実"),
            (format!("{base}/people/{id}/cards"), "受給者証"),
            (format!("{base}/people/{id}/contracts"), "契約"),
            (format!("{base}/b/{month}/claim/people/{id}?case={}", case.id), "いまの明細"),
        ],
        false => Vec::new(),
    };
    let mut carriers = vec![Choice::new("", "(まだ決めない)")];
    carriers.extend(
        months
            .iter()
            .filter(|carrier| **carrier > month)
            .map(|carrier| Choice::new(carrier.to_string(), format!("{}の請求といっしょに", carrier.wareki()))),
    );
    let body = &case.body;
    let mut dates = vec![format!("登録 {}", body.known_on.both())];
    dates.extend(body.sent_on.map(|day| format!("申立書 {}", day.both())));
    dates.extend(body.withdrawn_on.map(|day| format!("取下げ {}", day.both())));
    let state = match (case.state, case.carrier) {
        (AgainState::Asked, _) => "市町村の取下げを待っています".to_owned(),
        (AgainState::Open, None) => "直して、請求し直す月を決めてください".to_owned(),
        (AgainState::Open, Some(carrier)) if case.snapshot.is_some() => {
            format!("{}の請求で締めました", carrier.wareki())
        }
        (AgainState::Open, Some(carrier)) => format!("{}の請求に入ります", carrier.wareki()),
        (AgainState::Claimed, carrier) => {
            let with = carrier.map(Month::wareki).unwrap_or_default();
            let processed = body.processed_in.map(Month::wareki).unwrap_or_default();
            format!("{with}の請求といっしょに請求しました(処理対象年月 {processed})")
        }
        (AgainState::Dropped, _) => format!("請求し直さずに終わりました: {}", body.dropped_because),
    };
    CaseView {
        id: case.id,
        version: case.version,
        name: names.get(&id).cloned().unwrap_or_default(),
        kind: body.kind.label_ja(),
        month_label: month.wareki(),
        reasons: body.reasons.iter().map(|(code, text)| format!("{code} {text}").trim().to_owned()).collect(),
        dates,
        mend,
        carrier: case.carrier.map(|carrier| carrier.to_string()).unwrap_or_default(),
        carriers,
        state,
        now: String::new(),
        findings: Vec::new(),
        because: String::new(),
        withdrawn_on: String::new(),
        base: format!("{base}/returned/{}", case.id),
    }
}

/// Works out what the corrected facts of a case lead to.
async fn assess_now(desk: &Desk, (person_id, month): (i64, Month), shown: &mut CaseView) -> Result<(), Failure> {
    let dossier = match desk.read().dossier(person_id, month).await {
        Ok(dossier) => dossier,
        Err(refusal @ StoreError::NoNotice { .. }) => {
            shown.now = refusal.to_string();
            return Ok(());
        }
        Err(other) => return Err(other.into()),
    };
    let links = Links { office: &desk.base, person_id: Some(person_id), month };
    let person = PersonClaim::assess(desk.app.tables, person_id, dossier);
    let outcome = &person.outcome;
    shown.now = format!(
        "いまの計算: {}単位・総費用額 {}円・決定利用者負担 {}円・給付費 {}円",
        outcome.total_units, outcome.total_cost, outcome.decided_burden, outcome.benefit_claim
    );
    shown.findings = links.findings(&person.findings);
    Ok(())
}

/// The page, also after a refusal.
pub(super) async fn page(desk: &Desk, form: Form) -> Result<ListPage, Failure> {
    let everyone = desk.read().people().list().await?;
    let names: HashMap<i64, String> = everyone.iter().map(|person| (person.id, person.body.name.clone())).collect();
    let months = open_months(desk).await?;
    let (mut open, mut asked, mut done) = (Vec::new(), Vec::new(), Vec::new());
    for case in desk.read().again().list().await? {
        let place = match case.state {
            AgainState::Open => &mut open,
            AgainState::Asked => &mut asked,
            AgainState::Claimed | AgainState::Dropped => &mut done,
        };
        let correctable = case.is_open_for_correction().then_some((case.person_id, case.month));
        let mut shown = view(desk, case, &names, &months);
        if form.is(CASE, &shown.id.to_string()) {
            shown.because = form.value("because").to_owned();
            shown.withdrawn_on = form.value("withdrawn_on").to_owned();
        }
        if let Some(of) = correctable {
            assess_now(desk, of, &mut shown).await?;
        }
        place.push(shown);
    }
    let person = |person: &store::Entry<store::PersonBody>| {
        Choice::new(person.id.to_string(), format!("{}({})", person.body.name, person.body.name_kana))
    };
    let kinds = [AgainKind::Returned, AgainKind::Withdrawn, AgainKind::Late];
    Ok(ListPage {
        shell: desk.shell(Section::Claims).await?,
        form,
        open,
        asked,
        done,
        people: std::iter::once(Choice::new("", "(選んでください)")).chain(everyone.iter().map(person)).collect(),
        kinds: kinds.into_iter().map(|kind| Choice::new(kind_key(kind), kind.label_ja())).collect(),
        may_change: desk.may(Permission::Claim),
        base: format!("{}/returned", desk.base),
    })
}

/// The page with a red message.
pub(super) async fn refused(desk: &Desk, form: Form, status: StatusCode, text: String) -> Result<Response, Failure> {
    let mut page = page(desk, form).await?;
    page.shell.banner = Some(Banner { kind: BannerKind::Error, text });
    Ok((status, Html(page.render()?)).into_response())
}

/// `GET /returned`.
pub(super) async fn show(desk: Desk, Query(query): Query<ListQuery>) -> Result<Html<String>, Failure> {
    let mut page = page(&desk, Form::default()).await?;
    match query.ok.as_deref() {
        Some("noted") => said(&mut page.shell, "登録しました。"),
        Some("imported") => {
            said(&mut page.shell, "返戻の一覧を取り込みました。直してから、請求し直す月を決めてください。")
        }
        Some("carried") => said(&mut page.shell, "請求し直す月を保存しました。"),
        Some("withdrawn") => said(&mut page.shell, "取下げを登録しました。記録を直して、全部を請求し直せます。"),
        Some("dropped") => said(&mut page.shell, "請求し直さずに終えました。"),
        Some("given_up") => said(&mut page.shell, "取込みをやめました。何も変わっていません。"),
        _ => {}
    }
    Ok(Html(page.render()?))
}

fn read_case(form: &mut Form) -> Option<NewCase> {
    let kinds = [AgainKind::Returned, AgainKind::Withdrawn, AgainKind::Late];
    let kind = kinds.into_iter().find(|kind| kind_key(*kind) == form.value("kind"));
    if kind.is_none() {
        form.fail("kind", "種類が選ばれていません。返戻・過誤・月遅れから選んでください");
    }
    let person_id = form.text("person").and_then(|text| text.parse().ok());
    if person_id.is_none() {
        form.fail("person", "利用者が選ばれていません。利用者を選んでください");
    }
    if form.text("month").is_none() {
        form.fail("month", "サービス提供年月が入っていません。例: 2026-09");
    }
    let month = read::month(form, "month");
    let code = read::text(form, "code", "エラーコード");
    let reason = read::text(form, "reason", "内容・事由");
    if reason.is_empty() {
        form.fail("reason", "内容・事由が入っていません。返戻の内容か、申立ての事由を書いてください");
    }
    let sent_on = read::day(form, "sent_on");
    if !form.is_ok() {
        return None;
    }
    Some(NewCase { person_id: person_id?, month: month?, kind: kind?, code, reason, sent_on })
}

/// `POST /returned`: a case by hand.
pub(super) async fn note(desk: Desk, Posted(mut form): Posted) -> Result<Response, Failure> {
    desk.require(Permission::Claim)?;
    let Some(new) = read_case(&mut form) else {
        let page = page(&desk, form).await?;
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, Html(page.render()?)).into_response());
    };
    match returned::note(&desk.app, &desk.actor(), desk.now, &new).await {
        Ok(Noted::Done(_)) => Ok(Redirect::to(&format!("{}/returned?ok=noted", desk.base)).into_response()),
        Ok(Noted::Refused(findings)) => {
            for finding in findings {
                let field = finding.place.field.filter(|field| field == "reason").unwrap_or_else(|| "month".to_owned());
                form.fail(&field, format!("{}。{}", finding.what, finding.how_to_fix));
            }
            let page = page(&desk, form).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, Html(page.render()?)).into_response())
        }
        Err(refusal @ StoreError::Invalid { .. }) => {
            form.fail("month", refusal.to_string());
            let page = page(&desk, form).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, Html(page.render()?)).into_response())
        }
        Err(other) => Err(other.into()),
    }
}
