//! 請求明細書の行: the rows of the totals block with the names of the printed form.
use super::statement::{Amounts, Column, CommunityStatement};
use fees::community::Totals;
use kernel::Yen;

/// One row of the totals block: name, one text a column, and the total column. Empty = blank on the form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormRow {
    /// Name on the form.
    pub label: &'static str,
    /// Texts by column.
    pub values: Vec<String>,
    /// Text of the total column.
    pub total: String,
}

/// The rows in the order of the form.
pub fn rows(statement: &CommunityStatement) -> Vec<FormRow> {
    let mut rows = Vec::new();
    let mut push = |label, of: &dyn Fn(&Column) -> Option<String>, total: Option<Yen>| {
        let values = statement.columns.iter().map(|column| of(column).unwrap_or_default()).collect();
        rows.push(FormRow { label, values, total: total.map(|yen| yen.to_string()).unwrap_or_default() });
    };
    let totals = |of: fn(&Totals) -> Option<String>| move |column: &Column| column.totals.as_ref().and_then(of);
    let yen = |of: fn(&Amounts) -> Option<Yen>| {
        move |column: &Column| column.amounts.as_ref().and_then(of).map(|yen| yen.to_string())
    };
    let sum = statement.total;
    push("サービス種類", &|column| Some(kind(column)), None);
    push("サービス利用日数", &|column| Some(format!("{}日", column.days)), None);
    push("給付単位数", &totals(|totals| totals.units.map(|units| units.to_string())), None);
    push("単位数単価", &totals(|totals| totals.unit_price.map(three_decimals)), None);
    push("給付率", &|column| column.amounts.map(|row| format!("{}/100", row.benefit_rate)), None);
    push("総費用額", &totals(|totals| Some(totals.cost.to_string())), sum.map(|sum| sum.cost));
    push("給付率に基づく請求額", &yen(|row| Some(row.rate_claim)), sum.map(|sum| sum.rate_claim));
    push("給付率に基づく利用者負担額②", &yen(|row| Some(row.rate_burden)), sum.map(|sum| sum.rate_burden));
    push("上限月額調整(①②の内少ない数)", &yen(|row| row.cap_adjusted), None);
    push("A型減免 事業者減免額", &|_| None, None);
    push("A型減免 減免後利用者負担額", &|_| None, None);
    push("調整後利用者負担額", &yen(|row| row.adjusted), None);
    push("上限額管理後利用者負担額", &yen(|row| row.managed), None);
    push("決定利用者負担額", &yen(|row| Some(row.decided)), sum.map(|sum| sum.decided));
    push("請求額 給付費", &yen(|row| Some(row.benefit)), sum.map(|sum| sum.benefit));
    push("請求額 特別対策費", &|_| None, None);
    push("請求額 自治体助成分", &yen(|row| row.subsidy), sum.and_then(|sum| sum.subsidy));
    rows
}

fn kind(column: &Column) -> String {
    match &column.service_type {
        Some(code) => format!("{code} {}", column.service.label_ja()),
        None => column.service.label_ja().to_owned(),
    }
}

/// `10.000`, as the form prints the price of a unit.
fn three_decimals(price: kernel::UnitPrice) -> String {
    format!("{}.{:03}円/単位", price.milli_yen() / 1000, price.milli_yen() % 1000)
}
