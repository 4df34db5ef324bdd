//! 工賃の欄: the one form in which a cell is shown.
use kernel::Yen;

/// The one form in which a cell is shown.
pub(super) fn text_of(wage: Option<Yen>) -> String {
    wage.map(|yen| yen.0.to_string()).unwrap_or_default()
}
