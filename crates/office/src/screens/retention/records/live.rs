//! この月の請求の見込み: beside the records – what the month will claim, and every reason why not, with the way to mend it.
use crate::{
    actions::retention::conferences::{UsedConference, months_ja},
    desk::Desk,
    failure::Failure,
    screens::retention::links,
};
use askama::Template;
use fees::retention::{
    Rule, conference_is_held,
    facts::{Means, ServiceMonth},
};
use kernel::{Day, Month, Severity};

struct Reason {
    what: String,
    how: String,
    href: Option<String>,
}

struct LineView {
    name: String,
    units: String,
    count: u32,
    unregistered: bool,
    verified: bool,
}

#[derive(Template)]
#[template(path = "retention/live.html")]
struct Live {
    claimable: bool,
    category: &'static str,
    why: String,
    reasons: Vec<Reason>,
    warnings: Vec<Reason>,
    lines: Vec<LineView>,
    total: String,
    usable: String,
    /// How many conferences of the year are used, how many may be, and in which other months.
    conferences: String,
    conference_over: bool,
    phone_only: bool,
}

/// April of the fiscal year, for the words beside a count.
fn fiscal(month: Month) -> String {
    format!("{}年度", month.fiscal_year())
}

/// The conferences of the year and their limit, in words, with the other months that used them; empty where the month has
/// no such addition.
pub(super) fn conferences(desk: &Desk, facts: &ServiceMonth, used: &[UsedConference]) -> (String, bool) {
    let month = facts.service_month;
    let tables = desk.app.tables.retention();
    let rule = if tables.exists(Rule::Conference, month) { Rule::Conference } else { Rule::ConferenceBefore2024 };
    if !tables.exists(rule, month) {
        return (String::new(), false);
    }
    let held = conference_is_held(desk.app.tables, facts);
    let with_this = facts.conferences_this_year.saturating_add(u32::from(held));
    let months = months_ja(used, month);
    let beside = if months.is_empty() { months } else { format!("。この月のほかに {months}") };
    let Some((most, _)) = tables.limit(rule, "times_a_year", month) else {
        return (format!("会議の加算 {}: {with_this}回{beside}", fiscal(month)), false);
    };
    (format!("会議の加算 {}: {with_this}回(年{most}回まで){beside}", fiscal(month)), with_this > most)
}

/// Nothing but phone and mail so far, and 請求 not yet asked for: told before it is, in the years in which video counts.
/// Afterwards the rules say it themselves.
fn phone_only(desk: &Desk, facts: &ServiceMonth) -> bool {
    let video = desk.app.tables.retention().limit(Rule::Base, "video_counts", facts.service_month);
    let counts = |means: Means| matches!(means, Means::FaceToFace | Means::Video);
    video.is_some_and(|(counts, _)| counts == 1)
        && !facts.contacts.is_empty()
        && !facts.contacts.iter().any(|contact| counts(contact.means) || contact.billing.is_base())
}

/// The panel.
pub(super) fn panel(
    desk: &Desk,
    person_id: i64,
    facts: &ServiceMonth,
    used: &[UsedConference],
) -> Result<String, Failure> {
    let month = facts.service_month;
    let found = fees::retention::assess(desk.app.tables, facts);
    let href = |link: &str| links::href(desk, month, person_id, link);
    let reasons = found.blocked_by.iter().map(|block| Reason {
        what: block.reason.clone(),
        how: block.how_to_fix.clone(),
        href: href(&block.link),
    });
    let warnings = found.assessment.findings.iter().filter(|finding| finding.severity != Severity::Fault);
    let warnings = warnings.map(|finding| Reason {
        what: finding.what.clone(),
        how: finding.how_to_fix.clone(),
        href: finding.link.as_deref().and_then(href),
    });
    let lines = found.assessment.lines.iter().map(|line| LineView {
        name: line.name.to_string(),
        units: line.units.to_string(),
        count: line.count,
        unregistered: line.code.is_none(),
        verified: line.verified,
    });
    let (conferences, conference_over) = conferences(desk, facts, used);
    let page = Live {
        claimable: found.claimable,
        category: found.category.name(),
        why: found.standing.why.clone(),
        reasons: reasons.collect(),
        warnings: warnings.collect(),
        lines: lines.collect(),
        total: found.assessment.total_units.to_string(),
        usable: match (found.first_usable_on, found.last_usable_on) {
            (Some(first), Some(last)) => format!("{} から {} まで", Day::both(first), Day::both(last)),
            _ => String::new(),
        },
        conferences,
        conference_over,
        phone_only: phone_only(desk, facts),
    };
    Ok(page.render()?)
}
