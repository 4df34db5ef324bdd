//! 地域生活支援事業: 移動支援 and 日中一時支援 by the rules of the person's municipality.
//!
//! Facts ([`facts`]) and a [`pack::Pack`] make a [`Sheet`]: the records of the month as the tool takes them.
mod additions;
pub mod assess;
mod assessment;
mod checks;
pub mod codes;
pub mod cumulative;
mod daytime;
mod entry;
mod eve;
pub mod facts;
mod groups;
pub mod halves;
mod mobility;
mod names;
pub mod pack;
pub mod price_list;
pub mod prices;
mod sheet;
pub mod split;
mod template;
mod terms;
mod waiver;
mod work;

pub use assessment::{CommunityAssessment, CommunityLine, HeldRecord, LineKind, Totals, Usage};
pub use daytime::{StayClass, stay_class};
pub use entry::{BoxMark, Bracket, Entry, EntryKind, Held, Helper, Sheet, Unbilled};
pub use sheet::sheet;
pub use waiver::{WaivedMonths, Waiver, waived_months, waived_months_of, waiver};
