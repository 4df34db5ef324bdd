//! 事例書式: the JSON document of one person's service month, its result, its schema and its explanation.
//!
//! The same documents are golden tests, bug reports and support tickets, so reading is strict: whatever is not
//! understood is refused with the path, the value found and what would be allowed there.
mod document;
mod error;
mod explain;
mod facts;
mod keys;
mod output;
mod reading;
mod shape;
mod strict_json;

pub use document::{
    Case, CaseCapManagement, CaseCapability, CaseDay, CaseManualLine, CaseMonth, CaseOffice, CasePerson, Persons,
    Service, Tier,
};
pub use error::CaseError;
pub use explain::explain;
pub use output::{blocks_claim, output_json};

use serde_json::{Value, json};

/// The JSON Schema of input and output of the case format.
pub fn schema() -> Value {
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "事例書式(就労継続支援B型)",
        "$defs": { "input": keys::CASE.schema(), "output": output::schema() },
        "$ref": "#/$defs/input",
    })
}
