//! 事業所情報・利用者情報: versions by 適用年月日, corrections, locks, closed months.
use crate::{community::*, on_every_engine, world::*};
use store::{AuditKind, CommunityCardBody, CommunityOfficeBody, EntityKind, StoreError, SupportStructure};

on_every_engine! {
    the_office_master_in_force_is_the_newest_that_began_by_then
    a_municipality_may_have_its_own_line_of_office_versions
    an_office_version_is_corrected_on_the_version_that_was_read
    a_closed_month_keeps_the_office_master_but_not_the_telephone_number
    a_designation_cannot_end_before_it_begins
    the_person_master_in_force_is_the_newest_that_began_by_then
    a_locked_certificate_says_who_checked_it_and_cannot_be_changed
    two_corrections_of_one_certificate_do_not_overwrite_each_other
    a_closed_month_keeps_the_certificate_it_read
    a_certificate_without_a_decided_service_or_with_backward_periods_is_refused
    every_version_of_a_master_stands_in_its_history
}

async fn add_office(world: &World, body: &CommunityOfficeBody) -> store::Result<i64> {
    let tx = world.begin().await;
    let id = tx.community_office().add(body).await?;
    tx.commit(event(AuditKind::CommunityOfficeSaved)).await?;
    Ok(id)
}

async fn add_card(world: &World, body: &CommunityCardBody) -> store::Result<i64> {
    let tx = world.begin().await;
    let id = tx.community_cards().add(world.person, body).await?;
    tx.commit(event(AuditKind::CommunityCardSaved)).await?;
    Ok(id)
}

async fn the_office_master_in_force_is_the_newest_that_began_by_then(world: World) {
    let first = add_office(&world, &master("2023-04-01", None)).await.unwrap();
    let second = add_office(&world, &master("2026-10-01", None)).await.unwrap();
    let offices = world.read();
    let id_on = async |on: &str| offices.community_office().in_force(None, day(on)).await.unwrap().map(|o| o.id);
    assert_eq!(id_on("2023-03-31").await, None);
    assert_eq!(id_on("2026-09-30").await, Some(first));
    assert_eq!(id_on("2026-10-01").await, Some(second));
    let again = add_office(&world, &master("2026-10-01", None)).await;
    assert!(matches!(again, Err(StoreError::Taken { .. })), "{again:?}");
}

async fn a_municipality_may_have_its_own_line_of_office_versions(world: World) {
    let common = add_office(&world, &master("2023-04-01", None)).await.unwrap();
    let own = add_office(&world, &master("2023-04-01", Some("992011"))).await.unwrap();
    let offices = world.read();
    let id_for = async |no: &str| {
        let found = offices.community_office().in_force(Some(&no.parse().unwrap()), day("2026-10-01")).await;
        found.unwrap().unwrap().id
    };
    assert_eq!(id_for("992011").await, own);
    assert_eq!(id_for("992029").await, common);
    assert_eq!(offices.community_office().list().await.unwrap().len(), 2);
}

async fn an_office_version_is_corrected_on_the_version_that_was_read(world: World) {
    let id = add_office(&world, &master("2023-04-01", None)).await.unwrap();
    let mut corrected = master("2023-04-01", None);
    corrected.structures.insert(SupportStructure::MealGuidance);
    let tx = world.begin().await;
    assert_eq!(tx.community_office().update(id, &corrected, 1).await.unwrap(), 2);
    let late = tx.community_office().update(id, &corrected, 1).await;
    assert!(matches!(late, Err(StoreError::Conflict { current: Some(2), .. })), "{late:?}");
    tx.commit(event(AuditKind::CommunityOfficeSaved)).await.unwrap();
    let stored = world.read().community_office().get(id).await.unwrap();
    assert_eq!((stored.version, stored.body, stored.changed_at), (2, corrected, at(1)));
}

async fn a_closed_month_keeps_the_office_master_but_not_the_telephone_number(world: World) {
    let id = add_office(&world, &master("2023-04-01", None)).await.unwrap();
    world.close_month("2026-10").await;
    let closed = |result: store::Result<i64>| matches!(result, Err(StoreError::MonthClosed { .. }));
    assert!(closed(add_office(&world, &master("2026-10-31", None)).await));
    assert!(closed(add_office(&world, &master("2026-01-01", Some("992011"))).await));
    let tx = world.begin().await;
    let smaller = CommunityOfficeBody { capacity: 20, ..master("2023-04-01", None) };
    assert!(closed(tx.community_office().update(id, &smaller, 1).await));
    let moved = CommunityOfficeBody { phone: "0000-00-0001".to_owned(), ..master("2023-04-01", None) };
    assert_eq!(tx.community_office().update(id, &moved, 1).await.unwrap(), 2);
    tx.community_office().add(&master("2026-11-01", None)).await.unwrap();
}

async fn a_designation_cannot_end_before_it_begins(world: World) {
    let backwards = CommunityOfficeBody { designated_to: day("2023-03-31"), ..master("2023-04-01", None) };
    assert!(matches!(add_office(&world, &backwards).await, Err(StoreError::Invalid { .. })));
}

async fn the_person_master_in_force_is_the_newest_that_began_by_then(world: World) {
    let first = add_card(&world, &certificate("2026-04-01", 9_300)).await.unwrap();
    let second = add_card(&world, &certificate("2026-10-15", 4_600)).await.unwrap();
    let read = world.read();
    let id_on =
        async |on: &str| read.community_cards().in_force(world.person, day(on)).await.unwrap().map(|card| card.id);
    assert_eq!(id_on("2026-03-31").await, None);
    assert_eq!(id_on("2026-10-14").await, Some(first));
    assert_eq!(id_on("2030-01-01").await, Some(second));
    let again = add_card(&world, &certificate("2026-10-15", 0)).await;
    assert!(matches!(again, Err(StoreError::Taken { .. })), "{again:?}");
}

async fn a_locked_certificate_says_who_checked_it_and_cannot_be_changed(world: World) {
    let id = add_card(&world, &certificate("2026-04-01", 9_300)).await.unwrap();
    let tx = world.begin().await;
    assert_eq!(tx.community_cards().lock(id, 1).await.unwrap(), 2);
    let refused = tx.community_cards().update(id, &certificate("2026-04-01", 0), 2).await;
    assert!(matches!(refused, Err(StoreError::CardLocked)), "{refused:?}");
    tx.commit(event(AuditKind::CommunityCardLocked)).await.unwrap();
    let locked = world.read().community_cards().get(id).await.unwrap().locked.unwrap();
    assert_eq!((locked.account_id, locked.at), (Some(world.manager), at(1)));
    let tx = world.begin().await;
    assert_eq!(tx.community_cards().unlock(id, 2).await.unwrap(), 3);
    assert_eq!(tx.community_cards().update(id, &certificate("2026-04-01", 0), 3).await.unwrap(), 4);
    tx.commit(event(AuditKind::CommunityCardSaved)).await.unwrap();
    assert_eq!(world.read().community_cards().get(id).await.unwrap().locked, None);
}

async fn two_corrections_of_one_certificate_do_not_overwrite_each_other(world: World) {
    let id = add_card(&world, &certificate("2026-04-01", 9_300)).await.unwrap();
    let other = add_card(&world, &certificate("2026-10-01", 9_300)).await.unwrap();
    let tx = world.begin().await;
    assert_eq!(tx.community_cards().update(id, &certificate("2026-04-01", 4_600), 1).await.unwrap(), 2);
    let late = tx.community_cards().update(id, &certificate("2026-04-01", 0), 1).await;
    assert!(matches!(late, Err(StoreError::Conflict { current: Some(2), .. })), "{late:?}");
    let onto = tx.community_cards().update(other, &certificate("2026-04-01", 0), 1).await;
    assert!(matches!(onto, Err(StoreError::Taken { .. })), "{onto:?}");
}

async fn a_closed_month_keeps_the_certificate_it_read(world: World) {
    let id = add_card(&world, &certificate("2026-04-01", 9_300)).await.unwrap();
    world.send("read-october", &visit("2026-10-05", "0900", "1000")).await;
    for month in ["2026-10", "2026-12"] {
        world.close_month(month).await;
    }
    let closed = |result: store::Result<i64>| matches!(result, Err(StoreError::MonthClosed { .. }));
    assert!(closed(add_card(&world, &certificate("2026-10-31", 0)).await));
    // a closed month without a visit of the person claimed nothing and read none
    add_card(&world, &certificate("2026-12-10", 0)).await.unwrap();
    let tx = world.begin().await;
    assert!(closed(tx.community_cards().update(id, &certificate("2026-04-01", 0), 1).await));
    assert_eq!(tx.community_cards().lock(id, 1).await.unwrap(), 2);
    tx.community_cards().add(world.person, &certificate("2026-11-01", 0)).await.unwrap();
}

async fn a_certificate_without_a_decided_service_or_with_backward_periods_is_refused(world: World) {
    let whole = certificate("2026-04-01", 0);
    let mut backward = whole.clone();
    backward.decisions[1].to = day("2026-03-31");
    for body in [
        CommunityCardBody { decisions: Vec::new(), ..whole.clone() },
        CommunityCardBody { cap_to: day("2026-03-31"), ..whole.clone() },
        CommunityCardBody { burden_rate: 101, ..whole },
        backward,
    ] {
        let refused = add_card(&world, &body).await;
        assert!(matches!(refused, Err(StoreError::Invalid { .. })), "{refused:?}");
    }
}

async fn every_version_of_a_master_stands_in_its_history(world: World) {
    let office = add_office(&world, &master("2023-04-01", None)).await.unwrap();
    let card = add_card(&world, &certificate("2026-04-01", 9_300)).await.unwrap();
    let tx = world.begin().await.because("証の差替え");
    tx.community_office()
        .update(office, &CommunityOfficeBody { capacity: 20, ..master("2023-04-01", None) }, 1)
        .await
        .unwrap();
    tx.community_cards().update(card, &certificate("2026-04-01", 4_600), 1).await.unwrap();
    tx.commit(event(AuditKind::CommunityCardSaved)).await.unwrap();
    let history = world.read();
    let offices = history.history().of(EntityKind::CommunityOffice, office).await.unwrap();
    assert_eq!(offices.iter().map(|v| &v.body["capacity"]).collect::<Vec<_>>(), [999, 20]);
    let cards = history.history().of(EntityKind::CommunityCard, card).await.unwrap();
    assert_eq!(cards.iter().map(|v| &v.body["card"]["burden_cap"]).collect::<Vec<_>>(), [9_300, 4_600]);
    assert_eq!((cards[1].account_id, cards[1].at, cards[1].why.as_str()), (Some(world.manager), at(1), "証の差替え"));
    let kinds: Vec<AuditKind> = history.audit().list(None, 3).await.unwrap().iter().map(|entry| entry.kind).collect();
    let wanted = [AuditKind::CommunityCardSaved, AuditKind::CommunityCardSaved, AuditKind::CommunityOfficeSaved];
    assert_eq!(kinds, wanted);
    assert_eq!(world.store.verify_audit().await.unwrap(), 5);
}
