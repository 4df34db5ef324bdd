#![doc = include_str!("../README.md")]
mod claim_list;
mod collected_list;

pub use claim_list::{ClaimList, ClaimListRow, PaperError, claim_list};
pub use collected_list::{CollectedList, CollectedRow, collected_list};
/// The workbook writer itself, for tests that have to make odd workbooks. Pages and actions ask for finished lists.
pub use rust_xlsxwriter as writer;
