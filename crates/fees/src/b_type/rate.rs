//! 処遇改善加算: a rate on all other units of the month, rounded half-up once.
use super::days::DaySet;
use super::manual;
use super::rules::Rule;
use super::words;
use super::work::{LineSource, Work};
use crate::Text;
use kernel::{Ratio, Units};

const KEY: &str = "office.capability.treatment_improvement";

pub(super) fn apply(work: &mut Work<'_>) {
    let rule = Rule::TreatmentImprovement;
    let facts = work.facts;
    let Some(class) = facts.office.capability.treatment_improvement.as_deref() else {
        if work.exists(rule) {
            work.not_filed(rule, KEY);
        }
        return;
    };
    let Some(row) = work.row(rule, class, KEY) else { return };
    let (Some(per_mille), Some(code)) = (row.per_mille, &row.code) else { return };
    let calculated: i64 = work.out.lines.iter().map(|line| line.service_units.0).sum();
    let typed = manual::units_under_the_rate(work);
    let total = Units(calculated + typed);
    if total.0 <= 0 {
        work.refuse(rule, "元になる単位数がこの月にありません。", &[], DaySet::default());
        return;
    }
    let ratio = Ratio::new(i64::from(per_mille), 1000);
    let Some(units) = total.times_half_up(ratio) else { return };
    let from = LineSource {
        rule,
        code,
        name: Text::Borrowed(row.name),
        decision_code: Text::Borrowed(row.decision_code),
        verified: row.origin.verified(),
    };
    if work.line(from, units, 1, DaySet::default()).is_none() {
        return;
    }
    let text =
        format!("{}: {} × {ratio} = {} → 四捨五入 {}単位", row.name, total.0, words::exact(total, ratio), units.0);
    let inputs = vec![words::number("他の単位数の合計", total.0), words::number("率", ratio)];
    work.step(rule, row.origin.source, inputs, units.0, text);
}
