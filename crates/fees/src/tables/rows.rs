//! 表の行: the typed rows of the B型 tables.
use super::band::Band;
use super::csv::{Row, Sheet, TableError};
use super::period::{Origin, Period};
use crate::b_type::facts::{FeeClass, Reform2026, WageMethod};
use crate::b_type::{Rule, rules};
use kernel::{Ratio, ServiceCode, Units};

/// A set of fee classes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct FeeClasses(u8);

impl FeeClasses {
    pub(crate) fn contains(self, class: FeeClass) -> bool {
        self.0 & (1 << class as u8) != 0
    }

    fn read(row: &Row<'_>) -> Result<FeeClasses, TableError> {
        let mut set = 0;
        for name in row.text("fee_classes")?.split_whitespace() {
            set |= 1 << fee_class(name).ok_or_else(|| row.bad("fee_classes", "I〜VI を空白区切り"))? as u8;
        }
        Ok(FeeClasses(set))
    }
}

fn fee_class(name: &str) -> Option<FeeClass> {
    Some(match name {
        "I" => FeeClass::I,
        "II" => FeeClass::II,
        "III" => FeeClass::III,
        "IV" => FeeClass::IV,
        "V" => FeeClass::V,
        "VI" => FeeClass::VI,
        _ => return None,
    })
}

fn capacity(row: &Row<'_>) -> Result<Band, TableError> {
    Ok(Band { from: row.number_or_none("capacity_from")?, to_inclusive: row.number_or_none("capacity_to")? })
}

fn rule(row: &Row<'_>) -> Result<Rule, TableError> {
    rules::by_id(row.text("rule")?).ok_or_else(|| row.bad("rule", "登録済みの規則名(b_type.…)"))
}

/// 基本報酬の1行.
#[derive(Clone, Debug)]
pub(crate) struct BaseRow {
    pub(crate) fee_class: FeeClass,
    pub(crate) staffing: &'static str,
    pub(crate) capacity: Band,
    /// Lower bound inclusive, upper bound exclusive; none for the flat classes.
    pub(crate) wage: Option<(u32, Option<u32>)>,
    /// Option numbers of the 体制届 as a bit set.
    pub(crate) wage_options: u32,
    pub(crate) reform: Option<Reform2026>,
    pub(crate) units: i64,
    pub(crate) code: ServiceCode,
    pub(crate) name: &'static str,
    pub(crate) decision_code: &'static str,
    pub(crate) origin: Origin,
}

impl BaseRow {
    pub(crate) fn read_all(sheet: &Sheet) -> Result<Vec<BaseRow>, TableError> {
        sheet.each(|row| {
            let mut wage_options = 0;
            for option in row.text("wage_options")?.split_whitespace() {
                let option = option.parse::<u32>().ok().filter(|option| *option < 32);
                wage_options |= 1 << option.ok_or_else(|| row.bad("wage_options", "31以下の番号を空白区切り"))?;
            }
            let wage = match row.number_or_none("wage_from_yen")? {
                Some(from) => Some((from, row.number_or_none("wage_below_yen")?)),
                None => None,
            };
            let reform = match row.text("reform")? {
                "any" => None,
                "subject" => Some(Reform2026::Subject),
                "exempt" => Some(Reform2026::Exempt),
                _ => return Err(row.bad("reform", "any・subject・exempt のどれか")),
            };
            Ok(BaseRow {
                fee_class: fee_class(row.text("fee_class")?).ok_or_else(|| row.bad("fee_class", "I〜VI"))?,
                staffing: row.text("staffing")?,
                capacity: capacity(row)?,
                wage,
                wage_options,
                reform,
                units: i64::from(row.number("units")?),
                code: row.code("code")?,
                name: row.text("name")?,
                decision_code: row.text("decision_code")?,
                origin: row.origin()?,
            })
        })
    }
}

/// 加算の1行: one tier.
#[derive(Clone, Debug)]
pub(crate) struct AdditionRow {
    pub(crate) rule: Rule,
    pub(crate) tier: &'static str,
    pub(crate) units: i64,
    pub(crate) per_mille: Option<u32>,
    /// Units are taken once for each person settled in a job.
    pub(crate) times_persons: bool,
    /// None where the units are known and the code is not: such an addition is typed by hand.
    pub(crate) code: Option<ServiceCode>,
    pub(crate) name: &'static str,
    pub(crate) decision_code: &'static str,
    pub(crate) fee_classes: FeeClasses,
    pub(crate) capacity: Band,
    pub(crate) wage_from_yen: Option<u32>,
    pub(crate) origin: Origin,
}

impl AdditionRow {
    pub(crate) fn read_all(sheet: &Sheet) -> Result<Vec<AdditionRow>, TableError> {
        sheet.each(|row| {
            let per_mille = row.number_or_none("per_mille")?;
            let units = row.number_or_none("units")?;
            if units.is_some() == per_mille.is_some() {
                return Err(row.bad("units", "units か per_mille のどちらか一方"));
            }
            let times_persons = match row.text("per")? {
                "day" | "way" | "time" | "month" | "rate" => false,
                "day_person" => true,
                _ => return Err(row.bad("per", "day・day_person・way・time・month・rate のどれか")),
            };
            Ok(AdditionRow {
                rule: rule(row)?,
                tier: row.text("tier")?,
                units: i64::from(units.unwrap_or(0)),
                per_mille,
                times_persons,
                code: row.code_or_none("code")?,
                name: row.text("name")?,
                decision_code: row.text("decision_code")?,
                fee_classes: FeeClasses::read(row)?,
                capacity: capacity(row)?,
                wage_from_yen: row.number_or_none("wage_from_yen")?,
                origin: row.origin()?,
            })
        })
    }
}

/// How a reduction works.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ReductionKind {
    /// Another code of the base fee.
    Factor,
    /// One negative line a month, a share of the base units.
    Monthly,
    /// A negative number of units (the numerator) on every day with the base fee.
    Daily,
}

/// 減算の1行.
#[derive(Clone, Debug)]
pub(crate) struct ReductionRow {
    pub(crate) rule: Rule,
    pub(crate) tier: &'static str,
    pub(crate) name: &'static str,
    pub(crate) label: &'static str,
    pub(crate) ratio: Ratio,
    pub(crate) order: u32,
    pub(crate) kind: ReductionKind,
    /// Lines of their own have a code; none where it is not known.
    pub(crate) code: Option<ServiceCode>,
    pub(crate) fee_classes: FeeClasses,
    pub(crate) decision_code: &'static str,
    pub(crate) origin: Origin,
}

impl ReductionRow {
    pub(crate) fn read_all(sheet: &Sheet) -> Result<Vec<ReductionRow>, TableError> {
        sheet.each(|row| {
            let (kind, code) = match row.text("kind")? {
                "factor" => (ReductionKind::Factor, None),
                "monthly" => (ReductionKind::Monthly, Some(row.code("code")?)),
                "daily" => (ReductionKind::Daily, row.code_or_none("code")?),
                _ => return Err(row.bad("kind", "factor・monthly・daily のどれか")),
            };
            Ok(ReductionRow {
                rule: rule(row)?,
                tier: row.text("tier")?,
                name: row.text("name")?,
                label: row.text("label")?,
                ratio: row.ratio()?,
                order: row.number("order")?,
                kind,
                code,
                fee_classes: FeeClasses::read(row)?,
                decision_code: row.text("decision_code")?,
                origin: row.origin()?,
            })
        })
    }
}

/// 原則の日数 by length of month.
#[derive(Clone, Debug)]
pub(crate) struct DayLimitRow {
    pub(crate) calendar_days: u32,
    pub(crate) standard_days: u32,
    pub(crate) origin: Origin,
}

impl DayLimitRow {
    pub(crate) fn read_all(sheet: &Sheet) -> Result<Vec<DayLimitRow>, TableError> {
        sheet.each(|row| {
            Ok(DayLimitRow {
                calendar_days: row.number("calendar_days")?,
                standard_days: row.number("standard_days")?,
                origin: row.origin()?,
            })
        })
    }
}

/// 負担上限月額 of one income class.
#[derive(Clone, Debug)]
pub(crate) struct IncomeCapRow {
    pub(crate) income_class: &'static str,
    pub(crate) cap_yen: u32,
    pub(crate) origin: Origin,
}

impl IncomeCapRow {
    pub(crate) fn read_all(sheet: &Sheet) -> Result<Vec<IncomeCapRow>, TableError> {
        sheet.each(|row| {
            Ok(IncomeCapRow {
                income_class: row.text("income_class")?,
                cap_yen: row.number("cap_yen")?,
                origin: row.origin()?,
            })
        })
    }
}

/// 請求コードの公式な範囲.
#[derive(Clone, Debug)]
pub(crate) struct CodeRangeRow {
    pub(crate) group: &'static str,
    pub(crate) first: &'static str,
    pub(crate) last: &'static str,
    pub(crate) decision_code: &'static str,
    pub(crate) origin: Origin,
}

impl CodeRangeRow {
    pub(crate) fn contains(&self, code: &ServiceCode) -> bool {
        (self.first..=self.last).contains(&code.as_str())
    }

    pub(crate) fn read_all(sheet: &Sheet) -> Result<Vec<CodeRangeRow>, TableError> {
        sheet.each(|row| {
            row.code("first_code")?;
            row.code("last_code")?;
            Ok(CodeRangeRow {
                group: row.text("group")?,
                first: row.text("first_code")?,
                last: row.text("last_code")?,
                decision_code: row.text("decision_code")?,
                origin: row.origin()?,
            })
        })
    }
}

/// 算定の上限: a count the rules compare with.
#[derive(Clone, Debug)]
pub(crate) struct LimitRow {
    pub(crate) rule: Rule,
    pub(crate) limit: &'static str,
    pub(crate) value: u32,
    pub(crate) origin: Origin,
}

impl LimitRow {
    pub(crate) fn read_all(sheet: &Sheet) -> Result<Vec<LimitRow>, TableError> {
        sheet.each(|row| {
            Ok(LimitRow {
                rule: rule(row)?,
                limit: row.text("limit")?,
                value: row.number("value")?,
                origin: row.origin()?,
            })
        })
    }
}

/// 報酬改定の区切り: the months between two revisions.
#[derive(Clone, Debug)]
pub(crate) struct EraRow {
    pub(crate) period: Period,
    pub(crate) name: &'static str,
    /// Whether the tables hold every row of the notice; otherwise holes are expected.
    pub(crate) complete: bool,
    pub(crate) source: &'static str,
    pub(crate) line: u32,
}

impl EraRow {
    pub(crate) fn read_all(sheet: &Sheet) -> Result<Vec<EraRow>, TableError> {
        sheet.each(|row| {
            let to = if row.text("to")?.is_empty() { None } else { Some(row.month("to")?) };
            let complete = match row.text("complete")? {
                "yes" => true,
                "no" => false,
                _ => return Err(row.bad("complete", "yes・no のどちらか")),
            };
            let period = Period { from: row.month("from")?, to };
            Ok(EraRow { period, name: row.text("name")?, complete, source: row.text("source")?, line: row.line() })
        })
    }
}

/// 手入力の明細の候補: one entry of the list people choose a hand line from.
#[derive(Clone, Debug)]
pub struct HandLine {
    /// サービスコード; none where it has to be looked up.
    pub code: Option<ServiceCode>,
    /// Short name.
    pub name: &'static str,
    /// Units of one count, where they are fixed.
    pub units: Option<Units>,
    /// How units or count come about, in Japanese; may be empty.
    pub note: &'static str,
    /// Where the entry was seen.
    pub source: &'static str,
    pub(crate) origin: Origin,
}

impl HandLine {
    pub(crate) fn read_all(sheet: &Sheet) -> Result<Vec<HandLine>, TableError> {
        sheet.each(|row| {
            let origin = row.origin()?;
            Ok(HandLine {
                code: row.code_or_none("code")?,
                name: row.text("name")?,
                units: row.number_or_none("units")?.map(|units| Units(i64::from(units))),
                note: row.text("note")?,
                source: origin.source,
                origin,
            })
        })
    }
}

/// 平均工賃月額の計算方法 in force.
#[derive(Clone, Debug)]
pub(crate) struct WageMethodRow {
    pub(crate) method: WageMethod,
    pub(crate) origin: Origin,
}

impl WageMethodRow {
    pub(crate) fn read_all(sheet: &Sheet) -> Result<Vec<WageMethodRow>, TableError> {
        sheet.each(|row| {
            let method = match row.text("method")? {
                "daily_average" => WageMethod::DailyAverage,
                "monthly_payees" => WageMethod::MonthlyPayees,
                _ => return Err(row.bad("method", "daily_average・monthly_payees のどちらか")),
            };
            Ok(WageMethodRow { method, origin: row.origin()? })
        })
    }
}

/// A code that no table of ours has: it lies in an official range and came with an imported table.
#[derive(Clone, Debug)]
pub(crate) struct ImportedRow {
    pub(crate) code: ServiceCode,
    pub(crate) name: &'static str,
    pub(crate) units: Option<Units>,
    pub(crate) origin: Origin,
}
