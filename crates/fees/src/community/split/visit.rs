//! 訪問と行: what goes into a split, what comes out, and why it may not come about.
use crate::community::entry::{Bracket, Held};
use crate::community::facts::Decision;

/// What was worked, and what the lines depend on besides.
#[derive(Clone, Copy, Debug)]
pub struct Worked<'a> {
    /// Minutes from 00:00 of the first day, start and end of each stretch in order, none over 2,880. More than one where
    /// visits count as one or 算定外 lies between.
    pub stretches: &'a [(u16, u16)],
    /// 算定外 of which nobody said when: taken off where everything lies in one band, else refused.
    pub deducted_minutes: u16,
    /// 身体介護: picks the tariff of composite codes.
    pub body_care: bool,
    /// A record of a second helper.
    pub second_helper: bool,
    /// Choices of people.
    pub decisions: &'a [Decision],
}

impl<'a> Worked<'a> {
    /// One stretch, nothing deducted, nothing decided.
    pub fn stretch(stretches: &'a [(u16, u16)]) -> Worked<'a> {
        Worked { stretches, deducted_minutes: 0, body_care: true, second_helper: false, decisions: &[] }
    }
}

/// One line of a visit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SplitLine {
    /// 0 = the day the visit began, 1 = the next.
    pub day: u8,
    /// Minutes since midnight of that day.
    pub start: u16,
    /// As it must be typed: 1439 where the day is cut at midnight; not after `start` = the next day, where it is not.
    pub end: u16,
    /// Shown minutes.
    pub minutes: u16,
    /// 算定外 between start and end, from and to, where its time is known.
    pub deducted: Vec<(u16, u16)>,
    /// Minutes that pick the bracket.
    pub counted_minutes: u16,
    /// Index of the band; none = no premium although several are touched.
    pub band: Option<usize>,
    /// 時間区分.
    pub bracket: Bracket,
    /// `R-0`–`R-5`, `U-xx`, sorted.
    pub rules: Vec<String>,
    /// Points that wait for a person.
    pub held: Vec<Held>,
    /// Name of a composite code, where the municipality has them.
    pub composite: Option<String>,
    /// Why, in Japanese.
    pub reason: String,
}

/// Minutes that are not claimed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dropped {
    /// 0 or 1.
    pub day: u8,
    /// From.
    pub start: u16,
    /// To.
    pub end: u16,
    /// The point by which somebody decided so.
    pub rule: String,
    /// Why, in Japanese.
    pub reason: String,
}

/// The lines of one visit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Split {
    /// Lines in the order of time.
    pub lines: Vec<SplitLine>,
    /// Minutes left out by a decision.
    pub dropped: Vec<Dropped>,
}

/// A visit that cannot be split as it is typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SplitTrouble {
    /// Nothing is left, or the times are no times.
    #[error("算定できる時間がありません")]
    NoTime,
    /// 算定外 without its time, over several bands.
    #[error("算定外の時間がどの時間帯か決まりません")]
    DeductionSomewhere,
    /// Stretches so short and far apart that no rule speaks of them.
    #[error("短い時間が3つ以上の時間帯に分かれていて、1回の訪問として分けられません")]
    Scattered,
    /// The pack has no tariff the composite names could be made of.
    #[error("この市町村の料金表に、この種類の訪問がありません")]
    NoTariff,
}
