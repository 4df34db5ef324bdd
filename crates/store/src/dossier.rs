//! 請求の事実: the dossiers of a month, put together from what is in force, in a handful of queries for a whole office.
//!
//! What changed inside a month: the dossier's card is the last one of the month, while 負担上限月額 and 所得区分 are those of
//! the card in force on the last day served (on the last day of the month when nobody came). The contract is, of those
//! that touch the month, the one that began last.
use crate::{
    codec::{from_word, parse, word},
    days::DayRecord,
    db::{Conn, snapshot},
    entity::day_record,
    entry::Entry,
    error::{Result, StoreError},
    office::{Notice, OfficeBody},
    people::PersonBody,
    person_facts::{
        Card, ContractRow, ExceptionRow, MonthFactsBody, MonthFactsRow, all_cards, all_contracts, all_exceptions,
        all_month_facts, card_on_day, contract_in_month, exception_in_month,
    },
    read::Reader,
};
use claims::{Burden, Dossier};
use fees::b_type::facts::{self, DayStatus, ServiceMonth};
use kernel::{Day, Month, Yen};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QuerySelect, sea_query::ExprTrait};
use std::collections::HashMap;

impl Reader<'_> {
    /// The facts of one person's month.
    ///
    /// # Errors
    /// `NotFound` for a person of another office, `NoNotice` when no 体制届 is in force.
    pub async fn dossier(&self, person_id: i64, month: Month) -> Result<Dossier> {
        let facts = self.gather(month, Some(person_id)).await?;
        let person = facts.people.first().ok_or(crate::EntityKind::Person.not_found())?;
        Ok(facts.dossier(person))
    }

    /// The facts of everyone's month who has a contract, a record or month facts in it, in the order of フリガナ.
    ///
    /// # Errors
    /// `NoNotice` when no 体制届 is in force.
    pub async fn dossiers(&self, month: Month) -> Result<Vec<(i64, Dossier)>> {
        let facts = self.gather(month, None).await?;
        let of_the_month = facts.people.iter().filter(|person| facts.concerns(person.id));
        Ok(of_the_month.map(|person| (person.id, facts.dossier(person))).collect())
    }

    /// Reads everything from one state of the data.
    async fn gather(&self, month: Month, person_id: Option<i64>) -> Result<OfficeMonth> {
        match self.conn() {
            Conn::Tx(_) => OfficeMonth::read(*self, month, person_id).await,
            Conn::Pool(db) => {
                let tx = snapshot(db).await?;
                OfficeMonth::read(self.through(Conn::Tx(&tx)), month, person_id).await
            }
        }
    }
}

/// What was read of the office (or of one person) for a month.
struct OfficeMonth {
    month: Month,
    office: OfficeBody,
    notice: Notice,
    people: Vec<Entry<PersonBody>>,
    cards: HashMap<i64, Vec<Card>>,
    contracts: HashMap<i64, Vec<ContractRow>>,
    exceptions: HashMap<i64, Vec<ExceptionRow>>,
    facts: HashMap<i64, MonthFactsBody>,
    days: HashMap<i64, Vec<DayRecord>>,
    /// Earlier months with a record: month and number of days by status.
    earlier: HashMap<i64, Vec<(Month, DayStatus, u32)>>,
    first_served: HashMap<i64, Day>,
}

/// The first month of the fiscal year a month belongs to.
pub(crate) fn april_before(month: Month) -> Month {
    month.plus_months(-((i32::from(month.month()) + 8) % 12))
}

fn by_person<T>(rows: Vec<T>, person_id: impl Fn(&T) -> i64) -> HashMap<i64, Vec<T>> {
    let mut map: HashMap<i64, Vec<T>> = HashMap::new();
    for row in rows {
        map.entry(person_id(&row)).or_default().push(row);
    }
    map
}

impl OfficeMonth {
    async fn read(at: Reader<'_>, month: Month, person_id: Option<i64>) -> Result<OfficeMonth> {
        let office = at.office().current().await?.body;
        let notice = at.office().notice_in_force(month).await?.body;
        let (people, days) = match person_id {
            Some(id) => (vec![at.people().get(id).await?], at.days().of_month(id, month).await?),
            None => (at.people().list().await?, at.days().of_office_month(month).await?),
        };
        let contracts = by_person(all_contracts(at, person_id).await?, |row| row.person_id);
        let exceptions = by_person(all_exceptions(at, person_id).await?, |row| row.person_id);
        let exception_starts =
            exceptions.values().filter_map(|rows| exception_in_month(rows, month)).map(|row| row.body.from);
        let since = exception_starts.fold(april_before(month), Month::min);
        Ok(OfficeMonth {
            earlier: earlier_days(at, since, month, person_id).await?,
            first_served: first_days(at, &people, &contracts, month).await?,
            month,
            office,
            notice,
            people,
            cards: by_person(all_cards(at, person_id).await?, |row| row.person_id),
            contracts,
            exceptions,
            facts: all_month_facts(at, month, person_id)
                .await?
                .into_iter()
                .map(|MonthFactsRow { person_id, body, .. }| (person_id, body))
                .collect(),
            days: by_person(days, |row| row.person_id),
        })
    }

    fn concerns(&self, person_id: i64) -> bool {
        self.contract(person_id).is_some()
            || self.days.contains_key(&person_id)
            || self.facts.get(&person_id).is_some_and(|facts| *facts != MonthFactsBody::default())
    }

    fn contract(&self, person_id: i64) -> Option<&ContractRow> {
        contract_in_month(self.contracts.get(&person_id).into_iter().flatten(), self.month)
    }

    fn card(&self, person_id: i64, day: Day) -> Option<&Card> {
        card_on_day(self.cards.get(&person_id).into_iter().flatten(), day)
    }

    /// Days of earlier months, from `since`, whose status passes.
    fn count_earlier(&self, person_id: i64, since: Month, passes: impl Fn(DayStatus) -> bool) -> u32 {
        let rows = self.earlier.get(&person_id).into_iter().flatten();
        rows.filter(|(month, status, _)| *month >= since && passes(*status)).map(|(_, _, days)| days).sum()
    }

    /// 施設外支援 days from April to the month before.
    fn offsite_days_before(&self, person_id: i64) -> u32 {
        self.count_earlier(person_id, april_before(self.month), |status| status == DayStatus::OffsiteSupport)
    }

    fn dossier(&self, person: &Entry<PersonBody>) -> Dossier {
        let (id, month) = (person.id, self.month);
        let records = self.days.get(&id).map_or(&[][..], Vec::as_slice);
        let facts = self.facts.get(&id).cloned().unwrap_or_default();
        let last_served =
            records.iter().rev().find(|row| row.body.facts.status != DayStatus::Absent).map(|row| row.day);
        let card = self.card(id, month.last_day());
        let card_of_burden = self.card(id, last_served.unwrap_or(month.last_day())).or(card);
        let contract = self.contract(id);
        let ends = [contract.and_then(|contract| contract.body.to), person.body.ended_on];
        let ended_inside = ends.into_iter().flatten().any(|end| end.month() == month);
        Dossier {
            person_key: id.to_string(),
            name: person.body.name.clone(),
            name_kana: person.body.name_kana.clone(),
            name_print: person.body.name_print.clone(),
            card: card.map(Card::for_claim),
            contract: contract.map(ContractRow::for_claim),
            service_started_on: person.body.started_on.or_else(|| self.first_served.get(&id).copied()),
            service_ended_on: last_served.filter(|_| ended_inside),
            burden: Burden {
                area_class: self.notice.area_class.clone().unwrap_or_else(|| self.office.area_class.clone()),
                unit_price: None,
                // Without a card there is no cap; the missing card is a fault of its own that blocks the claim.
                cap: card_of_burden.map_or(Yen(0), |card| card.body.burden_cap),
                income_class: card_of_burden.and_then(|card| card.body.income_class),
                cap_management: facts.cap_management,
                municipal_subsidy: facts.municipal_subsidy,
            },
            remarks: records
                .iter()
                .filter(|row| !row.body.remark.is_empty())
                .map(|row| (row.day.number(), row.body.remark.clone()))
                .collect(),
            offsite_days_before: self.offsite_days_before(id),
            intensive_started_on: facts.intensive_started_on,
            month: self.service_month(person, card, records, facts),
        }
    }

    fn service_month(
        &self,
        person: &Entry<PersonBody>,
        card: Option<&Card>,
        records: &[DayRecord],
        facts: MonthFactsBody,
    ) -> ServiceMonth {
        let mut office = self.notice.office.clone();
        office.designated_on = office.designated_on.or(self.office.designated_on);
        let exception = exception_in_month(self.exceptions.get(&person.id).into_iter().flatten(), self.month);
        ServiceMonth {
            service_month: self.month,
            office,
            person: facts::Person {
                granted_days: card.map(|card| card.body.granted_days),
                days_exception: exception.map(|row| facts::DaysException {
                    from: row.body.from,
                    to: row.body.to,
                    total: row.body.total,
                    used: self.count_earlier(person.id, row.body.from, |status| status != DayStatus::Absent),
                }),
                meal_eligible: card.is_some_and(|card| card.body.meal_eligible),
                started_on: person.body.started_on,
                plan_missing_month: facts.plan_missing_month,
                offsite_days_used: self.offsite_days_before(person.id),
                cap_managed_here: facts.cap_management.is_some_and(|cap| cap.by_this_office),
            },
            month: facts::MonthFacts {
                intensive_support: facts.intensive_support,
                transition_coordination: facts.transition_coordination,
                medical_v: facts.medical_v,
                social_life_support: facts.social_life_support,
            },
            days: records.iter().map(|row| row.body.facts.clone()).collect(),
            manual_lines: facts.manual_lines,
        }
    }
}

fn recorded(at: Reader<'_>, person_id: Option<i64>) -> sea_orm::Select<day_record::Entity> {
    let mut query = day_record::Entity::find()
        .select_only()
        .filter(day_record::Column::OfficeId.eq(at.office_id()))
        .filter(day_record::Column::Cleared.eq(false));
    if let Some(person_id) = person_id {
        query = query.filter(day_record::Column::PersonId.eq(person_id));
    }
    query
}

/// Days by person, month and status from `since` to the month before `month`.
async fn earlier_days(
    at: Reader<'_>,
    since: Month,
    month: Month,
    person_id: Option<i64>,
) -> Result<HashMap<i64, Vec<(Month, DayStatus, u32)>>> {
    use day_record::Column;
    let rows: Vec<(i64, String, String, i64)> = recorded(at, person_id)
        .columns([Column::PersonId, Column::Month, Column::Status])
        .column_as(Column::Id.count(), "days")
        .filter(Column::Month.gte(since.to_string()))
        .filter(Column::Month.lt(month.to_string()))
        .group_by(Column::PersonId)
        .group_by(Column::Month)
        .group_by(Column::Status)
        .into_tuple()
        .all(&at.exec())
        .await?;
    let mut map: HashMap<i64, Vec<(Month, DayStatus, u32)>> = HashMap::new();
    for (person_id, month, status, days) in rows {
        let month = parse("day_record", "month", &month)?;
        let status = from_word("day_record", "status", &status)?;
        let days = u32::try_from(days).map_err(|_| StoreError::Corrupt { table: "day_record", column: "day" })?;
        map.entry(person_id).or_default().push((month, status, days));
    }
    Ok(map)
}

/// 利用開始 as far as the records tell: the first day served since the contract in force began. Asked only for people
/// whose 利用開始日 was not entered.
async fn first_days(
    at: Reader<'_>,
    people: &[Entry<PersonBody>],
    contracts: &HashMap<i64, Vec<ContractRow>>,
    month: Month,
) -> Result<HashMap<i64, Day>> {
    use day_record::Column;
    let mut since_contract = Condition::any();
    for person in people.iter().filter(|person| person.body.started_on.is_none()) {
        if let Some(contract) = contract_in_month(contracts.get(&person.id).into_iter().flatten(), month) {
            let from = Column::Day.gte(contract.body.from.to_string());
            since_contract = since_contract.add(Column::PersonId.eq(person.id).and(from));
        }
    }
    if since_contract.is_empty() {
        return Ok(HashMap::new());
    }
    let rows: Vec<(i64, String)> = recorded(at, None)
        .column(Column::PersonId)
        .column_as(Column::Day.min(), "first")
        .filter(since_contract)
        .filter(Column::Day.lte(month.last_day().to_string()))
        .filter(Column::Status.ne(word(&DayStatus::Absent)))
        .group_by(Column::PersonId)
        .into_tuple()
        .all(&at.exec())
        .await?;
    rows.into_iter().map(|(person_id, day)| Ok((person_id, parse("day_record", "day", &day)?))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_fiscal_year_begins_in_april() {
        for (month, april) in
            [("2026-04", "2026-04"), ("2027-03", "2026-04"), ("2026-12", "2026-04"), ("2027-01", "2026-04")]
        {
            let parsed = |text: &str| text.parse::<Month>().expect("a month");
            assert_eq!(april_before(parsed(month)), parsed(april), "{month}");
        }
    }
}
