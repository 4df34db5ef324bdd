//! 入力中 → 締め → 点検 → 承認 → 出力: the strip with who and when, and its buttons.
use crate::{
    actions::claims::Step, clock::japan_stamp, desk::Desk, failure::Failure, permissions::Permission,
    screens::people::names::Names,
};
use claims::lifecycle::MonthState;
use kernel::{Month, ServiceKind};
use store::{ClaimMonth, EntityKind};
use ui::{Choice, Form};

const ORDER: [MonthState; 5] =
    [MonthState::Open, MonthState::Closed, MonthState::Checked, MonthState::Approved, MonthState::Exported];

/// What the strip has to know of a month, whatever the office does.
pub(crate) struct Standing<'a> {
    /// The stored month.
    pub(crate) stored: &'a ClaimMonth,
    /// 要修正.
    pub(crate) faults: usize,
    /// Everyone could be calculated.
    pub(crate) calculable: bool,
    /// 未検証 codes and names.
    pub(crate) unverified: Vec<(String, String)>,
    /// The usual 処理対象年月.
    pub(crate) usual: Month,
}

/// One state of the strip.
pub(crate) struct StateView {
    pub(crate) label: String,
    pub(crate) done: bool,
    pub(crate) current: bool,
    /// Who and when.
    pub(crate) by: String,
}

/// A step that was taken, for the record under the strip.
pub(crate) struct TakenStep {
    pub(crate) label: String,
    pub(crate) by: String,
    pub(crate) at: String,
    pub(crate) why: String,
}

/// A button.
pub(crate) struct Button {
    pub(crate) to: String,
    pub(crate) label: &'static str,
    pub(crate) confirm: String,
    /// Why it cannot be pressed; empty when it can.
    pub(crate) disabled: String,
}

/// The strip and what can be done.
pub(crate) struct StepBar {
    pub(crate) action: String,
    pub(crate) version: i64,
    pub(crate) states: Vec<StateView>,
    pub(crate) forward: Option<Button>,
    pub(crate) back: Option<Button>,
    pub(crate) same_person: bool,
    /// 未検証 codes to acknowledge before 出力.
    pub(crate) unverified: Vec<(String, String)>,
    /// What is said of them.
    pub(crate) unverified_hint: &'static str,
    /// What the month of sending is called.
    pub(crate) processing_label: &'static str,
    /// Choices of 処理対象年月 before 出力; the first is the usual one.
    pub(crate) processing_months: Vec<Choice>,
    pub(crate) history: Vec<TakenStep>,
}

/// The word of the address and the form for a state.
pub(crate) fn key(state: MonthState) -> &'static str {
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

fn forward(desk: &Desk, month: Month, at: &Standing<'_>) -> Option<Button> {
    let state = at.stored.state;
    let to = state.next()?;
    let faults = at.faults;
    let (label, confirm) = match to {
        MonthState::Closed => ("締める", closing_question(desk, month, faults)),
        MonthState::Checked => ("点検済みにする", String::new()),
        MonthState::Approved => ("承認する", String::new()),
        _ => (
            "請求ファイルを出力する",
            format!("{}の請求ファイルを作ります。出力した月は戻せません。よろしいですか", month.wareki()),
        ),
    };
    let permission = permission(state, to);
    let disabled = if !desk.may(permission) {
        format!("「{}」のできる人が押せます", permission.label_ja())
    } else if to > MonthState::Closed && faults > 0 {
        "「要修正」が残っています。締めを戻して直してください".to_owned()
    } else if !at.calculable {
        "計算できないため進めません".to_owned()
    } else {
        String::new()
    };
    Some(Button { to: key(to).to_owned(), label, confirm, disabled })
}

pub(crate) fn back(desk: &Desk, state: MonthState) -> Option<Button> {
    let to = state.previous()?;
    let label = match to {
        MonthState::Open => "締めを解除して入力中に戻す",
        MonthState::Closed => "点検を取り消して締めに戻す",
        _ => "承認を取り消して点検に戻す",
    };
    let allowed = desk.may(permission(state, to));
    allowed.then(|| Button { to: key(to).to_owned(), label, confirm: String::new(), disabled: String::new() })
}

/// The strip of a month.
pub(crate) async fn bar(desk: &Desk, month: Month, at: &Standing<'_>, names: &Names) -> Result<StepBar, Failure> {
    let Standing { stored, usual, .. } = at;
    let (state, usual) = (&stored.state, *usual);
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
    Ok(StepBar {
        action: desk.month_href(month, "/claim/step"),
        version: stored.version,
        states,
        forward: forward(desk, month, at),
        back: back(desk, *state),
        same_person,
        unverified: if approved { at.unverified.clone() } else { Vec::new() },
        unverified_hint: match desk.kind {
            ServiceKind::Community => {
                "市町村の表で確かめていない単価か、コードです。市町村の単価表と見比べてから出力してください。"
            }
            _ => "公式のコード表で確かめていないコードです。報酬告示・コード表と見比べてから出力してください。",
        },
        processing_label: match desk.kind {
            ServiceKind::Community => "請求年月",
            _ => "処理対象年月(国保連に送る月)",
        },
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

/// The step that the form of the strip asks for, by someone who may; `usual` is the month of sending when none is chosen.
///
/// # Errors
/// What cannot be read, and what the role does not allow.
pub(crate) fn asked(desk: &Desk, month: Month, form: &Form, usual: Month) -> Result<Step, Failure> {
    let unreadable = || Failure::Unreadable("手続きが読み取れません。請求の画面を開き直してください。".to_owned());
    let to = state_of_key(form.value("to")).ok_or_else(unreadable)?;
    let version: i64 = form.value("version").parse().map_err(|_| unreadable())?;
    desk.require(match to {
        MonthState::Approved => Permission::Approve,
        MonthState::Exported => Permission::Export,
        _ => Permission::Claim,
    })?;
    let processing_month = match form.text("processing_month") {
        None => usual,
        Some(text) => text.parse().ok().filter(|chosen| *chosen > month).ok_or_else(unreadable)?,
    };
    Ok(Step {
        month,
        to,
        version,
        reason: form.value("reason").trim().to_owned(),
        acknowledged: form.checked("acknowledged"),
        processing_month,
        may_approve: desk.may(Permission::Approve),
    })
}
