//! 就労定着支援 (service type 47).
mod additions;
mod base;
mod conference;
mod counted;
mod eligibility;
mod engine;
pub mod facts;
mod manual;
pub mod months;
mod percentages;
pub mod rate;
mod result;
pub(crate) mod rules;
mod standing;
mod words;
mod work;

pub use crate::rules::RuleInfo;
pub use engine::{assess, conference_is_held};
pub use result::{Block, RetentionAssessment};
pub use rules::{RULES, Rule};
pub use standing::{Alarm, Category, ChangeStands, Standing, category, job_changes};
