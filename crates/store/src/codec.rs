//! 列と値: the one place where text columns become values of the field and back.
use crate::error::{Result, StoreError};
use jiff::Timestamp;
use serde::{Serialize, de::DeserializeOwned};
use sha2::{Digest, Sha256};
use std::{fmt::Write, str::FromStr};

/// Reads a text column.
pub(crate) fn parse<T: FromStr>(table: &'static str, column: &'static str, text: &str) -> Result<T> {
    text.parse().map_err(|_| StoreError::Corrupt { table, column })
}

/// Reads a text column that may be empty.
pub(crate) fn parse_opt<T: FromStr>(
    table: &'static str,
    column: &'static str,
    text: Option<&String>,
) -> Result<Option<T>> {
    text.map(|text| parse(table, column, text)).transpose()
}

/// Reads a JSON column.
pub(crate) fn from_json<T: DeserializeOwned>(table: &'static str, column: &'static str, text: &str) -> Result<T> {
    serde_json::from_str(text).map_err(|_| StoreError::Corrupt { table, column })
}

/// Writes a JSON column.
pub(crate) fn to_json<T: Serialize>(value: &T) -> String {
    serde_json::to_string(value).expect("our own bodies have text keys only")
}

/// Reads an instant.
pub(crate) fn instant(table: &'static str, column: &'static str, ms: i64) -> Result<Timestamp> {
    Timestamp::from_millisecond(ms).map_err(|_| StoreError::Corrupt { table, column })
}

/// Writes an instant.
pub(crate) fn ms(at: Timestamp) -> i64 {
    at.as_millisecond()
}

/// Lower-case hexadecimal digits.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut out, byte| {
        let _ = write!(out, "{byte:02x}");
        out
    })
}

/// SHA-256 in hexadecimal digits.
pub(crate) fn sha256_hex(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

/// Random bytes of the operating system in hexadecimal digits.
pub(crate) fn random_hex(bytes: usize) -> Result<String> {
    let mut buffer = vec![0; bytes];
    getrandom::fill(&mut buffer).map_err(|_| StoreError::NoRandomness)?;
    Ok(hex(&buffer))
}

/// Writes an enum of the field as its one word.
pub(crate) fn word<T: Serialize>(value: &T) -> String {
    to_json(value).trim_matches('"').to_owned()
}

/// Reads an enum of the field from its one word.
pub(crate) fn from_word<T: DeserializeOwned>(table: &'static str, column: &'static str, word: &str) -> Result<T> {
    serde_json::from_value(serde_json::Value::String(word.to_owned()))
        .map_err(|_| StoreError::Corrupt { table, column })
}
