//! 時間の分割: one visit as worked → the lines its municipality wants.
mod asked;
mod bracket;
mod composite;
mod kamakura;
mod parts;
mod start_band;
mod visit;

pub use parts::Part;
pub use visit::{Dropped, Split, SplitLine, SplitTrouble, Worked};

use super::pack::{Pack, Strategy};

/// Splits a visit by the strategy of the pack.
///
/// # Errors
/// A visit that must be typed otherwise.
///
/// ```
/// use fees::community::{pack::Packs, split::{Worked, split}};
/// let pack = Packs::builtin().by_id("kamakura").unwrap();
/// let made = split(pack, &Worked::stretch(&[(7 * 60 + 40, 8 * 60 + 20)])).unwrap();
/// let lines: Vec<_> = made.lines.iter().map(|l| (l.start, l.end, l.bracket.hours_text(), l.rules.join("+"))).collect();
/// assert_eq!(lines, [(460, 480, "0.5H".into(), "R-3".into()), (480, 500, "0.5H".into(), "R-3".into())]);
/// ```
pub fn split(pack: &Pack, worked: &Worked<'_>) -> Result<Split, SplitTrouble> {
    let parts = parts::of(pack, worked)?;
    match pack.split.strategy {
        Strategy::KamakuraLines => kamakura::split(pack, worked, &parts),
        Strategy::OneLineStartBand => Ok(start_band::split(pack, worked, &parts)),
        Strategy::CumulativeByBand => composite::split(pack, worked, &parts),
    }
}
