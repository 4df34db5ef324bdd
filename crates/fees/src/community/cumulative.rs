//! 時間帯ごとの累計: one composite code a visit, priced along one curve that every band shares (千葉市 and its like).
//!
//! A visit is a row of half hours. Each carries one band; the price of a run of half hours is the growth of the curve
//! over them times the premium of the band, rounded half up, and the runs are summed. The curve is straight after its
//! first brackets, so what lies beyond is coded band by band (増), and what falls on the second day of a visit over
//! midnight is coded on that day (日跨増).
use super::halves::{Mark, composite_name};
use kernel::{Ratio, Units};

/// Cumulative prices by brackets with a constant step beyond them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Curve {
    /// Price after 1, 2, … brackets.
    pub brackets: Vec<i64>,
    /// What every further bracket adds; none = the table ends with the brackets.
    pub step: Option<i64>,
}

impl Curve {
    /// The price after a number of brackets; `None` beyond the table or on overflow.
    ///
    /// ```
    /// # use fees::community::cumulative::Curve;
    /// let curve = Curve { brackets: vec![280, 441], step: Some(91) };
    /// assert_eq!([0, 1, 2, 4].map(|n| curve.at(n)), [Some(0), Some(280), Some(441), Some(623)]);
    /// assert_eq!(Curve { step: None, ..curve }.at(3), None);
    /// ```
    pub fn at(&self, brackets: u32) -> Option<i64> {
        let Some(last) = (brackets as usize).checked_sub(1) else { return Some(0) };
        if let Some(price) = self.brackets.get(last) {
            return Some(*price);
        }
        let beyond = i64::try_from(last - self.brackets.len()).ok()?.checked_add(1)?;
        self.brackets.last()?.checked_add(self.step?.checked_mul(beyond)?)
    }

    /// A number of further brackets beyond the curved part, times a premium, half up: the constant step, whatever the
    /// brackets just behind the curve add.
    pub fn further(&self, brackets: u32, percent: u32) -> Option<i64> {
        let steps = self.step?.checked_mul(i64::from(brackets))?;
        Units(steps).times_half_up(Ratio::new(i64::from(percent), 100)).map(|units| units.0)
    }

    /// What the brackets from `start` (exclusive) to `start + brackets` add, times a premium, half up.
    pub fn growth(&self, start: u32, brackets: u32, percent: u32) -> Option<i64> {
        let grown = self.at(start.checked_add(brackets)?)?.checked_sub(self.at(start)?)?;
        Units(grown).times_half_up(Ratio::new(i64::from(percent), 100)).map(|units| units.0)
    }
}

/// Consecutive minutes of a visit inside one band and one day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Piece {
    /// 0 = the day the visit begins, 1 = the next.
    pub day: u8,
    /// Index of the band in the pack.
    pub band: usize,
    /// Minutes, at least 1.
    pub minutes: u32,
}

/// One bracket (half hour) of a visit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Slot {
    /// The day its first minute lies on.
    pub day: u8,
    /// The band it is priced in.
    pub band: usize,
    /// Whether it reaches into two bands, so that its band is a suggestion (CB-01).
    pub straddles: bool,
}

/// Cuts the minutes of a visit into brackets.
///
/// A bracket that lies over two bands takes, when it is the first, the band it starts in unless fewer than `first_min`
/// minutes of it lie there; any other takes the band with more of its minutes, the earlier one when they are equal.
///
/// ```
/// # use fees::community::cumulative::{Piece, slots};
/// let pieces = [Piece { day: 0, band: 0, minutes: 30 }, Piece { day: 0, band: 1, minutes: 40 }];
/// let cut = slots(&pieces, 30, 15);
/// assert_eq!(cut.iter().map(|slot| slot.band).collect::<Vec<_>>(), [0, 1, 1]);
/// assert!(cut.iter().all(|slot| !slot.straddles));
/// ```
pub fn slots(pieces: &[Piece], bracket_minutes: u32, first_min: u32) -> Vec<Slot> {
    let mut slots = Vec::new();
    let mut open: Vec<Piece> = Vec::new();
    let mut room = bracket_minutes;
    for piece in pieces {
        let mut left = piece.minutes;
        while left > 0 && bracket_minutes > 0 {
            let taken = left.min(room);
            open.push(Piece { minutes: taken, ..*piece });
            (left, room) = (left - taken, room - taken);
            if room == 0 {
                slots.push(settle(&open, slots.is_empty(), first_min));
                open.clear();
                room = bracket_minutes;
            }
        }
    }
    if !open.is_empty() {
        slots.push(settle(&open, slots.is_empty(), first_min));
    }
    slots
}

fn settle(parts: &[Piece], first: bool, first_min: u32) -> Slot {
    let mut by_band: Vec<(usize, u32)> = Vec::new();
    for part in parts {
        match by_band.iter_mut().find(|(band, _)| *band == part.band) {
            Some((_, minutes)) => *minutes += part.minutes,
            None => by_band.push((part.band, part.minutes)),
        }
    }
    let starts = by_band.first().copied().unwrap_or_default();
    let mut longest = starts;
    for other in &by_band[1..] {
        if other.1 > longest.1 {
            longest = *other;
        }
    }
    let band = if first && starts.1 >= first_min { starts.0 } else { longest.0 };
    Slot { day: parts.first().map_or(0, |part| part.day), band, straddles: by_band.len() > 1 }
}

/// What the names and prices of one kind of visit are made of.
#[derive(Clone, Copy, Debug)]
pub struct Shape<'a> {
    /// The prices.
    pub curve: &'a Curve,
    /// 「移動1」.
    pub prefix: &'a str,
    /// Label and premium in percent of every band, by index.
    pub bands: &'a [(&'a str, u32)],
    /// Number of brackets after which the curve is straight.
    pub linear_after: u32,
    /// What follows the name of a second helper (「2人」); empty for the first.
    pub second_helper: &'a str,
}

/// Bands (by index) with their numbers of brackets, in the order of the visit.
pub type Runs = Vec<(usize, u32)>;

/// One code of a visit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Coded {
    /// 0 = the day the visit begins, 1 = the next.
    pub day: u8,
    /// Printed name; the code table finds the code by it.
    pub name: String,
    /// Price by the formula; `None` when the curve ends before.
    pub price: Option<i64>,
    /// Its brackets, run by run, with the index of the band.
    pub runs: Runs,
}

/// The codes of one visit.
///
/// A first run that alone fills the curved part keeps its own code to its end; otherwise the runs of the curved part
/// share one composite code. What lies beyond is one 増 code a run.
pub fn coded(shape: Shape<'_>, slots: &[Slot]) -> Vec<Coded> {
    let runs_of = |day: u8| runs(slots.iter().filter(|slot| slot.day == day).map(|slot| slot.band));
    let (first, second) = (runs_of(0), runs_of(1));
    let mut codes = Vec::new();
    let alone = first.first().filter(|(_, halves)| first.len() == 1 || *halves >= shape.linear_after).copied();
    let (head, tail) = match alone {
        Some(run) => (vec![run], first[1..].to_vec()),
        None => split(&first, shape.linear_after),
    };
    if !head.is_empty() {
        codes.push(one(shape, 0, 0, &[], &head, Mark::Plain));
    }
    let mut start: u32 = head.iter().map(|(_, halves)| halves).sum();
    for run in tail {
        codes.push(one(shape, 0, start, &[], &[run], Mark::Increment));
        start += run.1;
    }
    let (curved, rest) = split(&second, shape.linear_after.saturating_sub(start));
    if !curved.is_empty() {
        codes.push(one(shape, 1, start, &first, &curved, Mark::OverMidnight));
        start += curved.iter().map(|(_, halves)| halves).sum::<u32>();
    }
    for run in rest {
        codes.push(one(shape, 1, start, &[], &[run], Mark::Increment));
        start += run.1;
    }
    codes
}

fn one(shape: Shape<'_>, day: u8, start: u32, before: &[(usize, u32)], parts: &[(usize, u32)], mark: Mark) -> Coded {
    let named: Vec<(&str, u32)> = before
        .iter()
        .chain(parts)
        .map(|(band, halves)| (shape.bands.get(*band).map_or("", |b| b.0), *halves))
        .collect();
    let mut at = start;
    let mut price = Some(0_i64);
    for (band, halves) in parts {
        let grown = shape.bands.get(*band).and_then(|(_, percent)| match mark {
            Mark::Increment => shape.curve.further(*halves, *percent),
            Mark::Plain | Mark::OverMidnight => shape.curve.growth(at, *halves, *percent),
        });
        price = price.zip(grown).and_then(|(sum, grown)| sum.checked_add(grown));
        at += halves;
    }
    Coded { day, name: composite_name(shape.prefix, &named, mark, shape.second_helper), price, runs: parts.to_vec() }
}

fn runs(bands: impl Iterator<Item = usize>) -> Runs {
    let mut runs = Runs::new();
    for band in bands {
        match runs.last_mut() {
            Some((last, halves)) if *last == band => *halves += 1,
            _ => runs.push((band, 1)),
        }
    }
    runs
}

/// The first `room` half hours, and what remains.
fn split(runs: &[(usize, u32)], room: u32) -> (Runs, Runs) {
    let (mut head, mut tail, mut room) = (Vec::new(), Vec::new(), room);
    for &(band, halves) in runs {
        let fits = halves.min(room);
        room -= fits;
        if fits > 0 {
            head.push((band, fits));
        }
        if halves > fits {
            tail.push((band, halves - fits));
        }
    }
    (head, tail)
}
