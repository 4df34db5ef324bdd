//! 事実: what the rules of a municipality read of one person, service and month, out of a month that was read.
use super::{CommunityCard, CommunityMonth, CommunityPerson, DecidedService, Visit};
use fees::community::{
    facts::{Decision, Person, Service, ServiceMonth},
    pack::Packs,
    prices::Overlay,
};

/// The facts of one person, service and month.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CommunityFacts {
    /// What the rules read.
    pub month: ServiceMonth,
    /// Ids of the visits, in the order of the facts: a record names its visit by the place in this list.
    pub visit_ids: Vec<i64>,
    /// 契約支給量 × 100 of the decision that began last.
    pub contract_x100: Option<u32>,
}

impl CommunityMonth {
    /// The facts of a person for a service, by the last version of the person master in the month; `None` without one,
    /// since then nobody can say whose rules hold, and without a visit of the service. `pack` chooses the readings and
    /// which visits of the eve are read with them.
    pub fn facts(&self, person: &CommunityPerson, service: Service, pack: &str) -> Option<CommunityFacts> {
        let card = person.card()?;
        let own = || person.visits.iter().filter(|visit| visit.body.service == service);
        own().next()?;
        let decisions = self.decisions(pack);
        let rules = Packs::builtin().by_id(pack).filter(|_| service == Service::Mobility);
        let read = |visit: &&Visit| {
            let facts = &visit.body.facts;
            visit.body.service == service && rules.is_some_and(|rules| rules.reads_of_the_eve(facts, &decisions))
        };
        let visits: Vec<_> = person.eve.iter().filter(read).chain(own()).collect();
        let decided = self.decided(card, service);
        let month = ServiceMonth {
            service,
            service_month: self.month,
            person: Person {
                municipality_no: card.body.municipality_no.clone(),
                born_on: person.person.body.born_on,
                waived_child: card.body.waiver.as_ref().map(|by_hand| by_hand.waived),
                body_care: decided.is_some_and(|decided| decided.body_care),
                severe: card.body.severe,
                income: card.body.income_class,
            },
            single_facility_office: self
                .office_for(&card.body.municipality_no)
                .is_some_and(|office| office.body.single_facility),
            visits: visits.iter().map(|visit| visit.for_rules()).collect(),
            decisions,
        };
        let visit_ids = visits.iter().map(|visit| visit.id).collect();
        Some(CommunityFacts { month, visit_ids, contract_x100: decided.map(|decided| decided.amount_x100) })
    }

    /// 市町村の決まりの読み方 in force, as the rules and the burden read them.
    pub fn decisions(&self, pack: &str) -> Vec<Decision> {
        let of_pack = self.readings.iter().filter(|reading| reading.body.pack == pack);
        of_pack.map(|r| Decision { point: r.body.point.clone(), choice: r.body.choice.clone() }).collect()
    }

    /// The entered prices in force, as the rules read them: those of the office, then those of the installation.
    pub fn overlays(&self) -> Vec<Overlay> {
        self.overlays.iter().map(|overlay| &overlay.body).chain(&self.installed).cloned().collect()
    }

    /// Of the decisions for a service that run in the month, the one that began last.
    fn decided<'c>(&self, card: &'c CommunityCard, service: Service) -> Option<&'c DecidedService> {
        let (first, last) = (self.month.first_day(), self.month.last_day());
        let runs = |one: &&DecidedService| one.service == service && one.from <= last && one.to >= first;
        card.body.decisions.iter().filter(runs).max_by_key(|one| one.from)
    }
}
