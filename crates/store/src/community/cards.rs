//! 利用者情報 of 地域生活支援事業: what the certificate of the municipality says, one version per 適用年月日, with one or
//! more 決定サービスコード; checked against the paper and then locked.
use crate::{
    claim_months::refuse_seen_in_closed,
    codec::{from_json, instant, to_json},
    entity::community_card as row,
    entry::EntityKind,
    error::{Result, StoreError},
    read::Reader,
    repository::repository,
};
use fees::community::facts::{IncomeClass, Service};
use jiff::Timestamp;
use kernel::{Day, Month, MunicipalityNo, OfficeNo, RecipientNo, Yen};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, sea_query::OnConflict};
use serde::{Deserialize, Serialize};

/// One 決定サービスコード with its 契約支給量 and its own period.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DecidedService {
    /// 決定サービスコード, `010005`.
    pub code: String,
    /// The service it decides.
    pub service: Service,
    /// 身体介護あり.
    #[serde(default)]
    pub body_care: bool,
    /// 契約支給量 × 100: hours (10 h 30 → 1050) or days (10 days → 1000), as the rules of the municipality count.
    pub amount_x100: u32,
    /// 有効開始年月日.
    pub from: Day,
    /// 有効終了年月日.
    pub to: Day,
}

/// A person set the waiver by hand instead of leaving it to the birthday.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WaiverOverride {
    /// 無償化対象児童 or not.
    pub waived: bool,
    /// Why the birthday does not decide.
    pub why: String,
}

/// What the certificate and the contract say from a day on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CommunityCardBody {
    /// 適用年月日: first day in force.
    pub valid_from: Day,
    /// 証記載市町村番号.
    pub municipality_no: MunicipalityNo,
    /// 受給者証番号.
    pub recipient_no: RecipientNo,
    /// 支給決定者氏名 in kana.
    pub guardian_kana: String,
    /// 支給決定児童氏名 in kana; empty for an adult.
    pub child_kana: String,
    /// 障害種別 as a code of the municipality's list, `8` = その他.
    pub disability_kind: String,
    /// 状態区分 as a code, `1` = 身体介護有り, `5` = 一般.
    pub state_class: String,
    /// 障害支援区分コード, `99` = なし.
    pub support_class: String,
    /// 有効認定期間 from.
    pub certified_from: Day,
    /// 有効認定期間 to.
    pub certified_to: Day,
    /// 所得区分; `None` = 99.
    pub income_class: Option<IncomeClass>,
    /// 負担上限月額.
    pub burden_cap: Yen,
    /// 利用者上限月額適用期間 from.
    pub cap_from: Day,
    /// 利用者上限月額適用期間 to.
    pub cap_to: Day,
    /// 利用者負担率, percent.
    pub burden_rate: u8,
    /// 重度加算 on the certificate.
    pub severe: bool,
    /// 上限額管理事業所.
    pub cap_manager: Option<OfficeNo>,
    /// 決定サービスコード, at least one.
    pub decisions: Vec<DecidedService>,
    /// サービス提供開始年月日.
    pub service_started_on: Option<Day>,
    /// 無償化対象児童, when a person decided it by hand.
    #[serde(default)]
    pub waiver: Option<WaiverOverride>,
}

/// ロック: who checked the version against the paper, and when.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Locked {
    /// Who; `None` for set-up.
    pub account_id: Option<i64>,
    /// When.
    pub at: Timestamp,
}

/// A version of the person master by its 適用年月日.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CommunityCard {
    /// Id.
    pub id: i64,
    /// Whose.
    pub person_id: i64,
    /// Version of the row.
    pub version: i64,
    /// Checked against the paper and locked.
    pub locked: Option<Locked>,
    /// Last change.
    pub changed_at: Timestamp,
    /// What it says.
    pub body: CommunityCardBody,
}

repository! {
    /// 利用者情報 (地域生活支援事業) of the scope.
    community_cards: CommunityCards, CommunityCardsWriter
}

fn card(row: row::Model) -> Result<CommunityCard> {
    let locked = row.locked_at_ms.map(|at| {
        let at = instant("community_card", "locked_at_ms", at)?;
        Ok::<_, StoreError>(Locked { account_id: row.locked_by, at })
    });
    Ok(CommunityCard {
        id: row.id,
        person_id: row.person_id,
        version: row.version,
        locked: locked.transpose()?,
        changed_at: instant("community_card", "changed_at_ms", row.changed_at_ms)?,
        body: from_json("community_card", "body", &row.body)?,
    })
}

/// Versions of the office or of one person that began by a day, earliest first.
pub(super) async fn begun(at: Reader<'_>, person_id: Option<i64>, by: Option<Day>) -> Result<Vec<CommunityCard>> {
    let mut query = row::Entity::find().filter(row::Column::OfficeId.eq(at.office_id()));
    if let Some(person_id) = person_id {
        query = query.filter(row::Column::PersonId.eq(person_id));
    }
    if let Some(by) = by {
        query = query.filter(row::Column::ValidFrom.lte(by.to_string()));
    }
    let rows = query.order_by_asc(row::Column::ValidFrom).order_by_asc(row::Column::Id).all(&at.exec()).await?;
    rows.into_iter().map(card).collect()
}

/// The version in force on a day: the newest that began by then. One whose periods have run out stays in force, so that
/// the claim can say so.
pub(super) fn on_day(cards: &[CommunityCard], day: Day) -> Option<&CommunityCard> {
    cards.iter().filter(|card| card.body.valid_from <= day).max_by_key(|card| card.body.valid_from)
}

impl CommunityCards<'_> {
    /// A person's versions, earliest first.
    ///
    /// # Errors
    /// `NotFound` for a person of another office.
    pub async fn of_person(&self, person_id: i64) -> Result<Vec<CommunityCard>> {
        self.at.people().get(person_id).await?;
        begun(self.at, Some(person_id), None).await
    }

    /// Every version of the office: what the list of people and the alerts of expiring periods read.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn list(&self) -> Result<Vec<CommunityCard>> {
        begun(self.at, None, None).await
    }

    /// One version.
    ///
    /// # Errors
    /// `NotFound` for an id of another office.
    pub async fn get(&self, id: i64) -> Result<CommunityCard> {
        let mine = row::Entity::find_by_id(id).filter(row::Column::OfficeId.eq(self.at.office_id()));
        card(mine.one(&self.at.exec()).await?.ok_or(EntityKind::CommunityCard.not_found())?)
    }

    /// The person's version in force on a day: the newest that began by then.
    ///
    /// # Errors
    /// `NotFound` for a person of another office.
    pub async fn in_force(&self, person_id: i64, day: Day) -> Result<Option<CommunityCard>> {
        Ok(on_day(&self.of_person(person_id).await?, day).cloned())
    }
}

const TAKEN: StoreError = StoreError::Taken { what: "利用者情報の適用年月日" };

impl CommunityCardsWriter<'_> {
    /// 追加登録: a new version, unlocked; gives its id.
    ///
    /// # Errors
    /// `NotFound` for a person of another office, `Taken` when one begins on the same day, `Invalid`, `MonthClosed` when
    /// a closed month would read another version.
    pub async fn add(&self, person_id: i64, body: &CommunityCardBody) -> Result<i64> {
        refuse_incomplete(body)?;
        let before = self.of_person(person_id).await?;
        let mut after = before.clone();
        let changed_at = self.tx.act.now;
        after.push(CommunityCard { id: 0, person_id, version: 1, locked: None, changed_at, body: body.clone() });
        self.refuse_in_closed_months(person_id, &before, &after).await?;
        let new = row::ActiveModel {
            office_id: Set(self.at.office_id()),
            person_id: Set(person_id),
            version: Set(1),
            ..self.columns(body)
        };
        let unless_there = OnConflict::columns([row::Column::PersonId, row::Column::ValidFrom]).do_nothing().to_owned();
        let made = row::Entity::insert(new).on_conflict(unless_there).exec_without_returning(self.tx.act.tx()).await?;
        let now = self.of_person(person_id).await?;
        let found = now.iter().find(|card| card.body.valid_from == body.valid_from).filter(|_| made == 1);
        let id = found.ok_or(TAKEN)?.id;
        self.keep(id, 1, body, false).await?;
        Ok(id)
    }

    /// 更新: corrects an unlocked version; gives the new version of the row.
    ///
    /// # Errors
    /// `CardLocked`, `NotFound`, `Conflict`, `Taken`, `Invalid`, `MonthClosed`.
    pub async fn update(&self, id: i64, body: &CommunityCardBody, expected: i64) -> Result<i64> {
        refuse_incomplete(body)?;
        let stored = self.get(id).await?;
        if stored.locked.is_some() {
            return Err(StoreError::CardLocked);
        }
        let before = self.of_person(stored.person_id).await?;
        if before.iter().any(|other| other.id != id && other.body.valid_from == body.valid_from) {
            return Err(TAKEN);
        }
        let mut after = before.clone();
        after.iter_mut().filter(|card| card.id == id).for_each(|card| card.body = body.clone());
        self.refuse_in_closed_months(stored.person_id, &before, &after).await?;
        self.put(id, self.columns(body), body, false, expected).await
    }

    /// ロック: the version was checked against the paper. Gives the new version.
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
        self.put(id, set, &stored.body, true, expected).await
    }

    /// ロック解除. Gives the new version.
    ///
    /// # Errors
    /// `NotFound`, `Conflict`.
    pub async fn unlock(&self, id: i64, expected: i64) -> Result<i64> {
        let stored = self.get(id).await?;
        let set = row::ActiveModel { locked_at_ms: Set(None), locked_by: Set(None), ..Default::default() };
        self.put(id, set, &stored.body, false, expected).await
    }

    fn columns(&self, body: &CommunityCardBody) -> row::ActiveModel {
        row::ActiveModel {
            valid_from: Set(body.valid_from.to_string()),
            body: Set(to_json(body)),
            changed_at_ms: Set(self.tx.act.now_ms()),
            ..Default::default()
        }
    }

    async fn put(
        &self,
        id: i64,
        set: row::ActiveModel,
        body: &CommunityCardBody,
        locked: bool,
        expected: i64,
    ) -> Result<i64> {
        let done = row::Entity::update_many()
            .set(row::ActiveModel { version: Set(expected + 1), ..set })
            .filter(row::Column::Id.eq(id))
            .filter(row::Column::Version.eq(expected))
            .exec(self.tx.act.tx())
            .await?;
        if done.rows_affected == 0 {
            return Err(EntityKind::CommunityCard.conflict(Some(self.get(id).await?.version)));
        }
        self.keep(id, expected + 1, body, locked).await?;
        Ok(expected + 1)
    }

    async fn keep(&self, id: i64, version: i64, body: &CommunityCardBody, locked: bool) -> Result<()> {
        let body = serde_json::json!({ "card": body, "locked": locked });
        self.tx.act.keep(self.at.office_id(), EntityKind::CommunityCard, id, version, &body).await
    }

    /// A closed month reads the versions of its days: none of them may change. One without a visit of the person claimed
    /// nothing for them and reads none.
    async fn refuse_in_closed_months(
        &self,
        person_id: i64,
        before: &[CommunityCard],
        after: &[CommunityCard],
    ) -> Result<()> {
        let visited = self.tx.read().visits().months_of(person_id).await?;
        let reads = |cards: &[CommunityCard], day: Day| on_day(cards, day).map(|card| card.body.clone());
        let changed = |month: &Month| {
            visited.contains(month) && month.each_day().any(|day| reads(before, day) != reads(after, day))
        };
        refuse_seen_in_closed(self.tx, person_id, changed).await
    }
}

fn refuse_incomplete(body: &CommunityCardBody) -> Result<()> {
    if body.decisions.is_empty() {
        return Err(StoreError::Invalid {
            what: "決定サービスコードがありません",
            how_to_fix: "受給者証にある決定サービスコードを1つ以上入力してください",
        });
    }
    let mut periods = vec![(body.certified_from, body.certified_to), (body.cap_from, body.cap_to)];
    periods.extend(body.decisions.iter().map(|decided| (decided.from, decided.to)));
    if periods.iter().any(|(from, to)| to < from) {
        return Err(StoreError::Invalid {
            what: "終了年月日が開始年月日より前の期間があります",
            how_to_fix: "有効認定期間・上限月額適用期間・決定サービスコードの期間を確かめてください",
        });
    }
    if body.burden_rate > 100 {
        return Err(StoreError::Invalid {
            what: "利用者負担率が100%を超えています",
            how_to_fix: "受給者証のとおり、通常は10を入力してください",
        });
    }
    Ok(())
}
