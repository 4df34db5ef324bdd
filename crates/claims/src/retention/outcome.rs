//! 一か月の結果 of 就労定着支援: lines, yen and reasons as for every service, and where the person stands.
use crate::assess::{outcome_of_price, price_of};
use crate::{Burden, Outcome as Claim};
use fees::FeeTables;
use fees::retention::facts::ServiceMonth;
use fees::retention::{Block, Category, RetentionAssessment, Standing};
use kernel::{Day, Month};
use serde::{Deserialize, Serialize};

/// The result for one person's month.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outcome {
    /// Lines, yen, day counts, steps and findings. Without lines when the month may not be claimed.
    pub claim: Claim,
    /// 区分 on the last day of the month.
    pub category: Category,
    /// The same with the fact that decided and what needs an eye.
    pub standing: Standing,
    /// First day of use, when the hire date is known.
    pub first_usable_on: Option<Day>,
    /// Last day of the forty-two months.
    pub last_usable_on: Option<Day>,
    /// Days of base-fee support that count, ascending (算定日数).
    pub support_days: Vec<Day>,
    /// Whether the month may be claimed.
    pub claimable: bool,
    /// Why not; empty when it may.
    pub blocked_by: Vec<Block>,
}

/// One person's month, assessed and settled.
///
/// ```
/// use claims::{case::RetentionCase, retention};
/// use fees::FeeTables;
/// let case = RetentionCase::parse(r#"{
///   "service": "retention", "service_month": "2024-10",
///   "office": { "area_class": "その他", "unit_price": "10.00", "retention": { "numerator": 20, "denominator": 20 } },
///   "person": { "burden_cap": 37200, "employed_on": "2024-04-01", "contract_on": "2024-10-01",
///     "decided_from": "2024-10-01", "decided_to": "2025-09-30", "card_locked": true },
///   "contacts": [{ "date": "2024-10-08", "means": "face_to_face", "billing": "base" }],
///   "report_shared_on": "2024-10-25", "additions_state": "approved"
/// }"#)?;
/// let (month, burden) = case.facts();
/// let outcome = retention::assess(FeeTables::builtin(), &month, &burden);
/// assert!(outcome.claimable);
/// assert_eq!((outcome.claim.total_cost.0, outcome.claim.benefit_claim.0), (35_120, 31_608));
/// # Ok::<(), claims::case::CaseError>(())
/// ```
pub fn assess(tables: &FeeTables, month: &ServiceMonth, burden: &Burden) -> Outcome {
    outcome_of(tables, month.service_month, fees::retention::assess(tables, month), burden)
}

/// The yen of a month that is already assessed: unit price of 就労定着支援, burden, cap management.
pub fn outcome_of(tables: &FeeTables, month: Month, assessed: RetentionAssessment, burden: &Burden) -> Outcome {
    let row = tables.retention().unit_price(&burden.area_class, month);
    let price = price_of(month, burden, row);
    let RetentionAssessment {
        assessment,
        category,
        standing,
        first_usable_on,
        last_usable_on,
        support_days,
        claimable,
        blocked_by,
    } = assessed;
    let claim = outcome_of_price(tables, month, assessment, price, burden);
    Outcome { claim, category, standing, first_usable_on, last_usable_on, support_days, claimable, blocked_by }
}
