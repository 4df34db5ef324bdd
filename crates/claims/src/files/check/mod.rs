//! 請求ファイルの点検: any J11, J61 or J41, ours or another product's, alone or together.
//!
//! Whatever can be recomputed is recomputed; whatever must agree between the files is compared when both are there.
mod agreed;
mod days;
mod form;
mod invoice;
mod limits;
mod located;
mod order;
mod pairs;
mod results;
mod retention_counts;
mod retention_record;
mod service_record;
mod statement;
mod totals;

use fees::FeeTables;
use kernel::Finding;
use located::{Located, Sets};
use records::Layouts;

/// Everything wrong or doubtful in the files (name and bytes of each), taken together.
///
/// Form first (envelope, number of items, characters, lengths), then sums, then what must agree between statement,
/// service record and cap-management sheet. A row that could not be read is named and left out of the sums.
pub fn check(files: &[(&str, &[u8])], layouts: &Layouts, tables: &FeeTables) -> Vec<Finding> {
    let mut findings = Vec::new();
    let read: Vec<(&str, records::ReadFile)> =
        files.iter().map(|(name, bytes)| (*name, records::read_file_with(layouts, bytes))).collect();
    let mut all = Vec::new();
    for (name, file) in &read {
        findings.extend(file.findings.iter().cloned().map(|mut finding| {
            finding.place.text = format!("{name} {}", finding.place.text);
            finding
        }));
        for row in &file.records {
            if let Some(record) = &row.record {
                all.push(Located { file: name, line: row.line, byte: row.byte, record });
            }
        }
    }
    form::check(&all, &mut findings);
    order::check(&all, &mut findings);
    let sets = Sets::of(&all);
    statement::check(&sets, tables, &mut findings);
    invoice::check(&sets, &mut findings);
    service_record::check(&sets, &mut findings);
    retention_record::check(&sets, tables, &mut findings);
    results::check(&sets, tables, &mut findings);
    pairs::check(&sets, tables, &mut findings);
    limits::check(&sets, tables, &mut findings);
    days::check(&sets, &mut findings);
    agreed::check(&sets, tables, &mut findings);
    findings
}
