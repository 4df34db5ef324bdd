//! 加算の1回: the row in force and the line it becomes.
use super::base::since;
use super::rules::Rule;
use super::words;
use super::work::{LineSource, Work};
use crate::Text;
use crate::tables::RetentionAdditionRow as AdditionRow;
use kernel::{Day, Units};

/// One count of an addition with its step.
pub(super) fn put(work: &mut Work<'_>, row: &AdditionRow, days: &[Day]) {
    let from = LineSource { rule: row.rule, name: Text::Borrowed(row.name), seen: row.origin.verified() };
    let Some(product) = work.line(from, Units(row.units), 1, days) else { return };
    let mut inputs = vec![words::number("単位数", row.units), words::number("回数", 1)];
    if !days.is_empty() {
        inputs.push(words::fact("支援日", words::days(days)));
    }
    let text = format!("{} {}単位 × 1回 = {}単位", row.name, row.units, product.0);
    work.step(row.rule, row.origin.source, inputs, product.0, text);
}

/// The row in force, or a reason that the addition does not exist in the month.
pub(super) fn row<'a>(work: &mut Work<'a>, rule: Rule, tier: &str, key: &'static str) -> Option<&'a AdditionRow> {
    let (tables, month) = (work.tables, work.month());
    let found = tables.addition(rule, tier, month);
    if found.is_none() {
        let name = rule.info().name;
        let reason = match tables.addition_periods(rule).as_slice() {
            [] => format!("{name}の行が加算の表にありません。"),
            periods => {
                let periods: Vec<String> = periods.iter().map(|period| since(*period)).collect();
                format!("{name}があるのは{}で、{month} にはありません。", periods.join("と"))
            }
        };
        work.refuse(rule, reason, &[key]);
    }
    found
}
