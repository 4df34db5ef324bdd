//! 受給者証: one row per version of the paper, in force from a day; checked against the paper and then locked.
use super::card_detail::CardDetail;
use crate::{
    claim_months::refuse_seen_in_closed,
    codec::{from_json, instant, to_json},
    community::Locked,
    entity::recipient_card as row,
    entry::EntityKind,
    error::{Result, StoreError},
    read::Reader,
    repository::repository,
    retention::refuse_seen_in_frozen,
};
use claims::IncomeClass;
use kernel::{Day, Month, MunicipalityNo, OfficeNo, RecipientNo, Yen};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, sea_query::OnConflict};
use serde::{Deserialize, Serialize};

/// What the paper says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CardBody {
    /// 受給者証番号.
    pub recipient_no: RecipientNo,
    /// 証記載市町村番号.
    pub municipality_no: MunicipalityNo,
    /// First day this version of the card is in force.
    pub valid_from: Day,
    /// 支給決定期間 from.
    pub decided_from: Day,
    /// 支給決定期間 to.
    pub decided_to: Day,
    /// 支給量, days a month.
    pub granted_days: u32,
    /// 負担上限月額.
    pub burden_cap: Yen,
    /// 所得区分.
    pub income_class: Option<IncomeClass>,
    /// 食事提供体制加算 対象.
    pub meal_eligible: bool,
    /// 上限額管理事業所.
    pub cap_manager: Option<OfficeNo>,
    /// 助成自治体番号.
    pub subsidizing_municipality_no: Option<MunicipalityNo>,
    /// What else the paper says; empty in rows that are older than it.
    #[serde(default)]
    pub detail: CardDetail,
}

impl CardBody {
    /// 発送先市町村番号: that of the claim unless another was entered.
    pub fn sending_municipality_no(&self) -> &MunicipalityNo {
        self.detail.sending_municipality_no.as_ref().unwrap_or(&self.municipality_no)
    }
}

/// A card of a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Card {
    /// Id.
    pub id: i64,
    /// Whose.
    pub person_id: i64,
    /// Version of the row.
    pub version: i64,
    /// Checked against the paper and locked.
    pub locked: bool,
    /// Who locked it, and when; [`History::names`](crate::History::names) tells the name.
    pub lock: Option<Locked>,
    /// What the paper says.
    pub body: CardBody,
}

impl Card {
    /// The card as a claim reads it.
    pub fn for_claim(&self) -> claims::Card {
        let body = self.body.clone();
        claims::Card {
            recipient_no: body.recipient_no,
            municipality_no: body.municipality_no,
            decided_from: body.decided_from,
            decided_to: body.decided_to,
            granted_days: body.granted_days,
            burden_cap: body.burden_cap,
            income_class: body.income_class,
            meal_eligible: body.meal_eligible,
            cap_manager: body.cap_manager,
            subsidizing_municipality_no: body.subsidizing_municipality_no,
            locked: self.locked,
        }
    }
}

repository! {
    /// 受給者証 of the scope.
    cards: Cards, CardsWriter
}

fn card(row: row::Model) -> Result<Card> {
    let body = from_json("recipient_card", "body", &row.body)?;
    let lock = row.locked_at_ms.map(|at| {
        let at = instant("recipient_card", "locked_at_ms", at)?;
        Ok::<_, StoreError>(Locked { account_id: row.locked_by, at })
    });
    let lock = lock.transpose()?;
    Ok(Card { id: row.id, person_id: row.person_id, version: row.version, locked: lock.is_some(), lock, body })
}

/// Every card of the office, earliest first.
pub(crate) async fn all(at: Reader<'_>, person_id: Option<i64>) -> Result<Vec<Card>> {
    let mut query = row::Entity::find().filter(row::Column::OfficeId.eq(at.office_id()));
    if let Some(person_id) = person_id {
        query = query.filter(row::Column::PersonId.eq(person_id));
    }
    let rows = query.order_by_asc(row::Column::ValidFrom).order_by_asc(row::Column::Id).all(&at.exec()).await?;
    rows.into_iter().map(card).collect()
}

/// The card in force on a day: the newest that began by then, if its decision still ran in that month.
///
/// A newer card replaces the older one altogether: when it has run out, no older one comes back.
pub(crate) fn on_day<'c>(cards: impl IntoIterator<Item = &'c Card>, day: Day) -> Option<&'c Card> {
    let newest = cards.into_iter().filter(|card| card.body.valid_from <= day).max_by_key(|card| card.body.valid_from);
    newest.filter(|card| card.body.decided_to >= day.month().first_day())
}

impl Cards<'_> {
    /// A person's cards, earliest first.
    ///
    /// # Errors
    /// `NotFound` for a person of another office.
    pub async fn of_person(&self, person_id: i64) -> Result<Vec<Card>> {
        self.at.people().get(person_id).await?;
        all(self.at, Some(person_id)).await
    }

    /// Every card of the office: what the list of people and the alerts of expiring decisions read.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn list(&self) -> Result<Vec<Card>> {
        all(self.at, None).await
    }

    /// One card.
    ///
    /// # Errors
    /// `NotFound` for an id of another office.
    pub async fn get(&self, id: i64) -> Result<Card> {
        let mine = row::Entity::find_by_id(id).filter(row::Column::OfficeId.eq(self.at.office_id()));
        card(mine.one(&self.at.exec()).await?.ok_or(EntityKind::RecipientCard.not_found())?)
    }

    /// The person's card in force in a month (the last one when it changed inside the month).
    ///
    /// # Errors
    /// `NotFound` for a person of another office.
    pub async fn in_force(&self, person_id: i64, month: Month) -> Result<Option<Card>> {
        Ok(on_day(&self.of_person(person_id).await?, month.last_day()).cloned())
    }
}

impl CardsWriter<'_> {
    /// Registers a card, unlocked; gives its id.
    ///
    /// # Errors
    /// `NotFound` for a person of another office, `Taken` when a card begins on the same day, `MonthClosed` when a
    /// closed month would read another card.
    pub async fn create(&self, person_id: i64, body: &CardBody) -> Result<i64> {
        let before = self.of_person(person_id).await?;
        let mut after = before.clone();
        after.push(Card { id: 0, person_id, version: 1, locked: false, lock: None, body: body.clone() });
        self.refuse_in_closed_months(person_id, &before, &after).await?;
        let new = row::ActiveModel {
            office_id: Set(self.at.office_id()),
            person_id: Set(person_id),
            valid_from: Set(body.valid_from.to_string()),
            body: Set(to_json(body)),
            version: Set(1),
            ..Default::default()
        };
        let unless_there = OnConflict::columns([row::Column::PersonId, row::Column::ValidFrom]).do_nothing().to_owned();
        let made = row::Entity::insert(new).on_conflict(unless_there).exec_without_returning(self.tx.act.tx()).await?;
        let now = self.of_person(person_id).await?;
        let id = now.iter().find(|card| card.body.valid_from == body.valid_from).map(|card| card.id);
        let Some(id) = id.filter(|_| made == 1) else {
            return Err(StoreError::Taken { what: "受給者証の適用開始日" });
        };
        self.keep(id, 1, body, false).await?;
        Ok(id)
    }

    /// Changes an unlocked card; gives the new version.
    ///
    /// # Errors
    /// `CardLocked`, `NotFound`, `Conflict`, `Taken`, `MonthClosed`.
    pub async fn update(&self, id: i64, body: &CardBody, expected: i64) -> Result<i64> {
        let stored = self.get(id).await?;
        if stored.locked {
            return Err(StoreError::CardLocked);
        }
        let before = self.of_person(stored.person_id).await?;
        if before.iter().any(|other| other.id != id && other.body.valid_from == body.valid_from) {
            return Err(StoreError::Taken { what: "受給者証の適用開始日" });
        }
        let mut after = before.clone();
        after.iter_mut().filter(|card| card.id == id).for_each(|card| card.body = body.clone());
        self.refuse_in_closed_months(stored.person_id, &before, &after).await?;
        let set = row::ActiveModel {
            valid_from: Set(body.valid_from.to_string()),
            body: Set(to_json(body)),
            ..Default::default()
        };
        self.put(&stored, set, body, false, expected).await
    }

    /// ロック: the card was checked against the paper. Gives the new version.
    ///
    /// # Errors
    /// `NotFound`, `Conflict`.
    pub async fn lock(&self, id: i64, expected: i64) -> Result<i64> {
        let stored = self.get(id).await?;
        let set = row::ActiveModel {
            locked_at_ms: Set(Some(self.tx.act.now_ms())),
            locked_by: Set(self.tx.act.account_id),
            ..Default::default()
        };
        self.put(&stored, set, &stored.body, true, expected).await
    }

    /// ロック解除. Gives the new version.
    ///
    /// # Errors
    /// `NotFound`, `Conflict`; `Frozen` while a ticked or requested claim of 就労定着支援 reads the card.
    pub async fn unlock(&self, id: i64, expected: i64) -> Result<i64> {
        let stored = self.get(id).await?;
        let cards = self.of_person(stored.person_id).await?;
        let reads = |month: Month| month.each_day().any(|day| on_day(&cards, day).is_some_and(|card| card.id == id));
        refuse_seen_in_frozen(self.tx, stored.person_id, reads).await?;
        let set = row::ActiveModel { locked_at_ms: Set(None), locked_by: Set(None), ..Default::default() };
        self.put(&stored, set, &stored.body, false, expected).await
    }

    async fn put(
        &self,
        stored: &Card,
        set: row::ActiveModel,
        body: &CardBody,
        locked: bool,
        expected: i64,
    ) -> Result<i64> {
        let done = row::Entity::update_many()
            .set(row::ActiveModel { version: Set(expected + 1), ..set })
            .filter(row::Column::Id.eq(stored.id))
            .filter(row::Column::Version.eq(expected))
            .exec(self.tx.act.tx())
            .await?;
        if done.rows_affected == 0 {
            return Err(EntityKind::RecipientCard.conflict(Some(self.get(stored.id).await?.version)));
        }
        self.keep(stored.id, expected + 1, body, locked).await?;
        Ok(expected + 1)
    }

    async fn keep(&self, id: i64, version: i64, body: &CardBody, locked: bool) -> Result<()> {
        let body = serde_json::json!({ "card": body, "locked": locked });
        self.tx.act.keep(self.at.office_id(), EntityKind::RecipientCard, id, version, &body).await
    }

    /// A closed month, and a ticked one of 就労定着支援, reads the cards of its days: none of them may change.
    async fn refuse_in_closed_months(&self, person_id: i64, before: &[Card], after: &[Card]) -> Result<()> {
        let reads = |cards: &[Card], day: Day| on_day(cards, day).map(|card| card.body.clone());
        let changed = |month: &Month| month.each_day().any(|day| reads(before, day) != reads(after, day));
        refuse_seen_in_frozen(self.tx, person_id, |month| changed(&month)).await?;
        refuse_seen_in_closed(self.tx, person_id, changed).await
    }
}
