//! 出すファイル: the list of burdens for a managing office, and the result sheets for a related office.
use super::person_sheet;
use crate::clock::japan_day;
use crate::{
    App,
    actions::claims::{MonthClaim, usual_processing_month},
};
use claims::{
    ClaimFile,
    cap::{list, list_entry},
    files::j41,
};
use jiff::Timestamp;
use kernel::{Finding, Month, OfficeNo};
use serde_json::json;
use store::{Actor, AuditEvent, AuditKind, CapBody, EntityKind, OfficeBody, StoreError, Subject, WriteTx};

async fn read(tx: &WriteTx, app: &App, month: Month) -> Result<(OfficeBody, MonthClaim), StoreError> {
    let own = tx.read().office().current().await?.body;
    let state = tx.read().claim_months().get(month).await?.state;
    Ok((own, MonthClaim::read(tx.read(), app.tables, month, state).await?))
}

/// 利用者負担額一覧表 for a managing office, noted as sent today; `None` when there is nobody to tell of.
///
/// # Errors
/// `NoNotice`; what the database reports.
pub async fn list_file(
    app: &App,
    actor: &Actor,
    now: Timestamp,
    month: Month,
    manager: &OfficeNo,
) -> Result<Option<Vec<u8>>, StoreError> {
    let tx = app.store.begin(actor, now).await?;
    let (_, claim) = read(&tx, app, month).await?;
    let mut entries = Vec::new();
    for person in &claim.people {
        let entry = list_entry(&claim.office, &person.dossier, &person.outcome);
        let Some(entry) = entry.filter(|entry| entry.manager == *manager) else { continue };
        entries.push(entry);
        let stored = tx.caps().get(person.person_id, month).await?;
        let body = CapBody { list_sent_on: Some(japan_day(now)), ..stored.body };
        tx.caps().save(person.person_id, month, &body, stored.version).await?;
    }
    if entries.is_empty() {
        return Ok(None);
    }
    let detail = json!({ "month": month.to_string(), "what": "cap_list", "people": entries.len() });
    let subject = Subject::new(EntityKind::Office, actor.office.office_id());
    tx.commit(AuditEvent::new(AuditKind::Exported, subject).with(detail)).await?;
    Ok(Some(list::write(&entries)))
}

/// What became of a file of result sheets.
#[derive(Debug)]
pub enum SheetFile {
    /// No decided sheet has a row of that office.
    Nothing,
    /// The file.
    Made(ClaimFile),
    /// What keeps it from being made.
    Refused(Vec<Finding>),
}

/// The result sheets decided here that have a row of a related office, as J41 and noted as sent today. Nobody else's.
///
/// # Errors
/// `NoNotice`; what the database reports.
pub async fn sheet_file(
    app: &App,
    actor: &Actor,
    now: Timestamp,
    month: Month,
    related: &OfficeNo,
) -> Result<SheetFile, StoreError> {
    let tx = app.store.begin(actor, now).await?;
    let (own, claim) = read(&tx, app, month).await?;
    let mut sheets = Vec::new();
    for person in &claim.people {
        let stored = tx.caps().get(person.person_id, month).await?;
        let Some(kept) = stored.body.kept.clone().filter(|kept| kept.by_this_office) else { continue };
        if kept.sheet.row_of(related).is_none() || own.office_no == *related {
            continue;
        }
        let Some(sheet) = person_sheet(&own.office_no, &person.dossier, &kept) else { continue };
        sheets.push(sheet);
        let body = CapBody { sheet_sent_on: Some(japan_day(now)), ..stored.body };
        tx.caps().save(person.person_id, month, &body, stored.version).await?;
    }
    let processing = usual_processing_month(month, japan_day(now));
    let file = match j41(&own.claim_office(), processing, &sheets, app.layouts) {
        Ok(Some(file)) => file,
        Ok(None) => return Ok(SheetFile::Nothing),
        Err(findings) => return Ok(SheetFile::Refused(findings)),
    };
    let detail = json!({ "month": month.to_string(), "what": "cap_sheets", "people": sheets.len() });
    let subject = Subject::new(EntityKind::Office, actor.office.office_id());
    tx.commit(AuditEvent::new(AuditKind::Exported, subject).with(detail)).await?;
    Ok(SheetFile::Made(file))
}
