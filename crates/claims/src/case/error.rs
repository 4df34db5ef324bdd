//! 読めない文書: where a document is wrong, what stands there and what may stand there.
use serde_json::Value;
use std::fmt;

/// How the document itself is called where no path can be given.
const WHOLE: &str = "文書全体";

/// Why a document cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseError {
    /// Path of the place, such as `days[3].start`; empty when the document is no JSON at all.
    pub path: String,
    /// What stands there, as JSON text; empty when the key is missing.
    pub value: String,
    /// What may stand there, or why it cannot be used and what to do, in Japanese.
    pub allowed: String,
    kind: Kind,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Kind {
    Value,
    /// The value is well formed; `allowed` is a whole sentence that says why it cannot be used.
    Refused,
    UnknownKey,
    Missing(String),
    NotJson,
}

impl CaseError {
    pub(super) fn at(path: &str, value: &Value, allowed: impl Into<String>) -> CaseError {
        CaseError { path: shown(path), value: short(value), allowed: allowed.into(), kind: Kind::Value }
    }

    pub(super) fn refused(path: &str, value: &Value, why: impl Into<String>) -> CaseError {
        CaseError { kind: Kind::Refused, ..CaseError::at(path, value, why) }
    }

    pub(super) fn unknown_key(path: &str, value: &Value, allowed: String) -> CaseError {
        CaseError { path: path.to_owned(), value: short(value), allowed, kind: Kind::UnknownKey }
    }

    pub(super) fn missing(path: &str, label: &str, allowed: String) -> CaseError {
        CaseError { path: path.to_owned(), value: String::new(), allowed, kind: Kind::Missing(label.to_owned()) }
    }

    pub(super) fn not_json(line: usize, column: usize) -> CaseError {
        CaseError {
            path: format!("{line}行目 {column}文字目"),
            value: String::new(),
            allowed: "JSON の書式({ \"項目\": 値, … }、同じ項目は一度だけ)".to_owned(),
            kind: Kind::NotJson,
        }
    }
}

fn shown(path: &str) -> String {
    if path.is_empty() { WHOLE.to_owned() } else { path.to_owned() }
}

/// The value as JSON text, cut to a length that a message can hold.
fn short(value: &Value) -> String {
    let text = value.to_string();
    if text.chars().count() <= 60 { text } else { format!("{}…", text.chars().take(60).collect::<String>()) }
}

impl fmt::Display for CaseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let CaseError { path, value, allowed, kind } = self;
        match kind {
            Kind::Value => write!(f, "{path}: {value} は使えません。書けるのは {allowed} です"),
            Kind::Refused => write!(f, "{path}: {value} は使えません。{allowed}"),
            Kind::UnknownKey => write!(f, "{path}: この項目はありません(値 {value})。使える項目は {allowed} です"),
            Kind::Missing(label) => write!(f, "{path}: 「{label}」がありません。書けるのは {allowed} です"),
            Kind::NotJson => write!(f, "{path}: 文書が読めません。{allowed} で書いてください"),
        }
    }
}

impl std::error::Error for CaseError {}
