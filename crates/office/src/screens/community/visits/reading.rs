//! 規則で読む: one person's month under the rules of the municipality, or the name of what is missing for it.
use crate::{desk::Desk, failure::Failure};
use fees::community::{
    CommunityAssessment, Entry, Usage,
    assess::{Terms, assess},
    facts::Service,
    pack::{Pack, Packs},
};
use kernel::Month;
use store::{CommunityCard, CommunityFacts, CommunityMonth, CommunityPerson, DecidedService, Visit, VisitBody};

/// Both services.
pub(crate) const SERVICES: [Service; 2] = [Service::Mobility, Service::Daytime];

/// What the rules say of one service of a person's month.
pub(crate) enum Reading {
    /// Nothing was recorded.
    Nothing,
    /// No certificate of the month: nobody can say whose rules hold.
    NoCard,
    /// The municipality has no rules here, by name.
    NoPack(String),
    /// The lines.
    Done(Box<Done>),
}

/// A reading that worked.
pub(crate) struct Done {
    /// The rules.
    pub(crate) pack: &'static Pack,
    /// What they read.
    pub(crate) facts: CommunityFacts,
    /// What they say.
    pub(crate) outcome: CommunityAssessment,
}

impl Done {
    /// Lines of one visit, in the order of the tool.
    pub(crate) fn lines_of(&self, visit_id: i64) -> impl Iterator<Item = &Entry> {
        self.outcome.entries.iter().filter(move |entry| self.visit_of(entry.visit) == Some(visit_id))
    }

    /// The id of the visit at a place of the facts.
    pub(crate) fn visit_of(&self, at: usize) -> Option<i64> {
        self.facts.visit_ids.get(at).copied()
    }
}

/// One service of a person's month by the rules.
pub(crate) fn read_service(month: &CommunityMonth, person: &CommunityPerson, service: Service) -> Reading {
    if !person.visits.iter().any(|visit| visit.body.service == service) {
        return Reading::Nothing;
    }
    let Some(card) = person.card() else { return Reading::NoCard };
    let pack = match Packs::builtin().choose(&card.body.municipality_no, month.month) {
        Ok((pack, _)) => pack,
        Err(refusal) => return Reading::NoPack(refusal.to_string()),
    };
    let Some(facts) = month.facts(person, service, &pack.identity.id) else { return Reading::Nothing };
    let overlays = month.overlays();
    let terms = Terms { overlays: &overlays, contract_x100: facts.contract_x100, ..Terms::default() };
    match assess(pack, &facts.month, &terms) {
        Ok(outcome) => Reading::Done(Box::new(Done { pack, facts, outcome })),
        Err(refusal) => Reading::NoPack(refusal.to_string()),
    }
}

/// The decision for a service that began last among those that run in the month.
pub(crate) fn decided(card: &CommunityCard, service: Service, month: Month) -> Option<&DecidedService> {
    let runs =
        |one: &&DecidedService| one.service == service && one.from <= month.last_day() && one.to >= month.first_day();
    card.body.decisions.iter().filter(runs).max_by_key(|one| one.from)
}

/// How much of the contract is used, for a person without a visit too.
pub(crate) fn usage(card: &CommunityCard, service: Service, month: Month, reading: &Reading) -> Option<Usage> {
    if let Reading::Done(done) = reading {
        return Some(done.outcome.usage);
    }
    let amount = decided(card, service, month)?.amount_x100;
    Some(match service {
        Service::Mobility => Usage::Minutes { used: 0, contracted: Some(amount.saturating_mul(60) / 100) },
        Service::Daytime => Usage::Days { used: 0, contracted_x100: Some(amount) },
    })
}

/// The id of a visit that is only typed so far.
pub(crate) const TYPED: i64 = 0;

/// One person's month with the typed visit in it, in place of the stored one when it is a correction.
pub(crate) async fn with_typed(
    desk: &Desk,
    person_id: i64,
    month: Month,
    stored: Option<&Visit>,
    body: &VisitBody,
) -> Result<CommunityMonth, Failure> {
    let mut read = desk.read().community_month_of(person_id, month).await?;
    let decisions = match stored {
        Some(stored) if (stored.body.service, &stored.body.facts) == (body.service, &body.facts) => {
            stored.decisions.clone()
        }
        _ => Vec::new(),
    };
    let typed = Visit { id: TYPED, person_id, version: 0, changed_at: desk.now, body: body.clone(), decisions };
    for person in &mut read.people {
        person.visits.retain(|visit| stored.is_none_or(|stored| stored.id != visit.id));
        person.visits.push(typed.clone());
        person.visits.sort_by_key(|visit| (visit.body.day(), visit.body.facts.start, visit.id));
    }
    Ok(read)
}
