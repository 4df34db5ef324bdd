//! 作ったファイルの取出し: the bytes as they were made, to those who may export; the audit log says so.
use crate::{desk::Desk, failure::Failure, permissions::Permission, screens::month_of::month_of};
use axum::{
    extract::Path,
    http::header,
    response::{IntoResponse, Response},
};
use serde_json::json;
use store::{AuditEvent, AuditKind, EntityKind, Subject};

/// `GET …/claim/files/{file}`: the bytes as they were made, MS932 and CRLF untouched.
pub(crate) async fn download(desk: Desk, Path((_, month, id)): Path<(i64, String, i64)>) -> Result<Response, Failure> {
    desk.require(Permission::Export)?;
    let month = month_of(&month)?;
    let of_month = desk.read().claim_files().of_month(month).await?;
    if !of_month.iter().any(|file| file.id == id) {
        return Err(Failure::NotFound);
    }
    let (file, bytes) = desk.read().claim_files().get(id).await?;
    let tx = desk.app.store.begin(&desk.actor(), desk.now).await?;
    let detail = json!({ "month": month.to_string(), "kind": file.kind, "sha256": file.sha256 });
    tx.commit(AuditEvent::new(AuditKind::Exported, Subject::new(EntityKind::ClaimFile, id)).with(detail)).await?;
    let headers = [
        (header::CONTENT_TYPE, "application/octet-stream".to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{}\"", file.name)),
    ];
    Ok((headers, bytes).into_response())
}
