//! 減算つきの基本報酬コード: the codes a base code turns into under reductions.
//!
//! Nearly nine thousand rows: read once, at the first reduction, and found by binary search.
use super::csv::{Sheet, TableError};
use super::period::Origin;
use crate::b_type::Rule;
use kernel::ServiceCode;
use std::ops::Range;

/// Which factors a code carries, as a bit set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Factors(u16);

const MARKS: [(&str, Rule, &str); 11] = [
    ("P", Rule::PublicOperator, ""),
    ("H", Rule::ShortHours, ""),
    ("O", Rule::OverCapacity, ""),
    ("S", Rule::StaffShortage, ""),
    ("S1", Rule::StaffShortage, "1"),
    ("S2", Rule::StaffShortage, "2"),
    ("M1", Rule::ServiceManagerShortage, "1"),
    ("M2", Rule::ServiceManagerShortage, "2"),
    ("N", Rule::PlanMissing, ""),
    ("N1", Rule::PlanMissing, "1"),
    ("N2", Rule::PlanMissing, "2"),
];

impl Factors {
    /// The set with one more reduction; `None` when no code table carries it.
    pub(crate) fn with(self, rule: Rule, tier: &str) -> Option<Factors> {
        let at = MARKS.iter().position(|mark| mark.1 == rule && mark.2 == tier)?;
        Some(Factors(self.0 | 1 << at))
    }

    /// Rules and tiers in the order of the marks.
    pub(crate) fn each(self) -> impl Iterator<Item = (Rule, &'static str)> {
        MARKS
            .iter()
            .enumerate()
            .filter(move |(at, _)| self.0 & (1 << at) != 0)
            .map(|(_, (_, rule, tier))| (*rule, *tier))
    }

    fn read(text: &str) -> Option<Factors> {
        text.split('+').try_fold(Factors(0), |set, mark| {
            let at = MARKS.iter().position(|known| known.0 == mark)?;
            Some(Factors(set.0 | 1 << at))
        })
    }
}

/// One reduced base code.
#[derive(Clone, Debug)]
pub(crate) struct VariantRow {
    pub(crate) base: &'static str,
    pub(crate) factors: Factors,
    pub(crate) units: i64,
    pub(crate) code: &'static str,
    /// The official name, once it is known.
    pub(crate) name: Option<&'static str>,
    pub(crate) origin: Origin,
}

/// Reads the table, sorted by base code and factors.
pub(crate) fn read_all(sheet: &Sheet) -> Result<Vec<VariantRow>, TableError> {
    let mut rows = sheet.each(|row| {
        row.code("base_code")?;
        row.code("code")?;
        Ok(VariantRow {
            base: row.text("base_code")?,
            factors: Factors::read(row.text("factors")?).ok_or_else(|| row.bad("factors", "P+N1 のような記号"))?,
            units: i64::from(row.number("units")?),
            code: row.text("code")?,
            name: None,
            origin: row.origin()?,
        })
    })?;
    rows.sort_by_key(|row| (row.base, row.factors));
    Ok(rows)
}

/// The rows of one base code and set of factors, whatever their period.
pub(crate) fn of<'t>(rows: &'t [VariantRow], base: &ServiceCode, factors: Factors) -> &'t [VariantRow] {
    let key = (base.as_str(), factors);
    let from = rows.partition_point(|row| (row.base, row.factors) < key);
    let to = rows.partition_point(|row| (row.base, row.factors) <= key);
    &rows[from..to]
}

/// The places of all reduced codes of one base code.
pub(crate) fn places_of_base(rows: &[VariantRow], base: &ServiceCode) -> Range<usize> {
    rows.partition_point(|row| row.base < base.as_str())..rows.partition_point(|row| row.base <= base.as_str())
}
