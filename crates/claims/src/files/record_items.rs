//! 明細と実績記録票の対応: which item of the service record a claimed code must be seen in.
use fees::{FeeTables, Line};
use kernel::{Month, ServiceCode};
use std::sync::LazyLock;

const TABLE: &str = include_str!("../../../../data/claims/record_items.csv");

/// The same addition of 就労定着支援, whose codes are not in the table.
const RETENTION_CAP_MANAGEMENT: &str = "retention.cap_management";

/// How the claimed count shows on the record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Counted {
    /// Days with the item.
    Days,
    /// One-way trips.
    Trips,
    /// Not at all: claimed by the statement alone.
    StatementOnly,
}

/// Totals of J611-01 and the item of J611-02 each one counts.
pub(super) const DAY_TOTALS: &[(&str, &str)] = &[
    ("meal_provision_count", "meal_provision"),
    ("visit_support_special_provided_count", "visit_support_special_provided_hours"),
    ("visit_support_special_calc_count", "visit_support_special_calc_hours"),
    ("offsite_support_days_month", "offsite_support"),
    ("medical_coordination_count", "medical_coordination"),
    ("trial_use_support_count", "trial_use_support"),
    ("regional_collaboration_count", "regional_collaboration"),
    ("intensive_support_count", "intensive_support"),
    ("emergency_acceptance_count", "emergency_acceptance"),
];

/// One row of the table.
#[derive(Clone, Debug)]
pub(super) struct RecordItem {
    first_code: &'static str,
    last_code: &'static str,
    /// Item name of J611-02; `pickup` for both trips.
    pub(super) item: &'static str,
    /// The value the item takes, when the code decides it.
    pub(super) value: Option<&'static str>,
    /// How it is counted.
    pub(super) counted: Counted,
    from: Month,
    to: Option<Month>,
}

static ROWS: LazyLock<Vec<RecordItem>> = LazyLock::new(|| {
    TABLE.lines().skip(1).map(|line| row(line).expect("the checked-in table of record items is readable")).collect()
});

fn row(line: &'static str) -> Option<RecordItem> {
    let cells: Vec<&str> = line.split(',').collect();
    let counted = match *cells.get(4)? {
        "days" => Counted::Days,
        "trips" => Counted::Trips,
        "statement_only" => Counted::StatementOnly,
        _ => return None,
    };
    let last = *cells.get(6)?;
    Some(RecordItem {
        first_code: cells.first()?,
        last_code: cells.get(1)?,
        item: cells.get(2)?,
        value: cells.get(3).copied().filter(|value| !value.is_empty()),
        counted,
        from: cells.get(5)?.parse().ok()?,
        to: if last.is_empty() { None } else { Some(last.parse().ok()?) },
    })
}

/// The row of a code in a month.
pub(super) fn of(code: &str, month: Month) -> Option<&'static RecordItem> {
    ROWS.iter().find(|row| {
        row.first_code <= code && code <= row.last_code && row.from <= month && row.to.is_none_or(|to| month <= to)
    })
}

/// 利用者負担上限額管理加算, calculated or typed by hand: the one addition that is claimed by the statement alone.
pub(crate) fn is_cap_management(line: &Line, month: Month) -> bool {
    line.rule == RETENTION_CAP_MANAGEMENT
        || of(line.code_text(), month).is_some_and(|row| row.counted == Counted::StatementOnly)
}

/// 特別対策費: claimed in its own column, outside the benefit units. The code table tells it by its group.
pub(crate) fn is_special_measure(tables: &FeeTables, code: &ServiceCode, month: Month) -> bool {
    tables.code(code, month).and_then(|entry| entry.group).is_some_and(|group| group.starts_with("特別対策費"))
}

/// The rows of a month, each item once.
pub(super) fn items(month: Month) -> Vec<&'static RecordItem> {
    let mut found: Vec<&'static RecordItem> = Vec::new();
    for row in ROWS.iter().filter(|row| row.from <= month && row.to.is_none_or(|to| month <= to)) {
        if !row.item.is_empty() && !found.iter().any(|known| known.item == row.item) {
            found.push(row);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn an_absence_is_status_8_of_the_record() {
        let month = "2026-10".parse().unwrap();
        let item = of("466040", month).unwrap();
        assert_eq!((item.item, item.value, item.counted), ("provision_status", Some("8"), Counted::Days));
        assert!(of("462061", month).is_none());
    }
}
