//! 業務サーバーの中身: what every request may use, made once at start.
use crate::{clock::Clock, in_use::TablesInUse};
use fees::FeeTables;
use kernel::Holidays;
use records::Layouts;
use store::Store;

/// The office program: storage, tables, clock. Cheap to clone.
#[derive(Clone, Debug)]
pub struct App {
    /// The database.
    pub store: Store,
    /// Fee tables of all services; within a request, those in use when it came.
    pub tables: &'static FeeTables,
    /// What took the place of `tables` since the start; empty at first.
    pub in_use: TablesInUse,
    /// Layouts of the official files.
    pub layouts: &'static Layouts,
    /// 祝日.
    pub holidays: &'static Holidays,
    /// Where the time comes from.
    pub clock: Clock,
    /// The data are invented: every page says so.
    pub demo: bool,
    /// Strength of password hashes.
    pub hashing: Hashing,
}

/// Argon2id parameters.
#[derive(Clone, Copy, Debug)]
pub struct Hashing {
    /// Memory, KiB.
    pub memory_kib: u32,
    /// Passes.
    pub passes: u32,
}

impl Default for Hashing {
    /// 19 MiB, two passes, one lane: the least that is advised for a web server in 2026.
    fn default() -> Hashing {
        Hashing { memory_kib: 19 * 1024, passes: 2 }
    }
}
