//! 月遅れ・返戻・過誤: a person's exported month is opened for correction and goes out with a later month.
use crate::App;
use jiff::Timestamp;
use kernel::{Day, Month};
use serde_json::json;
use store::{Actor, AgainBody, AgainKind, AgainState, AuditEvent, AuditKind, EntityKind, StoreError, Subject, WriteTx};

/// A month to be claimed again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewCase {
    /// Whose.
    pub person_id: i64,
    /// サービス提供年月.
    pub month: Month,
    /// Why.
    pub kind: AgainKind,
    /// Code and words of the reason.
    pub reason: String,
    /// When the office knew.
    pub known_on: Day,
    /// The month whose claim carries it; `None` = not yet.
    pub carrier: Option<Month>,
}

async fn done(tx: WriteTx, id: i64, detail: serde_json::Value) -> Result<(), StoreError> {
    let subject = Subject::new(EntityKind::ClaimAgain, id);
    tx.commit(AuditEvent::new(AuditKind::ClaimAgainSaved, subject).with(detail)).await
}

/// Opens a person's exported month.
///
/// # Errors
/// `Invalid` for a month that was not exported or has a pending case; `MonthClosed` for the carrying month; `NotFound`.
pub async fn open_case(app: &App, actor: &Actor, now: Timestamp, case: &NewCase) -> Result<i64, StoreError> {
    let tx = app.store.begin(actor, now).await?;
    let withdrawn = case.kind == AgainKind::Withdrawn;
    let body = AgainBody {
        kind: case.kind,
        reasons: if case.reason.is_empty() { Vec::new() } else { vec![(String::new(), case.reason.clone())] },
        known_on: case.known_on,
        sent_on: None,
        withdrawn_on: withdrawn.then_some(case.known_on),
        dropped_because: String::new(),
        processed_in: None,
    };
    let id = tx.again().add(case.person_id, case.month, AgainState::Open, &body).await?;
    if case.carrier.is_some() {
        tx.again().update(id, 1, AgainState::Open, case.carrier, &body).await?;
    }
    let detail = json!({ "month": case.month.to_string(), "kind": case.kind, "carrier": case.carrier });
    done(tx, id, detail).await?;
    Ok(id)
}

/// Puts a case into the claim of a month, or takes it out again.
///
/// # Errors
/// `NotFound`, `Conflict`, `MonthClosed`, `Invalid`.
pub async fn carry(
    app: &App,
    actor: &Actor,
    now: Timestamp,
    (id, version): (i64, i64),
    carrier: Option<Month>,
) -> Result<(), StoreError> {
    let tx = app.store.begin(actor, now).await?;
    let stored = tx.again().get(id).await?;
    if !stored.state.is_pending() {
        return Err(ENDED);
    }
    tx.again().update(id, version, AgainState::Open, carrier, &stored.body).await?;
    done(tx, id, json!({ "month": stored.month.to_string(), "carrier": carrier })).await
}

/// Ends a case without a claim.
///
/// # Errors
/// `NotFound`, `Conflict`, `MonthClosed`, `Invalid`.
pub async fn drop_case(
    app: &App,
    actor: &Actor,
    now: Timestamp,
    (id, version): (i64, i64),
    why: &str,
) -> Result<(), StoreError> {
    let tx = app.store.begin(actor, now).await?;
    let stored = tx.again().get(id).await?;
    if !stored.state.is_pending() {
        return Err(ENDED);
    }
    let body = AgainBody { dropped_because: why.to_owned(), ..stored.body };
    tx.again().update(id, version, AgainState::Dropped, None, &body).await?;
    done(tx, id, json!({ "month": stored.month.to_string(), "dropped": true })).await
}

const ENDED: StoreError = StoreError::Invalid {
    what: "この件はもう終わっています",
    how_to_fix: "請求の画面を開き直してください",
};
