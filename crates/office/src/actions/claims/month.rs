//! 請求月の中身: everyone of a month with result and findings – calculated while 入力中, from the snapshot after 締め.
use crate::actions::cap::{disagreements, person_sheet};
use claims::{ClaimOffice, ClaimPerson, Dossier, Outcome, cap::sheet::PersonSheet, lifecycle::MonthState};
use fees::FeeTables;
use kernel::{Finding, Month, Place, Severity, Units, Yen};
use std::collections::BTreeSet;
use store::{AgainCase, AgainKind, AgainState, Reader, StoreError};

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

/// An older month that is claimed with the files of this one.
#[derive(Clone, Debug)]
pub struct LateClaim {
    /// The case it belongs to.
    pub case_id: i64,
    /// 返戻, 過誤 or 月遅れ.
    pub kind: AgainKind,
    /// Facts, result, findings; the service month is its own.
    pub claim: PersonClaim,
}

/// Everyone of a month.
#[derive(Clone, Debug)]
pub struct MonthClaim {
    /// The sender.
    pub office: ClaimOffice,
    /// In the order of フリガナ; also people who claim nothing.
    pub people: Vec<PersonClaim>,
    /// 返戻・過誤・月遅れ: older months that are claimed (again) with the files of this one.
    pub late: Vec<LateClaim>,
    /// 上限額管理結果票 that this office decided, as J41 carries them.
    pub cap_sheets: Vec<PersonSheet>,
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
                .map(|result| PersonClaim::checked(tables, result.person_id, result.facts, result.outcome))
                .collect()
        };
        people.sort_by(|a, b| (&a.dossier.name_kana, a.person_id).cmp(&(&b.dossier.name_kana, b.person_id)));
        let cap_sheets = with_cap_sheets(at, month, &office, &mut people).await?;
        let late = late_claims(at, tables, month, &office).await?;
        let mut claim = MonthClaim { office, people, late, cap_sheets, office_findings: Vec::new() };
        claim.office_findings = claims::precheck::office(&claim.office, &claim.file_persons());
        Ok(claim)
    }

    /// The people for whom something is claimed, in the order of the files.
    pub fn claimed(&self) -> impl Iterator<Item = &PersonClaim> {
        self.people.iter().filter(|person| person.is_claimed())
    }

    /// The same as the files take them.
    pub fn file_persons(&self) -> Vec<ClaimPerson> {
        let late = self.late.iter().map(|late| &late.claim).filter(|person| person.is_claimed());
        self.claimed()
            .chain(late)
            .map(|person| ClaimPerson { dossier: person.dossier.clone(), outcome: person.outcome.clone() })
            .collect()
    }

    /// All findings of the month.
    pub fn findings(&self) -> impl Iterator<Item = &Finding> {
        let late = self.late.iter().flat_map(|late| &late.claim.findings);
        self.office_findings.iter().chain(self.people.iter().flat_map(|person| &person.findings)).chain(late)
    }

    /// Whether a finding keeps the month from being claimed.
    pub fn has_fault(&self) -> bool {
        self.findings().any(|finding| finding.severity == Severity::Fault)
    }

    /// 未検証 codes with their names.
    pub fn unverified(&self) -> Vec<(String, String)> {
        let late = self.late.iter().map(|late| &late.claim);
        let lines = self.claimed().chain(late).flat_map(|person| &person.outcome.lines).filter(|line| !line.verified);
        let codes: BTreeSet<(String, String)> =
            lines.map(|line| (line.code_ja().to_owned(), line.name.to_string())).collect();
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

/// The sheets decided here; what no longer fits a kept sheet goes to the person's findings.
async fn with_cap_sheets(
    at: Reader<'_>,
    month: Month,
    office: &ClaimOffice,
    people: &mut [PersonClaim],
) -> Result<Vec<PersonSheet>, StoreError> {
    let known = at.caps().of_month(month).await?;
    let mut sheets = Vec::new();
    for person in people {
        let Some(row) = known.iter().find(|row| row.person_id == person.person_id) else { continue };
        let Some(kept) = &row.body.kept else { continue };
        person.findings.extend(disagreements(&office.office_no, kept, &person.dossier, &person.outcome));
        if kept.by_this_office {
            sheets.extend(person_sheet(&office.office_no, &person.dossier, kept));
        }
    }
    Ok(sheets)
}

/// The cases that go with this month.
async fn late_claims(
    at: Reader<'_>,
    tables: &FeeTables,
    month: Month,
    office: &ClaimOffice,
) -> Result<Vec<LateClaim>, StoreError> {
    let mut late = Vec::new();
    for case in at.again().carried_by(month).await? {
        late.extend(LateClaim::read(at, tables, office, case).await?);
    }
    Ok(late)
}

impl LateClaim {
    /// A case's claim: from the facts as they stand, or as 締め of the carrying month kept them. `None` for a case that
    /// is not to be claimed (yet).
    ///
    /// # Errors
    /// `NoNotice`; what the database reports.
    pub async fn read(
        at: Reader<'_>,
        tables: &FeeTables,
        office: &ClaimOffice,
        case: AgainCase,
    ) -> Result<Option<LateClaim>, StoreError> {
        let id = case.person_id;
        let mut claim = match case.snapshot {
            Some((dossier, outcome)) => PersonClaim::checked(tables, id, dossier, outcome),
            None if case.state == AgainState::Open => {
                PersonClaim::assess(tables, id, at.dossier(id, case.month).await?)
            }
            None => return Ok(None),
        };
        if let Some(kept) = at.caps().get(id, case.month).await?.body.kept {
            let wrong = disagreements(&office.office_no, &kept, &claim.dossier, &claim.outcome);
            claim.findings.extend(wrong);
        }
        if !claim.is_claimed() {
            let place = Place::named(format!("{}の分", case.month.wareki()));
            let what = format!("{}で請求し直す月ですが、請求するものがありません", case.body.kind.label_ja());
            let fix = "記録を直すか、返戻・過誤・月遅れの画面で、請求し直さずに終えてください";
            claim.findings.push(Finding::new("claim_again", Severity::Fault, place, what, fix).linked("returned"));
        }
        Ok(Some(LateClaim { case_id: case.id, kind: case.body.kind, claim }))
    }
}
