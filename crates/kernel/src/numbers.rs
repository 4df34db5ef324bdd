//! 事業所番号・受給者証番号・市町村番号・サービスコード: official numbers as text newtypes.
//!
//! The form is enforced; the check digit only ever warns, because numbers in official samples fail it too.
use crate::month::serde_by_text;
use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

/// What is wrong with a text that should be an official number.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{name}「{text}」は{form}で書いてください")]
pub struct NumberError {
    name: &'static str,
    text: String,
    form: &'static str,
}

macro_rules! number {
    ($(#[$doc:meta])* $type:ident, $name:literal, $len:literal, $form:literal, $ok:expr) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $type(String);

        impl $type {
            /// The digits as printed.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $type {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl FromStr for $type {
            type Err = NumberError;
            fn from_str(text: &str) -> Result<$type, NumberError> {
                let ok: fn(u8) -> bool = $ok;
                if text.len() == $len && text.bytes().all(ok) {
                    Ok($type(text.to_owned()))
                } else {
                    Err(NumberError { name: $name, text: text.to_owned(), form: $form })
                }
            }
        }

        serde_by_text!($type);
    };
}

number!(
    /// 事業所番号: ten digits. The check digit (modulus 10, weights 2,1 from the right) warns only.
    ///
    /// ```
    /// # use kernel::OfficeNo;
    /// let number: OfficeNo = "9910100016".parse().unwrap();
    /// assert!(number.check_digit_fits());
    /// ```
    OfficeNo, "事業所番号", 10, "半角数字10桁", |b| b.is_ascii_digit() || b.is_ascii_uppercase()
);
number!(
    /// 受給者証番号: ten digits, leading zeros kept. No check rule is known.
    ///
    /// ```
    /// # use kernel::RecipientNo;
    /// assert_eq!("0000000016".parse::<RecipientNo>().unwrap().as_str(), "0000000016");
    /// assert!("16".parse::<RecipientNo>().is_err());
    /// ```
    RecipientNo, "受給者証番号", 10, "数字10桁", |b| b.is_ascii_digit()
);
number!(
    /// 証記載市町村番号: six digits.
    MunicipalityNo, "市町村番号", 6, "数字6桁", |b| b.is_ascii_digit()
);
number!(
    /// サービスコード: six characters, the first two are the service type (46…).
    ///
    /// ```
    /// # use kernel::ServiceCode;
    /// assert_eq!("46H001".parse::<ServiceCode>().unwrap().service_type(), "46");
    /// ```
    ServiceCode, "サービスコード", 6, "6文字(数字と大文字)", |b| b.is_ascii_digit() || b.is_ascii_uppercase()
);

number!(
    /// 法人番号: thirteen digits, the first is the check digit. A few published numbers fail it, so it warns only.
    ///
    /// ```
    /// # use kernel::CorporateNo;
    /// assert!("8999999000001".parse::<CorporateNo>().unwrap().check_digit_fits());
    /// ```
    CorporateNo, "法人番号", 13, "数字13桁", |b| b.is_ascii_digit()
);

/// Whether twelve digits carry the check digit of an 個人番号, which must never be stored: for warning before it is kept.
///
/// ```
/// # use kernel::looks_like_my_number;
/// assert!(looks_like_my_number("983205673214"));
/// assert!(!looks_like_my_number("983205673210"));
/// ```
pub fn looks_like_my_number(digits: &str) -> bool {
    let bytes = digits.as_bytes();
    if bytes.len() != 12 || !bytes.iter().all(u8::is_ascii_digit) {
        return false;
    }
    let weights = [6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2];
    let sum: u32 = bytes.iter().zip(weights).map(|(d, weight)| u32::from(d - b'0') * weight).sum();
    let check = if sum % 11 <= 1 { 0 } else { 11 - sum % 11 };
    u32::from(bytes[11] - b'0') == check
}

/// Check digit of modulus 10 with weights 2,1,2,1… from the right over `digits`.
fn luhn(digits: &[u8]) -> u8 {
    let sum: u32 = digits
        .iter()
        .rev()
        .enumerate()
        .map(|(i, d)| {
            let product = u32::from(d - b'0') * if i % 2 == 0 { 2 } else { 1 };
            product / 10 + product % 10
        })
        .sum();
    ((10 - sum % 10) % 10) as u8
}

impl OfficeNo {
    /// Whether the tenth digit fits the rule. `false` is a reason to warn, never to refuse.
    pub fn check_digit_fits(&self) -> bool {
        let bytes = self.0.as_bytes();
        bytes.iter().all(u8::is_ascii_digit) && luhn(&bytes[..9]) == bytes[9] - b'0'
    }
}

impl CorporateNo {
    /// Whether the first digit fits the other twelve (modulus 9, weights 1 and 2 from the right).
    pub fn check_digit_fits(&self) -> bool {
        let bytes = self.0.as_bytes();
        let body = bytes[1..].iter().rev().enumerate();
        let sum: u32 = body.map(|(i, d)| u32::from(d - b'0') * if i % 2 == 0 { 1 } else { 2 }).sum();
        u32::from(bytes[0] - b'0') == 9 - sum % 9
    }
}

impl MunicipalityNo {
    /// Whether the sixth digit fits either rule in use: modulus 10 as the federations list the numbers printed on
    /// 受給者証, or modulus 11 of the 全国地方公共団体コード. `false` is a reason to warn, never to refuse.
    ///
    /// ```
    /// # use kernel::MunicipalityNo;
    /// assert!("131016".parse::<MunicipalityNo>().unwrap().check_digit_fits()); // modulus 11
    /// assert!("092015".parse::<MunicipalityNo>().unwrap().check_digit_fits()); // modulus 10
    /// assert!(!"231005".parse::<MunicipalityNo>().unwrap().check_digit_fits());
    /// ```
    pub fn check_digit_fits(&self) -> bool {
        let bytes = self.0.as_bytes();
        let sum: u32 = bytes[..5].iter().zip([6, 5, 4, 3, 2]).map(|(d, weight)| u32::from(d - b'0') * weight).sum();
        let modulus_11 = ((11 - sum % 11) % 10) as u8;
        let check = bytes[5] - b'0';
        check == luhn(&bytes[..5]) || check == modulus_11
    }
}

impl ServiceCode {
    /// サービス種類コード: the first two characters.
    pub fn service_type(&self) -> &str {
        &self.0[..2]
    }
}
