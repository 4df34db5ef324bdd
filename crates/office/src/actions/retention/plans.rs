//! 支援計画の操作: a plan with its PDF, taking either away, and 「未作成として減算」.
use super::month::{has_plan, plan_missing_month};
use crate::actions::known::Known;
use jiff::Timestamp;
use kernel::Month;
use serde_json::json;
use store::{
    Actor, Attachment, AttachmentInfo, AuditEvent, AuditKind, EntityKind, PlanUnmade, Result, Store, StoreError,
    Subject, SupportPlan, SupportPlanBody, UnmadeMonths, WriteTx,
};

/// A file that comes with a plan.
#[derive(Clone, Copy)]
pub struct NewFile<'f> {
    /// Its name.
    pub name: &'f str,
    /// Its bytes.
    pub bytes: &'f [u8],
}

async fn own(tx: &WriteTx, person_id: i64, plan: i64) -> Result<()> {
    if tx.support_plans().get(plan).await?.person_id == person_id {
        Ok(())
    } else {
        Err(StoreError::NotFound { what: EntityKind::SupportPlan.label_ja() })
    }
}

fn event(kind: AuditKind, plan: i64, person_id: i64) -> AuditEvent {
    AuditEvent::new(kind, Subject::new(EntityKind::SupportPlan, plan)).with(json!({ "person": person_id }))
}

/// Saves a plan, and its file in the same act when one was chosen: either both are kept or none. Gives the plan's id.
///
/// # Errors
/// `NotFound`, `Conflict`, `Invalid`, `Frozen`; `Refused` for a file that is not taken in.
pub async fn save(
    store: &Store,
    actor: &Actor,
    now: Timestamp,
    person_id: i64,
    known: Option<Known>,
    (body, file): (&SupportPlanBody, Option<NewFile<'_>>),
) -> Result<i64> {
    let tx = store.begin(actor, now).await?;
    let id = match known {
        None => tx.support_plans().create(person_id, body).await?,
        Some(known) => {
            own(&tx, person_id, known.id).await?;
            tx.support_plans().update(known.id, body, known.version).await?;
            known.id
        }
    };
    let mut detail = json!({ "person": person_id });
    if let Some(file) = file {
        let attachment = tx.attachments().add(EntityKind::SupportPlan, id, file.name, file.bytes).await?;
        let info = tx.attachments().info(attachment).await?;
        detail["attachment"] = json!({ "id": attachment, "size": info.size, "sha256": info.sha256 });
    }
    let event = AuditEvent::new(AuditKind::SupportPlanSaved, Subject::new(EntityKind::SupportPlan, id));
    tx.commit(event.with(detail)).await?;
    Ok(id)
}

/// Takes away a plan that was entered by mistake.
///
/// # Errors
/// `NotFound`, `Conflict`, `Frozen`.
pub async fn remove(store: &Store, actor: &Actor, now: Timestamp, person_id: i64, known: Known) -> Result<()> {
    let tx = store.begin(actor, now).await?;
    own(&tx, person_id, known.id).await?;
    tx.support_plans().remove(known.id, known.version).await?;
    let removed = AuditEvent::new(AuditKind::SupportPlanSaved, Subject::new(EntityKind::SupportPlan, known.id));
    tx.commit(removed.with(json!({ "person": person_id, "what": "removed" }))).await
}

/// Takes the file of a plan away; its bytes stay.
///
/// # Errors
/// `NotFound`, `Conflict`, `Frozen`.
pub async fn remove_file(
    store: &Store,
    actor: &Actor,
    now: Timestamp,
    (person_id, plan): (i64, i64),
    known: Known,
) -> Result<()> {
    let tx = store.begin(actor, now).await?;
    own(&tx, person_id, plan).await?;
    let info = tx.attachments().info(known.id).await?;
    if (info.owner_kind, info.owner_id) != (EntityKind::SupportPlan, plan) {
        return Err(StoreError::NotFound { what: EntityKind::Attachment.label_ja() });
    }
    tx.attachments().remove(known.id, known.version).await?;
    tx.commit(event(AuditKind::AttachmentRemoved, plan, person_id)).await
}

/// The file of a plan with its bytes; that it left the program is noted.
///
/// # Errors
/// `NotFound`; `Corrupt` when the bytes are no longer those that were attached.
pub async fn hand_out(
    store: &Store,
    actor: &Actor,
    now: Timestamp,
    (person_id, plan): (i64, i64),
    file: i64,
) -> Result<Attachment> {
    let tx = store.begin(actor, now).await?;
    own(&tx, person_id, plan).await?;
    let found = tx.attachments().get(file).await?;
    if (found.info.owner_kind, found.info.owner_id) != (EntityKind::SupportPlan, plan) {
        return Err(StoreError::NotFound { what: EntityKind::Attachment.label_ja() });
    }
    let subject = Subject::new(EntityKind::Attachment, file);
    let detail = json!({ "person": person_id, "sha256": found.info.sha256 });
    tx.commit(AuditEvent::new(AuditKind::Exported, subject).with(detail)).await?;
    Ok(found)
}

/// 未作成として減算, said or taken back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Statement {
    /// Reduced from a month on (to a month, or until the month before the plan exists).
    Unmade(UnmadeMonths),
    /// What was said from this month on is taken back; `None`: the only thing that was said.
    TakenBack(Option<Month>),
}

const IN_ANOTHER: StoreError = StoreError::Invalid {
    what: "その月は、もう未作成として減算しています",
    how_to_fix: "始まりの月を直すときは、先にその減算の「減算をやめる」を押してください",
};
const HAS_PLAN: StoreError = StoreError::Invalid {
    what: "その月には、PDFの付いた支援計画があります",
    how_to_fix: "計画がなかった最初の月を入力してください",
};
const WHICH: StoreError = StoreError::Invalid {
    what: "どの減算をやめるのかが読み取れません",
    how_to_fix: "支援計画の画面を開き直し、やめる減算の「減算をやめる」を押してください",
};

/// Refuses when a ticked or requested month would be reduced another way than it is.
async fn refuse_frozen(
    tx: &WriteTx,
    person_id: i64,
    plans: &[(SupportPlan, Vec<AttachmentInfo>)],
    (before, after): (&PlanUnmade, &PlanUnmade),
) -> Result<()> {
    for claim in tx.retention_claims().of_person(person_id).await? {
        let Some(stage) = claim.stage() else { continue };
        let nth = |unmade| plan_missing_month(unmade, plans, claim.month);
        let stands = claim.plan.map_or_else(|| nth(before), |plan| plan.unmade_month);
        if nth(after).is_some_and(|after| Some(after) != stands) {
            return Err(StoreError::Frozen { month: claim.month, stage });
        }
    }
    Ok(())
}

/// 未作成として減算: said of further months, or taken back. Ticked and requested months keep what the tick saw; taking back
/// is for the others.
///
/// # Errors
/// `NotFound`, `Conflict`; `Invalid` for a month that is reduced already or has a plan; `Frozen` when a ticked or
/// requested month would be reduced another way.
pub async fn say_unmade(
    store: &Store,
    actor: &Actor,
    now: Timestamp,
    person_id: i64,
    version: Option<i64>,
    statement: Statement,
) -> Result<()> {
    let tx = store.begin(actor, now).await?;
    let stored = tx.retention_facts().get(person_id).await?.body;
    let mut body = stored.clone();
    let detail = match statement {
        Statement::Unmade(months) => {
            let mut plans = Vec::new();
            for plan in tx.support_plans().of_person(person_id).await? {
                let files = tx.attachments().of(EntityKind::SupportPlan, plan.id).await?;
                plans.push((plan, files));
            }
            body.plan_unmade.take_back(months.from);
            if has_plan(&plans, months.from) {
                return Err(HAS_PLAN);
            }
            if plan_missing_month(&body.plan_unmade, &plans, months.from).is_some() {
                return Err(IN_ANOTHER);
            }
            body.plan_unmade.say(months);
            refuse_frozen(&tx, person_id, &plans, (&stored.plan_unmade, &body.plan_unmade)).await?;
            json!({ "unmade_from": months.from.to_string(), "unmade_to": months.to.map(|to| to.to_string()) })
        }
        Statement::TakenBack(from) => {
            let from = match (from, stored.plan_unmade.times.as_slice()) {
                (Some(from), _) => from,
                (None, [only]) => only.from,
                (None, _) => return Err(WHICH),
            };
            body.plan_unmade.take_back(from);
            json!({ "unmade_taken_back": from.to_string() })
        }
    };
    tx.retention_facts().save(person_id, &body, version).await?;
    let event = AuditEvent::new(AuditKind::RetentionFactsSaved, Subject::new(EntityKind::Person, person_id));
    tx.commit(event.with(detail)).await
}
