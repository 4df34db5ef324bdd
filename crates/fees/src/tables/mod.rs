//! 報酬表: the dated tables, compiled in or read from a data folder.
mod band;
mod by_hand;
mod csv;
mod imported;
mod lint;
mod lookup;
mod official;
mod period;
mod retention;
mod rows;
mod unit_prices;
mod variants;

pub use by_hand::SlotByHand;
pub use csv::TableError;
pub use lint::DataProblem;
pub use lookup::{CodeEntry, Tier};
pub use official::CodeRow;
pub use period::{Confidence, Origin, Period};
pub(crate) use retention::{
    AdditionRow as RetentionAdditionRow, BaseRow as RetentionBaseRow, ReductionKind as RetentionReductionKind,
    ReductionRow as RetentionReductionRow, TreatmentRow,
};
pub use retention::{RetentionTables, Slot, TreatmentClass};
pub use rows::HandLine;
pub(crate) use rows::{AdditionRow, BaseRow, EraRow, ReductionKind, ReductionRow};
pub use unit_prices::UnitPriceRow;
pub(crate) use variants::{Factors, VariantRow};

use crate::b_type::RULES;
use csv::{Sheet, read_file};
use rows::{CodeRangeRow, DayLimitRow, ImportedRow, IncomeCapRow, LimitRow, WageMethodRow};
use std::{
    collections::HashMap,
    path::Path,
    sync::{Arc, OnceLock},
};

/// The fee tables of 就労継続支援B型, each row with its months, source and confidence; those of 就労定着支援 are reached by
/// [`FeeTables::retention`].
///
/// ```
/// let tables = fees::FeeTables::builtin();
/// let month = "2024-07".parse().unwrap();
/// assert_eq!(tables.unit_price("3級地", month).unwrap().price.to_string(), "10.86");
/// assert_eq!(tables.standard_days(month), 23);
/// ```
#[derive(Debug)]
pub struct FeeTables {
    base: Vec<BaseRow>,
    /// Rows of each rule, by [`crate::b_type::Rule`] number.
    additions: Vec<Vec<AdditionRow>>,
    reductions: Vec<ReductionRow>,
    variants_text: &'static str,
    /// Shared between tables that have the same: they are by far the most rows.
    variants: OnceLock<Arc<Vec<VariantRow>>>,
    unit_prices: Vec<UnitPriceRow>,
    day_limits: Vec<DayLimitRow>,
    income_caps: Vec<IncomeCapRow>,
    limits: Vec<LimitRow>,
    code_ranges: Vec<CodeRangeRow>,
    eras: Vec<EraRow>,
    hand_lines: Vec<HandLine>,
    wage_methods: Vec<WageMethodRow>,
    imported: Vec<ImportedRow>,
    sources: HashMap<&'static str, &'static str>,
    /// Names of the reduced codes: the base name of the time with the labels of the reductions.
    variant_names: OnceLock<VariantNames>,
    retention: RetentionTables,
}

/// By reduced code: the months of a base row, the name in those months, and the place of the row in the variants.
type VariantNames = HashMap<&'static str, Vec<(Period, String, usize)>>;

/// The texts of one set of tables.
struct Texts {
    base: &'static str,
    additions: &'static str,
    reductions: &'static str,
    variants: &'static str,
    unit_prices: &'static str,
    day_limits: &'static str,
    income_caps: &'static str,
    limits: &'static str,
    code_ranges: &'static str,
    eras: &'static str,
    hand_lines: &'static str,
    wage_methods: &'static str,
    sources: &'static str,
}

const BASE: &str = "fees/b_type/base_rates.csv";
const ADDITIONS: &str = "fees/b_type/additions.csv";
const REDUCTIONS: &str = "fees/b_type/reductions.csv";
const VARIANTS: &str = "fees/b_type/variants.csv";
const UNIT_PRICES: &str = "fees/b_type/unit_prices.csv";
const DAY_LIMITS: &str = "fees/b_type/day_limits.csv";
const INCOME_CAPS: &str = "fees/b_type/income_caps.csv";
const LIMITS: &str = "fees/b_type/limits.csv";
const CODE_RANGES: &str = "fees/b_type/code_ranges.csv";
const ERAS: &str = "fees/b_type/eras.csv";
const HAND_LINES: &str = "fees/b_type/hand_lines.csv";
const WAGE_METHODS: &str = "fees/b_type/average_wages.csv";
const SOURCES: &str = "fees/b_type/sources.csv";

const BUILTIN: Texts = Texts {
    base: include_str!("../../../../data/fees/b_type/base_rates.csv"),
    additions: include_str!("../../../../data/fees/b_type/additions.csv"),
    reductions: include_str!("../../../../data/fees/b_type/reductions.csv"),
    variants: include_str!("../../../../data/fees/b_type/variants.csv"),
    unit_prices: include_str!("../../../../data/fees/b_type/unit_prices.csv"),
    day_limits: include_str!("../../../../data/fees/b_type/day_limits.csv"),
    income_caps: include_str!("../../../../data/fees/b_type/income_caps.csv"),
    limits: include_str!("../../../../data/fees/b_type/limits.csv"),
    code_ranges: include_str!("../../../../data/fees/b_type/code_ranges.csv"),
    eras: include_str!("../../../../data/fees/b_type/eras.csv"),
    hand_lines: include_str!("../../../../data/fees/b_type/hand_lines.csv"),
    wage_methods: include_str!("../../../../data/fees/b_type/average_wages.csv"),
    sources: include_str!("../../../../data/fees/b_type/sources.csv"),
};

impl FeeTables {
    /// The tables compiled into the program, read at first use.
    ///
    /// # Panics
    /// Never with tables that passed the tests of this crate.
    pub fn builtin() -> &'static FeeTables {
        static TABLES: OnceLock<FeeTables> = OnceLock::new();
        TABLES.get_or_init(|| {
            FeeTables::from_texts(&BUILTIN, RetentionTables::from_texts(&retention::BUILTIN))
                .expect("the compiled-in tables are read by the tests")
        })
    }

    /// The tables of a data folder: `<folder>/fees/b_type/*.csv` and `<folder>/fees/retention/*.csv`. Reads all of them at once.
    ///
    /// # Errors
    /// A file that is missing, or the file, line and column of a cell that cannot be read.
    pub fn from_dir(folder: &Path) -> Result<FeeTables, TableError> {
        let texts = Texts {
            base: read_file(folder, BASE)?,
            additions: read_file(folder, ADDITIONS)?,
            reductions: read_file(folder, REDUCTIONS)?,
            variants: read_file(folder, VARIANTS)?,
            unit_prices: read_file(folder, UNIT_PRICES)?,
            day_limits: read_file(folder, DAY_LIMITS)?,
            income_caps: read_file(folder, INCOME_CAPS)?,
            limits: read_file(folder, LIMITS)?,
            code_ranges: read_file(folder, CODE_RANGES)?,
            eras: read_file(folder, ERAS)?,
            hand_lines: read_file(folder, HAND_LINES)?,
            wage_methods: read_file(folder, WAGE_METHODS)?,
            sources: read_file(folder, SOURCES)?,
        };
        let tables = FeeTables::from_texts(&texts, RetentionTables::from_dir(folder))?;
        let variants = variants::read_all(&Sheet::read(VARIANTS, tables.variants_text)?)?;
        Ok(FeeTables { variants: OnceLock::from(Arc::new(variants)), ..tables })
    }

    fn from_texts(texts: &Texts, retention: Result<RetentionTables, TableError>) -> Result<FeeTables, TableError> {
        let mut additions = vec![Vec::new(); RULES.len()];
        for row in AdditionRow::read_all(&Sheet::read(ADDITIONS, texts.additions)?)? {
            additions[row.rule as usize].push(row);
        }
        let sources = Sheet::read(SOURCES, texts.sources)?.each(|row| Ok((row.text("id")?, row.text("title")?)))?;
        Ok(FeeTables {
            base: BaseRow::read_all(&Sheet::read(BASE, texts.base)?)?,
            additions,
            reductions: ReductionRow::read_all(&Sheet::read(REDUCTIONS, texts.reductions)?)?,
            variants_text: texts.variants,
            variants: OnceLock::new(),
            unit_prices: UnitPriceRow::read_all(&Sheet::read(UNIT_PRICES, texts.unit_prices)?)?,
            day_limits: DayLimitRow::read_all(&Sheet::read(DAY_LIMITS, texts.day_limits)?)?,
            income_caps: IncomeCapRow::read_all(&Sheet::read(INCOME_CAPS, texts.income_caps)?)?,
            limits: LimitRow::read_all(&Sheet::read(LIMITS, texts.limits)?)?,
            code_ranges: CodeRangeRow::read_all(&Sheet::read(CODE_RANGES, texts.code_ranges)?)?,
            eras: EraRow::read_all(&Sheet::read(ERAS, texts.eras)?)?,
            hand_lines: HandLine::read_all(&Sheet::read(HAND_LINES, texts.hand_lines)?)?,
            wage_methods: WageMethodRow::read_all(&Sheet::read(WAGE_METHODS, texts.wage_methods)?)?,
            imported: Vec::new(),
            sources: sources.into_iter().collect(),
            variant_names: OnceLock::new(),
            retention: retention?,
        })
    }

    /// The tables of 就労定着支援.
    pub fn retention(&self) -> &RetentionTables {
        &self.retention
    }

    fn variants(&self) -> &Arc<Vec<VariantRow>> {
        self.variants.get_or_init(|| {
            let read = Sheet::read(VARIANTS, self.variants_text).and_then(|sheet| variants::read_all(&sheet));
            Arc::new(read.expect("only the compiled-in variants are read late, and the tests read them"))
        })
    }
}
