//! 受給者証・契約・体制届・利用者: dated facts, locks, and months that are closed to them.
use crate::{on_every_engine, world::*};
use store::{AuditKind, EntityKind, ExceptionBody, MonthFactsBody, PersonBody, StoreError};

on_every_engine! {
    a_locked_card_must_be_unlocked_before_it_is_changed
    two_cards_cannot_begin_on_one_day
    a_card_that_a_closed_month_reads_cannot_change
    a_contract_may_end_after_a_closed_month_but_not_within_it
    a_notice_that_a_closed_month_reads_cannot_change
    month_facts_have_versions_and_close_with_the_month
    exceptions_do_not_overlap
    a_person_is_changed_on_the_newest_version_only
    people_are_found_in_any_kana_and_width
    the_office_is_changed_on_the_newest_version_only
}

fn closed(result: store::Result<i64>, text: &str) {
    assert!(matches!(result, Err(StoreError::MonthClosed { month: m }) if m == month(text)), "{result:?}");
}

async fn a_locked_card_must_be_unlocked_before_it_is_changed(world: World) {
    let tx = world.begin().await;
    let id = tx.cards().create(world.person, &card("2026-04-01", 9_300)).await.unwrap();
    assert_eq!(tx.cards().lock(id, 1).await.unwrap(), 2);
    let refused = tx.cards().update(id, &card("2026-04-01", 0), 2).await.unwrap_err();
    assert!(matches!(refused, StoreError::CardLocked));
    assert!(matches!(tx.cards().unlock(id, 1).await.unwrap_err(), StoreError::Conflict { current: Some(2), .. }));
    tx.cards().unlock(id, 2).await.unwrap();
    assert_eq!(tx.cards().update(id, &card("2026-04-01", 0), 3).await.unwrap(), 4);
    let history = tx.read().history().of(EntityKind::RecipientCard, id).await.unwrap();
    let locked: Vec<_> = history.iter().map(|v| v.body["locked"].as_bool().unwrap()).collect();
    assert_eq!(locked, [false, true, false, false]);
    assert_eq!(history[3].body["card"]["burden_cap"], 0);
    tx.commit(event(AuditKind::CardSaved)).await.unwrap();
}

async fn two_cards_cannot_begin_on_one_day(world: World) {
    let tx = world.begin().await;
    let first = tx.cards().create(world.person, &card("2026-04-01", 0)).await.unwrap();
    let second = tx.cards().create(world.person, &card("2026-10-01", 0)).await.unwrap();
    assert!(matches!(tx.cards().create(world.person, &card("2026-10-01", 1)).await, Err(StoreError::Taken { .. })));
    assert!(matches!(tx.cards().update(first, &card("2026-10-01", 1), 1).await, Err(StoreError::Taken { .. })));
    assert_eq!(tx.cards().in_force(world.person, month("2026-09")).await.unwrap().unwrap().id, first);
    assert_eq!(tx.cards().in_force(world.person, month("2026-10")).await.unwrap().unwrap().id, second);
    assert_eq!(tx.cards().in_force(world.person, month("2026-03")).await.unwrap(), None);
    assert_eq!(tx.cards().in_force(world.person, month("2029-04")).await.unwrap(), None, "the decision ran out");
}

async fn a_card_that_a_closed_month_reads_cannot_change(world: World) {
    let tx = world.begin().await;
    let id = tx.cards().create(world.person, &card("2026-04-01", 0)).await.unwrap();
    tx.commit(event(AuditKind::CardSaved)).await.unwrap();
    world.close_month("2026-10").await;

    let tx = world.begin().await;
    closed(tx.cards().update(id, &card("2026-04-01", 9_300), 1).await, "2026-10");
    closed(tx.cards().create(world.person, &card("2026-10-20", 9_300)).await, "2026-10");
    closed(tx.cards().update(id, &card("2026-11-01", 0), 1).await, "2026-10");
    tx.cards().create(world.person, &card("2026-11-01", 9_300)).await.unwrap();
    tx.commit(event(AuditKind::CardSaved)).await.unwrap();
}

async fn a_contract_may_end_after_a_closed_month_but_not_within_it(world: World) {
    let tx = world.begin().await;
    let id = tx.contracts().create(world.person, &contract("2026-04-01", None)).await.unwrap();
    tx.commit(event(AuditKind::ContractSaved)).await.unwrap();
    world.close_month("2026-10").await;
    let tx = world.begin().await;
    closed(tx.contracts().update(id, &contract("2026-04-01", Some("2026-10-20")), 1).await, "2026-10");
    closed(tx.contracts().update(id, &contract("2026-04-01", Some("2026-09-30")), 1).await, "2026-10");
    closed(tx.contracts().create(world.person, &contract("2026-10-31", None)).await, "2026-10");
    assert_eq!(tx.contracts().update(id, &contract("2026-04-01", Some("2026-11-30")), 1).await.unwrap(), 2);
    let backwards = tx.contracts().update(id, &contract("2026-04-01", Some("2026-03-31")), 2).await;
    assert!(matches!(backwards, Err(StoreError::Invalid { .. })));
    tx.contracts().create(world.person, &contract("2026-12-01", None)).await.unwrap();
    tx.commit(event(AuditKind::ContractSaved)).await.unwrap();
}

async fn a_notice_that_a_closed_month_reads_cannot_change(world: World) {
    world.close_month("2026-10").await;
    let tx = world.begin().await;
    let stored = tx.office().notice_in_force(month("2026-10")).await.unwrap();
    let mut changed = stored.body.clone();
    changed.office.capacity = 21;
    closed(tx.office().update_notice(stored.id, &changed, 1).await, "2026-10");
    closed(tx.office().add_notice(&notice("2026-09")).await, "2026-10");
    assert!(matches!(tx.office().add_notice(&notice("2026-04")).await, Err(StoreError::Taken { .. })));
    let november = tx.office().add_notice(&notice("2026-11")).await.unwrap();
    assert_eq!(tx.office().notice_in_force(month("2026-11")).await.unwrap().id, november);
    assert_eq!(tx.office().notice_in_force(month("2026-10")).await.unwrap().id, stored.id);
    let missing = tx.office().notice_in_force(month("2026-03")).await.unwrap_err();
    assert!(matches!(missing, StoreError::NoNotice { month: m } if m == month("2026-03")));
}

async fn month_facts_have_versions_and_close_with_the_month(world: World) {
    let october = month("2026-10");
    let facts = MonthFactsBody { intensive_support: 1, ..MonthFactsBody::default() };
    let tx = world.begin().await;
    assert_eq!(tx.month_facts().get(world.person, october).await.unwrap().version, None);
    assert_eq!(tx.month_facts().save(world.person, october, &facts, None).await.unwrap(), 1);
    for expected in [None, Some(2)] {
        let refused = tx.month_facts().save(world.person, october, &facts, expected).await.unwrap_err();
        assert!(matches!(refused, StoreError::Conflict { current: Some(1), .. }), "{refused:?}");
    }
    assert_eq!(tx.month_facts().save(world.person, october, &facts, Some(1)).await.unwrap(), 2);
    tx.commit(event(AuditKind::MonthFactsSaved)).await.unwrap();
    world.close_month("2026-10").await;
    let tx = world.begin().await;
    closed(tx.month_facts().save(world.person, october, &facts, Some(2)).await, "2026-10");
}

async fn exceptions_do_not_overlap(world: World) {
    let tx = world.begin().await;
    let body = |from, to| ExceptionBody { from: month(from), to: month(to), total: 269 };
    tx.exceptions().create(world.person, &body("2026-04", "2027-03")).await.unwrap();
    for (from, to) in [("2027-03", "2027-05"), ("2026-04", "2026-04"), ("2028-02", "2028-01")] {
        let refused = tx.exceptions().create(world.person, &body(from, to)).await;
        assert!(matches!(refused, Err(StoreError::Invalid { .. })), "{from}–{to}: {refused:?}");
    }
    tx.exceptions().create(world.person, &body("2027-04", "2028-03")).await.unwrap();
}

async fn a_person_is_changed_on_the_newest_version_only(world: World) {
    let named = |name: &str| PersonBody { name: name.to_owned(), ..PersonBody::default() };
    let tx = world.begin().await;
    assert_eq!(tx.people().update(world.person, &named("見本 次郎"), 1).await.unwrap(), 2);
    let refused = tx.people().update(world.person, &named("見本 三郎"), 1).await.unwrap_err();
    assert!(matches!(refused, StoreError::Conflict { current: Some(2), .. }));
    tx.commit(event(AuditKind::PersonUpdated)).await.unwrap();
    let history = world.read().history().of(EntityKind::Person, world.person).await.unwrap();
    let names: Vec<_> = history.iter().map(|v| v.body["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["見本 太郎", "見本 次郎"]);
}

async fn people_are_found_in_any_kana_and_width(world: World) {
    for text in ["みほん", "ﾐﾎﾝ", "見本太", "ミホンタロ"] {
        assert_eq!(world.read().people().search(text).await.unwrap().len(), 1, "{text}");
    }
    for text in ["%", "_", "\\", "花子"] {
        assert_eq!(world.read().people().search(text).await.unwrap().len(), 0, "{text}");
    }
}

async fn the_office_is_changed_on_the_newest_version_only(world: World) {
    let tx = world.begin().await;
    let mut body = tx.office().current().await.unwrap().body;
    body.phone = "000-000-0000".to_owned();
    assert_eq!(tx.office().update(&body, 1).await.unwrap(), 2);
    assert!(matches!(tx.office().update(&body, 1).await, Err(StoreError::Conflict { current: Some(2), .. })));
    tx.commit(event(AuditKind::OfficeUpdated)).await.unwrap();
    assert_eq!(world.read().office().current().await.unwrap().body, body);
    let (neighbour, _) = world.neighbour().await;
    let tx = world.store.begin(&store::Actor::for_setup(neighbour), at(1)).await.unwrap();
    assert!(matches!(tx.office().update(&body, 1).await, Err(StoreError::Taken { .. })), "the number is ours");
}
