//! 計算の説明: the result of a case of 地域生活支援事業 in Japanese.
use super::facts::CommunityResult;
use super::output::hhmm;
use crate::case::explain::{self, days, table};
use crate::community::rows;
use fees::community::pack::Currency;
use fees::community::prices::Origin;
use std::fmt::Write as _;

/// Lines, yen, records, what is held, steps with their sources, and what has to be mended.
pub(super) fn explain(result: &CommunityResult) -> String {
    let mut text = String::new();
    let part = &result.assessment;
    let free = if part.free { "(無償化対象児童)" } else { "" };
    let _ = writeln!(
        text,
        "【規則】{} {}(版 {}、{}の規則){free}\n",
        part.municipality,
        part.service_month.wareki(),
        part.edition,
        part.period
    );
    lines(&mut text, result);
    amounts(&mut text, result);
    entries(&mut text, result);
    explain::findings(&mut text, &result.statement.findings);
    explain::not_applied(&mut text, &part.not_applied);
    let steps: Vec<_> = part.steps.iter().chain(&result.statement.steps).cloned().collect();
    explain::steps(&mut text, &steps);
    text
}

fn lines(text: &mut String, result: &CommunityResult) {
    let unit = if result.assessment.currency == Currency::Units { "単位数" } else { "円" };
    let head = ["サービスコード", "サービス内容", unit, "回数", "合計", "算定日"].map(str::to_owned);
    let mut cells = vec![head];
    for line in &result.assessment.lines {
        let mark = match (line.origin, line.verified) {
            (Some(Origin::Overlay), _) => "(登録した単価)",
            (Some(Origin::Test), _) => "(試験用の単価)",
            (Some(Origin::Pack), false) => "(未検証)",
            _ => "",
        };
        let number = |amount: Option<i64>| amount.map_or_else(|| "不明".to_owned(), |amount| amount.to_string());
        cells.push([
            line.code.as_ref().map_or_else(|| "-".to_owned(), ToString::to_string),
            format!("{}{mark}", line.name),
            number(line.amount),
            line.count.to_string(),
            number(line.total),
            days(&line.days),
        ]);
    }
    text.push_str("【明細】\n");
    if result.assessment.lines.is_empty() {
        text.push_str("  請求できる明細はありません。\n");
    } else {
        table(text, &cells, &[false, false, true, true, true, false]);
    }
}

fn amounts(text: &mut String, result: &CommunityResult) {
    text.push_str("\n【請求明細書】\n");
    let cells: Vec<[String; 2]> = rows(&result.statement)
        .into_iter()
        .map(|row| [row.label.to_owned(), row.values.into_iter().next().unwrap_or_default()])
        .collect();
    table(text, &cells, &[false, true]);
    if result.statement.total.is_none() {
        text.push_str("  単価のない明細や保留の記録があるため、合計は出していません。\n");
    }
    if let Some(freed) = result.statement.total.and_then(|total| total.freed) {
        let _ = writeln!(text, "  無償化で利用者が払わなくなった額: {freed}円");
    }
}

fn entries(text: &mut String, result: &CommunityResult) {
    let head = ["日付", "時間", "時間数", "請求サービスコード名称", "加算", "保留"].map(str::to_owned);
    let mut cells = vec![head];
    for entry in &result.assessment.entries {
        let boxes: Vec<String> = entry.boxes.iter().map(|mark| format!("{}={}", mark.label, mark.value)).collect();
        let held: Vec<&str> = entry.held.iter().map(|held| held.id.as_str()).collect();
        cells.push([
            format!("{}日({})", entry.date.number(), entry.date.weekday_ja()),
            format!("{}〜{}", hhmm(entry.start), hhmm(entry.end)),
            hhmm(entry.minutes),
            entry.service_name.clone(),
            boxes.join(" "),
            held.join(" "),
        ]);
    }
    text.push_str("\n【入力する記録】\n");
    if cells.len() == 1 {
        text.push_str("  ありません。\n");
    } else {
        table(text, &cells, &[false; 6]);
    }
}
