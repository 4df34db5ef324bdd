//! 項目の値: field values in the spelling of the official files.
use kernel::{ClockTime, Day, Month, MunicipalityNo, OfficeNo, RecipientNo, ServiceCode, UnitPrice, Units, Yen};

/// The text of one item. Made from the values of the field, so that no caller spells a date or a time himself.
///
/// ```
/// use kernel::Month;
/// use records::Value;
/// assert_eq!(Value::from("2026-10".parse::<Month>().unwrap()).as_str(), "202610");
/// assert_eq!(Value::padded(2200, 5).as_str(), "02200");
/// assert_eq!(Value::from(None::<i64>).as_str(), "");
/// ```
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Value(String);

impl Value {
    /// A number with zeros in front, `width` digits wide.
    pub fn padded(number: i64, width: usize) -> Value {
        Value(format!("{number:0width$}"))
    }

    /// As it stands in the file, without quotes.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Value {
        Value(text.to_owned())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Value {
        Value(text)
    }
}

impl<T: Into<Value>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Value {
        value.map(Into::into).unwrap_or_default()
    }
}

macro_rules! from_field_values {
    ($($type:ty => |$value:ident| $text:expr),* $(,)?) => {$(
        impl From<$type> for Value {
            fn from($value: $type) -> Value {
                Value($text)
            }
        }
    )*};
}

from_field_values! {
    i64 => |number| number.to_string(),
    i32 => |number| number.to_string(),
    u8 => |number| number.to_string(),
    u16 => |number| number.to_string(),
    u32 => |number| number.to_string(),
    usize => |number| number.to_string(),
    Yen => |yen| yen.0.to_string(),
    Units => |units| units.0.to_string(),
    UnitPrice => |price| price.milli_yen().to_string(),
    Month => |month| month.yyyymm(),
    Day => |day| day.yyyymmdd(),
    ClockTime => |time| time.hhmm(),
    &OfficeNo => |number| number.to_string(),
    &RecipientNo => |number| number.to_string(),
    &MunicipalityNo => |number| number.to_string(),
    &ServiceCode => |code| code.to_string(),
}
