//! 加算: those with codes of their own.
use super::prices::Seen;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// 加算 with a code of its own.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Addition {
    /// Key: `first_time`, `emergency`, `suction`, `upper_limit_management`.
    pub id: String,
    /// Name by `body` / `no_body`.
    pub names: BTreeMap<String, String>,
    /// Code by `body` / `no_body`; missing = not for such persons.
    pub codes: BTreeMap<String, String>,
    /// Price.
    pub amount: i64,
    /// At most so often.
    #[serde(default)]
    pub limit: Option<AdditionLimit>,
    /// How sure.
    pub confidence: Seen,
    /// Source id.
    #[serde(default)]
    pub source: String,
}

/// At most so often.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AdditionLimit {
    /// Day or month.
    pub per: LimitSpan,
    /// How often.
    pub count: u16,
}

/// Day or month.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LimitSpan {
    /// 1日.
    Day,
    /// 1月.
    Month,
}
