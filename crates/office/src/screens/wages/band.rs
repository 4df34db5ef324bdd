//! 報酬の区分: the base fee that an average wage leads to, asked of the fee tables through one plain day.
use fees::{
    FeeTables,
    b_type::{
        assess,
        facts::{Capability, DayFacts, FeeClass, MonthFacts, Office, OfficeReductions, Operator, Person, ServiceMonth},
    },
};
use kernel::Month;

/// The base fee of one day, or why there is none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Band {
    /// Code and name of the base fee.
    pub(super) name: String,
    /// Units of a day.
    pub(super) units: String,
    /// The code, for comparing.
    pub(super) code: String,
}

/// Whether the wage decides the base fee of this class at all.
pub(super) fn by_wage(class: FeeClass) -> bool {
    matches!(class, FeeClass::I | FeeClass::II | FeeClass::III)
}

/// The band of an office in a month; `wage` stands instead of what it has filed.
pub(super) fn of(tables: &FeeTables, office: &Office, month: Month, wage: Option<u32>) -> Result<Band, String> {
    let mut plain = Office {
        operator: Operator::Private,
        capability: Capability::default(),
        reductions: OfficeReductions::default(),
        ..office.clone()
    };
    if wage.is_some() {
        plain.average_wage_yen = wage;
        plain.wage_band_option = None;
    }
    let facts = ServiceMonth {
        service_month: month,
        office: plain,
        person: Person::default(),
        month: MonthFacts::default(),
        days: vec![DayFacts { day: 1, ..DayFacts::default() }],
        manual_lines: Vec::new(),
    };
    let result = assess(tables, &facts);
    match result.lines.iter().find(|line| line.rule == "b_type.basic") {
        Some(line) => {
            Ok(Band { name: line.name.to_string(), units: line.units.to_string(), code: line.code_ja().to_owned() })
        }
        None => Err(result.findings.first().map_or_else(
            || "基本報酬の行が見つかりません。体制届の定員と報酬区分を確かめてください。".to_owned(),
            |finding| format!("{} {}", finding.what, finding.how_to_fix),
        )),
    }
}
