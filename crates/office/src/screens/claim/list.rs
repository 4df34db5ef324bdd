//! 請求一覧: everyone's claim as an Excel workbook and as CSV, in every state of the month.
use super::overview::{MonthView, read_month};
use crate::{actions::claims::MonthClaim, desk::Desk, failure::Failure, screens::month_of::month_of};
use axum::{
    extract::Path,
    http::header,
    response::{IntoResponse, Response},
};
use kernel::Month;
use paper::{ClaimList, ClaimListRow};
use serde_json::json;
use store::{AuditEvent, AuditKind, EntityKind, StoreError, Subject};

pub(crate) const WORKBOOK: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
const HEADER: [&str; 12] = [
    "受給者証番号",
    "氏名",
    "利用日数",
    "給付単位数",
    "単位数単価",
    "総費用額",
    "1割相当額",
    "利用者負担上限月額",
    "上限額管理後利用者負担額",
    "決定利用者負担額",
    "給付費",
    "自治体助成分請求額",
];

fn list(month: Month, live: bool, claim: &MonthClaim) -> ClaimList {
    let mark = if live { "(計算中)" } else { "" };
    ClaimList {
        office_no: claim.office.office_no.to_string(),
        office_name: claim.office.name.clone(),
        service_month: format!("{}{mark}", month.wareki()),
        rows: claim.claimed().map(|person| ClaimListRow::of(&person.dossier, &person.outcome)).collect(),
    }
}

/// Reads the list and notes that it was taken out.
async fn take(desk: &Desk, month: &str, what: &str) -> Result<(Month, ClaimList), Failure> {
    let month = month_of(month)?;
    let MonthView { stored, state, claim } = read_month(desk, month).await?;
    let claim = claim.map_err(|_| Failure::Store(StoreError::NoNotice { month }))?;
    let list = list(month, state.is_open(), &claim);
    let tx = desk.app.store.begin(&desk.actor(), desk.now).await?;
    let detail = json!({ "month": month.to_string(), "what": what, "people": list.rows.len() });
    let subject = Subject::new(EntityKind::ClaimMonth, stored.id);
    tx.commit(AuditEvent::new(AuditKind::Exported, subject).with(detail)).await?;
    Ok((month, list))
}

fn attachment(kind: &'static str, month: Month, extension: &str, bytes: Vec<u8>) -> Response {
    let name = format!("attachment; filename=\"claim-list-{month}.{extension}\"");
    ([(header::CONTENT_TYPE, kind.to_owned()), (header::CONTENT_DISPOSITION, name)], bytes).into_response()
}

/// `GET …/claim/list.xlsx`.
pub(super) async fn workbook(desk: Desk, Path((_, month)): Path<(i64, String)>) -> Result<Response, Failure> {
    let (month, list) = take(&desk, &month, "claim_list.xlsx").await?;
    let bytes = paper::claim_list(&list).map_err(|error| Failure::Broken(error.to_string()))?;
    Ok(attachment(WORKBOOK, month, "xlsx", bytes))
}

/// `GET …/claim/list.csv`: UTF-8 with the mark by which spreadsheets know it.
pub(super) async fn csv(desk: Desk, Path((_, month)): Path<(i64, String)>) -> Result<Response, Failure> {
    let (month, list) = take(&desk, &month, "claim_list.csv").await?;
    let mut text = String::from("\u{feff}");
    let mut line = |cells: &[String]| {
        text.push_str(&cells.iter().map(|cell| quoted(cell)).collect::<Vec<_>>().join(","));
        text.push_str("\r\n");
    };
    line(&HEADER.map(str::to_owned));
    for row in &list.rows {
        line(&cells(row));
    }
    Ok(attachment("text/csv; charset=utf-8", month, "csv", text.into_bytes()))
}

fn cells(row: &ClaimListRow) -> [String; 12] {
    let yen = |value: Option<kernel::Yen>| value.map(|yen| yen.0.to_string()).unwrap_or_default();
    [
        row.recipient_no.clone(),
        row.name.clone(),
        row.claim_days.to_string(),
        row.total_units.0.to_string(),
        row.unit_price.map(|price| price.to_string()).unwrap_or_default(),
        row.total_cost.0.to_string(),
        row.ten_percent.0.to_string(),
        row.burden_cap.0.to_string(),
        yen(row.managed_burden),
        row.decided_burden.0.to_string(),
        row.benefit_claim.0.to_string(),
        yen(row.municipal_subsidy),
    ]
}

/// A cell in quotes; one that a spreadsheet would take for a formula is made text by an apostrophe.
pub(crate) fn quoted(cell: &str) -> String {
    let formula =
        cell.starts_with(['=', '+', '@', '\t', '\r']) || (cell.starts_with('-') && cell.parse::<i64>().is_err());
    let mark = if formula { "'" } else { "" };
    format!("\"{mark}{}\"", cell.replace('"', "\"\""))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use claims::ClaimOffice;

    #[test]
    fn a_list_of_an_open_month_is_marked_in_its_title() {
        let office = ClaimOffice { office_no: "9910100016".parse().unwrap(), name: "汐風".to_owned() };
        let claim = MonthClaim {
            office,
            people: Vec::new(),
            late: Vec::new(),
            cap_sheets: Vec::new(),
            office_findings: Vec::new(),
        };
        let month = "2026-10".parse().unwrap();
        assert_eq!(list(month, true, &claim).service_month, "令和8年10月(計算中)");
        assert_eq!(list(month, false, &claim).service_month, "令和8年10月");
    }

    #[test]
    fn a_name_never_becomes_a_formula() {
        assert_eq!(quoted("=1+1"), "\"'=1+1\"");
        assert_eq!(quoted("架空\"太郎"), "\"架空\"\"太郎\"");
        assert_eq!(quoted("-5"), "\"-5\"");
    }
}
