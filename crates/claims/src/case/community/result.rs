//! 結果: the document assessed, for programs and for people.
use super::document::CommunityCase;
use super::{explain, output};
use crate::case::output::CaseResult;

impl CommunityCase {
    /// Assesses the document.
    pub fn result(&self) -> CaseResult {
        let result = self.assessed();
        CaseResult {
            output: output::output(&result),
            explanation: explain::explain(&result),
            blocks_claim: !result.statement.claimable(),
        }
    }
}
