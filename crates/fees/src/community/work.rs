//! 算定の机 (地域生活支援事業): the records, boxes and additions of a month gather here, line by line, until they are summed.
use super::assessment::{CommunityLine, HeldRecord, LineKind, Totals, Usage};
use super::codes;
use super::facts::{Decision, Service, ServiceMonth};
use super::pack::{Currency, DaytimeBoxKind, Pack, PeriodRules};
use super::prices::{NoPrice, PriceBook, Priced, Wanted, source_title};
use super::terms::Terms;
use super::{Entry, EntryKind, Helper, Sheet};
use crate::{Fact, Step};
use kernel::{Day, Finding, Place, Severity, Units, Yen};

/// An assessment in the making.
pub(super) struct Work<'a> {
    pub(super) pack: &'a Pack,
    pub(super) body_care: bool,
    severe: bool,
    decisions: Vec<Decision>,
    book: PriceBook<'a>,
    rules: Option<&'a PeriodRules>,
    pub(super) service_type: Option<String>,
    pub(super) lines: Vec<CommunityLine>,
    pub(super) missing: Vec<String>,
    pub(super) findings: Vec<Finding>,
    pub(super) not_applied: Vec<crate::NotApplied>,
    pub(super) steps: Vec<Step>,
}

impl<'a> Work<'a> {
    pub(super) fn new(pack: &'a Pack, month: &ServiceMonth, sheet: &Sheet, terms: &'a Terms<'a>) -> Work<'a> {
        let table = terms.codes.or_else(|| pack.codes.as_ref().and_then(|named| codes::builtin(&named.file)));
        let mut findings = Vec::new();
        if let (Some(named), None) = (&pack.codes, table) {
            findings.push(Finding::new(
                "code_table_missing",
                Severity::Fault,
                Place::named("サービスコード表"),
                format!("{}のコード表({})がありません", pack.identity.name, named.file),
                "市町村パックと同じフォルダにコード表を置いてください",
            ));
        }
        let rules = pack.periods.iter().find(|period| period.id == sheet.period);
        let service_type = rules.and_then(|rules| match month.service {
            Service::Mobility => rules.mobility.as_ref().and_then(|rules| rules.service_type.clone()),
            Service::Daytime => rules.daytime.as_ref().and_then(|rules| rules.service_type.clone()),
        });
        Work {
            pack,
            body_care: month.person.body_care,
            severe: month.person.severe,
            decisions: month.decisions.clone(),
            book: PriceBook::new(pack, month.service_month, terms.overlays, &terms.test_prices, table),
            rules,
            service_type,
            lines: Vec::new(),
            missing: Vec::new(),
            findings,
            not_applied: Vec::new(),
            steps: Vec::new(),
        }
    }

    pub(super) fn record(&mut self, entry: &Entry) {
        let severe = self.severe && entry.kind == EntryKind::Stay;
        // the printed name of a stay does not tell 重度 apart, its price does
        let name = if severe { format!("{}(重度)", entry.service_name) } else { entry.service_name.clone() };
        let price = self.book.price(Wanted { name: &name, ..Wanted::entry(entry, self.body_care, severe) });
        self.steps.push(Step {
            rule: entry.rules.join("・").into(),
            source: source_title(self.pack, &self.pack.split.source).into(),
            inputs: vec![
                Fact { name: "日付".into(), value: entry.date.to_string().into() },
                Fact { name: "時間".into(), value: format!("{}〜{}", clock(entry.start), clock(entry.end)).into() },
                Fact { name: "サービス".into(), value: entry.service_name.clone().into() },
            ],
            value: i64::from(entry.minutes),
            text: format!("{}日: {}", entry.date.number(), entry.reason).into(),
        });
        self.count(LineKind::Service, &name, price, 1, entry.date);
    }

    /// 単独型, 送迎, 食事 and 通学支援加算: counted from the boxes and slots of the records.
    pub(super) fn boxes(&mut self, sheet: &Sheet) {
        for entry in sheet.entries.iter().filter(|entry| entry.held.is_empty()) {
            let daytime = self.rules.and_then(|rules| rules.daytime.as_ref());
            if let Some(single) = daytime.and_then(|rules| rules.slot_single.as_deref())
                && entry.kind == EntryKind::Stay
                && entry.slots.iter().any(|slot| slot == single)
            {
                let price = self.book.price(Wanted::named(single, "day.single_type"));
                self.count(LineKind::Box, single, price, 1, entry.date);
            }
            for mark in &entry.boxes {
                let kind = daytime.and_then(|rules| rules.boxes.iter().find(|known| known.label == mark.label));
                let tariff = match (entry.kind, kind.map(|known| known.kind)) {
                    (EntryKind::Stay, Some(DaytimeBoxKind::Transport)) => "day.transport",
                    (EntryKind::Stay, Some(DaytimeBoxKind::Meal)) => "day.meal",
                    _ => "",
                };
                let price = self.book.price(Wanted::named(&mark.label, tariff));
                self.count(LineKind::Box, &mark.label, price, u32::from(mark.value), entry.date);
            }
        }
    }

    /// Adds to the line of a name, or begins it.
    pub(super) fn count(
        &mut self,
        kind: LineKind,
        name: &str,
        price: Result<Priced, NoPrice>,
        count: u32,
        day: impl Into<Option<Day>>,
    ) {
        let at = match self.lines.iter().position(|line| line.kind == kind && line.name == name) {
            Some(at) => at,
            None => {
                let price = price.map_err(|why| self.unpriced(name, &why)).ok();
                self.lines.push(begun(kind, name, price));
                self.lines.len() - 1
            }
        };
        let line = &mut self.lines[at];
        line.count = line.count.saturating_add(count);
        line.total = line.amount.and_then(|amount| amount.checked_mul(i64::from(line.count)));
        if let Some(day) = day.into().map(Day::number)
            && !line.days.contains(&day)
        {
            line.days.push(day);
            line.days.sort_unstable();
        }
    }

    fn unpriced(&mut self, name: &str, why: &NoPrice) {
        if self.missing.iter().any(|known| known == name) {
            return;
        }
        self.missing.push(name.to_owned());
        let city = &self.pack.identity.name;
        let (code, what, how) = match why {
            NoPrice::Unknown => (
                "price_missing",
                format!("{city}の「{name}」の単価が分かりません"),
                "市町村の単価表で確かめて、出典をつけて単価を登録してください(tasuki data import-prices でも登録できます)",
            ),
            NoPrice::Twice(places) => (
                "price_twice",
                format!("{city}の「{name}」の単価が、この月に二つあります({places})"),
                "正しいほうを残し、もう一方の適用期間を終わらせてください",
            ),
            NoPrice::OtherCurrency => (
                "price_currency",
                format!("{city}の「{name}」の単価の単位が、市町村の表と合いません"),
                "単位数の市町村には単位数で、円の市町村には円で登録し直してください",
            ),
        };
        let place = Place { text: format!("単価 {name}"), field: Some("price".to_owned()), ..Place::default() };
        self.findings.push(Finding::new(code, Severity::Fault, place, what, how).linked("price"));
    }

    pub(super) fn held(&mut self, held: &[HeldRecord]) {
        for record in held {
            let point = &record.point;
            let others: Vec<&str> = point.alternatives.iter().map(|(_, text)| text.as_str()).collect();
            let place = Place {
                text: format!("{}日 {}〜{}", record.date.number(), clock(record.start), clock(record.end)),
                day: Some(record.date.number()),
                field: Some("visits".to_owned()),
                ..Place::default()
            };
            let instead = if others.is_empty() {
                String::new()
            } else {
                format!("。ほかの読み方: {}", others.join(" / "))
            };
            self.findings.push(
                Finding::new(
                    &point.id,
                    Severity::Fault,
                    place,
                    format!("保留しています。{}", point.question),
                    format!("読み方を選んでください。提案: {}{instead}", point.suggestion_text),
                )
                .linked("visit"),
            );
        }
    }

    pub(super) fn usage(&self, sheet: &Sheet, terms: &Terms<'_>) -> Usage {
        match sheet.service {
            Service::Mobility => {
                let reading = self.pack.choice("U-16", &self.decisions).map(|choice| choice.reading);
                let first_only = reading == Some("shown_minutes_first_helper");
                let support = sheet.entries.iter().filter(|entry| entry.kind == EntryKind::Support);
                let counted = support.filter(|entry| !first_only || entry.helper == Helper::First);
                let used = counted
                    .map(|entry| match reading {
                        Some("brackets") => u32::from(entry.bracket.minutes),
                        _ => u32::from(entry.minutes),
                    })
                    .sum();
                Usage::Minutes { used, contracted: terms.contract_x100.map(|hours| hours.saturating_mul(60) / 100) }
            }
            Service::Daytime => Usage::Days { used: sheet.days(), contracted_x100: terms.contract_x100 },
        }
    }

    /// The sum, when every line has its price.
    pub(super) fn totals(&mut self) -> Option<Totals> {
        let mut sum = 0_i64;
        for line in &self.lines {
            let total = line.total?;
            sum = sum.checked_add(total)?;
            self.steps.push(Step {
                rule: "community.line".into(),
                source: line.source.clone().into(),
                inputs: vec![
                    Fact { name: "単価".into(), value: line.amount.unwrap_or_default().to_string().into() },
                    Fact { name: "回数".into(), value: line.count.to_string().into() },
                ],
                value: total,
                text: format!("{}: 単価 × 回数", line.name).into(),
            });
        }
        let totals = match self.pack.identity.currency {
            Currency::Yen => Totals { units: None, unit_price: None, cost: Yen(sum) },
            Currency::Units => {
                let Some(price) = self.pack.identity.unit_price else {
                    self.findings.push(Finding::new(
                        "unit_price_missing",
                        Severity::Fault,
                        Place::named("単位数単価"),
                        format!("{}の単位数単価が市町村パックにありません", self.pack.identity.name),
                        "市町村に確かめ、市町村パックに単位数単価を書いてください",
                    ));
                    return None;
                };
                let cost = Units(sum).cost_floor(price)?;
                self.steps.push(Step {
                    rule: "community.cost".into(),
                    source: source_title(self.pack, &self.pack.burden.source).into(),
                    inputs: vec![
                        Fact { name: "給付単位数".into(), value: sum.to_string().into() },
                        Fact { name: "単位数単価".into(), value: price.to_string().into() },
                    ],
                    value: cost.0,
                    text: "総費用額: 給付単位数 × 単位数単価(1円未満切捨て)".into(),
                });
                Totals { units: Some(Units(sum)), unit_price: Some(price), cost }
            }
        };
        Some(totals)
    }
}

fn begun(kind: LineKind, name: &str, price: Option<Priced>) -> CommunityLine {
    let (amount, verified, origin) = match &price {
        Some(price) => (Some(price.amount), price.verified, Some(price.origin)),
        None => (None, false, None),
    };
    let (code, source) = price.map_or((None, String::new()), |price| (price.code, price.source));
    CommunityLine {
        kind,
        code,
        name: name.to_owned(),
        amount,
        count: 0,
        total: None,
        days: Vec::new(),
        verified,
        origin,
        source,
    }
}

/// `0730`.
fn clock(minutes: u16) -> String {
    format!("{:02}{:02}", minutes / 60, minutes % 60)
}
