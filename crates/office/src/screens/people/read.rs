//! 書かれたものを読む: typed texts of a form as values, in any usual spelling; errors stand at their fields.
use kernel::{Day, Month, Yen, looks_like_my_number, typed};
use std::ops::RangeInclusive;
use std::str::FromStr;
use ui::Form;

/// Longest line.
const LONGEST: usize = 200;
/// Longest text of several lines: a note, a part of a report or of a plan.
const LONGEST_NOTE: usize = 4_000;

/// Words that people write behind a number.
const COUNTERS: [char; 5] = ['人', '名', '日', '回', '件'];

/// A line of text; empty when nothing is written.
pub(crate) fn text(form: &mut Form, name: &str, label: &str) -> String {
    checked(form, name, label, LONGEST)
}

/// A text of several lines, with one kind of line end; empty when nothing is written.
pub(crate) fn note(form: &mut Form, name: &str, label: &str) -> String {
    checked(form, name, label, LONGEST_NOTE).replace("\r\n", "\n").replace('\r', "\n")
}

fn checked(form: &mut Form, name: &str, label: &str, longest: usize) -> String {
    let Some(text) = form.text(name).map(str::to_owned) else { return String::new() };
    let length = text.chars().count();
    if length > longest {
        form.fail(name, format!("{label}が{length}文字です。{longest}文字までにしてください"));
    }
    if text.chars().any(|c| c.is_control() && c != '\n' && c != '\r') {
        form.fail(name, format!("{label}に見えない文字が入っています。消して書き直してください"));
    }
    if holds_my_number(&text) {
        form.fail(name, format!("{label}にマイナンバーと思われる12桁の数字があります。記録せずに消してください"));
    }
    text
}

/// 個人番号 are never kept: the law asks for none of them here.
fn holds_my_number(text: &str) -> bool {
    let plain: String = typed_width(text).chars().filter(|c| !c.is_whitespace() && *c != '-').collect();
    plain.split(|c: char| !c.is_ascii_digit()).any(looks_like_my_number)
}

/// Full-width digits and letters as half-width ones.
pub(crate) fn typed_width(text: &str) -> String {
    let narrow = |c: char| match c {
        '！'..='～' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        '\u{3000}' => ' ',
        _ => c,
    };
    text.chars().map(narrow).collect()
}

/// A date.
pub(crate) fn day(form: &mut Form, name: &str) -> Option<Day> {
    let found = form.read(name, |text| typed::day(text, typed::TypedContext::default()));
    form.set_some(name, found);
    found
}

/// A month.
pub(crate) fn month(form: &mut Form, name: &str) -> Option<Month> {
    let found = form.read(name, typed::month);
    form.set_some(name, found);
    found
}

/// A whole number within bounds.
pub(crate) fn whole(form: &mut Form, name: &str, label: &str, bounds: RangeInclusive<u32>) -> Option<u32> {
    let found = form.read(name, |text| {
        let plain = text.trim().trim_end_matches(COUNTERS);
        let number = typed::integer(plain).map_err(|error| error.to_string())?;
        let fits = u32::try_from(number).ok().filter(|number| bounds.contains(number));
        fits.ok_or_else(|| format!("{label}は{}から{}までの数で書いてください", bounds.start(), bounds.end()))
    });
    form.set_some(name, found);
    found
}

/// An amount of yen, not below zero.
pub(crate) fn yen(form: &mut Form, name: &str, label: &str) -> Option<Yen> {
    whole(form, name, label, 0..=99_999_999).map(|amount| Yen(i64::from(amount)))
}

/// An official number; the text is not repeated in the message.
pub(crate) fn number<T: FromStr + ToString>(form: &mut Form, name: &str, label: &str, digits: usize) -> Option<T> {
    let found = form.read(name, |text| {
        let plain = typed::code(text).map_err(|error| error.to_string())?;
        let count = plain.chars().count();
        let message = format!("{label}は{digits}桁の番号です(いま{count}文字)。書かれているとおりに書いてください");
        plain.parse::<T>().map_err(|_| message)
    });
    if let Some(found) = &found {
        form.set(name, found.to_string());
    }
    found
}

/// A choice that parses.
pub(crate) fn choice<T>(form: &Form, name: &str, parse: impl FnOnce(&str) -> Option<T>) -> Option<T> {
    form.text(name).and_then(parse)
}

/// A tier: a small number of a select.
pub(crate) fn tier<T: FromStr>(form: &Form, name: &str) -> Option<T> {
    choice(form, name, |text| text.parse().ok())
}

/// Shows a tick.
pub(crate) fn tick(form: &mut Form, name: &str, on: bool) {
    form.set(name, if on { "1" } else { "" });
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_my_number_in_a_note_is_refused_and_a_recipient_number_is_not() {
        assert!(holds_my_number("番号 ９８３２ ０５６７ ３２１４ です"));
        assert!(holds_my_number("983205673214"));
        assert!(!holds_my_number("受給者証 0000000016"));
    }

    #[test]
    fn numbers_are_read_in_any_width_and_shown_in_one() {
        let mut form = Form::default();
        form.set("no", "９９１０－１０００ー１６").set("days", "２３日").set("from", "令和８年４月１日");
        assert_eq!(number::<kernel::OfficeNo>(&mut form, "no", "事業所番号", 10).unwrap().as_str(), "9910100016");
        assert_eq!(whole(&mut form, "days", "支給量", 1..=31), Some(23));
        assert_eq!(day(&mut form, "from").unwrap().to_string(), "2026-04-01");
        assert_eq!((form.value("no"), form.value("from")), ("9910100016", "2026-04-01"));
    }

    #[test]
    fn a_wrong_number_is_not_repeated_in_the_message() {
        let mut form = Form::default();
        form.set("no", "12345");
        assert!(number::<kernel::RecipientNo>(&mut form, "no", "受給者証番号", 10).is_none());
        let message = form.error("no").unwrap();
        assert!(message.contains("5文字") && !message.contains("12345"));
    }
}
