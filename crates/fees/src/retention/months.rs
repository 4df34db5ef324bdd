//! 減算の月数: which month of a reduction a service month is, from the month it began and the month it was mended.
use kernel::Month;

/// 欠如の月数: the shortage runs from its first reduced month to the month in which it is solved, that month included.
/// `None` outside it.
///
/// ```
/// use fees::retention::months::shortage;
/// let month = |text: &str| text.parse().unwrap();
/// assert_eq!(shortage(month("2024-05"), Some(month("2024-06")), month("2024-06")), Some(2));
/// assert_eq!(shortage(month("2024-05"), Some(month("2024-06")), month("2024-07")), None);
/// ```
pub fn shortage(from: Month, solved_in: Option<Month>, month: Month) -> Option<u32> {
    if solved_in.is_some_and(|solved| solved < month) {
        return None;
    }
    nth(from, month)
}

/// 計画未作成の月数: from the month without a plan to the month **before** the one in which the plan is made.
///
/// ```
/// use fees::retention::months::plan_missing;
/// let month = |text: &str| text.parse().unwrap();
/// let made = Some(month("2024-08"));
/// assert_eq!(plan_missing(month("2024-05"), made, month("2024-07")), Some(3));
/// assert_eq!(plan_missing(month("2024-05"), made, month("2024-08")), None);
/// ```
pub fn plan_missing(from: Month, made_in: Option<Month>, month: Month) -> Option<u32> {
    if made_in.is_some_and(|made| made <= month) {
        return None;
    }
    nth(from, month)
}

/// First reduced month of a shortage of 就労定着支援員 that began in a month: the next one when more than a tenth is short;
/// else the one after, unless the shortage is solved by the end of the next month.
///
/// ```
/// use fees::retention::months::staff_shortage_starts;
/// let month = |text: &str| text.parse().unwrap();
/// assert_eq!(staff_shortage_starts(month("2024-05"), true, None), Some(month("2024-06")));
/// assert_eq!(staff_shortage_starts(month("2024-05"), false, None), Some(month("2024-07")));
/// assert_eq!(staff_shortage_starts(month("2024-05"), false, Some(month("2024-06"))), None);
/// ```
pub fn staff_shortage_starts(began: Month, over_a_tenth: bool, solved_in: Option<Month>) -> Option<Month> {
    if over_a_tenth {
        let first = began.next();
        return Some(first).filter(|first| solved_in.is_none_or(|solved| *first <= solved));
    }
    manager_shortage_starts(began, solved_in)
}

/// First reduced month of a shortage of the サービス管理責任者: the month after next, unless solved by the end of the next.
pub fn manager_shortage_starts(began: Month, solved_in: Option<Month>) -> Option<Month> {
    let first = began.plus_months(2);
    Some(first).filter(|first| solved_in.is_none_or(|solved| *first <= solved))
}

fn nth(from: Month, month: Month) -> Option<u32> {
    let index = |month: Month| i32::from(month.year()) * 12 + i32::from(month.month());
    u32::try_from(index(month) - index(from) + 1).ok().filter(|nth| *nth > 0)
}
