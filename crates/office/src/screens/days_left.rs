//! あと何日: days to a date, and how urgent it is.
use kernel::Day;

/// Whole days from one day to another; negative when it has passed.
pub(crate) fn days_between(from: Day, to: Day) -> i32 {
    to.0.since(from.0).map_or(0, |span| span.get_days())
}

/// 「あと3日」 and how urgent it is.
pub(crate) fn left(days: i32) -> (String, &'static str) {
    match days {
        i32::MIN..0 => (format!("{}日過ぎました", -days), "error"),
        0 => ("今日まで".to_owned(), "error"),
        1..=3 => (format!("あと{days}日"), "warn"),
        _ => (format!("あと{days}日"), ""),
    }
}
