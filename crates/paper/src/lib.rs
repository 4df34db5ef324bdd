#![doc = include_str!("../README.md")]
mod claim_list;
mod collected_list;
mod community_claim;
mod entry_sheet;
mod retention_claim;
mod summary;

pub use claim_list::{ClaimList, ClaimListRow, PaperError, claim_list};
pub use collected_list::{CollectedList, CollectedRow, collected_list};
pub use community_claim::{ClaimHead, community_claim};
pub use entry_sheet::{BOXES, EntrySheet, EntrySheetRow, SLOTS, entry_sheet_csv, entry_sheet_workbook};
pub use retention_claim::{RetentionClaim, RetentionClaimRow, retention_claim};
/// The workbook writer itself, for tests that have to make odd workbooks. Pages and actions ask for finished lists.
pub use rust_xlsxwriter as writer;
pub use summary::{SummaryBook, SummaryTable, summary_book};
