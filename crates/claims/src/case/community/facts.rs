//! 事例と事実: from the document to visits, prices and burden, and to the assessed statement.
use super::document::{CommunityCase, CommunityCaseOverlay, CommunityCaseVisit, Commute};
use crate::IncomeClass;
use crate::community::{CommunityBurden, CommunityStatement, ManagedCap, settle};
use fees::community::assess::{Terms, assess};
use fees::community::facts::{Commute as CommuteFact, Decision, Helpers, Person, Service, ServiceMonth, Visit};
use fees::community::pack::{Pack, Packs};
use fees::community::prices::Overlay;
use fees::community::{CommunityAssessment, HeldRecord};
use kernel::MunicipalityNo;

/// [`CommunityCase::from_value`] refuses documents of which this is not true.
const READ: &str = "the pack of a case has rules for its month and service";

/// A document assessed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CommunityResult {
    /// Records, lines and reasons.
    pub assessment: CommunityAssessment,
    /// The yen.
    pub statement: CommunityStatement,
}

impl CommunityCase {
    /// The pack the document names.
    ///
    /// # Panics
    /// When the document was not read by [`CommunityCase::from_value`], which refuses packs nobody has registered.
    pub fn rules(&self) -> &'static Pack {
        Packs::builtin().by_id(&self.pack).expect("a case names a registered pack")
    }

    /// The visits and the person.
    pub fn facts(&self) -> ServiceMonth {
        let pack = self.rules();
        let given = &self.person;
        let with_body = || {
            let codes =
                pack.user.as_ref().and_then(|user| user.mobility.as_ref()).map(|choices| &choices.decision_codes);
            let code = codes.and_then(|codes| codes.get("with_body"));
            given.decision_code.is_some() && given.decision_code.as_ref() == code
        };
        ServiceMonth {
            service: self.service,
            service_month: self.service_month,
            person: Person {
                municipality_no: self.municipality_no(pack),
                born_on: given.born_on,
                waived_child: given.waived_child,
                body_care: given.body_care.unwrap_or_else(with_body),
                severe: matches!(given.disability_kind.as_deref(), Some("1" | "2")) && self.service == Service::Daytime,
                income: given.income_class.map(income),
            },
            single_facility_office: self.office.single_facility,
            visits: self.visits.iter().map(visit).collect(),
            decisions: self.decisions.clone(),
        }
    }

    /// The number of the document, else the one the pack prints. Nothing below chooses a pack by it.
    fn municipality_no(&self, pack: &Pack) -> MunicipalityNo {
        let printed = || pack.identity.certificate_numbers.first().cloned();
        let code = || format!("{}0", pack.identity.jis_code).parse().ok();
        let number = self.person.municipality_no.clone().or_else(printed).or_else(code);
        number.expect("a pack has five digits of its municipality")
    }

    /// The burden the document describes.
    pub fn burden(&self) -> CommunityBurden {
        let managed = self.person.cap_management.map(|sheet| ManagedCap {
            office_no: String::new(),
            office_name: String::new(),
            result: sheet.result,
            amount: sheet.amount,
        });
        CommunityBurden {
            cap: self.person.burden_cap,
            rate_percent: self.person.burden_rate_percent,
            income: self.person.income_class.map(income),
            managed,
            managed_here: self.person.cap_management.map(|sheet| sheet.by_this_office),
            decisions: self.decisions.clone(),
        }
    }

    /// Adds the prices of this municipality.
    pub(in crate::case) fn add_prices(&mut self, entered: &[Overlay]) {
        let ours = entered.iter().filter(|row| row.pack == self.pack);
        self.overlays.extend(ours.map(|row| CommunityCaseOverlay {
            name: row.name.clone(),
            amount: row.amount,
            currency: row.currency,
            valid_from: row.valid_from,
            valid_to: row.valid_to,
            source: row.source.clone(),
            read_on: row.read_on,
            code: row.code.clone(),
        }));
    }

    /// Assesses the document; visits that accept suggestions take them first.
    ///
    /// # Panics
    /// As [`CommunityCase::rules`].
    pub fn assessed(&self) -> CommunityResult {
        let pack = self.rules();
        let overlays: Vec<Overlay> = self
            .overlays
            .iter()
            .map(|row| Overlay {
                pack: self.pack.clone(),
                name: row.name.clone(),
                amount: row.amount,
                currency: row.currency,
                valid_from: row.valid_from,
                valid_to: row.valid_to,
                source: row.source.clone(),
                read_on: row.read_on,
                code: row.code.clone(),
            })
            .collect();
        let terms = Terms {
            overlays: &overlays,
            test_prices: self.prices.clone(),
            codes: None,
            contract_x100: self.person.contract_hours_x100,
            manages_cap: self.person.cap_management.is_some_and(|sheet| sheet.by_this_office),
        };
        let mut month = self.facts();
        let mut assessment = assess(pack, &month, &terms).expect(READ);
        // a choice can raise the next question: as often as there are points, and no more
        for _ in 0..pack.points.len() {
            if !self.accept(&mut month, &assessment.held) {
                break;
            }
            assessment = assess(pack, &month, &terms).expect(READ);
        }
        let parts = [assessment];
        let statement = settle(pack, self.service_month, &parts, &self.burden());
        let [assessment] = parts;
        CommunityResult { assessment, statement }
    }

    /// Takes the suggestions of the visits that accept them; whether there was one to take.
    fn accept(&self, month: &mut ServiceMonth, held: &[HeldRecord]) -> bool {
        let mut taken = false;
        for record in held {
            if !self.visits.get(record.visit).is_some_and(|visit| visit.accept) {
                continue;
            }
            let Some(visit) = month.visits.get_mut(record.visit) else { continue };
            if !visit.decisions.iter().any(|decision| decision.point == record.point.id) {
                let (point, choice) = (record.point.id.clone(), record.point.suggestion.clone());
                visit.decisions.push(Decision { point, choice });
                taken = true;
            }
        }
        taken
    }
}

fn visit(given: &CommunityCaseVisit) -> Visit {
    let helpers = match (given.helper, given.helpers) {
        (Some(2), _) => Helpers::Second,
        (_, Some(2)) => Helpers::Both,
        _ => Helpers::First,
    };
    let commute = match &given.commute {
        Some(Commute::Whole(true)) => Some(CommuteFact::Whole),
        Some(Commute::Hours(hours)) => minutes_of_hours(hours).map(CommuteFact::Minutes),
        Some(Commute::Whole(false)) | None => None,
    };
    Visit {
        helpers,
        commute,
        deducted_minutes: given.deducted_minutes,
        deducted_start: given.deducted_start.as_deref().map(minutes),
        emergency: given.emergency,
        first: given.first,
        suction: given.suction,
        transport: given.transport,
        meal: given.meal,
        single_facility: given.single_facility,
        decisions: given.decisions.clone(),
        ..Visit::new(given.date, minutes(&given.start), minutes(&given.end))
    }
}

/// `0730` or `07:30` in minutes; the key table has checked it.
fn minutes(text: &str) -> u16 {
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let number: u16 = digits.parse().unwrap_or_default();
    number / 100 * 60 + number % 100
}

/// `1.5H` → 90.
fn minutes_of_hours(text: &str) -> Option<u16> {
    let (whole, half) = match text.trim_end_matches('H').split_once('.') {
        Some((whole, "5")) => (whole, 30),
        Some(_) => return None,
        None => (text.trim_end_matches('H'), 0),
    };
    whole.parse::<u16>().ok()?.checked_mul(60)?.checked_add(half)
}

/// The codes of the tool for the words of the case format.
fn income(class: IncomeClass) -> fees::community::facts::IncomeClass {
    use fees::community::facts::IncomeClass as Code;
    match class {
        IncomeClass::PublicAssistance => Code::PublicAssistance,
        IncomeClass::Low | IncomeClass::Low1 => Code::Low1,
        IncomeClass::Low2 => Code::Low2,
        IncomeClass::General1 => Code::General1,
        IncomeClass::General2 => Code::General2,
    }
}
