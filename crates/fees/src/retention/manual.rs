//! 手入力の明細: lines typed by people. The calculation never changes them.
use super::facts::ManualLine;
use super::rules::Rule;
use super::words;
use super::work::Work;
use crate::{Line, Text};
use kernel::{Finding, Place, Severity, Units};

const SERVICE_TYPE: &str = "47";
const LARGEST: u64 = 1_000_000_000;

/// Units of the hand lines that the 処遇改善 rate is taken of: all but 処遇改善 itself.
pub(super) fn under_the_rate(work: &Work<'_>) -> i64 {
    let lines = work.facts.manual_lines.iter().filter(|line| usable(line) && !is_treatment(work, line));
    lines.map(|line| line.units.0 * i64::from(line.count)).sum()
}

/// Whether 処遇改善 itself was typed by hand.
pub(super) fn has_treatment(work: &Work<'_>) -> bool {
    work.facts.manual_lines.iter().any(|line| usable(line) && is_treatment(work, line))
}

/// Appends the hand lines as typed.
pub(super) fn apply(work: &mut Work<'_>) {
    let facts = work.facts;
    for line in &facts.manual_lines {
        if usable(line) {
            put(work, line);
            continue;
        }
        let what = format!(
            "手入力の明細 {} は算定に使えません。コードは47から始まり、回数は1以上、単位数と回数の積は9桁までです。",
            line.code
        );
        let fix = "コード・単位数・回数を直してください。";
        work.find(finding("manual_line_unusable", Severity::Fault, what, fix));
    }
}

fn usable(line: &ManualLine) -> bool {
    let product = line.units.0.checked_mul(i64::from(line.count));
    let fits = product.is_some_and(|product| product.unsigned_abs() < LARGEST);
    line.count > 0 && line.code.service_type() == SERVICE_TYPE && fits
}

/// By the slot of the code, or by the name that was typed.
fn is_treatment(work: &Work<'_>, line: &ManualLine) -> bool {
    name(work, line).contains("処遇改善")
}

fn name(work: &Work<'_>, line: &ManualLine) -> String {
    let mut slots = work.tables.slots(work.month());
    let slot = slots.find(|slot| slot.code.as_ref() == Some(&line.code));
    line.name.clone().or(slot.map(|slot| slot.name.to_owned())).unwrap_or_else(|| Rule::Manual.info().name.to_owned())
}

fn put(work: &mut Work<'_>, line: &ManualLine) {
    let month = work.month();
    let slot = work.tables.slots(month).find(|slot| slot.code.as_ref() == Some(&line.code));
    let verified = slot.is_some_and(|slot| slot.verified() && slot.units.is_none_or(|units| units == line.units));
    if slot.is_none() {
        let what = format!("手入力の明細 {} は {month} のコードの表にありません。", line.code);
        let fix = "サービスコード表でコードを確かめてください。";
        work.find(finding("unknown_code", Severity::Warning, what, fix));
    }
    if work
        .out
        .lines
        .iter()
        .any(|other| other.code.as_ref() == Some(&line.code) && other.rule != Rule::Manual.info().id)
    {
        let what = format!("手入力の明細 {} と同じコードを計算でも算定しています。", line.code);
        let fix = "二重になる場合は手入力の明細を消してください。";
        work.find(finding("manual_duplicate", Severity::Warning, what, fix));
    }
    let new = Line {
        code: Some(line.code.clone()),
        name: Text::Owned(name(work, line)),
        units: line.units,
        count: line.count,
        service_units: Units(0),
        verified,
        days: Vec::new(),
        rule: Text::Borrowed(Rule::Manual.info().id),
        decision_code: Text::Borrowed(work.tables.decision_code(month).unwrap_or_default()),
    };
    let Some(product) = work.push(new) else { return };
    let text = format!("手入力 {}: {} × {}回 = {}単位", line.code, line.units.0, line.count, product.0);
    let inputs = vec![words::number("単位数", line.units.0), words::number("回数", line.count)];
    work.step(Rule::Manual, "手入力の明細", inputs, product.0, text);
}

fn finding(code: &str, severity: Severity, what: String, fix: &str) -> Finding {
    let place = Place::field("manual_lines", "手入力の明細");
    Finding::new(code, severity, place, what, fix).linked("month")
}
