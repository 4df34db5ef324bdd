//! 計算の説明: the result in Japanese for the person who has to answer for the claim.
use super::labels;
use crate::Outcome;
use fees::{NotApplied, Step};
use kernel::{Finding, Severity, Units, Yen};
use std::fmt::Write as _;

/// Lines, yen, steps with their sources, what was not applied and what has to be mended.
pub fn explain(outcome: &Outcome) -> String {
    let mut text = String::new();
    lines(&mut text, outcome);
    yen(&mut text, outcome);
    findings(&mut text, &outcome.findings);
    not_applied(&mut text, &outcome.not_applied);
    steps(&mut text, &outcome.steps);
    text
}

fn lines(text: &mut String, outcome: &Outcome) {
    let mut rows = vec![row(["サービスコード", "サービス内容", "単位数", "回数", "サービス単位数", "算定日"])];
    for line in &outcome.lines {
        let mark = if line.verified { "" } else { "(未検証)" };
        rows.push([
            line.code_ja().to_owned(),
            format!("{}{mark}", line.name),
            line.units.to_string(),
            line.count.to_string(),
            line.service_units.to_string(),
            days(&line.days),
        ]);
    }
    text.push_str("【明細】\n");
    if outcome.lines.is_empty() {
        text.push_str("  請求できる明細はありません。\n");
    } else {
        table(text, &rows, &[false, false, true, true, true, false]);
    }
}

fn yen(text: &mut String, outcome: &Outcome) {
    let price = outcome.unit_price.map_or_else(|| "決まりません".to_owned(), |price| format!("{price}円"));
    let amount = |yen: Yen| format!("{yen}円");
    let mut rows = vec![
        ["給付単位数".to_owned(), format!("{}単位", outcome.total_units)],
        ["単位数単価".to_owned(), price],
        ["総費用額".to_owned(), amount(outcome.total_cost)],
        ["1割相当額".to_owned(), amount(outcome.ten_percent)],
        ["上限月額調整".to_owned(), amount(outcome.cap_adjusted_burden)],
    ];
    if let Some(managed) = outcome.managed_burden {
        rows.push(["上限額管理後利用者負担額".to_owned(), amount(managed)]);
    }
    rows.push(["決定利用者負担額".to_owned(), amount(outcome.decided_burden)]);
    if let Some(subsidy) = outcome.municipal_subsidy {
        rows.push(["自治体助成分請求額".to_owned(), amount(subsidy)]);
    }
    rows.push(["給付費".to_owned(), amount(outcome.benefit_claim)]);
    rows.push(["利用日数".to_owned(), format!("{}日", outcome.claim_days)]);
    rows.push(["サービス利用日数".to_owned(), format!("{}日", outcome.service_days)]);
    text.push_str("\n【金額と日数】\n");
    table(text, &rows, &[false, true]);
}

pub(super) fn findings(text: &mut String, findings: &[Finding]) {
    text.push_str("\n【直すところ】\n");
    if findings.is_empty() {
        text.push_str("  ありません。\n");
    }
    for finding in findings {
        let severity = match finding.severity {
            Severity::Fault => "請求できません",
            Severity::Warning => "確認してください",
            Severity::Notice => "お知らせ",
        };
        let _ = writeln!(text, "  [{severity}] {}({})", finding.place.text, finding.code);
        let _ = writeln!(text, "      {}", finding.what);
        let _ = writeln!(text, "      直し方: {}", finding.how_to_fix);
    }
}

pub(super) fn not_applied(text: &mut String, rules: &[NotApplied]) {
    text.push_str("\n【算定しなかった加算・減算】\n");
    if rules.is_empty() {
        text.push_str("  ありません。\n");
    }
    for rule in rules {
        let on_days = if rule.days.is_empty() { String::new() } else { format!("({})", days(&rule.days)) };
        let _ = writeln!(text, "  {}{on_days}: {}", rule.name, rule.reason);
        if !rule.missing.is_empty() {
            let named: Vec<String> = rule.missing.iter().map(|key| field(&rule.rule, key)).collect();
            let _ = writeln!(text, "      足りない項目: {}", named.join("、"));
        }
    }
}

/// A missing fact by its Japanese name, with the key for those who edit the document.
fn field(rule: &str, key: &str) -> String {
    match labels::label(rule, key) {
        Some(label) => format!("{label}({key})"),
        None => key.to_owned(),
    }
}

pub(super) fn steps(text: &mut String, steps: &[Step]) {
    text.push_str("\n【計算の順】\n");
    for (i, step) in steps.iter().enumerate() {
        let inputs: Vec<String> = step.inputs.iter().map(|fact| format!("{}={}", fact.name, fact.value)).collect();
        let _ = writeln!(text, "  {:>3}. {} → {}", i + 1, step.text, Units(step.value));
        if !inputs.is_empty() {
            let _ = writeln!(text, "       もとにした値: {}", inputs.join("、"));
        }
        let _ = writeln!(text, "       根拠: {}({})", step.source, step.rule);
    }
}

/// Days as ranges: `1〜5日・8日`.
pub(super) fn days(days: &[u8]) -> String {
    let mut ranges: Vec<(u8, u8)> = Vec::new();
    for &day in days {
        match ranges.last_mut() {
            Some((_, last)) if *last + 1 == day => *last = day,
            _ => ranges.push((day, day)),
        }
    }
    ranges
        .iter()
        .map(|(from, to)| if from == to { format!("{from}日") } else { format!("{from}〜{to}日") })
        .collect::<Vec<_>>()
        .join("・")
}

fn row<const N: usize>(cells: [&str; N]) -> [String; N] {
    cells.map(str::to_owned)
}

/// Aligned columns; `true` = right-aligned.
pub(super) fn table<const N: usize>(text: &mut String, rows: &[[String; N]], right: &[bool; N]) {
    let widths: Vec<usize> = (0..N).map(|i| rows.iter().map(|row| width(&row[i])).max().unwrap_or(0)).collect();
    for row in rows {
        let mut line = String::from("  ");
        for (i, cell) in row.iter().enumerate() {
            let gap = " ".repeat(widths[i] - width(cell));
            let _ = if right[i] { write!(line, "{gap}{cell}  ") } else { write!(line, "{cell}{gap}  ") };
        }
        let _ = writeln!(text, "{}", line.trim_end());
    }
}

/// Columns a text takes in a terminal: half-width characters one, all others two.
fn width(text: &str) -> usize {
    text.chars().map(|c| if c.is_ascii() || ('\u{ff61}'..='\u{ff9f}').contains(&c) { 1 } else { 2 }).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_told_as_ranges() {
        assert_eq!(days(&[1, 2, 3, 5, 8, 9]), "1〜3日・5日・8〜9日");
        assert_eq!(days(&[]), "");
    }

    #[test]
    fn full_width_characters_take_two_columns() {
        assert_eq!(width("就継ＢⅡ１６"), 12);
        assert_eq!(width("462061"), 6);
        assert_eq!(width("ﾃｽﾄ"), 3);
    }
}
