//! 就労定着支援.
#![allow(clippy::unwrap_used)]
mod additions;
mod blocks;
mod by_hand;
mod eras;
mod golden;
mod jr;
mod oracle;
mod properties;
mod reductions;
mod standing;
mod support;
mod tables;
