//! 請求月の中身: everyone of a month with result and findings – calculated while 入力中, from the snapshot after 締め.
use claims::{ClaimOffice, ClaimPerson, Dossier, Outcome, lifecycle::MonthState};
use fees::FeeTables;
use kernel::{Finding, Month, Severity, Units, Yen};
use std::collections::BTreeSet;
use store::{Reader, StoreError};

/// One person's month: facts, result, and what has to be mended or known.
#[derive(Clone, Debug)]
pub struct PersonClaim {
    /// Whose.
    pub person_id: i64,
    /// The facts.
    pub dossier: Dossier,
    /// The result.
    pub outcome: Outcome,
    /// Findings of the assessment and, when something is claimed, of the pre-check.
    pub findings: Vec<Finding>,
}

impl PersonClaim {
    /// Calculates a month.
    pub fn assess(tables: &FeeTables, person_id: i64, dossier: Dossier) -> PersonClaim {
        let outcome = claims::assess(tables, &dossier.month, &dossier.burden);
        PersonClaim::checked(tables, person_id, dossier, outcome)
    }

    /// A result with its findings. Who claims nothing has nothing that could come back: only the assessment speaks.
    fn checked(tables: &FeeTables, person_id: i64, dossier: Dossier, outcome: Outcome) -> PersonClaim {
        let mut findings = outcome.findings.clone();
        if !outcome.lines.is_empty() {
            findings.extend(claims::precheck::person(&dossier, &outcome, tables));
        }
        PersonClaim { person_id, dossier, outcome, findings }
    }

    /// Whether something is claimed for the month.
    pub fn is_claimed(&self) -> bool {
        !self.outcome.lines.is_empty()
    }

    /// Findings of a severity.
    pub fn count(&self, severity: Severity) -> usize {
        self.findings.iter().filter(|finding| finding.severity == severity).count()
    }

    /// Whether a line rests on a row that was not seen in the official table.
    pub fn has_unverified(&self) -> bool {
        self.outcome.lines.iter().any(|line| !line.verified)
    }
}

/// Sums over the claimed people.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    /// People.
    pub people: usize,
    /// 利用日数.
    pub days: u32,
    /// 給付単位数.
    pub units: Units,
    /// 総費用額.
    pub cost: Yen,
    /// 決定利用者負担額.
    pub burden: Yen,
    /// 給付費.
    pub benefit: Yen,
}

/// Everyone of a month.
#[derive(Clone, Debug)]
pub struct MonthClaim {
    /// The sender.
    pub office: ClaimOffice,
    /// In the order of フリガナ; also people who claim nothing.
    pub people: Vec<PersonClaim>,
    /// What shows only when all lie side by side.
    pub office_findings: Vec<Finding>,
}

impl MonthClaim {
    /// Reads a month: while 入力中 from the facts as they stand, afterwards from the snapshot of 締め.
    ///
    /// # Errors
    /// `NoNotice` while open without a 体制届; what the database reports.
    pub async fn read(
        at: Reader<'_>,
        tables: &FeeTables,
        month: Month,
        state: MonthState,
    ) -> Result<MonthClaim, StoreError> {
        let office = at.office().current().await?.body.claim_office();
        let mut people: Vec<PersonClaim> = if state.is_open() {
            let dossiers = at.dossiers(month).await?;
            dossiers.into_iter().map(|(id, dossier)| PersonClaim::assess(tables, id, dossier)).collect()
        } else {
            let kept = at.claim_results().of_month(month).await?;
            kept.into_iter()
                .map(|result| PersonClaim::checked(tables, result.person_id, result.dossier, result.outcome))
                .collect()
        };
        people.sort_by(|a, b| (&a.dossier.name_kana, a.person_id).cmp(&(&b.dossier.name_kana, b.person_id)));
        let mut claim = MonthClaim { office, people, office_findings: Vec::new() };
        claim.office_findings = claims::precheck::office(&claim.office, &claim.file_persons());
        Ok(claim)
    }

    /// The people for whom something is claimed, in the order of the files.
    pub fn claimed(&self) -> impl Iterator<Item = &PersonClaim> {
        self.people.iter().filter(|person| person.is_claimed())
    }

    /// The same as the files take them.
    pub fn file_persons(&self) -> Vec<ClaimPerson> {
        self.claimed()
            .map(|person| ClaimPerson { dossier: person.dossier.clone(), outcome: person.outcome.clone() })
            .collect()
    }

    /// All findings of the month.
    pub fn findings(&self) -> impl Iterator<Item = &Finding> {
        self.office_findings.iter().chain(self.people.iter().flat_map(|person| &person.findings))
    }

    /// Whether a finding keeps the month from being claimed.
    pub fn has_fault(&self) -> bool {
        self.findings().any(|finding| finding.severity == Severity::Fault)
    }

    /// 未検証 codes with their names.
    pub fn unverified(&self) -> Vec<(String, String)> {
        let lines = self.claimed().flat_map(|person| &person.outcome.lines).filter(|line| !line.verified);
        let codes: BTreeSet<(String, String)> =
            lines.map(|line| (line.code.to_string(), line.name.to_string())).collect();
        codes.into_iter().collect()
    }

    /// Sums over the claimed people.
    pub fn totals(&self) -> Totals {
        self.claimed().fold(Totals::default(), |sum, person| {
            let outcome = &person.outcome;
            Totals {
                people: sum.people + 1,
                days: sum.days + outcome.claim_days,
                units: Units(sum.units.0 + outcome.total_units.0),
                cost: Yen(sum.cost.0 + outcome.total_cost.0),
                burden: Yen(sum.burden.0 + outcome.decided_burden.0),
                benefit: Yen(sum.benefit.0 + outcome.benefit_claim.0),
            }
        })
    }
}
