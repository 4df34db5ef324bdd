//! 就労定着支援の表: the dated tables of service type 47.
mod lint;
mod lookup;
mod rows;

pub use lookup::TreatmentClass;
pub use rows::Slot;
pub(crate) use rows::{AdditionRow, BaseRow, ReductionKind, ReductionRow, TreatmentRow};

use super::csv::{Sheet, TableError, read_file};
use super::official::CodeRow;
use super::period::Origin;
use super::unit_prices::UnitPriceRow;
use crate::retention::Rule;
use rows::LimitRow;
use std::path::Path;

pub(in crate::tables) const BASE: &str = "fees/retention/base_rates.csv";
pub(in crate::tables) const ADDITIONS: &str = "fees/retention/additions.csv";
pub(in crate::tables) const REDUCTIONS: &str = "fees/retention/reductions.csv";
pub(in crate::tables) const TREATMENT: &str = "fees/retention/treatment_rates.csv";
pub(in crate::tables) const LIMITS: &str = "fees/retention/limits.csv";
pub(in crate::tables) const UNIT_PRICES: &str = "fees/retention/unit_prices.csv";
pub(in crate::tables) const SLOTS: &str = "fees/retention/service_code_slots.csv";
pub(in crate::tables) const DECISION_CODES: &str = "fees/retention/decision_codes.csv";

/// The tables of 就労定着支援, reached by [`FeeTables::retention`](super::FeeTables::retention).
#[derive(Clone, Debug)]
pub struct RetentionTables {
    pub(in crate::tables) base: Vec<BaseRow>,
    pub(in crate::tables) additions: Vec<AdditionRow>,
    pub(in crate::tables) reductions: Vec<ReductionRow>,
    pub(in crate::tables) treatment: Vec<TreatmentRow>,
    pub(in crate::tables) limits: Vec<LimitRow>,
    pub(in crate::tables) unit_prices: Vec<UnitPriceRow>,
    pub(in crate::tables) slots: Vec<Slot>,
    pub(in crate::tables) decision_codes: Vec<(&'static str, Origin)>,
    /// Official rows that found no line by name and units.
    pub(in crate::tables) left_over: Vec<CodeRow>,
}

/// The texts of one set of tables.
pub(in crate::tables) struct Texts {
    base: &'static str,
    additions: &'static str,
    reductions: &'static str,
    treatment: &'static str,
    limits: &'static str,
    unit_prices: &'static str,
    slots: &'static str,
    decision_codes: &'static str,
}

pub(in crate::tables) const BUILTIN: Texts = Texts {
    base: include_str!("../../../../../data/fees/retention/base_rates.csv"),
    additions: include_str!("../../../../../data/fees/retention/additions.csv"),
    reductions: include_str!("../../../../../data/fees/retention/reductions.csv"),
    treatment: include_str!("../../../../../data/fees/retention/treatment_rates.csv"),
    limits: include_str!("../../../../../data/fees/retention/limits.csv"),
    unit_prices: include_str!("../../../../../data/fees/retention/unit_prices.csv"),
    slots: include_str!("../../../../../data/fees/retention/service_code_slots.csv"),
    decision_codes: include_str!("../../../../../data/fees/retention/decision_codes.csv"),
};

impl RetentionTables {
    pub(in crate::tables) fn from_dir(folder: &Path) -> Result<RetentionTables, TableError> {
        RetentionTables::from_texts(&Texts {
            base: read_file(folder, BASE)?,
            additions: read_file(folder, ADDITIONS)?,
            reductions: read_file(folder, REDUCTIONS)?,
            treatment: read_file(folder, TREATMENT)?,
            limits: read_file(folder, LIMITS)?,
            unit_prices: read_file(folder, UNIT_PRICES)?,
            slots: read_file(folder, SLOTS)?,
            decision_codes: read_file(folder, DECISION_CODES)?,
        })
    }

    pub(in crate::tables) fn from_texts(texts: &Texts) -> Result<RetentionTables, TableError> {
        let tables = RetentionTables {
            base: Sheet::read(BASE, texts.base)?.each(rows::base_row)?,
            additions: Sheet::read(ADDITIONS, texts.additions)?.each(rows::addition_row)?,
            reductions: Sheet::read(REDUCTIONS, texts.reductions)?.each(rows::reduction_row)?,
            treatment: Sheet::read(TREATMENT, texts.treatment)?.each(rows::treatment_row)?,
            limits: Sheet::read(LIMITS, texts.limits)?.each(rows::limit_row)?,
            unit_prices: UnitPriceRow::read_all(&Sheet::read(UNIT_PRICES, texts.unit_prices)?)?,
            slots: Sheet::read(SLOTS, texts.slots)?.each(rows::slot_row)?,
            decision_codes: Sheet::read(DECISION_CODES, texts.decision_codes)?
                .each(|row| Ok((row.text("decision_code")?, row.origin()?)))?,
            left_over: Vec::new(),
        };
        for limit in ["usable_after_months", "usable_until_months", "job_change_within_months", "job_changes"] {
            if !tables.limits.iter().any(|row| row.rule == Rule::Period && row.limit == limit) {
                return Err(TableError::NoRow { file: LIMITS.to_owned(), key: format!("retention.period {limit}") });
            }
        }
        Ok(tables)
    }
}
