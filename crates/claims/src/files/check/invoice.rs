//! 請求書: totals of J111 against the statements they sum up.
use super::located::{Located, Set, Sets};
use kernel::{Finding, Severity};
use std::collections::BTreeMap;

pub(super) fn check(sets: &Sets<'_>, findings: &mut Vec<Finding>) {
    let mut by_invoice: BTreeMap<_, Vec<&Set<'_>>> = BTreeMap::new();
    for (key, statement) in &sets.statements {
        by_invoice.entry((key.0, key.1, key.2)).or_default().push(statement);
    }
    for (key, invoice) in &sets.invoices {
        let statements = by_invoice.remove(key).unwrap_or_default();
        basic(invoice, findings);
        for row in invoice.rows("02") {
            by_type(row, &statements, findings);
        }
    }
    for statements in by_invoice.into_values() {
        if let Some(row) = statements.first().and_then(|statement| statement.first()) {
            findings.push(row.finding(
                "F02",
                Severity::Fault,
                "municipality_no",
                "この市町村と月の請求書(J111)がありません".to_owned(),
                "請求書と明細書を同じファイルに入れて作り直してください",
            ));
        }
    }
}

/// One benefit kind and service type: sums over the statements.
fn by_type(row: &Located<'_>, statements: &[&Set<'_>], findings: &mut Vec<Finding>) {
    if row.text("benefit_kind") != "1" {
        return;
    }
    let service_type = row.text("service_type_code");
    let summaries: Vec<&Located<'_>> = statements
        .iter()
        .flat_map(|statement| statement.rows("04"))
        .filter(|summary| summary.text("service_type_code") == service_type)
        .collect();
    let with_type = statements
        .iter()
        .filter(|statement| statement.rows("04").iter().any(|row| row.text("service_type_code") == service_type))
        .count();
    let sum = |item: &str| summaries.iter().map(|row| row.number(item)).sum::<i64>();
    row.expect("count", with_type as i64, "明細書の件数", findings);
    row.expect("units", sum("benefit_units"), "明細書の給付単位数の合計", findings);
    row.expect("total_cost", sum("total_cost"), "明細書の総費用額の合計", findings);
    row.expect("benefit_claim", sum("benefit_claim"), "明細書の給付費の合計", findings);
    row.expect("special_measure_claim", sum("special_measure"), "明細書の特別対策費の合計", findings);
    let subsidy = sum("municipal_subsidy");
    row.expect(
        "user_burden",
        sum("decided_burden") - subsidy,
        "明細書の決定利用者負担額(助成分を引く)の合計",
        findings,
    );
    row.expect("municipal_subsidy", subsidy, "明細書の自治体助成分の合計", findings);
}

/// Totals of the invoice: sums over its own second records.
fn basic(invoice: &Set<'_>, findings: &mut Vec<Finding>) {
    let Some(row) = invoice.basic() else {
        if let Some(first) = invoice.first() {
            findings.push(first.finding(
                "F02",
                Severity::Fault,
                "record_type",
                "請求書の基本情報(J111-01)がありません".to_owned(),
                "ファイルを作り直してください",
            ));
        }
        return;
    };
    let sum = |kind: &str, item: &str| {
        let rows = invoice.rows("02").iter().filter(|row| row.text("benefit_kind") == kind);
        rows.map(|row| row.number(item)).sum::<i64>()
    };
    for (item, source) in [
        ("sub_benefit_count", "count"),
        ("sub_benefit_units", "units"),
        ("sub_benefit_total_cost", "total_cost"),
        ("sub_benefit_benefit_claim", "benefit_claim"),
        ("sub_benefit_special_measure_claim", "special_measure_claim"),
        ("sub_benefit_user_burden", "user_burden"),
        ("sub_benefit_municipal_subsidy", "municipal_subsidy"),
    ] {
        row.expect(item, sum("1", source), "請求書の明細情報の合計", findings);
    }
    row.expect("total_count", row.number("sub_benefit_count") + row.number("sub_special_count"), "小計", findings);
    row.expect("total_units", row.number("sub_benefit_units"), "小計", findings);
    let cost = row.number("sub_benefit_total_cost") + row.number("sub_special_total_cost");
    row.expect("total_total_cost", cost, "小計", findings);
    let benefit = row.number("sub_benefit_benefit_claim") + row.number("sub_special_benefit_claim");
    row.expect("total_benefit_claim", benefit, "小計", findings);
    let special = row.number("sub_benefit_special_measure_claim");
    row.expect("total_special_measure_claim", special, "小計", findings);
    row.expect("total_user_burden", row.number("sub_benefit_user_burden"), "小計", findings);
    row.expect("total_municipal_subsidy", row.number("sub_benefit_municipal_subsidy"), "小計", findings);
    let claim = row.number("total_benefit_claim")
        + row.number("total_special_measure_claim")
        + row.number("total_municipal_subsidy");
    row.expect("claim_amount", claim, "給付費・特別対策費・自治体助成額の合計", findings);
}
