//! 上限額管理 of 就労定着支援: the line this office sends to a managing office, and the sheet when it manages itself.
use super::{Dossier, Outcome, SERVICE_TYPE, assess};
use crate::ClaimOffice;
use crate::cap::list::ListEntry;
use crate::cap::sheet::PersonSheet;
use crate::cap::{Managed, entry_of, own_row, sheet_of};
use fees::FeeTables;
use kernel::{Finding, Place, Severity};

fn person(dossier: &Dossier) -> Managed<'_> {
    Managed {
        service_month: dossier.month.service_month,
        name: &dossier.name,
        name_kana: &dossier.name_kana,
        card: dossier.card.as_ref(),
        cap: dossier.burden.cap,
    }
}

/// The line an office sends to the managing office: `None` without a card, a manager on it, or anything claimed.
pub fn list_entry(office: &ClaimOffice, dossier: &Dossier, outcome: &Outcome) -> Option<ListEntry> {
    entry_of(office, &person(dossier), SERVICE_TYPE, &outcome.claim)
}

/// The managing office's month with the other offices' burdens: the sheet, and the dossier as it is to be assessed and
/// claimed (result and amount entered, 上限額管理加算 included). A month that may not be claimed cannot be managed here: the
/// addition is claimed beside the base fee only.
///
/// # Errors
/// What blocks the month, no card, no other office that was used, a list for another person, month or cap, or what
/// [`crate::cap::decide`] refuses.
pub fn manage(
    tables: &FeeTables,
    office: &ClaimOffice,
    dossier: &Dossier,
    lists: &[ListEntry],
) -> Result<(Dossier, PersonSheet), Vec<Finding>> {
    let mut managed = dossier.clone();
    let sheet = sheet_of(office, &person(dossier), lists, || {
        managed.month.person.cap_managed_here = true;
        managed.burden.cap_management = None;
        let own = assess(tables, &managed.month, &managed.burden);
        let mut findings = own.claim.findings.clone();
        findings.extend(own.blocked_by.iter().map(|block| {
            let place = Place::named("請求できない理由");
            Finding::new(&block.code, Severity::Fault, place, &block.reason, &block.how_to_fix).linked(&block.link)
        }));
        (own_row(office, SERVICE_TYPE, &own.claim, true), findings)
    })?;
    managed.burden.cap_management = sheet.sheet.management_of(&office.office_no);
    Ok((managed, sheet))
}
