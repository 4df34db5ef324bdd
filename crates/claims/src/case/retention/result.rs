//! 結果の文書: the common part, and what 就労定着支援 adds – category, days of use, whether and why not.
use super::RetentionCase;
use crate::case::output::{self, CaseResult, blocks_claim, output_json};
use crate::retention::{self, Outcome};
use fees::FeeTables;
use serde_json::{Value, json};
use std::fmt::Write as _;

impl RetentionCase {
    /// Assesses the month.
    pub fn result(&self, tables: &FeeTables) -> CaseResult {
        let (month, burden) = self.facts();
        let outcome = retention::assess(tables, &month, &burden);
        CaseResult {
            output: output(&outcome),
            explanation: explanation(&outcome),
            blocks_claim: !outcome.claimable || blocks_claim(&outcome.claim),
        }
    }
}

fn output(outcome: &Outcome) -> Value {
    let blocked_by: Vec<Value> = outcome
        .blocked_by
        .iter()
        .map(|block| json!({ "code": block.code, "reason": block.reason, "how_to_fix": block.how_to_fix }))
        .collect();
    let mut output = output_json(&outcome.claim);
    output["category"] = json!(outcome.category);
    output["first_usable_on"] = json!(outcome.first_usable_on);
    output["last_usable_on"] = json!(outcome.last_usable_on);
    output["claimable"] = json!(outcome.claimable);
    output["blocked_by"] = json!(blocked_by);
    output
}

fn explanation(outcome: &Outcome) -> String {
    let day = |day: Option<kernel::Day>| day.map_or_else(|| "雇用開始日が未入力です".to_owned(), |day| day.to_string());
    let mut text = String::from("【区分と請求できるか】\n");
    let _ = writeln!(text, "  区分              {}", outcome.category);
    let _ = writeln!(text, "      なぜここに: {}", outcome.standing.why);
    for alarm in &outcome.standing.alarms {
        let _ = writeln!(text, "      注意: {}", alarm.name());
    }
    let _ = writeln!(text, "  利用できる最初の日  {}", day(outcome.first_usable_on));
    let _ = writeln!(text, "  利用できる最後の日  {}", day(outcome.last_usable_on));
    let _ = writeln!(text, "  この月の請求        {}", if outcome.claimable { "できます" } else { "できません" });
    for block in &outcome.blocked_by {
        let _ = writeln!(text, "    - {}({})", block.reason, block.code);
        let _ = writeln!(text, "      直し方: {}", block.how_to_fix);
    }
    text.push('\n');
    text.push_str(&crate::case::explain(&outcome.claim));
    text
}

/// JSON Schema of the output document.
pub(in crate::case) fn schema() -> Value {
    let text = json!({ "type": "string" });
    let date = json!({ "type": ["string", "null"], "pattern": r"^\d{4}-\d{2}-\d{2}$" });
    output::schema_with(&[
        ("category", json!({ "enum": fees::retention::Category::ALL })),
        ("first_usable_on", date.clone()),
        ("last_usable_on", date),
        ("claimable", json!({ "type": "boolean" })),
        ("blocked_by", output::list(&[("code", text.clone()), ("reason", text.clone()), ("how_to_fix", text)])),
    ])
}
