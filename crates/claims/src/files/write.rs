//! 書き出し: drafted rows → the bytes of a file, by the layouts.
use super::row::Row;
use crate::ClaimOffice;
use kernel::{Finding, Month, Place, Severity};
use records::{Envelope, Layouts, Record, Writer};

/// 媒体区分 of a transmission.
const TRANSMISSION: &str = "1";

/// The bytes of a file, or every fault of every row.
pub(super) fn of(
    office: &ClaimOffice,
    processing_month: Month,
    kind: &str,
    rows: &[Row],
    layouts: &Layouts,
) -> Result<Vec<u8>, Vec<Finding>> {
    let envelope = Envelope {
        data_kind: kind.to_owned(),
        office_no: office.office_no.clone(),
        media_class: TRANSMISSION.to_owned(),
        processing_month,
    };
    let records: Vec<Record> = rows.iter().map(|row| record(row, layouts)).collect::<Result<_, _>>()?;
    Writer::new(layouts).write(&envelope, &records)
}

fn record(row: &Row, layouts: &Layouts) -> Result<Record, Vec<Finding>> {
    let Some(mut record) = Record::new(layouts, row.exchange_id, row.record_type) else {
        return Err(vec![Finding::new(
            "F01",
            Severity::Fault,
            Place::named(format!("{}-{}", row.exchange_id, row.record_type)),
            "このレコードのレイアウトがありません",
            "data/layouts に、このレコードのレイアウトを置いてください",
        )]);
    };
    for (name, value) in &row.items {
        record.set(name, value.clone());
    }
    Ok(record)
}
