//! 請求月の中身 of 就労定着支援: everyone of a month with facts, result, reasons and how far the claim is – calculated from the
//! rows as they stand, and from the snapshot of 「請求する」 once it was pressed.
use crate::actions::retention::{
    conferences::{UsedConference, used_conferences},
    month::{concerns, has_plan, person_in, plan_missing_month, plan_of, service_month},
};
use claims::{
    Burden, ClaimOffice,
    retention::{self, Dossier, Person},
};
use fees::{FeeTables, retention::Block};
use kernel::{Day, Finding, Month, Severity, Units, Yen};
use store::{
    AdditionsState, CheckedPlan, ClaimStage, ContactBilling, ContactKind, Reader, RetentionClaim, RetentionMonthFacts,
    RetentionPersonMonth, StoreError,
};

/// 支援計画 ○ or ×, and what × takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PlanMark {
    /// A plan with its PDF covers the month, or was made in it.
    pub made: bool,
    /// A plan covers the month, and only its PDF is missing.
    pub pdf_missing: bool,
    /// 「未作成として減算」 was said: n-th month of the reduction, from 1.
    pub unmade_month: Option<u32>,
    /// First month of the run of × months that this one belongs to; the month itself where there is a plan.
    pub missing_since: Month,
    /// First month of that run of which nobody has said that it is reduced.
    pub unsaid_since: Month,
}

impl PlanMark {
    /// × and nobody has said yet what it means.
    pub const fn is_undecided(self) -> bool {
        !self.made && self.unmade_month.is_none()
    }
}

/// How far a row of the list is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RowState {
    /// 記録なし.
    NoRecord,
    /// 請求しない: the full record says so.
    NotClaimed,
    /// 阻害あり.
    Blocked,
    /// 確認待ち: nothing is in the way, the センター長 has not looked yet.
    Waiting,
    /// センター長✓.
    Checked,
    /// 請求中.
    Requested,
    /// 送信済.
    Sent,
}

impl RowState {
    /// All of them, in the order of the way.
    pub const ALL: [RowState; 7] = [
        RowState::NoRecord,
        RowState::NotClaimed,
        RowState::Blocked,
        RowState::Waiting,
        RowState::Checked,
        RowState::Requested,
        RowState::Sent,
    ];

    /// The name for people.
    pub const fn label_ja(self) -> &'static str {
        match self {
            RowState::NoRecord => "記録なし",
            RowState::NotClaimed => "請求しない",
            RowState::Blocked => "阻害あり",
            RowState::Waiting => "確認待ち",
            RowState::Checked => "センター長✓",
            RowState::Requested => "請求中",
            RowState::Sent => "送信済",
        }
    }
}

/// One person's month.
#[derive(Clone, Debug)]
pub struct PersonClaim {
    /// Whose.
    pub person_id: i64,
    /// Facts and result, as the files take them.
    pub person: Person,
    /// Every reason why it may not be claimed.
    pub blocks: Vec<Block>,
    /// What to know beside that: warnings and notices.
    pub findings: Vec<Finding>,
    /// 支援計画.
    pub plan: PlanMark,
    /// The steps that were taken.
    pub claim: RetentionClaim,
    /// Ids of the jobs, earliest first.
    pub jobs: Vec<i64>,
    /// 支援記録 of the month.
    pub contacts: usize,
    /// The full record says 請求しない and no other asks for the base fee.
    pub not_claimed: bool,
    /// Other months that have used a conference of their year; empty once requested.
    pub conferences: Vec<UsedConference>,
}

impl PersonClaim {
    /// How far it is.
    pub fn state(&self) -> RowState {
        match self.claim.stage() {
            Some(ClaimStage::Sent) => RowState::Sent,
            Some(ClaimStage::Requested) => RowState::Requested,
            // something came between the tick and the request: it is told, and not counted as ready
            Some(ClaimStage::Checked) if !self.blocks.is_empty() => RowState::Blocked,
            Some(ClaimStage::Checked) => RowState::Checked,
            None if self.contacts == 0 => RowState::NoRecord,
            None if self.not_claimed => RowState::NotClaimed,
            None if !self.blocks.is_empty() => RowState::Blocked,
            None => RowState::Waiting,
        }
    }

    /// Whether a line has no official code yet.
    pub fn has_unregistered(&self) -> bool {
        self.person.outcome.claim.lines.iter().any(|line| line.code.is_none())
    }

    /// Whether a line with a code rests on a row that was not seen in an official table.
    pub fn has_unverified(&self) -> bool {
        self.person.outcome.claim.lines.iter().any(|line| !line.verified)
    }
}

/// Sums.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    /// People.
    pub people: usize,
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
    /// サービス提供年月.
    pub month: Month,
    /// The sender.
    pub office: ClaimOffice,
    /// 加算情報 of the month.
    pub additions: AdditionsState,
    /// Who belongs to the month, in the order of フリガナ.
    pub people: Vec<PersonClaim>,
}

impl MonthClaim {
    /// Reads a month.
    ///
    /// # Errors
    /// What the database reports; `Corrupt` for a snapshot that cannot be read.
    pub async fn read(at: Reader<'_>, tables: &FeeTables, month: Month) -> Result<MonthClaim, StoreError> {
        MonthClaim::of(tables, &at.retention_month_facts(month).await?)
    }

    /// The claims of a month whose rows were read.
    ///
    /// # Errors
    /// `Corrupt` for a snapshot that cannot be read.
    pub fn of(tables: &FeeTables, facts: &RetentionMonthFacts) -> Result<MonthClaim, StoreError> {
        let month = facts.month;
        let listed = facts.people.iter().filter(|one| concerns(tables, month, one) || one.claim.stage().is_some());
        let people = listed.map(|one| person_claim(tables, facts, one)).collect::<Result<_, _>>()?;
        Ok(MonthClaim { month, office: facts.office.claim_office(), additions: facts.additions.state(), people })
    }

    /// The people in a state.
    pub fn in_state(&self, state: RowState) -> impl Iterator<Item = &PersonClaim> {
        self.people.iter().filter(move |person| person.state() == state)
    }

    /// Sums over those that pass.
    pub fn totals(&self, passes: impl Fn(&PersonClaim) -> bool) -> Totals {
        self.people.iter().filter(|person| passes(person)).fold(Totals::default(), |sum, person| {
            let claim = &person.person.outcome.claim;
            Totals {
                people: sum.people + 1,
                units: Units(sum.units.0 + claim.total_units.0),
                cost: Yen(sum.cost.0 + claim.total_cost.0),
                burden: Yen(sum.burden.0 + claim.decided_burden.0),
                benefit: Yen(sum.benefit.0 + claim.benefit_claim.0),
            }
        })
    }
}

/// One person of the month.
pub(super) fn person_claim(
    tables: &FeeTables,
    office: &RetentionMonthFacts,
    one: &RetentionPersonMonth,
) -> Result<PersonClaim, StoreError> {
    let (person, blocks, findings) = match &one.claim.requested {
        Some(request) => (with_codes(tables, snapshot(&request.snapshot)?), Vec::new(), Vec::new()),
        None => calculated(tables, office, one),
    };
    let billing = |passes: fn(ContactBilling) -> bool| one.contacts.iter().any(|row| passes(row.body.billing));
    let declined =
        |row: &store::Contact| row.body.kind == ContactKind::Full && row.body.billing == ContactBilling::None;
    Ok(PersonClaim {
        person_id: one.person.id,
        person,
        blocks,
        findings,
        plan: plan(tables, office.month, one),
        claim: one.claim.clone(),
        jobs: one.employments.iter().map(|job| job.id).collect(),
        contacts: one.contacts.len(),
        not_claimed: one.contacts.iter().any(declined) && !billing(|billing| billing != ContactBilling::None),
        conferences: if one.claim.requested.is_none() {
            used_conferences(tables, one, office.month)
        } else {
            Vec::new()
        },
    })
}

/// What 「請求する」 kept.
fn snapshot(text: &str) -> Result<Person, StoreError> {
    serde_json::from_str(text).map_err(|_| StoreError::Corrupt { table: "retention_claim", column: "body" })
}

/// Codes that came after 「請求する」 – from an official table or by hand – stand in the lines that had none. Units stay.
fn with_codes(tables: &FeeTables, mut person: Person) -> Person {
    let month = person.dossier.month.service_month;
    for line in person.outcome.claim.lines.iter_mut().filter(|line| line.code.is_none()) {
        let slot = tables.retention().slot(&line.name, month);
        let slot = slot.filter(|slot| slot.units.is_none_or(|units| units == line.units));
        line.code = slot.and_then(|slot| slot.code.clone());
    }
    person
}

fn calculated(
    tables: &FeeTables,
    office: &RetentionMonthFacts,
    one: &RetentionPersonMonth,
) -> (Person, Vec<Block>, Vec<Finding>) {
    let dossier = dossier(tables, office, one);
    let outcome = retention::assess(tables, &dossier.month, &dossier.burden);
    let blocks = retention::blocked_by(&dossier, &outcome, tables);
    let mut findings = retention::findings(&dossier, &outcome, tables);
    findings.retain(|finding| finding.severity != Severity::Fault);
    (Person { dossier, outcome }, blocks, findings)
}

fn plan(tables: &FeeTables, month: Month, one: &RetentionPersonMonth) -> PlanMark {
    let CheckedPlan { made, unmade_month } = plan_of(one, month);
    let person = person_in(one, month);
    let first = person.employed_on.map(|hired| tables.retention().first_usable_on(hired));
    // the month in which the use became possible: before it no plan was owed
    let owed = first.max(person.contract_on).map_or(month, Day::month).min(month);
    let reduced = |month| plan_missing_month(&one.facts.body.plan_unmade, &one.plans, month);
    let mut unsaid_since = month;
    while !made && unsaid_since > owed {
        let before = unsaid_since.previous();
        if has_plan(&one.plans, before) || reduced(before).is_some() {
            break;
        }
        unsaid_since = before;
    }
    let said = if made { None } else { reduced(unsaid_since.previous()) };
    PlanMark {
        made,
        pdf_missing: !made && one.plan(month).is_some(),
        unmade_month,
        missing_since: said.map_or(unsaid_since, |nth| unsaid_since.plus_months(-i32::try_from(nth).unwrap_or(0))),
        unsaid_since,
    }
}

/// The facts of a claim. The card is that of the end of the month.
fn dossier(tables: &FeeTables, office: &RetentionMonthFacts, one: &RetentionPersonMonth) -> Dossier {
    let month = office.month;
    let service_month = service_month(tables, office, one);
    let card = one.card(month);
    let contract = one.contract(month);
    let additions = &office.additions.body;
    let person = &one.person.body;
    let facts = &one.facts.body;
    let ends = [facts.left_on, facts.contract_end_on, facts.resigned_on, person.ended_on];
    let ends = ends.into_iter().chain([contract.and_then(|contract| contract.body.to)]).flatten();
    let ended = ends.into_iter().any(|end| end.month() == month);
    let last = one.contacts.iter().map(|row| row.body.on).max();
    let area_class = if additions.area_class.is_empty() { &office.office.area_class } else { &additions.area_class };
    Dossier {
        person_key: one.person.id.to_string(),
        name: person.name.clone(),
        name_kana: person.name_kana.clone(),
        name_print: person.name_print.clone(),
        card: card.map(store::Card::for_claim),
        contract: contract.map(store::ContractRow::for_claim),
        service_started_on: service_month.person.started_on,
        service_ended_on: last.filter(|_| ended),
        burden: Burden {
            area_class: area_class.clone(),
            unit_price: additions.unit_price,
            // without a card there is no cap, and the missing card blocks the claim
            cap: card.map_or(Yen(0), |card| card.body.burden_cap),
            income_class: card.and_then(|card| card.body.income_class),
            cap_management: one.month_facts.cap_management,
            municipal_subsidy: one.month_facts.municipal_subsidy,
        },
        month: service_month,
        remarks: Default::default(),
    }
}
