//! 事例書式: the JSON document of one person's service month, its result, its schema and its explanation.
//!
//! The same documents are golden tests, bug reports and support tickets, so reading is strict: whatever is not
//! understood is refused with the path, the value found and what would be allowed there. [`Document`] reads a case of any
//! service; each service has a room of its own.
mod b_type;
mod common;
mod community;
mod document;
mod error;
mod explain;
mod labels;
mod output;
mod retention;
mod shape;
mod strict_json;
mod typed;

pub use b_type::{Case, CaseCapability, CaseDay, CaseMonth, CaseOffice, CasePerson, Persons, Tier};
pub use common::{CaseCapManagement, CaseManualLine, Service};
pub use community::{
    CommunityCase, CommunityCaseOffice, CommunityCaseOverlay, CommunityCasePerson, CommunityCaseVisit, CommunityResult,
    Commute,
};
pub use document::{Document, schema};
pub use error::CaseError;
pub use explain::explain;
pub use output::{CaseResult, blocks_claim, output_json};
pub use retention::{RetentionCase, RetentionCaseOffice, RetentionCasePerson};
pub(crate) use shape::half_width;
