//! 請求一覧: one row a person – plan, amounts, state, every reason with its jump, センター長チェック – and the buttons above.
use super::reasons::{Reason, Window, label, of_blocks, of_findings};
use crate::{
    actions::retention::{
        claims::{MonthClaim, PersonClaim, RowState, Totals},
        conferences::reason_ja,
    },
    clock::japan_stamp,
    desk::{Desk, Section, said},
    failure::Failure,
    permissions::Permission,
    screens::{month_of::month_of, people::names::Names},
};
use askama::Template;
use axum::{
    extract::{Path, Query},
    response::{Html, IntoResponse, Redirect, Response},
};
use fees::retention::Rule;
use kernel::{Month, Units};
use serde::Deserialize;
use store::{AdditionsState, ClaimStage, Mark};
use ui::{Choice, Form, Shell};

/// The word of a state in the address.
pub(in crate::screens::retention) const fn word(state: RowState) -> &'static str {
    match state {
        RowState::NoRecord => "none",
        RowState::NotClaimed => "not",
        RowState::Blocked => "blocked",
        RowState::Waiting => "waiting",
        RowState::Checked => "checked",
        RowState::Requested => "requested",
        RowState::Sent => "sent",
    }
}

const fn kind(state: RowState) -> &'static str {
    match state {
        RowState::NoRecord | RowState::NotClaimed => "",
        RowState::Blocked => "error",
        RowState::Waiting => "warn",
        RowState::Checked | RowState::Requested | RowState::Sent => "ok",
    }
}

/// 支援計画 in words.
pub(super) struct PlanView {
    pub(super) made: bool,
    /// Why ×, and what it takes.
    pub(super) words: String,
    /// 「未作成として減算」 was said.
    pub(super) said: String,
    pub(super) undecided: bool,
    /// What the first choice says, with its first month.
    pub(super) choice: String,
    pub(super) href: String,
}

struct RowView {
    id: i64,
    name: String,
    href: String,
    record_href: String,
    state: &'static str,
    kind: &'static str,
    plan: PlanView,
    days: String,
    units: String,
    cost: String,
    burden: String,
    benefit: String,
    has_lines: bool,
    unregistered: bool,
    unverified: bool,
    reasons: Vec<Reason>,
    warnings: Vec<Reason>,
    chief: String,
    requested: String,
    sent: String,
    cancelled: Vec<String>,
    version: String,
    may_check: bool,
    may_uncheck: bool,
    may_cancel: bool,
    was_sent: bool,
}

struct Filter {
    label: String,
    href: String,
    current: bool,
}

/// Someone in a form that acts on several.
struct Chosen {
    id: i64,
    version: String,
}

/// Why an act was refused.
#[derive(Default)]
pub(super) struct Refused {
    pub(super) text: String,
    /// Person, reason.
    pub(super) reasons: Vec<(String, Reason)>,
    /// One way on that belongs to no person.
    pub(super) href: Option<(String, &'static str)>,
}

struct Sums {
    label: &'static str,
    people: usize,
    units: String,
    cost: String,
    burden: String,
    benefit: String,
}

#[derive(Template)]
#[template(path = "retention/claim.html")]
pub(super) struct ClaimPage {
    shell: Shell,
    form: Form,
    refused: Option<Refused>,
    month_label: String,
    month: String,
    months: Vec<Choice>,
    choose_href: String,
    /// The running month, or the way back from it.
    beside: (&'static str, String, String),
    window: Window,
    /// Months that do have records, when this one has none.
    elsewhere: Option<Vec<(String, String)>>,
    additions: &'static str,
    additions_ok: bool,
    additions_href: String,
    filters: Vec<Filter>,
    rows: Vec<RowView>,
    sums: Vec<Sums>,
    checked: Vec<Chosen>,
    requested: Vec<Chosen>,
    any_sent: bool,
    may_claim: bool,
    may_chief: bool,
    base: String,
    simple_href: String,
    output_href: String,
    ask_reason: bool,
}

/// What stands behind the `?`.
#[derive(Debug, Default, Deserialize)]
pub(super) struct ClaimQuery {
    ok: Option<String>,
    state: Option<String>,
}

fn done(code: &str) -> Option<&'static str> {
    Some(match code {
        "checked" => {
            "センター長チェックを付けました。この人のこの月の記録・支援レポート・支援計画・受給者証は変えられなくなります。"
        }
        "unmade" => "未作成として減算することにして、センター長チェックを付けました。",
        "unchecked" => "センター長チェックを外しました。この人のこの月の記録を直せます。",
        "requested" => "請求中にしました。「簡単請求」のExcelと請求ファイルを受け取れます。",
        "cancelled" => "請求をキャンセルしました。記録を直すには、センター長チェックも外してください。",
        "sent" => "送信済みにしました。",
        _ => return None,
    })
}

fn stamped(names: &Names, mark: Option<&Mark>) -> String {
    mark.map(|mark| format!("{} {}", names.of(mark.account_id), japan_stamp(mark.at))).unwrap_or_default()
}

/// 「基本報酬×70%」 of the n-th month.
fn share(desk: &Desk, nth: u32, month: Month) -> String {
    match desk.app.tables.retention().factor(Rule::PlanMissing, nth, month) {
        Some(left) => {
            let percent = Units(100).times_half_up(left).unwrap_or(Units(100));
            format!("基本報酬×{percent}%({nth}か月目)")
        }
        None => format!("{nth}か月目。減算の率が表にありません"),
    }
}

/// Whole months from one month to another, the first as 1.
fn nth(from: Month, month: Month) -> u32 {
    let months = |month: Month| i32::from(month.year()) * 12 + i32::from(month.month());
    u32::try_from(months(month) - months(from) + 1).unwrap_or(1)
}

pub(super) fn plan_view(desk: &Desk, month: Month, person: &PersonClaim) -> PlanView {
    let plan = person.plan;
    let why =
        if plan.pdf_missing { "計画はありますが、PDFがありません" } else { "計画がありません" };
    let would = share(desk, nth(plan.missing_since, month), month);
    PlanView {
        made: plan.made,
        words: if plan.made { String::new() } else { format!("{why}。未作成は減算の対象です({would})") },
        said: plan
            .unmade_month
            .filter(|_| !plan.made)
            .map(|nth| format!("未作成として減算: {}", share(desk, nth, month)))
            .unwrap_or_default(),
        undecided: plan.is_undecided(),
        choice: format!("{}から未作成として減算", plan.unsaid_since.wareki()),
        href: format!("{}/people/{}/plans", desk.base, person.person_id),
    }
}

pub(super) fn version_text(version: Option<i64>) -> String {
    version.map(|version| version.to_string()).unwrap_or_default()
}

fn row(desk: &Desk, names: &Names, month: Month, person: &PersonClaim, name: String) -> RowView {
    let id = person.person_id;
    let state = person.state();
    let claim = &person.person.outcome.claim;
    let steps = &person.claim;
    let days = &person.person.outcome.support_days;
    let cancelled = steps.cancelled.iter().map(|one| {
        let was = if one.was_sent { "(送信後)" } else { "" };
        format!("{} キャンセル{was}: {}", stamped(names, Some(&one.by)), one.why)
    });
    let chief = desk.may(Permission::ChiefCheck);
    RowView {
        id,
        name,
        href: desk.month_href(month, &format!("/claim/people/{id}")),
        record_href: desk.month_href(month, &format!("/records/{id}")),
        state: state.label_ja(),
        kind: kind(state),
        plan: plan_view(desk, month, person),
        days: days.iter().map(|day| format!("{}日", day.number())).collect::<Vec<_>>().join("・"),
        units: claim.total_units.to_string(),
        cost: claim.total_cost.to_string(),
        burden: claim.decided_burden.to_string(),
        benefit: claim.benefit_claim.to_string(),
        has_lines: !claim.lines.is_empty(),
        unregistered: person.has_unregistered(),
        unverified: person.has_unverified(),
        reasons: of_blocks(desk, month, person),
        warnings: of_findings(desk, month, id, &person.findings)
            .into_iter()
            .chain(unpaid(desk, month, person))
            .collect(),
        chief: stamped(names, steps.chief.as_ref()),
        requested: stamped(names, steps.requested.as_ref().map(|request| &request.by)),
        sent: stamped(names, steps.sent.as_ref()),
        cancelled: cancelled.collect(),
        version: version_text(steps.version),
        may_check: chief && state == RowState::Waiting,
        may_uncheck: chief && steps.stage() == Some(ClaimStage::Checked),
        may_cancel: desk.may(Permission::Claim) && state >= RowState::Requested,
        was_sent: state == RowState::Sent,
    }
}

/// Additions that were recorded on some day and are not paid.
fn unpaid(desk: &Desk, month: Month, person: &PersonClaim) -> impl Iterator<Item = Reason> {
    let recorded = person.person.outcome.claim.not_applied.iter().filter(|rule| !rule.days.is_empty());
    let href = desk.month_href(month, &format!("/claim/people/{}", person.person_id));
    recorded.map(move |rule| Reason {
        what: format!("{}: {}", rule.name, reason_ja(rule, &person.conferences, month)),
        how: "このまま請求するか、明細を見て記録を直してください。".to_owned(),
        href: Some(href.clone()),
    })
}

fn sums(label: &'static str, totals: Totals) -> Sums {
    Sums {
        label,
        people: totals.people,
        units: totals.units.to_string(),
        cost: totals.cost.to_string(),
        burden: totals.burden.to_string(),
        benefit: totals.benefit.to_string(),
    }
}

/// The months that can be chosen: those with records, newest first, and the one that is shown.
async fn months(desk: &Desk, shown: Month) -> Result<(Vec<Choice>, Vec<Month>), Failure> {
    let with: Vec<(Month, u64)> = desk.read().contacts().months().await?;
    let running = desk.app.clock.month();
    let near = [shown, running, running.previous()];
    let mut all: Vec<Month> = with.iter().map(|(month, _)| *month).chain(near).collect();
    all.sort_unstable_by(|one, other| other.cmp(one));
    all.dedup();
    let count = |month: Month| with.iter().find(|(known, _)| *known == month).map_or(0, |(_, contacts)| *contacts);
    let choices =
        all.into_iter().map(|month| Choice::new(month.to_string(), format!("{} 記録{}件", label(month), count(month))));
    Ok((choices.collect(), with.into_iter().map(|(month, _)| month).collect()))
}

/// One step to the running month from the one that can be claimed, and back from every other month.
fn beside(desk: &Desk, shown: Month) -> (&'static str, String, String) {
    let running = desk.app.clock.month();
    let claimable = running.previous();
    let (words, month) = if shown == claimable {
        ("今月の分の準備を見る", running)
    } else {
        ("いま請求できる月を開く", claimable)
    };
    (words, month.wareki(), desk.month_href(month, "/claim"))
}

/// The names of the people of a month, namesakes told apart.
pub(super) async fn names_of(desk: &Desk, claim: &MonthClaim) -> Result<Vec<String>, Failure> {
    let people = crate::view::apart(desk.read().people().list().await?);
    let name = |id: i64| people.iter().find(|person| person.id == id).map(|person| person.body.name.clone());
    Ok(claim.people.iter().map(|person| name(person.person_id).unwrap_or_default()).collect())
}

/// The page, also after an act that was refused.
pub(super) async fn page(
    desk: &Desk,
    month: Month,
    query: &ClaimQuery,
    form: Form,
    refused: Option<Refused>,
) -> Result<ClaimPage, Failure> {
    let claim = MonthClaim::read(desk.read(), desk.app.tables, month).await?;
    let members = Names::read(desk).await?;
    let names = names_of(desk, &claim).await?;
    let base = desk.month_href(month, "/claim");
    let wanted = query.state.as_deref();
    let current = RowState::ALL.into_iter().find(|state| Some(word(*state)) == wanted);
    let shown = |person: &PersonClaim| current.is_none_or(|state| person.state() == state);
    let rows = claim.people.iter().zip(names).filter(|(person, _)| shown(person));
    let rows = rows.map(|(person, name)| row(desk, &members, month, person, name)).collect();
    let mut filters = vec![Filter {
        label: format!("全員 {}人", claim.people.len()),
        href: base.clone(),
        current: current.is_none(),
    }];
    for state in RowState::ALL {
        let count = claim.in_state(state).count();
        if count > 0 || current == Some(state) {
            filters.push(Filter {
                label: format!("{} {count}人", state.label_ja()),
                href: format!("{base}?state={}", word(state)),
                current: current == Some(state),
            });
        }
    }
    let (choices, with_records) = months(desk, month).await?;
    let elsewhere = (!with_records.contains(&month))
        .then(|| with_records.iter().map(|known| (label(*known), desk.month_href(*known, "/claim"))).collect());
    let chosen = |state: RowState| -> Vec<Chosen> {
        let one = |person: &PersonClaim| Chosen { id: person.person_id, version: version_text(person.claim.version) };
        claim.in_state(state).map(one).collect()
    };
    let requested = chosen(RowState::Requested);
    let claimed = |person: &PersonClaim| person.state() >= RowState::Requested;
    let ready = |person: &PersonClaim| person.state() >= RowState::Waiting;
    let mut shell = desk.month_shell(Section::Claims, month, "/claim").await?;
    if let Some(sentence) = query.ok.as_deref().and_then(done) {
        said(&mut shell, sentence);
    }
    Ok(ClaimPage {
        shell,
        refused,
        month_label: month.wareki(),
        month: month.to_string(),
        months: choices,
        choose_href: format!("{}/t/claim", desk.base),
        beside: beside(desk, month),
        window: Window::of(month, desk.app.clock.today()),
        elsewhere,
        additions: claim.additions.label_ja(),
        additions_ok: claim.additions == AdditionsState::Approved,
        additions_href: desk.month_href(month, "/additions"),
        filters,
        rows,
        sums: vec![sums("請求できる人", claim.totals(ready)), sums("うち請求中・送信済", claim.totals(claimed))],
        checked: chosen(RowState::Checked),
        any_sent: claim.in_state(RowState::Sent).next().is_some(),
        requested,
        may_claim: desk.may(Permission::Claim),
        may_chief: desk.may(Permission::ChiefCheck),
        simple_href: format!("{base}/simple.xlsx"),
        output_href: format!("{base}/output"),
        ask_reason: form.error("why").is_some(),
        base,
        form,
    })
}

/// `GET /t/{month}/claim`.
pub(super) async fn show(
    desk: Desk,
    Path((_, month)): Path<(i64, String)>,
    Query(query): Query<ClaimQuery>,
) -> Result<Html<String>, Failure> {
    let month = month_of(&month)?;
    Ok(Html(page(&desk, month, &query, Form::default(), None).await?.render()?))
}

/// `?month=2024-10`.
#[derive(Debug, Deserialize)]
pub(super) struct Wanted {
    month: Option<String>,
}

/// `GET /t/claim?month=…`: the pull-down leads to its month; without one, to the newest that can be claimed: the window of
/// the month before this is now, or was last.
pub(super) async fn choose(desk: Desk, Query(wanted): Query<Wanted>) -> Result<Response, Failure> {
    let month = match wanted.month.as_deref() {
        Some(text) => month_of(text)?,
        None => desk.app.clock.month().previous(),
    };
    Ok(Redirect::to(&desk.month_href(month, "/claim")).into_response())
}
