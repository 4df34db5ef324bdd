//! 返戻・過誤・月遅れの操作: noting what came back, choosing the month that claims it again, ending a case.
use crate::App;
use crate::clock::japan_day;
use claims::{
    Dossier, Outcome,
    lifecycle::MonthState,
    returned::{Returned, read},
    withdrawal::{Event, Fate, PersonMonth, Withdrawal, check_withdrawal},
};
use jiff::Timestamp;
use kernel::{Day, Finding, Month, Place, Severity};
use serde_json::json;
use store::{
    Actor, AgainBody, AgainCase, AgainKind, AgainState, AuditEvent, AuditKind, EntityKind, Reader, StoreError, Subject,
    WriteTx,
};

/// One person's month that came back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Known {
    /// Whose.
    pub person_id: i64,
    /// 氏名.
    pub name: String,
    /// サービス提供年月.
    pub month: Month,
    /// Codes and words.
    pub reasons: Vec<(String, String)>,
}

/// What a list of returns would add.
#[derive(Clone, Debug, Default)]
pub struct ReturnPlan {
    /// What is wrong; a fault keeps all of it out.
    pub findings: Vec<Finding>,
    /// One a person and month.
    pub known: Vec<Known>,
}

impl ReturnPlan {
    /// Whether the list may be taken in.
    pub fn may_apply(&self) -> bool {
        !self.known.is_empty() && !self.findings.iter().any(|finding| finding.severity == Severity::Fault)
    }

    fn tell(&mut self, severity: Severity, place: String, what: &str, fix: &str) {
        self.findings.push(Finding::new("returned_list", severity, Place::named(place), what, fix));
    }
}

/// Looks at a list of returns (CSV, MS932 or UTF-8).
///
/// # Errors
/// What the database reports.
pub async fn plan(at: Reader<'_>, bytes: &[u8]) -> Result<ReturnPlan, StoreError> {
    let list = read(bytes);
    let mut plan = ReturnPlan { findings: list.findings, known: Vec::new() };
    for (one, number) in list.returned.iter().zip(1_u32..) {
        take(at, &mut plan, one, format!("{number}件目")).await?;
    }
    if plan.known.is_empty() && plan.findings.is_empty() {
        let fix = "返戻等一覧表を見ながら、受給者証番号・提供年月・エラーコード・内容の列を作ってください";
        plan.tell(Severity::Fault, "一覧".to_owned(), "返戻が一件もありません", fix);
    }
    Ok(plan)
}

/// Puts one line of a list beside the claim it means.
async fn take(at: Reader<'_>, plan: &mut ReturnPlan, one: &Returned, place: String) -> Result<(), StoreError> {
    let month = one.service_month;
    if at.claim_months().get(month).await?.state != MonthState::Exported {
        let fix = "提供年月を一覧表と見比べてください。出力していない月は、締めを解除して直せます";
        plan.tell(Severity::Fault, place, "この提供年月の請求ファイルは、まだ出力していません", fix);
        return Ok(());
    }
    let cases = at.again().list().await?;
    let Some((person_id, name)) = claimed_as(at, &cases, one).await? else {
        let fix = "受給者証番号と提供年月を、返戻等一覧表と見比べてください";
        plan.tell(Severity::Fault, place, "この受給者証番号の請求は、この提供年月にはありません", fix);
        return Ok(());
    };
    let pending = |case: &AgainCase| case.person_id == person_id && case.month == month && case.state.is_pending();
    if cases.iter().any(pending) {
        let fix = "前に登録した件を進めてください。ここでは取り込みません";
        plan.tell(Severity::Notice, place, "この人のこの月は、もう登録してあります", fix);
        return Ok(());
    }
    let reason = (one.error_code.clone(), one.reason.clone());
    match plan.known.iter_mut().find(|known| known.person_id == person_id && known.month == month) {
        Some(known) if known.reasons.contains(&reason) => {}
        Some(known) => known.reasons.push(reason),
        None => plan.known.push(Known { person_id, name, month, reasons: vec![reason] }),
    }
    Ok(())
}

/// Who was claimed under a number in a month: in the files of the month, or again with a later one.
async fn claimed_as(at: Reader<'_>, cases: &[AgainCase], one: &Returned) -> Result<Option<(i64, String)>, StoreError> {
    let fits = |dossier: &Dossier, outcome: &Outcome| {
        let card = dossier.card.as_ref();
        !outcome.lines.is_empty() && card.is_some_and(|card| card.recipient_no == one.recipient_no)
    };
    let again = cases.iter().filter(|case| case.month == one.service_month && case.state == AgainState::Claimed);
    let found = again.filter_map(|case| {
        let (dossier, outcome) = case.snapshot.as_ref()?;
        fits(dossier, outcome).then(|| (case.person_id, dossier.name.clone()))
    });
    if let Some(found) = found.into_iter().next() {
        return Ok(Some(found));
    }
    let results = at.claim_results().of_month::<Dossier, Outcome>(one.service_month).await?;
    let first = results.into_iter().find(|result| fits(&result.facts, &result.outcome));
    Ok(first.map(|result| (result.person_id, result.facts.name)))
}

fn body(kind: AgainKind, reasons: Vec<(String, String)>, known_on: Day) -> AgainBody {
    AgainBody {
        kind,
        reasons,
        known_on,
        sent_on: None,
        withdrawn_on: None,
        dropped_because: String::new(),
        processed_in: None,
    }
}

/// Takes a waiting list in: all of it, or nothing when something is wrong.
///
/// # Errors
/// `NotFound` when it is gone, `Conflict`, `Invalid`.
pub async fn apply(
    app: &App,
    actor: &Actor,
    now: Timestamp,
    (waiting, version): (i64, i64),
) -> Result<ReturnPlan, StoreError> {
    let tx = app.store.begin(actor, now).await?;
    let file = tx.waiting_imports().take(waiting, version).await?;
    let plan = plan(tx.read(), &file.bytes).await?;
    if !plan.may_apply() {
        return Ok(plan);
    }
    for known in &plan.known {
        let body = body(AgainKind::Returned, known.reasons.clone(), japan_day(now));
        tx.again().add(known.person_id, known.month, AgainState::Open, &body).await?;
    }
    let subject = Subject::new(EntityKind::Office, actor.office.office_id());
    let detail = json!({ "what": "returned", "cases": plan.known.len(), "sha256": file.sha256 });
    tx.commit(AuditEvent::new(AuditKind::Imported, subject).with(detail)).await?;
    Ok(plan)
}

/// A case noted by hand.
#[derive(Clone, Debug)]
pub struct NewCase {
    /// Whose.
    pub person_id: i64,
    /// サービス提供年月.
    pub month: Month,
    /// Why.
    pub kind: AgainKind,
    /// エラーコード, when there is one.
    pub code: String,
    /// 内容 or 申立事由.
    pub reason: String,
    /// 申立書 sent, for 過誤.
    pub sent_on: Option<Day>,
}

/// What became of a case noted by hand.
#[derive(Clone, Debug)]
pub enum Noted {
    /// Its id.
    Done(i64),
    /// Why not.
    Refused(Vec<Finding>),
}

/// Notes a case.
///
/// # Errors
/// `NotFound`, `Invalid` when the month was not exported or a case is pending.
pub async fn note(app: &App, actor: &Actor, now: Timestamp, new: &NewCase) -> Result<Noted, StoreError> {
    let tx = app.store.begin(actor, now).await?.because(new.reason.as_str());
    tx.people().get(new.person_id).await?;
    let findings = refusals(&tx, new).await?;
    if !findings.is_empty() {
        return Ok(Noted::Refused(findings));
    }
    let mut body = body(new.kind, vec![(new.code.clone(), new.reason.clone())], japan_day(now));
    body.sent_on = new.sent_on;
    let state = if new.kind == AgainKind::Withdrawn { AgainState::Asked } else { AgainState::Open };
    let id = tx.again().add(new.person_id, new.month, state, &body).await?;
    tx.commit(event(id, new.month, new.kind, "noted")).await?;
    Ok(Noted::Done(id))
}

fn event(id: i64, month: Month, kind: AgainKind, what: &str) -> AuditEvent {
    let detail = json!({ "month": month.to_string(), "kind": kind, "what": what });
    AuditEvent::new(AuditKind::ClaimAgainSaved, Subject::new(EntityKind::ClaimAgain, id)).with(detail)
}

/// A return or withdrawal needs a claim that was sent; a late claim needs that there was none.
async fn refusals(tx: &WriteTx, new: &NewCase) -> Result<Vec<Finding>, StoreError> {
    let mut findings = Vec::new();
    let mut refuse = |what: &str, fix: &str| {
        let place = Place::field("month", "サービス提供年月");
        findings.push(Finding::new("claim_again", Severity::Fault, place, what, fix));
    };
    let results = tx.claim_results().of_month::<Dossier, Outcome>(new.month).await?;
    let sent = results.into_iter().find(|result| result.person_id == new.person_id && !result.outcome.lines.is_empty());
    let cases = tx.again().list().await?;
    let again = cases
        .iter()
        .find(|case| case.person_id == new.person_id && case.month == new.month && case.state == AgainState::Claimed);
    match (new.kind, &sent, again) {
        (AgainKind::Late, Some(_), _) | (AgainKind::Late, _, Some(_)) => {
            refuse("この人のこの月は、もう請求しています", "返戻か過誤として登録してください");
        }
        (AgainKind::Returned | AgainKind::Withdrawn, None, None) => {
            refuse("この人のこの月は、まだ請求していません", "月と人を確かめるか、月遅れとして登録してください");
        }
        (AgainKind::Withdrawn, Some(result), _) => {
            let card = result.facts.card.as_ref();
            let of = card.map(|card| PersonMonth {
                municipality_no: card.municipality_no.clone(),
                recipient_no: card.recipient_no.clone(),
                service_month: new.month,
            });
            if let Some(of) = of {
                let events = [Event { of: of.clone(), fate: Fate::Claimed, in_month: new.month.next() }];
                let asked = Withdrawal { of, reason: new.reason.clone(), same_month: false };
                return Ok(check_withdrawal(&asked, &events));
            }
        }
        _ => {}
    }
    Ok(findings)
}

/// What is done with a case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Move {
    /// The new claim goes with the files of a month; `None` takes that back.
    Carry(Option<Month>),
    /// 過誤: the municipality has withdrawn the claim.
    Withdrawn(Day),
    /// It ends without a new claim.
    Drop(String),
}

/// Moves a case on.
///
/// # Errors
/// `NotFound`, `Conflict`, `MonthClosed`, `Invalid`.
pub async fn step(
    app: &App,
    actor: &Actor,
    now: Timestamp,
    (id, version): (i64, i64),
    to: Move,
) -> Result<(), StoreError> {
    let tx = app.store.begin(actor, now).await?;
    let case = tx.again().get(id).await?;
    let fits = match to {
        Move::Carry(_) => case.state == AgainState::Open,
        Move::Withdrawn(_) => case.state == AgainState::Asked,
        Move::Drop(_) => case.state.is_pending(),
    };
    if !fits {
        return Err(StoreError::Conflict { what: EntityKind::ClaimAgain.label_ja(), current: Some(case.version) });
    }
    let mut body = case.body.clone();
    let (state, carrier, what) = match to {
        Move::Carry(carrier) => (AgainState::Open, carrier, "carried"),
        Move::Withdrawn(on) => {
            body.withdrawn_on = Some(on);
            (AgainState::Open, None, "withdrawn")
        }
        Move::Drop(because) => {
            body.dropped_because = because;
            (AgainState::Dropped, None, "dropped")
        }
    };
    tx.again().update(id, version, state, carrier, &body).await?;
    tx.commit(event(id, case.month, case.body.kind, what)).await
}
