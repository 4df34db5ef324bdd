//! 算定の結果: the assessment of a month of 就労定着支援 with the standing of the person and whatever blocks the claim.
use super::standing::{Category, Standing};
use crate::Assessment;
use kernel::Day;
use serde::{Deserialize, Serialize};

/// 阻害: one reason why the month may not be claimed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Block {
    /// Stable id such as `report_not_shared`; the list is [`Block::CODES`].
    pub code: String,
    /// Why, in Japanese, without personal data.
    pub reason: String,
    /// How to mend it, in Japanese.
    pub how_to_fix: String,
    /// What to open to mend it: `contract`, `employment`, `card`, `additions`, `contact`, `report`, `cap`, `person`, `office`.
    pub link: String,
}

impl Block {
    /// Every code, in the order in which blocks are told.
    pub const CODES: [&str; 28] = [
        "billing_undecided",
        "card_missing",
        "card_unlocked",
        "additions_missing",
        "additions_pending",
        "declined",
        "employment_missing",
        "contract_missing",
        "six_months",
        "before_contract",
        "before_decision",
        "period_over",
        "contract_over",
        "decision_over",
        "resigned",
        "second_job_change",
        "left",
        "no_counted_contact",
        "report_not_shared",
        "report_out_of_month",
        "report_person_left_out",
        "report_employer_left_out",
        "report_employer_disclosed",
        "burden_cap_missing",
        "cap_result_missing",
        "rate_missing",
        "users_missing",
        "fee_row_missing",
    ];
}

/// What may be claimed for one person and month of 就労定着支援, with reasons.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RetentionAssessment {
    /// Lines, steps, findings and what was not applied. Without lines when the month may not be claimed.
    pub assessment: Assessment,
    /// 区分 on the last day of the month.
    pub category: Category,
    /// The same with the fact that decided and what needs an eye.
    pub standing: Standing,
    /// First day of use, when the hire date is known.
    pub first_usable_on: Option<Day>,
    /// Last day of the forty-two months.
    pub last_usable_on: Option<Day>,
    /// Days of base-fee support that count, ascending: one detail record each (算定日数).
    pub support_days: Vec<Day>,
    /// Whether the month may be claimed.
    pub claimable: bool,
    /// Why not; empty when it may.
    pub blocked_by: Vec<Block>,
}
