//! パックの試し: the tests a pack carries, run through the rules as a claim would be.
use super::format::{Pack, PackTest};
use crate::community::assess::{Terms, of_sheet};
use crate::community::facts::{Commute, Helpers, Person, Service, ServiceMonth, Visit};
use crate::community::{LineKind, sheet, stay_class};
use kernel::MunicipalityNo;

/// How a test of a pack ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TestOutcome {
    /// Id of the test.
    pub id: String,
    /// What differs, in Japanese; empty = passed.
    pub faults: Vec<String>,
}

impl TestOutcome {
    /// Whether everything came out as written.
    pub fn passed(&self) -> bool {
        self.faults.is_empty()
    }
}

impl Pack {
    /// Runs every `[[test]]` of the pack.
    ///
    /// ```
    /// use fees::community::pack::Packs;
    /// for pack in Packs::builtin().all() {
    ///     assert!(pack.run_tests().iter().all(|test| test.passed()), "{}", pack.identity.id);
    /// }
    /// ```
    pub fn run_tests(&self) -> Vec<TestOutcome> {
        self.tests.iter().map(|test| TestOutcome { id: test.id.clone(), faults: self.faults(test) }).collect()
    }

    fn faults(&self, test: &PackTest) -> Vec<String> {
        match test.day_minutes {
            Some(minutes) => self.stay_faults(test, minutes),
            None => self.visit_faults(test),
        }
    }

    fn stay_faults(&self, test: &PackTest, minutes: u16) -> Vec<String> {
        let base = self.prices.iter().find(|price| price.id == "day.base");
        let made = base.and_then(|price| stay_class(price, minutes)).map(|class| class.amount);
        differs("金額", &words(test.amount), &words(made)).into_iter().collect()
    }

    fn visit_faults(&self, test: &PackTest) -> Vec<String> {
        let Some((date, start, end)) = test.visit else { return vec!["入力がありません".to_owned()] };
        let mut visit = Visit::new(date, start.minutes(), end.minutes());
        visit.helpers = if test.two_helpers { Helpers::Both } else { Helpers::First };
        visit.commute = test.commute.then_some(Commute::Whole);
        // a pack that has seen no certificate is tried under its own name all the same
        let number = self.identity.certificate_numbers.first().cloned();
        let Some(number) = number.or_else(|| "000000".parse::<MunicipalityNo>().ok()) else { return Vec::new() };
        let month = ServiceMonth {
            service: Service::Mobility,
            service_month: date.month(),
            person: Person {
                municipality_no: number,
                born_on: None,
                waived_child: Some(test.free),
                body_care: test.body,
                severe: false,
                income: None,
            },
            single_facility_office: false,
            visits: vec![visit],
            decisions: Vec::new(),
        };
        let made = match sheet(self, &month) {
            Ok(made) => made,
            Err(refused) => return vec![refused.to_string()],
        };
        let mut faults: Vec<String> = made.findings.iter().map(|finding| finding.what.clone()).collect();
        let names: Vec<&str> = made.entries.iter().map(|entry| entry.service_name.as_str()).collect();
        let mut held: Vec<&str> =
            made.entries.iter().flat_map(|entry| &entry.held).map(|held| held.id.as_str()).collect();
        held.dedup();
        if !test.names.is_empty() {
            faults.extend(differs("サービス名", &test.names.join("、"), &names.join("、")));
        }
        faults.extend(differs("保留", &test.held.join("、"), &held.join("、")));
        if test.codes.is_empty() && test.amount.is_none() {
            return faults;
        }
        let priced = of_sheet(self, &month, made, &Terms::default());
        let lines = || priced.lines.iter().filter(|line| line.kind == LineKind::Service);
        if !test.codes.is_empty() {
            let codes: Vec<&str> =
                lines().map(|line| line.code.as_ref().map_or("なし", |code| code.as_str())).collect();
            faults.extend(differs("コード", &test.codes.join("、"), &codes.join("、")));
        }
        if test.amount.is_some() {
            let total = lines().map(|line| line.total).sum::<Option<i64>>();
            faults.extend(differs("金額", &words(test.amount), &words(total)));
        }
        faults
    }
}

fn words(amount: Option<i64>) -> String {
    amount.map_or_else(|| "なし".to_owned(), |amount| amount.to_string())
}

fn differs(what: &str, wanted: &str, made: &str) -> Option<String> {
    (wanted != made).then(|| format!("{what}が「{wanted}」のはずが「{made}」でした"))
}
