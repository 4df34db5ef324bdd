//! 一か月の算定: the one road from the facts to the assessment.
use super::facts::ServiceMonth;
use super::result::{Block, RetentionAssessment};
use super::rules::Rule;
use super::standing::{self, job_end};
use super::work::Work;
use super::{additions, base, conference, eligibility, manual, percentages, words};
use crate::FeeTables;
use kernel::{Finding, Place, Severity, Units};

/// What may be claimed for one person and month of 就労定着支援, with the standing of the person, every reason that blocks
/// the claim, every step, and every addition that was not claimed.
///
/// A blocked month has no lines: nothing is claimed beside a base fee that may not be.
///
/// ```
/// use fees::{FeeTables, retention};
/// let facts: retention::facts::ServiceMonth = serde_json::from_str(r#"{
///   "service_month": "2024-10",
///   "office": { "retention": { "numerator": 20, "denominator": 20 } },
///   "person": { "employed_on": "2024-04-01", "contract_on": "2024-10-01", "card_locked": true },
///   "contacts": [{ "date": "2024-10-08", "means": "face_to_face", "billing": "base" }],
///   "report_shared_on": "2024-10-25", "additions_state": "approved"
/// }"#).unwrap();
/// let result = retention::assess(FeeTables::builtin(), &facts);
/// assert!(result.claimable && result.blocked_by.is_empty());
/// assert_eq!(result.assessment.total_units.0, 3512);
/// assert_eq!(result.assessment.lines[0].code, None); // 未登録 until the official table is taken in
/// ```
pub fn assess(tables: &FeeTables, facts: &ServiceMonth) -> RetentionAssessment {
    let mut work = Work::new(tables, facts);
    let standing = standing::category(tables, &facts.person, facts.service_month.last_day());
    explain_period(&mut work);
    let end = job_end(work.tables, &facts.person);
    let mut blocks = eligibility::check(&mut work, end);
    if blocks.is_empty()
        && let Err(block) = base::apply(&mut work)
    {
        blocks.push(*block);
    }
    if blocks.is_empty() {
        additions::apply(&mut work);
        percentages::shares(&mut work);
        percentages::treatment(&mut work);
        manual::apply(&mut work);
        told(&mut work);
    } else {
        work.out.lines.clear();
        not_claimed(&mut work, &blocks);
    }
    work.out.total_units = Units(work.out.lines.iter().map(|line| line.service_units.0).sum());
    if blocks.is_empty() {
        let days = u32::try_from(work.days.len()).unwrap_or(u32::MAX);
        (work.out.base_days, work.out.claim_days, work.out.service_days) = (days, days, days);
    }
    RetentionAssessment {
        assessment: work.out,
        category: standing.category,
        first_usable_on: standing.first_usable_on,
        last_usable_on: standing.last_usable_on,
        standing,
        support_days: work.days,
        claimable: blocks.is_empty(),
        blocked_by: blocks,
    }
}

/// Whether a month has a conference on a day of support that counts: one of the conferences of its year, once the month is
/// claimed. What still blocks the claim is no matter.
///
/// ```
/// use fees::{FeeTables, retention};
/// let held = |means: &str| {
///     let facts: retention::facts::ServiceMonth = serde_json::from_value(serde_json::json!({
///         "service_month": "2024-10",
///         "person": { "employed_on": "2024-04-01", "contract_on": "2024-10-01" },
///         "contacts": [{ "date": "2024-10-08", "means": means, "billing": "base_and_conference_1" }]
///     }))
///     .unwrap();
///     retention::conference_is_held(FeeTables::builtin(), &facts)
/// };
/// assert!(held("face_to_face"));
/// assert!(!held("phone"));
/// ```
pub fn conference_is_held(tables: &FeeTables, facts: &ServiceMonth) -> bool {
    let mut work = Work::new(tables, facts);
    let end = job_end(work.tables, &facts.person);
    eligibility::check(&mut work, end);
    conference::is_held(&mut work)
}

fn explain_period(work: &mut Work<'_>) {
    let Some(hired) = work.person().employed_on else { return };
    let source = work.tables.period_source("usable_after_months");
    let (first, last) = (work.tables.first_usable_on(hired), work.tables.last_usable_on(hired));
    let text = format!(
        "雇用開始日{}から数えて、利用できるのは{}から{}まで",
        words::day(hired),
        words::day(first),
        words::day(last)
    );
    let inputs = vec![words::fact("雇用開始日", words::day(hired))];
    let months = work.tables.of_period("usable_after_months", hired);
    work.step(Rule::Period, source, inputs, i64::from(months), text);
}

fn not_claimed(work: &mut Work<'_>, blocks: &[Block]) {
    if work.out.not_applied.iter().any(|told| told.rule == Rule::Base.info().id) {
        return;
    }
    let reasons: Vec<&str> = blocks.iter().map(|block| block.reason.as_str()).collect();
    work.refuse(Rule::Base, format!("この月は請求できません: {}", reasons.join(" ")), &[]);
}

/// Lines whose units were not seen officially, and lines whose code is 未登録.
fn told(work: &mut Work<'_>) {
    let names = |kept: &dyn Fn(&crate::Line) -> bool| {
        let lines = work.out.lines.iter().filter(|line| kept(line));
        lines.map(|line| line.name.as_ref()).collect::<Vec<_>>().join("、")
    };
    let unverified = names(&|line| !line.verified);
    let unknown = names(&|line| line.code.is_none());
    let mut notice = |code, what: String, fix| {
        work.out.findings.push(Finding::new(code, Severity::Notice, Place::named("明細"), what, fix).linked("month"));
    };
    if !unverified.is_empty() {
        let what = format!("公式の表で単位数を確かめていない行(未検証)があります: {unverified}");
        notice("unverified_code", what, "サービスコード表で単位数を確かめてから請求してください。");
    }
    if !unknown.is_empty() {
        let what = format!("サービスコードが未登録の行があります: {unknown}");
        let fix =
            "公式のサービスコード表(種類47)を取り込むと、コードが入ります。それまで公式の請求ファイルは作れません。";
        notice("code_unregistered", what, fix);
    }
}
