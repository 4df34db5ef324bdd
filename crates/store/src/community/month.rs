//! 請求の月: everything that a month of 地域生活支援事業 reads, of the whole office, from one state of the data and in a
//! fixed number of queries – however many people and visits there are.
use super::{
    CommunityCard, CommunityOffice, PackReading, PriceOverlay, Visit,
    cards::{begun, on_day},
    office::in_force,
};
use crate::{
    cap::CapBody,
    claim_months::ClaimMonth,
    db::{Conn, snapshot},
    entry::Entry,
    error::Result,
    office::OfficeBody,
    people::PersonBody,
    read::Reader,
};
use fees::community::prices::Overlay;
use kernel::{Day, Month, MunicipalityNo};
use std::collections::HashMap;

/// One person of the month.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CommunityPerson {
    /// 利用者.
    pub person: Entry<PersonBody>,
    /// Versions of the person master that were in force on some day of the month, earliest first.
    pub cards: Vec<CommunityCard>,
    /// Visits that began in the month, and those that ran into it over its first midnight, by day and start.
    pub visits: Vec<Visit>,
    /// Visits of the day before the month that ended before midnight: with the next they may count as one.
    pub eve: Vec<Visit>,
    /// 上限額管理 of the month.
    pub cap: Option<CapBody>,
}

impl CommunityPerson {
    /// The version of the person master in force on a day of the month.
    pub fn card_on(&self, day: Day) -> Option<&CommunityCard> {
        on_day(&self.cards, day)
    }

    /// The last version of the month.
    pub fn card(&self) -> Option<&CommunityCard> {
        self.cards.last()
    }
}

/// A month of the office.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CommunityMonth {
    /// サービス提供年月.
    pub month: Month,
    /// Where the month stands.
    pub state: ClaimMonth,
    /// 事業所.
    pub office: Entry<OfficeBody>,
    /// Versions of the office master that began by the end of the month.
    pub offices: Vec<CommunityOffice>,
    /// Everyone with a card in force or a visit, in the order of フリガナ.
    pub people: Vec<CommunityPerson>,
    /// 事業所が入力した単価 in force.
    pub overlays: Vec<PriceOverlay>,
    /// 単価 of the installation in force, for names of which the office has entered none.
    pub installed: Vec<Overlay>,
    /// 市町村の決まりの読み方 in force.
    pub readings: Vec<PackReading>,
}

impl CommunityMonth {
    /// The office master in force on the last day of the month: that of the municipality, else the common one.
    pub fn office_for(&self, municipality_no: &MunicipalityNo) -> Option<&CommunityOffice> {
        in_force(&self.offices, Some(municipality_no), self.month.last_day())
    }
}

impl Reader<'_> {
    /// Everything that a month of 地域生活支援事業 reads, in one pass.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn community_month(&self, month: Month) -> Result<CommunityMonth> {
        match self.conn() {
            Conn::Tx(_) => read(*self, month).await,
            Conn::Pool(db) => {
                let tx = snapshot(db).await?;
                read(self.through(Conn::Tx(&tx)), month).await
            }
        }
    }

    /// The same month with one person in it, whether or not it concerns them: what the screen of a person reads.
    ///
    /// # Errors
    /// `NotFound` for a person of another office.
    pub async fn community_month_of(&self, person_id: i64, month: Month) -> Result<CommunityMonth> {
        match self.conn() {
            Conn::Tx(_) => read_one(*self, person_id, month).await,
            Conn::Pool(db) => {
                let tx = snapshot(db).await?;
                read_one(self.through(Conn::Tx(&tx)), person_id, month).await
            }
        }
    }
}

fn by_person<T>(rows: Vec<T>, person_id: impl Fn(&T) -> i64) -> HashMap<i64, Vec<T>> {
    let mut map: HashMap<i64, Vec<T>> = HashMap::new();
    for row in rows {
        map.entry(person_id(&row)).or_default().push(row);
    }
    map
}

async fn read(at: Reader<'_>, month: Month) -> Result<CommunityMonth> {
    let mut cards = by_person(begun(at, None, Some(month.last_day())).await?, |card| card.person_id);
    let mut visits = by_person(at.visits().of_office_month(month).await?, |visit| visit.person_id);
    let eve = at.visits().of_day(month.previous().last_day()).await?;
    let mut eve = by_person(eve.into_iter().filter(|visit| !into(visit, month)).collect(), |visit| visit.person_id);
    let mut caps: HashMap<i64, CapBody> =
        at.caps().of_month(month).await?.into_iter().map(|row| (row.person_id, row.body)).collect();
    let people = at.people().list().await?.into_iter().filter_map(|person| {
        let (id, ended_on) = (person.id, person.body.ended_on);
        let cards = cards.remove(&id).map_or_else(Vec::new, |cards| seen_in(cards, month));
        let visits = visits.remove(&id).unwrap_or_default();
        let left = ended_on.is_some_and(|day| day < month.first_day());
        let concerned = !visits.is_empty() || (!left && cards.iter().any(|card| runs_in(card, month)));
        let eve = eve.remove(&id).unwrap_or_default();
        concerned.then(|| CommunityPerson { person, cards, visits, eve, cap: caps.remove(&id) })
    });
    let people = people.collect();
    around(at, month, people).await
}

async fn read_one(at: Reader<'_>, person_id: i64, month: Month) -> Result<CommunityMonth> {
    let person = at.people().get(person_id).await?;
    let visits = at.visits().of_days(person_id, month.previous().last_day(), month.last_day()).await?;
    let (visits, eve): (Vec<Visit>, Vec<Visit>) =
        visits.into_iter().partition(|visit| visit.body.day().month() == month || into(visit, month));
    let cards = seen_in(begun(at, Some(person_id), Some(month.last_day())).await?, month);
    let cap = at.caps().of_month(month).await?.into_iter().find(|row| row.person_id == person_id).map(|row| row.body);
    around(at, month, vec![CommunityPerson { person, cards, visits, eve, cap }]).await
}

/// Whether a visit ran into the month over its first midnight.
fn into(visit: &Visit, month: Month) -> bool {
    visit.body.into_month() == Some(month)
}

/// What stands around the people of a month.
async fn around(at: Reader<'_>, month: Month, people: Vec<CommunityPerson>) -> Result<CommunityMonth> {
    let mut offices = at.community_office().list().await?;
    offices.retain(|office| office.body.valid_from <= month.last_day());
    let overlays = at.price_overlays().in_force(month).await?;
    let own = |one: &&Overlay| overlays.iter().any(|o| (&o.body.pack, &o.body.name) == (&one.pack, &one.name));
    let installed = at.installed_prices().iter().filter(|one| one.in_force(month) && !own(one)).cloned().collect();
    Ok(CommunityMonth {
        month,
        state: at.claim_months().get(month).await?,
        office: at.office().current().await?,
        offices,
        people,
        overlays,
        installed,
        readings: at.pack_readings().in_force(month).await?,
    })
}

/// Of the versions that began by the end of the month: the last one before it, and those that began in it.
fn seen_in(mut cards: Vec<CommunityCard>, month: Month) -> Vec<CommunityCard> {
    let first = month.first_day();
    let before = cards.iter().filter(|card| card.body.valid_from <= first).count();
    cards.drain(..before.saturating_sub(1));
    cards
}

/// Whether a decision of the version still ran in the month: without one, nobody is expected to come.
fn runs_in(card: &CommunityCard, month: Month) -> bool {
    card.body.decisions.iter().any(|decided| decided.from <= month.last_day() && decided.to >= month.first_day())
}
