//! 時刻の入力: 930, 9:30, 9時半, 午後1時.
use super::{TypedError, plain, shown};
use crate::ClockTime;

const WHAT: &str = "時刻";
const EXAMPLE: &str = "9:30";

/// A clock time as people type it. 2400 is 24:00; whether a form takes it is the form's rule.
///
/// ```
/// # use kernel::typed;
/// for text in ["930", "0930", "9:30", "９：３０", "9時半", "9時30分", "午前9時30分"] {
///     assert_eq!(typed::time(text).unwrap().to_string(), "09:30");
/// }
/// assert_eq!(typed::time("午後1時").unwrap().to_string(), "13:00");
/// assert!(typed::time("2570").is_err());
/// ```
pub fn time(text: &str) -> Result<ClockTime, TypedError> {
    let plain = plain(text);
    if plain.is_empty() {
        return Err(TypedError::Empty { what: WHAT, example: EXAMPLE });
    }
    if plain == "正午" {
        return ClockTime::new(12, 0).ok_or_else(|| no_such(text));
    }
    let (half, rest) = match (plain.strip_prefix("午前"), plain.strip_prefix("午後")) {
        (Some(rest), _) => (Some(Half::Morning), rest),
        (_, Some(rest)) => (Some(Half::Afternoon), rest),
        _ => (None, plain.as_str()),
    };
    let (hour, minute) = hour_and_minute(rest).ok_or_else(|| TypedError::Unreadable {
        what: WHAT,
        text: shown(text),
        example: EXAMPLE,
    })?;
    let hour = match half {
        None => hour,
        // 12 with 午前 or 午後 is noon to some and midnight to others
        Some(_) if hour == 12 => return Err(twelve(text, minute)),
        Some(_) if hour > 12 => return Err(no_such(text)),
        Some(Half::Morning) => hour,
        Some(Half::Afternoon) => hour + 12,
    };
    ClockTime::new(hour, minute).ok_or_else(|| no_such(text))
}

enum Half {
    Morning,
    Afternoon,
}

fn no_such(text: &str) -> TypedError {
    TypedError::NoSuchTime { text: shown(text) }
}

fn twelve(text: &str, minute: u16) -> TypedError {
    let midnight = if minute == 0 { 24 } else { 0 };
    TypedError::Ambiguous {
        text: shown(text),
        readings: vec![format!("12:{minute:02}"), format!("{midnight:02}:{minute:02}")],
    }
}

fn hour_and_minute(text: &str) -> Option<(u16, u16)> {
    if let Some((hour, rest)) = text.split_once('時') {
        let minute = match rest {
            "" => 0,
            "半" => 30,
            _ => number(rest.strip_suffix('分').unwrap_or(rest), 1..=2)?,
        };
        return Some((number(hour, 1..=2)?, minute));
    }
    if let Some((hour, minute)) = text.split_once(':') {
        return Some((number(hour, 1..=2)?, number(minute, 2..=2)?));
    }
    match text.len() {
        1 | 2 => Some((number(text, 1..=2)?, 0)),
        3 | 4 if text.is_ascii() => {
            let (hour, minute) = text.split_at(text.len() - 2);
            Some((number(hour, 1..=2)?, number(minute, 2..=2)?))
        }
        _ => None,
    }
}

fn number(text: &str, len: std::ops::RangeInclusive<usize>) -> Option<u16> {
    if !len.contains(&text.len()) || !text.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    text.parse().ok()
}
