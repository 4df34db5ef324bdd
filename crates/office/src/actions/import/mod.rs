//! 持ち込み: what other programs and spreadsheets hold, read, shown, and taken in all at once or not at all.
pub mod apply;
pub mod codes;
pub mod days;
pub mod reading;
pub mod sheet;
mod workbook;

use kernel::{Finding, Place, Severity};

/// Largest file that is taken in.
pub const LARGEST_FILE: usize = 5 * 1024 * 1024;

/// A finding of an import.
pub(crate) fn finding(
    code: &str,
    severity: Severity,
    place: impl Into<String>,
    what: impl Into<String>,
    how: impl Into<String>,
) -> Finding {
    Finding::new(code, severity, Place::named(place), what, how)
}

/// A fault: as long as it stands, nothing is taken in.
pub(crate) fn fault(code: &str, place: impl Into<String>, what: impl Into<String>, how: impl Into<String>) -> Finding {
    finding(code, Severity::Fault, place, what, how)
}

/// The one finding that keeps a file out.
pub type Refused = Box<Finding>;

/// A fault as the reason for which a file is not read further.
pub(crate) fn refused(
    code: &str,
    place: impl Into<String>,
    what: impl Into<String>,
    how: impl Into<String>,
) -> Refused {
    Box::new(fault(code, place, what, how))
}
