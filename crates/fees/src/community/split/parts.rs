//! 時間帯ごとの区間: the stretches of a visit cut at midnight and at the borders of the bands.
use super::visit::{SplitTrouble, Worked};
use crate::community::pack::Pack;

const DAY: u16 = 1440;

/// Consecutive worked minutes of one day inside one band.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// 0 or 1.
    pub day: u8,
    /// Index of the band.
    pub band: usize,
    /// From, to (exclusive) in minutes of that day; more than one piece where something between does not count.
    pub pieces: Vec<(u16, u16)>,
    /// Minutes deducted without their time.
    pub deducted: u16,
}

impl Part {
    /// Worked minutes.
    pub fn minutes(&self) -> u16 {
        self.pieces.iter().map(|(from, to)| to - from).sum::<u16>().saturating_sub(self.deducted)
    }

    /// First minute.
    pub fn start(&self) -> u16 {
        self.pieces.first().map_or(0, |piece| piece.0)
    }

    /// End of the last minute, up to 1,440.
    pub fn end(&self) -> u16 {
        self.pieces.last().map_or(0, |piece| piece.1)
    }

    /// What lies between the pieces of these parts of one day: 算定外 whose time is known.
    pub(super) fn gaps(parts: &[Part]) -> Vec<(u16, u16)> {
        let pieces: Vec<(u16, u16)> = parts.iter().flat_map(|part| part.pieces.iter().copied()).collect();
        pieces.windows(2).map(|pair| (pair[0].1, pair[1].0)).filter(|(from, to)| from < to).collect()
    }

    /// The first `minutes` of these parts, and the others.
    pub(super) fn cut(parts: &[Part], minutes: u16) -> (Vec<Part>, Vec<Part>) {
        let (mut head, mut tail, mut room) = (Vec::new(), Vec::new(), minutes);
        for part in parts {
            let (mut before, mut after) = (Vec::new(), Vec::new());
            for &(from, to) in &part.pieces {
                let middle = from + (to - from).min(room);
                room -= middle - from;
                before.extend((middle > from).then_some((from, middle)));
                after.extend((to > middle).then_some((middle, to)));
            }
            let with = |pieces: Vec<_>| (!pieces.is_empty()).then(|| Part { pieces, deducted: 0, ..part.clone() });
            head.extend(with(before));
            tail.extend(with(after));
        }
        (head, tail)
    }
}

/// The parts of a visit, in order.
pub(super) fn of(pack: &Pack, worked: &Worked<'_>) -> Result<Vec<Part>, SplitTrouble> {
    let mut parts: Vec<Part> = Vec::new();
    for &(from, to) in worked.stretches {
        if from >= to || to > 2 * DAY {
            return Err(SplitTrouble::NoTime);
        }
        let mut at = from;
        while at < to {
            let (day, clock) = ((at / DAY) as u8, at % DAY);
            let (band, border) = band_at(pack, clock).ok_or(SplitTrouble::NoTime)?;
            let end = to.min(at - clock + border);
            let piece = (clock, clock + (end - at));
            match parts.last_mut() {
                Some(last) if last.day == day && last.band == band => join(&mut last.pieces, piece),
                _ => parts.push(Part { day, band, pieces: vec![piece], deducted: 0 }),
            }
            at = end;
        }
    }
    deduct(&mut parts, worked.deducted_minutes)?;
    Ok(parts)
}

/// Index of the band of a minute, and where its range ends.
fn band_at(pack: &Pack, clock: u16) -> Option<(usize, u16)> {
    pack.bands.iter().enumerate().find_map(|(at, band)| {
        band.ranges
            .iter()
            .find(|[from, to]| (from.minutes()..to.minutes()).contains(&clock))
            .map(|[_, to]| (at, to.minutes()))
    })
}

fn join(pieces: &mut Vec<(u16, u16)>, piece: (u16, u16)) {
    match pieces.last_mut() {
        Some(last) if last.1 == piece.0 => last.1 = piece.1,
        _ => pieces.push(piece),
    }
}

/// Minutes of unknown time come off where only one part can have them.
fn deduct(parts: &mut [Part], minutes: u16) -> Result<(), SplitTrouble> {
    match parts {
        [] => Err(SplitTrouble::NoTime),
        _ if minutes == 0 => Ok(()),
        [only] if only.minutes() > minutes => {
            only.deducted = minutes;
            Ok(())
        }
        [_] => Err(SplitTrouble::NoTime),
        _ => Err(SplitTrouble::DeductionSomewhere),
    }
}
