//! 就労定着支援の請求: one person's month from facts to an explained claim, and the claim files of service type 47.
//!
//! [`assess`] makes an [`Outcome`] of the facts; [`findings`] is the pre-check; [`blocked_by`] is every reason why a month
//! may not be claimed; a [`Person`] gives its statement and its record to the writers that all services share
//! ([`crate::files::j11_of`], [`crate::files::j61_of`]), and [`j11`] and [`j61`] write those of an office of this service.
mod cap;
mod dossier;
mod files;
mod outcome;
mod precheck;

pub use crate::files::retention_record::Marks;
pub use cap::{list_entry, manage};
pub use dossier::Dossier;
pub use files::{Batch, Person, Unverified, j11, j61, unverified};
pub use outcome::{Outcome, assess, outcome_of};
pub use precheck::{blocked_by, findings};

/// サービス種類コード.
pub const SERVICE_TYPE: &str = "47";
