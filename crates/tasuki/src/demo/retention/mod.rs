//! 汐風サポート (O2): the office of 就労定着支援 – a list of deeds in the order of their instants, done one by one through
//! the actions behind the buttons of the screens.
mod claim;
mod deeds;
mod desk;
mod pdf;
mod town;
mod words;
mod year;

pub(super) use desk::Desk;
pub(crate) use town::RetentionTown;
