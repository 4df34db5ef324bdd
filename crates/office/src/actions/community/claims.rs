//! 請求の操作 of 地域生活支援事業: everyone's claim of a month, its steps, late months, cap results, the papers.
mod cap;
mod checks;
mod facts;
mod files;
mod late;
mod month;
mod person;
mod planned;
mod step;

pub use cap::save_result;
pub use facts::{ClaimFacts, PartFacts};
pub use files::{Made, claim_workbook, decision, entry_sheets, head, make as make_files, taken_out};
pub use late::{NewCase, carry, drop_case, open_case};
pub use month::{CityClaim, LateClaim, MonthClaim};
pub use person::{ClaimOutcome, PersonClaim};
pub use step::take as take_step;
