//! 加算情報 of a month: registered by the first press, approved by the second; the state, who and when stand beside the
//! button.
use super::form;
use crate::{
    actions::retention::additions,
    clock::japan_stamp,
    desk::{Desk, Section, said},
    failure::Failure,
    guard::Posted,
    permissions::{Permission, may},
    screens::{
        month_of::month_of,
        people::{
            frame::{VERSION, conflict, refused},
            names::Names,
            sheet::{Difference, SheetView},
        },
        retention::rate,
    },
};
use askama::Template;
use axum::{
    extract::{Path, Query},
    http::StatusCode,
    response::{Html, IntoResponse, Redirect, Response},
};
use fees::retention::facts::RetentionRate;
use kernel::Month;
use serde::Deserialize;
use store::{AdditionsState, Mark, RetentionMonth};
use ui::{Choice, Form, Shell};

/// Months before this one in the pull-down.
const MONTHS_BACK: i32 = 24;
/// Field at which the second press is refused.
const PRESS: &str = "press";

#[derive(Template)]
#[template(path = "retention/additions.html")]
struct AdditionsPage {
    shell: Shell,
    month_label: String,
    months: Vec<Choice>,
    month: String,
    choose_href: String,
    form: Form,
    sheet: SheetView,
    differences: Vec<Difference>,
    version: String,
    action: String,
    state: &'static str,
    approved: bool,
    pending: bool,
    pressed: String,
    approved_by: String,
    alone: bool,
    one_person: bool,
    band: String,
    rate_list: String,
    rate_href: String,
    copy_from: String,
    /// The values on the page are an offer that nobody saved yet.
    offered: String,
    in_use: bool,
    claim_href: String,
    editable: bool,
    button: &'static str,
    button_hint: String,
    settings_href: String,
}

/// What stands behind the `?`.
#[derive(Debug, Default, Deserialize)]
pub(super) struct AdditionsQuery {
    ok: Option<String>,
    /// Offer the numbers of the list of 就労定着率.
    rate: Option<String>,
}

fn done(code: &str) -> Option<&'static str> {
    Some(match code {
        "pending" => {
            "加算情報を登録しました(1回目)。承認待ちです。サービス管理責任者か管理者がもう一度「登録」を押すと、承認済になります。"
        }
        "approved" => "加算情報を承認しました。この月の請求に使えます。",
        "same" => "内容は承認したときと同じです。何も変えていません。",
        _ => return None,
    })
}

/// What the page shows beside what is stored.
#[derive(Default)]
struct Shown {
    typed: Option<Form>,
    offered: String,
    ok: Option<String>,
}

fn state_words(state: AdditionsState) -> &'static str {
    state.label_ja()
}

/// The months that can be chosen, newest first, each with its state.
async fn months(desk: &Desk, shown: Month) -> Result<Vec<Choice>, Failure> {
    let stored = desk.read().retention_months().list().await?;
    let now = desk.app.clock.month();
    let mut all: Vec<Month> = (0..=MONTHS_BACK).map(|back| now.plus_months(-back)).collect();
    all.extend(stored.iter().map(|one| one.month));
    all.push(shown);
    all.sort_unstable();
    all.dedup();
    let state = |month: Month| {
        let found = stored.iter().find(|one| one.month == month);
        state_words(found.map_or(AdditionsState::None, RetentionMonth::state))
    };
    Ok(all
        .into_iter()
        .rev()
        .map(|month| Choice::new(month.to_string(), format!("{} {}", month.wareki(), state(month))))
        .collect())
}

/// The last month before this one that was registered.
async fn month_before(desk: &Desk, month: Month) -> Result<Option<RetentionMonth>, Failure> {
    Ok(desk.read().retention_months().list().await?.into_iter().find(|one| one.month < month))
}

/// What a month without an entry begins with: the office's area and its price of the table, and the list of the rate.
async fn offer(desk: &Desk, month: Month) -> Result<Form, Failure> {
    let mut form = Form::default();
    let tables = desk.app.tables.retention();
    let area = desk.read().office().current().await?.body.area_class;
    if let Some(price) = form::price(tables, &area, month) {
        form.set("area_class", &area).set("unit_price", price);
    }
    if let Some(rate) = rate::counted(desk, month.fiscal_year()).await? {
        form.set("numerator", rate.numerator).set("denominator", rate.denominator);
    }
    Ok(form)
}

fn by(names: &Names, mark: Option<Mark>) -> String {
    mark.map(|mark| format!("{} {}", names.of(mark.account_id), japan_stamp(mark.at))).unwrap_or_default()
}

async fn page(desk: &Desk, month: Month, shown: Shown) -> Result<String, Failure> {
    let tables = desk.app.tables.retention();
    let stored = desk.read().retention_months().get(month).await?;
    let state = stored.state();
    let has_entry = state != AdditionsState::None;
    let stored_form = form::show(&stored.body, tables, month);
    let form = match shown.typed {
        Some(form) => form,
        None if has_entry => stored_form.clone(),
        None => offer(desk, month).await?,
    };
    let sheet = form::sheet(tables, month);
    let claims = desk.read().retention_claims().of_month(month).await?;
    let in_use = claims.iter().any(|claim| claim.requested.is_some());
    let editable = !in_use && desk.may(Permission::Record);
    let one_person = desk.read().retention_settings().get().await?.body.one_person_may_approve;
    let names = Names::read(desk).await?;
    let members = desk.read().members().list().await?;
    let own_press = stored.pressed.is_some_and(|mark| mark.account_id == Some(desk.session.account_id));
    let approvers: Vec<&str> = members
        .iter()
        .filter(|member| may(member.role, Permission::ApproveAdditions))
        .filter(|member| one_person || stored.pressed.is_none_or(|mark| mark.account_id != Some(member.account_id)))
        .map(|member| member.display_name.as_str())
        .collect();
    let who =
        if approvers.is_empty() { "サービス管理責任者か管理者".to_owned() } else { approvers.join("、") };
    let may_approve = desk.may(Permission::ApproveAdditions) && (one_person || !own_press);
    let number = |name: &str| form.value(name).parse::<u32>().ok();
    let band = number("numerator")
        .zip(number("denominator"))
        .and_then(|(numerator, denominator)| tables.rate_band(RetentionRate { numerator, denominator }, month));
    let rate_list = rate::counted(desk, month.fiscal_year()).await?;
    let current = stored.version.map(|version| version.to_string()).unwrap_or_default();
    let fresh = form.error(VERSION).is_some() || !form.has(VERSION);
    let mut shell = desk.month_shell(Section::Additions, month, "/additions").await?;
    if let Some(sentence) = shown.ok.as_deref().and_then(done) {
        said(&mut shell, sentence);
    }
    let page = AdditionsPage {
        shell,
        month_label: month.wareki(),
        months: months(desk, month).await?,
        month: month.to_string(),
        choose_href: format!("{}/t/additions", desk.base),
        differences: conflict(&sheet, &stored_form, &form),
        sheet: sheet.view(&form, editable),
        version: if fresh { current } else { form.value(VERSION).to_owned() },
        action: desk.month_href(month, "/additions"),
        state: state_words(state),
        approved: state == AdditionsState::Approved,
        pending: state == AdditionsState::Pending,
        pressed: by(&names, stored.pressed),
        approved_by: by(&names, stored.approved),
        alone: stored.approved_alone,
        one_person,
        band: band.unwrap_or_default().to_owned(),
        rate_list: rate_list.map(|rate| format!("{} / {}", rate.numerator, rate.denominator)).unwrap_or_default(),
        rate_href: format!("{}/t/rate/{}", desk.base, month.fiscal_year()),
        copy_from: month_before(desk, month).await?.map(|one| one.month.wareki()).unwrap_or_default(),
        offered: shown.offered,
        in_use,
        claim_href: desk.month_href(month, "/claim"),
        editable,
        button: match state {
            AdditionsState::None => "登録(1回目)",
            AdditionsState::Pending if may_approve => "登録(2回目・承認)",
            AdditionsState::Pending | AdditionsState::Approved => "登録",
        },
        button_hint: match state {
            AdditionsState::None => format!("登録すると承認待ちになります。2回目は {who} が押します。"),
            AdditionsState::Pending if may_approve => {
                "内容を確かめて押すと承認済になります。内容を直して押すと、1回目の登録からやり直します。".to_owned()
            }
            AdditionsState::Pending => {
                format!("承認待ちです。2回目は {who} が押します。内容を直して押すと、1回目の登録からやり直します。")
            }
            AdditionsState::Approved => "内容を直して押すと、承認待ちに戻ります。".to_owned(),
        },
        settings_href: format!("{}/settings/approval", desk.base),
        form,
    };
    Ok(page.render()?)
}

/// `GET /t/{month}/additions`.
pub(super) async fn show(
    desk: Desk,
    Path((_, month)): Path<(i64, String)>,
    Query(query): Query<AdditionsQuery>,
) -> Result<Html<String>, Failure> {
    let month = month_of(&month)?;
    let mut shown = Shown { ok: query.ok, ..Shown::default() };
    if query.rate.is_some() {
        shown = with_rate(&desk, month, None).await?;
    }
    Ok(Html(page(&desk, month, shown).await?))
}

/// The form with the numbers of the list; nothing is saved by it.
async fn with_rate(desk: &Desk, month: Month, typed: Option<Form>) -> Result<Shown, Failure> {
    let stored = desk.read().retention_months().get(month).await?;
    let mut form = match typed {
        Some(form) => form,
        None if stored.version.is_some() => form::show(&stored.body, desk.app.tables.retention(), month),
        None => offer(desk, month).await?,
    };
    let year = month.fiscal_year();
    let offered = match rate::counted(desk, year).await? {
        Some(rate) => {
            form.set("numerator", rate.numerator).set("denominator", rate.denominator);
            format!("{year}年度の就労定着率の名簿から、分子と分母を入れました。確かめて「登録」を押してください。")
        }
        None => format!("{year}年度の就労定着率の名簿がまだありません。名簿を作って保存してから、入れてください。"),
    };
    Ok(Shown { typed: Some(form), offered, ok: None })
}

/// The form with the values of the last month before; nothing is saved by it.
async fn copied(desk: &Desk, month: Month, typed: Form) -> Result<Shown, Failure> {
    let tables = desk.app.tables.retention();
    let Some(before) = month_before(desk, month).await? else {
        let offered = "この月より前に登録した加算情報がありません。".to_owned();
        return Ok(Shown { typed: Some(typed), offered, ok: None });
    };
    let mut form = form::show(&form::carried(&before.body, month), tables, month);
    form.set(VERSION, typed.value(VERSION));
    // what the month does not know any more is chosen again
    let known = tables.treatment_classes(month);
    let class = form.value("treatment_improvement").to_owned();
    if class != "none" && !known.iter().any(|one| one.class == class) {
        form.set("treatment_improvement", "");
    }
    let offered =
        format!("{}の内容を入れました。この月に合わせて直してから「登録」を押してください。", before.month.wareki());
    Ok(Shown { typed: Some(form), offered, ok: None })
}

/// `POST /t/{month}/additions`: 登録 – the first press, or the second when the values that wait are unchanged.
pub(super) async fn press(
    desk: Desk,
    Path((_, month)): Path<(i64, String)>,
    Posted(mut form): Posted,
) -> Result<Response, Failure> {
    desk.require(Permission::Record)?;
    let month = month_of(&month)?;
    match form.value("act") {
        "copy" => return Ok(Html(page(&desk, month, copied(&desk, month, form).await?).await?).into_response()),
        "rate" => {
            let shown = with_rate(&desk, month, Some(form)).await?;
            return Ok(Html(page(&desk, month, shown).await?).into_response());
        }
        _ => {}
    }
    let tables = desk.app.tables.retention();
    let status = match form::read(&mut form, tables, month) {
        None => StatusCode::UNPROCESSABLE_ENTITY,
        Some(body) => {
            let stored = desk.read().retention_months().get(month).await?;
            let version: Option<i64> = form.value(VERSION).parse().ok();
            // what the form of this month does not ask cannot come back with it
            let shown = form::read(&mut form::show(&stored.body, tables, month), tables, month);
            let unchanged = stored.version.is_some() && version == stored.version && shown.as_ref() == Some(&body);
            let (store, actor, now) = (&desk.app.store, desk.actor(), desk.now);
            let pressed = match (stored.state(), version) {
                (AdditionsState::Approved, _) if unchanged => Ok("same"),
                (AdditionsState::Pending, Some(version)) if unchanged => {
                    additions::approve(store, &actor, now, month, version).await.map(|()| "approved")
                }
                _ => additions::register(store, &actor, now, month, version, &body).await.map(|_| "pending"),
            };
            match pressed {
                Ok(code) => {
                    return Ok(Redirect::to(&desk.month_href(month, &format!("/additions?ok={code}"))).into_response());
                }
                Err(error) => refused(&mut form, error, PRESS)?,
            }
        }
    };
    let shown = Shown { typed: Some(form), ..Shown::default() };
    Ok((status, Html(page(&desk, month, shown).await?)).into_response())
}

/// `?month=2024-10`.
#[derive(Debug, Deserialize)]
pub(super) struct Chosen {
    month: Option<String>,
}

/// `GET /t/additions?month=…`: the pull-down leads to its month.
pub(super) async fn choose(desk: Desk, Query(chosen): Query<Chosen>) -> Result<Response, Failure> {
    let month = match chosen.month.as_deref() {
        Some(text) => month_of(text)?,
        None => desk.app.clock.month(),
    };
    Ok(Redirect::to(&desk.month_href(month, "/additions")).into_response())
}
