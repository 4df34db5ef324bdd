//! 会議の回数: which other months of the year have used one of the conferences that may be claimed.
use super::month::{contact, person_in};
use fees::{
    FeeTables, NotApplied,
    retention::{Rule, conference_is_held, facts::ServiceMonth},
};
use kernel::Month;
use serde::Deserialize;
use std::collections::BTreeMap;
use store::{ClaimStage, RetentionClaim, RetentionPersonMonth};

/// A month that has used a conference of its year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UsedConference {
    /// The month.
    pub month: Month,
    /// How far its claim is, when it was requested; `None`: recorded and still to be claimed.
    pub claimed: Option<ClaimStage>,
}

/// What of a snapshot tells whether a conference was claimed.
#[derive(Deserialize)]
struct Kept {
    outcome: KeptOutcome,
}

#[derive(Deserialize)]
struct KeptOutcome {
    claim: KeptClaim,
}

#[derive(Deserialize)]
struct KeptClaim {
    lines: Vec<KeptLine>,
}

#[derive(Deserialize)]
struct KeptLine {
    rule: String,
}

/// Whether what was requested has a line of a conference; `None` while nothing is requested.
fn claimed(claim: &RetentionClaim) -> Option<bool> {
    let kept: Kept = serde_json::from_str(&claim.requested.as_ref()?.snapshot).ok()?;
    let rules = [Rule::Conference, Rule::ConferenceBefore2024].map(|rule| rule.info().id);
    Some(kept.outcome.claim.lines.iter().any(|line| rules.contains(&line.rule.as_str())))
}

/// The months other than `month` that have used a conference, earliest first: whatever was requested with one, and months
/// before it that still wait with one on a day that counts, as far as the limit of their year leaves room.
pub fn used_conferences(tables: &FeeTables, one: &RetentionPersonMonth, month: Month) -> Vec<UsedConference> {
    let mut of_months: BTreeMap<Month, Vec<_>> = BTreeMap::new();
    for row in &one.conferences {
        of_months.entry(row.body.on.month()).or_default().push(contact(&row.body));
    }
    let (mut used, mut waiting) = (Vec::new(), Vec::new());
    for (other, contacts) in of_months {
        let claim = one.conference_claims.iter().find(|claim| claim.month == other);
        match claim.and_then(claimed) {
            Some(true) => used.push(UsedConference { month: other, claimed: claim.and_then(RetentionClaim::stage) }),
            Some(false) => {}
            None if other < month => {
                let facts = ServiceMonth { contacts, ..ServiceMonth::of(other, person_in(one, other)) };
                if conference_is_held(tables, &facts) {
                    waiting.push(UsedConference { month: other, claimed: None });
                }
            }
            None => {}
        }
    }
    for one in waiting {
        let year = one.month.fiscal_year();
        let so_far = used.iter().filter(|used| used.month.fiscal_year() == year).count();
        let limit = |rule| tables.retention().limit(rule, "times_a_year", one.month);
        let most = limit(Rule::Conference).or_else(|| limit(Rule::ConferenceBefore2024));
        if most.is_none_or(|(most, _)| so_far < usize::try_from(most).unwrap_or(usize::MAX)) {
            used.push(one);
        }
    }
    used.sort_by_key(|one| one.month);
    used
}

/// Those of the fiscal year of a month.
pub fn of_fiscal_year(used: &[UsedConference], month: Month) -> impl Iterator<Item = &UsedConference> {
    used.iter().filter(move |one| one.month.fiscal_year() == month.fiscal_year())
}

/// Why a rule was not applied, with the other months of the year where it is that of the conferences.
pub fn reason_ja(rule: &NotApplied, used: &[UsedConference], month: Month) -> String {
    let conference = [Rule::Conference, Rule::ConferenceBefore2024].iter().any(|known| known.info().id == rule.rule);
    let months = if conference { months_ja(used, month) } else { String::new() };
    if months.is_empty() {
        rule.reason.to_string()
    } else {
        format!("{} 同じ年度のほかの月: {months}", rule.reason)
    }
}

/// The other months of the fiscal year that used one: 「5月(請求中)・6月(記録)」; empty without any.
pub fn months_ja(used: &[UsedConference], month: Month) -> String {
    let word = |one: &UsedConference| one.claimed.map_or("記録", ClaimStage::label_ja);
    let months = of_fiscal_year(used, month).map(|one| format!("{}月({})", one.month.month(), word(one)));
    months.collect::<Vec<_>>().join("・")
}
