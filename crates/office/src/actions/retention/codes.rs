//! サービスコードの手での割り当て of an office of 就労定着支援: the tables it works with, giving an official row to a line, and
//! taking that back.
use crate::App;
use fees::{FeeTables, SlotByHand, import::CodeRow};
use jiff::Timestamp;
use kernel::{Finding, Month, Place, ServiceCode, Severity};
use serde_json::json;
use store::{
    Actor, AssignedCode, AssignedCodesBody, AuditEvent, AuditKind, EntityKind, OfficeScope, StoreError, Subject,
};

fn by_hand(body: &AssignedCodesBody) -> Vec<SlotByHand> {
    let of = |one: &AssignedCode| SlotByHand {
        line: one.line.clone(),
        code: one.code.clone(),
        units: one.units,
        from: one.from,
        to: one.to,
        source: format!("手で割り当て: {} {}({})", one.code, one.official_name, one.source),
    };
    body.codes.iter().map(of).collect()
}

/// The tables of the moment with the codes that the office has given by hand.
///
/// # Errors
/// When the database cannot be read.
pub(crate) async fn tables_of(app: &App, scope: &OfficeScope) -> Result<&'static FeeTables, StoreError> {
    let given = app.store.read(scope).retention_codes().get().await?;
    let Some(version) = given.version.filter(|_| !given.body.codes.is_empty()) else { return Ok(app.tables) };
    Ok(app.in_use.of_office(app.tables, (scope.office_id(), version), || by_hand(&given.body)))
}

/// The official row of a code among those that no line has.
fn row_of<'t>(tables: &'t FeeTables, code: &str, month: Month) -> Result<&'t CodeRow, Box<Finding>> {
    let refused = |id: &str, what: String, fix: &str| {
        Box::new(Finding::new(id, Severity::Fault, Place::field("code", "サービスコード"), what, fix))
    };
    let wanted: ServiceCode = code.trim().to_ascii_uppercase().parse().map_err(|_| {
        let what = "サービスコードが6文字の英数字ではありません。".to_owned();
        refused("code_shape", what, "取り込んだ公式の表から選んでください。")
    })?;
    if wanted.service_type() != claims::retention::SERVICE_TYPE {
        let what = format!("コード {wanted} は就労定着支援(種類47)のコードではありません。");
        return Err(refused("code_of_other_service", what, "47から始まるコードを選んでください。"));
    }
    tables.retention().left_over(month).into_iter().find(|row| row.code == wanted).ok_or_else(|| {
        let what = format!("コード {wanted} は、取り込んだ公式の表の、行の決まっていないコードにありません。");
        refused("code_unknown", what, "一覧から選ぶか、そのコードのある公式の表を取り込んでください。")
    })
}

/// Gives an official row to a line from a month on. `app` holds the tables of the office.
///
/// # Errors
/// `Err(Ok(finding))` when the row cannot stand in the line; `Err(Err(error))` with `Conflict`, or what the database
/// reports.
pub async fn assign(
    app: &App,
    actor: &Actor,
    now: Timestamp,
    (line, month, code): (&str, Month, &str),
    version: Option<i64>,
) -> Result<Result<(), Box<Finding>>, StoreError> {
    let row = match row_of(app.tables, code, month) {
        Ok(row) => row,
        Err(refused) => return Ok(Err(refused)),
    };
    let given = match app.tables.retention().by_hand(line, month, row) {
        Ok(given) => given,
        Err(refused) => return Ok(Err(refused)),
    };
    let tx = app.store.begin(actor, now).await?;
    let entry = AssignedCode {
        line: given.line,
        code: given.code,
        official_name: row.name.clone(),
        units: given.units,
        from: given.from,
        to: given.to,
        source: row.source.clone(),
        by: None,
    };
    let detail = json!({ "line": entry.line, "code": entry.code, "month": entry.from.to_string() });
    tx.retention_codes().assign(entry, version).await?;
    let subject = Subject::new(EntityKind::Office, actor.office.office_id());
    tx.commit(AuditEvent::new(AuditKind::CodeAssigned, subject).with(detail)).await?;
    Ok(Ok(()))
}

/// Takes back what was given to a line from a month on.
///
/// # Errors
/// `Conflict`; `Invalid` when it is not there any more.
pub async fn unassign(
    app: &App,
    actor: &Actor,
    now: Timestamp,
    (line, from): (&str, Month),
    version: Option<i64>,
) -> Result<(), StoreError> {
    let tx = app.store.begin(actor, now).await?;
    let (gone, _) = tx.retention_codes().unassign(line, from, version).await?;
    let detail = json!({ "line": gone.line, "code": gone.code, "month": gone.from.to_string() });
    let subject = Subject::new(EntityKind::Office, actor.office.office_id());
    tx.commit(AuditEvent::new(AuditKind::CodeUnassigned, subject).with(detail)).await
}
