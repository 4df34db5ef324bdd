//! The result of an assessment: lines, the steps that led to them, and what was not applied and why.
use crate::rules::RuleInfo;
use kernel::{Finding, Month, Place, ServiceCode, Severity, Units};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// Words of a result: borrowed from the tables and the program where possible, owned where a number stands in them.
pub type Text = Cow<'static, str>;

/// 請求明細 in the making: one service code of the month.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// サービスコード; `None` (未登録) where the official table with this line is not loaded: the statement is complete
    /// without it, an official file is not.
    pub code: Option<ServiceCode>,
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

impl Line {
    /// The code as text; empty where it is 未登録.
    pub fn code_text(&self) -> &str {
        self.code.as_ref().map_or("", ServiceCode::as_str)
    }

    /// The code as people read it; 「未登録」 where the official table is not loaded.
    pub fn code_ja(&self) -> &str {
        self.code.as_ref().map_or("未登録", ServiceCode::as_str)
    }
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

/// Largest size of units × count; more is a slip of the keyboard.
const LARGEST: u64 = 1_000_000_000_000;

/// What every rule of every service does when it has come to a result.
impl Assessment {
    /// Units × count, or `None` (and a fault about `line`) when the product is too large.
    pub(crate) fn product(&mut self, units: Units, count: u32, line: impl std::fmt::Display) -> Option<Units> {
        let product = units.0.checked_mul(i64::from(count)).filter(|sum| sum.unsigned_abs() < LARGEST);
        if product.is_none() {
            let what = "単位数と回数の積が大きすぎて計算できません。";
            let place = Place::named(format!("明細 {line}"));
            let fix = "単位数と回数を確かめてください。";
            self.findings.push(Finding::new("units_too_large", Severity::Fault, place, what, fix));
        }
        product.map(Units)
    }

    /// A step of the calculation.
    pub(crate) fn step(
        &mut self,
        rule: &'static RuleInfo,
        source: &'static str,
        inputs: Vec<Fact>,
        value: i64,
        text: impl Into<Text>,
    ) {
        let (rule, source) = (Text::Borrowed(rule.id), Text::Borrowed(source));
        self.steps.push(Step { rule, source, inputs, value, text: text.into() });
    }

    /// A rule that does not apply, with the facts that are missing and the days it is about.
    pub(crate) fn refuse(
        &mut self,
        rule: &'static RuleInfo,
        reason: impl Into<Text>,
        missing: &[&'static str],
        days: Vec<u8>,
    ) {
        self.not_applied.push(NotApplied {
            rule: Text::Borrowed(rule.id),
            name: Text::Borrowed(rule.name),
            reason: reason.into(),
            missing: missing.iter().map(|key| Text::Borrowed(*key)).collect(),
            days,
        });
    }

    /// A fault about a row that a table lacks in a month.
    pub(crate) fn missing_row(&mut self, rule: &'static RuleInfo, month: Month, table: &str, keys: &str, fix: &str) {
        let what = format!("{table}に {month} の行がありません({keys})。");
        self.refuse(rule, what.clone(), &[], Vec::new());
        let place = Place::named(rule.name);
        self.findings.push(Finding::new("fee_row_missing", Severity::Fault, place, what, fix).linked("office"));
    }
}
