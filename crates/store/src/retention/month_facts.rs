//! 就労定着支援の1月: everything that claims and lists need of an office's month, in a handful of queries.
use super::{
    claims::RetentionClaim, contacts::Contact, employments::Employment, facts::RetentionFactsRow,
    month::RetentionMonth, plans::SupportPlan, reports::SupportReport,
};
use crate::{
    attachments::AttachmentInfo,
    cap::CapBody,
    db::{Conn, snapshot},
    dossier::april_before,
    entry::{EntityKind, Entry},
    error::Result,
    office::OfficeBody,
    people::PersonBody,
    person_facts::{
        Card, ContractRow, MonthFactsBody, all_cards, all_contracts, all_month_facts, card_on_day, contract_in_month,
    },
    read::Reader,
};
use kernel::Month;
use std::collections::{BTreeSet, HashMap};

/// An office's month.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RetentionMonthFacts {
    /// サービス提供年月.
    pub month: Month,
    /// The office.
    pub office: OfficeBody,
    /// 加算情報.
    pub additions: RetentionMonth,
    /// Everyone of the office, in the order of フリガナ, whether or not the month has anything of them.
    pub people: Vec<RetentionPersonMonth>,
}

/// A person's month.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RetentionPersonMonth {
    /// The person.
    pub person: Entry<PersonBody>,
    /// 契約と退所.
    pub facts: RetentionFactsRow,
    /// 就労, earliest first.
    pub employments: Vec<Employment>,
    /// 受給者証, earliest first.
    pub cards: Vec<Card>,
    /// 契約 as the card's page for offices has it, earliest first.
    pub contracts: Vec<ContractRow>,
    /// 支援計画, earliest first, each with its files (those taken away are left out).
    pub plans: Vec<(SupportPlan, Vec<AttachmentInfo>)>,
    /// 支援記録 of the month, by day.
    pub contacts: Vec<Contact>,
    /// Contacts that ask for the base fee in the other months with a conference, by day: from April or from eleven months
    /// before (whichever is earlier) to March of the fiscal year.
    pub conferences: Vec<Contact>,
    /// 請求の手続き of those months, earliest first.
    pub conference_claims: Vec<RetentionClaim>,
    /// 支援レポート of the month.
    pub report: SupportReport,
    /// 上限額管理 of the month.
    pub cap: CapBody,
    /// 上限額管理結果 and 自治体助成分 of the month.
    pub month_facts: MonthFactsBody,
    /// 請求の手続き of the month.
    pub claim: RetentionClaim,
}

impl RetentionPersonMonth {
    /// The card in force at the end of the month.
    pub fn card(&self, month: Month) -> Option<&Card> {
        card_on_day(&self.cards, month.last_day())
    }

    /// The contract that touches the month.
    pub fn contract(&self, month: Month) -> Option<&ContractRow> {
        contract_in_month(&self.contracts, month)
    }

    /// The plan that covers the month (the last one that began), with its files.
    pub fn plan(&self, month: Month) -> Option<&(SupportPlan, Vec<AttachmentInfo>)> {
        self.plans.iter().rev().find(|(plan, _)| plan.body.covers(month))
    }
}

impl Reader<'_> {
    /// Everything of an office's month, from one state of the data.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn retention_month_facts(&self, month: Month) -> Result<RetentionMonthFacts> {
        match self.conn() {
            Conn::Tx(_) => read(*self, month).await,
            Conn::Pool(db) => {
                let tx = snapshot(db).await?;
                read(self.through(Conn::Tx(&tx)), month).await
            }
        }
    }
}

/// Rows by the person they belong to; each person takes his own out.
struct ByPerson<T>(HashMap<i64, Vec<T>>);

impl<T> ByPerson<T> {
    fn of(rows: Vec<T>, person_id: impl Fn(&T) -> i64) -> ByPerson<T> {
        let mut map: HashMap<i64, Vec<T>> = HashMap::new();
        for row in rows {
            map.entry(person_id(&row)).or_default().push(row);
        }
        ByPerson(map)
    }

    fn take(&mut self, person_id: i64) -> Vec<T> {
        self.0.remove(&person_id).unwrap_or_default()
    }

    fn take_one(&mut self, person_id: i64) -> Option<T> {
        self.take(person_id).pop()
    }
}

/// The months beside this one that may have used a conference of the year: from the earlier of April of the fiscal year
/// and the month eleven months before, to March. Later ones count when they were claimed first.
fn conference_months(month: Month) -> (Month, Month) {
    let april = april_before(month);
    (april.min(month.plus_months(-11)), april.plus_months(11))
}

/// The contacts of the months with a conference, and the claims of those months.
async fn conferences(at: Reader<'_>, month: Month) -> Result<(Vec<Contact>, Vec<RetentionClaim>)> {
    let (from, to) = conference_months(month);
    let contacts = at.contacts().of_conference_months(from, to).await?;
    let contacts: Vec<Contact> = contacts.into_iter().filter(|row| row.body.on.month() != month).collect();
    let held: BTreeSet<(Month, i64)> = contacts.iter().map(|row| (row.body.on.month(), row.person_id)).collect();
    let claims = at.retention_claims().of_months(&held).await?;
    Ok((contacts, claims))
}

async fn read(at: Reader<'_>, month: Month) -> Result<RetentionMonthFacts> {
    let mut facts = ByPerson::of(at.retention_facts().list().await?, |row| row.person_id);
    let mut employments = ByPerson::of(at.employments().list().await?, |row| row.person_id);
    let mut cards = ByPerson::of(all_cards(at, None).await?, |row| row.person_id);
    let mut contracts = ByPerson::of(all_contracts(at, None).await?, |row| row.person_id);
    let mut files = ByPerson::of(at.attachments().of_kind(EntityKind::SupportPlan).await?, |file| file.owner_id);
    let plans = at.support_plans().list().await?;
    let plans = plans.into_iter().map(|plan| (files.take(plan.id), plan)).map(|(files, plan)| (plan, files)).collect();
    let mut plans = ByPerson::of(plans, |(plan, _): &(SupportPlan, Vec<AttachmentInfo>)| plan.person_id);
    let mut contacts = ByPerson::of(at.contacts().of_month(month).await?, |row| row.person_id);
    let (held, held_claims) = conferences(at, month).await?;
    let mut held = ByPerson::of(held, |row| row.person_id);
    let mut held_claims = ByPerson::of(held_claims, |row| row.person_id);
    let mut reports = ByPerson::of(at.support_reports().of_month(month).await?, |row| row.person_id);
    let mut caps = ByPerson::of(at.caps().of_month(month).await?, |row| row.person_id);
    let mut month_facts = ByPerson::of(all_month_facts(at, month, None).await?, |row| row.person_id);
    let mut claims = ByPerson::of(at.retention_claims().of_month(month).await?, |row| row.person_id);
    let people = at.people().list().await?;
    let people = people
        .into_iter()
        .map(|person| {
            let id = person.id;
            RetentionPersonMonth {
                facts: facts.take_one(id).unwrap_or_else(|| RetentionFactsRow::untouched(id)),
                employments: employments.take(id),
                cards: cards.take(id),
                contracts: contracts.take(id),
                plans: plans.take(id),
                contacts: contacts.take(id),
                conferences: held.take(id),
                conference_claims: held_claims.take(id),
                report: reports.take_one(id).unwrap_or_else(|| SupportReport::untouched(id)),
                cap: caps.take_one(id).map(|row| row.body).unwrap_or_default(),
                month_facts: month_facts.take_one(id).map(|row| row.body).unwrap_or_default(),
                claim: claims.take_one(id).unwrap_or_else(|| RetentionClaim::untouched(id, month)),
                person,
            }
        })
        .collect();
    let office = at.office().current().await?.body;
    Ok(RetentionMonthFacts { month, office, additions: at.retention_months().get(month).await?, people })
}
