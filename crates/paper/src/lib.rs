#![doc = include_str!("../README.md")]
mod claim_list;
mod collected_list;

pub use collected_list::{CollectedList, CollectedRow, collected_list};
pub use claim_list::{ClaimList, ClaimListRow, PaperError, claim_list};
