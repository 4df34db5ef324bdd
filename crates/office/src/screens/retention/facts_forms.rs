//! 契約と退所の様式: the tabs that share one row, for the history.
use super::{leaving, use_};
use crate::screens::people::sheet::Sheet;
use store::RetentionFactsBody;
use ui::Form;

/// A tab that writes its part of contract and leaving: its name, its fields, what is stored.
type FactsForm = (&'static str, Sheet, fn(&RetentionFactsBody) -> Form);

/// The tabs that share the row of contract and leaving, for the history.
pub(crate) fn facts_forms() -> [FactsForm; 3] {
    [
        ("契約", use_::sheet(), use_::show),
        ("退所（定着中）", leaving::leaving_sheet(), leaving::show_leaving),
        ("退所（退職）", leaving::resigned_sheet(), leaving::show_resigned),
    ]
}
