//! 支援計画 × と減算: month by month whether there is a plan with its PDF, and what the reduction takes where the office
//! says that the plan was not made.
use crate::{
    actions::retention::month::{has_plan, plan_missing_month},
    desk::Desk,
};
use fees::retention::Rule;
use kernel::{Month, Ratio, Units};
use store::{AttachmentInfo, CheckedPlan, PlanUnmade, RetentionClaim, SupportPlan, UnmadeMonths};

/// Months shown.
const SHOWN: i32 = 12;

/// One month.
pub(super) struct MonthLine {
    /// 令和6年5月.
    pub(super) label: String,
    /// There is a plan with its PDF.
    pub(super) plan: bool,
    /// There is a plan, and only its PDF is missing.
    pub(super) pdf_missing: bool,
    /// 「1か月目 ×70%」; empty without a reduction.
    pub(super) reduction: String,
    /// 「(請求中)」, where the month is ticked or requested and shows what the tick saw.
    pub(super) stage: String,
    /// What 「未作成として減算」 from this month would take, where it was not said.
    pub(super) would: String,
    /// `2024-05`.
    pub(super) value: String,
}

/// What was said of one time without a plan.
pub(super) struct TimeLine {
    /// 令和6年5月から…
    pub(super) label: String,
    /// `2024-05`.
    pub(super) from: String,
}

/// What is left of a hundred.
fn percent(left: Ratio) -> Units {
    Units(100).times_half_up(left).unwrap_or(Units(100))
}

/// The n-th month of the reduction in words, with its share of the base fee from the table.
fn reduction(desk: &Desk, nth: u32, month: Month) -> String {
    match desk.app.tables.retention().factor(Rule::PlanMissing, nth, month) {
        Some(left) => format!("{nth}か月目 基本報酬×{}%", percent(left)),
        None => format!("{nth}か月目(減算の率が表にありません)"),
    }
}

/// The months of a person from `first` on, newest first, twelve at most. A ticked or requested month shows what the tick saw.
pub(super) fn months(
    desk: &Desk,
    unmade: &PlanUnmade,
    plans: &[(SupportPlan, Vec<AttachmentInfo>)],
    claims: &[RetentionClaim],
    first: Option<Month>,
) -> Vec<MonthLine> {
    let now = desk.app.clock.month();
    let Some(first) = first.filter(|first| *first <= now) else { return Vec::new() };
    let bodies = || plans.iter().map(|(plan, _)| &plan.body);
    let mut missing = 0;
    let all = std::iter::successors(Some(first), |month| (*month < now).then(|| month.next()));
    let mut lines: Vec<(Month, MonthLine)> = Vec::new();
    for month in all {
        let stands = has_plan(plans, month);
        let said = plan_missing_month(unmade, plans, month);
        missing = if stands { 0 } else { said.unwrap_or(missing + 1) };
        let claim = claims.iter().find(|claim| claim.month == month);
        let kept = claim.and_then(|claim| Some((claim.plan?, claim.stage()?)));
        let shown = kept.map_or(CheckedPlan { made: stands, unmade_month: said }, |(plan, _)| plan);
        let stage = kept.map(|(_, stage)| format!("({})", stage.label_ja())).unwrap_or_default();
        let undecided = kept.is_none() && !stands && said.is_none();
        let line = MonthLine {
            label: month.wareki(),
            plan: shown.made,
            pdf_missing: !shown.made && bodies().any(|plan| plan.covers(month)),
            reduction: shown.unmade_month.map(|nth| reduction(desk, nth, month)).unwrap_or_default(),
            stage,
            would: if undecided { reduction(desk, missing, month) } else { String::new() },
            value: month.to_string(),
        };
        lines.push((month, line));
    }
    let since = now.plus_months(1 - SHOWN);
    lines.into_iter().rev().filter(|(month, _)| *month >= since).map(|(_, line)| line).collect()
}

/// What was said, newest first.
pub(super) fn times(unmade: &PlanUnmade) -> Vec<TimeLine> {
    let line = |said: &UnmadeMonths| TimeLine {
        label: match said.to {
            Some(to) => format!("{}から{}まで", said.from.wareki(), to.wareki()),
            None => format!("{}から、計画を作った月の前の月まで", said.from.wareki()),
        },
        from: said.from.to_string(),
    };
    unmade.times.iter().rev().map(line).collect()
}
