//! 地域生活支援事業の操作: one function an act, one transaction each.
pub mod claims;
pub mod masters;
pub(crate) mod overlaps;
pub mod visits;
