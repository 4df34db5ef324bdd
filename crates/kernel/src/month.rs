//! 年月・日: civil months and days, no time zone and no clock.
use jiff::civil::{Date, Weekday};
use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

/// 年月 (サービス提供年月, 請求年月), written `2026-10`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Month {
    year: i16,
    month: i8,
}

/// A text or a pair of numbers that is no month or no day.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("「{0}」は暦にありません")]
pub struct CalendarError(pub(crate) String);

impl Month {
    /// A month of the western calendar, years 1868–9999.
    ///
    /// ```
    /// # use kernel::Month;
    /// assert_eq!(Month::new(2026, 2).unwrap().days(), 28);
    /// assert!(Month::new(2026, 13).is_err());
    /// ```
    pub fn new(year: i16, month: i8) -> Result<Month, CalendarError> {
        if (1868..=9999).contains(&year) && (1..=12).contains(&month) {
            Ok(Month { year, month })
        } else {
            Err(CalendarError(format!("{year}-{month:02}")))
        }
    }

    /// The western year.
    pub const fn year(self) -> i16 {
        self.year
    }

    /// 1–12.
    pub const fn month(self) -> i8 {
        self.month
    }

    /// Number of calendar days.
    pub fn days(self) -> u8 {
        self.first_day().0.days_in_month() as u8
    }

    /// The first day.
    pub fn first_day(self) -> Day {
        Day(jiff::civil::date(self.year, self.month, 1))
    }

    /// The last day.
    pub fn last_day(self) -> Day {
        Day(self.first_day().0.last_of_month())
    }

    /// The day with this number, if the month has it.
    pub fn day(self, number: u8) -> Option<Day> {
        Date::new(self.year, self.month, i8::try_from(number).ok()?).ok().map(Day)
    }

    /// All days in order.
    pub fn each_day(self) -> impl Iterator<Item = Day> {
        (1..=self.days()).filter_map(move |number| self.day(number))
    }

    /// This month moved by whole months (negative: earlier); saturates at the ends of the calendar.
    ///
    /// ```
    /// # use kernel::Month;
    /// let month: Month = "2026-11".parse().unwrap();
    /// assert_eq!(month.plus_months(3).to_string(), "2027-02");
    /// assert_eq!(month.plus_months(-11).to_string(), "2025-12");
    /// ```
    pub fn plus_months(self, months: i32) -> Month {
        let index = (i32::from(self.year) * 12 + i32::from(self.month) - 1).saturating_add(months);
        let index = index.clamp(-9999 * 12, 9999 * 12 + 11);
        Month { year: index.div_euclid(12) as i16, month: (index.rem_euclid(12) + 1) as i8 }
    }

    /// The following month.
    pub fn next(self) -> Month {
        self.plus_months(1)
    }

    /// The month before.
    pub fn previous(self) -> Month {
        self.plus_months(-1)
    }

    /// 年度: April–March, named by its first year.
    ///
    /// ```
    /// # use kernel::Month;
    /// assert_eq!("2027-03".parse::<Month>().unwrap().fiscal_year(), 2026);
    /// assert_eq!("2027-04".parse::<Month>().unwrap().fiscal_year(), 2027);
    /// ```
    pub const fn fiscal_year(self) -> i16 {
        if self.month >= 4 { self.year } else { self.year - 1 }
    }

    /// `202610`, as the official files write it.
    pub fn yyyymm(self) -> String {
        format!("{:04}{:02}", self.year, self.month)
    }

    /// From `202610`.
    pub fn from_yyyymm(text: &str) -> Result<Month, CalendarError> {
        let bad = || CalendarError(text.to_owned());
        if text.len() != 6 || !text.bytes().all(|b| b.is_ascii_digit()) {
            return Err(bad());
        }
        Month::new(text[..4].parse().map_err(|_| bad())?, text[4..].parse().map_err(|_| bad())?).map_err(|_| bad())
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.year, self.month)
    }
}

impl fmt::Debug for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for Month {
    type Err = CalendarError;
    fn from_str(text: &str) -> Result<Month, CalendarError> {
        let bad = || CalendarError(text.to_owned());
        let digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
        match text.split_once('-') {
            Some((year, month)) if year.len() == 4 && month.len() == 2 && digits(year) && digits(month) => {
                Month::new(year.parse().map_err(|_| bad())?, month.parse().map_err(|_| bad())?)
            }
            _ => Err(bad()),
        }
    }
}

/// 日: one civil date, written `2026-10-05`.
///
/// ```
/// # use kernel::Day;
/// let day: Day = "2026-10-05".parse().unwrap();
/// assert_eq!((day.month().to_string().as_str(), day.number()), ("2026-10", 5));
/// assert!("2026-02-29".parse::<Day>().is_err());
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(pub Date);

impl Day {
    /// A date of the western calendar.
    pub fn new(year: i16, month: i8, day: i8) -> Result<Day, CalendarError> {
        Date::new(year, month, day).map(Day).map_err(|_| CalendarError(format!("{year}-{month:02}-{day:02}")))
    }

    /// The month this day belongs to.
    pub fn month(self) -> Month {
        Month { year: self.0.year(), month: self.0.month() }
    }

    /// Day of the month, 1–31.
    pub fn number(self) -> u8 {
        self.0.day() as u8
    }

    /// 曜日 in one character: 月火水木金土日.
    ///
    /// ```
    /// # use kernel::Day;
    /// assert_eq!("2026-10-05".parse::<Day>().unwrap().weekday_ja(), "月");
    /// ```
    pub fn weekday_ja(self) -> &'static str {
        ["月", "火", "水", "木", "金", "土", "日"][self.weekday_index()]
    }

    /// 0 = Monday … 6 = Sunday.
    pub fn weekday_index(self) -> usize {
        self.0.weekday().to_monday_zero_offset() as usize
    }

    /// Saturday or Sunday.
    pub fn is_weekend(self) -> bool {
        matches!(self.0.weekday(), Weekday::Saturday | Weekday::Sunday)
    }

    /// This day moved by calendar days; saturates at the ends of the calendar.
    pub fn plus_days(self, days: i32) -> Day {
        Day(self.0.saturating_add(jiff::Span::new().days(days)))
    }

    /// 期間満了の翌日: the first day after a period of whole months that begins with this day, counted as in article 143
    /// of the Civil Code. The period ends the day before the same day number; where the last month has no such day, it
    /// ends with that month. Saturates at the ends of the calendar.
    ///
    /// ```
    /// # use kernel::Day;
    /// let hired: Day = "2024-08-31".parse().unwrap();
    /// assert_eq!(hired.first_day_after_months(6).to_string(), "2025-03-01");
    /// assert_eq!(hired.first_day_after_months(42).plus_days(-1).to_string(), "2028-02-29");
    /// ```
    pub fn first_day_after_months(self, months: u32) -> Day {
        let last = self.month().plus_months(i32::try_from(months).unwrap_or(i32::MAX));
        last.day(self.number()).unwrap_or_else(|| last.next().first_day())
    }

    /// `20261005`, as the official files write it.
    pub fn yyyymmdd(self) -> String {
        format!("{:04}{:02}{:02}", self.0.year(), self.0.month(), self.0.day())
    }

    /// From `20261005`.
    pub fn from_yyyymmdd(text: &str) -> Result<Day, CalendarError> {
        let bad = || CalendarError(text.to_owned());
        if text.len() != 8 || !text.bytes().all(|b| b.is_ascii_digit()) {
            return Err(bad());
        }
        let part = |range: std::ops::Range<usize>| text[range].parse::<i16>().map_err(|_| bad());
        Day::new(part(0..4)?, part(4..6)? as i8, part(6..8)? as i8).map_err(|_| bad())
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

impl fmt::Debug for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

impl FromStr for Day {
    type Err = CalendarError;
    fn from_str(text: &str) -> Result<Day, CalendarError> {
        let bad = || CalendarError(text.to_owned());
        if text.len() != 10 {
            return Err(bad());
        }
        text.parse::<Date>().map(Day).map_err(|_| bad())
    }
}

macro_rules! serde_by_text {
    ($($name:ty),*) => {$(
        impl Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }
        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<$name, D::Error> {
                String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
            }
        }
    )*};
}
pub(crate) use serde_by_text;
serde_by_text!(Month, Day);
