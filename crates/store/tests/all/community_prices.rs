//! 事業所が入力した単価・市町村の決まりの読み方: dated, sourced, one a month; closed months keep what they were claimed with.
use crate::{community::*, on_every_engine, world::*};
use fees::community::prices::Overlay;
use store::{AuditKind, EntityKind, PackReadingBody, StoreError};

on_every_engine! {
    an_entered_price_is_in_force_in_its_months_only
    the_same_name_in_the_same_month_is_refused
    a_price_without_source_or_amount_is_refused
    a_price_that_a_closed_month_counted_with_stays
    a_removed_price_is_gone_and_its_history_stays
    prices_of_the_installation_hold_in_every_office_behind_its_own
    an_office_reads_an_open_point_one_way_a_month_and_says_who_and_why
    a_closed_month_keeps_the_readings_it_was_claimed_with
}

async fn add(world: &World, body: &Overlay) -> store::Result<i64> {
    let tx = world.begin().await;
    let id = tx.price_overlays().add(body).await?;
    tx.commit(event(AuditKind::PriceOverlaySaved)).await?;
    Ok(id)
}

async fn read_as(world: &World, body: &PackReadingBody) -> store::Result<i64> {
    let tx = world.begin().await;
    let id = tx.pack_readings().add(body).await?;
    tx.commit(event(AuditKind::PackReadingSaved)).await?;
    Ok(id)
}

async fn an_entered_price_is_in_force_in_its_months_only(world: World) {
    let old = add(&world, &price("移動支援 身体介護有 0.5H", "2024-04", Some("2026-09"), 250)).await.unwrap();
    let new = add(&world, &price("移動支援 身体介護有 0.5H", "2026-10", None, 256)).await.unwrap();
    let read = world.read();
    let in_force = async |text: &str| {
        let found = read.price_overlays().in_force(month(text)).await.unwrap();
        found.iter().map(|one| one.id).collect::<Vec<_>>()
    };
    assert_eq!(in_force("2024-03").await, [0_i64; 0]);
    assert_eq!(in_force("2026-09").await, [old]);
    assert_eq!(in_force("2026-10").await, [new]);
}

async fn prices_of_the_installation_hold_in_every_office_behind_its_own(world: World) {
    let installed = vec![price("送迎", "2024-04", None, 54), price("食事", "2024-04", Some("2026-09"), 42)];
    let store = world.store.clone().with_prices(Vec::leak(installed));
    let read = async |text: &str| {
        let found = store.read(&world.actor().office).community_month(month(text)).await.unwrap().overlays();
        let mut found: Vec<_> = found.into_iter().map(|row| (row.name, row.amount)).collect();
        found.sort();
        found
    };
    let named =
        |rows: &[(&str, i64)]| rows.iter().map(|(name, amount)| ((*name).to_owned(), *amount)).collect::<Vec<_>>();
    assert_eq!(read("2024-03").await, named(&[]));
    assert_eq!(read("2026-09").await, named(&[("送迎", 54), ("食事", 42)]));
    add(&world, &price("送迎", "2026-10", None, 60)).await.unwrap();
    assert_eq!(read("2026-09").await, named(&[("送迎", 54), ("食事", 42)]));
    assert_eq!(read("2026-10").await, named(&[("送迎", 60)]));
    // an act reads them too, and a store without the folder knows nothing of them
    let tx = store.begin(&world.actor(), at(1)).await.unwrap();
    assert_eq!(tx.read().installed_prices().len(), 2);
    assert_eq!(world.read().installed_prices(), []);
}

async fn the_same_name_in_the_same_month_is_refused(world: World) {
    let id = add(&world, &price("送迎", "2024-04", Some("2026-09"), 54)).await.unwrap();
    for (from, to) in [("2026-09", None), ("2020-04", Some("2024-04")), ("2020-04", None), ("2025-01", Some("2025-01"))]
    {
        let body = price("送迎", from, to, 60);
        let refused = add(&world, &body).await;
        assert!(matches!(refused, Err(StoreError::Taken { .. })), "{from}: {refused:?}");
        assert_eq!(world.read().price_overlays().clash(&body, None).await.unwrap().unwrap().id, id);
    }
    add(&world, &price("送迎", "2026-10", None, 60)).await.unwrap();
    add(&world, &price("食事", "2024-04", None, 42)).await.unwrap();
    add(&world, &Overlay { pack: "midori".to_owned(), ..price("送迎", "2024-04", None, 54) }).await.unwrap();
    let tx = world.begin().await;
    let longer = tx.price_overlays().update(id, &price("送迎", "2024-04", None, 54), 1).await;
    assert!(matches!(longer, Err(StoreError::Taken { .. })), "{longer:?}");
    assert_eq!(tx.price_overlays().update(id, &price("送迎", "2024-04", Some("2026-08"), 54), 1).await.unwrap(), 2);
    let late = tx.price_overlays().update(id, &price("送迎", "2024-04", Some("2026-08"), 54), 1).await;
    assert!(matches!(late, Err(StoreError::Conflict { current: Some(2), .. })), "{late:?}");
}

async fn a_price_without_source_or_amount_is_refused(world: World) {
    let whole = price("送迎", "2026-04", None, 54);
    for body in [
        Overlay { source: " ".to_owned(), ..whole.clone() },
        Overlay { name: String::new(), ..whole },
        price("送迎", "2026-04", None, 0),
        price("送迎", "2026-04", Some("2026-03"), 54),
    ] {
        assert!(matches!(add(&world, &body).await, Err(StoreError::Invalid { .. })), "{body:?}");
    }
}

async fn a_price_that_a_closed_month_counted_with_stays(world: World) {
    let id = add(&world, &price("送迎", "2024-04", None, 54)).await.unwrap();
    world.close_month("2026-10").await;
    add(&world, &price("食事", "2024-04", None, 42)).await.unwrap();
    let tx = world.begin().await;
    let closed = |result: store::Result<i64>| matches!(result, Err(StoreError::MonthClosed { .. }));
    assert!(closed(tx.price_overlays().update(id, &price("送迎", "2024-04", None, 60), 1).await));
    assert!(closed(tx.price_overlays().update(id, &price("送迎", "2024-04", Some("2026-09"), 54), 1).await));
    assert!(closed(tx.price_overlays().remove(id, 1).await));
    assert_eq!(tx.price_overlays().update(id, &price("送迎", "2024-04", Some("2026-10"), 54), 1).await.unwrap(), 2);
    tx.price_overlays().add(&price("送迎", "2026-11", None, 60)).await.unwrap();
}

async fn a_removed_price_is_gone_and_its_history_stays(world: World) {
    let id = add(&world, &price("送迎", "2024-04", None, 54)).await.unwrap();
    let tx = world.begin().await;
    assert_eq!(tx.price_overlays().remove(id, 1).await.unwrap(), 2);
    tx.commit(event(AuditKind::PriceOverlaySaved)).await.unwrap();
    assert!(matches!(world.read().price_overlays().get(id).await, Err(StoreError::NotFound { .. })));
    assert_eq!(world.read().price_overlays().list().await.unwrap(), []);
    let versions = world.read().history().of(EntityKind::PriceOverlay, id).await.unwrap();
    assert_eq!(versions[0].body["amount"], 54);
    assert!(versions[1].body.is_null());
    add(&world, &price("送迎", "2024-04", None, 60)).await.unwrap();
}

async fn an_office_reads_an_open_point_one_way_a_month_and_says_who_and_why(world: World) {
    let id = read_as(&world, &reading("U-17", "birthday", "2026-10", None)).await.unwrap();
    let twice = read_as(&world, &reading("U-17", "legal", "2026-12", None)).await;
    assert!(matches!(twice, Err(StoreError::Taken { .. })), "{twice:?}");
    read_as(&world, &reading("U-22", "separate", "2026-10", None)).await.unwrap();
    let silent = PackReadingBody { why: String::new(), ..reading("U-16", "brackets", "2026-10", None) };
    assert!(matches!(read_as(&world, &silent).await, Err(StoreError::Invalid { .. })));
    let stored = world.read().pack_readings().in_force(month("2026-11")).await.unwrap();
    assert_eq!(stored.iter().map(|one| one.body.point.as_str()).collect::<Vec<_>>(), ["U-17", "U-22"]);
    assert_eq!((stored[0].id, stored[0].account_id, stored[0].changed_at), (id, Some(world.manager), at(1)));
    assert_eq!(world.read().pack_readings().in_force(month("2026-09")).await.unwrap(), []);
}

async fn a_closed_month_keeps_the_readings_it_was_claimed_with(world: World) {
    let id = read_as(&world, &reading("U-17", "birthday", "2026-10", None)).await.unwrap();
    world.close_month("2026-10").await;
    let closed = |result: store::Result<i64>| matches!(result, Err(StoreError::MonthClosed { .. }));
    assert!(closed(read_as(&world, &reading("U-22", "separate", "2026-09", None)).await));
    let tx = world.begin().await;
    assert!(closed(tx.pack_readings().update(id, &reading("U-17", "legal", "2026-10", None), 1).await));
    assert!(closed(tx.pack_readings().remove(id, 1).await));
    let ended = reading("U-17", "birthday", "2026-10", Some("2026-10"));
    assert_eq!(tx.pack_readings().update(id, &ended, 1).await.unwrap(), 2);
    tx.pack_readings().add(&reading("U-17", "legal", "2026-11", None)).await.unwrap();
}
