//! 就労継続支援B型 (service type 46).
mod engine;
pub mod facts;
pub(crate) mod rules;

pub use engine::assess;
pub use rules::{RULES, Rule, RuleInfo};
