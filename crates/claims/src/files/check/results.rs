//! 上限額管理: cap items of the statement among themselves and against the result sheet (J411).
use super::located::{Located, Set, Sets};
use super::pairs::rests_on_days;
use crate::cap::{self, ResultSheet, SheetRow};
use crate::files::record_items::{self, Counted};
use fees::FeeTables;
use kernel::{Finding, Severity, Yen};

pub(super) fn check(sets: &Sets<'_>, tables: &FeeTables, findings: &mut Vec<Finding>) {
    for (key, statement) in &sets.statements {
        let Some(basic) = statement.basic() else { continue };
        together(statement, basic, findings);
        meaning(statement, basic, tables, findings);
        addition(statement, basic, findings);
        let sheets = sets.cap_sheets.iter().filter(|(sheet, _)| (sheet.0, sheet.1, sheet.3) == (key.0, key.1, key.3));
        for (_, sheet) in sheets {
            same_as_sheet(basic, sheet, key.2, findings);
            alone(statement, sheet, findings);
        }
    }
    for sheet in sets.cap_sheets.values() {
        sheet_itself(sheet, findings);
    }
}

/// M01: manager, result, amount and managed burdens stand together or not at all.
fn together(statement: &Set<'_>, basic: &Located<'_>, findings: &mut Vec<Finding>) {
    let filled = [
        ("cap_manager_office_no", !basic.text("cap_manager_office_no").is_empty()),
        ("cap_result", !basic.text("cap_result").is_empty()),
        ("cap_result_amount", !basic.text("cap_result_amount").is_empty()),
        ("sum_cap_managed_burden", !basic.text("sum_cap_managed_burden").is_empty()),
        ("cap_managed_burden", statement.any("04", "cap_managed_burden")),
    ];
    if filled.iter().all(|(_, filled)| *filled) || filled.iter().all(|(_, filled)| !*filled) {
        return;
    }
    let empty = filled.iter().find(|(_, filled)| !*filled).map_or("cap_result", |(item, _)| item);
    let row = if empty == "cap_managed_burden" { statement.rows("04").first().unwrap_or(basic) } else { basic };
    findings.push(row.finding(
        "M01",
        Severity::Fault,
        empty,
        "上限額管理の項目(管理事業所・管理結果・管理結果額・上限額管理後利用者負担額)が一部だけ入っています".to_owned(),
        "上限額管理の対象なら全部を、対象でなければどれも入れないでください",
    ));
}

/// The line of 利用者負担上限額管理加算.
fn addition_line<'s, 'f>(statement: &'s Set<'f>) -> Option<&'s Located<'f>> {
    let claimed = |line: &&Located<'_>| {
        let item = line.month().and_then(|month| record_items::of(line.text("service_code"), month));
        item.is_some_and(|item| item.counted == Counted::StatementOnly)
    };
    statement.rows("03").iter().find(claimed)
}

/// M05: only the managing office claims 利用者負担上限額管理加算.
fn addition(statement: &Set<'_>, basic: &Located<'_>, findings: &mut Vec<Finding>) {
    let manages = basic.text("cap_manager_office_no") == basic.text("office_no");
    if let Some(line) = addition_line(statement).filter(|_| !manages) {
        findings.push(line.finding(
            "M05",
            Severity::Fault,
            "service_code",
            "上限額管理事業所でないのに、利用者負担上限額管理加算を請求しています".to_owned(),
            "この加算は管理事業所だけが請求できます。明細から外すか、上限額管理の項目を直してください",
        ));
    }
}

/// M05: the addition needs other offices on the sheet.
fn alone(statement: &Set<'_>, sheet: &Set<'_>, findings: &mut Vec<Finding>) {
    if let Some(line) = addition_line(statement).filter(|_| sheet.rows("02").len() < 2) {
        findings.push(line.finding(
            "M05",
            Severity::Fault,
            "service_code",
            "結果票にほかの事業所がないのに、利用者負担上限額管理加算を請求しています".to_owned(),
            "ほかの事業所を使わなかった月は、この加算を請求できません",
        ));
    }
}

/// M02: what the results 1–3 mean for this office.
fn meaning(statement: &Set<'_>, basic: &Located<'_>, tables: &FeeTables, findings: &mut Vec<Finding>) {
    let Some(result) = basic.some("cap_result") else { return };
    let amount = basic.number("cap_result_amount");
    let mut fault = |item: &str, what: String| {
        let fix = "上限額管理結果票の管理結果と、この事業所の行の額を確かめてください";
        findings.push(basic.finding("M02", Severity::Fault, item, what, fix));
    };
    if amount != basic.number("sum_cap_managed_burden") {
        fault("cap_result_amount", "管理結果額と上限額管理後利用者負担額の合計が違います".to_owned());
    }
    // a manager who did not serve the person this month stands on the sheet with 0, whatever the result
    let served = basic.month().is_none_or(|month| {
        statement.rows("03").iter().any(|line| rests_on_days(line.text("service_code"), month, tables))
    });
    if amount == 0 && !served {
        return;
    }
    let manages = basic.text("cap_manager_office_no") == basic.text("office_no");
    let cap = basic.number("burden_cap_monthly");
    let own = if basic.some("sum_adjusted_burden").is_some() {
        basic.number("sum_adjusted_burden")
    } else {
        basic.number("sum_cap_adjusted_burden")
    };
    let expected = match result {
        1 if manages => Some((cap, "管理結果1の管理事業所の額は負担上限月額")),
        1 => Some((0, "管理結果1の管理事業所でない事業所の額は0")),
        2 => Some((own, "管理結果2の額は自分の利用者負担額")),
        3 if manages => Some((own, "管理結果3の管理事業所の額は自分の利用者負担額")),
        _ => None,
    };
    if let Some((expected, rule)) = expected.filter(|(expected, _)| *expected != amount) {
        fault("cap_result_amount", format!("{rule}({expected})のはずですが {amount} です"));
    }
}

/// M03: cap, result and the own row as on the sheet.
fn same_as_sheet(basic: &Located<'_>, sheet: &Set<'_>, office: &str, findings: &mut Vec<Finding>) {
    let Some(head) = sheet.basic() else { return };
    let fix = "上限額管理結果票と明細書のどちらが正しいかを確かめて、同じにしてください";
    for (item, on_sheet) in [("cap_result", "cap_result"), ("burden_cap_monthly", "burden_cap_monthly")] {
        if head.some(on_sheet) != basic.some(item) {
            let what = "上限額管理結果票(J411)の基本情報と違います".to_owned();
            findings.push(basic.finding("M03", Severity::Fault, item, what, fix));
        }
    }
    let Some(own) = sheet.rows("02").iter().find(|row| row.text("office_no") == office) else { return };
    for (item, on_sheet) in [
        ("cap_result_amount", "managed_burden"),
        ("sum_total_cost", "total_cost"),
        ("sum_cap_adjusted_burden", "user_burden"),
    ] {
        // an office that did not serve the person stands on the sheet with zeros
        let absent = own.number("total_cost") == 0 && on_sheet != "managed_burden";
        if !absent && own.number(on_sheet) != basic.number(item) {
            let what = "上限額管理結果票(J411)のこの事業所の行と違います".to_owned();
            findings.push(basic.finding("M03", Severity::Fault, item, what, fix));
        }
    }
}

/// Sums and meaning of the sheet itself.
fn sheet_itself(sheet: &Set<'_>, findings: &mut Vec<Finding>) {
    let Some(head) = sheet.basic() else { return };
    for (total, item) in
        [("sum_total_cost", "total_cost"), ("sum_user_burden", "user_burden"), ("sum_managed_burden", "managed_burden")]
    {
        head.expect(total, sheet.sum("02", item), "明細情報の合計", findings);
    }
    for (row, number) in sheet.rows("02").iter().zip(1..) {
        row.expect("line_no", number, "1から続く項番", findings);
    }
    // the meaning of the result, by the same rules by which our own sheets are decided
    let rows = sheet.rows("02").iter().filter_map(|row| {
        Some(SheetRow {
            office_no: row.text("office_no").parse().ok()?,
            name: String::new(),
            total_cost: Yen(row.number("total_cost")),
            burden: Yen(row.number("user_burden")),
            managed: Yen(row.number("managed_burden")),
        })
    });
    let read = ResultSheet {
        cap: Yen(head.number("burden_cap_monthly")),
        result: u8::try_from(head.number("cap_result")).unwrap_or(0),
        rows: rows.collect(),
        steps: Vec::new(),
    };
    for told in cap::check(&read) {
        let what = format!("{}: {}", told.place.text, told.what);
        findings.push(head.finding(&told.code, told.severity, "cap_result", what, &told.how_to_fix));
    }
    let manager = sheet.rows("02").first();
    if let Some(row) = manager.filter(|row| row.text("office_no") != head.text("cap_manager_office_no")) {
        let what = "項番1が上限額管理事業所ではありません".to_owned();
        let fix = "管理事業所を先頭にして、結果票を作り直してください";
        findings.push(row.finding("EJ08", Severity::Fault, "office_no", what, fix));
    }
}
