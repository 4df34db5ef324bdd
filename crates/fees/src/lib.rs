#![doc = include_str!("../README.md")]
mod assessment;
pub mod b_type;
pub mod import;
mod tables;

pub use assessment::{Assessment, Fact, Line, NotApplied, Step, Text};
pub use tables::{
    CodeEntry, Confidence, DataProblem, FeeTables, HandLine, Origin, Period, TableError, Tier, UnitPriceRow,
};
