//! 請求の操作 of 就労定着支援: everyone's claim of a month, the steps センター長✓ → 請求する → 送信済み and back, the files.
mod files;
mod month;
mod step;

pub use files::{Made, NotMade, Ready, make as make_files, ready, record_form, state_record_form};
pub use month::{MonthClaim, PersonClaim, PlanMark, RowState, Totals};
pub use step::{Refusal, Wanted, cancel, check, mark_sent, opens_on, request, save_month_facts, uncheck};
