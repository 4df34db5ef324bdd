//! 事例書式 地域生活支援事業: documents of 移動支援 and 日中一時支援, their keys, the way to their facts and their result.
mod document;
mod explain;
mod facts;
mod keys;
mod output;
mod reading;
mod result;

pub use document::{
    CommunityCase, CommunityCaseOffice, CommunityCaseOverlay, CommunityCasePerson, CommunityCaseVisit, Commute,
};
pub use facts::CommunityResult;
pub(super) use keys::CASE;
pub(super) use output::schema;
