//! 請求ファイルの作成: J11, J61 and J41 from the snapshot of a month, read back and checked before anyone gets them.
use super::MonthClaim;
use crate::App;
use claims::{ClaimBatch, ClaimFile, ClaimFileKind};
use kernel::{Day, Finding, Month, Severity};

/// A file and its kind as the store names it.
#[derive(Clone, Debug)]
pub struct MadeFile {
    /// `J11`, `J61` or `J41`.
    pub kind: &'static str,
    /// Name and bytes.
    pub file: ClaimFile,
}

/// 受付締切日 of the federation, also on holidays.
const DEADLINE: u8 = 10;

/// The month in which a file made today is processed: this month until the 10th, then the next; never before the month
/// after the service month.
pub fn usual_processing_month(service_month: Month, today: Day) -> Month {
    let this = today.month();
    let window = if today.number() <= DEADLINE { this } else { this.next() };
    window.max(service_month.next())
}

/// The files of a month, or everything that keeps them from being made.
///
/// # Errors
/// Findings of the writer, or of the check that reads the written files again.
pub fn make(
    app: &App,
    claim: &MonthClaim,
    service_month: Month,
    processing_month: Month,
) -> Result<Vec<MadeFile>, Vec<Finding>> {
    let batch =
        ClaimBatch { office: claim.office.clone(), service_month, processing_month, persons: claim.file_persons() };
    let mut made = vec![claims::files::j11(&batch, app.layouts)?];
    made.extend(claims::files::j61(&batch, app.layouts)?);
    made.extend(claims::files::j41(&claim.office, processing_month, &claim.cap_sheets, app.layouts)?);
    let written: Vec<(&str, &[u8])> = made.iter().map(|file| (file.name.as_str(), file.bytes.as_slice())).collect();
    let mut faults = claims::files::check(&written, app.layouts, app.tables);
    faults.retain(|finding| finding.severity == Severity::Fault);
    if !faults.is_empty() {
        return Err(faults);
    }
    let kind = |file: &ClaimFile| match file.kind {
        ClaimFileKind::Statements => "J11",
        ClaimFileKind::ServiceRecords => "J61",
        ClaimFileKind::CapSheets => "J41",
    };
    Ok(made.into_iter().map(|file| MadeFile { kind: kind(&file), file }).collect())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::usual_processing_month;

    #[test]
    fn after_the_tenth_a_file_waits_for_the_next_month() {
        let october = "2026-10".parse().unwrap();
        let on = |day: &str| usual_processing_month(october, day.parse().unwrap()).to_string();
        assert_eq!(on("2026-11-10"), "2026-11");
        assert_eq!(on("2026-11-11"), "2026-12");
        assert_eq!(on("2026-10-05"), "2026-11");
    }
}
