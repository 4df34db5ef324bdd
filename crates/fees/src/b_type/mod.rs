//! 就労継続支援B型 (service type 46).
pub mod average_wage;
mod basic;
mod daily_lines;
mod day_additions;
mod days;
mod engine;
pub mod facts;
mod input_checks;
mod limits;
mod manual;
mod month_additions;
mod percentages;
mod rate;
mod reductions;
pub(crate) mod rules;
pub(crate) mod words;
mod work;

pub use crate::rules::RuleInfo;
pub use daily_lines::{DailyLine, daily_lines};
pub use engine::assess;
pub use rules::{RULES, Rule};
