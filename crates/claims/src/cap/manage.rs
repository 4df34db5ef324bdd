//! 管理事業所の仕事: from the own month and the lists of the other offices to the result sheet and back into the month.
use super::list::ListEntry;
use super::sheet::{Creation, PersonSheet};
use super::{CapCase, CapOffice, ResultSheet, decide};
use crate::files::is_cap_management;
use crate::{CapManagement, Card, ClaimOffice, Dossier, Outcome, assess};
use fees::FeeTables;
use kernel::{Finding, Month, OfficeNo, Place, Severity, Yen, text};

/// サービス種類コード of 就労継続支援B型.
const B_TYPE: &str = "46";
/// The rule of 処遇改善加算, which is added to whatever is claimed.
const RATE_RULE: &str = "b_type.treatment_improvement";

/// Whether a month claims nothing but 上限額管理加算 (and the rate on it): the person was not served here.
pub(crate) fn addition_only(dossier: &Dossier, outcome: &Outcome) -> bool {
    let month = dossier.month.service_month;
    outcome.lines.iter().all(|line| line.rule == RATE_RULE || is_cap_management(line, month))
}

impl ResultSheet {
    /// What an office enters into its own month: result, its amount, and whether it manages.
    pub fn management_of(&self, office_no: &OfficeNo) -> Option<CapManagement> {
        let (row, number) = self.rows.iter().zip(1..).find(|(row, _)| row.office_no == *office_no)?;
        Some(CapManagement { result: self.result, amount: row.managed, by_this_office: number == 1 })
    }
}

/// Whose sheet it is: what the lists and the sheet say of a person, whatever the service.
pub(crate) struct Managed<'p> {
    pub(crate) service_month: Month,
    pub(crate) name: &'p str,
    pub(crate) name_kana: &'p str,
    pub(crate) card: Option<&'p Card>,
    pub(crate) cap: Yen,
}

impl<'p> Managed<'p> {
    fn b_type(dossier: &'p Dossier) -> Managed<'p> {
        Managed {
            service_month: dossier.month.service_month,
            name: &dossier.name,
            name_kana: &dossier.name_kana,
            card: dossier.card.as_ref(),
            cap: dossier.burden.cap,
        }
    }
}

/// The line an office sends to the managing office: `None` without a card, a manager on it, or anything claimed.
pub fn list_entry(office: &ClaimOffice, dossier: &Dossier, outcome: &Outcome) -> Option<ListEntry> {
    entry_of(office, &Managed::b_type(dossier), B_TYPE, outcome)
}

/// The same for a service type.
pub(crate) fn entry_of(
    office: &ClaimOffice,
    person: &Managed<'_>,
    service_type: &str,
    outcome: &Outcome,
) -> Option<ListEntry> {
    let card = person.card?;
    let manager = card.cap_manager.clone().filter(|manager| *manager != office.office_no)?;
    if outcome.lines.is_empty() || outcome.unit_price.is_none() {
        return None;
    }
    Some(ListEntry {
        service_month: person.service_month,
        manager,
        municipality_no: card.municipality_no.clone(),
        recipient_no: card.recipient_no.clone(),
        person_name: person.name.to_owned(),
        cap: person.cap,
        office: own_row(office, service_type, outcome, true),
    })
}

/// The own office on the list; zeros when it did not serve the person.
pub(crate) fn own_row(office: &ClaimOffice, service_type: &str, outcome: &Outcome, served: bool) -> CapOffice {
    CapOffice {
        office_no: office.office_no.clone(),
        name: office.name.clone(),
        service_type: service_type.to_owned(),
        total_cost: if served { outcome.total_cost } else { Yen(0) },
        burden: if served { outcome.cap_adjusted_burden } else { Yen(0) },
    }
}

/// The managing office's month with the other offices' burdens: the sheet, and the dossier as it is to be assessed and
/// claimed (result and amount entered, 上限額管理加算 included).
///
/// # Errors
/// No card, no other office that was used, a list for another person, month or cap, or what [`decide`] refuses.
pub fn manage(
    tables: &FeeTables,
    office: &ClaimOffice,
    dossier: &Dossier,
    lists: &[ListEntry],
) -> Result<(Dossier, PersonSheet), Vec<Finding>> {
    let mut managed = dossier.clone();
    let person = sheet_of(office, &Managed::b_type(dossier), lists, || {
        managed.month.person.cap_managed_here = true;
        managed.burden.cap_management = None;
        let own = assess(tables, &managed.month, &managed.burden);
        let served = !addition_only(&managed, &own);
        (own_row(office, B_TYPE, &own, served), own.findings)
    })?;
    managed.burden.cap_management = person.sheet.management_of(&office.office_no);
    Ok((managed, person))
}

/// The result sheet of a person whom this office manages. `own` gives the own row with the addition claimed, and the
/// findings of that month; it is asked only when the lists can be used.
pub(crate) fn sheet_of(
    office: &ClaimOffice,
    person: &Managed<'_>,
    lists: &[ListEntry],
    own: impl FnOnce() -> (CapOffice, Vec<Finding>),
) -> Result<PersonSheet, Vec<Finding>> {
    let Some(card) = person.card else {
        return Err(vec![fault("受給者証", "有効な受給者証がありません", "受給者証を登録してください", "card")]);
    };
    let others = used(office, person, card, lists)?;
    let (manager, findings) = own();
    let faults: Vec<Finding> = findings.into_iter().filter(|finding| finding.severity == Severity::Fault).collect();
    if !faults.is_empty() {
        return Err(faults);
    }
    let sheet = decide(&CapCase { cap: person.cap, manager, others })?;
    let kana = text::half_width_kana(person.name_kana.trim()).ok().filter(|kana| !kana.is_empty());
    Ok(PersonSheet {
        service_month: person.service_month,
        creation: Creation::New,
        municipality_no: card.municipality_no.clone(),
        manager: office.office_no.clone(),
        recipient_no: card.recipient_no.clone(),
        // 25 bytes of half-width text; the item is optional
        name_kana: kana.filter(|kana| kana.chars().count() <= 25),
        sheet,
    })
}

/// The other offices that were used, when every line of the lists is of this person, month and cap.
fn used(
    office: &ClaimOffice,
    person: &Managed<'_>,
    card: &Card,
    lists: &[ListEntry],
) -> Result<Vec<CapOffice>, Vec<Finding>> {
    let mut findings = Vec::new();
    if person.cap <= Yen(0) {
        let what = "負担上限月額が0円の人は、上限額管理の対象になりません";
        findings.push(fault("負担上限月額", what, "受給者証の負担上限月額を確かめてください", "card"));
    }
    for (entry, number) in lists.iter().zip(1_u32..) {
        let place = format!("利用者負担額一覧表 {number}行目");
        let same_person = (&entry.municipality_no, &entry.recipient_no) == (&card.municipality_no, &card.recipient_no);
        if !same_person || entry.service_month != person.service_month || entry.manager != office.office_no {
            let what = "別の人・別の月か、ほかの管理事業所への行です";
            findings.push(fault(&place, what, "この人のこの月の行だけを選んでください", "month"));
        } else if entry.cap != person.cap {
            let what = format!("負担上限月額 {}円 が、受給者証の {}円 と違います", entry.cap, person.cap);
            findings.push(fault(&place, &what, "受給者証の額を両方の事業所で確かめてください", "card"));
        }
    }
    let used: Vec<CapOffice> =
        lists.iter().map(|entry| entry.office.clone()).filter(|other| other.total_cost > Yen(0)).collect();
    if used.is_empty() {
        let what = "ほかの事業所を使った記録がありません";
        findings.push(fault(
            "関係事業所",
            what,
            "ほかの事業所を使わなかった月は、上限額管理加算も結果票も要りません",
            "month",
        ));
    }
    if findings.is_empty() { Ok(used) } else { Err(findings) }
}

fn fault(place: &str, what: &str, fix: &str, link: &str) -> Finding {
    Finding::new("cap_case", Severity::Fault, Place::named(place), what, fix).linked(link)
}
