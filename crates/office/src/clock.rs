//! 時計: the only place of the office that asks what time it is.
use jiff::{SignedDuration, Timestamp, tz::TimeZone};
use kernel::{Day, Month};

/// Where the time comes from; fixed in tests.
#[derive(Clone, Copy, Debug)]
pub enum Clock {
    /// The machine's clock.
    System,
    /// Always the same instant.
    Fixed(Timestamp),
    /// The machine's clock, moved by a fixed span: the demo lives on the days of its town.
    Moved(SignedDuration),
}

impl Clock {
    /// A clock that shows `at` now and runs on.
    pub fn starting_at(at: Timestamp) -> Clock {
        Clock::Moved(at.duration_since(Timestamp::now()))
    }

    /// The instant, UTC.
    pub fn now(self) -> Timestamp {
        match self {
            Clock::System => Timestamp::now(),
            Clock::Fixed(at) => at,
            Clock::Moved(by) => Timestamp::now().saturating_add(by).unwrap_or(Timestamp::MAX),
        }
    }

    /// Today in Japan.
    pub fn today(self) -> Day {
        japan_day(self.now())
    }

    /// The month that is being recorded.
    pub fn month(self) -> Month {
        self.today().month()
    }
}

/// Japan has had no summer time since 1951: a fixed offset of nine hours needs no table.
fn japan() -> TimeZone {
    TimeZone::fixed(jiff::tz::offset(9))
}

/// The civil day in Japan.
pub fn japan_day(at: Timestamp) -> Day {
    Day(at.to_zoned(japan()).date())
}

/// `10:32`.
pub fn japan_time(at: Timestamp) -> String {
    let time = at.to_zoned(japan()).time();
    format!("{:02}:{:02}", time.hour(), time.minute())
}

/// `2026-10-05 10:32`.
pub fn japan_stamp(at: Timestamp) -> String {
    format!("{} {}", japan_day(at), japan_time(at))
}
