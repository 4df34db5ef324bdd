//! 直す場所: where a block or a finding of a month of 就労定着支援 is mended.
use crate::desk::Desk;
use kernel::Month;

/// The address behind the link of a block or finding.
pub(crate) fn href(desk: &Desk, month: Month, person_id: i64, link: &str) -> Option<String> {
    let person = format!("{}/people/{person_id}", desk.base);
    Some(match link {
        "contact" => desk.month_href(month, &format!("/records/{person_id}")),
        "report" => desk.month_href(month, &format!("/records/{person_id}/report")),
        "additions" => desk.month_href(month, "/additions"),
        "card" => format!("{person}/cards?month={month}"),
        "contract" => format!("{person}/retention"),
        "employment" => format!("{person}/jobs"),
        "plan" => format!("{person}/plans"),
        "cap" | "month" => desk.month_href(month, &format!("/claim/people/{person_id}")) + "#month-facts",
        "person" => person,
        "office" => format!("{}/settings", desk.base),
        "codes" => format!("{}/settings/codes", desk.base),
        _ => return None,
    })
}
