#![doc = include_str!("../README.md")]
//!
//! The one road: a [`Dossier`] (facts of one person's month) is assessed into an [`Outcome`] (lines, yen, reasons,
//! findings); closed outcomes become the bytes of the official files.
mod assess;
pub mod cap;
pub mod case;
mod code_groups;
pub mod community;
mod dossier;
pub mod files;
pub mod lifecycle;
mod outcome;
pub mod precheck;
pub mod retention;
pub mod returned;
pub mod statement;
mod table;
pub mod withdrawal;

pub use assess::{assess, outcome_of};
pub use dossier::{Burden, CapManagement, Card, ClaimOffice, Contract, Dossier, IncomeClass};
pub use files::{ClaimBatch, ClaimFile, ClaimFileKind, ClaimPerson};
pub use outcome::Outcome;
