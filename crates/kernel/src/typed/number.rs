//! 数・番号の入力: amounts with commas and 円, official numbers with hyphens.
use super::{TypedError, is_hyphen, plain, shown};

const WHAT: &str = "数";
const EXAMPLE: &str = "12,300";

/// A whole number: full-width digits, commas between groups of three, spaces, 円, ¥, and - or △ for less than nothing.
///
/// ```
/// # use kernel::typed;
/// assert_eq!(typed::integer("１２，３００円"), Ok(12_300));
/// assert_eq!(typed::integer("△ 500"), Ok(-500));
/// assert!(typed::integer("1,00").is_err());
/// ```
pub fn integer(text: &str) -> Result<i64, TypedError> {
    decimal(text, 0).map_err(|error| match error {
        TypedError::TooPrecise { text, .. } => TypedError::Unreadable { what: "整数", text, example: EXAMPLE },
        other => other,
    })
}

/// A number with at most `places` digits after the point, as a whole number of the smallest unit: `decimal("10.6", 3)` is 10,600.
///
/// ```
/// # use kernel::typed;
/// assert_eq!(typed::decimal("１０．６", 3), Ok(10_600));
/// assert!(typed::decimal("10.123", 2).is_err());
/// ```
pub fn decimal(text: &str, places: u8) -> Result<i64, TypedError> {
    let plain = plain(text);
    if plain.is_empty() {
        return Err(TypedError::Empty { what: WHAT, example: EXAMPLE });
    }
    let unreadable = || TypedError::Unreadable { what: WHAT, text: shown(text), example: EXAMPLE };
    let body = plain.strip_suffix('円').unwrap_or(&plain);
    let body = body.strip_prefix('¥').unwrap_or(body);
    let unsigned = body.strip_prefix(|c| is_hyphen(c) || matches!(c, '△' | '▲'));
    let (whole, fraction) = match unsigned.unwrap_or(body).split_once('.') {
        Some((_, "")) => return Err(unreadable()),
        Some(parts) => parts,
        None => (unsigned.unwrap_or(body), ""),
    };
    let whole = ungrouped(whole).ok_or_else(unreadable)?;
    if !fraction.bytes().all(|b| b.is_ascii_digit()) {
        return Err(unreadable());
    }
    if fraction.len() > usize::from(places) {
        return Err(TypedError::TooPrecise { text: shown(text), places });
    }
    let digits = format!("{whole}{fraction:0<places$}", places = usize::from(places));
    let value: i64 = digits.parse().map_err(|_| TypedError::TooLarge)?;
    Ok(if unsigned.is_some() { -value } else { value })
}

/// Digits without commas, or with commas before every group of three.
fn ungrouped(whole: &str) -> Option<String> {
    let mut groups = whole.split(',');
    let first = groups.next()?;
    let rest: Vec<&str> = groups.collect();
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    let grouped = rest.is_empty() || first.len() <= 3 && rest.iter().all(|part| part.len() == 3);
    (digits(first) && rest.iter().all(|part| digits(part)) && grouped).then(|| format!("{first}{}", rest.concat()))
}

/// The digits of an official number, postal code or telephone number; hyphens of every kind and spaces fall away.
///
/// ```
/// # use kernel::typed;
/// assert_eq!(typed::digits("９９１０－１０００ー１６").as_deref(), Ok("9910100016"));
/// assert!(typed::digits("99101o0016").is_err());
/// ```
pub fn digits(text: &str) -> Result<String, TypedError> {
    let kept = without_hyphens(text, "番号", "0123456789")?;
    match kept.chars().position(|c| !c.is_ascii_digit()) {
        Some(index) => Err(TypedError::NotDigits { position: index + 1 }),
        None => Ok(kept),
    }
}

/// An official code of digits and letters (サービスコード, 事業所番号 with a letter); letters become capitals.
///
/// ```
/// # use kernel::typed;
/// assert_eq!(typed::code("４６ｈ００１").as_deref(), Ok("46H001"));
/// ```
pub fn code(text: &str) -> Result<String, TypedError> {
    let kept = without_hyphens(text, "コード", "46H001")?;
    match kept.chars().position(|c| !c.is_ascii_alphanumeric()) {
        Some(index) => Err(TypedError::NotCode { position: index + 1 }),
        None => Ok(kept.to_ascii_uppercase()),
    }
}

fn without_hyphens(text: &str, what: &'static str, example: &'static str) -> Result<String, TypedError> {
    let kept: String = plain(text).chars().filter(|c| !is_hyphen(*c)).collect();
    if kept.is_empty() { Err(TypedError::Empty { what, example }) } else { Ok(kept) }
}
