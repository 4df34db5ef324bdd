//! 請求ファイルの作成 of 就労定着支援: J11 and J61 of the requested claims, from their snapshots, read back and checked before
//! anyone gets them.
use super::month::{MonthClaim, RowState};
use crate::{App, actions::claims::MadeFile};
use claims::{
    files::RecordForm,
    retention::{self, Batch, Person, Unverified},
};
use fees::FeeTables;
use jiff::Timestamp;
use kernel::{Finding, Month, Place, Severity};
use serde_json::json;
use store::{Actor, AuditEvent, AuditKind, EntityKind, StoreError, Subject};

/// What was made.
#[derive(Clone, Debug)]
pub struct Made {
    /// People in the files.
    pub people: usize,
}

/// Why no file was made; nothing was changed.
#[derive(Clone, Debug)]
pub enum NotMade {
    /// Nobody's claim is requested.
    Nobody,
    /// Faults of the writers, or of the check that reads the files again.
    Faults(Vec<Finding>),
    /// 未検証 codes and numbers were not acknowledged.
    Unacknowledged,
}

/// The form number of the records: what the office stated, else the table's.
///
/// # Errors
/// A fault when what was stated has not four digits, or the month has no row.
pub fn record_form(stated: Option<&str>, month: Month) -> Result<RecordForm, Box<Finding>> {
    match stated.map(str::trim).filter(|text| !text.is_empty()) {
        Some(text) => RecordForm::stated(text).map_err(Box::new),
        None => RecordForm::of(retention::SERVICE_TYPE, month).ok_or_else(|| {
            Box::new(Finding::new(
                "F02",
                Severity::Fault,
                Place::field("record_form_no", "様式種別番号"),
                format!("{}の実績記録票の様式種別番号がありません", month.wareki()),
                "インタフェース仕様書を見て、出力の画面で様式種別番号を入れてください",
            ))
        }),
    }
}

/// The batch of those whose claim is requested and not sent yet. Codes that were taken in after 「請求する」 are filled in;
/// where the tables now give other amounts, the claim has to be requested anew.
fn batch(
    tables: &FeeTables,
    claim: &MonthClaim,
    processing_month: Month,
    form: RecordForm,
) -> Result<Batch, Vec<Finding>> {
    let mut persons = Vec::new();
    let mut faults = Vec::new();
    for (found, number) in claim.in_state(RowState::Requested).zip(1_u32..) {
        let kept = &found.person;
        let now = retention::assess(tables, &kept.dossier.month, &kept.dossier.burden);
        let (before, after) = (&kept.outcome.claim, &now.claim);
        let same = (before.total_units, before.total_cost, before.benefit_claim, before.decided_burden)
            == (after.total_units, after.total_cost, after.benefit_claim, after.decided_burden);
        if same {
            persons.push(Person { dossier: kept.dossier.clone(), outcome: now });
        } else {
            faults.push(Finding::new(
                "F02",
                Severity::Fault,
                Place::named(format!("{number}人目")),
                "請求したあとに料金表が変わり、額が違います",
                "請求一覧で「請求キャンセル」をして、もう一度「請求する」を押してください",
            ));
        }
    }
    if !faults.is_empty() {
        return Err(faults);
    }
    Ok(Batch { office: claim.office.clone(), processing_month, form, persons })
}

fn written(app: &App, batch: &Batch) -> Result<Vec<MadeFile>, Vec<Finding>> {
    let mut made = vec![MadeFile { kind: "J11", file: retention::j11(batch, app.layouts)? }];
    made.extend(retention::j61(batch, app.layouts)?.map(|file| MadeFile { kind: "J61", file }));
    let bytes: Vec<(&str, &[u8])> =
        made.iter().map(|made| (made.file.name.as_str(), made.file.bytes.as_slice())).collect();
    let mut faults = claims::files::check(&bytes, app.layouts, app.tables);
    faults.retain(|finding| finding.severity == Severity::Fault);
    if faults.is_empty() { Ok(made) } else { Err(faults) }
}

/// The files as they would be made now, with what is 未検証 in them.
#[derive(Clone, Debug)]
pub struct Ready {
    files: Vec<MadeFile>,
    form: String,
    /// People in the files.
    pub people: usize,
    /// To be acknowledged before they are handed out.
    pub unverified: Vec<Unverified>,
}

/// Writes the files of the requested claims without keeping them.
///
/// # Errors
/// Nobody is requested, or every fault that keeps the files from being written.
pub fn ready(app: &App, claim: &MonthClaim, processing_month: Month, stated: Option<&str>) -> Result<Ready, NotMade> {
    if claim.in_state(RowState::Requested).next().is_none() {
        return Err(NotMade::Nobody);
    }
    let form = record_form(stated, claim.month).map_err(|fault| NotMade::Faults(vec![*fault]))?;
    let batch = batch(app.tables, claim, processing_month, form).map_err(NotMade::Faults)?;
    let files = written(app, &batch).map_err(NotMade::Faults)?;
    let unverified = retention::unverified(&batch, app.tables);
    Ok(Ready { files, form: batch.form.number, people: batch.persons.len(), unverified })
}

/// Makes the official files and keeps them with the month.
///
/// # Errors
/// What the database reports.
pub async fn make(
    app: &App,
    actor: &Actor,
    now: Timestamp,
    (month, processing_month): (Month, Month),
    acknowledged: bool,
) -> Result<Result<Made, NotMade>, StoreError> {
    let tx = app.store.begin(actor, now).await?;
    tx.retention_claims().hold().await?;
    let claim = MonthClaim::read(tx.read(), app.tables, month).await?;
    let stated = tx.read().retention_settings().get().await?.body.record_form_no;
    let Ready { files, form, people, unverified } = match ready(app, &claim, processing_month, stated.as_deref()) {
        Ok(ready) => ready,
        Err(not_made) => return Ok(Err(not_made)),
    };
    if !acknowledged && !unverified.is_empty() {
        return Ok(Err(NotMade::Unacknowledged));
    }
    for MadeFile { kind, file } in &files {
        tx.claim_files().add(month, kind, &file.name, &file.bytes).await?;
    }
    let codes: Vec<String> = unverified.into_iter().map(|one| one.code).collect();
    let detail = json!({
        "month": month.to_string(), "processing_month": processing_month.to_string(), "people": people,
        "files": files.iter().map(|made| made.kind).collect::<Vec<_>>(), "unverified_acknowledged": codes,
        "record_form_no": form,
    });
    let stored = tx.claim_months().get(month).await?;
    let subject = Subject::new(EntityKind::ClaimMonth, stored.id);
    tx.commit(AuditEvent::new(AuditKind::ClaimFilesMade, subject).with(detail)).await?;
    Ok(Ok(Made { people }))
}

/// Keeps the form number that the office states; `None` goes back to that of the table.
///
/// # Errors
/// `Conflict`.
pub async fn state_record_form(
    app: &App,
    actor: &Actor,
    now: Timestamp,
    version: Option<i64>,
    number: Option<String>,
) -> Result<(), StoreError> {
    let tx = app.store.begin(actor, now).await?;
    let stored = tx.retention_settings().get().await?.body;
    let detail = json!({ "record_form_no": number });
    let body = store::RetentionSettingsBody { record_form_no: number, ..stored };
    tx.retention_settings().save(&body, version).await?;
    let subject = Subject::new(EntityKind::Office, actor.office.office_id());
    tx.commit(AuditEvent::new(AuditKind::OfficeUpdated, subject).with(detail)).await
}
