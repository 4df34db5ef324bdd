//! Values of the field: money, units, calendar, official numbers, text.
//!
//! Floor 0 of the house. Nothing here reads a clock, a file or a float. A value that exists is valid.
mod finding;
mod money;
mod month;
mod numbers;
mod time;

pub use finding::{Finding, Place, Severity};
pub use money::{Ratio, UnitPrice, Units, Yen};
pub use month::{Day, Month};
pub use numbers::{MunicipalityNo, NumberError, OfficeNo, RecipientNo, ServiceCode};
pub use time::ClockTime;
