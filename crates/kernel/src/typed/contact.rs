//! 郵便番号・電話番号の入力: kept as digits, shown by whoever shows them.
use super::{TypedError, is_hyphen, plain};

/// The seven digits of a 郵便番号.
///
/// ```
/// # use kernel::typed;
/// assert_eq!(typed::postal_code("〒１００－０００１").as_deref(), Ok("1000001"));
/// assert!(typed::postal_code("100-001").is_err());
/// ```
pub fn postal_code(text: &str) -> Result<String, TypedError> {
    let kept = digits_of(text, "郵便番号", "100-0001")?;
    let right = kept.len() == 7;
    if right { Ok(kept) } else { Err(TypedError::WrongLength { what: "郵便番号", form: "数字7桁" }) }
}

/// The ten or eleven digits of a 電話番号, the area code with its 0.
///
/// ```
/// # use kernel::typed;
/// assert_eq!(typed::phone("（０３）１２３４ー５６７８").as_deref(), Ok("0312345678"));
/// assert!(typed::phone("1234-5678").is_err());
/// ```
pub fn phone(text: &str) -> Result<String, TypedError> {
    let kept = digits_of(text, "電話番号", "03-1234-5678")?;
    let right = matches!(kept.len(), 10 | 11) && kept.starts_with('0');
    if right {
        Ok(kept)
    } else {
        Err(TypedError::WrongLength { what: "電話番号", form: "市外局番の0から10桁か11桁" })
    }
}

fn digits_of(text: &str, what: &'static str, example: &'static str) -> Result<String, TypedError> {
    let ornament = |c: char| is_hyphen(c) || matches!(c, '〒' | '(' | ')' | '.' | ',' | '/');
    let kept: String = plain(text).chars().filter(|c| !ornament(*c)).collect();
    if kept.is_empty() {
        return Err(TypedError::Empty { what, example });
    }
    match kept.chars().position(|c| !c.is_ascii_digit()) {
        Some(index) => Err(TypedError::NotDigits { position: index + 1 }),
        None => Ok(kept),
    }
}
