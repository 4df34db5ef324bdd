//! 市町村のきまりを開く: the rules an address names.
use crate::failure::Failure;
use fees::community::pack::{Pack, Packs};

/// The rules with this id, or nothing here.
pub(super) fn pack(id: &str) -> Result<&'static Pack, Failure> {
    Packs::builtin().by_id(id).ok_or(Failure::NotFound)
}
