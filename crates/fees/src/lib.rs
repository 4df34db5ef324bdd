#![doc = include_str!("../README.md")]
mod assessment;
pub mod b_type;
pub mod community;
pub mod import;
pub mod retention;
mod rules;
mod tables;

pub use assessment::{Assessment, Fact, Line, NotApplied, Step, Text};
pub use tables::{
    CodeEntry, Confidence, DataProblem, FeeTables, HandLine, Origin, Period, RetentionTables, Slot, SlotByHand,
    TableError, Tier, TreatmentClass, UnitPriceRow,
};
