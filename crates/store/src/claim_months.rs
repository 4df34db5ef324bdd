//! 請求月: the state of an office's month, and the guard that keeps a closed month as it is.
use crate::{
    codec::{from_json, instant, ms, parse, to_json},
    entity::{claim_month as row, office},
    entry::EntityKind,
    error::{Result, StoreError},
    write::{WriteTx, repository},
};
use jiff::Timestamp;
use kernel::Month;
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{LockType, OnConflict},
};
use serde::{Deserialize, Serialize};

/// State of a month on which nothing was done yet.
pub const FIRST_STATE: &str = "open";

/// One step of the month's way: who brought it into which state, and when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MonthStep {
    /// The state it went to.
    pub state: String,
    /// Who; `None` for set-up.
    pub account_id: Option<i64>,
    /// When.
    pub at: Timestamp,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
struct StoredStep {
    state: String,
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
    /// State of the lifecycle, in the words of `claims`.
    pub state: String,
    /// 締め済み: the facts of the month cannot change.
    pub closed: bool,
    /// The steps taken, oldest first.
    pub steps: Vec<MonthStep>,
    /// Version to hand back; 0 before the first step.
    pub version: i64,
}

repository! {
    /// 請求月 of the scope.
    ClaimMonths, ClaimMonthsWriter
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
    Ok(ClaimMonth { id: row.id, month, state: row.state, closed: row.closed, steps, version: row.version })
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
        found.map_or_else(
            || {
                let state = FIRST_STATE.to_owned();
                Ok(ClaimMonth { id: 0, month, state, closed: false, steps: Vec::new(), version: 0 })
            },
            claim_month,
        )
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

    /// Takes a step: the month goes to `state`, closed or not. Which steps are allowed is the rule of `claims`. Gives
    /// the new version.
    ///
    /// # Errors
    /// `Conflict` when another step was taken in between.
    pub async fn step(&self, month: Month, expected: i64, state: &str, closed: bool) -> Result<i64> {
        lock_office(self.tx, LockType::NoKeyUpdate).await?;
        let stored = hold_row(self.tx, month, LockType::Update).await?;
        if stored.version != expected {
            return Err(EntityKind::ClaimMonth.conflict(Some(stored.version)));
        }
        let mut steps: Vec<StoredStep> = from_json("claim_month", "steps", &stored.steps)?;
        let (account_id, at_ms) = (self.tx.act.account_id, ms(self.tx.act.now));
        steps.push(StoredStep { state: state.to_owned(), account_id, at_ms });
        let done = row::Entity::update_many()
            .set(row::ActiveModel {
                state: Set(state.to_owned()),
                closed: Set(closed),
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
        let body = serde_json::json!({ "month": month, "state": state, "closed": closed });
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
        state: Set(FIRST_STATE.to_owned()),
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

/// Dated facts (cards, contracts, notices) reach over many months, also such as have no row yet. Their writers share
/// a lock on the office, a step of a month takes it alone; always before the lock on a month.
async fn lock_office(tx: &WriteTx, lock: LockType) -> Result<()> {
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
