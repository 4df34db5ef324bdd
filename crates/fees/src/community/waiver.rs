//! 無償化対象児童: the months of the waiver, from the birthday.
use super::facts::{Decision, Person};
use super::pack::{FreeChild, Pack};
use kernel::{Day, Month};
use serde::Serialize;

/// The service months in which a child pays nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct WaivedMonths {
    /// First waived service month.
    pub first: Month,
    /// Last waived service month, inclusive: the month in which the age is reached.
    pub last: Month,
    /// The month before the last one, in which people are told.
    pub notice: Month,
}

/// What the pack and the person say about one service month.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Waiver {
    /// Waived.
    Waived,
    /// Not waived: too old, too early, or no waiver in the municipality.
    Paying,
    /// The birthday is missing and nobody said it outright.
    BirthdayMissing,
}

/// The waived months of somebody born on `born_on`; `None` when the age was reached before the waiver began.
///
/// `on_birthday` = the reading `birthday` of U-17; otherwise the age is reached on the day before (年齢計算ニ関スル法律),
/// which moves the month of those born on a first.
///
/// ```
/// use fees::community::{pack::Packs, waived_months};
/// let rule = Packs::builtin().by_id("kamakura").unwrap().free_child.clone().unwrap();
/// let born = "2008-10-01".parse().unwrap();
/// let (legal, other) = (waived_months(&rule, false, born).unwrap(), waived_months(&rule, true, born).unwrap());
/// assert_eq!((legal.first.to_string(), legal.last.to_string()), ("2024-04".into(), "2026-09".into()));
/// assert_eq!((other.last.to_string(), other.notice.to_string()), ("2026-10".into(), "2026-09".into()));
/// ```
pub fn waived_months(rule: &FreeChild, on_birthday: bool, born_on: Day) -> Option<WaivedMonths> {
    let birthday_month = born_on.month().plus_months(12 * i32::from(rule.until_age));
    let last = if !on_birthday && born_on.number() == 1 { birthday_month.previous() } else { birthday_month };
    let first = rule.from.max(born_on.month());
    (first <= last).then(|| WaivedMonths { first, last, notice: last.previous() })
}

/// The waived months of a person under the pack; `None` without a waiver, a birthday, or a month left.
pub fn waived_months_of(pack: &Pack, born_on: Option<Day>, decisions: &[Decision]) -> Option<WaivedMonths> {
    let reading = pack.choice("U-17", decisions)?.reading;
    waived_months(pack.free_child.as_ref()?, reading == "birthday", born_on?)
}

/// Whether the person is a 無償化対象児童 in this service month.
pub fn waiver(pack: &Pack, person: &Person, month: Month, decisions: &[Decision]) -> Waiver {
    let Some(rule) = &pack.free_child else { return Waiver::Paying };
    if month < rule.from {
        return Waiver::Paying;
    }
    let waived = match (person.waived_child, person.born_on) {
        (Some(said), _) => said,
        (None, None) => return Waiver::BirthdayMissing,
        (None, born_on) => waived_months_of(pack, born_on, decisions)
            .is_some_and(|months| (months.first..=months.last).contains(&month)),
    };
    if waived { Waiver::Waived } else { Waiver::Paying }
}
