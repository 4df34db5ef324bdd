//! The result of an assessment: lines, the steps that led to them, and what was not applied and why.
use kernel::{Finding, ServiceCode, Units};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// Words of a result: borrowed from the tables and the program where possible, owned where a number stands in them.
pub type Text = Cow<'static, str>;

/// 請求明細 in the making: one service code of the month.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// サービスコード.
    pub code: ServiceCode,
    /// Short name as the table prints it.
    pub name: Text,
    /// 単位数 of one count; negative in percentage reductions.
    pub units: Units,
    /// 回数.
    pub count: u32,
    /// 単位数 × 回数.
    pub service_units: Units,
    /// Whether code and units were seen in the official table. `false` is shown as 未検証.
    pub verified: bool,
    /// Days of the month the line rests on, ascending; empty for month lines.
    pub days: Vec<u8>,
    /// The rule that made the line (`b_type.basic`, `b_type.meal_provision`, …); `manual` for hand lines.
    pub rule: Text,
    /// 決定サービスコード under which the code may be claimed (461000, …).
    pub decision_code: Text,
}

/// A named fact a step used, e.g. 定員 = 20.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fact {
    /// Japanese name.
    pub name: Text,
    /// The value as text.
    pub value: Text,
}

/// One step of the calculation, in order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// Rule id.
    pub rule: Text,
    /// Where the rule or number stands (notice, table row).
    pub source: Text,
    /// What went in.
    pub inputs: Vec<Fact>,
    /// What came out (units, days or count as the rule says).
    pub value: i64,
    /// What the step did, in Japanese, without personal data.
    pub text: Text,
}

/// A rule that could have applied and did not.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NotApplied {
    /// Rule id.
    pub rule: Text,
    /// Japanese name of the addition or reduction.
    pub name: Text,
    /// Why, in Japanese.
    pub reason: Text,
    /// Facts that would have to be there (case-format keys such as `office.capability.meal_provision`).
    pub missing: Vec<Text>,
    /// Days concerned, when the rule works by day.
    pub days: Vec<u8>,
}

/// What may be claimed for one person and month, with reasons.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Assessment {
    /// Lines in the order of the statement: base, daily additions, month additions, percentages, manual.
    pub lines: Vec<Line>,
    /// 給付単位数: sum of the lines that count into the benefit (469990/469991 do not).
    pub total_units: Units,
    /// 利用日数 (J121-02.10).
    pub claim_days: u32,
    /// サービス利用日数 (J121-04.9).
    pub service_days: u32,
    /// 基本報酬を算定した日数 (compared with the contract amount).
    pub base_days: u32,
    /// Rules that did not apply, with reasons.
    pub not_applied: Vec<NotApplied>,
    /// What has to be mended or known.
    pub findings: Vec<Finding>,
    /// The calculation.
    pub steps: Vec<Step>,
}
