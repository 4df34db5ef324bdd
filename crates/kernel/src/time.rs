//! 時刻: minutes since midnight, 00:00–24:00.
use crate::month::{CalendarError, serde_by_text};
use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

/// A clock time of a service day, `09:30`; 24:00 is the end of the day.
///
/// ```
/// # use kernel::ClockTime;
/// let time: ClockTime = "9:30".parse().unwrap();
/// assert_eq!((time.minutes(), time.hhmm().as_str()), (570, "0930"));
/// assert_eq!("24:00".parse::<ClockTime>().unwrap().hhmm(), "0000");
/// assert!("24:01".parse::<ClockTime>().is_err());
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ClockTime(u16);

impl ClockTime {
    /// Hours 0–24 and minutes 0–59; 24 only with 0 minutes.
    pub fn new(hour: u16, minute: u16) -> Option<ClockTime> {
        (minute < 60 && (hour < 24 || (hour == 24 && minute == 0))).then_some(ClockTime(hour * 60 + minute))
    }

    /// Minutes since midnight, 0–1440.
    pub const fn minutes(self) -> u16 {
        self.0
    }

    /// `0930`, as the official files write it; the end of the day is `0000`.
    pub fn hhmm(self) -> String {
        format!("{:02}{:02}", self.0 / 60 % 24, self.0 % 60)
    }
}

impl fmt::Display for ClockTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}:{:02}", self.0 / 60, self.0 % 60)
    }
}

impl FromStr for ClockTime {
    type Err = CalendarError;
    /// The strict form `09:30`; what people type goes through `typed`.
    fn from_str(text: &str) -> Result<ClockTime, CalendarError> {
        let bad = || CalendarError(text.to_owned());
        let digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
        match text.split_once(':') {
            Some((hour, minute))
                if (1..=2).contains(&hour.len()) && minute.len() == 2 && digits(hour) && digits(minute) =>
            {
                ClockTime::new(hour.parse().map_err(|_| bad())?, minute.parse().map_err(|_| bad())?).ok_or_else(bad)
            }
            _ => Err(bad()),
        }
    }
}

serde_by_text!(ClockTime);
