//! 請求中の固定: tick, request, cancel – and exactly what each of them holds and frees.
use crate::{on_every_engine, world::*};
use store::{
    AuditKind, ClaimStage, EntityKind, RetentionMonthBody, Role, StoreError, SupportPlanBody, SupportReportBody,
};

on_every_engine! {
    a_claim_goes_from_tick_to_request_to_sent_and_back
    a_requested_claim_holds_what_it_rests_on_and_nothing_else
    cancelling_and_removing_the_tick_frees_exactly_that
    a_plan_lives_on_under_a_requested_month
    a_card_that_a_requested_month_reads_stays_locked
    only_those_who_may_approve_tick
    a_claim_that_was_sent_is_cancelled_with_a_reason_only
}

fn invalid<T: std::fmt::Debug>(result: store::Result<T>) {
    assert!(matches!(result, Err(StoreError::Invalid { .. })), "{result:?}");
}

fn frozen<T: std::fmt::Debug>(what: &str, result: store::Result<T>, wanted: ClaimStage) {
    let is = |stage: ClaimStage| stage == wanted;
    assert!(
        matches!(result, Err(StoreError::Frozen { month: m, stage }) if m == month("2026-10") && is(stage)),
        "{what}: {result:?}"
    );
}

/// A person's October with everything a claim rests on.
struct October {
    contact: i64,
    plan: i64,
    paper: i64,
    card: i64,
}

async fn october(world: &World) -> October {
    let tx = world.begin().await;
    let contact = tx.contacts().create(world.person, &contact("2026-10-08", "面談")).await.unwrap();
    let plan = tx.support_plans().create(world.person, &plan("2026-10-01", "2027-03-31")).await.unwrap();
    let paper = tx.attachments().add(EntityKind::SupportPlan, plan, "計画.pdf", PAPER).await.unwrap();
    let card = tx.cards().create(world.person, &card("2026-04-01", 0)).await.unwrap();
    tx.cards().lock(card, 1).await.unwrap();
    tx.support_reports().save(world.person, month("2026-10"), &SupportReportBody::default(), None).await.unwrap();
    tx.retention_months().save(month("2026-10"), &RetentionMonthBody::default(), None).await.unwrap();
    tx.commit(event(AuditKind::ContactSaved)).await.unwrap();
    October { contact, plan, paper, card }
}

async fn tick(world: &World, expected: Option<i64>) -> i64 {
    let tx = world.begin().await;
    let version = tx
        .retention_claims()
        .check(world.person, month("2026-10"), store::CheckedPlan::default(), expected)
        .await
        .unwrap();
    tx.commit(event(AuditKind::ChiefChecked)).await.unwrap();
    version
}

async fn request(world: &World, expected: i64) -> i64 {
    let tx = world.begin().await;
    let version = tx
        .retention_claims()
        .request(world.person, month("2026-10"), r#"{"units":3512}"#, Some(expected))
        .await
        .unwrap();
    tx.commit(event(AuditKind::ClaimRequested)).await.unwrap();
    version
}

async fn cancel(world: &World, expected: i64) -> i64 {
    let tx = world.begin().await;
    let version = tx.retention_claims().cancel(world.person, month("2026-10"), "", Some(expected)).await.unwrap();
    tx.commit(event(AuditKind::ClaimRequestCancelled)).await.unwrap();
    version
}

async fn untick(world: &World, expected: i64) -> i64 {
    let tx = world.begin().await;
    let version = tx.retention_claims().uncheck(world.person, month("2026-10"), Some(expected)).await.unwrap();
    tx.commit(event(AuditKind::ChiefUnchecked)).await.unwrap();
    version
}

/// Tries everything that a claim of October holds for this person.
async fn all_held(world: &World, of: &October, stage: ClaimStage) {
    let tx = world.begin().await;
    let (person, october) = (world.person, month("2026-10"));
    frozen("new contact", tx.contacts().create(person, &contact("2026-10-31", "")).await, stage);
    frozen("contact", tx.contacts().update(of.contact, &contact("2026-10-09", ""), 1).await, stage);
    frozen("contact away", tx.contacts().update(of.contact, &contact("2026-11-09", ""), 1).await, stage);
    frozen("contact removed", tx.contacts().remove(of.contact, 1).await, stage);
    let report = SupportReportBody::default();
    frozen("report", tx.support_reports().save(person, october, &report, Some(1)).await, stage);
    let other = SupportPlanBody { goals: "別の目標".to_owned(), ..plan("2026-10-01", "2027-03-31") };
    frozen("plan", tx.support_plans().update(of.plan, &other, 1).await, stage);
    frozen("plan moved", tx.support_plans().update(of.plan, &plan("2026-11-01", "2027-03-31"), 1).await, stage);
    frozen("plan removed", tx.support_plans().remove(of.plan, 1).await, stage);
    frozen("second plan", tx.support_plans().create(person, &plan("2026-09-01", "2026-10-01")).await, stage);
    frozen("paper", tx.attachments().remove(of.paper, 1).await, stage);
    frozen("unlock", tx.cards().unlock(of.card, 2).await, stage);
    frozen("card", tx.cards().create(person, &card("2026-10-15", 0)).await, stage);
}

/// Changes everything that a claim of October would hold.
async fn all_free(world: &World, of: &October) {
    let tx = world.begin().await;
    let (person, october) = (world.person, month("2026-10"));
    tx.contacts().create(person, &contact("2026-10-31", "")).await.unwrap();
    tx.contacts().update(of.contact, &contact("2026-10-09", ""), 1).await.unwrap();
    tx.support_reports().save(person, october, &SupportReportBody::default(), Some(1)).await.unwrap();
    let other = SupportPlanBody { goals: "別の目標".to_owned(), ..plan("2026-10-01", "2027-03-31") };
    tx.support_plans().update(of.plan, &other, 1).await.unwrap();
    tx.attachments().remove(of.paper, 1).await.unwrap();
    tx.cards().unlock(of.card, 2).await.unwrap();
}

async fn a_claim_goes_from_tick_to_request_to_sent_and_back(world: World) {
    let (person, october) = (world.person, month("2026-10"));
    let tx = world.begin().await;
    let claims = tx.retention_claims();
    assert_eq!(claims.get(person, october).await.unwrap().stage(), None);
    invalid(claims.request(person, october, "{}", None).await);
    assert_eq!(claims.check(person, october, store::CheckedPlan::default(), None).await.unwrap(), 1);
    assert_eq!(claims.get(person, october).await.unwrap().stage(), Some(ClaimStage::Checked));
    assert!(matches!(
        claims.check(person, october, store::CheckedPlan::default(), None).await,
        Err(StoreError::Conflict { current: Some(1), .. })
    ));
    invalid(claims.cancel(person, october, "", Some(1)).await);
    invalid(claims.mark_sent(person, october, Some(1)).await);
    assert_eq!(claims.request(person, october, r#"{"units":3512}"#, Some(1)).await.unwrap(), 2);
    invalid(claims.request(person, october, "{}", Some(2)).await);
    invalid(claims.uncheck(person, october, Some(2)).await);
    let requested = claims.get(person, october).await.unwrap();
    let request = requested.requested.clone().unwrap();
    assert_eq!((request.snapshot.as_str(), request.by.account_id), (r#"{"units":3512}"#, Some(world.manager)));
    assert_eq!(requested.stage(), Some(ClaimStage::Requested));
    assert_eq!(claims.mark_sent(person, october, Some(2)).await.unwrap(), 3);
    assert_eq!(claims.get(person, october).await.unwrap().stage(), Some(ClaimStage::Sent));
    assert_eq!(claims.of_month(october).await.unwrap().len(), 1);
    assert_eq!(claims.of_person(person).await.unwrap().len(), 1);
    tx.commit(event(AuditKind::ClaimSent)).await.unwrap();
    let history = world.read().history().of(EntityKind::RetentionClaim, requested.id).await.unwrap();
    assert_eq!(history.len(), 3);
    assert_eq!(history[1].body["requested"]["snapshot"], r#"{"units":3512}"#);
}

async fn a_requested_claim_holds_what_it_rests_on_and_nothing_else(world: World) {
    let of = october(&world).await;
    let tx = world.begin().await;
    let other =
        tx.people().create(&store::PersonBody { name: "見本 次郎".into(), ..Default::default() }).await.unwrap();
    tx.commit(event(AuditKind::PersonCreated)).await.unwrap();
    let version = tick(&world, None).await;
    all_held(&world, &of, ClaimStage::Checked).await;
    request(&world, version).await;
    all_held(&world, &of, ClaimStage::Requested).await;

    let tx = world.begin().await;
    let october = month("2026-10");
    let refused = tx.retention_months().save(october, &RetentionMonthBody::default(), Some(1)).await.unwrap_err();
    assert!(matches!(refused, StoreError::AdditionsInUse { month } if month == october), "{refused:?}");
    assert!(refused.to_string().contains("請求キャンセル"), "{refused}");
    tx.contacts().create(world.person, &contact("2026-11-01", "")).await.unwrap();
    tx.contacts().create(other, &contact("2026-10-08", "")).await.unwrap();
    tx.support_reports().save(world.person, month("2026-11"), &SupportReportBody::default(), None).await.unwrap();
    tx.support_reports().save(other, october, &SupportReportBody::default(), None).await.unwrap();
    tx.support_plans().create(other, &plan("2026-10-01", "2027-03-31")).await.unwrap();
    tx.support_plans().create(world.person, &plan("2026-11-01", "2027-03-31")).await.unwrap();
    tx.cards().create(world.person, &card("2026-11-01", 0)).await.unwrap();
    tx.retention_months().save(month("2026-11"), &RetentionMonthBody::default(), None).await.unwrap();
    tx.attachments().add(EntityKind::SupportPlan, of.plan, "追加.pdf", PAPER).await.unwrap();
}

async fn cancelling_and_removing_the_tick_frees_exactly_that(world: World) {
    let of = october(&world).await;
    let version = tick(&world, None).await;
    let version = request(&world, version).await;
    let version = cancel(&world, version).await;
    all_held(&world, &of, ClaimStage::Checked).await;
    let tx = world.begin().await;
    tx.retention_months().save(month("2026-10"), &RetentionMonthBody::default(), Some(1)).await.unwrap();
    drop(tx);
    untick(&world, version).await;
    all_free(&world, &of).await;
}

async fn a_plan_lives_on_under_a_requested_month(world: World) {
    let of = october(&world).await;
    let version = tick(&world, None).await;
    request(&world, version).await;
    let tx = world.begin().await;
    let mut body = plan("2026-10-01", "2027-03-31");
    body.monitored_on = vec![day("2027-01-15")];
    body.next_monitoring_on = Some(day("2027-07-15"));
    body.note = "企業訪問のときに見直し".to_owned();
    assert_eq!(tx.support_plans().update(of.plan, &body, 1).await.unwrap(), 2);
    body.to = day("2026-12-31");
    assert_eq!(tx.support_plans().update(of.plan, &body, 2).await.unwrap(), 3, "October still sees the same plan");
    body.to = day("2026-09-30");
    body.from = day("2026-09-01");
    frozen("plan", tx.support_plans().update(of.plan, &body, 3).await, ClaimStage::Requested);
}

async fn a_card_that_a_requested_month_reads_stays_locked(world: World) {
    let tx = world.begin().await;
    let old = tx.cards().create(world.person, &card("2026-04-01", 0)).await.unwrap();
    let new = tx.cards().create(world.person, &card("2026-11-01", 0)).await.unwrap();
    for id in [old, new] {
        tx.cards().lock(id, 1).await.unwrap();
    }
    tx.commit(event(AuditKind::CardLocked)).await.unwrap();
    let lock = world.read().cards().get(old).await.unwrap().lock.unwrap();
    assert_eq!((lock.account_id, lock.at), (Some(world.manager), at(1)));
    assert_eq!(world.read().history().names(&[world.manager]).await.unwrap()[&world.manager], "職員");
    tick(&world, None).await;
    let tx = world.begin().await;
    frozen("unlock", tx.cards().unlock(old, 2).await, ClaimStage::Checked);
    tx.cards().unlock(new, 2).await.unwrap();
    assert_eq!(tx.cards().get(new).await.unwrap().lock, None);
}

async fn only_those_who_may_approve_tick(world: World) {
    let clerk = world.member("seikyu", Role::ClaimsClerk).await;
    let tx = world.store.begin(&clerk, at(2)).await.unwrap();
    let refused =
        tx.retention_claims().check(world.person, month("2026-10"), store::CheckedPlan::default(), None).await;
    assert!(matches!(refused, Err(StoreError::NotAllowed { .. })), "{refused:?}");
    drop(tx);
    let version = tick(&world, None).await;
    let tx = world.store.begin(&clerk, at(2)).await.unwrap();
    let refused = tx.retention_claims().uncheck(world.person, month("2026-10"), Some(version)).await;
    assert!(matches!(refused, Err(StoreError::NotAllowed { .. })), "{refused:?}");
    tx.retention_claims().request(world.person, month("2026-10"), "{}", Some(version)).await.unwrap();
}

async fn a_claim_that_was_sent_is_cancelled_with_a_reason_only(world: World) {
    let of = october(&world).await;
    let version = tick(&world, None).await;
    let version = request(&world, version).await;
    let (person, october) = (world.person, month("2026-10"));
    let tx = world.begin().await;
    let version = tx.retention_claims().mark_sent(person, october, Some(version)).await.unwrap();
    tx.commit(event(AuditKind::ClaimSent)).await.unwrap();
    all_held(&world, &of, ClaimStage::Sent).await;
    let tx = world.begin().await;
    invalid(tx.retention_claims().cancel(person, october, " \u{3000}", Some(version)).await);
    tx.retention_claims().cancel(person, october, "支援日の誤り", Some(version)).await.unwrap();
    let claim = tx.retention_claims().get(person, october).await.unwrap();
    assert_eq!(claim.stage(), Some(ClaimStage::Checked));
    assert_eq!((claim.cancelled[0].why.as_str(), claim.cancelled[0].was_sent), ("支援日の誤り", true));
}
