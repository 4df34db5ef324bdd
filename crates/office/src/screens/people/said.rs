//! 最後にしたこと: what the address says of it.
use serde::Deserialize;

/// `?ok=…`: what the last act was.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Said {
    pub(crate) ok: Option<String>,
}
