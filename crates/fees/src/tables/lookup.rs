//! 表を引く: finding the rows in force in a month.
use super::Period;
use super::rows::{AdditionRow, BaseRow, ReductionRow};
use super::unit_prices::{UnitPriceRow, area_classes, price_of};
use super::variants::{self, Factors, VariantRow};
use super::{EraRow, FeeTables, HandLine, Origin, UNIT_PRICES, VariantNames};
use crate::b_type::{
    Rule,
    facts::{FeeClass, WageMethod},
};
use kernel::{Finding, Month, ServiceCode, Units, Yen};

/// What the tables know of a service code in a month.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CodeEntry<'t> {
    /// Short name, or the name of the official group when only the range is known.
    pub name: &'t str,
    /// Units of one count, when the table fixes them.
    pub units: Option<Units>,
    /// 決定サービスコード.
    pub decision_code: &'t str,
    /// Official group, when the code lies in a published range.
    pub group: Option<&'t str>,
    /// Whether name and units were seen in the official table.
    pub verified: bool,
}

/// 区分 of an addition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tier {
    /// The key the facts use (`I-ro`, `1`).
    pub tier: &'static str,
    /// Name in the table.
    pub name: &'static str,
    /// When it may be claimed.
    pub period: Period,
}

impl FeeTables {
    /// 単位数単価 of an area class in a month.
    ///
    /// # Errors
    /// A fault `fee_row_missing` naming table, area class and month.
    #[expect(clippy::result_large_err, reason = "one shape of finding in the whole house; asked once a month")]
    pub fn unit_price(&self, area_class: &str, month: Month) -> Result<&UnitPriceRow, Finding> {
        price_of(&self.unit_prices, UNIT_PRICES, area_class, month)
    }

    /// 地域区分 of a month, dearest first, for forms.
    pub fn area_classes(&self, month: Month) -> Vec<&str> {
        area_classes(&self.unit_prices, month)
    }

    /// 負担上限月額 of an income class in a month.
    pub fn income_cap(&self, income_class: &str, month: Month) -> Option<Yen> {
        let found =
            self.income_caps.iter().find(|row| row.income_class == income_class && row.origin.period.contains(month));
        found.map(|row| Yen(i64::from(row.cap_yen)))
    }

    /// 原則の日数 of a month; 0 when the table has no row for it, so that no day passes unseen.
    pub fn standard_days(&self, month: Month) -> u32 {
        self.day_limit(month).map_or(0, |(days, _)| days)
    }

    /// 特別対策費: stands beside the benefit units and carries no user burden, in whatever month it is typed.
    pub(crate) fn is_special_measure(&self, code: &ServiceCode) -> bool {
        self.code_ranges.iter().any(|row| row.group.starts_with("特別対策費") && row.contains(code))
    }

    /// Short name of a code in a month.
    pub fn code_name(&self, code: &ServiceCode, month: Month) -> Option<&str> {
        self.code(code, month).map(|entry| entry.name)
    }

    /// What the tables know of a code in a month. Reduced base codes carry a name made from the base name.
    pub fn code(&self, code: &ServiceCode, month: Month) -> Option<CodeEntry<'_>> {
        let range = self.code_ranges.iter().find(|row| row.origin.period.contains(month) && row.contains(code));
        let group = range.map(|row| row.group);
        if let Some(row) = self.base.iter().find(|row| row.code == *code && row.origin.period.contains(month)) {
            return Some(CodeEntry {
                name: row.name,
                units: Some(Units(row.units)),
                decision_code: row.decision_code,
                group,
                verified: row.origin.verified(),
            });
        }
        let mut additions = self.additions.iter().flatten();
        if let Some(row) = additions.find(|row| row.code.as_ref() == Some(code) && row.origin.period.contains(month)) {
            let fixed = row.per_mille.is_none() && row.rule != Rule::MedicalV;
            return Some(CodeEntry {
                name: row.name,
                units: fixed.then_some(Units(row.units)),
                decision_code: row.decision_code,
                group,
                verified: row.origin.verified(),
            });
        }
        let mut reductions = self.reductions.iter();
        if let Some(row) = reductions.find(|row| row.code.as_ref() == Some(code) && row.origin.period.contains(month)) {
            let decision_code = row.decision_code;
            return Some(CodeEntry {
                name: row.name,
                units: None,
                decision_code,
                group,
                verified: row.origin.verified(),
            });
        }
        if let Some((row, name)) = self.named_variant(code.as_str(), month) {
            let decision_code = range.map_or("", |row| row.decision_code);
            let units = Some(Units(row.units));
            return Some(CodeEntry { name, units, decision_code, group, verified: row.origin.verified() });
        }
        let mut imported = self.imported.iter();
        if let Some(row) = imported.find(|row| row.code == *code && row.origin.period.contains(month)) {
            let decision_code = range.map_or("", |row| row.decision_code);
            return Some(CodeEntry { name: row.name, units: row.units, decision_code, group, verified: true });
        }
        if let Some(slot) = self.retention.slots(month).find(|slot| slot.code.as_ref() == Some(code)) {
            return Some(CodeEntry {
                name: slot.name,
                units: slot.units,
                decision_code: self.retention.decision_code(month).unwrap_or_default(),
                group: Some("就労定着支援"),
                verified: slot.verified(),
            });
        }
        // Of a range of several codes the single names and units are not known.
        let row = range?;
        let verified = row.origin.verified() && row.first == row.last;
        let listed = self.hand_lines(month).find(|line| line.code.as_ref() == Some(code));
        Some(CodeEntry {
            name: listed.map_or(row.group, |line| line.name),
            units: None,
            decision_code: row.decision_code,
            group,
            verified,
        })
    }

    /// The name of a reduced base code, made from the name of the base code; the official one is not known.
    pub(crate) fn variant_name(&self, row: &VariantRow, month: Month) -> Option<&str> {
        self.named_variant(row.code, month).map(|(_, name)| name)
    }

    fn named_variant(&self, code: &str, month: Month) -> Option<(&VariantRow, &str)> {
        let names = self.variant_names.get_or_init(|| self.make_variant_names());
        let rows = self.variants();
        // One base code serves several revisions: both the base row and the variant must be those of the month.
        names.get(code)?.iter().find_map(|(period, name, at)| {
            let row = rows.get(*at).filter(|row| row.origin.period.contains(month))?;
            period.contains(month).then_some((row, name.as_str()))
        })
    }

    fn make_variant_names(&self) -> VariantNames {
        let label = |rule: Rule, tier: &str| {
            let row = self.reductions.iter().find(|row| row.rule == rule && row.tier == tier);
            row.map_or("", |row| row.label)
        };
        let rows = self.variants();
        let mut names = VariantNames::new();
        for base in &self.base {
            for at in variants::places_of_base(rows, &base.code) {
                let mut name = rows[at].name.unwrap_or(base.name).to_owned();
                let official = rows[at].name.is_some();
                for (rule, tier) in rows[at].factors.each().filter(|_| !official) {
                    name.push('・');
                    name.push_str(label(rule, tier));
                }
                names.entry(rows[at].code).or_default().push((base.origin.period, name, at));
            }
        }
        names
    }

    /// Spells out a source that is written as an id.
    pub(crate) fn source(&self, origin: &Origin) -> &'static str {
        self.sources.get(origin.source).copied().unwrap_or(origin.source)
    }

    /// The revision a month belongs to; `None` before the first one the tables know of.
    pub(crate) fn era(&self, month: Month) -> Option<&EraRow> {
        self.eras.iter().find(|era| era.period.contains(month))
    }

    /// 手入力の明細の候補 of a month, in the order of the list people choose from.
    pub fn hand_lines(&self, month: Month) -> impl Iterator<Item = &HandLine> {
        self.hand_lines.iter().filter(move |line| line.origin.period.contains(month))
    }

    /// How the 平均工賃月額 is worked out when the band is filed for this month, with the source.
    pub fn average_wage_method(&self, month: Month) -> Option<(WageMethod, &'static str)> {
        let row = self.wage_methods.iter().find(|row| row.origin.period.contains(month))?;
        Some((row.method, row.origin.source))
    }

    /// Tiers of an addition with their names and months, in the order of the table.
    ///
    /// ```
    /// # use fees::{FeeTables, b_type::Rule};
    /// let month = "2026-06".parse().unwrap();
    /// let tiers = FeeTables::builtin().tiers(Rule::TreatmentImprovement);
    /// assert!(tiers.iter().any(|tier| tier.tier == "I-ro" && tier.period.contains(month)));
    /// ```
    pub fn tiers(&self, rule: Rule) -> Vec<Tier> {
        let rows = self.addition_rows(rule).iter();
        rows.map(|row| Tier { tier: row.tier, name: row.name, period: row.origin.period }).collect()
    }

    /// 人員配置 and 定員区分 that a fee class and capacity mean in a month, for headings.
    pub fn staffing_and_capacity(&self, class: FeeClass, capacity: u32, month: Month) -> Option<(&str, String)> {
        let row = self.base_rows(month).find(|row| row.fee_class == class && row.capacity.contains(capacity))?;
        let band = match (row.capacity.from, row.capacity.to_inclusive) {
            (None | Some(0 | 1), Some(to)) => format!("{to}人以下"),
            (Some(from), Some(to)) => format!("{from}人以上{to}人以下"),
            (Some(from), None) => format!("{from}人以上"),
            (None, None) => "定員を問わない".to_owned(),
        };
        Some((row.staffing, band))
    }

    /// 決定サービスコード of the base fee in a month, for the contract form.
    pub fn basic_decision_code(&self, month: Month) -> Option<&str> {
        self.base_rows(month).next().map(|row| row.decision_code)
    }

    pub(crate) fn base_rows(&self, month: Month) -> impl Iterator<Item = &BaseRow> {
        self.base.iter().filter(move |row| row.origin.period.contains(month))
    }

    /// All rows of an addition, whatever their month.
    pub(crate) fn addition_rows(&self, rule: Rule) -> &[AdditionRow] {
        &self.additions[rule as usize]
    }

    /// The row of a reduction in force in the month.
    pub(crate) fn reduction(&self, rule: Rule, tier: &str, month: Month) -> Option<&ReductionRow> {
        let mut rows = self.reductions.iter();
        rows.find(|row| row.rule == rule && row.tier == tier && row.origin.period.contains(month))
    }

    pub(crate) fn variant(&self, base: &ServiceCode, factors: Factors, month: Month) -> Option<&VariantRow> {
        variants::of(self.variants(), base, factors).iter().find(|row| row.origin.period.contains(month))
    }

    pub(crate) fn day_limit(&self, month: Month) -> Option<(u32, &Origin)> {
        let length = u32::from(month.days());
        let row =
            self.day_limits.iter().find(|row| row.calendar_days == length && row.origin.period.contains(month))?;
        Some((row.standard_days, &row.origin))
    }

    /// A count the rules compare with.
    pub fn limit(&self, rule: Rule, name: &str, month: Month) -> Option<(u32, &'static str)> {
        let mut rows = self.limits.iter();
        let row = rows.find(|row| row.rule == rule && row.limit == name && row.origin.period.contains(month))?;
        Some((row.value, row.origin.source))
    }
}
