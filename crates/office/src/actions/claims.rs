//! 請求の操作: everyone's claim of a month, the background run, the steps 締め → 点検 → 承認 → 出力.
mod asked;
mod files;
mod month;
mod run;
mod step;

pub use asked::{Refusal, Step, Stepped};
pub use files::{MadeFile, make as make_files, usual_processing_month};
pub use month::{LateClaim, MonthClaim, PersonClaim, Totals};
pub use run::{is_cut_off, start as start_run};
pub use step::take as take_step;
