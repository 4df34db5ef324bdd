//! 日付・年月の入力: western or Japanese years, any usual separator; two-digit years without an era are asked back.
use super::{TypedError, is_hyphen, plain, shown};
use crate::{Day, Era, Month};

const WHAT_DAY: &str = "日付";
const EXAMPLE_DAY: &str = "2026/4/1 または R8.4.1";
const WHAT_MONTH: &str = "年月";
const EXAMPLE_MONTH: &str = "2026/4 または R8.4";

/// What the field around the typed text already says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TypedContext {
    /// The month being worked on: 4/1 is then taken in its 年度.
    pub service_month: Option<Month>,
}

/// A date as people type it.
///
/// ```
/// # use kernel::typed::{self, TypedContext};
/// let context = TypedContext { service_month: Some("2027-02".parse().unwrap()) };
/// for text in ["2026/4/1", "20260401", "R8.4.1", "令和８年４月１日", "r080401", "4/1"] {
///     assert_eq!(typed::day(text, context).unwrap().to_string(), "2026-04-01");
/// }
/// let error = typed::day("8.4.1", context).unwrap_err().to_string();
/// assert!(error.contains("令和8年4月1日") && error.contains("2008年4月1日"));
/// ```
pub fn day(text: &str, context: TypedContext) -> Result<Day, TypedError> {
    let plain = plain(text);
    if plain.is_empty() {
        return Err(TypedError::Empty { what: WHAT_DAY, example: EXAMPLE_DAY });
    }
    let unreadable = || TypedError::Unreadable { what: WHAT_DAY, text: shown(text), example: EXAMPLE_DAY };
    if let Some((era, rest)) = after_era(&plain) {
        let parts = match parts(rest, '日').ok_or_else(unreadable)?.as_slice() {
            [six] if six.len() == 6 => [two(six, 0), two(six, 2), two(six, 4)],
            [year, month, day] if year.len() <= 2 => [number(year), number(month), number(day)],
            _ => return Err(unreadable()),
        };
        return in_era(era, parts, text);
    }
    match parts(&plain, '日').ok_or_else(unreadable)?.as_slice() {
        [eight] if eight.len() == 8 => western([number(&eight[..4]), two(eight, 4), two(eight, 6)], text),
        [six] if six.len() == 6 => Err(ambiguous([two(six, 0), two(six, 2), two(six, 4)], text)),
        [year, month, day] if year.len() == 4 => western([number(year), number(month), number(day)], text),
        [year, month, day] if year.len() <= 2 => Err(ambiguous([number(year), number(month), number(day)], text)),
        [month, day] if month.len() <= 2 => {
            let service_month = context.service_month.ok_or_else(|| TypedError::NeedsYear { text: shown(text) })?;
            let month = number(month);
            let year = service_month.fiscal_year() + i16::from(month < 4);
            western([year, month, number(day)], text)
        }
        _ => Err(unreadable()),
    }
}

/// A month as people type it: 2026/4, 202604, 2026年4月, R8.4, 令和8年4月.
///
/// ```
/// # use kernel::typed;
/// for text in ["2026/4", "202604", "２０２６年４月", "R8.4", "令和8年4月"] {
///     assert_eq!(typed::month(text).unwrap().to_string(), "2026-04");
/// }
/// assert!(typed::month("8.4").is_err());
/// ```
pub fn month(text: &str) -> Result<Month, TypedError> {
    let plain = plain(text);
    if plain.is_empty() {
        return Err(TypedError::Empty { what: WHAT_MONTH, example: EXAMPLE_MONTH });
    }
    let unreadable = || TypedError::Unreadable { what: WHAT_MONTH, text: shown(text), example: EXAMPLE_MONTH };
    let not_in_calendar = || TypedError::NotInCalendar { text: shown(text) };
    if let Some((era, rest)) = after_era(&plain) {
        let (year, month) = match parts(rest, '月').ok_or_else(unreadable)?.as_slice() {
            [four] if four.len() == 4 => (two(four, 0), two(four, 2)),
            [year, month] if year.len() <= 2 => (number(year), number(month)),
            _ => return Err(unreadable()),
        };
        let found = era.western_year(year).and_then(|year| in_month(year, month)).ok_or_else(not_in_calendar)?;
        let touches = found.last_day() >= era.start() && era.last_day().is_none_or(|l| found.first_day() <= l);
        return if touches { Ok(found) } else { Err(outside(era, text)) };
    }
    match parts(&plain, '月').ok_or_else(unreadable)?.as_slice() {
        [six] if six.len() == 6 => in_month(number(&six[..4]), two(six, 4)).ok_or_else(not_in_calendar),
        [year, month] if year.len() == 4 => in_month(number(year), number(month)).ok_or_else(not_in_calendar),
        [year, month] if year.len() <= 2 => {
            let readings = readings(number(year), |year| in_month(year, number(month)).map(Month::first_day));
            let readings = readings.into_iter().map(|(_, prefix)| format!("{prefix}{}月", number(month))).collect();
            Err(TypedError::Ambiguous { text: shown(text), readings })
        }
        _ => Err(unreadable()),
    }
}

fn in_month(year: i16, month: i16) -> Option<Month> {
    Month::new(year, i8::try_from(month).ok()?).ok()
}

/// 令和…, R…, 令…: the era and the text after it.
fn after_era(text: &str) -> Option<(&'static Era, &str)> {
    Era::all().iter().rev().find_map(|era| {
        let initial = text.chars().next()?;
        let kanji = era.name().chars().next()?;
        let by_letter = initial.eq_ignore_ascii_case(&era.initial()) || initial == kanji;
        text.strip_prefix(era.name()).or_else(|| by_letter.then(|| &text[initial.len_utf8()..])).map(|rest| (era, rest))
    })
}

/// The runs of digits between separators; 元 is the year 1. `last` (日 or 月) may close the text.
fn parts(text: &str, last: char) -> Option<Vec<String>> {
    let text = text.strip_suffix(last).unwrap_or(text);
    let text = text.strip_prefix('元').map_or_else(|| text.to_owned(), |rest| format!("1{rest}"));
    let parts: Vec<String> = text
        .split(|c: char| matches!(c, '/' | '.' | ',' | '・' | '年' | '月') || is_hyphen(c))
        .map(str::to_owned)
        .collect();
    let good = |part: &String| (1..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
    let short_tail = parts.iter().skip(1).all(|part| part.len() <= 2);
    (parts.iter().all(good) && short_tail).then_some(parts)
}

/// Up to four digits; longer runs never come here.
fn number(digits: &str) -> i16 {
    digits.parse().unwrap_or(i16::MAX)
}

fn two(digits: &str, from: usize) -> i16 {
    number(&digits[from..from + 2])
}

fn calendar([year, month, day]: [i16; 3]) -> Option<Day> {
    in_month(year, month)?.day(u8::try_from(day).ok()?)
}

fn western(parts: [i16; 3], text: &str) -> Result<Day, TypedError> {
    calendar(parts).ok_or_else(|| TypedError::NotInCalendar { text: shown(text) })
}

fn in_era(era: &Era, [year, month, day]: [i16; 3], text: &str) -> Result<Day, TypedError> {
    let found = era.western_year(year).and_then(|western| calendar([western, month, day]));
    let found = found.ok_or_else(|| TypedError::NotInCalendar { text: shown(text) })?;
    let inside = found >= era.start() && era.last_day().is_none_or(|last| found <= last);
    if inside { Ok(found) } else { Err(outside(era, text)) }
}

fn outside(era: &Era, text: &str) -> TypedError {
    TypedError::OutsideEra { text: shown(text), era: era.name().to_owned(), from: era.start(), until: era.last_day() }
}

/// Every era and century in which a two-digit year has the day, newest era first, with the year written out.
fn readings(year: i16, day_in: impl Fn(i16) -> Option<Day>) -> Vec<(Day, String)> {
    let eras = Era::all().iter().rev().filter_map(|era| {
        let day = day_in(era.western_year(year)?)?;
        let inside = day >= era.start() && era.last_day().is_none_or(|last| day <= last);
        inside.then(|| (day, format!("{}{}年", era.name(), if year == 1 { "元".to_owned() } else { year.to_string() })))
    });
    let western = [2000, 1900]
        .into_iter()
        .filter_map(|century| day_in(century + year).map(|day| (day, format!("{}年", century + year))));
    eras.chain(western).collect()
}

fn ambiguous([year, month, day]: [i16; 3], text: &str) -> TypedError {
    let readings = readings(year, |year| calendar([year, month, day]));
    if readings.is_empty() {
        return TypedError::NotInCalendar { text: shown(text) };
    }
    let readings = readings.into_iter().map(|(_, prefix)| format!("{prefix}{month}月{day}日")).collect();
    TypedError::Ambiguous { text: shown(text), readings }
}
