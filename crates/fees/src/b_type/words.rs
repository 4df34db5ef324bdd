//! 言い回し: numbers and classes as the sentences print them.
use super::facts::FeeClass;
use crate::{Fact, Text};
use kernel::{Ratio, Units};

pub(super) fn class(class: FeeClass) -> &'static str {
    match class {
        FeeClass::I => "Ⅰ",
        FeeClass::II => "Ⅱ",
        FeeClass::III => "Ⅲ",
        FeeClass::IV => "Ⅳ",
        FeeClass::V => "Ⅴ",
        FeeClass::VI => "Ⅵ",
    }
}

pub(super) fn fact(name: &'static str, value: impl Into<Text>) -> Fact {
    Fact { name: Text::Borrowed(name), value: value.into() }
}

pub(super) fn number(name: &'static str, value: impl ToString) -> Fact {
    Fact { name: Text::Borrowed(name), value: Text::Owned(value.to_string()) }
}

/// Units × ratio before rounding, as exact decimal text: 490 × 965/1000 → `472.85`.
pub(crate) fn exact(units: Units, ratio: Ratio) -> String {
    let product = i128::from(units.0) * i128::from(ratio.numerator()) * 1000;
    let milli = product / i128::from(ratio.denominator());
    let sign = if milli < 0 { "-" } else { "" };
    let (whole, fraction) = (milli.unsigned_abs() / 1000, milli.unsigned_abs() % 1000);
    if fraction == 0 {
        return format!("{sign}{whole}");
    }
    let digits = format!("{fraction:03}");
    format!("{sign}{whole}.{}", digits.trim_end_matches('0'))
}
