//! 請求書の合計: sums over the statements of one municipality and service month.
use crate::Outcome;

/// Sums of the invoice; all yen but `count` and `units`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Totals {
    /// 件数: statements.
    pub(super) count: i64,
    /// 単位数.
    pub(super) units: i64,
    /// 費用合計.
    pub(super) total_cost: i64,
    /// 給付費請求額.
    pub(super) benefit_claim: i64,
    /// 特別対策費請求額; `None` when no statement has one.
    pub(super) special_measure: Option<i64>,
    /// 利用者負担額: decided burden less subsidy.
    pub(super) user_burden: i64,
    /// 自治体助成額; `None` when no statement has one.
    pub(super) municipal_subsidy: Option<i64>,
}

impl Totals {
    /// Adds one statement.
    pub(super) fn add(&mut self, outcome: &Outcome) {
        let subsidy = outcome.municipal_subsidy.map(|yen| yen.0);
        self.count += 1;
        self.units += outcome.total_units.0;
        self.total_cost += outcome.total_cost.0;
        self.benefit_claim += outcome.benefit_claim.0;
        if let Some(special) = outcome.special_measure {
            self.special_measure = Some(self.special_measure.unwrap_or(0) + special.0);
        }
        self.user_burden += outcome.decided_burden.0 - subsidy.unwrap_or(0);
        if let Some(subsidy) = subsidy {
            self.municipal_subsidy = Some(self.municipal_subsidy.unwrap_or(0) + subsidy);
        }
    }

    /// 請求金額: benefit, special measure and subsidy.
    pub(super) fn claim_amount(&self) -> i64 {
        self.benefit_claim + self.special_measure.unwrap_or(0) + self.municipal_subsidy.unwrap_or(0)
    }
}
