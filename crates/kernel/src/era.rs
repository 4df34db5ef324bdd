//! 元号・和暦: dated eras and the Japanese way of writing days and months.
use crate::month::{Day, Month};
use std::sync::LazyLock;

/// 元号: one row of `data/calendar/eras.csv`. A new era is a new row, not new code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Era {
    start: Day,
    name: String,
    initial: char,
}

/// A row of the era table that cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "元号表の{line}行目を読めません: {why}。start,name,initial,source,confidence の順に、古い元号から書いてください"
)]
pub struct EraDataError {
    line: usize,
    why: &'static str,
}

static BUILTIN: LazyLock<Vec<Era>> = LazyLock::new(|| {
    Era::from_csv(include_str!("../../../data/calendar/eras.csv")).expect("the checked-in era table is readable")
});

impl Era {
    /// All eras, oldest first.
    pub fn all() -> &'static [Era] {
        &BUILTIN
    }

    /// Reads an era table, oldest era first.
    pub fn from_csv(text: &str) -> Result<Vec<Era>, EraDataError> {
        let mut eras: Vec<Era> = Vec::new();
        let mut reader = csv::ReaderBuilder::new().comment(Some(b'#')).from_reader(text.as_bytes());
        for (index, row) in reader.records().enumerate() {
            let bad = |why| EraDataError { line: index + 2, why };
            let row = row.map_err(|_| bad("項目の数がちがいます"))?;
            let start: Day = row[0].parse().map_err(|_| bad("開始日が暦にありません"))?;
            let initial = row.get(2).and_then(|text| text.chars().next()).ok_or_else(|| bad("頭文字がありません"))?;
            let name = row.get(1).filter(|name| !name.is_empty()).ok_or_else(|| bad("元号がありません"))?;
            if eras.last().is_some_and(|last| last.start >= start) {
                return Err(bad("開始日が前の元号より後ではありません"));
            }
            eras.push(Era { start, name: name.to_owned(), initial });
        }
        Ok(eras)
    }

    /// The era of a day; `None` before the first era of the table.
    ///
    /// ```
    /// # use kernel::{Day, Era};
    /// let last: Day = "2019-04-30".parse().unwrap();
    /// assert_eq!(Era::of(last).unwrap().name(), "平成");
    /// assert_eq!(Era::of(last.plus_days(1)).unwrap().name(), "令和");
    /// ```
    pub fn of(day: Day) -> Option<&'static Era> {
        Era::all().iter().rev().find(|era| era.start <= day)
    }

    /// The first day.
    pub fn start(&self) -> Day {
        self.start
    }

    /// The last day; `None` while the era lasts.
    pub fn last_day(&self) -> Option<Day> {
        Era::all().iter().find(|era| era.start > self.start).map(|following| following.start.plus_days(-1))
    }

    /// 令和
    pub fn name(&self) -> &str {
        &self.name
    }

    /// R
    pub fn initial(&self) -> char {
        self.initial
    }

    /// Year of the era in a western year: 2026 → 8.
    pub fn year_of(&self, western: i16) -> i16 {
        western - self.start.0.year() + 1
    }

    /// Western year of a year of the era: 8 → 2026. `None` on overflow.
    pub fn western_year(&self, year: i16) -> Option<i16> {
        self.start.0.year().checked_add(year)?.checked_sub(1)
    }
}

/// 令和8年, 令和元年; the bare western year where the table has no era.
fn year_text(day: Day) -> String {
    match Era::of(day) {
        Some(era) => match era.year_of(day.0.year()) {
            1 => format!("{}元年", era.name),
            year => format!("{}{year}年", era.name),
        },
        None => format!("{}年", day.0.year()),
    }
}

impl Day {
    /// 令和8年4月1日. Days before the first era of the table keep the western year.
    ///
    /// ```
    /// # use kernel::Day;
    /// let day = |text: &str| text.parse::<Day>().unwrap();
    /// assert_eq!(day("2026-04-01").wareki(), "令和8年4月1日");
    /// assert_eq!(day("2019-05-01").wareki(), "令和元年5月1日");
    /// assert_eq!(day("1989-01-07").wareki(), "昭和64年1月7日");
    /// ```
    pub fn wareki(self) -> String {
        format!("{}{}月{}日", year_text(self), self.0.month(), self.0.day())
    }

    /// R8.4.1, for narrow columns. Days before the first era of the table: 1850.4.1.
    ///
    /// ```
    /// # use kernel::Day;
    /// assert_eq!("2026-04-01".parse::<Day>().unwrap().short_wareki(), "R8.4.1");
    /// ```
    pub fn short_wareki(self) -> String {
        let (year, month, day) = (self.0.year(), self.0.month(), self.0.day());
        match Era::of(self) {
            Some(era) => format!("{}{}.{month}.{day}", era.initial, era.year_of(year)),
            None => format!("{year}.{month}.{day}"),
        }
    }

    /// 2026年(令和8年)4月1日: both calendars, for screens.
    ///
    /// ```
    /// # use kernel::Day;
    /// assert_eq!("2026-04-01".parse::<Day>().unwrap().both(), "2026年(令和8年)4月1日");
    /// ```
    pub fn both(self) -> String {
        let (year, month, day) = (self.0.year(), self.0.month(), self.0.day());
        match Era::of(self) {
            Some(_) => format!("{year}年({}){month}月{day}日", year_text(self)),
            None => self.wareki(),
        }
    }
}

impl Month {
    /// 令和8年4月, by the era of the first day.
    ///
    /// ```
    /// # use kernel::Month;
    /// assert_eq!("2026-04".parse::<Month>().unwrap().wareki(), "令和8年4月");
    /// assert_eq!("2019-04".parse::<Month>().unwrap().wareki(), "平成31年4月");
    /// assert_eq!("2019-05".parse::<Month>().unwrap().wareki(), "令和元年5月");
    /// ```
    pub fn wareki(self) -> String {
        format!("{}{}月", year_text(self.first_day()), self.month())
    }
}
