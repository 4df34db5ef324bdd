//! 支援計画 × と減算: month by month whether there is a plan with its PDF, and what the reduction takes where the office
//! says that the plan was not made.
use crate::{
    actions::retention::month::{has_plan, made_plans, plan_missing_month},
    desk::Desk,
};
use fees::retention::Rule;
use kernel::{Month, Ratio, Units};
use store::{AttachmentInfo, RetentionFactsRow, SupportPlan};
use ui::Form;

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
    /// What 「未作成として減算」 from this month would take, where it was not said.
    pub(super) would: String,
    /// `2024-05`.
    pub(super) value: String,
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

/// The months of a person from `first` on, newest first, twelve at most.
pub(super) fn months(
    desk: &Desk,
    facts: &RetentionFactsRow,
    plans: &[(SupportPlan, Vec<AttachmentInfo>)],
    first: Option<Month>,
) -> Vec<MonthLine> {
    let now = desk.app.clock.month();
    let Some(first) = first.filter(|first| *first <= now) else { return Vec::new() };
    let bodies = || plans.iter().map(|(plan, _)| &plan.body);
    let mut missing = 0;
    let all = std::iter::successors(Some(first), |month| (*month < now).then(|| month.next()));
    let mut lines: Vec<(Month, MonthLine)> = Vec::new();
    for month in all {
        let plan = has_plan(plans, month);
        missing = if plan { 0 } else { missing + 1 };
        let said = plan_missing_month(&facts.body, made_plans(plans), month);
        let line = MonthLine {
            label: month.wareki(),
            plan,
            pdf_missing: !plan && bodies().any(|plan| plan.covers(month)),
            reduction: said.map(|nth| reduction(desk, nth, month)).unwrap_or_default(),
            would: if plan || said.is_some() { String::new() } else { reduction(desk, missing, month) },
            value: month.to_string(),
        };
        lines.push((month, line));
    }
    let since = now.plus_months(1 - SHOWN);
    lines.into_iter().rev().filter(|(month, _)| *month >= since).map(|(_, line)| line).collect()
}

/// The form of the statement as it is stored.
pub(super) fn stored(facts: &RetentionFactsRow, form: &mut Form) {
    form.set_some("unmade_from", facts.body.plan_unmade_from).set_some("unmade_to", facts.body.plan_unmade_to);
}
