//! 月の住所: the month in an address.
use crate::failure::Failure;
use kernel::Month;

/// Parses the month of the address; anything else is a page that does not exist.
pub(crate) fn month_of(text: &str) -> Result<Month, Failure> {
    text.parse().map_err(|_| Failure::NotFound)
}
