//! 事業の種類: what an office does, and by that which rules, records and screens are its own.
use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

/// The kind of an office. An organisation with several services has one office for each.
///
/// ```
/// use kernel::ServiceKind;
/// assert_eq!("47".parse(), Ok(ServiceKind::Retention));
/// assert_eq!(ServiceKind::Community.letter(), "c");
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum ServiceKind {
    /// 就労継続支援B型.
    #[default]
    #[serde(rename = "46")]
    BType,
    /// 就労定着支援.
    #[serde(rename = "47")]
    Retention,
    /// 地域生活支援事業: 移動支援 and 日中一時支援.
    #[serde(rename = "community")]
    Community,
}

impl ServiceKind {
    /// Every kind, in the order of lists.
    pub const ALL: [ServiceKind; 3] = [ServiceKind::BType, ServiceKind::Retention, ServiceKind::Community];

    /// The word in tables: the official service type where there is one.
    pub const fn key(self) -> &'static str {
        match self {
            ServiceKind::BType => "46",
            ServiceKind::Retention => "47",
            ServiceKind::Community => "community",
        }
    }

    /// The name for people.
    pub const fn label_ja(self) -> &'static str {
        match self {
            ServiceKind::BType => "就労継続支援B型",
            ServiceKind::Retention => "就労定着支援",
            ServiceKind::Community => "地域生活支援事業(移動支援・日中一時支援)",
        }
    }

    /// The letter of the kind in addresses: `/o/3/t/2026-10/…`.
    pub const fn letter(self) -> &'static str {
        match self {
            ServiceKind::BType => "b",
            ServiceKind::Retention => "t",
            ServiceKind::Community => "c",
        }
    }
}

impl fmt::Display for ServiceKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.key())
    }
}

/// Not the word of a kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnknownServiceKind;

impl fmt::Display for UnknownServiceKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("事業の種類が読めません。一覧から選んでください")
    }
}

impl std::error::Error for UnknownServiceKind {}

impl FromStr for ServiceKind {
    type Err = UnknownServiceKind;
    fn from_str(text: &str) -> Result<ServiceKind, UnknownServiceKind> {
        ServiceKind::ALL.into_iter().find(|kind| kind.key() == text).ok_or(UnknownServiceKind)
    }
}
