//! 明細書: every amount of J121 recomputed from its lines, cap and cap-management result.
use super::located::{Located, Set, Sets};
use crate::files::{area, is_special_measure};
use crate::statement::{BurdenBy, StatementForm};
use fees::FeeTables;
use kernel::{Day, Finding, ServiceCode, Severity, UnitPrice, Units, Yen};

pub(super) fn check(sets: &Sets<'_>, tables: &FeeTables, findings: &mut Vec<Finding>) {
    for statement in sets.statements.values() {
        let Some(basic) = complete(statement, findings) else { continue };
        for line in statement.rows("03") {
            let product = line.number("unit").checked_mul(line.number("count")).unwrap_or(i64::MAX);
            line.expect("service_units", product, "単位数 × 回数", findings);
            code(line, tables, findings);
        }
        let cap = basic.number("burden_cap_monthly");
        for summary in statement.rows("04") {
            amounts(statement, summary, cap, tables, findings);
            price(basic, summary, tables, findings);
        }
        decided(statement, cap, findings);
        sums(statement, basic, findings);
        dates(statement, findings);
    }
}

/// F02, F05: one basic record and at least one of each other kind.
fn complete<'s, 'f>(statement: &'s Set<'f>, findings: &mut Vec<Finding>) -> Option<&'s Located<'f>> {
    let first = statement.first()?;
    for (record_type, name) in
        [("01", "基本情報"), ("02", "日数情報"), ("03", "明細情報"), ("04", "集計情報"), ("05", "契約情報")]
    {
        if statement.rows(record_type).is_empty() {
            findings.push(first.finding(
                "F02",
                Severity::Fault,
                "record_type",
                format!("この人の{name}(J121-{record_type})がありません"),
                "明細書を作り直してください",
            ));
        }
    }
    if let Some(second) = statement.rows("01").get(1) {
        findings.push(second.finding(
            "F05",
            Severity::Fault,
            "certificate_no",
            "同じ月・市町村・受給者証番号の明細書が二つ以上あります".to_owned(),
            "受給者証番号の誤りか二重の請求を直して、ファイルを作り直してください",
        ));
        return None;
    }
    statement.basic()
}

/// C02: codes the table does not know in the month, and units that differ from it.
fn code(line: &Located<'_>, tables: &FeeTables, findings: &mut Vec<Finding>) {
    let (Ok(code), Some(month)) = (line.text("service_code").parse::<ServiceCode>(), line.month()) else { return };
    let Some(entry) = tables.code(&code, month) else {
        findings.push(line.finding(
            "C02",
            Severity::Warning,
            "service_code",
            format!("サービスコード {code} は、{month} のコード表にありません"),
            "この月に使えるコードかを、公式のサービスコード表で確かめてください",
        ));
        return;
    };
    let written = Units(line.number("unit"));
    if let Some(units) = entry.units.filter(|units| *units != written) {
        let doubt = if entry.verified { "" } else { "(コード表のこの行は未検証)" };
        findings.push(line.finding(
            "C02",
            Severity::Warning,
            "unit",
            format!("単位数 {written} が、サービスコード {code} のコード表の {units} と違います{doubt}"),
            "単位数とサービスコードを、公式のサービスコード表で確かめてください",
        ));
    }
}

/// C03: units and yen of one service type.
fn amounts(statement: &Set<'_>, row: &Located<'_>, cap: i64, tables: &FeeTables, findings: &mut Vec<Finding>) {
    let Some(form) = form(row, findings) else { return };
    let service_type = row.text("service_type_code");
    let of_type = statement.rows("03").iter().filter(|line| line.text("service_code").starts_with(service_type));
    let (special, benefit): (Vec<_>, Vec<_>) = of_type.partition(|line| is_special(line, tables));
    let units = |lines: &[&Located<'_>]| lines.iter().map(|line| line.number("service_units")).sum::<i64>();
    row.expect("benefit_units", units(&benefit), "明細情報の合計", findings);
    row.expect("benefit_rate", i64::from(form.benefit_rate()), "その月の様式", findings);
    let price = UnitPrice::from_milli_yen(row.number("unit_price_milli_yen"));
    if let Some(Yen(cost)) = price.and_then(|price| Units(row.number("benefit_units")).cost_floor(price)) {
        row.expect("total_cost", cost, "給付単位数 × 単位数単価", findings);
    }
    special_measure(row, form, units(&special), price, findings);
    let cost = Yen(row.number("total_cost"));
    if let Some(Yen(item)) = form.item_14(cost) {
        let how = match form.burden_by {
            BurdenBy::Tenth => "総費用額 ÷ 10".to_owned(),
            BurdenBy::Rate(rate) => format!("総費用額 × 給付率 {rate}%"),
        };
        row.expect("ten_percent_amount", item, &how, findings);
    }
    let burden = row.number("user_burden_2");
    // a municipality may have set a lower burden, never a higher one
    if let Some(Yen(own)) = form.item_15(cost).filter(|own| burden > own.0) {
        row.expect("user_burden_2", own, form.burden_by.burden_name(), findings);
    }
    row.expect("cap_adjusted_burden", cap.min(burden), "利用者負担上限月額と利用者負担額の少ない方", findings);
    row.expect(
        "benefit_claim",
        row.number("total_cost") - row.number("decided_burden"),
        "総費用額 − 決定利用者負担額",
        findings,
    );
    if row.number("municipal_subsidy") > row.number("decided_burden") {
        findings.push(row.finding(
            "C03",
            Severity::Fault,
            "municipal_subsidy",
            "自治体助成分請求額が決定利用者負担額を超えています".to_owned(),
            "助成の額を直して、ファイルを作り直してください",
        ));
    }
}

/// The form of the month of a row; a month without one is told.
fn form(row: &Located<'_>, findings: &mut Vec<Finding>) -> Option<&'static StatementForm> {
    StatementForm::of(row.month()?)
        .map_err(|unknown| {
            findings.push(row.finding(
                "statement_era",
                Severity::Fault,
                "service_year_month",
                unknown.what,
                &unknown.how_to_fix,
            ));
        })
        .ok()
}

fn is_special(line: &Located<'_>, tables: &FeeTables) -> bool {
    let code = line.text("service_code").parse::<ServiceCode>();
    code.is_ok_and(|code| line.month().is_some_and(|month| is_special_measure(tables, &code, month)))
}

/// C03: 特別対策費 of its own lines, in the months that have it.
fn special_measure(
    row: &Located<'_>,
    form: &StatementForm,
    units: i64,
    price: Option<UnitPrice>,
    findings: &mut Vec<Finding>,
) {
    let written = row.some("special_measure");
    if !form.special_measure && (written.is_some() || units != 0) {
        findings.push(row.finding(
            "special_measure_period",
            Severity::Fault,
            "special_measure",
            "この月の明細書には特別対策費を書けません".to_owned(),
            "特別対策費があるのは平成25年3月までの提供分です。明細と額を消してください",
        ));
        return;
    }
    let yen = price.and_then(|price| Units(units).cost_floor(price));
    if let Some(yen) = yen.filter(|yen| yen.0 != written.unwrap_or(0)) {
        // how the amount comes about was not seen officially
        findings.push(row.finding(
            "C03",
            if units == 0 { Severity::Fault } else { Severity::Warning },
            "special_measure",
            format!("特別対策費が、その明細の単位数 × 単位数単価から計算した {yen} と違います"),
            "特別対策費の明細の単位数・回数と額を確かめてください",
        ));
    }
}

/// C03: 調整後 and 決定 over the service types in order, each at most what is left of the cap.
fn decided(statement: &Set<'_>, cap: i64, findings: &mut Vec<Finding>) {
    let own = |row: &Located<'_>| row.some("burden_after_reduction").unwrap_or(row.number("cap_adjusted_burden"));
    let over: bool = statement.rows("04").iter().map(own).sum::<i64>() > cap;
    let mut left = cap;
    for row in statement.rows("04") {
        let adjusted = if over { own(row).min(left) } else { own(row) };
        left -= adjusted;
        if over || row.some("adjusted_burden").is_some() {
            row.expect("adjusted_burden", adjusted, "負担上限月額の残り", findings);
        }
        if row.number("cap_managed_burden") > adjusted {
            findings.push(row.finding(
                "M02",
                Severity::Fault,
                "cap_managed_burden",
                "上限額管理後利用者負担額が、調整前の利用者負担額を超えています".to_owned(),
                "上限額管理結果票の、この事業所の行の額を確かめてください",
            ));
        }
        let expected = row.some("cap_managed_burden").unwrap_or(adjusted);
        row.expect("decided_burden", expected, "上限額管理後(なければ調整後)の利用者負担額", findings);
    }
}

/// C03: the basic record repeats the sums of the summaries.
fn sums(statement: &Set<'_>, basic: &Located<'_>, findings: &mut Vec<Finding>) {
    for (total, item) in [
        ("sum_benefit_units", "benefit_units"),
        ("sum_total_cost", "total_cost"),
        ("sum_cap_adjusted_burden", "cap_adjusted_burden"),
        ("sum_adjusted_burden", "adjusted_burden"),
        ("sum_cap_managed_burden", "cap_managed_burden"),
        ("sum_decided_burden", "decided_burden"),
        ("sum_benefit_claim", "benefit_claim"),
        ("sum_special_measure", "special_measure"),
        ("sum_municipal_subsidy", "municipal_subsidy"),
    ] {
        basic.expect(total, statement.sum("04", item), "集計情報の合計", findings);
    }
}

/// O01: the unit price of the area class and month.
fn price(basic: &Located<'_>, summary: &Located<'_>, tables: &FeeTables, findings: &mut Vec<Finding>) {
    let (Some(month), "46") = (summary.month(), summary.text("service_type_code")) else { return };
    let Some(class) = area::class(basic.text("area_class_code"), month) else { return };
    let Ok(row) = tables.unit_price(class, month) else { return };
    let written = summary.number("unit_price_milli_yen");
    if written != row.price.milli_yen() {
        findings.push(summary.finding(
            "O01",
            Severity::Warning,
            "unit_price_milli_yen",
            format!("単位数単価 {written} が、{month} の{class}の {} と違います", row.price.milli_yen()),
            "事業所の地域区分と単位数単価を確かめてください",
        ));
    }
}

/// F04: dates of use inside the month they belong to.
fn dates(statement: &Set<'_>, findings: &mut Vec<Finding>) {
    for row in statement.rows("02") {
        let Some(month) = row.month() else { continue };
        let start = row.record.day("start_date");
        let late = start.is_some_and(|day| day > month.last_day());
        if late || start.is_some_and(|day| Day::new(2006, 4, 1).is_ok_and(|first| day < first)) {
            findings.push(row.finding(
                "F04",
                Severity::Fault,
                "start_date",
                "開始年月日が、2006年4月1日からサービス提供年月の末日までの日ではありません".to_owned(),
                "初めて利用した日に直してください",
            ));
        }
        if row.record.day("end_date").is_some_and(|day| day.month() != month) {
            findings.push(row.finding(
                "F04",
                Severity::Fault,
                "end_date",
                "終了年月日がサービス提供年月の日ではありません".to_owned(),
                "利用が終わった月だけ、最後の利用日を入れてください",
            ));
        }
    }
}
