//! 入力中 → 締め → 点検 → 承認 → 出力: the strip with who and when, and its buttons.
use super::{
    overview::{self, ClaimQuery, MonthView, month_of},
    words::Names,
};
use crate::{
    actions::claims::{MonthClaim, Refusal, Step, Stepped, take_step, usual_processing_month},
    clock::japan_stamp,
    desk::Desk,
    failure::Failure,
    guard::Posted,
    permissions::Permission,
    view::Links,
};
use askama::Template;
use axum::{
    extract::Path,
    http::StatusCode,
    response::{Html, IntoResponse, Redirect, Response},
};
use claims::lifecycle::{LifecycleError, MonthState, Need};
use kernel::{Month, Severity};
use store::{EntityKind, StoreError};
use ui::{Choice, Form};

const ORDER: [MonthState; 5] =
    [MonthState::Open, MonthState::Closed, MonthState::Checked, MonthState::Approved, MonthState::Exported];

/// One state of the strip.
pub(super) struct StateView {
    pub(super) label: String,
    pub(super) done: bool,
    pub(super) current: bool,
    /// Who and when.
    pub(super) by: String,
}

/// A step that was taken, for the record under the strip.
pub(super) struct TakenStep {
    pub(super) label: String,
    pub(super) by: String,
    pub(super) at: String,
    pub(super) why: String,
}

/// A button.
pub(super) struct Button {
    pub(super) to: String,
    pub(super) label: &'static str,
    pub(super) confirm: String,
    /// Why it cannot be pressed; empty when it can.
    pub(super) disabled: String,
}

/// The strip and what can be done.
pub(super) struct StepBar {
    pub(super) action: String,
    pub(super) version: i64,
    pub(super) states: Vec<StateView>,
    pub(super) forward: Option<Button>,
    pub(super) back: Option<Button>,
    pub(super) same_person: bool,
    /// 未検証 codes to acknowledge before 出力.
    pub(super) unverified: Vec<(String, String)>,
    /// Choices of 処理対象年月 before 出力; the first is the usual one.
    pub(super) processing_months: Vec<Choice>,
    pub(super) history: Vec<TakenStep>,
}

/// The word of the address and the form for a state.
fn key(state: MonthState) -> &'static str {
    match state {
        MonthState::Open => "open",
        MonthState::Closed => "closed",
        MonthState::Checked => "checked",
        MonthState::Approved => "approved",
        MonthState::Exported => "exported",
    }
}

fn state_of_key(text: &str) -> Option<MonthState> {
    ORDER.into_iter().find(|state| key(*state) == text)
}

/// What one must be allowed to do for a step from one state to another.
fn permission(from: MonthState, to: MonthState) -> Permission {
    match (from, to) {
        (_, MonthState::Exported) => Permission::Export,
        (_, MonthState::Approved) | (MonthState::Approved, _) => Permission::Approve,
        _ => Permission::Claim,
    }
}

fn faults(claim: &MonthClaim) -> usize {
    claim.findings().filter(|finding| finding.severity == Severity::Fault).count()
}

/// What is asked before a month is closed.
fn closing_question(desk: &Desk, month: Month, faults: usize) -> String {
    let mut text = String::new();
    if desk.app.clock.today() < month.last_day() {
        text.push_str("まだ月の途中です。");
    }
    if faults > 0 {
        text.push_str(&format!("要修正が{faults}件残っているため、締めても点検には進めません。"));
    }
    text.push_str(&format!(
        "{}を締めます。締めると、この月の記録・受給者証・契約は変えられなくなります(理由を書けば戻せます)。よろしいですか",
        month.wareki()
    ));
    text
}

fn forward(desk: &Desk, month: Month, view: &MonthView) -> Option<Button> {
    let to = view.state.next()?;
    let faults = view.claim.as_ref().map_or(0, faults);
    let (label, confirm) = match to {
        MonthState::Closed => ("締める", closing_question(desk, month, faults)),
        MonthState::Checked => ("点検済みにする", String::new()),
        MonthState::Approved => ("承認する", String::new()),
        _ => (
            "請求ファイルを出力する",
            format!("{}の請求ファイルを作ります。出力した月は戻せません。よろしいですか", month.wareki()),
        ),
    };
    let permission = permission(view.state, to);
    let disabled = if !desk.may(permission) {
        format!("「{}」のできる人が押せます", permission.label_ja())
    } else if to > MonthState::Closed && faults > 0 {
        "「要修正」が残っています。締めを戻して直してください".to_owned()
    } else if view.claim.is_err() {
        "計算できないため進めません".to_owned()
    } else {
        String::new()
    };
    Some(Button { to: key(to).to_owned(), label, confirm, disabled })
}

fn back(desk: &Desk, view: &MonthView) -> Option<Button> {
    let to = view.state.previous()?;
    let label = match to {
        MonthState::Open => "締めを解除して入力中に戻す",
        MonthState::Closed => "点検を取り消して締めに戻す",
        _ => "承認を取り消して点検に戻す",
    };
    let allowed = desk.may(permission(view.state, to));
    allowed.then(|| Button { to: key(to).to_owned(), label, confirm: String::new(), disabled: String::new() })
}

/// The strip of a month.
pub(super) async fn bar(desk: &Desk, month: Month, view: &MonthView, names: &Names) -> Result<StepBar, Failure> {
    let MonthView { stored, state, claim } = view;
    let taken = |of: MonthState| stored.steps.iter().rev().find(|step| step.state == of);
    let states = ORDER
        .into_iter()
        .map(|of| {
            let step = taken(of).filter(|_| of != MonthState::Open && of <= *state);
            StateView {
                label: of.to_string(),
                done: of < *state,
                current: of == *state,
                by: step
                    .map(|step| format!("{} {}", names.of(step.account_id), japan_stamp(step.at)))
                    .unwrap_or_default(),
            }
        })
        .collect();
    let who = |of: MonthState| taken(of).and_then(|step| step.account_id);
    let same_person = match state {
        MonthState::Checked => {
            who(MonthState::Checked) == Some(desk.session.account_id) && desk.may(Permission::Approve)
        }
        MonthState::Approved | MonthState::Exported => {
            who(MonthState::Checked).is_some() && who(MonthState::Checked) == who(MonthState::Approved)
        }
        _ => false,
    };
    let approved = *state == MonthState::Approved;
    let usual = usual_processing_month(month, desk.app.clock.today());
    Ok(StepBar {
        action: format!("{}/b/{month}/claim/step", desk.base),
        version: stored.version,
        states,
        forward: forward(desk, month, view),
        back: back(desk, view),
        same_person,
        unverified: claim.as_ref().ok().filter(|_| approved).map(|claim| claim.unverified()).unwrap_or_default(),
        processing_months: match approved {
            true => [usual, usual.next()].map(|month| Choice::new(month.to_string(), month.wareki())).into(),
            false => Vec::new(),
        },
        history: history(desk, stored, names).await?,
    })
}

/// Every step with its reason, newest first.
async fn history(desk: &Desk, stored: &store::ClaimMonth, names: &Names) -> Result<Vec<TakenStep>, Failure> {
    if stored.version == 0 {
        return Ok(Vec::new());
    }
    let versions = desk.read().history().of(EntityKind::ClaimMonth, stored.id).await?;
    let taken = versions.into_iter().rev().map(|version| {
        let state = version.body["state"].as_str().and_then(state_of_key);
        TakenStep {
            label: state.map(|state| state.to_string()).unwrap_or_default(),
            by: names.of(version.account_id),
            at: japan_stamp(version.at),
            why: version.why,
        }
    });
    Ok(taken.collect())
}

/// `POST …/claim/step`.
pub(super) async fn take(
    desk: Desk,
    Path((_, month)): Path<(i64, String)>,
    Posted(mut form): Posted,
) -> Result<Response, Failure> {
    let month = month_of(&month)?;
    let unreadable = || Failure::Unreadable("手続きが読み取れません。請求の画面を開き直してください。".to_owned());
    let to = state_of_key(form.value("to")).ok_or_else(unreadable)?;
    let version: i64 = form.value("version").parse().map_err(|_| unreadable())?;
    let least = match to {
        MonthState::Approved => Permission::Approve,
        MonthState::Exported => Permission::Export,
        _ => Permission::Claim,
    };
    desk.require(least)?;
    let usual = usual_processing_month(month, desk.app.clock.today());
    let processing_month = match form.text("processing_month") {
        None => usual,
        Some(text) => text.parse().ok().filter(|chosen| *chosen > month).ok_or_else(unreadable)?,
    };
    let step = Step {
        month,
        to,
        version,
        reason: form.value("reason").trim().to_owned(),
        acknowledged: form.checked("acknowledged"),
        processing_month,
        may_approve: desk.may(Permission::Approve),
    };
    let home = format!("{}/b/{month}/claim", desk.base);
    match take_step(&desk.app, &desk.actor(), desk.now, &step).await {
        Ok(Stepped::Done) if to == MonthState::Exported => {
            Ok(Redirect::to(&format!("{home}/output?ok=1")).into_response())
        }
        Ok(Stepped::Done) => {
            let back = form.value("back") == "1";
            let said = if back { "undone" } else { key(to) };
            Ok(Redirect::to(&format!("{home}?ok={said}")).into_response())
        }
        Ok(Stepped::Already) => Ok(Redirect::to(&home).into_response()),
        Ok(Stepped::Refused(Refusal::Lifecycle(LifecycleError::Lacking { need: Need::ApprovalRight, .. }))) => {
            Err(Failure::Forbidden(Permission::Approve.label_ja()))
        }
        Ok(Stepped::Refused(refusal)) => {
            let (status, text) = sentence(&desk, month, refusal, &mut form);
            answer(&desk, month, form, status, text).await
        }
        Err(conflict @ StoreError::Conflict { .. }) => {
            answer(&desk, month, Form::default(), StatusCode::CONFLICT, conflict.to_string()).await
        }
        Err(other) => Err(other.into()),
    }
}

/// Status and sentence of a refusal; what was lacking is noted at its field.
fn sentence(desk: &Desk, month: Month, refusal: Refusal, form: &mut Form) -> (StatusCode, String) {
    match refusal {
        Refusal::Nobody => (
            StatusCode::UNPROCESSABLE_ENTITY,
            "この月に記録も契約もある利用者がいないため、締められません。利用者の契約か記録を登録してください"
                .to_owned(),
        ),
        Refusal::Lifecycle(refused @ LifecycleError::NoSuchStep { .. }) => {
            (StatusCode::CONFLICT, format!("手続きの順が違います。{refused}"))
        }
        Refusal::Lifecycle(refused @ LifecycleError::Lacking { need, .. }) => {
            match need {
                Need::Reason => form.fail("reason", "戻す理由が入っていません。戻す理由を書いてください"),
                Need::UnverifiedAcknowledged => {
                    form.fail("acknowledged", "未検証のコードを確かめて、「確かめました」に印を付けてください");
                }
                _ => {}
            }
            (StatusCode::UNPROCESSABLE_ENTITY, refused.to_string())
        }
        Refusal::Files(findings) => {
            let links = Links { office: &desk.base, person_id: None, month };
            let told: Vec<String> = links
                .findings(&findings)
                .into_iter()
                .map(|finding| format!("{}: {}。{}", finding.place, finding.what, finding.how_to_fix))
                .collect();
            (StatusCode::UNPROCESSABLE_ENTITY, format!("請求ファイルを作れません。{}", told.join(" / ")))
        }
    }
}

async fn answer(desk: &Desk, month: Month, form: Form, status: StatusCode, text: String) -> Result<Response, Failure> {
    let mut page = overview::page(desk, month, &ClaimQuery::default(), form).await?;
    overview::refused(&mut page, text);
    Ok((status, Html(page.render()?)).into_response())
}
