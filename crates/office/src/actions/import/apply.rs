//! 持ち込みの実行: everything of one file in one transaction with one audit event.
use super::codes::Summary;
use jiff::Timestamp;
use kernel::Day;
use serde_json::json;
use std::collections::HashSet;
use store::{
    Actor, AuditEvent, AuditKind, CardBody, ContractBody, DayBody, EntityKind, PersonBody, Result, Store, StoreError,
    Subject,
};

/// A waiting file as the screen knew it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Waiting {
    /// Its id.
    pub id: i64,
    /// The version that was on the screen.
    pub version: i64,
}

/// A person to take in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Newcomer {
    /// 基本情報.
    pub person: PersonBody,
    /// 受給者証.
    pub card: Option<CardBody>,
    /// 契約.
    pub contract: Option<ContractBody>,
}

/// Takes people in with their cards and contracts: all of them, or none.
///
/// # Errors
/// `Conflict` when another choice was made for the file meanwhile, `NotFound` when it was taken in already, `Taken` when
/// one of the recipient numbers is registered, `MonthClosed`.
pub async fn people(
    store: &Store,
    actor: &Actor,
    now: Timestamp,
    waiting: Waiting,
    newcomers: &[Newcomer],
) -> Result<()> {
    let tx = store.begin(actor, now).await?.because("持ち込み");
    let file = tx.waiting_imports().take(waiting.id, waiting.version).await?;
    let cards = tx.cards().list().await?;
    let known: HashSet<&str> = cards.iter().map(|card| card.body.recipient_no.as_str()).collect();
    let (mut ids, mut with_card, mut with_contract) = (Vec::with_capacity(newcomers.len()), 0, 0);
    for newcomer in newcomers {
        if newcomer.card.as_ref().is_some_and(|card| known.contains(card.recipient_no.as_str())) {
            return Err(StoreError::Taken { what: "受給者証番号" });
        }
        let id = tx.people().create(&newcomer.person).await?;
        if let Some(card) = &newcomer.card {
            tx.cards().create(id, card).await?;
            with_card += 1;
        }
        if let Some(contract) = &newcomer.contract {
            tx.contracts().create(id, contract).await?;
            with_contract += 1;
        }
        ids.push(id);
    }
    let subject = Subject::new(EntityKind::Office, actor.office.office_id());
    let detail = json!({
        "what": "people", "file_sha256": file.sha256, "people": ids, "cards": with_card, "contracts": with_contract,
    });
    tx.commit(AuditEvent::new(AuditKind::Imported, subject).with(detail)).await
}

/// Takes daily records in: all of them, or none. A day that has a record is never touched.
///
/// # Errors
/// `Conflict` when one of the days was recorded meanwhile, `NotFound` when the file was taken in already, `MonthClosed`.
pub async fn days(
    store: &Store,
    actor: &Actor,
    now: Timestamp,
    waiting: Waiting,
    days: &[(i64, Day, DayBody)],
) -> Result<()> {
    let tx = store.begin(actor, now).await?.because("実績記録票の持ち込み");
    let file = tx.waiting_imports().take(waiting.id, waiting.version).await?;
    for (person, day, body) in days {
        tx.days().save(*person, *day, body, None).await?;
    }
    let mut months: Vec<String> = days.iter().map(|(_, day, _)| day.month().to_string()).collect();
    months.dedup();
    let people: HashSet<i64> = days.iter().map(|(person, ..)| *person).collect();
    let subject = Subject::new(EntityKind::Office, actor.office.office_id());
    let detail = json!({
        "what": "days", "file_sha256": file.sha256, "months": months, "people": people.len(), "days": days.len(),
    });
    tx.commit(AuditEvent::new(AuditKind::Imported, subject).with(detail)).await
}

/// Takes an official code table in: the file itself, with what it changed.
///
/// # Errors
/// `Conflict` or `NotFound` when the file was taken in or changed already.
pub async fn codes(store: &Store, actor: &Actor, now: Timestamp, waiting: Waiting, summary: Summary) -> Result<()> {
    let tx = store.begin(actor, now).await?;
    let file = tx.waiting_imports().take(waiting.id, waiting.version).await?;
    let id = tx.add_code_table(&file.name, &file.bytes, &json!(summary).to_string()).await?;
    let event = AuditEvent::new(AuditKind::Imported, Subject::new(EntityKind::Setting, id));
    tx.commit(event.with(json!({ "what": "codes", "file_sha256": file.sha256, "summary": summary }))).await
}
