//! 明細書の様式: which form a service month has, read from `data/claims/statement_forms.csv`.
use kernel::{Finding, Month, Place, Severity, Yen};
use std::sync::LazyLock;

const TABLE: &str = include_str!("../../../../data/claims/statement_forms.csv");

/// How the burden before the cap comes about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BurdenBy {
    /// 給付率: what the benefit by this rate in percent (floored) leaves of the cost.
    Rate(u32),
    /// 1割相当額: a tenth of the cost (floored).
    Tenth,
}

impl BurdenBy {
    /// What the burden before the cap is called.
    pub const fn burden_name(self) -> &'static str {
        match self {
            BurdenBy::Rate(_) => "給付率に基づく利用者負担額",
            BurdenBy::Tenth => "1割相当額",
        }
    }
}

/// The form of the statement in a month.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatementForm {
    /// How the burden before the cap comes about.
    pub burden_by: BurdenBy,
    /// Whether 特別対策費 may stand in statement and invoice.
    pub special_measure: bool,
    /// Where the form stands.
    pub source: &'static str,
    from: Month,
    to: Option<Month>,
}

static FORMS: LazyLock<Vec<StatementForm>> = LazyLock::new(|| {
    TABLE.lines().skip(1).map(|line| row(line).expect("the checked-in table of forms is readable")).collect()
});

fn row(line: &'static str) -> Option<StatementForm> {
    let mut cells = line.split(',');
    let mut next = || cells.next();
    let (form, rate, special, from, to, source) = (next()?, next()?, next()?, next()?, next()?, next()?);
    let burden_by = match (form, rate) {
        ("rate", rate) => BurdenBy::Rate(rate.parse().ok().filter(|rate| *rate <= 100)?),
        ("tenth", "0") => BurdenBy::Tenth,
        _ => return None,
    };
    let special_measure = match special {
        "yes" => true,
        "no" => false,
        _ => return None,
    };
    let to = if to.is_empty() { None } else { Some(to.parse().ok()?) };
    Some(StatementForm { burden_by, special_measure, source, from: from.parse().ok()?, to })
}

impl StatementForm {
    /// The form of a service month.
    ///
    /// # Errors
    /// A fault `statement_era` for months before the first row of the table.
    #[expect(clippy::result_large_err, reason = "one shape of finding in the whole house; asked once a month")]
    pub fn of(month: Month) -> Result<&'static StatementForm, Finding> {
        let found = FORMS.iter().find(|form| form.from <= month && form.to.is_none_or(|to| month <= to));
        found.ok_or_else(|| {
            let first = FORMS.iter().map(|form| form.from).min();
            let first = first.map_or_else(String::new, |first| format!("{first} 以後の"));
            Finding::new(
                "statement_era",
                Severity::Fault,
                Place::field("service_month", "サービス提供年月"),
                format!("明細書の様式の表(data/claims/statement_forms.csv)に {month} の行がありません"),
                format!("{first}サービス提供年月を選んでください"),
            )
            .linked("month")
        })
    }

    /// 給付率 as item 12 of J121-04 carries it: 0 since the tenth is used.
    pub const fn benefit_rate(&self) -> u32 {
        match self.burden_by {
            BurdenBy::Rate(rate) => rate,
            BurdenBy::Tenth => 0,
        }
    }

    /// Item 14 of J121-04: 給付率に基づく請求額 or 1割相当額. `None` when the sum is beyond all numbers.
    pub fn item_14(&self, cost: Yen) -> Option<Yen> {
        match self.burden_by {
            BurdenBy::Rate(rate) => cost.0.checked_mul(i64::from(rate)).map(|share| Yen(share.div_euclid(100))),
            BurdenBy::Tenth => Some(cost.ten_percent_floor()),
        }
    }

    /// Item 15 of J121-04: 利用者負担額②, the burden before the cap.
    pub fn item_15(&self, cost: Yen) -> Option<Yen> {
        let item_14 = self.item_14(cost)?;
        match self.burden_by {
            BurdenBy::Rate(_) => Some(Yen(cost.0 - item_14.0)),
            BurdenBy::Tenth => Some(item_14),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn form(month: &str) -> &'static StatementForm {
        StatementForm::of(month.parse().unwrap()).unwrap()
    }

    #[test]
    fn the_form_changes_with_april_2012_and_special_measures_end_a_year_later() {
        assert_eq!((form("2012-03").benefit_rate(), form("2012-04").benefit_rate()), (90, 0));
        assert_eq!((form("2013-03").special_measure, form("2013-04").special_measure), (true, false));
        assert!(StatementForm::of("2009-03".parse().unwrap()).unwrap_err().what.contains("statement_forms.csv"));
    }

    #[test]
    fn the_fraction_of_a_yen_goes_to_the_user_by_rate_and_to_the_benefit_by_tenth() {
        let items = |month: &str| {
            let form = form(month);
            (form.item_14(Yen(39_389)).unwrap().0, form.item_15(Yen(39_389)).unwrap().0)
        };
        assert_eq!(items("2012-03"), (35_450, 3_939));
        assert_eq!(items("2012-04"), (3_938, 3_938));
    }
}
