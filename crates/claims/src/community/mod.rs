//! 地域生活支援事業の請求: 請求明細書, 利用者負担 and the claim month of 移動支援 and 日中一時支援.
//!
//! [`settle`] takes the assessments of one person and month – 移動支援, 日中一時支援 or both – and makes the rows of the
//! 請求明細書. One cap holds over both services (U-22). [`Batch`] gathers statements of a claim month by municipality.
mod batch;
mod burden;
mod form;
mod statement;

pub use batch::{Batch, Due, MunicipalClaim, Sums, deadline, due, is_late};
pub use burden::{CommunityBurden, ManagedCap};
/// What the papers of a claim need of the rules.
pub use fees::community::{
    CommunityAssessment, Entry, HeldRecord, facts::Service, pack::Pack, prices::Origin as PriceOrigin,
};
pub use form::{FormRow, rows};
pub use statement::{Amounts, Column, CommunityStatement, Total, settle};
