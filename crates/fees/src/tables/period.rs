//! 有効期間と出典: from when to when a row is in force, and how well it is known.
use kernel::Month;
use std::fmt;

/// The months in which a row is in force; no end = still in force.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Period {
    /// First month.
    pub from: Month,
    /// Last month.
    pub to: Option<Month>,
}

impl Period {
    /// Whether the month lies in the period.
    pub fn contains(self, month: Month) -> bool {
        self.from <= month && self.to.is_none_or(|to| month <= to)
    }

    /// Whether the two periods share a month.
    pub fn overlaps(self, other: Period) -> bool {
        self.to.is_none_or(|to| other.from <= to) && other.to.is_none_or(|to| self.from <= to)
    }

    /// Whether the last month comes before the first.
    pub fn is_inverted(self) -> bool {
        self.to.is_some_and(|to| to < self.from)
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.to {
            Some(to) => write!(f, "{}〜{to}", self.from),
            None => write!(f, "{}〜", self.from),
        }
    }
}

/// How well a row is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Confidence {
    /// `S`: seen in the official table.
    Seen,
    /// `K`: known, not seen.
    Known,
    /// `?`: inferred, or the sources disagree.
    Inferred,
}

/// Where a row comes from and when it is in force.
#[derive(Clone, Copy, Debug)]
pub struct Origin {
    /// 有効期間.
    pub period: Period,
    /// `None` only in tables that `lint` complains about.
    pub confidence: Option<Confidence>,
    /// Notice, page, row.
    pub source: &'static str,
    /// Line of the file, from 1.
    pub line: u32,
}

impl Origin {
    /// Only what was seen in the official table counts as verified.
    pub fn verified(&self) -> bool {
        self.confidence == Some(Confidence::Seen)
    }
}
