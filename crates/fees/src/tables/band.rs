//! 人数などの範囲: from one number to another.

/// A half-open or closed range of numbers, both ends optional.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Band {
    pub(crate) from: Option<u32>,
    pub(crate) to_inclusive: Option<u32>,
}

impl Band {
    pub(crate) fn contains(self, value: u32) -> bool {
        self.from.is_none_or(|from| from <= value) && self.to_inclusive.is_none_or(|to| value <= to)
    }

    pub(crate) fn overlaps(self, other: Band) -> bool {
        self.to_inclusive.is_none_or(|to| other.from.is_none_or(|from| from <= to))
            && other.to_inclusive.is_none_or(|to| self.from.is_none_or(|from| from <= to))
    }
}
