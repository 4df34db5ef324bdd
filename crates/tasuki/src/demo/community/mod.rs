//! おでかけ (O3): the office of 移動支援 and 日中一時支援 – masters, certificates, and month after month of visits.
mod close;
mod desk;
mod town;
mod visits;
mod year;

pub(super) use desk::Desk;
pub(crate) use town::CommunityTown;
