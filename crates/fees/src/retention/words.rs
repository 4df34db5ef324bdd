//! 言い回し: dates, numbers and exact products as the sentences print them.
pub(super) use crate::b_type::words::exact;
use crate::{Fact, Text};
use kernel::Day;

pub(super) fn fact(name: &'static str, value: impl Into<Text>) -> Fact {
    Fact { name: Text::Borrowed(name), value: value.into() }
}

pub(super) fn number(name: &'static str, value: impl ToString) -> Fact {
    Fact { name: Text::Borrowed(name), value: Text::Owned(value.to_string()) }
}

/// 2025年3月1日.
pub(super) fn day(day: Day) -> String {
    format!("{}年{}月{}日", day.month().year(), day.month().month(), day.number())
}

/// 3日・8日.
pub(super) fn days(days: &[Day]) -> String {
    days.iter().map(|day| format!("{}日", day.number())).collect::<Vec<_>>().join("・")
}
