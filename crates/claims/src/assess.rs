//! 一か月の計算: facts and burden → lines, yen, reasons and findings.
use crate::statement::{self, Settlement};
use crate::{Burden, Outcome};
use fees::b_type::facts::ServiceMonth;
use fees::{Assessment, Fact, FeeTables, Step};
use kernel::{Finding, Month, Place, Severity, UnitPrice};

/// First month of the arithmetic in [`statement`]: until March 2012 the burden was what a rate of 90 % left over.
const FIRST_MONTH: (i16, i8) = (2012, 4);

/// One person's month, assessed and settled: the lines of `fees` and the yen of [`statement`].
///
/// ```
/// use claims::{assess, case::Case};
/// use fees::FeeTables;
/// let case = Case::parse(r#"{
///   "service": "b_type", "service_month": "2024-07",
///   "office": { "area_class": "3級地", "capacity": 20, "fee_class": "II", "average_wage_yen": 16000 },
///   "person": { "burden_cap": 9300 },
///   "days": [{ "day": 1, "start": "10:00", "end": "15:00" }]
/// }"#)?;
/// let (month, burden) = case.facts();
/// let outcome = assess(FeeTables::builtin(), &month, &burden);
/// assert_eq!((outcome.total_units.0, outcome.total_cost.0), (614, 6_668));
/// assert_eq!((outcome.decided_burden.0, outcome.benefit_claim.0), (666, 6_002));
/// # Ok::<(), claims::case::CaseError>(())
/// ```
pub fn assess(tables: &FeeTables, month: &ServiceMonth, burden: &Burden) -> Outcome {
    let assessment = fees::b_type::assess(tables, month);
    let price = unit_price(tables, month.service_month, burden);
    outcome(assessment, price, burden)
}

/// A unit price with the step that tells where it comes from.
struct Price {
    value: UnitPrice,
    step: Step,
    /// Whether the row was seen in the notice.
    verified: bool,
}

/// The price on the office's form, or the table's for the area class and month.
fn unit_price(tables: &FeeTables, month: Month, burden: &Burden) -> Result<Price, Box<Finding>> {
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
    let (value, source, verified) = match burden.unit_price {
        Some(price) => (price, "事業所の単価の入力", true),
        None => {
            let row = tables.unit_price(&burden.area_class, month)?;
            (row.price, row.source, row.verified)
        }
    };
    let step = Step {
        rule: "statement.unit_price".into(),
        source: source.into(),
        inputs: vec![
            Fact { name: "地域区分".into(), value: burden.area_class.clone().into() },
            Fact { name: "サービス提供年月".into(), value: month.to_string().into() },
        ],
        value: value.milli_yen(),
        text: format!("単位数単価: {value}円(1000分の1円で)").into(),
    };
    Ok(Price { value, step, verified })
}

fn outcome(assessment: Assessment, price: Result<Price, Box<Finding>>, burden: &Burden) -> Outcome {
    let Assessment { lines, total_units, claim_days, service_days, base_days, not_applied, mut findings, mut steps } =
        assessment;
    let (unit_price, settled) = match price {
        Ok(price) => {
            steps.push(price.step);
            if !price.verified {
                findings.push(unverified_price(burden));
            }
            (Some(price.value), statement::settle(total_units, price.value, burden))
        }
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

fn unverified_price(burden: &Burden) -> Finding {
    Finding::new(
        "unverified_price",
        Severity::Notice,
        Place::field("office.unit_price", "単位数単価"),
        format!("「{}」の単位数単価は、告示で確かめていない行(未検証)です", burden.area_class),
        "告示の単価を確かめ、違っていれば事業所の単価に正しい額を入力してください",
    )
    .linked("office")
}
