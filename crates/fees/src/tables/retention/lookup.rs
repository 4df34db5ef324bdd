//! 表を引く (就労定着支援): finding the rows in force in a month.
use super::rows::{AdditionRow, BaseRow, ReductionKind, ReductionRow, Slot, TreatmentRow};
use super::{RetentionTables, UNIT_PRICES};
use crate::retention::Rule;
use crate::retention::facts::RetentionRate;
use crate::tables::period::{Origin, Period};
use crate::tables::unit_prices::{UnitPriceRow, area_classes, price_of};
use kernel::{Day, Finding, Month, Ratio};

/// A class of 処遇改善 of a month, for forms.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TreatmentClass {
    /// The key the facts use (`I-ro`).
    pub class: &'static str,
    /// Name of the line.
    pub name: &'static str,
    /// Whether the rate is in the table. Without it the class is refused by name.
    pub rate_known: bool,
}

impl RetentionTables {
    /// 単位数単価 of an area class in a month.
    ///
    /// # Errors
    /// A fault `fee_row_missing` naming table, area class and month.
    #[expect(clippy::result_large_err, reason = "one shape of finding in the whole house; asked once a month")]
    pub fn unit_price(&self, area_class: &str, month: Month) -> Result<&UnitPriceRow, Finding> {
        price_of(&self.unit_prices, UNIT_PRICES, area_class, month)
    }

    /// 地域区分 of a month, dearest first, for forms.
    pub fn area_classes(&self, month: Month) -> Vec<&'static str> {
        area_classes(&self.unit_prices, month)
    }

    /// First day of use for someone hired on this day: the day after six months of work.
    ///
    /// ```
    /// let tables = fees::FeeTables::builtin().retention();
    /// let hired = "2024-08-31".parse().unwrap();
    /// assert_eq!(tables.first_usable_on(hired).to_string(), "2025-03-01");
    /// assert_eq!(tables.last_usable_on(hired).to_string(), "2028-02-29");
    /// ```
    pub fn first_usable_on(&self, employed_on: Day) -> Day {
        employed_on.first_day_after_months(self.of_period("usable_after_months", employed_on))
    }

    /// Last day of use for someone hired on this day: the last of the forty-two months.
    pub fn last_usable_on(&self, employed_on: Day) -> Day {
        employed_on.first_day_after_months(self.of_period("usable_until_months", employed_on)).plus_days(-1)
    }

    /// A limit of the period of use: the row of the month, or the first one there was for earlier hire dates.
    pub(crate) fn of_period(&self, limit: &str, day: Day) -> u32 {
        let rows = || self.limits.iter().filter(|row| row.rule == Rule::Period && row.limit == limit);
        let found = rows().find(|row| row.origin.period.contains(day.month()));
        // reading the tables has made sure that there is one
        found.or_else(|| rows().min_by_key(|row| row.origin.period.from)).map_or(0, |row| row.value)
    }

    /// Source of the rule about the period of use, for steps.
    pub(crate) fn period_source(&self, limit: &str) -> &'static str {
        let mut rows = self.limits.iter().filter(|row| row.rule == Rule::Period && row.limit == limit);
        rows.next().map_or("", |row| row.origin.source)
    }

    /// A count the rules compare with, with its source.
    pub fn limit(&self, rule: Rule, name: &str, month: Month) -> Option<(u32, &'static str)> {
        let mut rows = self.limits.iter();
        let row = rows.find(|row| row.rule == rule && row.limit == name && row.origin.period.contains(month))?;
        Some((row.value, row.origin.source))
    }

    /// Bands of 就労定着率 of a month in the order of the table, for forms.
    pub fn rate_bands(&self, month: Month) -> Vec<&'static str> {
        let mut names: Vec<&'static str> = Vec::new();
        for row in self.base_rows(month) {
            if !names.contains(&row.band) {
                names.push(row.band);
            }
        }
        names
    }

    /// The band of a rate in a month, by name; `None` when the table has no row for it or the rate is no rate.
    pub fn rate_band(&self, rate: RetentionRate, month: Month) -> Option<&'static str> {
        if rate.denominator == 0 || rate.numerator > rate.denominator {
            return None;
        }
        self.base_rows(month).find(|row| row.has_rate(rate)).map(|row| row.band)
    }

    /// Whether the base fee of the month goes by the number of users too (until 2024-03).
    pub fn asks_users(&self, month: Month) -> bool {
        self.base_rows(month).any(BaseRow::asks_users)
    }

    /// Classes of 処遇改善 of a month.
    pub fn treatment_classes(&self, month: Month) -> Vec<TreatmentClass> {
        let rows = self.treatment.iter().filter(|row| row.origin.period.contains(month));
        rows.map(|row| TreatmentClass { class: row.class, name: row.name, rate_known: row.per_mille.is_some() })
            .collect()
    }

    /// Whether an addition or reduction exists in a month, for forms.
    pub fn exists(&self, rule: Rule, month: Month) -> bool {
        let on = |origin: &Origin| origin.period.contains(month);
        self.additions.iter().any(|row| row.rule == rule && on(&row.origin))
            || self.reductions.iter().any(|row| row.rule == rule && on(&row.origin))
    }

    /// 決定サービスコード of a month.
    pub fn decision_code(&self, month: Month) -> Option<&'static str> {
        self.decision_codes.iter().find(|(_, origin)| origin.period.contains(month)).map(|(code, _)| *code)
    }

    /// Whether 決定サービスコード of a month was seen officially; `false` without a row.
    pub fn decision_code_verified(&self, month: Month) -> bool {
        self.decision_codes.iter().any(|(_, origin)| origin.period.contains(month) && origin.verified())
    }

    /// Every line that may be claimed in a month, with its code where it is known.
    pub fn slots(&self, month: Month) -> impl Iterator<Item = &Slot> {
        self.slots.iter().filter(move |slot| slot.origin.period.contains(month))
    }

    /// The slot of a line by name.
    pub fn slot(&self, name: &str, month: Month) -> Option<&Slot> {
        self.slots(month).find(|slot| slot.name == name)
    }

    pub(crate) fn base_rows(&self, month: Month) -> impl Iterator<Item = &BaseRow> {
        self.base.iter().filter(move |row| row.origin.period.contains(month))
    }

    pub(crate) fn addition(&self, rule: Rule, tier: &str, month: Month) -> Option<&AdditionRow> {
        let mut rows = self.additions.iter();
        rows.find(|row| row.rule == rule && row.tier == tier && row.origin.period.contains(month))
    }

    /// The row of a reduction in its n-th month; shares have no months of their own.
    pub(crate) fn reduction(&self, rule: Rule, kind: ReductionKind, nth: u32, month: Month) -> Option<&ReductionRow> {
        let mut rows = self.reductions.iter().filter(|row| row.kind == kind);
        rows.find(|row| row.rule == rule && row.months.contains(nth) && row.origin.period.contains(month))
    }

    /// What the n-th month of a reduction leaves of the base fee, for forms; `None` where the table has no row.
    pub fn factor(&self, rule: Rule, nth: u32, month: Month) -> Option<Ratio> {
        self.reduction(rule, ReductionKind::Factor, nth, month).map(|row| row.ratio)
    }

    /// When an addition exists.
    pub(crate) fn addition_periods(&self, rule: Rule) -> Vec<Period> {
        self.additions.iter().filter(|row| row.rule == rule).map(|row| row.origin.period).collect()
    }

    /// When a reduction exists.
    pub(crate) fn reduction_periods(&self, rule: Rule) -> Vec<Period> {
        self.reductions.iter().filter(|row| row.rule == rule).map(|row| row.origin.period).collect()
    }

    pub(crate) fn treatment_rows(&self) -> &[TreatmentRow] {
        &self.treatment
    }
}
