//! 祝日: the national holidays as dated data.
use crate::month::Day;
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::LazyLock,
};

/// The holidays of the years the data covers.
///
/// `None` from [`Holidays::holiday_name`] means "no holiday" only in a year for which [`Holidays::knows`] is true.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Holidays {
    names: BTreeMap<Day, String>,
    provisional_years: BTreeSet<i16>,
}

/// A row of the holiday table that cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("祝日表の{line}行目を読めません: {why}。day,name,source,confidence の順に書いてください")]
pub struct HolidayDataError {
    line: usize,
    why: &'static str,
}

static BUILTIN: LazyLock<Holidays> = LazyLock::new(|| {
    Holidays::from_csv(include_str!("../../../data/calendar/holidays.csv"))
        .expect("the checked-in holiday table is readable")
});

impl Holidays {
    /// The table compiled in from `data/calendar/holidays.csv`.
    ///
    /// ```
    /// # use kernel::{Day, Holidays};
    /// let day: Day = "2026-09-22".parse().unwrap();
    /// assert_eq!(Holidays::builtin().holiday_name(day), Some("国民の休日"));
    /// assert!(!Holidays::builtin().knows(2050));
    /// ```
    pub fn builtin() -> &'static Holidays {
        &BUILTIN
    }

    /// Reads a table with the columns day, name, source, confidence.
    pub fn from_csv(text: &str) -> Result<Holidays, HolidayDataError> {
        let mut holidays = Holidays::default();
        let mut reader = csv::ReaderBuilder::new().comment(Some(b'#')).from_reader(text.as_bytes());
        for (index, row) in reader.records().enumerate() {
            let bad = |why| HolidayDataError { line: index + 2, why };
            let row = row.map_err(|_| bad("項目の数がちがいます"))?;
            let day: Day = row[0].parse().map_err(|_| bad("日が暦にありません"))?;
            let name = row.get(1).filter(|name| !name.is_empty()).ok_or_else(|| bad("名前がありません"))?;
            let confidence = row.get(3).ok_or_else(|| bad("確からしさがありません"))?;
            if confidence == "provisional" {
                holidays.provisional_years.insert(day.0.year());
            }
            if holidays.names.insert(day, name.to_owned()).is_some() {
                return Err(bad("同じ日が2回あります"));
            }
        }
        Ok(holidays)
    }

    /// The holiday of this day, if it is one.
    pub fn holiday_name(&self, day: Day) -> Option<&str> {
        self.names.get(&day).map(String::as_str)
    }

    /// Whether the table covers the western year.
    pub fn knows(&self, year: i16) -> bool {
        self.names.keys().any(|day| day.0.year() == year)
    }

    /// Whether the year was worked out from the law and not yet taken from the announced calendar.
    pub fn is_provisional(&self, year: i16) -> bool {
        self.provisional_years.contains(&year)
    }
}
