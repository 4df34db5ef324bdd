//! A month to start from: 定員20人, 7.5:1, 平均工賃 16,000円, nothing filed, nobody came.
use fees::b_type::facts::{
    Capability, DayFacts, DayStatus, FeeClass, MonthFacts, Office, OfficeReductions, Operator, Person, ServiceMonth,
};
use fees::{Assessment, FeeTables, b_type};

pub(crate) fn month(text: &str) -> ServiceMonth {
    ServiceMonth {
        service_month: text.parse().unwrap(),
        office: Office {
            operator: Operator::Private,
            capacity: 20,
            b_type_capacity: None,
            fee_class: FeeClass::II,
            average_wage_yen: Some(16_000),
            wage_band_option: None,
            reform_2026: None,
            designated_on: None,
            capability: Capability::default(),
            reductions: OfficeReductions::default(),
        },
        person: Person::default(),
        month: MonthFacts::default(),
        days: Vec::new(),
        manual_lines: Vec::new(),
    }
}

pub(crate) fn attended(day: u8) -> DayFacts {
    let start = Some("10:00".parse().unwrap());
    let end = Some("15:00".parse().unwrap());
    DayFacts { day, start, end, ..DayFacts::default() }
}

pub(crate) fn on(day: u8, status: DayStatus) -> DayFacts {
    DayFacts { day, status, ..DayFacts::default() }
}

pub(crate) fn absent(day: u8) -> DayFacts {
    DayFacts { absence_consulted: true, ..on(day, DayStatus::Absent) }
}

pub(crate) fn attended_days(days: impl IntoIterator<Item = u8>) -> Vec<DayFacts> {
    days.into_iter().map(attended).collect()
}

/// Assesses the month after `change`.
pub(crate) fn assess(text: &str, change: impl FnOnce(&mut ServiceMonth)) -> Assessment {
    let mut facts = month(text);
    change(&mut facts);
    b_type::assess(FeeTables::builtin(), &facts)
}

/// Code, units and count of every line, in order.
pub(crate) fn lines(result: &Assessment) -> Vec<(&str, i64, u32)> {
    result.lines.iter().map(|line| (line.code_text(), line.units.0, line.count)).collect()
}

/// The line of a code: units and count.
pub(crate) fn line(result: &Assessment, code: &str) -> Option<(i64, u32)> {
    result.lines.iter().find(|line| line.code_text() == code).map(|line| (line.units.0, line.count))
}

/// Reasons why a rule was not applied.
pub(crate) fn reasons<'a>(result: &'a Assessment, rule: &str) -> Vec<&'a fees::NotApplied> {
    result.not_applied.iter().filter(|reason| reason.rule == rule).collect()
}

/// The finding of a code.
pub(crate) fn finding<'a>(result: &'a Assessment, code: &str) -> Option<&'a kernel::Finding> {
    result.findings.iter().find(|finding| finding.code == code)
}
