//! 一人分の請求: the facts of one person's month, what came of them, and what has to be mended – as 締め keeps them.
use super::{
    checks,
    facts::{ClaimFacts, PartFacts},
};
use claims::community::{CommunityBurden, CommunityStatement, Pack, Service, settle};
use fees::community::{
    CommunityAssessment,
    assess::{Terms, assess},
    pack::Packs,
};
use kernel::{Finding, Place, Severity};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use store::{CommunityMonth, CommunityPerson};

/// What came of the facts.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClaimOutcome {
    /// By service.
    pub assessments: Vec<CommunityAssessment>,
    /// 請求明細書; `None` without a record, or where no rules of the municipality are known.
    pub statement: Option<CommunityStatement>,
    /// Why the rules could not be asked, and what only the finished statement shows.
    pub findings: Vec<Finding>,
}

/// One person's month.
#[derive(Clone, Debug)]
pub struct PersonClaim {
    /// Whose.
    pub person_id: i64,
    /// The facts.
    pub facts: ClaimFacts,
    /// The result.
    pub outcome: ClaimOutcome,
}

impl PersonClaim {
    /// Calculates the month of a person; `across` is what the records of all people show together, by person.
    pub fn assess(
        month: &CommunityMonth,
        person: &CommunityPerson,
        across: &BTreeMap<i64, Vec<Finding>>,
    ) -> PersonClaim {
        let mut facts = ClaimFacts::of(month, person);
        facts.checks.extend(across.get(&person.person.id).into_iter().flatten().cloned());
        let outcome = ClaimOutcome::of(&facts);
        PersonClaim { person_id: person.person.id, facts, outcome }
    }

    /// Whether there is a record to claim. A visit that ran into the month may leave nothing in it.
    pub fn is_claimed(&self) -> bool {
        let own =
            |part: &PartFacts| part.month.visits.iter().any(|visit| visit.date.month() == part.month.service_month);
        match &self.outcome.statement {
            Some(statement) => !statement.is_empty() || self.facts.parts.iter().any(own),
            None => !self.facts.parts.is_empty(),
        }
    }

    /// Everything to be mended or known, each once.
    pub fn findings(&self) -> Vec<&Finding> {
        let of_statement = self.outcome.statement.iter().flat_map(|statement| &statement.findings);
        let all = self.outcome.findings.iter().chain(&self.facts.checks).chain(of_statement);
        let mut once: Vec<&Finding> = Vec::new();
        for finding in all {
            if !once.contains(&finding) {
                once.push(finding);
            }
        }
        once
    }

    /// Findings of a severity.
    pub fn count(&self, severity: Severity) -> usize {
        self.findings().into_iter().filter(|finding| finding.severity == severity).count()
    }

    /// Whether the statement may go out.
    pub fn claimable(&self) -> bool {
        self.count(Severity::Fault) == 0 && self.outcome.statement.as_ref().is_some_and(CommunityStatement::claimable)
    }

    /// Names without a price.
    pub fn missing_prices(&self) -> BTreeSet<&str> {
        let statement = self.outcome.statement.iter();
        statement.flat_map(|statement| statement.missing_prices.iter().map(String::as_str)).collect()
    }

    /// Visits with a 保留 point, each once however many lines it makes.
    pub fn held(&self) -> usize {
        let visits =
            |part: &CommunityAssessment| part.held.iter().map(|held| held.visit).collect::<BTreeSet<_>>().len();
        self.outcome.assessments.iter().map(visits).sum()
    }

    /// The pack of the month.
    pub fn pack(&self) -> Option<&'static Pack> {
        Packs::builtin().by_id(self.facts.pack.as_deref()?)
    }
}

impl ClaimFacts {
    fn of(month: &CommunityMonth, person: &CommunityPerson) -> ClaimFacts {
        let card = person.card();
        let number = card.map(|card| card.body.municipality_no.clone());
        let pack = number.as_ref().and_then(|number| Packs::builtin().choose(number, month.month).ok());
        let pack = pack.map(|(pack, _)| pack.identity.id.clone());
        let rules = pack.as_deref().unwrap_or_default();
        let parts = [Service::Mobility, Service::Daytime].into_iter();
        let parts = parts.filter_map(|service| PartFacts::of(month, person, service, rules)).collect();
        let managed = person.cap.as_ref().and_then(|cap| cap.told.clone());
        let cap_manager = card.and_then(|card| card.body.cap_manager.clone());
        let burden = CommunityBurden {
            cap: card.map(|card| card.body.burden_cap),
            rate_percent: card.map(|card| card.body.burden_rate),
            income: card.and_then(|card| card.body.income_class),
            managed: managed.clone(),
            managed_here: cap_manager.as_ref().map(|manager| *manager == month.office.body.office_no),
            decisions: month.decisions(rules),
        };
        let text = |of: fn(&store::CommunityCardBody) -> &str| card.map(|c| of(&c.body).to_owned()).unwrap_or_default();
        ClaimFacts {
            name: person.person.body.name.clone(),
            name_kana: person.person.body.name_kana.clone(),
            service_month: month.month,
            municipality_no: number,
            recipient_no: text(|card| card.recipient_no.as_str()),
            guardian_kana: text(|card| &card.guardian_kana),
            child_kana: text(|card| &card.child_kana),
            parts,
            burden,
            manages_cap: cap_manager.as_ref() == Some(&month.office.body.office_no) && managed.is_some(),
            cap_manager,
            overlays: month.overlays().into_iter().filter(|row| row.pack == rules).collect(),
            checks: checks::masters(month, person),
            pack,
        }
    }
}

impl PartFacts {
    fn of(month: &CommunityMonth, person: &CommunityPerson, service: Service, pack: &str) -> Option<PartFacts> {
        let facts = month.facts(person, service, pack)?;
        let planned = |id: &i64| {
            let visit = person.visits.iter().find(|visit| visit.id == *id)?;
            visit.body.planned_start.zip(visit.body.planned_end)
        };
        let (first, last) = (month.month.first_day(), month.month.last_day());
        let decided = person.card().and_then(|card| {
            let runs = card.body.decisions.iter().filter(|one| one.service == service);
            runs.filter(|one| one.from <= last && one.to >= first).max_by_key(|one| one.from)
        });
        Some(PartFacts {
            planned: facts.visit_ids.iter().map(planned).collect(),
            visit_ids: facts.visit_ids,
            decision: decided.map(|one| one.code.clone()),
            contract_x100: facts.contract_x100,
            month: facts.month,
        })
    }
}

impl ClaimOutcome {
    /// What the rules of the municipality make of the facts.
    pub fn of(facts: &ClaimFacts) -> ClaimOutcome {
        let mut made = ClaimOutcome::default();
        if facts.parts.is_empty() {
            return made;
        }
        let Some(number) = &facts.municipality_no else { return made };
        let pack = match Packs::builtin().choose(number, facts.service_month) {
            Ok((pack, _)) => pack,
            Err(none) => {
                made.findings.push(no_rules("市町村の規則", &none.to_string()));
                return made;
            }
        };
        for part in &facts.parts {
            let terms = Terms {
                overlays: &facts.overlays,
                contract_x100: part.contract_x100,
                manages_cap: facts.manages_cap,
                ..Terms::default()
            };
            match assess(pack, &part.month, &terms) {
                Ok(assessment) => made.assessments.push(assessment),
                Err(none) => made.findings.push(no_rules(part.month.service.label_ja(), &none.to_string())),
            }
        }
        if made.findings.is_empty() {
            let statement = settle(pack, facts.service_month, &made.assessments, &facts.burden);
            made.findings = checks::settled(facts, &statement);
            made.statement = Some(statement);
        }
        made
    }
}

/// A refusal of the rules: its first sentence says what is missing, its last what to do.
fn no_rules(place: &str, told: &str) -> Finding {
    let fix =
        "市町村のきまりの画面で、登録のある市町村を確かめてください。登録のない市町村は、このしくみでは請求できません";
    Finding::new("no_pack", Severity::Fault, Place::named(place), told, fix).linked("pack")
}
