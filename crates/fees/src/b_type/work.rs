//! 算定の机: what every rule reads and where it puts its lines, steps and reasons.
use super::days::{DaySet, Records};
use super::facts::{Office, Person, ServiceMonth};
use super::rules::Rule;
use super::words;
use crate::tables::{AdditionRow, BaseRow};
use crate::{Assessment, Fact, FeeTables, Line, Text};
use kernel::{Finding, Month, Place, ServiceCode, Severity, Units};

pub(super) struct Work<'a> {
    pub(super) tables: &'a FeeTables,
    pub(super) facts: &'a ServiceMonth,
    pub(super) records: Records<'a>,
    /// Days with the base fee, after the limits.
    pub(super) base: DaySet,
    /// Days with an absence that is claimed.
    pub(super) absences: DaySet,
    /// Days with only an addition (訪問支援特別, 体験利用支援).
    pub(super) addition_only: DaySet,
    /// The row of the base fee before reductions, when a day carries it.
    pub(super) base_row: Option<&'a BaseRow>,
    /// 基本報酬の単位数 of the month, after reductions.
    pub(super) base_units: i64,
    pub(super) out: Assessment,
}

/// What a line rests on besides units and count.
pub(super) struct LineSource<'s> {
    pub(super) rule: Rule,
    pub(super) code: &'s ServiceCode,
    pub(super) name: Text,
    pub(super) decision_code: Text,
    pub(super) verified: bool,
}

impl<'a> Work<'a> {
    pub(super) fn office(&self) -> &'a Office {
        &self.facts.office
    }

    pub(super) fn person(&self) -> &'a Person {
        &self.facts.person
    }

    pub(super) fn month(&self) -> Month {
        self.facts.service_month
    }

    /// 定員 of B型 alone, which some additions go by.
    pub(super) fn b_type_capacity(&self) -> u32 {
        self.office().b_type_capacity.unwrap_or(self.office().capacity)
    }

    /// Adds a line; its service units, or `None` (and a fault) when the product is too large.
    pub(super) fn line(&mut self, from: LineSource<'_>, units: Units, count: u32, days: DaySet) -> Option<Units> {
        let product = self.out.product(units, count, from.code)?;
        self.out.lines.push(Line {
            code: Some(from.code.clone()),
            name: from.name,
            units,
            count,
            service_units: product,
            verified: from.verified,
            days: days.to_vec(),
            rule: Text::Borrowed(from.rule.info().id),
            decision_code: from.decision_code,
        });
        Some(product)
    }

    /// An addition of fixed units, with its step.
    pub(super) fn addition(
        &mut self,
        row: &AdditionRow,
        units: Units,
        count: u32,
        days: DaySet,
        mut inputs: Vec<Fact>,
    ) {
        let Some(code) = &row.code else { return self.code_unknown(row) };
        let from = LineSource {
            rule: row.rule,
            code,
            name: Text::Borrowed(row.name),
            decision_code: Text::Borrowed(row.decision_code),
            verified: row.origin.verified(),
        };
        let Some(product) = self.line(from, units, count, days) else { return };
        inputs.push(words::number("単位数", units.0));
        inputs.push(words::number("回数", count));
        let text = format!("{} {}単位 × {count}回 = {}単位", row.name, units.0, product.0);
        self.step(row.rule, row.origin.source, inputs, product.0, text);
    }

    /// An addition of one count a day.
    pub(super) fn daily(&mut self, row: &AdditionRow, days: DaySet, inputs: Vec<Fact>) {
        self.addition(row, Units(row.units), days.len(), days, inputs);
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

    pub(super) fn refuse(&mut self, rule: Rule, reason: impl Into<Text>, missing: &[&'static str], days: DaySet) {
        self.out.refuse(rule.info(), reason, missing, days.to_vec());
    }

    /// Refuses with the sentence that the office has not filed the addition.
    pub(super) fn not_filed(&mut self, rule: Rule, key: &'static str) {
        self.refuse(rule, rule.info().not_filed, &[key], DaySet::default());
    }

    /// Refuses with the sentence that no day of the month calls for the addition.
    pub(super) fn no_day(&mut self, rule: Rule) {
        self.refuse(rule, rule.info().no_day, &[], DaySet::default());
    }

    pub(super) fn find(&mut self, finding: Finding) {
        self.out.findings.push(finding);
    }

    /// A fault about a row the tables lack.
    pub(super) fn missing_row(&mut self, rule: Rule, table: &str, keys: &str, fix: &str) {
        self.out.missing_row(rule.info(), self.month(), table, keys, fix);
    }

    /// Units are known and the code is not: the clerk types the line by hand.
    pub(super) fn code_unknown(&mut self, row: &AdditionRow) {
        let month = self.month();
        let reason = format!(
            "{}({}単位)の {month} のサービスコードが加算の表にないため、算定していません({})。",
            row.name, row.units, row.origin.source
        );
        self.by_hand(row.rule, reason);
    }

    /// Says that a line has to be typed by hand, and why.
    pub(super) fn by_hand(&mut self, rule: Rule, reason: String) {
        self.refuse(rule, reason.clone(), &["manual_lines"], DaySet::default());
        let fix = "当時のサービスコード表でコードと単位数を調べ、手入力の明細に入力してください。";
        let place = Place::field("manual_lines", rule.info().name);
        self.find(Finding::new("fee_code_missing", Severity::Warning, place, reason, fix).linked("month"));
    }

    /// Whether a tier of the addition exists in this month.
    pub(super) fn tier_exists(&self, rule: Rule, tier: &str) -> bool {
        let mut rows = self.tables.addition_rows(rule).iter();
        rows.any(|row| row.tier == tier && row.origin.period.contains(self.month()))
    }

    /// A count the rules compare with; a fault and `None` when the table lacks it.
    pub(super) fn limit(&mut self, rule: Rule, name: &'static str) -> Option<(u32, &'static str)> {
        let found = self.tables.limit(rule, name, self.month());
        if found.is_none() {
            let fix = "data/fees/b_type/limits.csv にその月の行を加えてください。";
            self.missing_row(rule, "算定上限表", name, fix);
        }
        found
    }

    /// Whether the addition exists in this month at all.
    pub(super) fn exists(&self, rule: Rule) -> bool {
        self.tables.addition_rows(rule).iter().any(|row| row.origin.period.contains(self.month()))
    }

    /// The row of a tier in force for this office; otherwise says why not and gives `None`.
    pub(super) fn row(&mut self, rule: Rule, tier: &str, key: &'static str) -> Option<&'a AdditionRow> {
        let (month, office) = (self.month(), self.office());
        let tables = self.tables;
        let rows = tables.addition_rows(rule);
        let capacity = self.b_type_capacity();
        let mut of_tier = rows.iter().filter(|row| row.tier == tier).peekable();
        let name = rule.info().name;
        if of_tier.peek().is_none() {
            let what = format!("{name}の区分「{tier}」は加算の表にありません。");
            self.refuse(rule, what.clone(), &[key], DaySet::default());
            let fix = "事業所の体制で区分を選び直してください。";
            self.find(
                Finding::new("unknown_tier", Severity::Fault, Place::field(key, name), what, fix).linked("office"),
            );
            return None;
        }
        let mut in_force = of_tier.filter(|row| row.origin.period.contains(month)).peekable();
        let Some(first) = in_force.peek().copied() else {
            self.out_of_period(rule, tier, key);
            return None;
        };
        let mut of_class = in_force.filter(|row| row.fee_classes.contains(office.fee_class)).peekable();
        if of_class.peek().is_none() {
            self.wrong_class(first);
            return None;
        }
        let found = of_class.find(|row| row.capacity.contains(capacity));
        if found.is_none() {
            let fix = "定員を確かめるか、data/fees/b_type/additions.csv に行を加えてください。";
            self.missing_row(rule, "加算の表", &format!("{name} 定員{capacity}人"), fix);
        }
        found
    }

    fn out_of_period(&mut self, rule: Rule, tier: &str, key: &'static str) {
        let month = self.month();
        let rows = self.tables.addition_rows(rule);
        let periods: Vec<String> =
            rows.iter().filter(|row| row.tier == tier).map(|row| row.origin.period.to_string()).collect();
        let name = rule.info().name;
        let reason = format!("{name}の区分「{tier}」があるのは {} で、{month} にはありません。", periods.join("と"));
        self.refuse(rule, reason.clone(), &[key], DaySet::default());
        let fix = "その月に届け出ている区分を事業所の体制に入力してください。";
        self.find(
            Finding::new("tier_out_of_period", Severity::Warning, Place::field(key, name), reason, fix)
                .linked("office"),
        );
    }

    fn wrong_class(&mut self, row: &AdditionRow) {
        use super::facts::FeeClass::{I, II, III, IV, V, VI};
        let allowed: Vec<&str> = [I, II, III, IV, V, VI]
            .into_iter()
            .filter(|class| row.fee_classes.contains(*class))
            .map(words::class)
            .collect();
        let reason = format!(
            "{}は報酬区分{}が対象で、この事業所の報酬区分{}では算定できません({})。",
            row.rule.info().name,
            allowed.join("・"),
            words::class(self.office().fee_class),
            row.origin.source,
        );
        self.refuse(row.rule, reason, &["office.fee_class"], DaySet::default());
    }
}
