//! 事業所全体の点検: what only shows when all persons of one file lie side by side.
use crate::files::{ClaimPerson, StatementFacts, is_cap_management};
use crate::{Card, ClaimOffice};
use kernel::{Finding, Month, Place, Severity};
use std::collections::BTreeMap;

/// Duplicates, the office number, and cap managers that contradict the office's own number.
pub fn office(office: &ClaimOffice, persons: &[ClaimPerson]) -> Vec<Finding> {
    let statements: Vec<StatementFacts<'_>> = persons.iter().map(ClaimPerson::statement).collect();
    office_of(office, &statements)
}

/// The same for whatever services one office number has.
pub fn office_of(office: &ClaimOffice, persons: &[StatementFacts<'_>]) -> Vec<Finding> {
    let mut findings = Vec::new();
    if !office.office_no.check_digit_fits() {
        findings.push(
            Finding::new(
                "F06",
                Severity::Warning,
                Place::field("office_no", "事業所番号"),
                "事業所番号の検査数字が合いません",
                "指定通知書の事業所番号(10桁)と見比べてください。同じなら、そのままで構いません",
            )
            .linked("office"),
        );
    }
    findings.extend(duplicates(persons.iter().map(|person| (person.service_month, person.card))));
    managers(office, persons, &mut findings);
    findings
}

/// F05: one statement per month, municipality and certificate.
pub(crate) fn duplicates<'c>(cards: impl Iterator<Item = (Month, Option<&'c Card>)>) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut seen: BTreeMap<_, Vec<usize>> = BTreeMap::new();
    for (i, (month, card)) in cards.enumerate() {
        if let Some(card) = card {
            seen.entry((month, &card.municipality_no, &card.recipient_no)).or_default().push(i + 1);
        }
    }
    for rows in seen.into_values().filter(|rows| rows.len() > 1) {
        let rows = rows.iter().map(|row| format!("{row}人目")).collect::<Vec<_>>().join("と");
        findings.push(
            Finding::new(
                "F05",
                Severity::Fault,
                Place::named(format!("請求一覧の{rows}")),
                "同じ月・市町村・受給者証番号の請求が二つ以上あります",
                "受給者証番号の打ち間違いか、同じ人の二重登録を直してください",
            )
            .linked("card"),
        );
    }
    findings
}

/// M04, M05: the manager on the card and the manager of the sheet are the same office or not.
fn managers(office: &ClaimOffice, persons: &[StatementFacts<'_>], findings: &mut Vec<Finding>) {
    for (i, person) in persons.iter().enumerate() {
        let Some(sheet) = person.burden.cap_management else { continue };
        let Some(manager) = person.card.and_then(|card| card.cap_manager.as_ref()) else { continue };
        let here = *manager == office.office_no;
        if here == sheet.by_this_office {
            continue;
        }
        let claims_addition = person.outcome.lines.iter().any(|line| is_cap_management(line, person.service_month));
        let (code, what) = if here {
            ("M04", "受給者証ではこの事業所が上限額管理事業所ですが、ほかの事業所が管理したことになっています")
        } else {
            ("M05", "受給者証ではほかの事業所が上限額管理事業所ですが、この事業所が管理したことになっています")
        };
        let severity = if claims_addition || !here { Severity::Fault } else { Severity::Warning };
        findings.push(
            Finding::new(
                code,
                severity,
                Place::field("person.cap_management.by_this_office", &format!("請求一覧の{}人目 上限額管理", i + 1)),
                what,
                "受給者証の上限額管理事業所の番号か、上限額管理の登録を直してください",
            )
            .linked("card"),
        );
    }
}
