//! 支援記録: every contact with a person, the full record of the month and the quick ones.
use super::refuse_frozen;
use crate::{
    body_row::{Change, PersonEntry, Pin, by_id, create, find, person_entries, person_entry, remove, update},
    codec::word,
    entity::contact as row,
    entry::EntityKind,
    error::{Result, StoreError},
    people::like_search,
    repository::repository,
};
use kernel::{ClockTime, Day, Month, text::search_key};
use sea_orm::{
    ColumnTrait, QueryFilter, QueryOrder, QuerySelect, Select,
    sea_query::{Expr, ExprTrait},
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// 支援の手段.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ContactMeans {
    /// 対面.
    #[default]
    FaceToFace,
    /// テレビ電話など.
    Video,
    /// 電話.
    Phone,
    /// メール・手紙.
    Mail,
}

/// 面談場所.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ContactPlace {
    /// センター: the office itself.
    #[default]
    Center,
    /// 職場.
    Workplace,
    /// 自宅.
    Home,
    /// オンライン.
    Online,
    /// その他.
    Other,
}

/// 詳細 or 簡易.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ContactKind {
    /// 支援記録詳細: one a month.
    #[default]
    Full,
    /// 簡易: any number.
    Simple,
}

/// 請求の有無.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ContactBilling {
    /// 請求未定; blocks the claim.
    #[default]
    Undecided,
    /// 請求しない.
    None,
    /// 基本請求.
    Base,
    /// 基本請求＋地域連携会議実施加算(Ⅰ); until 2024-03 定着支援連携促進加算.
    #[serde(rename = "base_and_conference_1")]
    BaseAndConference1,
    /// 基本請求＋地域連携会議実施加算(Ⅱ).
    #[serde(rename = "base_and_conference_2")]
    BaseAndConference2,
}

impl ContactBilling {
    /// Whether a conference is billed with it.
    pub const fn has_conference(self) -> bool {
        matches!(self, ContactBilling::BaseAndConference1 | ContactBilling::BaseAndConference2)
    }
}

/// A contact.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContactBody {
    /// 支援日.
    pub on: Day,
    /// 開始.
    #[serde(default)]
    pub start: Option<ClockTime>,
    /// 終了.
    #[serde(default)]
    pub end: Option<ClockTime>,
    /// 手段.
    pub means: ContactMeans,
    /// 場所.
    pub place: ContactPlace,
    /// 相手.
    #[serde(default)]
    pub with_whom: String,
    /// 詳細・簡易.
    pub kind: ContactKind,
    /// 請求の有無.
    pub billing: ContactBilling,
    /// 特別地域での支援.
    #[serde(default)]
    pub special_area: bool,
    /// 内容.
    #[serde(default)]
    pub text: String,
    /// 支援した職員.
    #[serde(default)]
    pub staff: String,
}

/// A contact with a person.
pub type Contact = PersonEntry<ContactBody>;

repository! {
    /// 支援記録 of the scope.
    contacts: Contacts, ContactsWriter
}

/// Most contacts that a search gives.
const MOST: u64 = 500;

fn columns(body: &ContactBody) -> Vec<Pin<row::Entity>> {
    let texts = [&body.text, &body.with_whom, &body.staff].map(|text| search_key(text));
    vec![
        (row::Column::Month, body.on.month().to_string().into()),
        (row::Column::OnDay, body.on.to_string().into()),
        (row::Column::Billing, word(&body.billing).into()),
        (row::Column::SearchKey, texts.join("\n").into()),
    ]
}

impl Contacts<'_> {
    fn all(&self) -> Select<row::Entity> {
        let kept = find::<row::Entity>(self.at, &[(row::Column::Removed, false.into())]);
        kept.order_by_asc(row::Column::OnDay).order_by_asc(row::Column::Id)
    }

    /// Every contact of a month, by day.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn of_month(&self, month: Month) -> Result<Vec<Contact>> {
        person_entries(self.at, self.all().filter(row::Column::Month.eq(month.to_string()))).await
    }

    /// A person's contacts of a month, by day.
    ///
    /// # Errors
    /// `NotFound` for a person of another office.
    pub async fn of_person_month(&self, person_id: i64, month: Month) -> Result<Vec<Contact>> {
        self.at.people().get(person_id).await?;
        let his = self.all().filter(row::Column::PersonId.eq(person_id));
        person_entries(self.at, his.filter(row::Column::Month.eq(month.to_string()))).await
    }

    /// All of a person's contacts, by day.
    ///
    /// # Errors
    /// `NotFound` for a person of another office.
    pub async fn of_person(&self, person_id: i64) -> Result<Vec<Contact>> {
        self.at.people().get(person_id).await?;
        person_entries(self.at, self.all().filter(row::Column::PersonId.eq(person_id))).await
    }

    /// The ids of all contacts that were ever recorded of a person, those that were taken away included: for the history.
    ///
    /// # Errors
    /// `NotFound` for a person of another office.
    pub async fn ever_of_person(&self, person_id: i64) -> Result<Vec<i64>> {
        self.at.people().get(person_id).await?;
        let place = crate::body_row::of_person::<row::Entity>(person_id);
        let his = find::<row::Entity>(self.at, &place).all(&self.at.exec()).await?;
        Ok(his.into_iter().map(|contact| contact.id).collect())
    }

    /// The contacts that ask for the base fee, of every person's months `from`–`to` in which one of them asks for a
    /// conference too, by day.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn of_conference_months(&self, from: Month, to: Month) -> Result<Vec<Contact>> {
        use ContactBilling::{Base, BaseAndConference1, BaseAndConference2};
        let asking = |billings: &[ContactBilling]| {
            let billings = billings.iter().map(word).collect::<Vec<_>>();
            self.all()
                .filter(row::Column::Billing.is_in(billings))
                .filter(row::Column::Month.gte(from.to_string()))
                .filter(row::Column::Month.lte(to.to_string()))
        };
        let conferences: Vec<Contact> =
            person_entries(self.at, asking(&[BaseAndConference1, BaseAndConference2])).await?;
        let held: BTreeSet<(i64, Month)> = conferences.iter().map(|row| (row.person_id, row.body.on.month())).collect();
        if held.is_empty() {
            return Ok(conferences);
        }
        let people: BTreeSet<i64> = held.iter().map(|(person, _)| *person).collect();
        let all = asking(&[Base, BaseAndConference1, BaseAndConference2]).filter(row::Column::PersonId.is_in(people));
        let mut all: Vec<Contact> = person_entries(self.at, all).await?;
        all.retain(|row| held.contains(&(row.person_id, row.body.on.month())));
        Ok(all)
    }

    /// The months that have contacts, newest first, with their number.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn months(&self) -> Result<Vec<(Month, u64)>> {
        let rows: Vec<(String, i64)> = find::<row::Entity>(self.at, &[(row::Column::Removed, false.into())])
            .select_only()
            .column(row::Column::Month)
            .column_as(row::Column::Id.count(), "contacts")
            .group_by(row::Column::Month)
            .order_by_desc(row::Column::Month)
            .into_tuple()
            .all(&self.at.exec())
            .await?;
        let read = |(month, contacts): (String, i64)| {
            Ok((crate::codec::parse("contact", "month", &month)?, contacts.unsigned_abs()))
        };
        rows.into_iter().map(read).collect()
    }

    /// The newest contacts (500 at most) in whose text, partner or staff each of the words stands, whatever kana and width
    /// they are typed in; spaces part words.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn search(&self, words: &str) -> Result<Vec<Contact>> {
        let all = find::<row::Entity>(self.at, &[(row::Column::Removed, false.into())]);
        let holding = words
            .split_whitespace()
            .filter(|word| !search_key(word).is_empty())
            .fold(all, |found, word| found.filter(Expr::col(row::Column::SearchKey).like(like_search(word))));
        let newest = holding.order_by_desc(row::Column::OnDay).order_by_desc(row::Column::Id).limit(MOST);
        person_entries(self.at, newest).await
    }

    /// One contact.
    ///
    /// # Errors
    /// `NotFound` for an id of another office and for a contact that was removed.
    pub async fn get(&self, id: i64) -> Result<Contact> {
        let stored = by_id::<row::Entity>(self.at, id).await?;
        if stored.removed {
            return Err(EntityKind::Contact.not_found());
        }
        person_entry::<row::Entity, _>(&stored)
    }
}

const SECOND_FULL: StoreError = StoreError::Invalid {
    what: "この月の支援記録(詳細)はもうあります",
    how_to_fix: "2回目からの支援は「簡易」で記録するか、登録済みの詳細を開いて直してください",
};

impl ContactsWriter<'_> {
    /// Records a contact; gives its id.
    ///
    /// # Errors
    /// `NotFound` for a person of another office, `Frozen`, `Invalid` for a second full record of the month.
    pub async fn create(&self, person_id: i64, body: &ContactBody) -> Result<i64> {
        self.at.people().get(person_id).await?;
        refuse_frozen(self.tx, person_id, body.on.month()).await?;
        self.refuse_second_full(person_id, None, body).await?;
        let mut beside = columns(body);
        beside.push((row::Column::Removed, false.into()));
        let place = crate::body_row::of_person::<row::Entity>(person_id);
        create::<row::Entity, _>(self.tx, &place, Change { body, beside }).await
    }

    /// Changes a contact; gives the new version.
    ///
    /// # Errors
    /// `NotFound`, `Conflict`, `Invalid`; `Frozen` for the month it stood in and for the one it goes to.
    pub async fn update(&self, id: i64, body: &ContactBody, expected: i64) -> Result<i64> {
        let stored = self.get(id).await?;
        refuse_frozen(self.tx, stored.person_id, stored.body.on.month()).await?;
        refuse_frozen(self.tx, stored.person_id, body.on.month()).await?;
        self.refuse_second_full(stored.person_id, Some(id), body).await?;
        update::<row::Entity, _>(self.tx, id, Change { body, beside: columns(body) }, expected).await
    }

    /// Takes away a contact that was recorded by mistake; its history stays. Gives the version of the removal.
    ///
    /// # Errors
    /// `NotFound`, `Conflict`, `Frozen`.
    pub async fn remove(&self, id: i64, expected: i64) -> Result<i64> {
        let stored = self.get(id).await?;
        refuse_frozen(self.tx, stored.person_id, stored.body.on.month()).await?;
        remove::<row::Entity>(self.tx, id, row::Column::Removed, expected).await
    }

    async fn refuse_second_full(&self, person_id: i64, id: Option<i64>, body: &ContactBody) -> Result<()> {
        if body.kind != ContactKind::Full {
            return Ok(());
        }
        let others = self.of_person_month(person_id, body.on.month()).await?;
        let another = others.iter().any(|other| Some(other.id) != id && other.body.kind == ContactKind::Full);
        if another { Err(SECOND_FULL) } else { Ok(()) }
    }
}
