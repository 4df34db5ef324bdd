//! 時間区分: the bracket of a number of minutes.
use crate::community::entry::Bracket;
use crate::community::pack::{Boundary, SplitRules};

impl SplitRules {
    /// The bracket of a number of minutes.
    pub fn bracket(&self, minutes: u16, boundary: Boundary) -> Bracket {
        let first = self.first_bracket_minutes.unwrap_or(self.bracket_minutes);
        let over = match boundary {
            Boundary::UpperInclusive => minutes.saturating_sub(first).div_ceil(self.bracket_minutes),
            Boundary::UpperExclusive if minutes < first => 0,
            Boundary::UpperExclusive => 1 + (minutes - first) / self.bracket_minutes,
        };
        Bracket { number: 1 + over, minutes: first + over * self.bracket_minutes }
    }
}
