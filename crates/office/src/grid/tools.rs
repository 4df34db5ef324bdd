//! 行コピー・末日まで・土日削除・行削除・曜日パターン: the copy tools of the month grid.
use super::row::DayRow;
use fees::b_type::facts::{DayFacts, DayStatus};
use kernel::{ClockTime, Day, Month};
use std::collections::BTreeMap;

/// What a tool does to one day: a new row, or none (the record is removed).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// Day of the month.
    pub day: u8,
    /// The row after; `None` removes it.
    pub row: Option<DayRow>,
}

/// Records of a month by day.
pub(crate) type Rows = BTreeMap<u8, DayRow>;

/// 曜日パターン: what is entered on which weekday.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pattern {
    /// By weekday, Monday first; `None` = not a day of use.
    pub weekdays: [Option<DayRow>; 7],
}

impl Pattern {
    /// The same row on the given weekdays.
    pub fn same(weekdays: [bool; 7], row: &DayRow) -> Pattern {
        Pattern { weekdays: weekdays.map(|wanted| wanted.then(|| row.clone())) }
    }

    /// A plain day of attendance.
    pub fn attendance(start: Option<ClockTime>, end: Option<ClockTime>, transport: bool, meal: bool) -> DayRow {
        let trips = u8::from(transport);
        let facts = DayFacts { start, end, transport_out: trips, transport_back: trips, meal, ..DayFacts::default() };
        DayRow { facts, ..DayRow::default() }
    }
}

fn on_day(row: &DayRow, day: u8) -> DayRow {
    let mut row = row.clone();
    row.facts.day = day;
    row
}

/// Fills empty days by weekday. Days for which `closed` holds are left out; days with a record are never touched.
pub fn fill_pattern(month: Month, rows: &Rows, pattern: &Pattern, closed: &dyn Fn(Day) -> bool) -> Vec<Change> {
    month
        .each_day()
        .filter(|day| !rows.contains_key(&day.number()) && !closed(*day))
        .filter_map(|day| {
            let row = pattern.weekdays[day.weekday_index()].as_ref()?;
            Some(Change { day: day.number(), row: Some(on_day(row, day.number())) })
        })
        .collect()
}

/// 末日まで: copies the row of `from` to every later empty day that is not closed.
pub fn copy_to_month_end(month: Month, rows: &Rows, from: u8, closed: &dyn Fn(Day) -> bool) -> Vec<Change> {
    let Some(row) = rows.get(&from) else { return Vec::new() };
    month
        .each_day()
        .filter(|day| day.number() > from && !rows.contains_key(&day.number()) && !closed(*day))
        .map(|day| Change { day: day.number(), row: Some(on_day(row, day.number())) })
        .collect()
}

/// 土日削除: removes the records of Saturdays and Sundays.
pub fn clear_weekends(month: Month, rows: &Rows) -> Vec<Change> {
    month
        .each_day()
        .filter(|day| day.is_weekend() && rows.contains_key(&day.number()))
        .map(|day| Change { day: day.number(), row: None })
        .collect()
}

/// 全件削除: removes every record of the month.
pub fn clear_all(rows: &Rows) -> Vec<Change> {
    rows.keys().map(|day| Change { day: *day, row: None }).collect()
}

/// 行削除: removes one record.
pub fn clear_row(rows: &Rows, day: u8) -> Vec<Change> {
    if rows.contains_key(&day) { vec![Change { day, row: None }] } else { Vec::new() }
}

/// 前月の曜日パターン: for each weekday the most frequent attended row of a month; a tie goes to the later day.
/// Remarks are not carried over; a weekday used in fewer than half of its days is not a day of use.
pub fn pattern_of(month: Month, rows: &Rows) -> Pattern {
    let mut weekdays: [Option<DayRow>; 7] = Default::default();
    for (index, slot) in weekdays.iter_mut().enumerate() {
        let days: Vec<Day> = month.each_day().filter(|day| day.weekday_index() == index).collect();
        let attended: Vec<DayRow> = days
            .iter()
            .filter_map(|day| rows.get(&day.number()))
            .filter(|row| row.facts.status == DayStatus::Attended)
            .map(|row| DayRow { facts: DayFacts { day: 0, ..row.facts.clone() }, ..DayRow::default() })
            .collect();
        if attended.len() * 2 < days.len() {
            continue;
        }
        let times = |row: &DayRow| attended.iter().filter(|other| *other == row).count();
        *slot = attended.iter().max_by_key(|row| times(row)).cloned();
    }
    Pattern { weekdays }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn october() -> Month {
        "2026-10".parse().unwrap()
    }

    fn weekdays() -> Pattern {
        let row = Pattern::attendance("10:00".parse().ok(), "15:00".parse().ok(), true, false);
        Pattern::same([true, true, true, true, true, false, false], &row)
    }

    fn filled() -> Rows {
        fill_pattern(october(), &Rows::new(), &weekdays(), &|_| false)
            .into_iter()
            .filter_map(|change| Some((change.day, change.row?)))
            .collect()
    }

    #[test]
    fn october_2026_has_22_weekdays_to_fill() {
        assert_eq!(filled().len(), 22);
    }

    #[test]
    fn a_pattern_never_touches_a_day_that_has_a_record() {
        let mut rows = Rows::new();
        rows.insert(
            5,
            DayRow {
                facts: DayFacts { day: 5, status: DayStatus::Absent, ..DayFacts::default() },
                ..DayRow::default()
            },
        );
        assert!(fill_pattern(october(), &rows, &weekdays(), &|_| false).iter().all(|change| change.day != 5));
    }

    #[test]
    fn a_closed_day_is_left_empty() {
        let closed = |day: Day| day.number() == 12;
        assert!(fill_pattern(october(), &Rows::new(), &weekdays(), &closed).iter().all(|change| change.day != 12));
    }

    #[test]
    fn weekends_are_cleared_and_nothing_else() {
        let mut rows = filled();
        rows.insert(3, DayRow::default());
        rows.insert(4, DayRow::default());
        let days: Vec<u8> = clear_weekends(october(), &rows).iter().map(|change| change.day).collect();
        assert_eq!(days, [3, 4]);
    }

    #[test]
    fn the_pattern_of_a_filled_month_fills_the_next_one_alike() {
        let pattern = pattern_of(october(), &filled());
        assert_eq!(pattern.weekdays.iter().filter(|slot| slot.is_some()).count(), 5);
        assert_eq!(fill_pattern(october().next(), &Rows::new(), &pattern, &|_| false).len(), 21);
    }

    #[test]
    fn a_row_is_copied_to_the_empty_days_behind_it() {
        let rows: Rows = filled().into_iter().filter(|(day, _)| *day <= 27).collect();
        let days: Vec<u8> =
            copy_to_month_end(october(), &rows, 27, &|day| day.is_weekend()).iter().map(|c| c.day).collect();
        assert_eq!(days, [28, 29, 30]);
    }
}
