//! 報酬: dated fee data → what may be claimed for one person and month, with reasons.
//!
//! [`assess`](b_type::assess) is a pure function of the fee tables and the facts. It knows nothing of people's names, SQL or files.
mod assessment;
pub mod b_type;

pub use assessment::{Assessment, Fact, Line, NotApplied, Step};
