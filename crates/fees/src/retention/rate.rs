//! 就労定着率: the two counts from an editable list of people, and nothing but whole numbers.
use super::facts::RetentionRate;

/// One person of the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Counted {
    /// Whether the office counts the person (it may leave one out, with a reason).
    pub included: bool,
    /// Whether the person was working on the reference day.
    pub working: bool,
}

/// 分子と分母: of the included people those still working, and all of them.
///
/// ```
/// use fees::retention::rate::{Counted, count};
/// let list = [(true, true), (true, false), (false, true)];
/// let rate = count(list.map(|(included, working)| Counted { included, working }));
/// assert_eq!((rate.numerator, rate.denominator), (1, 2));
/// ```
pub fn count(people: impl IntoIterator<Item = Counted>) -> RetentionRate {
    people.into_iter().filter(|person| person.included).fold(RetentionRate::default(), |rate, person| RetentionRate {
        numerator: rate.numerator.saturating_add(u32::from(person.working)),
        denominator: rate.denominator.saturating_add(1),
    })
}
