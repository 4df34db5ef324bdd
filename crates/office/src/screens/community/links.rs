//! 直すところへの道: where a finding of 地域生活支援事業 is mended.
use crate::{
    desk::Desk,
    view::{FindingView, faults_first},
};
use kernel::{Finding, Month};

/// Whose month a finding is about.
#[derive(Clone, Copy)]
pub(super) struct Whose<'a> {
    /// The person.
    pub(super) person_id: i64,
    /// サービス提供年月.
    pub(super) month: Month,
    /// Id of the pack, where there is one.
    pub(super) pack: Option<&'a str>,
}

fn href(desk: &Desk, whose: Whose<'_>, finding: &Finding) -> Option<String> {
    let Whose { person_id, month, pack } = whose;
    let base = &desk.base;
    match finding.link.as_deref()? {
        "visit" | "day" => {
            let day = finding.place.day.map(|day| format!("#d{day}")).unwrap_or_default();
            Some(desk.month_href(month, &format!("/visits/{person_id}{day}")))
        }
        "card" => Some(format!("{base}/people/{person_id}/masters")),
        "person" => Some(format!("{base}/people/{person_id}")),
        "price" => Some(prices_href(desk, pack)),
        "month" => Some(rules_href(desk, pack)),
        "pack" => Some(format!("{base}/c/packs")),
        "cap" => Some(desk.month_href(month, &format!("/claim/{person_id}#cap"))),
        _ => None,
    }
}

/// Where the rules and prices of a municipality stand.
pub(super) fn rules_href(desk: &Desk, pack: Option<&str>) -> String {
    let one = pack.map(|pack| format!("/{pack}")).unwrap_or_default();
    format!("{}/c/packs{one}", desk.base)
}

/// Where prices of a municipality are entered.
pub(super) fn prices_href(desk: &Desk, pack: Option<&str>) -> String {
    let prices = if pack.is_some() { "/prices" } else { "" };
    format!("{}{prices}", rules_href(desk, pack))
}

/// Findings for a page, faults first.
pub(super) fn findings(desk: &Desk, whose: Whose<'_>, found: &[&Finding]) -> Vec<FindingView> {
    faults_first(found.iter().copied(), |finding| href(desk, whose, finding))
}
