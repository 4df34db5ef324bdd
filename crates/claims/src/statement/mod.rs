//! 明細書の円: units → 総費用額, 利用者負担額, 給付費, 特別対策費, by the form of the service month.
//!
//! Every line of the road is a [`Step`] with its source, so that a clerk can follow it when a claim comes back.
mod form;

pub use form::{BurdenBy, StatementForm};

use crate::{Burden, CapManagement};
use fees::{Fact, Step};
use kernel::{Finding, Place, Severity, UnitPrice, Units, Yen};

/// Where the arithmetic stands: the interface specification for offices, statement records.
const SOURCE: &str = "インタフェース仕様書 事業所編(令和7年10月版)J121-04";

/// The yen items of a statement with one service type.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Amounts {
    /// 総費用額 (J121-04.13).
    pub total_cost: Yen,
    /// 1割相当額; until March 2012 給付率に基づく利用者負担額 (J121-04.15: the burden before the cap).
    pub ten_percent: Yen,
    /// 上限月額調整 (J121-04.16).
    pub cap_adjusted_burden: Yen,
    /// 上限額管理後利用者負担額 (J121-04.20), under cap management.
    pub managed_burden: Option<Yen>,
    /// 決定利用者負担額 (J121-04.21).
    pub decided_burden: Yen,
    /// 自治体助成分請求額 (J121-04.25).
    pub municipal_subsidy: Option<Yen>,
    /// 給付費 (J121-04.22).
    pub benefit_claim: Yen,
}

/// Amounts, the steps that led to them, and what has to be mended.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Settlement {
    /// The yen items; zero where a fault made them impossible.
    pub amounts: Amounts,
    /// The calculation.
    pub steps: Vec<Step>,
    /// Faults of the burden data.
    pub findings: Vec<Finding>,
}

/// Units and unit price → yen by the form in force since April 2012. Fractions are cut off twice: once for the cost,
/// once for the tenth.
///
/// ```
/// # use claims::{statement, Burden};
/// # use kernel::{Units, Yen};
/// let burden: Burden = serde_json::from_str(r#"{ "area_class": "3級地", "cap": 9300 }"#)?;
/// let settled = statement::settle(Units(16_390), "10.86".parse()?, &burden);
/// assert_eq!(settled.amounts.total_cost, Yen(177_995));
/// assert_eq!(settled.amounts.benefit_claim, Yen(168_695));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn settle(units: Units, price: UnitPrice, burden: &Burden) -> Settlement {
    settle_by(BurdenBy::Tenth, units, price, burden)
}

/// Units and unit price → yen by a form: a tenth of the cost, or what the benefit by a rate leaves of it.
pub fn settle_by(by: BurdenBy, units: Units, price: UnitPrice, burden: &Burden) -> Settlement {
    let mut settlement = Settlement::default();
    if let Some(fault) = impossible(units, price, burden) {
        settlement.findings.push(fault);
        return settlement;
    }
    let total_cost = units.cost_floor(price).unwrap_or_default();
    settlement.step(
        ("total_cost", "総費用額"),
        &[("給付単位数", units.to_string()), ("単位数単価", price.to_string())],
        total_cost,
        "給付単位数 × 単位数単価(1円未満切捨て)",
    );
    let own = settlement.before_cap(by, total_cost);
    let capped = own.min(burden.cap);
    let own_name = by.burden_name();
    settlement.step(
        ("cap_adjusted_burden", "上限月額調整"),
        &[(own_name, own.to_string()), ("負担上限月額", burden.cap.to_string())],
        capped,
        &format!("{own_name}と負担上限月額の少ない方"),
    );
    let managed = burden.cap_management.map(|sheet| settlement.manage(sheet, capped));
    let decided = managed.unwrap_or(capped);
    settlement.step(
        ("decided_burden", "決定利用者負担額"),
        &[(if managed.is_some() { "上限額管理後利用者負担額" } else { "上限月額調整" }, decided.to_string())],
        decided,
        "上限額管理があればその結果、なければ上限月額調整の額",
    );
    let benefit = Yen(total_cost.0 - decided.0);
    settlement.step(
        ("benefit_claim", "給付費"),
        &[("総費用額", total_cost.to_string()), ("決定利用者負担額", decided.to_string())],
        benefit,
        "総費用額 − 決定利用者負担額",
    );
    let municipal_subsidy = burden.municipal_subsidy.map(|subsidy| settlement.subsidise(subsidy, decided));
    settlement.amounts = Amounts {
        total_cost,
        ten_percent: own,
        cap_adjusted_burden: capped,
        managed_burden: managed,
        decided_burden: decided,
        municipal_subsidy,
        benefit_claim: benefit,
    };
    settlement
}

/// 特別対策費: units beside the benefit × unit price, floored; no part of it is borne by the user.
pub fn special_measure(units: Units, price: UnitPrice) -> Option<(Yen, Step)> {
    let yen = units.cost_floor(price)?;
    let mut settlement = Settlement::default();
    settlement.step(
        ("special_measure", "特別対策費"),
        &[("特別対策費の単位数", units.to_string()), ("単位数単価", price.to_string())],
        yen,
        "特別対策費の単位数 × 単位数単価(1円未満切捨て、利用者負担なし)",
    );
    settlement.steps.pop().map(|step| (yen, step))
}

/// A fault that leaves no arithmetic at all.
fn impossible(units: Units, price: UnitPrice, burden: &Burden) -> Option<Finding> {
    if units.0 < 0 {
        return Some(
            Finding::new(
                "C03",
                Severity::Fault,
                Place::named("給付単位数"),
                "給付単位数の合計が0より小さくなりました",
                "手入力明細の単位数と、減算の届出を見直してください",
            )
            .linked("month"),
        );
    }
    if units.cost_floor(price).is_none() {
        return Some(
            Finding::new(
                "C03",
                Severity::Fault,
                Place::named("総費用額"),
                "単位数が大きすぎて総費用額を計算できません",
                "手入力明細の単位数と回数を見直してください",
            )
            .linked("month"),
        );
    }
    if burden.cap.0 < 0 {
        return Some(
            Finding::new(
                "R04",
                Severity::Fault,
                Place::field("person.burden_cap", "負担上限月額"),
                "負担上限月額が0円より小さくなっています",
                "受給者証の負担上限月額を入力してください",
            )
            .linked("card"),
        );
    }
    None
}

impl Settlement {
    /// 利用者負担額②: the burden before the cap, with the steps that lead to it.
    fn before_cap(&mut self, by: BurdenBy, total_cost: Yen) -> Yen {
        let cost = [("総費用額", total_cost.to_string())];
        match by {
            BurdenBy::Tenth => {
                let tenth = total_cost.ten_percent_floor();
                self.step(("ten_percent", "1割相当額"), &cost, tenth, "総費用額 ÷ 10(1円未満切捨て)");
                tenth
            }
            BurdenBy::Rate(rate) => {
                let claim = Yen(total_cost.0.saturating_mul(i64::from(rate)).div_euclid(100));
                let text = format!("総費用額 × {rate} ÷ 100(1円未満切捨て)");
                self.step(("claim_by_rate", "給付率に基づく請求額"), &cost, claim, &text);
                let left = Yen(total_cost.0 - claim.0);
                self.step(
                    ("burden_by_rate", "給付率に基づく利用者負担額"),
                    &[("総費用額", total_cost.to_string()), ("給付率に基づく請求額", claim.to_string())],
                    left,
                    "総費用額 − 給付率に基づく請求額",
                );
                left
            }
        }
    }

    fn step(&mut self, (key, name): (&str, &str), inputs: &[(&str, String)], value: Yen, text: &str) {
        self.steps.push(Step {
            rule: format!("statement.{key}").into(),
            source: SOURCE.into(),
            inputs: inputs
                .iter()
                .map(|(name, value)| Fact { name: (*name).to_owned().into(), value: value.clone().into() })
                .collect(),
            value: value.0,
            text: format!("{name}: {text}").into(),
        });
    }

    /// 上限額管理: the amount of the result sheet, never more than the own burden.
    fn manage(&mut self, sheet: CapManagement, own: Yen) -> Yen {
        let managed = sheet.amount.clamp(Yen(0), own);
        if managed != sheet.amount {
            self.findings.push(
                Finding::new(
                    "M02",
                    Severity::Fault,
                    Place::field("person.cap_management.amount", "管理結果後利用者負担額"),
                    format!("管理結果後利用者負担額 {}円 は、この事業所の利用者負担額 {own}円 の範囲に入っていません", sheet.amount),
                    "上限額管理結果票の、この事業所の行の額を入力してください。利用実績が変わったときは管理事業所に結果票の作り直しを頼んでください",
                )
                .linked("month"),
            );
        }
        self.step(
            ("managed_burden", "上限額管理後利用者負担額"),
            &[
                ("管理結果", sheet.result.to_string()),
                ("管理結果後利用者負担額", sheet.amount.to_string()),
                ("上限月額調整", own.to_string()),
            ],
            managed,
            "上限額管理結果票の額(上限月額調整の額まで)",
        );
        managed
    }

    /// 自治体助成: a part of the decided burden.
    fn subsidise(&mut self, subsidy: Yen, decided: Yen) -> Yen {
        let paid = subsidy.clamp(Yen(0), decided);
        if paid != subsidy {
            self.findings.push(
                Finding::new(
                    "R05",
                    Severity::Fault,
                    Place::field("person.municipal_subsidy", "自治体助成分請求額"),
                    format!("自治体助成分 {subsidy}円 が決定利用者負担額 {decided}円 の範囲に入っていません"),
                    "自治体助成分は決定利用者負担額までの額を入力してください",
                )
                .linked("month"),
            );
        }
        self.step(
            ("municipal_subsidy", "自治体助成分請求額"),
            &[("自治体助成分", subsidy.to_string()), ("決定利用者負担額", decided.to_string())],
            paid,
            "決定利用者負担額のうち自治体が助成する額",
        );
        paid
    }
}
