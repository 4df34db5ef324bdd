#![doc = include_str!("../README.md")]
mod era;
mod finding;
mod holiday;
mod money;
mod month;
mod numbers;
mod service;
pub mod text;
mod time;
pub mod typed;

pub use era::{Era, EraDataError};
pub use finding::{Finding, Place, Severity};
pub use holiday::{HolidayDataError, Holidays};
pub use money::{Ratio, UnitPrice, Units, Yen};
pub use month::{Day, Month};
pub use numbers::{CorporateNo, MunicipalityNo, NumberError, OfficeNo, RecipientNo, ServiceCode, looks_like_my_number};
pub use service::{ServiceKind, UnknownServiceKind};
pub use time::ClockTime;
