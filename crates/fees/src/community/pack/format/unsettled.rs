//! 決まっていない点: points the sources do not settle, with their readings.
use serde::{Deserialize, Serialize};

/// What happens with an unsettled point.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OnUnsettled {
    /// The line waits until a person has chosen.
    Hold,
    /// The default is used and named.
    Apply,
    /// The claim stops by name.
    Block,
}

/// U-xx: a point the sources do not settle, as a switch.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Point {
    /// `U-02`.
    pub id: String,
    /// The question, in Japanese.
    pub question: String,
    /// Id of the reading that is suggested.
    #[serde(default)]
    pub default: String,
    /// Whether people are asked.
    pub on: OnUnsettled,
    /// What money hangs on it.
    #[serde(default)]
    pub effect: Option<String>,
    /// The readings; the default is one of them.
    #[serde(default, rename = "reading")]
    pub readings: Vec<Reading>,
    /// Source id.
    #[serde(default)]
    pub source: String,
}

/// One reading of a point.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reading {
    /// Key that decisions name.
    pub id: String,
    /// In Japanese, for the one who chooses.
    pub text: String,
}
