//! パックの点検: what a pack that can be read must still hold.
mod bands;
mod identity;
mod periods;
mod points;
mod prices;
mod problems;
mod sources;
mod splitting;
mod trials;

use super::format::Pack;
use super::lines::Lines;
use super::problem::PackProblem;
use problems::Problems;

/// Everything that is wrong, in order of line.
pub(in crate::community::pack) fn problems(file: &str, pack: &Pack, lines: &Lines<'_>) -> Vec<PackProblem> {
    let mut problems = Problems::new(file, lines);
    identity::check(pack, &mut problems);
    sources::check(pack, &mut problems);
    bands::check(pack, &mut problems);
    splitting::check(pack, &mut problems);
    points::check(pack, &mut problems);
    periods::check(pack, &mut problems);
    prices::check(pack, &mut problems);
    trials::check(pack, &mut problems);
    problems.sorted()
}
