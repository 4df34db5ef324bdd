//! 市町村パック: rules of one municipality as data, read from `data/municipal/*.toml`.
mod check;
mod choose;
mod explain;
mod format;
mod lines;
mod load;
mod partials;
mod points;
mod problem;
mod selftest;

pub use choose::{NoPack, PARTIALS_FILE, Packs};
pub use explain::{Explanation, Mark, Row, Section};
pub use format::*;
pub use partials::{PartialFact, PartialMunicipality, Partials};
pub use points::Choice;
pub use problem::{PackError, PackProblem};
pub use selftest::TestOutcome;
