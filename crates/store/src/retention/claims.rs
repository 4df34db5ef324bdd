//! 請求の手続き of 就労定着支援, for each person and month: センター長チェック → 請求する → 送信済み, and 請求キャンセル back.
use super::{
    mark::{Mark, refuse_no_approver},
    stage::ClaimStage,
};
use crate::{
    body_row::{BodyRow, find, month_of, of_month, of_person, of_person_month, person_entry, save_person_month},
    claim_months::lock_office,
    entity::retention_claim as row,
    error::{Result, StoreError},
    read::Reader,
    repository::repository,
};
use kernel::Month;
use sea_orm::{ColumnTrait, QueryFilter, QueryOrder, sea_query::LockType};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// 請求する: who asked for the claim, and what it rested on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClaimRequest {
    /// Who and when.
    pub by: Mark,
    /// Facts and result at that moment, as the caller wrote them (JSON); the store does not look inside.
    pub snapshot: String,
}

/// 請求キャンセル.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cancelled {
    /// Who and when.
    pub by: Mark,
    /// 理由; never empty when the claim had been sent.
    pub why: String,
    /// The claim had been sent.
    pub was_sent: bool,
}

/// 支援計画 as it stood when the month was ticked. Later plans and statements do not change it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckedPlan {
    /// ○.
    pub made: bool,
    /// 計画未作成: n-th month of the reduction, from 1.
    pub unmade_month: Option<u32>,
}

/// What stands in the row.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Steps {
    chief: Option<Mark>,
    #[serde(default)]
    plan: Option<CheckedPlan>,
    requested: Option<ClaimRequest>,
    sent: Option<Mark>,
    cancelled: Vec<Cancelled>,
}

/// A person's claim of a month.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RetentionClaim {
    /// Id; 0 when nothing was done yet.
    pub id: i64,
    /// Whose.
    pub person_id: i64,
    /// サービス提供年月.
    pub month: Month,
    /// Version to hand back; `None` when nothing was done yet.
    pub version: Option<i64>,
    /// センター長チェック.
    pub chief: Option<Mark>,
    /// 支援計画 as the tick saw it.
    pub plan: Option<CheckedPlan>,
    /// 請求する.
    pub requested: Option<ClaimRequest>,
    /// 送信済み.
    pub sent: Option<Mark>,
    /// Every 請求キャンセル, oldest first.
    pub cancelled: Vec<Cancelled>,
}

impl RetentionClaim {
    /// A month in which nothing was done yet.
    pub fn untouched(person_id: i64, month: Month) -> RetentionClaim {
        RetentionClaim::new(0, person_id, month, None, Steps::default())
    }

    fn new(id: i64, person_id: i64, month: Month, version: Option<i64>, steps: Steps) -> RetentionClaim {
        let Steps { chief, plan, requested, sent, cancelled } = steps;
        RetentionClaim { id, person_id, month, version, chief, plan, requested, sent, cancelled }
    }

    /// How far it is; `None` before the tick.
    pub fn stage(&self) -> Option<ClaimStage> {
        if self.sent.is_some() {
            return Some(ClaimStage::Sent);
        }
        if self.requested.is_some() {
            return Some(ClaimStage::Requested);
        }
        self.chief.as_ref().map(|_| ClaimStage::Checked)
    }

    fn steps(self) -> Steps {
        let RetentionClaim { chief, plan, requested, sent, cancelled, .. } = self;
        Steps { chief, plan, requested, sent, cancelled }
    }
}

repository! {
    /// 請求の手続き of the scope.
    retention_claims: RetentionClaims, RetentionClaimsWriter
}

fn claim(row: &row::Model) -> Result<RetentionClaim> {
    let month = month_of::<row::Entity>(row)?;
    let entry = person_entry::<row::Entity, Steps>(row)?;
    Ok(RetentionClaim::new(entry.id, entry.person_id, month, Some(entry.version), entry.body))
}

/// The months of a person that are ticked or requested.
pub(super) async fn stages_of_person(at: Reader<'_>, person_id: i64) -> Result<Vec<(Month, ClaimStage)>> {
    let his = find::<row::Entity>(at, &of_person::<row::Entity>(person_id)).order_by_asc(row::Column::Month);
    let rows = his.all(&at.exec()).await?;
    let claims = rows.iter().map(claim).collect::<Result<Vec<_>>>()?;
    Ok(claims.into_iter().filter_map(|claim| Some((claim.month, claim.stage()?))).collect())
}

impl RetentionClaims<'_> {
    /// Everyone of a month for whom something was done.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn of_month(&self, month: Month) -> Result<Vec<RetentionClaim>> {
        let all = find::<row::Entity>(self.at, &of_month::<row::Entity>(month)).order_by_asc(row::Column::PersonId);
        all.all(&self.at.exec()).await?.iter().map(claim).collect()
    }

    /// The months of people that are named, earliest first; those for which nothing was done are left out.
    pub(super) async fn of_months(&self, wanted: &BTreeSet<(Month, i64)>) -> Result<Vec<RetentionClaim>> {
        if wanted.is_empty() {
            return Ok(Vec::new());
        }
        let months: BTreeSet<String> = wanted.iter().map(|(month, _)| month.to_string()).collect();
        let people: BTreeSet<i64> = wanted.iter().map(|(_, person)| *person).collect();
        let rows = find::<row::Entity>(self.at, &[])
            .filter(row::Column::Month.is_in(months))
            .filter(row::Column::PersonId.is_in(people))
            .order_by_asc(row::Column::Month)
            .all(&self.at.exec())
            .await?;
        let mut claims = rows.iter().map(claim).collect::<Result<Vec<_>>>()?;
        claims.retain(|claim| wanted.contains(&(claim.month, claim.person_id)));
        Ok(claims)
    }

    /// A person's months, newest first.
    ///
    /// # Errors
    /// `NotFound` for a person of another office.
    pub async fn of_person(&self, person_id: i64) -> Result<Vec<RetentionClaim>> {
        self.at.people().get(person_id).await?;
        let his = find::<row::Entity>(self.at, &of_person::<row::Entity>(person_id)).order_by_desc(row::Column::Month);
        his.all(&self.at.exec()).await?.iter().map(claim).collect()
    }

    /// One person's month.
    ///
    /// # Errors
    /// `NotFound` for a person of another office.
    pub async fn get(&self, person_id: i64, month: Month) -> Result<RetentionClaim> {
        self.at.people().get(person_id).await?;
        let found = find::<row::Entity>(self.at, &of_person_month::<row::Entity>(person_id, month))
            .one(&self.at.exec())
            .await?;
        found.as_ref().map_or_else(|| Ok(RetentionClaim::untouched(person_id, month)), claim)
    }
}

const NOT_CHECKED: StoreError = StoreError::Invalid {
    what: "センター長チェックがまだのため、請求できません",
    how_to_fix: "請求一覧で内容を確かめ、センター長チェックを付けてから「請求する」を押してください",
};
const REQUESTED: StoreError = StoreError::Invalid {
    what: "請求中のため、センター長チェックは外せません",
    how_to_fix: "先に「請求キャンセル」をしてください",
};
const NOT_REQUESTED: StoreError = StoreError::Invalid {
    what: "この月は請求していません",
    how_to_fix: "請求一覧を開き直して、いまの状態を確かめてください",
};
const ALREADY: StoreError = StoreError::Invalid {
    what: "この月はもう請求してあります",
    how_to_fix: "やり直すときは、先に「請求キャンセル」をしてください",
};
const NO_REASON: StoreError = StoreError::Invalid {
    what: "送信済みの請求を取り消す理由がありません",
    how_to_fix: "取り消す理由を書いてから、もう一度「請求キャンセル」を押してください",
};

impl RetentionClaimsWriter<'_> {
    /// Holds the office for this act: until it ends nobody else changes what a claim rests on. Call it before reading
    /// the facts that a tick or a request rests on.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn hold(&self) -> Result<()> {
        lock_office(self.tx, LockType::NoKeyUpdate).await
    }

    /// センター長チェック; gives the new version. From here on the person's month stays as it is, its plan as `plan` says.
    ///
    /// # Errors
    /// `NotFound`, `Conflict`; `NotAllowed` when the account may not approve.
    pub async fn check(&self, person_id: i64, month: Month, plan: CheckedPlan, expected: Option<i64>) -> Result<i64> {
        self.hold().await?;
        refuse_no_approver(self.tx, "センター長チェック").await?;
        let mut claim = self.stored(person_id, month, expected).await?;
        if claim.chief.is_none() {
            (claim.chief, claim.plan) = (Some(Mark::of(self.tx)), Some(plan));
        }
        self.put(claim, expected).await
    }

    /// Removes the センター長チェック; gives the new version. The person's month can be changed again.
    ///
    /// # Errors
    /// `NotFound`, `Conflict`; `Invalid` while the claim is requested; `NotAllowed` when the account may not approve.
    pub async fn uncheck(&self, person_id: i64, month: Month, expected: Option<i64>) -> Result<i64> {
        self.hold().await?;
        refuse_no_approver(self.tx, "センター長チェックの取消し").await?;
        let mut claim = self.stored(person_id, month, expected).await?;
        if claim.requested.is_some() {
            return Err(REQUESTED);
        }
        (claim.chief, claim.plan) = (None, None);
        self.put(claim, expected).await
    }

    /// 請求する; gives the new version. `snapshot` is kept as it is given.
    ///
    /// # Errors
    /// `NotFound`, `Conflict`; `Invalid` without the tick, or when it is requested already.
    pub async fn request(&self, person_id: i64, month: Month, snapshot: &str, expected: Option<i64>) -> Result<i64> {
        self.hold().await?;
        let mut claim = self.stored(person_id, month, expected).await?;
        if claim.chief.is_none() {
            return Err(NOT_CHECKED);
        }
        if claim.requested.is_some() {
            return Err(ALREADY);
        }
        claim.requested = Some(ClaimRequest { by: Mark::of(self.tx), snapshot: snapshot.to_owned() });
        self.put(claim, expected).await
    }

    /// 請求キャンセル; gives the new version. The tick stays. A claim that was sent needs a reason.
    ///
    /// # Errors
    /// `NotFound`, `Conflict`; `Invalid` when nothing is requested, or the reason is missing.
    pub async fn cancel(&self, person_id: i64, month: Month, why: &str, expected: Option<i64>) -> Result<i64> {
        self.hold().await?;
        let mut claim = self.stored(person_id, month, expected).await?;
        if claim.requested.is_none() {
            return Err(NOT_REQUESTED);
        }
        let (was_sent, why) = (claim.sent.is_some(), why.trim().to_owned());
        if was_sent && why.is_empty() {
            return Err(NO_REASON);
        }
        (claim.requested, claim.sent) = (None, None);
        claim.cancelled.push(Cancelled { by: Mark::of(self.tx), why, was_sent });
        self.put(claim, expected).await
    }

    /// 送信済み: the official file with this claim was handed in. Gives the new version.
    ///
    /// # Errors
    /// `NotFound`, `Conflict`, `Invalid` when nothing is requested.
    pub async fn mark_sent(&self, person_id: i64, month: Month, expected: Option<i64>) -> Result<i64> {
        self.hold().await?;
        let mut claim = self.stored(person_id, month, expected).await?;
        if claim.requested.is_none() {
            return Err(NOT_REQUESTED);
        }
        claim.sent = Some(Mark::of(self.tx));
        self.put(claim, expected).await
    }

    async fn stored(&self, person_id: i64, month: Month, expected: Option<i64>) -> Result<RetentionClaim> {
        let stored = self.get(person_id, month).await?;
        if stored.version == expected { Ok(stored) } else { Err(row::Entity::KIND.conflict(stored.version)) }
    }

    async fn put(&self, claim: RetentionClaim, expected: Option<i64>) -> Result<i64> {
        let (person_id, month) = (claim.person_id, claim.month);
        save_person_month::<row::Entity, _>(self.tx, person_id, month, &claim.steps(), expected).await
    }
}
