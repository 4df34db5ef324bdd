//! 契約: what was agreed with a person, from–to.
use crate::{
    body_row::{Change, PersonEntry, by_id, find, insert, of_person, person_entries, person_entry, update},
    claim_months::refuse_seen_in_closed,
    entity::contract as row,
    error::{Result, StoreError},
    read::Reader,
    repository::repository,
};
use kernel::{Day, Month};
use sea_orm::QueryOrder;
use serde::{Deserialize, Serialize};

/// What was agreed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContractBody {
    /// 契約開始年月日.
    pub from: Day,
    /// 契約終了年月日.
    pub to: Option<Day>,
    /// 契約支給量, days a month.
    pub days: u32,
    /// 事業者記入欄番号, two digits.
    pub provider_entry_no: String,
    /// 決定サービスコード, `461000`.
    pub decision_code: String,
}

/// A contract of a person.
pub type ContractRow = PersonEntry<ContractBody>;

impl ContractRow {
    /// The contract as a claim reads it.
    pub fn for_claim(&self) -> claims::Contract {
        let body = self.body.clone();
        claims::Contract {
            from: body.from,
            to: body.to,
            days: body.days,
            provider_entry_no: body.provider_entry_no,
            decision_code: body.decision_code,
        }
    }
}

repository! {
    /// 契約 of the scope.
    contracts: Contracts, ContractsWriter
}

/// Every contract of the office or of one person, earliest first.
pub(crate) async fn all(at: Reader<'_>, person_id: Option<i64>) -> Result<Vec<ContractRow>> {
    let place = person_id.map(of_person::<row::Entity>).unwrap_or_default();
    let query = find::<row::Entity>(at, &place).order_by_asc(row::Column::FromDay).order_by_asc(row::Column::Id);
    person_entries(at, query).await
}

/// The contract in force in a month: of those that touch it, the one that began last.
pub(crate) fn in_month<'c>(
    contracts: impl IntoIterator<Item = &'c ContractRow>,
    month: Month,
) -> Option<&'c ContractRow> {
    contracts
        .into_iter()
        .filter(|c| c.body.from <= month.last_day() && c.body.to.is_none_or(|to| to >= month.first_day()))
        .max_by_key(|c| c.body.from)
}

/// What a month reads of its contract: an end after the month is no fact of the month yet.
fn seen_in(contracts: &[ContractRow], month: Month) -> Option<ContractBody> {
    let mut body = in_month(contracts, month)?.body.clone();
    body.to = body.to.filter(|to| *to <= month.last_day());
    Some(body)
}

fn refuse_backwards(body: &ContractBody) -> Result<()> {
    if body.to.is_some_and(|to| to < body.from) {
        return Err(StoreError::Invalid {
            what: "契約終了日が契約開始日より前です",
            how_to_fix: "契約終了日を、契約開始日以後の日にしてください",
        });
    }
    Ok(())
}

fn change(body: &ContractBody) -> Change<'_, row::Entity, ContractBody> {
    Change { body, beside: vec![(row::Column::FromDay, body.from.to_string().into())] }
}

impl Contracts<'_> {
    /// A person's contracts, earliest first.
    ///
    /// # Errors
    /// `NotFound` for a person of another office.
    pub async fn of_person(&self, person_id: i64) -> Result<Vec<ContractRow>> {
        self.at.people().get(person_id).await?;
        all(self.at, Some(person_id)).await
    }

    /// Every contract of the office.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn list(&self) -> Result<Vec<ContractRow>> {
        all(self.at, None).await
    }

    /// One contract.
    ///
    /// # Errors
    /// `NotFound` for an id of another office.
    pub async fn get(&self, id: i64) -> Result<ContractRow> {
        person_entry::<row::Entity, _>(&by_id::<row::Entity>(self.at, id).await?)
    }
}

impl ContractsWriter<'_> {
    /// Registers a contract; gives its id.
    ///
    /// # Errors
    /// `NotFound` for a person of another office, `Taken` when one begins on the same day, `Invalid`, `MonthClosed`.
    pub async fn create(&self, person_id: i64, body: &ContractBody) -> Result<i64> {
        refuse_backwards(body)?;
        let before = self.of_person(person_id).await?;
        let mut after = before.clone();
        after.push(ContractRow { id: 0, person_id, version: 1, body: body.clone() });
        self.refuse_in_closed_months(person_id, &before, &after).await?;
        let unique = [row::Column::PersonId, row::Column::FromDay];
        let made = insert(self.tx, &of_person::<row::Entity>(person_id), &unique, change(body)).await?;
        made.ok_or(StoreError::Taken { what: "契約開始日" })
    }

    /// Changes a contract; gives the new version.
    ///
    /// # Errors
    /// `NotFound`, `Conflict`, `Taken`, `Invalid`, `MonthClosed`.
    pub async fn update(&self, id: i64, body: &ContractBody, expected: i64) -> Result<i64> {
        refuse_backwards(body)?;
        let stored = self.get(id).await?;
        let before = self.of_person(stored.person_id).await?;
        if before.iter().any(|other| other.id != id && other.body.from == body.from) {
            return Err(StoreError::Taken { what: "契約開始日" });
        }
        let mut after = before.clone();
        after.iter_mut().filter(|contract| contract.id == id).for_each(|contract| contract.body = body.clone());
        self.refuse_in_closed_months(stored.person_id, &before, &after).await?;
        update(self.tx, id, change(body), expected).await
    }

    async fn refuse_in_closed_months(
        &self,
        person_id: i64,
        before: &[ContractRow],
        after: &[ContractRow],
    ) -> Result<()> {
        let changed = |month: &Month| seen_in(before, *month) != seen_in(after, *month);
        refuse_seen_in_closed(self.tx, person_id, changed).await
    }
}
