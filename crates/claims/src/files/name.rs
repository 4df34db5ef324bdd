//! ファイル名: a letter and at most seven more letters and digits, `.CSV`.
use kernel::Month;

/// `J1126100.CSV`: data kind, processing month, 0. The receiver reads nothing from the name.
pub(super) fn of(kind: &str, processing_month: Month) -> String {
    let yymm = &processing_month.yyyymm()[2..];
    format!("{kind}{yymm}0.CSV")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    #[test]
    fn a_name_has_eight_characters_and_begins_with_a_letter() {
        assert_eq!(super::of("J11", "2026-10".parse().unwrap()), "J1126100.CSV");
    }
}
