//! 理由と直す場所: a block or finding in words with the jump to the very field that mends it, and the days of a claim month.
use crate::{actions::retention::claims::PersonClaim, desk::Desk, screens::retention::links};
use fees::retention::Block;
use kernel::{Day, Finding, Month, Severity};

/// A reason with the way to its place.
pub(super) struct Reason {
    pub(super) what: String,
    pub(super) how: String,
    pub(super) href: Option<String>,
}

/// The page and the field behind a block.
fn jump(desk: &Desk, month: Month, claim: &PersonClaim, block: &Block) -> Option<String> {
    let person_id = claim.person_id;
    let person = format!("{}/people/{person_id}", desk.base);
    let job = |id: Option<&i64>, field: &str| id.map(|id| format!("{person}/jobs/{id}#{field}"));
    match block.code.as_str() {
        // 契約 of the provider's page of the card, not the contract tab
        "C01" | "C03" => return Some(format!("{person}/contracts")),
        // both periods count from the first job; what ended it stands at the last
        "six_months" | "period_over" if !claim.jobs.is_empty() => return job(claim.jobs.first(), "f-hired_on"),
        "resigned" | "second_job_change" if !claim.jobs.is_empty() => return job(claim.jobs.last(), "f-hired_on"),
        "left" => return Some(format!("{person}/leaving#f-left_on")),
        _ => {}
    }
    let field = match block.code.as_str() {
        "billing_undecided" => "#f-billing",
        "declined" => "#f-declined_on",
        "contract_missing" | "before_contract" => "#f-contract_on",
        "contract_over" => "#f-contract_end_on",
        "employment_missing" => "#f-hired_on",
        "report_not_shared" | "report_out_of_month" => "#f-shared_on",
        "report_person_left_out" => "#f-to_person",
        "report_employer_disclosed" => "#f-to_employer",
        "report_employer_left_out" => "#f-employer_left_out_reason",
        "additions_missing" | "additions_pending" => "#f-press",
        "rate_missing" => "#f-numerator",
        "users_missing" => "#f-users",
        "burden_cap_missing" => "#f-burden_cap",
        _ => "",
    };
    let place = links::href(desk, month, person_id, if field == "#f-numerator" { "additions" } else { &block.link })?;
    Some(format!("{place}{field}"))
}

/// Blocks as the page shows them.
pub(super) fn of_blocks(desk: &Desk, month: Month, claim: &PersonClaim) -> Vec<Reason> {
    let reason = |block: &Block| Reason {
        what: block.reason.clone(),
        how: block.how_to_fix.clone(),
        href: jump(desk, month, claim, block),
    };
    claim.blocks.iter().map(reason).collect()
}

/// Warnings (and, where wanted, notices) as the page shows them.
pub(super) fn of_findings(desk: &Desk, month: Month, person_id: i64, findings: &[Finding]) -> Vec<Reason> {
    let reason = |finding: &Finding| Reason {
        what: finding.what.clone(),
        how: finding.how_to_fix.clone(),
        href: finding.link.as_deref().and_then(|link| links::href(desk, month, person_id, link)),
    };
    findings.iter().filter(|finding| finding.severity == Severity::Warning).map(reason).collect()
}

/// Last day on which the federation takes a claim, also on holidays.
const DEADLINE: u8 = 10;

/// The days of a claim month in words.
pub(in crate::screens::retention) struct Window {
    /// 「2021年8月提供 2021年10月請求」: the name the month has had in the older product.
    pub(in crate::screens::retention) label: String,
    /// 「令和3年9月1日(水)〜9月10日(金)」.
    pub(in crate::screens::retention) days: String,
    /// 支払: the month after the window.
    pub(in crate::screens::retention) paid: String,
    /// How today stands to it.
    pub(in crate::screens::retention) now: String,
    /// Kind of the chip.
    pub(in crate::screens::retention) kind: &'static str,
    /// Whether the month is over.
    pub(in crate::screens::retention) open: bool,
}

fn western(month: Month) -> String {
    format!("{}年{}月", month.year(), month.month())
}

/// The name of a month as the pull-down shows it.
pub(super) fn label(month: Month) -> String {
    format!("{}提供 {}請求", western(month), western(month.plus_months(2)))
}

impl Window {
    /// The window of a service month, seen from a day.
    pub(in crate::screens::retention) fn of(month: Month, today: Day) -> Window {
        let next = month.next();
        let (first, last) = (next.first_day(), next.day(DEADLINE).unwrap_or(next.last_day()));
        let until = |day: Day| today.0.until(day.0).map_or(0, |span| span.get_days());
        let (now, kind) = if today < first {
            (format!("まだ請求できません。請求できるのは{}月{}日からです", next.month(), first.number()), "warn")
        } else if today <= last {
            match until(last) {
                0 => ("締切は今日です".to_owned(), "error"),
                days => (format!("締切まで あと{days}日"), if days <= 3 { "warn" } else { "ok" }),
            }
        } else {
            ("この月の締切は過ぎました。いま請求するものは、次の受付(月遅れ)になります".to_owned(), "warn")
        };
        Window {
            label: label(month),
            days: format!(
                "{}年{}月{}日({})〜{}日({})",
                next.year(),
                next.month(),
                first.number(),
                first.weekday_ja(),
                last.number(),
                last.weekday_ja()
            ),
            paid: western(month.plus_months(2)),
            now,
            kind,
            open: first <= today,
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_month_has_its_old_name_and_beside_it_the_true_days() {
        let on = |today: &str| Window::of("2021-08".parse().unwrap(), today.parse().unwrap());
        let early = on("2021-08-31");
        assert_eq!((early.label.as_str(), early.open), ("2021年8月提供 2021年10月請求", false));
        assert_eq!((early.days.as_str(), early.paid.as_str()), ("2021年9月1日(水)〜10日(金)", "2021年10月"));
        assert!(early.now.contains("9月1日から"), "{}", early.now);
        assert_eq!((on("2021-09-01").open, on("2021-09-07").now.as_str()), (true, "締切まで あと3日"));
        assert!(on("2021-09-11").now.contains("月遅れ"));
    }
}
