//! 日の集まり: sets of days of one month, and the records behind them.
use super::facts::{DayFacts, DayStatus};

/// Days 1–31 as a bit set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct DaySet(u32);

impl DaySet {
    pub(super) fn insert(&mut self, day: u8) {
        self.0 |= 1 << day;
    }

    pub(super) fn contains(self, day: u8) -> bool {
        self.0 & (1 << day) != 0
    }

    pub(super) fn len(self) -> u32 {
        self.0.count_ones()
    }

    pub(super) fn is_empty(self) -> bool {
        self.0 == 0
    }

    pub(super) fn first(self) -> Option<u8> {
        if self.is_empty() { None } else { Some(self.0.trailing_zeros() as u8) }
    }

    pub(super) fn and(self, other: DaySet) -> DaySet {
        DaySet(self.0 & other.0)
    }

    pub(super) fn or(self, other: DaySet) -> DaySet {
        DaySet(self.0 | other.0)
    }

    pub(super) fn without(self, other: DaySet) -> DaySet {
        DaySet(self.0 & !other.0)
    }

    /// The earliest `count` days.
    pub(super) fn earliest(self, count: u32) -> DaySet {
        let mut kept = DaySet::default();
        for day in self.iter().take(count as usize) {
            kept.insert(day);
        }
        kept
    }

    /// The days from `first` to `last`, both included.
    pub(super) fn between(first: u8, last: u8) -> DaySet {
        let mut set = DaySet::default();
        for day in first..=last {
            set.insert(day);
        }
        set
    }

    pub(super) fn iter(self) -> impl Iterator<Item = u8> {
        let mut rest = self.0;
        std::iter::from_fn(move || {
            if rest == 0 {
                return None;
            }
            let day = rest.trailing_zeros() as u8;
            rest &= rest - 1;
            Some(day)
        })
    }

    pub(super) fn to_vec(self) -> Vec<u8> {
        self.iter().collect()
    }

    /// 「3日・5日」 for sentences.
    pub(super) fn words(self) -> String {
        let mut text = String::with_capacity(self.len() as usize * 6);
        for day in self.iter() {
            if !text.is_empty() {
                text.push('・');
            }
            text.push_str(&day.to_string());
            text.push('日');
        }
        text
    }
}

/// The records of the month by day.
pub(super) struct Records<'a>([Option<&'a DayFacts>; 32]);

impl<'a> Records<'a> {
    pub(super) fn new() -> Records<'a> {
        Records([None; 32])
    }

    /// Takes a record; `false` when the day already has one.
    pub(super) fn take(&mut self, record: &'a DayFacts) -> bool {
        let slot = &mut self.0[usize::from(record.day)];
        let free = slot.is_none();
        slot.get_or_insert(record);
        free
    }

    pub(super) fn of(&self, day: u8) -> Option<&'a DayFacts> {
        self.0[usize::from(day)]
    }

    pub(super) fn each(&self) -> impl Iterator<Item = &'a DayFacts> {
        self.0.iter().flatten().copied()
    }

    pub(super) fn with(&self, holds: impl Fn(&DayFacts) -> bool) -> DaySet {
        let mut set = DaySet::default();
        for record in self.each().filter(|record| holds(record)) {
            set.insert(record.day);
        }
        set
    }

    pub(super) fn status(&self, status: DayStatus) -> DaySet {
        self.with(|record| record.status == status)
    }
}
