//! 一か月の計算: facts and burden → lines, yen, reasons and findings.
use crate::statement::{self, Settlement};
use crate::{Burden, Outcome};
use fees::b_type::facts::ServiceMonth;
use fees::{Assessment, FeeTables};
use kernel::{Finding, Month, Place, Severity, UnitPrice};

/// First month of the arithmetic in [`statement`]: until March 2012 the burden was what a rate of 90 % left over.
const FIRST_MONTH: (i16, i8) = (2012, 4);

/// One person's month, assessed and settled.
pub fn assess(tables: &FeeTables, month: &ServiceMonth, burden: &Burden) -> Outcome {
    let assessment = fees::b_type::assess(tables, month);
    let price = unit_price(tables, month.service_month, burden);
    outcome(assessment, price, burden)
}

/// The price on the office's form, or the table's for the area class and month.
fn unit_price(tables: &FeeTables, month: Month, burden: &Burden) -> Result<UnitPrice, Box<Finding>> {
    if Month::new(FIRST_MONTH.0, FIRST_MONTH.1).is_ok_and(|first| month < first) {
        return Err(Box::new(
            Finding::new(
                "statement_era",
                Severity::Fault,
                Place::field("service_month", "サービス提供年月"),
                "平成24年3月以前の月は、給付率による計算なので扱えません",
                "平成24年4月以後のサービス提供年月を選んでください",
            )
            .linked("month"),
        ));
    }
    match burden.unit_price {
        Some(price) => Ok(price),
        None => tables.unit_price(&burden.area_class, month).map(|row| row.price).map_err(Into::into),
    }
}

fn outcome(assessment: Assessment, price: Result<UnitPrice, Box<Finding>>, burden: &Burden) -> Outcome {
    let Assessment { lines, total_units, claim_days, service_days, base_days, not_applied, mut findings, mut steps } =
        assessment;
    let (unit_price, settled) = match price {
        Ok(price) => (Some(price), statement::settle(total_units, price, burden)),
        Err(missing) => (None, Settlement { findings: vec![*missing], ..Settlement::default() }),
    };
    findings.extend(settled.findings);
    steps.extend(settled.steps);
    let amounts = settled.amounts;
    Outcome {
        lines,
        total_units,
        unit_price,
        total_cost: amounts.total_cost,
        ten_percent: amounts.ten_percent,
        cap_adjusted_burden: amounts.cap_adjusted_burden,
        managed_burden: amounts.managed_burden,
        decided_burden: amounts.decided_burden,
        municipal_subsidy: amounts.municipal_subsidy,
        benefit_claim: amounts.benefit_claim,
        claim_days,
        service_days,
        base_days,
        not_applied,
        findings,
        steps,
    }
}
