//! 請求: statement, invoice, burden, prechecks, month lifecycle and the official claim files.
//!
//! Knows nothing of SQL or HTTP. The one road: a [`Dossier`] (facts of one person's month) is assessed into an
//! [`Outcome`] (lines, yen, reasons, findings); closed outcomes become J111/J121/J611 bytes.
mod dossier;
mod outcome;

pub use dossier::{Burden, CapManagement, Card, ClaimOffice, Contract, Dossier, IncomeClass};
pub use outcome::Outcome;
