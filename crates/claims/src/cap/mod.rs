//! 上限額管理: what each office may charge a person of several offices, so that all together keep to the cap.
//!
//! [`decide`] is the whole arithmetic; [`check`] and [`check_own`] tell where a sheet contradicts itself or a
//! statement; [`manage`] makes the managing office's sheet out of
//! its month and the other offices' lists; [`list`] is the 利用者負担額一覧表 that related offices send, [`sheet`] the result sheet as J41 carries it.
mod agree;
pub mod list;
mod manage;
mod order;
pub mod sheet;

pub use agree::{check, check_own};
pub(crate) use manage::{Managed, addition_only, entry_of, own_row, sheet_of};
pub use manage::{list_entry, manage};
pub use order::{CapRank, rank_of, ranks};

use fees::{Fact, Step};
use kernel::{Finding, OfficeNo, Place, Severity, Yen};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Where the rule stands.
const SOURCE: &str = "事務処理要領 利用者負担上限額管理(令和8年6月 182〜186頁)";

/// What one office charges a person in a month before the offices are looked at together.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CapOffice {
    /// 事業所番号.
    pub office_no: OfficeNo,
    /// 事業所名.
    pub name: String,
    /// サービス種類コード (`46`), which gives the rank.
    pub service_type: String,
    /// 総費用額.
    pub total_cost: Yen,
    /// 利用者負担額: after the office's own cap (Σ 上限月額調整).
    pub burden: Yen,
}

/// One person's month at all offices.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CapCase {
    /// 利用者負担上限月額.
    pub cap: Yen,
    /// 上限額管理事業所; cost and burden 0 when it did not serve the person this month.
    pub manager: CapOffice,
    /// 関係事業所 as entered; inside a rank this order stays.
    pub others: Vec<CapOffice>,
}

/// One office of the result sheet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SheetRow {
    /// 事業所番号.
    pub office_no: OfficeNo,
    /// 事業所名; not part of J41, empty when read from one.
    #[serde(default)]
    pub name: String,
    /// 総費用額.
    pub total_cost: Yen,
    /// 利用者負担額.
    pub burden: Yen,
    /// 管理結果後利用者負担額.
    pub managed: Yen,
}

/// 利用者負担上限額管理結果: the result and every office's amount, the managing office first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ResultSheet {
    /// 利用者負担上限月額.
    pub cap: Yen,
    /// 管理結果 1, 2 or 3.
    pub result: u8,
    /// 項番 1 is the managing office.
    pub rows: Vec<SheetRow>,
    /// The calculation.
    #[serde(default)]
    pub steps: Vec<Step>,
}

impl ResultSheet {
    /// 合計 総費用額, 利用者負担額, 管理結果後利用者負担額.
    pub fn sums(&self) -> (Yen, Yen, Yen) {
        let sum = |item: fn(&SheetRow) -> i64| Yen(self.rows.iter().map(item).fold(0, i64::saturating_add));
        (sum(|row| row.total_cost.0), sum(|row| row.burden.0), sum(|row| row.managed.0))
    }

    /// The row of an office.
    pub fn row_of(&self, office_no: &OfficeNo) -> Option<&SheetRow> {
        self.rows.iter().find(|row| row.office_no == *office_no)
    }
}

/// The result of the month: 1 when the managing office's own burden reaches the cap, 2 when all burdens together keep to
/// it, 3 when the cap is used up in the official order.
///
/// # Errors
/// What is impossible: a burden above the cap or the cost, an amount below zero, an office twice, an unknown service type.
///
/// ```
/// use claims::cap::{CapCase, CapOffice, decide};
/// use kernel::Yen;
/// let office = |no: &str, service_type: &str, cost, burden| CapOffice {
///     office_no: no.parse().unwrap(), name: String::new(), service_type: service_type.to_owned(),
///     total_cost: Yen(cost), burden: Yen(burden),
/// };
/// let sheet = decide(&CapCase {
///     cap: Yen(9_300),
///     manager: office("1310000011", "46", 49_097, 4_909),
///     others: vec![office("1310000029", "11", 60_000, 6_000)],
/// }).unwrap();
/// let managed: Vec<i64> = sheet.rows.iter().map(|row| row.managed.0).collect();
/// assert_eq!((sheet.result, managed), (3, vec![4_909, 4_391]));
/// ```
pub fn decide(case: &CapCase) -> Result<ResultSheet, Vec<Finding>> {
    let findings = impossible(case);
    if !findings.is_empty() {
        return Err(findings);
    }
    let mut others: Vec<(u8, &CapOffice)> = Vec::new();
    for office in &case.others {
        others.push((rank_of(&office.service_type).map_or(u8::MAX, |found| found.rank), office));
    }
    // stable: offices of one rank stay as entered
    others.sort_by_key(|(rank, _)| *rank);
    let offices: Vec<&CapOffice> =
        std::iter::once(&case.manager).chain(others.iter().map(|(_, office)| *office)).collect();
    let total: i64 = offices.iter().map(|office| office.burden.0).sum();
    let result = match () {
        () if case.manager.burden >= case.cap => 1,
        () if total <= case.cap.0 => 2,
        () => 3,
    };
    let mut steps = vec![result_step(case, total, result)];
    let mut left = case.cap;
    let mut rows = Vec::new();
    for (office, number) in offices.into_iter().zip(1_u32..) {
        let managed = if result == 2 { office.burden } else { office.burden.min(left) };
        steps.push(office_step(number, office, left, managed, result));
        left = Yen(left.0 - managed.0);
        rows.push(SheetRow {
            office_no: office.office_no.clone(),
            name: office.name.clone(),
            total_cost: office.total_cost,
            burden: office.burden,
            managed,
        });
    }
    Ok(ResultSheet { cap: case.cap, result, rows, steps })
}

fn impossible(case: &CapCase) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut fault = |place: String, what: String, fix: &str| {
        findings.push(Finding::new("cap_case", Severity::Fault, Place::named(place), what, fix).linked("month"));
    };
    if case.cap < Yen(0) {
        fault(
            "利用者負担上限月額".to_owned(),
            "負担上限月額が0円より小さくなっています".to_owned(),
            "受給者証の額を入力してください",
        );
    }
    let mut seen = BTreeSet::new();
    for (office, number) in std::iter::once(&case.manager).chain(&case.others).zip(1_u32..) {
        let place = format!("{number}番目の事業所");
        if !seen.insert(&office.office_no) {
            fault(place.clone(), "同じ事業所番号が二度入っています".to_owned(), "一つの事業所は一行にまとめてください");
        }
        if number > 1 && rank_of(&office.service_type).is_none() {
            fault(
                place.clone(),
                format!(
                    "サービス種類コード「{}」は優先順位の表(data/claims/cap_order.csv)にありません",
                    office.service_type
                ),
                "上限額管理に入るサービス種類を選んでください",
            );
        }
        let (cost, burden) = (office.total_cost, office.burden);
        if cost < Yen(0) || burden < Yen(0) || burden > cost {
            fault(
                format!("{place} 利用者負担額"),
                format!("総費用額 {cost}円 と利用者負担額 {burden}円 が合いません(0円以上で、負担は費用まで)"),
                "利用者負担額一覧表の額を入力し直してください",
            );
        } else if burden > case.cap {
            fault(
                format!("{place} 利用者負担額"),
                format!("利用者負担額 {burden}円 が負担上限月額 {}円 を超えています", case.cap),
                "上限月額調整をした後の額を入力してください",
            );
        }
    }
    findings
}

fn fact(name: &'static str, value: impl ToString) -> Fact {
    Fact { name: name.into(), value: value.to_string().into() }
}

fn result_step(case: &CapCase, total: i64, result: u8) -> Step {
    let why = match result {
        1 => "管理事業所の利用者負担額だけで負担上限月額に達する",
        2 => "全事業所の利用者負担額の合計が負担上限月額までに収まる",
        _ => "合計が負担上限月額を超えるので、優先順位の順に割り当てる",
    };
    Step {
        rule: "cap.result".into(),
        source: SOURCE.into(),
        inputs: vec![
            fact("負担上限月額", case.cap),
            fact("管理事業所の利用者負担額", case.manager.burden),
            fact("利用者負担額の合計", total),
        ],
        value: i64::from(result),
        text: format!("管理結果 {result}: {why}").into(),
    }
}

fn office_step(number: u32, office: &CapOffice, left: Yen, managed: Yen, result: u8) -> Step {
    let rank = match rank_of(&office.service_type) {
        _ if number == 1 => "管理事業所",
        Some(found) => found.rank_name,
        None => "",
    };
    let how =
        if result == 2 { "自分の利用者負担額のまま" } else { "利用者負担額と残りの少ない方" };
    Step {
        rule: "cap.office".into(),
        source: SOURCE.into(),
        inputs: vec![
            fact("項番", number),
            fact("優先順位", rank),
            fact("利用者負担額", office.burden),
            fact("負担上限月額の残り", left),
        ],
        value: managed.0,
        text: format!("項番{number}の管理結果後利用者負担額: {how}").into(),
    }
}
