//! 表の行 (就労定着支援): the typed rows and how each is read.
use crate::retention::Rule;
use crate::retention::facts::RetentionRate;
use crate::retention::rules::by_id;
use crate::tables::band::Band;
use crate::tables::csv::{Row, TableError};
use crate::tables::period::{Confidence, Origin, Period};
use kernel::{Ratio, ServiceCode, Units};

/// 基本報酬の1行: one band of 就労定着率 and, until 2024-03, of users.
#[derive(Clone, Debug)]
pub(crate) struct BaseRow {
    /// 明細の行の呼び名.
    pub(crate) name: &'static str,
    /// Whether the name was seen as the official one; until then it is our own.
    pub(crate) name_seen: bool,
    /// 就労定着率の区分 as the source prints it.
    pub(crate) band: &'static str,
    pub(crate) users: Band,
    pub(crate) rate_from: u32,
    pub(crate) rate_below: Option<u32>,
    pub(crate) units: i64,
    pub(crate) origin: Origin,
}

impl BaseRow {
    /// Whether the rate lies in the band: 100·numerator against percent·denominator, without a division.
    pub(crate) fn has_rate(&self, rate: RetentionRate) -> bool {
        let hundredfold = 100 * u64::from(rate.numerator);
        let at = |percent: u32| u64::from(percent) * u64::from(rate.denominator);
        at(self.rate_from) <= hundredfold && self.rate_below.is_none_or(|below| hundredfold < at(below))
    }

    /// Whether the number of users matters.
    pub(crate) fn asks_users(&self) -> bool {
        self.users.from.is_some() || self.users.to_inclusive.is_some()
    }
}

/// 加算の1行.
#[derive(Clone, Debug)]
pub(crate) struct AdditionRow {
    pub(crate) rule: Rule,
    pub(crate) tier: &'static str,
    pub(crate) units: i64,
    pub(crate) name: &'static str,
    pub(crate) origin: Origin,
}

/// How a reduction works.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ReductionKind {
    /// Another number of units of the base fee.
    Factor,
    /// A line of its own: a share of the base fee, less than nothing.
    Share,
}

/// 減算の1行.
#[derive(Clone, Debug)]
pub(crate) struct ReductionRow {
    pub(crate) rule: Rule,
    pub(crate) tier: &'static str,
    pub(crate) name: &'static str,
    pub(crate) kind: ReductionKind,
    pub(crate) ratio: Ratio,
    /// Which months of the reduction, from 1.
    pub(crate) months: Band,
    pub(crate) order: u32,
    pub(crate) origin: Origin,
}

/// 処遇改善の1区分.
#[derive(Clone, Debug)]
pub(crate) struct TreatmentRow {
    pub(crate) class: &'static str,
    pub(crate) name: &'static str,
    /// None: the class exists and its rate is not known.
    pub(crate) per_mille: Option<u32>,
    pub(crate) origin: Origin,
}

/// A number the rules count with.
#[derive(Clone, Debug)]
pub(crate) struct LimitRow {
    pub(crate) rule: Rule,
    pub(crate) limit: &'static str,
    pub(crate) value: u32,
    pub(crate) origin: Origin,
}

/// 請求コードの枠: one line that may be claimed, with the code once the official table is known.
#[derive(Clone, Debug)]
pub struct Slot {
    /// Name of the line.
    pub name: &'static str,
    /// Units of one count; none where they are worked out each month.
    pub units: Option<Units>,
    /// 算定単位.
    pub calc_unit: &'static str,
    /// サービスコード; none = 未登録.
    pub code: Option<ServiceCode>,
    /// The code was given by a person of the office, not found by name.
    pub by_hand: bool,
    pub(crate) origin: Origin,
}

impl Slot {
    /// Where name and units (and the code) were seen.
    pub fn source(&self) -> &'static str {
        self.origin.source
    }

    /// Whether they were seen in the official table.
    pub fn verified(&self) -> bool {
        self.origin.verified()
    }

    /// The months of the line.
    pub fn period(&self) -> Period {
        self.origin.period
    }
}

fn rule(row: &Row<'_>) -> Result<Rule, TableError> {
    by_id(row.text("rule")?).ok_or_else(|| row.bad("rule", "retention.… の規則名"))
}

pub(super) fn base_row(row: &Row<'_>) -> Result<BaseRow, TableError> {
    Ok(BaseRow {
        name: row.text("name")?,
        name_seen: row.confidence("name_confidence")? == Some(Confidence::Seen),
        band: row.text("band")?,
        users: Band { from: row.number_or_none("users_from")?, to_inclusive: row.number_or_none("users_to")? },
        rate_from: row.number("rate_from")?,
        rate_below: row.number_or_none("rate_below")?,
        units: i64::from(row.number("units")?),
        origin: row.origin()?,
    })
}

pub(super) fn addition_row(row: &Row<'_>) -> Result<AdditionRow, TableError> {
    if !["month", "time", "once"].contains(&row.text("per")?) {
        return Err(row.bad("per", "month・time・once のどれか"));
    }
    Ok(AdditionRow {
        rule: rule(row)?,
        tier: row.text("tier")?,
        units: i64::from(row.number("units")?),
        name: row.text("name")?,
        origin: row.origin()?,
    })
}

pub(super) fn reduction_row(row: &Row<'_>) -> Result<ReductionRow, TableError> {
    let kind = match row.text("kind")? {
        "factor" => ReductionKind::Factor,
        "share" => ReductionKind::Share,
        _ => return Err(row.bad("kind", "factor・share のどちらか")),
    };
    Ok(ReductionRow {
        rule: rule(row)?,
        tier: row.text("tier")?,
        name: row.text("name")?,
        kind,
        ratio: row.ratio()?,
        months: Band { from: row.number_or_none("month_from")?, to_inclusive: row.number_or_none("month_to")? },
        order: row.number("order")?,
        origin: row.origin()?,
    })
}

pub(super) fn treatment_row(row: &Row<'_>) -> Result<TreatmentRow, TableError> {
    Ok(TreatmentRow {
        class: row.text("class")?,
        name: row.text("name")?,
        per_mille: row.number_or_none("per_mille")?,
        origin: row.origin()?,
    })
}

pub(super) fn limit_row(row: &Row<'_>) -> Result<LimitRow, TableError> {
    Ok(LimitRow { rule: rule(row)?, limit: row.text("limit")?, value: row.number("value")?, origin: row.origin()? })
}

pub(super) fn slot_row(row: &Row<'_>) -> Result<Slot, TableError> {
    Ok(Slot {
        name: row.text("name")?,
        units: row.number_or_none("units")?.map(|units| Units(i64::from(units))),
        calc_unit: row.text("calc_unit")?,
        code: row.code_or_none("code")?,
        by_hand: false,
        origin: row.origin()?,
    })
}
