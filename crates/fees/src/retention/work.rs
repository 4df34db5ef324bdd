//! 算定の机: what every rule reads and where it puts its lines, steps and reasons.
use super::facts::{Office, Person, ServiceMonth};
use super::rules::Rule;
use crate::tables::RetentionTables;
use crate::{Assessment, Fact, FeeTables, Line, Text};
use kernel::{Day, Finding, Month, ServiceCode, Units};

pub(super) struct Work<'a> {
    pub(super) tables: &'a RetentionTables,
    pub(super) facts: &'a ServiceMonth,
    /// Days of base-fee support that count.
    pub(super) days: Vec<Day>,
    /// 基本報酬の単位数 after the factors.
    pub(super) base_units: i64,
    pub(super) out: Assessment,
}

/// What a line rests on besides units and count.
pub(super) struct LineSource {
    pub(super) rule: Rule,
    pub(super) name: Text,
    /// Whether the units themselves were seen in an official table.
    pub(super) seen: bool,
}

impl<'a> Work<'a> {
    pub(super) fn new(tables: &'a FeeTables, facts: &'a ServiceMonth) -> Work<'a> {
        let tables = tables.retention();
        Work { tables, facts, days: Vec::new(), base_units: 0, out: Assessment::default() }
    }

    pub(super) fn office(&self) -> &'a Office {
        &self.facts.office
    }

    pub(super) fn person(&self) -> &'a Person {
        &self.facts.person
    }

    pub(super) fn month(&self) -> Month {
        self.facts.service_month
    }

    /// The code of a line, where its slot has one for these units; and whether the slot was seen officially.
    pub(super) fn code_of(&self, name: &str, units: Units) -> Option<(ServiceCode, bool)> {
        let slot = self.tables.slot(name, self.month())?;
        let fits = slot.units.is_none_or(|known| known == units);
        slot.code.clone().filter(|_| fits).map(|code| (code, slot.verified()))
    }

    /// Adds a line with the code of its slot; its service units, or `None` (and a fault) when the product is too large.
    pub(super) fn line(&mut self, from: LineSource, units: Units, count: u32, days: &[Day]) -> Option<Units> {
        let code = self.code_of(&from.name, units);
        let verified = code.as_ref().map_or(from.seen, |(_, verified)| *verified);
        let decision = self.tables.decision_code(self.month()).unwrap_or_default();
        let line = Line {
            code: code.map(|(code, _)| code),
            name: from.name,
            units,
            count,
            service_units: Units(0),
            verified,
            days: days.iter().map(|day| day.number()).collect(),
            rule: Text::Borrowed(from.rule.info().id),
            decision_code: Text::Borrowed(decision),
        };
        self.push(line)
    }

    /// Adds a line whose product is still to be made.
    pub(super) fn push(&mut self, mut line: Line) -> Option<Units> {
        let product = self.out.product(line.units, line.count, &line.name)?;
        line.service_units = product;
        self.out.lines.push(line);
        Some(product)
    }

    pub(super) fn step(
        &mut self,
        rule: Rule,
        source: &'static str,
        inputs: Vec<Fact>,
        value: i64,
        text: impl Into<Text>,
    ) {
        self.out.step(rule.info(), source, inputs, value, text);
    }

    pub(super) fn refuse(&mut self, rule: Rule, reason: impl Into<Text>, missing: &[&'static str]) {
        self.refuse_on(rule, reason, missing, &[]);
    }

    pub(super) fn refuse_on(&mut self, rule: Rule, reason: impl Into<Text>, missing: &[&'static str], days: &[Day]) {
        self.out.refuse(rule.info(), reason, missing, days.iter().map(|day| day.number()).collect());
    }

    /// Refuses with the sentence that the office has not filed the addition.
    pub(super) fn not_filed(&mut self, rule: Rule, key: &'static str) {
        self.refuse(rule, rule.info().not_filed, &[key]);
    }

    /// Refuses with the sentence that no support of the month calls for the addition.
    pub(super) fn no_day(&mut self, rule: Rule) {
        self.refuse(rule, rule.info().no_day, &[]);
    }

    pub(super) fn find(&mut self, finding: Finding) {
        self.out.findings.push(finding);
    }

    /// A fault about a row the tables lack.
    pub(super) fn missing_row(&mut self, rule: Rule, table: &str, keys: &str, fix: &str) {
        self.out.missing_row(rule.info(), self.month(), table, keys, fix);
    }
}
