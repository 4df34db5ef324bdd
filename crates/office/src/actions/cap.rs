//! 上限額管理の操作: the own amounts, the proposal of a result sheet, deciding it, and what comes in and goes out as files.
mod incoming;
mod outgoing;

pub use incoming::{Plan, PlanKind, PlanLine, apply, plan};
pub use outgoing::{SheetFile, list_file, sheet_file};

use crate::App;
use crate::clock::japan_day;
use claims::{
    CapManagement, Dossier,
    cap::{
        CapOffice, ResultSheet, check_own,
        list::ListEntry,
        manage,
        sheet::{Creation, PersonSheet},
    },
};
use fees::FeeTables;
use jiff::Timestamp;
use kernel::{Finding, Month, OfficeNo, Severity, Yen};
use serde_json::json;
use store::{
    Actor, AuditEvent, AuditKind, CapBody, CapRow, EntityKind, KeptSheet, OfficeBody, RelatedOffice, StoreError,
    Subject, WriteTx,
};

/// What this office is to a person whose cap is managed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CapRole {
    /// この事業所が管理.
    Manager,
    /// 関係事業所 of another managing office.
    Related(OfficeNo),
}

/// The role by the card, or by what was entered for the month when the card names nobody.
pub fn role_of(own: &OfficeNo, dossier: &Dossier) -> Option<CapRole> {
    match dossier.card.as_ref().and_then(|card| card.cap_manager.as_ref()) {
        Some(manager) if manager == own => Some(CapRole::Manager),
        Some(manager) => Some(CapRole::Related(manager.clone())),
        None => dossier.burden.cap_management.filter(|entered| entered.by_this_office).map(|_| CapRole::Manager),
    }
}

/// What the facts of a month lead to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Proposal {
    /// No related office is known.
    NoOffices,
    /// These numbers (from 1) of related offices have told nothing yet.
    Waiting(Vec<usize>),
    /// No other office was used: neither a sheet nor the addition.
    NotUsed,
    /// The amounts are impossible.
    Impossible(Vec<Finding>),
    /// The sheet.
    Sheet(Box<ResultSheet>),
}

/// The sheet that follows from the own month and what the related offices told. Who was not used in the month has no row.
pub fn propose(tables: &FeeTables, own: &OfficeBody, dossier: &Dossier, others: &[RelatedOffice]) -> Proposal {
    if others.is_empty() {
        return Proposal::NoOffices;
    }
    let waiting: Vec<usize> =
        others.iter().zip(1..).filter(|(office, _)| office.amounts.is_none()).map(|(_, number)| number).collect();
    if !waiting.is_empty() {
        return Proposal::Waiting(waiting);
    }
    let used = |office: &&RelatedOffice| office.amounts.is_some_and(|told| told.total_cost != Yen(0));
    if !others.iter().any(|office| used(&office)) {
        return Proposal::NotUsed;
    }
    let lists: Vec<ListEntry> = others.iter().filter_map(|office| as_list(own, dossier, office)).collect();
    match manage(tables, &own.claim_office(), dossier, &lists) {
        Ok((_, person)) => Proposal::Sheet(Box::new(person.sheet)),
        Err(findings) => Proposal::Impossible(findings),
    }
}

/// What an office told as a line of its list.
fn as_list(own: &OfficeBody, dossier: &Dossier, office: &RelatedOffice) -> Option<ListEntry> {
    let (card, told) = (dossier.card.as_ref()?, office.amounts?);
    Some(ListEntry {
        service_month: dossier.month.service_month,
        manager: own.office_no.clone(),
        municipality_no: card.municipality_no.clone(),
        recipient_no: card.recipient_no.clone(),
        person_name: String::new(),
        cap: dossier.burden.cap,
        office: CapOffice {
            office_no: office.office_no.clone(),
            name: office.name.clone(),
            service_type: office.service_type.clone(),
            total_cost: told.total_cost,
            burden: told.burden,
        },
    })
}

/// What on a person's claim no longer fits the kept sheet. A sheet decided here has to be made again then.
pub fn disagreements(own: &OfficeNo, kept: &KeptSheet, dossier: &Dossier, outcome: &claims::Outcome) -> Vec<Finding> {
    let mut findings = check_own(&kept.sheet, own, dossier, outcome);
    for finding in &mut findings {
        finding.link = Some("cap".to_owned());
        if kept.by_this_office && finding.severity == Severity::Fault {
            finding.how_to_fix =
                "結果票を決めたあとに事実が変わりました。上限額管理の画面で、結果票を作り直してください".to_owned();
        }
    }
    findings
}

/// The sheet with person and month, as J41 carries it; `None` without a card.
pub fn person_sheet(own: &OfficeNo, dossier: &Dossier, kept: &KeptSheet) -> Option<PersonSheet> {
    let card = dossier.card.as_ref()?;
    let kana = kernel::text::half_width_kana(dossier.name_kana.trim()).ok();
    Some(PersonSheet {
        service_month: dossier.month.service_month,
        creation: Creation::New,
        municipality_no: card.municipality_no.clone(),
        manager: own.clone(),
        recipient_no: card.recipient_no.clone(),
        name_kana: kana.filter(|kana| !kana.is_empty() && kana.chars().count() <= LONGEST_KANA),
        sheet: kept.sheet.clone(),
    })
}

/// 支給決定者氏名カナ has 25 bytes; a longer one is left out, as on the statement.
const LONGEST_KANA: usize = 25;

fn event(row: &CapRow, person_id: i64, month: Month, what: &str) -> AuditEvent {
    let subject = Subject::new(EntityKind::CapMonth, row.id);
    AuditEvent::new(AuditKind::CapSaved, subject)
        .with(json!({ "month": month.to_string(), "person": person_id, "what": what }))
}

/// Saves the related offices of a person's month.
///
/// # Errors
/// `NotFound`, `Conflict`, `MonthClosed`.
pub async fn save_offices(
    app: &App,
    actor: &Actor,
    now: Timestamp,
    (person_id, month): (i64, Month),
    version: Option<i64>,
    others: Vec<RelatedOffice>,
) -> Result<(), StoreError> {
    let tx = app.store.begin(actor, now).await?;
    let stored = tx.caps().get(person_id, month).await?;
    tx.caps().save(person_id, month, &CapBody { others, ..stored.body }, version).await?;
    let saved = tx.caps().get(person_id, month).await?;
    tx.commit(event(&saved, person_id, month, "offices")).await
}

/// Decides the result sheet from what is known now and writes this office's own result into the month. Gives what was
/// proposed; only with [`Proposal::Sheet`] something was changed.
///
/// # Errors
/// `NotFound`, `Conflict`, `MonthClosed`, `NoNotice`.
pub async fn decide(
    app: &App,
    actor: &Actor,
    now: Timestamp,
    (person_id, month): (i64, Month),
    version: Option<i64>,
) -> Result<Proposal, StoreError> {
    let tx = app.store.begin(actor, now).await?;
    let own = tx.read().office().current().await?.body;
    let stored = tx.caps().get(person_id, month).await?;
    let dossier = tx.read().dossier(person_id, month).await?;
    if role_of(&own.office_no, &dossier) != Some(CapRole::Manager) {
        return Err(StoreError::NotFound { what: EntityKind::CapMonth.label_ja() });
    }
    let proposal = propose(app.tables, &own, &dossier, &stored.body.others);
    let Proposal::Sheet(sheet) = &proposal else { return Ok(proposal) };
    let result = sheet.management_of(&own.office_no);
    let kept = KeptSheet { sheet: (**sheet).clone(), by_this_office: true, on: japan_day(now) };
    let body = CapBody { kept: Some(kept), sheet_sent_on: None, ..stored.body };
    tx.caps().save(person_id, month, &body, version).await?;
    write_result(&tx, person_id, month, result).await?;
    let saved = tx.caps().get(person_id, month).await?;
    tx.commit(event(&saved, person_id, month, "sheet")).await?;
    Ok(proposal)
}

/// Takes a sheet back, with the result of the month that came from it.
///
/// # Errors
/// `NotFound`, `Conflict`, `MonthClosed`.
pub async fn take_back(
    app: &App,
    actor: &Actor,
    now: Timestamp,
    (person_id, month): (i64, Month),
    version: Option<i64>,
) -> Result<(), StoreError> {
    let tx = app.store.begin(actor, now).await?;
    let stored = tx.caps().get(person_id, month).await?;
    let body = CapBody { kept: None, sheet_sent_on: None, ..stored.body };
    tx.caps().save(person_id, month, &body, version).await?;
    write_result(&tx, person_id, month, None).await?;
    let saved = tx.caps().get(person_id, month).await?;
    tx.commit(event(&saved, person_id, month, "sheet taken back")).await
}

/// Puts the result into the facts of the month; the other facts stay.
async fn write_result(
    tx: &WriteTx,
    person_id: i64,
    month: Month,
    result: Option<CapManagement>,
) -> Result<(), StoreError> {
    let mut facts = tx.month_facts().get(person_id, month).await?;
    if facts.body.cap_management == result {
        return Ok(());
    }
    facts.body.cap_management = result;
    tx.month_facts().save(person_id, month, &facts.body, facts.version).await?;
    Ok(())
}
