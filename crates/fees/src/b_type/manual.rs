//! 手入力の明細 (day 00): lines typed by people. The calculation never changes them.
use super::days::DaySet;
use super::facts::ManualLine;
use super::rules::Rule;
use super::words;
use super::work::{LineSource, Work};
use crate::{FeeTables, Text};
use kernel::{Finding, Month, Place, ServiceCode, Severity, Units};

/// The hand lines that the 処遇改善 rate is taken of: all but 特別対策費 and 処遇改善 itself.
pub(super) fn units_under_the_rate(work: &Work<'_>) -> i64 {
    let lines = work.facts.manual_lines.iter().filter(|line| usable(line));
    let lines = lines
        .filter(|line| !work.tables.is_special_measure(&line.code) && !is_rate(work.tables, &line.code, work.month()));
    lines.map(|line| line.units.0 * i64::from(line.count)).sum()
}

fn is_rate(tables: &FeeTables, code: &ServiceCode, month: Month) -> bool {
    let entry = tables.code(code, month);
    entry
        .and_then(|entry| entry.group)
        .is_some_and(|group| group.contains("処遇改善") || group.contains("ベースアップ"))
}

fn usable(line: &ManualLine) -> bool {
    let product = line.units.0.checked_mul(i64::from(line.count));
    let fits = product.is_some_and(|product| product.unsigned_abs() < 1_000_000_000);
    line.count > 0 && line.code.service_type() == "46" && fits
}

/// Appends the hand lines as typed.
pub(super) fn apply(work: &mut Work<'_>) {
    let facts = work.facts;
    for line in &facts.manual_lines {
        if !usable(line) {
            let what = format!(
                "手入力の明細 {} は算定に使えません。コードは46から始まり、回数は1以上、単位数と回数の積は9桁までです。",
                line.code
            );
            work.find(finding("manual_line_unusable", Severity::Fault, what, "コード・単位数・回数を直してください。"));
            continue;
        }
        put(work, line);
    }
}

fn put(work: &mut Work<'_>, line: &ManualLine) {
    let tables = work.tables;
    let entry = tables.code(&line.code, work.month());
    if entry.is_none() {
        let what = format!("手入力の明細 {} は {} のコードの表にありません。", line.code, work.month());
        work.find(finding("unknown_code", Severity::Warning, what, "サービスコード表でコードを確かめてください。"));
    }
    if work
        .out
        .lines
        .iter()
        .any(|other| other.code.as_ref() == Some(&line.code) && other.rule != Rule::Manual.info().id)
    {
        let what = format!("手入力の明細 {} と同じコードを計算でも算定しています。", line.code);
        work.find(finding(
            "manual_duplicate",
            Severity::Warning,
            what,
            "二重になる場合は手入力の明細を消してください。",
        ));
    }
    let table_name = entry.as_ref().map(|entry| entry.name.to_owned());
    let name = line.name.clone().or(table_name).unwrap_or_else(|| Rule::Manual.info().name.to_owned());
    let fits = |entry: &crate::CodeEntry<'_>| entry.verified && entry.units.is_none_or(|units| units == line.units);
    let from = LineSource {
        rule: Rule::Manual,
        code: &line.code,
        name: Text::Owned(name),
        decision_code: Text::Owned(entry.as_ref().map_or_else(String::new, |entry| entry.decision_code.to_owned())),
        verified: entry.as_ref().is_some_and(fits),
    };
    let Some(product) = work.line(from, line.units, line.count, DaySet::default()) else { return };
    let counted = if tables.is_special_measure(&line.code) {
        "(特別対策費。給付単位数には入れません)"
    } else {
        ""
    };
    let text = format!("手入力 {}: {} × {}回 = {}単位{counted}", line.code, line.units.0, line.count, product.0);
    let inputs = vec![words::number("単位数", line.units.0), words::number("回数", line.count)];
    work.step(Rule::Manual, "手入力の明細", inputs, product.0, text);
}

fn finding(code: &str, severity: Severity, what: String, fix: &str) -> Finding {
    let place = Place::field("manual_lines", "手入力の明細");
    Finding::new(code, severity, place, what, fix).linked("month")
}

/// 給付単位数: every line but 特別対策費.
pub(super) fn total_units(work: &Work<'_>) -> Units {
    let lines = work
        .out
        .lines
        .iter()
        .filter(|line| !line.code.as_ref().is_some_and(|code| work.tables.is_special_measure(code)));
    Units(lines.map(|line| line.service_units.0).sum())
}
