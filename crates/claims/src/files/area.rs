//! 地域区分コード: the code the statement carries for an area class.
use kernel::Month;

/// `area_class,code,valid_from,valid_to,source,confidence`.
const TABLE: &str = include_str!("../../../../data/claims/area_class_codes.csv");

/// The code in force in the month, if the table has it.
pub(super) fn code(area_class: &str, month: Month) -> Option<&'static str> {
    TABLE.lines().skip(1).find_map(|line| {
        let mut cells = line.split(',');
        let (class, code, from, to) = (cells.next()?, cells.next()?, cells.next()?, cells.next()?);
        let from: Month = from.parse().ok()?;
        let to: Option<Month> = if to.is_empty() { None } else { Some(to.parse().ok()?) };
        (class == area_class && from <= month && to.is_none_or(|to| month <= to)).then_some(code)
    })
}

/// The area class of a code in the month; of two classes with one code the later row, which is the usual name.
pub(super) fn class(code: &str, month: Month) -> Option<&'static str> {
    let classes = TABLE.lines().skip(1).filter_map(|line| line.split(',').next());
    classes.filter(|class| self::code(class, month) == Some(code)).last()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::code;

    #[test]
    fn the_special_wards_are_first_class() {
        let month = "2026-10".parse().unwrap();
        assert_eq!(code("特別区", month), Some("11"));
        assert_eq!(code("その他", month), Some("23"));
        assert_eq!(code("8級地", month), None);
        assert_eq!(code("3級地", "2011-04".parse().unwrap()), None);
    }
}
