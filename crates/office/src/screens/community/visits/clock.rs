//! 時刻の欄: how a time is shown, and what may be typed for one.
use kernel::typed::{self, TypedError};
use ui::Form;

pub(crate) use crate::actions::community::visits::hhmm;

/// Minutes of a day.
pub(super) const DAY: u16 = 1440;

/// Why a time cannot be read: here the last one of a day is 2359.
fn in_a_day(error: &TypedError) -> String {
    match error {
        TypedError::NoSuchTime { text } => {
            format!("「{text}」という時刻はありません。0000 から 2359 まで、分は 59 までで入力してください")
        }
        other => other.to_string(),
    }
}

/// A time of the day without colon; 2400 is no time of the tool.
pub(super) fn read_clock(form: &mut Form, name: &str, label: &str) -> Option<u16> {
    let time = form.need(name, label, |text| typed::time(text).map_err(|error| in_a_day(&error)))?;
    if time.minutes() < DAY {
        return Some(time.minutes());
    }
    let mend = match name {
        "start" => "次の日の 0000 から始まったときは、日付を次の日にして 0000 と入れてください",
        _ => "その日の終わりまでなら 2359、次の日に続いたときは次の日の時刻(例 0030)を入れてください",
    };
    form.fail(name, format!("2400 は使えません。{mend}"));
    None
}
