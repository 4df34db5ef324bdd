//! 前月の末日: what a month reads of the visits of the day before it began.
//!
//! Where a municipality names the days of a visit apart, what lies behind the last midnight is a record of the new month,
//! and a visit that counts as one with the next goes on in it. Where the whole visit is one line, it belongs to the month
//! it began in.
use super::facts::{Decision, Visit};
use super::pack::{Pack, SplitRules, Strategy};

const DAY: u16 = 1440;

impl SplitRules {
    /// Whether each day of a visit over midnight has records of its own.
    ///
    /// ```
    /// use fees::community::pack::Packs;
    /// let apart = |id| Packs::builtin().by_id(id).unwrap().split.tells_days_apart();
    /// assert_eq!([apart("kamakura"), apart("chiba-city"), apart("otaki")], [true, true, false]);
    /// ```
    pub const fn tells_days_apart(&self) -> bool {
        match self.strategy {
            Strategy::KamakuraLines | Strategy::CumulativeByBand => true,
            Strategy::OneLineStartBand => self.cut_at_midnight,
        }
    }
}

impl Pack {
    /// Visits of one helper less than this many minutes apart are one visit; 0 = never.
    pub fn joining_gap(&self, decisions: &[Decision]) -> u16 {
        let merging = self.choice("U-21", decisions).is_some_and(|choice| choice.reading == "merge_under_two_hours");
        let alternative = self.split.merge_gap_alternative_minutes.filter(|_| merging);
        alternative.unwrap_or(self.split.merge_gap_minutes)
    }

    /// Whether a visit of the last day of the month before says something about the month: it runs into it, or ends so
    /// close to midnight that the next visit may count as one with it.
    pub fn reads_of_the_eve(&self, visit: &Visit, decisions: &[Decision]) -> bool {
        let end = visit.start.saturating_add(visit.worked_minutes());
        let near = end.saturating_add(self.joining_gap(decisions)) > DAY;
        self.split.tells_days_apart() && (visit.passes_midnight() || near)
    }
}
