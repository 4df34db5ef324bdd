//! 簡単請求: the claims that were requested as an Excel workbook, from what 「請求する」 kept.
use super::list::{self, ClaimQuery, Refused};
use crate::{
    actions::retention::claims::{MonthClaim, RowState},
    desk::Desk,
    failure::Failure,
    screens::{claim::list::WORKBOOK, month_of::month_of},
};
use askama::Template;
use axum::{
    extract::Path,
    http::{StatusCode, header},
    response::{Html, IntoResponse, Response},
};
use paper::{RetentionClaim, RetentionClaimRow};
use serde_json::json;
use store::{AuditEvent, AuditKind, EntityKind, Subject};
use ui::Form;

/// `GET …/claim/simple.xlsx`. That it was taken out stands in the audit log.
pub(super) async fn workbook(desk: Desk, Path((_, month)): Path<(i64, String)>) -> Result<Response, Failure> {
    let month = month_of(&month)?;
    let claim = MonthClaim::read(desk.read(), desk.app.tables, month).await?;
    let rows: Vec<RetentionClaimRow> = claim
        .people
        .iter()
        .filter(|person| person.state() >= RowState::Requested)
        .map(|person| RetentionClaimRow::of(&person.person))
        .collect();
    if rows.is_empty() {
        let text = "請求中の人がいないため、簡単請求のExcelはまだありません。センター長チェックを付けて「請求する」を押すと受け取れます。";
        let refused = Refused { text: text.to_owned(), ..Refused::default() };
        let page = list::page(&desk, month, &ClaimQuery::default(), Form::default(), Some(refused)).await?;
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, Html(page.render()?)).into_response());
    }
    let people = rows.len();
    let book = RetentionClaim {
        office_no: claim.office.office_no.to_string(),
        office_name: claim.office.name,
        service_month: month.wareki(),
        rows,
    };
    let bytes = paper::retention_claim(&book).map_err(|error| Failure::Broken(error.to_string()))?;
    let tx = desk.app.store.begin(&desk.actor(), desk.now).await?;
    let detail = json!({ "month": month.to_string(), "what": "simple.xlsx", "people": people });
    let subject = Subject::new(EntityKind::Office, desk.scope().office_id());
    tx.commit(AuditEvent::new(AuditKind::Exported, subject).with(detail)).await?;
    let name = format!("attachment; filename=\"simple-claim-{month}.xlsx\"");
    Ok(([(header::CONTENT_TYPE, WORKBOOK.to_owned()), (header::CONTENT_DISPOSITION, name)], bytes).into_response())
}
