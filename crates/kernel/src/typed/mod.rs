//! 入力の読み取り: what people type, in any usual spelling, as values; refused with a sentence, never guessed.
mod contact;
mod day;
mod number;
mod time;

pub use contact::{phone, postal_code};
pub use day::{TypedContext, day, month};
pub use number::{code, decimal, digits, integer};
pub use time::time;

use crate::month::Day;
use unicode_normalization::UnicodeNormalization;

/// Why a typed text is no value of the field.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TypedError {
    /// Nothing but spaces.
    #[error("{what}が入力されていません。{example} のように入力してください")]
    Empty {
        /// Kind of value, 日付.
        what: &'static str,
        /// A spelling that works.
        example: &'static str,
    },
    /// No spelling of this kind of value.
    #[error("「{text}」は{what}として読めません。{example} のように入力してください")]
    Unreadable {
        /// Kind of value, 日付.
        what: &'static str,
        /// What was typed, shortened.
        text: String,
        /// A spelling that works.
        example: &'static str,
    },
    /// A month or day the calendar does not have.
    #[error("「{text}」は暦にありません。月と日を確かめてください")]
    NotInCalendar {
        /// What was typed, shortened.
        text: String,
    },
    /// A day before or after the era it is given in.
    #[error("「{text}」は{era}の期間にありません。{}元号を確かめてください", era_range(era, *from, *until))]
    OutsideEra {
        /// What was typed, shortened.
        text: String,
        /// 昭和
        era: String,
        /// First day of the era.
        from: Day,
        /// Last day of the era, if it has ended.
        until: Option<Day>,
    },
    /// More than one reading.
    #[error("「{text}」は {} のどれか決められません。元号か4桁の西暦、または時刻を24時間で入力してください", readings.join("、"))]
    Ambiguous {
        /// What was typed, shortened.
        text: String,
        /// Every reading, written out.
        readings: Vec<String>,
    },
    /// Month and day without a year, where no service month gives it.
    #[error("「{text}」は何年か分かりません。2026/4/1 のように年から入力してください")]
    NeedsYear {
        /// What was typed, shortened.
        text: String,
    },
    /// Minutes over 59 or a time after 24:00.
    #[error("「{text}」という時刻はありません。0:00 から 24:00 まで、分は 59 までで入力してください")]
    NoSuchTime {
        /// What was typed, shortened.
        text: String,
    },
    /// More digits after the point than the field holds.
    #[error("「{text}」は細かすぎます。小数第{places}位までで入力してください")]
    TooPrecise {
        /// What was typed, shortened.
        text: String,
        /// Digits after the point.
        places: u8,
    },
    /// Larger than any number of the field.
    #[error("数が大きすぎます。桁数を確かめてください")]
    TooLarge,
    /// Something else than digits in an official number; the text is not repeated, it may belong to a person.
    #[error("数字以外の文字があります({position}文字目)。数字だけを入力してください")]
    NotDigits {
        /// Place of the first wrong character, from 1, counted without hyphens and spaces.
        position: usize,
    },
    /// Too many or too few digits; the text is not repeated, it may belong to a person.
    #[error("{what}の桁数がちがいます。{form}で入力してください")]
    WrongLength {
        /// Kind of number.
        what: &'static str,
        /// The form it should have.
        form: &'static str,
    },
    /// Something else than letters and digits in an official code.
    #[error("英数字以外の文字があります({position}文字目)。数字と英字だけを入力してください")]
    NotCode {
        /// Place of the first wrong character, from 1, counted without hyphens and spaces.
        position: usize,
    },
}

fn era_range(era: &str, from: Day, until: Option<Day>) -> String {
    match until {
        Some(until) => format!("{era}は{}から{}までです。", from.both(), until.both()),
        None => format!("{era}は{}からです。", from.both()),
    }
}

/// One width, no spaces: the common ground of all readings.
fn plain(text: &str) -> String {
    text.nfkc().filter(|c| !c.is_whitespace()).collect()
}

/// The typed text as it is repeated in a message.
fn shown(text: &str) -> String {
    let text = text.trim();
    match text.char_indices().nth(24) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

/// Every stroke that people use as a hyphen.
fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '‐' | '‑' | '‒' | '–' | '—' | '―' | '−' | 'ー' | '﹣' | '─')
}
