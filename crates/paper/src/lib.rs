#![doc = include_str!("../README.md")]
mod claim_list;

pub use claim_list::{ClaimList, ClaimListRow, PaperError, claim_list};
