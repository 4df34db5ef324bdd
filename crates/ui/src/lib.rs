//! 画面の土台: page shell, form state, messages, stylesheet and the little JavaScript, shared by all roles.
//!
//! Pages extend `base.html` and use the macros of `parts.html`; both stand in this crate's `templates/`.
//! Knows nothing of SQL or of services.
mod assets;
mod form;
mod shell;

pub use assets::{Asset, asset, asset_href};
pub use form::{Choice, Form};
pub use shell::{AccountBar, Banner, BannerKind, Foot, MonthBar, NavItem, OfficeBar, Shell};
