//! 一か月の計算: facts and burden → lines, yen, reasons and findings.
use crate::code_groups::HAND;
use crate::files::is_special_measure;
use crate::statement::{self, Amounts, Settlement, StatementForm};
use crate::{Burden, Outcome};
use fees::b_type::facts::ServiceMonth;
use fees::{Assessment, Fact, FeeTables, Line, Step, UnitPriceRow};
use kernel::{Finding, Month, Place, Severity, UnitPrice, Units, Yen};

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
    outcome_of(tables, month.service_month, fees::b_type::assess(tables, month), burden)
}

/// The yen of lines that are already known: price, form of the month, burden, 特別対策費.
pub fn outcome_of(tables: &FeeTables, month: Month, assessment: Assessment, burden: &Burden) -> Outcome {
    let price = price_of(month, burden, tables.unit_price(&burden.area_class, month));
    outcome_of_price(tables, month, assessment, price, burden)
}

/// The same by a price of whatever service.
pub(crate) fn outcome_of_price(
    tables: &FeeTables,
    month: Month,
    assessment: Assessment,
    price: Result<Price, Box<Finding>>,
    burden: &Burden,
) -> Outcome {
    let special = special_units(tables, month, &assessment.lines);
    let settled = settle(month, assessment.total_units, special, price, burden);
    outcome(assessment, settled)
}

/// A unit price with the step that tells where it comes from.
pub(crate) struct Price {
    value: UnitPrice,
    step: Step,
    /// Whether the row was seen in the notice.
    verified: bool,
}

/// The price on the office's form, or the row the table of the service has for the area class and month.
pub(crate) fn price_of(
    month: Month,
    burden: &Burden,
    row: Result<&UnitPriceRow, Finding>,
) -> Result<Price, Box<Finding>> {
    let (value, source, verified) = match burden.unit_price {
        Some(price) => (price, "事業所の単価の入力", true),
        None => {
            let row = row.map_err(Box::new)?;
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

/// Units of the lines that are 特別対策費 in the month; `None` without such a line.
fn special_units(tables: &FeeTables, month: Month, lines: &[Line]) -> Option<Units> {
    // such lines are typed by hand, which spares asking the table for every other line
    let typed = lines.iter().filter(|line| line.rule == HAND);
    let special = typed.filter(|line| line.code.as_ref().is_some_and(|code| is_special_measure(tables, code, month)));
    let sums: Vec<i64> = special.map(|line| line.service_units.0).collect();
    (!sums.is_empty()).then(|| Units(sums.iter().fold(0, |sum, units| sum.saturating_add(*units))))
}

/// The yen of the month with what led to them.
#[derive(Default)]
struct Settled {
    unit_price: Option<UnitPrice>,
    amounts: Amounts,
    special_measure: Option<Yen>,
    findings: Vec<Finding>,
    steps: Vec<Step>,
}

fn settle(
    month: Month,
    units: Units,
    special: Option<Units>,
    price: Result<Price, Box<Finding>>,
    burden: &Burden,
) -> Settled {
    let (form, price) = match (StatementForm::of(month), price) {
        (Ok(form), Ok(price)) => (form, price),
        (form, price) => {
            let findings = [form.err(), price.err().map(|missing| *missing)].into_iter().flatten().collect();
            return Settled { findings, ..Settled::default() };
        }
    };
    let mut settled = Settled { unit_price: Some(price.value), ..Settled::default() };
    settled.steps.push(price.step);
    if !price.verified {
        settled.findings.push(unverified_price(burden));
    }
    let Settlement { amounts, steps, findings } = statement::settle_by(form.burden_by, units, price.value, burden);
    settled.amounts = amounts;
    settled.findings.extend(findings);
    settled.steps.extend(steps);
    if let Some(units) = special {
        settled.special(form, units, price.value);
    }
    settled
}

impl Settled {
    /// 特別対策費 beside the benefit, in the months that have it.
    fn special(&mut self, form: &StatementForm, units: Units, price: UnitPrice) {
        let place = || Place::field("manual_lines", "特別対策費");
        if !form.special_measure {
            self.findings.push(
                Finding::new(
                    "special_measure_period",
                    Severity::Fault,
                    place(),
                    "この月の明細書には特別対策費の欄がありません",
                    "新体系定着支援・移行時運営安定化の明細を消してください。特別対策費があるのは平成25年3月までの提供分です",
                )
                .linked("month"),
            );
            return;
        }
        let Some((yen, step)) = statement::special_measure(units, price).filter(|(yen, _)| yen.0 >= 0) else {
            self.findings.push(
                Finding::new(
                    "C03",
                    Severity::Fault,
                    place(),
                    "特別対策費の単位数から額を計算できません",
                    "手入力の明細の単位数と回数を見直してください",
                )
                .linked("month"),
            );
            return;
        };
        self.special_measure = Some(yen);
        self.steps.push(step);
        self.findings.push(
            Finding::new(
                "special_measure_unverified",
                Severity::Notice,
                place(),
                "特別対策費の額は「単位数 × 単位数単価」で計算しています(公式の書き方は未検証)",
                "支払決定の内訳か国保連の案内と見比べてください",
            )
            .linked("month"),
        );
    }
}

fn outcome(assessment: Assessment, settled: Settled) -> Outcome {
    let Assessment { lines, total_units, claim_days, service_days, base_days, not_applied, mut findings, mut steps } =
        assessment;
    findings.extend(settled.findings);
    steps.extend(settled.steps);
    let amounts = settled.amounts;
    Outcome {
        lines,
        total_units,
        unit_price: settled.unit_price,
        total_cost: amounts.total_cost,
        ten_percent: amounts.ten_percent,
        cap_adjusted_burden: amounts.cap_adjusted_burden,
        managed_burden: amounts.managed_burden,
        decided_burden: amounts.decided_burden,
        municipal_subsidy: amounts.municipal_subsidy,
        benefit_claim: amounts.benefit_claim,
        special_measure: settled.special_measure,
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
