//! 請求し直す月 and 上限額管理: the door of one person's exported month, and what a closed month still takes.
use crate::{on_every_engine, world::*};
use claims::lifecycle::MonthState;
use kernel::Yen;
use store::{
    AgainBody, AgainKind, AgainState, AuditKind, CapBody, EntityKind, MonthFactsBody, RelatedOffice, StoreError,
    ToldAmounts,
};

on_every_engine! {
    a_case_opens_an_exported_month_for_its_person_only
    a_month_that_was_not_exported_takes_no_case_and_nobody_has_two
    what_the_carrier_froze_is_closed_until_it_thaws
    the_carrier_is_open_and_later_than_the_service_month
    a_closed_month_keeps_its_sheet_but_notes_when_it_was_sent
    cap_and_cases_of_another_office_do_not_exist
}

const SEPTEMBER: &str = "2026-09";
const OCTOBER: &str = "2026-10";

fn body() -> AgainBody {
    AgainBody {
        kind: AgainKind::Returned,
        reasons: vec![("EG13".to_owned(), "日数の誤り".to_owned())],
        known_on: day("2026-11-01"),
        sent_on: None,
        withdrawn_on: None,
        dropped_because: String::new(),
        processed_in: None,
    }
}

async fn export(world: &World, of: &str) {
    use MonthState::{Approved, Checked, Closed, Exported};
    for (state, version) in [Closed, Checked, Approved, Exported].into_iter().zip(0..) {
        let tx = world.begin().await;
        tx.claim_months().step(month(of), version, state).await.unwrap();
        tx.commit(event(AuditKind::MonthStepTaken)).await.unwrap();
    }
}

async fn add(world: &World, state: AgainState) -> store::Result<i64> {
    let tx = world.begin().await;
    let id = tx.again().add(world.person, month(SEPTEMBER), state, &body()).await?;
    tx.commit(event(AuditKind::ClaimAgainSaved)).await?;
    Ok(id)
}

fn closed<T: std::fmt::Debug>(result: store::Result<T>) -> bool {
    matches!(result, Err(StoreError::MonthClosed { .. }))
}

async fn a_case_opens_an_exported_month_for_its_person_only(world: World) {
    let tx = world.begin().await;
    let other = tx.people().create(&Default::default()).await.unwrap();
    tx.commit(event(AuditKind::PersonCreated)).await.unwrap();
    export(&world, SEPTEMBER).await;
    let on = day("2026-09-10");
    assert!(closed(world.save("2026-09-10", attended(on), None).await));
    add(&world, AgainState::Asked).await.unwrap();
    assert!(
        closed(world.save("2026-09-10", attended(on), None).await),
        "a withdrawal that is only asked for opens nothing"
    );
    let case = world.read().again().list().await.unwrap().remove(0);
    let tx = world.begin().await;
    tx.again().update(case.id, 1, AgainState::Open, None, &case.body).await.unwrap();
    tx.commit(event(AuditKind::ClaimAgainSaved)).await.unwrap();

    world.save("2026-09-10", attended(on), None).await.unwrap();
    let versions = world.read().days().versions(world.person, on).await.unwrap();
    assert_eq!(versions[0].why, "返戻のための訂正 EG13");
    let tx = world.begin().await;
    tx.month_facts().save(world.person, month(SEPTEMBER), &MonthFactsBody::default(), None).await.unwrap();
    tx.cards().create(world.person, &card("2026-09-15", 4_600)).await.unwrap();
    assert!(closed(tx.days().save(other, on, &attended(on), None).await), "everyone else stays closed");
    assert!(closed(tx.cards().create(other, &card("2026-09-15", 4_600)).await));
    assert!(closed(tx.office().add_notice(&notice("2026-08")).await), "a 体制届 belongs to everyone's month");
    drop(tx);
    assert!(world.read().again().may_change(world.person, month(SEPTEMBER)).await.unwrap());
    assert!(!world.read().again().may_change(other, month(SEPTEMBER)).await.unwrap());
}

async fn a_month_that_was_not_exported_takes_no_case_and_nobody_has_two(world: World) {
    world.close_month(SEPTEMBER).await;
    assert!(matches!(add(&world, AgainState::Open).await, Err(StoreError::Invalid { .. })));
    let tx = world.begin().await;
    for (state, version) in [MonthState::Checked, MonthState::Approved, MonthState::Exported].into_iter().zip(1..) {
        tx.claim_months().step(month(SEPTEMBER), version, state).await.unwrap();
    }
    tx.commit(event(AuditKind::MonthStepTaken)).await.unwrap();
    add(&world, AgainState::Open).await.unwrap();
    assert!(matches!(add(&world, AgainState::Open).await, Err(StoreError::Invalid { .. })));
}

async fn what_the_carrier_froze_is_closed_until_it_thaws(world: World) {
    export(&world, SEPTEMBER).await;
    let id = add(&world, AgainState::Open).await.unwrap();
    let dossier = world.read().dossier(world.person, month(SEPTEMBER)).await.unwrap();
    let outcome = claims::assess(fees::FeeTables::builtin(), &dossier.month, &dossier.burden);
    let tx = world.begin().await;
    tx.again().update(id, 1, AgainState::Open, Some(month(OCTOBER)), &body()).await.unwrap();
    tx.again().freeze(id, &dossier, &outcome).await.unwrap();
    tx.commit(event(AuditKind::MonthClosed)).await.unwrap();
    let on = day("2026-09-10");
    assert!(closed(world.save("2026-09-10", attended(on), None).await));
    let case = world.read().again().carried_by(month(OCTOBER)).await.unwrap().remove(0);
    assert_eq!(case.snapshot, Some((dossier, outcome)));

    let tx = world.begin().await;
    tx.again().thaw(month(OCTOBER)).await.unwrap();
    tx.commit(event(AuditKind::MonthReopened)).await.unwrap();
    world.save("2026-09-10", attended(on), None).await.unwrap();
    let versions = world.read().history().of(EntityKind::ClaimAgain, id).await.unwrap();
    assert_eq!(versions.len(), 4, "noted, carried, frozen, thawed");
}

async fn the_carrier_is_open_and_later_than_the_service_month(world: World) {
    export(&world, SEPTEMBER).await;
    world.close_month(OCTOBER).await;
    let id = add(&world, AgainState::Open).await.unwrap();
    let tx = world.begin().await;
    let refused = tx.again().update(id, 1, AgainState::Open, Some(month(SEPTEMBER)), &body()).await;
    assert!(matches!(refused, Err(StoreError::Invalid { .. })));
    assert!(closed(tx.again().update(id, 1, AgainState::Open, Some(month(OCTOBER)), &body()).await));
    let late = tx.again().update(id, 7, AgainState::Open, Some(month("2026-11")), &body()).await;
    assert!(matches!(late, Err(StoreError::Conflict { current: Some(1), .. })));
    tx.again().update(id, 1, AgainState::Open, Some(month("2026-11")), &body()).await.unwrap();
}

fn cap() -> CapBody {
    let amounts = ToldAmounts { total_cost: Yen(60_000), burden: Yen(6_000) };
    let office = RelatedOffice {
        office_no: "9910100024".parse().unwrap(),
        name: "なみのおと".to_owned(),
        service_type: "46".to_owned(),
        amounts: Some(amounts),
        received_on: Some(day("2026-10-02")),
    };
    CapBody { others: vec![office], ..CapBody::default() }
}

async fn a_closed_month_keeps_its_sheet_but_notes_when_it_was_sent(world: World) {
    let tx = world.begin().await;
    tx.caps().save(world.person, month(SEPTEMBER), &cap(), None).await.unwrap();
    tx.commit(event(AuditKind::CapSaved)).await.unwrap();
    let proposed = world.read().caps().offices_before(world.person, month(OCTOBER)).await.unwrap();
    assert_eq!((proposed[0].name.as_str(), proposed[0].amounts), ("なみのおと", None));
    world.close_month(SEPTEMBER).await;
    let tx = world.begin().await;
    assert!(closed(tx.caps().save(world.person, month(SEPTEMBER), &CapBody::default(), Some(1)).await));
    let sent = CapBody { sheet_sent_on: Some(day("2026-10-06")), ..cap() };
    tx.caps().save(world.person, month(SEPTEMBER), &sent, Some(1)).await.unwrap();
    let stale = tx.caps().save(world.person, month(SEPTEMBER), &cap(), Some(1)).await;
    assert!(matches!(stale, Err(StoreError::Conflict { current: Some(2), .. })));
}

async fn cap_and_cases_of_another_office_do_not_exist(world: World) {
    export(&world, SEPTEMBER).await;
    let id = add(&world, AgainState::Open).await.unwrap();
    let (office, _) = world.neighbour().await;
    let actor = store::Actor::for_setup(office);
    let tx = world.store.begin(&actor, at(9)).await.unwrap();
    let missing = |found: bool| assert!(found, "it must look as if it did not exist");
    missing(matches!(tx.again().get(id).await, Err(StoreError::NotFound { .. })));
    missing(matches!(tx.caps().get(world.person, month(SEPTEMBER)).await, Err(StoreError::NotFound { .. })));
    let saved = tx.caps().save(world.person, month(SEPTEMBER), &cap(), None).await;
    missing(matches!(saved, Err(StoreError::NotFound { .. })));
    let added = tx.again().add(world.person, month(SEPTEMBER), AgainState::Open, &body()).await;
    missing(matches!(added, Err(StoreError::NotFound { .. })));
    assert!(tx.again().list().await.unwrap().is_empty());
}
