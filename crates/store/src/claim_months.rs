//! 請求月: the state of an office's month, and the guard that keeps a closed month as it is.
use crate::{
    codec::{from_json, from_word, instant, ms, parse, to_json, word},
    entity::{claim_month as row, office},
    entry::EntityKind,
    error::{Result, StoreError},
    repository::repository,
    returned::opens,
    write::WriteTx,
};
use claims::lifecycle::{MonthState, TRANSITIONS};
use jiff::Timestamp;
use kernel::Month;
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{LockType, OnConflict},
};
use serde::{Deserialize, Serialize};

/// One step of the month's way: who brought it into which state, and when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MonthStep {
    /// The state it went to.
    pub state: MonthState,
    /// Who; `None` for set-up.
    pub account_id: Option<i64>,
    /// When.
    pub at: Timestamp,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
struct StoredStep {
    state: MonthState,
    account_id: Option<i64>,
    at_ms: i64,
}

/// 請求月 of an office.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClaimMonth {
    /// The row's id; 0 when the month has no row yet.
    pub id: i64,
    /// サービス提供年月.
    pub month: Month,
    /// Where the month stands; only while it is open its facts can change.
    pub state: MonthState,
    /// The steps taken, oldest first.
    pub steps: Vec<MonthStep>,
    /// Version to hand back; 0 before the first step.
    pub version: i64,
}

repository! {
    /// 請求月 of the scope.
    claim_months: ClaimMonths, ClaimMonthsWriter
}

fn claim_month(row: row::Model) -> Result<ClaimMonth> {
    let steps: Vec<StoredStep> = from_json("claim_month", "steps", &row.steps)?;
    let steps = steps
        .into_iter()
        .map(|step| {
            let at = instant("claim_month", "steps", step.at_ms)?;
            Ok(MonthStep { state: step.state, account_id: step.account_id, at })
        })
        .collect::<Result<_>>()?;
    let month = parse("claim_month", "month", &row.month)?;
    let state = from_word("claim_month", "state", &row.state)?;
    Ok(ClaimMonth { id: row.id, month, state, steps, version: row.version })
}

impl ClaimMonths<'_> {
    /// The state of a month; a month without a row is open.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn get(&self, month: Month) -> Result<ClaimMonth> {
        let found = row::Entity::find()
            .filter(row::Column::OfficeId.eq(self.at.office_id()))
            .filter(row::Column::Month.eq(month.to_string()))
            .one(&self.at.exec())
            .await?;
        let untouched = ClaimMonth { id: 0, month, state: MonthState::Open, steps: Vec::new(), version: 0 };
        found.map_or(Ok(untouched), claim_month)
    }

    /// All months with a row, newest first.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn list(&self) -> Result<Vec<ClaimMonth>> {
        let rows = row::Entity::find()
            .filter(row::Column::OfficeId.eq(self.at.office_id()))
            .order_by_desc(row::Column::Month)
            .all(&self.at.exec())
            .await?;
        rows.into_iter().map(claim_month).collect()
    }
}

impl ClaimMonthsWriter<'_> {
    /// Holds the month for this act: until it ends nobody else writes facts of the month. Call it before reading the
    /// facts that a step (締め) rests on.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn hold(&self, month: Month) -> Result<ClaimMonth> {
        lock_office(self.tx, LockType::NoKeyUpdate).await?;
        claim_month(hold_row(self.tx, month, LockType::Update).await?)
    }

    /// Takes a step to `state`; gives the new version. What a step needs is asked by the caller
    /// ([`MonthState::go`]); that it exists is made sure of here too.
    ///
    /// # Errors
    /// `Conflict` when another step was taken in between, `Invalid` when the state has no such step.
    pub async fn step(&self, month: Month, expected: i64, state: MonthState) -> Result<i64> {
        lock_office(self.tx, LockType::NoKeyUpdate).await?;
        let stored = hold_row(self.tx, month, LockType::Update).await?;
        if stored.version != expected {
            return Err(EntityKind::ClaimMonth.conflict(Some(stored.version)));
        }
        let from: MonthState = from_word("claim_month", "state", &stored.state)?;
        if !TRANSITIONS.iter().any(|step| step.from == from && step.to == state) {
            return Err(StoreError::Invalid {
                what: "請求月をその状態には進められません",
                how_to_fix: "請求の画面を開き直し、次の手続き(締め・点検・承認・出力)を順に行ってください",
            });
        }
        let mut steps: Vec<StoredStep> = from_json("claim_month", "steps", &stored.steps)?;
        let (account_id, at_ms) = (self.tx.act.account_id, ms(self.tx.act.now));
        steps.push(StoredStep { state, account_id, at_ms });
        let done = row::Entity::update_many()
            .set(row::ActiveModel {
                state: Set(word(&state)),
                closed: Set(!state.is_open()),
                steps: Set(to_json(&steps)),
                version: Set(expected + 1),
                ..Default::default()
            })
            .filter(row::Column::Id.eq(stored.id))
            .filter(row::Column::Version.eq(expected))
            .exec(self.tx.act.tx())
            .await?;
        if done.rows_affected == 0 {
            return Err(EntityKind::ClaimMonth.conflict(Some(self.get(month).await?.version)));
        }
        let body = serde_json::json!({ "month": month, "state": state });
        self.tx.act.keep(self.at.office_id(), EntityKind::ClaimMonth, stored.id, expected + 1, &body).await?;
        Ok(expected + 1)
    }
}

/// Locks the month's row, making it when absent. On SQLite the act is the only writer anyway and the lock is dropped.
async fn hold_row(tx: &WriteTx, month: Month, lock: LockType) -> Result<row::Model> {
    let (conn, office_id) = (tx.act.tx(), tx.scope.office_id());
    let find = || {
        row::Entity::find()
            .filter(row::Column::OfficeId.eq(office_id))
            .filter(row::Column::Month.eq(month.to_string()))
            .lock(lock)
    };
    if let Some(found) = find().one(conn).await? {
        return Ok(found);
    }
    let fresh = row::ActiveModel {
        office_id: Set(office_id),
        month: Set(month.to_string()),
        state: Set(word(&MonthState::Open)),
        closed: Set(false),
        steps: Set("[]".to_owned()),
        version: Set(0),
        ..Default::default()
    };
    row::Entity::insert(fresh)
        .on_conflict(OnConflict::columns([row::Column::OfficeId, row::Column::Month]).do_nothing().to_owned())
        .exec_without_returning(conn)
        .await?;
    find().one(conn).await?.ok_or(EntityKind::ClaimMonth.not_found())
}

/// Refuses when the month is closed; otherwise keeps it open until this act ends.
pub(crate) async fn hold_open(tx: &WriteTx, month: Month) -> Result<()> {
    if hold_row(tx, month, LockType::Share).await?.closed { Err(StoreError::MonthClosed { month }) } else { Ok(()) }
}

/// Like [`hold_open`] for the facts of one person: a case of 返戻・過誤・月遅れ opens that person's month.
pub(crate) async fn hold_open_for(tx: &WriteTx, person_id: i64, month: Month) -> Result<()> {
    match hold_open(tx, month).await {
        Err(StoreError::MonthClosed { .. }) if opens(tx, person_id, month).await? => Ok(()),
        held => held,
    }
}

/// Dated facts (cards, contracts, notices) reach over many months, also such as have no row yet. Their writers share
/// a lock on the office, a step of a month takes it alone; always before the lock on a month.
pub(crate) async fn lock_office(tx: &WriteTx, lock: LockType) -> Result<()> {
    office::Entity::find_by_id(tx.scope.office_id()).lock(lock).one(tx.act.tx()).await?;
    Ok(())
}

/// The closed months of the office, oldest first; none is closed or opened until this act ends.
pub(crate) async fn closed_months(tx: &WriteTx) -> Result<Vec<Month>> {
    lock_office(tx, LockType::Share).await?;
    let months: Vec<String> = row::Entity::find()
        .select_only()
        .column(row::Column::Month)
        .filter(row::Column::OfficeId.eq(tx.scope.office_id()))
        .filter(row::Column::Closed.eq(true))
        .order_by_asc(row::Column::Month)
        .into_tuple()
        .all(tx.act.tx())
        .await?;
    months.iter().map(|month| parse("claim_month", "month", month)).collect()
}

/// Refuses a change of one person's dated facts that a closed month would see, unless a case opens that month for the
/// person.
pub(crate) async fn refuse_seen_in_closed(
    tx: &WriteTx,
    person_id: i64,
    changed: impl Fn(&Month) -> bool,
) -> Result<()> {
    for month in closed_months(tx).await?.into_iter().filter(changed) {
        if !opens(tx, person_id, month).await? {
            return Err(StoreError::MonthClosed { month });
        }
    }
    Ok(())
}
