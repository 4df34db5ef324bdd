//! 事例の振り分け: one document of any service, by its `service`.
//!
//! A service is a file (or folder) of its own beside this one with its keys, its typed document and its result; here it
//! has one arm in each function.
use super::shape::Shape;
use super::{
    Case, CaseError, CaseResult, CommunityCase, RetentionCase, b_type, community, output, retention, strict_json,
};
use fees::FeeTables;
use fees::community::prices::Overlay;
use serde_json::{Value, json};

/// A case of any service this version knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Document {
    /// 就労継続支援B型.
    BType(Box<Case>),
    /// 就労定着支援.
    Retention(Box<RetentionCase>),
    /// 移動支援 or 日中一時支援.
    Community(Box<CommunityCase>),
}

/// The `service` of each kind of document, in the order of the schema.
const SERVICES: &[&str] = &["b_type", "retention", "mobility", "daytime"];

impl Document {
    /// Reads a document of whatever service it names; what is not understood is refused.
    ///
    /// ```
    /// use claims::case::Document;
    /// let document = Document::parse(r#"{
    ///   "service": "b_type", "service_month": "2024-07",
    ///   "office": { "area_class": "3級地", "capacity": 20, "fee_class": "II", "average_wage_yen": 16000 },
    ///   "person": { "burden_cap": 9300 },
    ///   "days": [{ "day": 1, "start": "10:00", "end": "15:00" }]
    /// }"#)?;
    /// let result = document.result(fees::FeeTables::builtin());
    /// assert_eq!(result.output["total_cost"], 6_668);
    /// assert!(!result.blocks_claim);
    /// # Ok::<(), claims::case::CaseError>(())
    /// ```
    ///
    /// # Errors
    /// [`CaseError`] with the path, the value found and what is allowed there.
    pub fn parse(text: &str) -> Result<Document, CaseError> {
        Document::from_value(strict_json::read(text)?)
    }

    /// Reads a document that is already JSON.
    ///
    /// # Errors
    /// As [`Document::parse`].
    pub fn from_value(mut value: Value) -> Result<Document, CaseError> {
        if let Some(service) = value.get_mut("service") {
            Shape::Choice(SERVICES).check("service", service)?;
        }
        match value.get("service").and_then(Value::as_str) {
            Some("retention") => Ok(Document::Retention(Box::new(RetentionCase::from_value(value)?))),
            Some("mobility" | "daytime") => Ok(Document::Community(Box::new(CommunityCase::from_value(value)?))),
            // without a service the document is read as the oldest kind, which then asks for the key
            _ => Ok(Document::BType(Box::new(Case::from_value(value)?))),
        }
    }

    /// Adds prices an operator has entered; documents of other services and municipalities leave them aside.
    pub fn add_prices(&mut self, entered: &[Overlay]) {
        if let Document::Community(case) = self {
            case.add_prices(entered);
        }
    }

    /// Assesses the document.
    pub fn result(&self, tables: &FeeTables) -> CaseResult {
        match self {
            Document::BType(case) => case.result(tables),
            Document::Retention(case) => case.result(tables),
            Document::Community(case) => case.result(),
        }
    }
}

/// The JSON Schema of input and output of the case format. `$defs` has `input` and `output` of B型, and for every other
/// service `SERVICE_input` and `SERVICE_output`.
pub fn schema() -> Value {
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "事例書式",
        "$defs": {
            "input": b_type::CASE.schema(), "output": output::schema(),
            "retention_input": retention::CASE.schema(), "retention_output": retention::schema(),
            "community_input": community::CASE.schema(), "community_output": community::schema(),
        },
        "oneOf": [
            { "$ref": "#/$defs/input" }, { "$ref": "#/$defs/retention_input" }, { "$ref": "#/$defs/community_input" },
        ],
    })
}
