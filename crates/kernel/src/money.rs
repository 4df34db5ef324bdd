//! 円・単位・単価・率: integers with named roundings.
use serde::{Deserialize, Serialize};
use std::fmt;

/// 円. May be negative only in differences.
///
/// ```
/// # use kernel::Yen;
/// assert_eq!(Yen(-1_234_567).to_string(), "△1,234,567");
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Yen(pub i64);

impl Yen {
    /// 1割相当額: a tenth, fractions of a yen cut off.
    ///
    /// ```
    /// # use kernel::Yen;
    /// assert_eq!(Yen(39_389).ten_percent_floor(), Yen(3_938));
    /// ```
    pub fn ten_percent_floor(self) -> Yen {
        Yen(self.0.div_euclid(10))
    }
}

impl fmt::Display for Yen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&grouped(self.0))
    }
}

/// 単位数. Negative in the lines of percentage reductions (46Z…).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Units(pub i64);

impl fmt::Display for Units {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&grouped(self.0))
    }
}

impl Units {
    /// 総費用額: units × unit price, fractions of a yen cut off once. `None` on overflow.
    ///
    /// ```
    /// # use kernel::{Units, UnitPrice, Yen};
    /// let price: UnitPrice = "10.60".parse().unwrap();
    /// assert_eq!(Units(3_716).cost_floor(price), Some(Yen(39_389)));
    /// ```
    pub fn cost_floor(self, price: UnitPrice) -> Option<Yen> {
        self.0.checked_mul(price.milli_yen()).map(|milli| Yen(milli.div_euclid(1000)))
    }

    /// Units × ratio, rounded half away from zero (四捨五入). `None` on overflow.
    ///
    /// ```
    /// # use kernel::{Units, Ratio};
    /// assert_eq!(Units(5_500).times_half_up(Ratio::new(91, 1000)), Some(Units(501)));
    /// ```
    pub fn times_half_up(self, ratio: Ratio) -> Option<Units> {
        let product = self.0.checked_mul(ratio.numerator)?;
        let doubled = product.checked_mul(2)?.checked_add(product.signum().checked_mul(ratio.denominator)?)?;
        Some(Units(doubled / ratio.denominator.checked_mul(2)?))
    }

    /// Units × ratio, fractions cut off (切捨て). `None` on overflow.
    ///
    /// ```
    /// # use kernel::{Units, Ratio};
    /// assert_eq!(Units(837).times_floor(Ratio::new(7, 10)), Some(Units(585)));
    /// ```
    pub fn times_floor(self, ratio: Ratio) -> Option<Units> {
        self.0.checked_mul(ratio.numerator).map(|product| Units(product.div_euclid(ratio.denominator)))
    }
}

/// 率: an exact fraction such as 93/1000.
///
/// ```
/// # use kernel::Ratio;
/// assert_eq!(Ratio::new(93, 1000).to_string(), "93/1000");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Ratio {
    numerator: i64,
    denominator: i64,
}

impl Ratio {
    /// A fraction; the denominator must be positive.
    ///
    /// # Panics
    /// When `denominator` is zero or negative: ratios come from checked data, not from people.
    pub const fn new(numerator: i64, denominator: i64) -> Ratio {
        assert!(denominator > 0, "a ratio needs a positive denominator");
        Ratio { numerator, denominator }
    }

    /// The upper part.
    pub const fn numerator(self) -> i64 {
        self.numerator
    }

    /// The lower part, always positive.
    pub const fn denominator(self) -> i64 {
        self.denominator
    }
}

impl fmt::Display for Ratio {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.numerator, self.denominator)
    }
}

/// 単位数単価 in 1/1000 yen, as the official file writes it (10.57 円 → 10570).
///
/// ```
/// # use kernel::UnitPrice;
/// let price: UnitPrice = "10.57".parse().unwrap();
/// assert_eq!((price.milli_yen(), price.to_string().as_str()), (10_570, "10.57"));
/// assert!("10.5777".parse::<UnitPrice>().is_err());
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct UnitPrice(i64);

impl UnitPrice {
    /// From 1/1000 yen; `None` outside 1…99,999 (two digits before the point).
    pub const fn from_milli_yen(milli: i64) -> Option<UnitPrice> {
        if milli > 0 && milli <= 99_999 { Some(UnitPrice(milli)) } else { None }
    }

    /// The price in 1/1000 yen.
    pub const fn milli_yen(self) -> i64 {
        self.0
    }
}

impl fmt::Display for UnitPrice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0 % 10 == 0 {
            write!(f, "{}.{:02}", self.0 / 1000, self.0 % 1000 / 10)
        } else {
            write!(f, "{}.{:03}", self.0 / 1000, self.0 % 1000)
        }
    }
}

/// Why a text is not a unit price.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("単位数単価「{0}」は読めません。10.60 のように、円で小数第3位まで書いてください")]
pub struct UnitPriceError(String);

impl std::str::FromStr for UnitPrice {
    type Err = UnitPriceError;
    fn from_str(text: &str) -> Result<UnitPrice, UnitPriceError> {
        let bad = || UnitPriceError(text.to_owned());
        let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
        let digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
        if whole.is_empty() || whole.len() > 2 || fraction.len() > 3 || !digits(whole) || !digits(fraction) {
            return Err(bad());
        }
        let padded = format!("{fraction:0<3}");
        let milli = whole.parse::<i64>().map_err(|_| bad())? * 1000 + padded.parse::<i64>().map_err(|_| bad())?;
        UnitPrice::from_milli_yen(milli).ok_or_else(bad)
    }
}

impl Serialize for UnitPrice {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for UnitPrice {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<UnitPrice, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

fn grouped(value: i64) -> String {
    let digits = value.unsigned_abs().to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3 + 3);
    if value < 0 {
        out.push('△');
    }
    for (i, c) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(c);
    }
    out
}
