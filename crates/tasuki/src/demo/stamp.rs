//! 見本の時刻: the instants of invented acts, from the day they belong to.
use jiff::{
    Timestamp,
    tz::{TimeZone, offset},
};
use kernel::Day;

/// An hour of a day in Japan.
pub(crate) fn at(day: Day, hour: i8, minute: i8) -> Timestamp {
    let zone = TimeZone::fixed(offset(9));
    day.0.at(hour, minute, 0, 0).to_zoned(zone).expect("a fixed offset has every hour").timestamp()
}
