//! The result for one person's month: lines, yen, day counts, reasons, findings. The output document of the case format.
use fees::{Line, NotApplied, Step};
use kernel::{Finding, UnitPrice, Units, Yen};
use serde::{Deserialize, Serialize};

/// 請求明細 of one person's month with its reasons.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outcome {
    /// Lines in statement order.
    pub lines: Vec<Line>,
    /// 給付単位数.
    pub total_units: Units,
    /// 単位数単価; `None` when the table has no row (then a fault says so).
    pub unit_price: Option<UnitPrice>,
    /// 総費用額.
    pub total_cost: Yen,
    /// 1割相当額; until March 2012 給付率に基づく利用者負担額 (the burden before the cap).
    pub ten_percent: Yen,
    /// 上限月額調整.
    pub cap_adjusted_burden: Yen,
    /// 上限額管理後利用者負担額, under cap management.
    pub managed_burden: Option<Yen>,
    /// 決定利用者負担額.
    pub decided_burden: Yen,
    /// 自治体助成分請求額.
    pub municipal_subsidy: Option<Yen>,
    /// 給付費.
    pub benefit_claim: Yen,
    /// 特別対策費, claimed beside the benefit (service months until March 2013).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub special_measure: Option<Yen>,
    /// 利用日数 (J121-02.10).
    pub claim_days: u32,
    /// サービス利用日数 (J121-04.9).
    pub service_days: u32,
    /// Days with the base fee.
    pub base_days: u32,
    /// Rules that did not apply, with reasons.
    pub not_applied: Vec<NotApplied>,
    /// What has to be mended or known.
    pub findings: Vec<Finding>,
    /// The calculation.
    pub steps: Vec<Step>,
}
