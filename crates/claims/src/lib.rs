#![doc = include_str!("../README.md")]
//!
//! The one road: a [`Dossier`] (facts of one person's month) is assessed into an [`Outcome`] (lines, yen, reasons,
//! findings); closed outcomes become the bytes of the official files.
pub mod case;
mod dossier;
pub mod lifecycle;
mod outcome;
pub mod statement;

pub use dossier::{Burden, CapManagement, Card, ClaimOffice, Contract, Dossier, IncomeClass};
pub use outcome::Outcome;
