//! Opening: an empty database, one that is up to date, one from the future.
use crate::{on_every_engine, world::*};
use sea_orm::ConnectionTrait;
use store::{Store, StoreConfig, StoreError};

on_every_engine! {
    an_opened_database_opens_again_with_its_data
    several_nodes_may_open_an_empty_database_at_once
    data_of_a_newer_release_is_refused
    settings_are_kept_and_replaced
    a_dropped_act_leaves_no_row_and_no_event
}

async fn an_opened_database_opens_again_with_its_data(world: World) {
    let again = open(world.database.url()).await;
    assert_eq!(again.read(&world.actor().office).people().list().await.unwrap().len(), 1);
    assert!(!again.is_empty().await.unwrap());
}

async fn several_nodes_may_open_an_empty_database_at_once(world: World) {
    let empty = world.database.another().await;
    let nodes: Vec<_> = (0..4)
        .map(|_| {
            let config = StoreConfig { url: empty.url().to_owned() };
            tokio::spawn(async move { Store::open(&config).await })
        })
        .collect();
    for node in nodes {
        assert!(node.await.unwrap().unwrap().is_empty().await.unwrap());
    }
}

async fn data_of_a_newer_release_is_refused(world: World) {
    let raw = world.raw().await;
    raw.execute_unprepared("INSERT INTO seaql_migrations (version, applied_at) VALUES ('m9999_future', 0)")
        .await
        .unwrap();
    let refused = Store::open(&StoreConfig { url: world.database.url().to_owned() }).await.unwrap_err();
    assert!(matches!(refused, StoreError::NewerData), "{refused:?}");
}

async fn settings_are_kept_and_replaced(world: World) {
    for value in ["minatono", "none"] {
        let tx = world.store.begin_account_level(None, at(0)).await.unwrap();
        tx.set_setting("demo", value).await.unwrap();
        tx.commit(event(store::AuditKind::SettingChanged)).await.unwrap();
        assert_eq!(world.store.setting("demo").await.unwrap().as_deref(), Some(value));
    }
    assert_eq!(world.store.setting("unknown").await.unwrap(), None);
}

async fn a_dropped_act_leaves_no_row_and_no_event(world: World) {
    let events = world.read().audit().verify().await.unwrap();
    let tx = world.begin().await;
    tx.people().create(&store::PersonBody::default()).await.unwrap();
    tx.days().save(world.person, day("2026-10-05"), &attended(day("2026-10-05")), None).await.unwrap();
    drop(tx);
    assert_eq!(world.read().people().list().await.unwrap().len(), 1);
    assert_eq!(world.read().days().of_month(world.person, month("2026-10")).await.unwrap(), []);
    assert_eq!(world.read().audit().verify().await.unwrap(), events);
    // The next writer is not held up by the dropped one.
    world.save("2026-10-05", attended(day("2026-10-05")), None).await.unwrap();
}
