//! 日数の欄: how the fields of a month are called and what they show.
use super::year;
use kernel::Month;
use store::WageDays;
use ui::Form;

/// Field of a month: `users4`.
pub(super) fn name(what: &str, month: Month) -> String {
    format!("{what}{}", month.month())
}

/// Stored days as the form shows them.
pub(super) fn show_form(form: &mut Form, year: i16, stored: &[WageDays; 12]) {
    for (month, days) in year::months(year).into_iter().zip(stored) {
        form.set_some(&name("users", month), days.user_days);
        form.set_some(&name("open", month), days.opening_days);
        form.set(&name("why", month), &days.reason);
    }
}
