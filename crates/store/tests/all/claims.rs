//! 請求月: closing, results, files, runs.
use crate::{on_every_engine, world::*};
use claims::{Dossier, Outcome, lifecycle::MonthState};
use kernel::{Units, Yen};
use store::{AuditKind, EntityKind, RunState, StoreError};

on_every_engine! {
    a_closed_month_takes_no_days
    a_month_that_is_opened_again_takes_days
    a_step_on_an_old_version_is_a_conflict
    steps_out_of_order_are_refused
    nobody_writes_into_a_month_while_it_is_being_closed
    nobody_slips_a_card_under_a_month_that_is_being_closed
    results_keep_their_versions_and_stay_when_closed
    files_are_kept_byte_for_byte_and_never_replaced
    a_run_can_be_left_and_come_back_to
}

const OCTOBER: &str = "2026-10";

async fn a_closed_month_takes_no_days(world: World) {
    world.save("2026-10-05", attended(day("2026-10-05")), None).await.unwrap();
    world.close_month(OCTOBER).await;
    let events = world.read().audit().verify().await.unwrap();
    let closed = |result| matches!(result, Err(StoreError::MonthClosed { month: m }) if m == month(OCTOBER));
    assert!(closed(world.save("2026-10-05", remarked(day("2026-10-05"), "後から"), Some(1)).await));
    assert!(closed(world.save("2026-10-31", attended(day("2026-10-31")), None).await));
    let tx = world.begin().await;
    assert!(closed(tx.days().delete(world.person, day("2026-10-05"), 1).await));
    assert!(closed(tx.days().restore(world.person, day("2026-10-05"), 1, 1).await));
    drop(tx);
    world.save("2026-11-02", attended(day("2026-11-02")), None).await.unwrap();
    assert_eq!(world.read().audit().verify().await.unwrap(), events + 1);
}

async fn a_month_that_is_opened_again_takes_days(world: World) {
    world.close_month(OCTOBER).await;
    let tx = world.begin().await;
    tx.claim_months().step(month(OCTOBER), 1, MonthState::Open).await.unwrap();
    tx.commit(event(AuditKind::MonthReopened)).await.unwrap();
    world.save("2026-10-05", attended(day("2026-10-05")), None).await.unwrap();
    let stored = world.read().claim_months().get(month(OCTOBER)).await.unwrap();
    let told: Vec<_> = stored.steps.iter().map(|s| (s.state, s.account_id, s.at)).collect();
    let by_manager = |state| (state, Some(world.manager), at(1));
    assert_eq!(told, [by_manager(MonthState::Closed), by_manager(MonthState::Open)]);
    assert_eq!(world.read().history().of(EntityKind::ClaimMonth, stored.id).await.unwrap().len(), 2);
}

async fn a_step_on_an_old_version_is_a_conflict(world: World) {
    world.close_month(OCTOBER).await;
    let tx = world.begin().await;
    let refused = tx.claim_months().step(month(OCTOBER), 0, MonthState::Closed).await.unwrap_err();
    assert!(matches!(refused, StoreError::Conflict { current: Some(1), .. }), "{refused:?}");
}

async fn steps_out_of_order_are_refused(world: World) {
    let tx = world.begin().await;
    for state in [MonthState::Checked, MonthState::Approved, MonthState::Exported, MonthState::Open] {
        let refused = tx.claim_months().step(month(OCTOBER), 0, state).await;
        assert!(matches!(refused, Err(StoreError::Invalid { .. })), "{state}: {refused:?}");
    }
    for (version, state) in [(0, MonthState::Closed), (1, MonthState::Checked)] {
        tx.claim_months().step(month(OCTOBER), version, state).await.unwrap();
        let on = day("2026-10-05");
        let refused = tx.days().save(world.person, on, &attended(on), None).await;
        assert!(matches!(refused, Err(StoreError::MonthClosed { .. })), "{state}: {refused:?}");
    }
}

async fn nobody_writes_into_a_month_while_it_is_being_closed(world: World) {
    // The month has a row already, so that only the lock keeps the late writer out.
    world.save("2026-10-01", attended(day("2026-10-01")), None).await.unwrap();
    let tx = world.begin().await;
    tx.claim_months().hold(month(OCTOBER)).await.unwrap();
    let seen = tx.read().days().of_office_month(month(OCTOBER)).await.unwrap().len();
    let (store, actor, person) = (world.store.clone(), world.actor(), world.person);
    let late = tokio::spawn(async move {
        let on = day("2026-10-07");
        let tx = store.begin(&actor, at(2)).await?;
        tx.days().save(person, on, &attended(on), None).await?;
        tx.commit(event(AuditKind::DaySaved)).await
    });
    tokio::time::sleep(std::time::Duration::from_millis(200)).await;
    tx.claim_months().step(month(OCTOBER), 0, MonthState::Closed).await.unwrap();
    tx.commit(event(AuditKind::MonthClosed)).await.unwrap();
    let refused = late.await.unwrap().unwrap_err();
    assert!(matches!(refused, StoreError::MonthClosed { .. }), "{refused:?}");
    assert_eq!(world.read().days().of_office_month(month(OCTOBER)).await.unwrap().len(), seen);
}

async fn nobody_slips_a_card_under_a_month_that_is_being_closed(world: World) {
    let tx = world.begin().await;
    let held = tx.claim_months().hold(month(OCTOBER)).await.unwrap();
    let (store, actor, person) = (world.store.clone(), world.actor(), world.person);
    let late = tokio::spawn(async move {
        let tx = store.begin(&actor, at(2)).await?;
        tx.cards().create(person, &card("2026-10-01", 0)).await?;
        tx.commit(event(AuditKind::CardSaved)).await
    });
    tokio::time::sleep(std::time::Duration::from_millis(200)).await;
    tx.claim_months().step(month(OCTOBER), held.version, MonthState::Closed).await.unwrap();
    tx.commit(event(AuditKind::MonthClosed)).await.unwrap();
    assert!(matches!(late.await.unwrap(), Err(StoreError::MonthClosed { .. })));
    assert_eq!(world.read().cards().list().await.unwrap(), []);
}

fn outcome(yen: i64) -> Outcome {
    Outcome {
        lines: Vec::new(),
        total_units: Units(0),
        unit_price: None,
        total_cost: Yen(yen),
        ten_percent: Yen(0),
        cap_adjusted_burden: Yen(0),
        managed_burden: None,
        decided_burden: Yen(0),
        municipal_subsidy: None,
        benefit_claim: Yen(yen),
        special_measure: None,
        claim_days: 1,
        service_days: 1,
        base_days: 1,
        not_applied: Vec::new(),
        findings: Vec::new(),
        steps: Vec::new(),
    }
}

async fn save_results(world: &World, results: &[(i64, Dossier, Outcome)]) -> store::Result<()> {
    let tx = world.begin().await;
    tx.claim_results().save_all(month(OCTOBER), results).await?;
    tx.commit(event(AuditKind::ClaimCalculated)).await
}

async fn results_keep_their_versions_and_stay_when_closed(world: World) {
    let october = month(OCTOBER);
    let dossier = world.read().dossier(world.person, october).await.unwrap();
    let with = |yen| vec![(world.person, dossier.clone(), outcome(yen))];
    save_results(&world, &with(100)).await.unwrap();
    save_results(&world, &with(100)).await.unwrap();
    save_results(&world, &with(200)).await.unwrap();
    let stored = world.read().claim_results().get::<Dossier, Outcome>(world.person, october).await.unwrap();
    assert_eq!((stored.version, &stored.facts, stored.outcome), (2, &dossier, outcome(200)));
    let history = world.read().history().of(EntityKind::ClaimResult, stored.id).await.unwrap();
    assert_eq!(history[0].body["outcome"]["total_cost"], 100);

    world.close_month(OCTOBER).await;
    assert!(matches!(save_results(&world, &with(300)).await, Err(StoreError::MonthClosed { .. })));
    assert_eq!(world.read().claim_results().of_month::<Dossier, Outcome>(october).await.unwrap().len(), 1);
}

async fn files_are_kept_byte_for_byte_and_never_replaced(world: World) {
    use sea_orm::ConnectionTrait;
    world.close_month(OCTOBER).await;
    let bytes: Vec<u8> = (0..=255).collect();
    let tx = world.begin().await;
    let first = tx.claim_files().add(month(OCTOBER), "J11", "J11.CSV", &bytes).await.unwrap();
    tx.claim_files().add(month(OCTOBER), "J11", "J11.CSV", b"second").await.unwrap();
    tx.commit(event(AuditKind::ClaimFilesMade)).await.unwrap();
    let listed = world.read().claim_files().of_month(month(OCTOBER)).await.unwrap();
    assert_eq!((listed.len(), listed[1].id, listed[1].created_at), (2, first, at(1)));
    let (file, stored) = world.read().claim_files().get(first).await.unwrap();
    assert_eq!((stored, file.account_id), (bytes, Some(world.manager)));
    assert_eq!(file.sha256, "40aff2e9d2d8922e47afd4648e6967497158785fbd1da870e7110266bf944880");

    let spoilt = format!("UPDATE claim_file SET sha256 = 'x' WHERE id = {first}");
    world.raw().await.execute_unprepared(&spoilt).await.unwrap();
    let refused = world.read().claim_files().get(first).await.unwrap_err();
    assert!(matches!(refused, StoreError::Corrupt { table: "claim_file", .. }));
}

async fn a_run_can_be_left_and_come_back_to(world: World) {
    let tx = world.begin().await;
    let other = tx.people().create(&store::PersonBody::default()).await.unwrap();
    let run = tx.claim_runs().start(month(OCTOBER), &[world.person, other]).await.unwrap();
    tx.commit(event(AuditKind::ClaimRunStarted)).await.unwrap();
    let events = world.read().audit().verify().await.unwrap();
    let scope = world.actor().office;
    let progress = (RunState::Faulty, "受給者証がありません");
    world.store.report_run_item(&scope, run, other, progress, at(2)).await.unwrap();
    assert_eq!(world.read().audit().verify().await.unwrap(), events, "progress is no act");

    let back = world.read().claim_runs().latest(month(OCTOBER)).await.unwrap().unwrap();
    assert_eq!((back.id, back.done(), back.total(), back.finished_at), (run, 1, 2, None));
    assert_eq!((back.items[1].state, back.items[1].message.as_str()), progress);
    let tx = world.begin().await;
    tx.claim_runs().finish(run).await.unwrap();
    tx.commit(event(AuditKind::ClaimRunFinished)).await.unwrap();
    assert_eq!(world.read().claim_runs().get(run).await.unwrap().finished_at, Some(at(1)));
    assert_eq!(world.read().claim_runs().latest(month("2026-11")).await.unwrap(), None);
}
