//! 監査記録: one event an act, a chain that does not fork and cannot be bent.
use crate::{on_every_engine, world::*};
use sea_orm::ConnectionTrait;
use store::{AuditEvent, AuditKind, EntityKind, PersonBody, StoreError, Subject};

on_every_engine! {
    the_chain_holds_after_many_writers_at_once
    a_changed_event_is_found
    a_removed_event_is_found
    a_chain_cut_at_its_end_is_found
    events_are_listed_newest_first_by_pages
    every_kind_has_a_name_of_its_own
}

async fn the_chain_holds_after_many_writers_at_once(world: World) {
    let before = world.read().audit().verify().await.unwrap();
    let writers: Vec<_> = (0..8)
        .map(|writer| {
            let (store, actor) = (world.store.clone(), world.actor());
            tokio::spawn(async move {
                for _ in 0..25 {
                    let tx = store.begin(&actor, at(3)).await.unwrap();
                    tx.people()
                        .create(&PersonBody { name: format!("人{writer}"), ..Default::default() })
                        .await
                        .unwrap();
                    tx.commit(event(AuditKind::PersonCreated)).await.unwrap();
                }
            })
        })
        .collect();
    for writer in writers {
        writer.await.unwrap();
    }
    assert_eq!(world.read().audit().verify().await.unwrap(), before + 200);
    assert!(world.store.verify_audit().await.unwrap() > before + 200, "the chain of accounts counts too");
}

async fn three_events(world: &World) {
    for on in ["2026-10-05", "2026-10-06", "2026-10-07"] {
        world.save(on, attended(day(on)), None).await.unwrap();
    }
    world.store.verify_audit().await.unwrap();
}

async fn broken_at(world: &World, seq: i64) {
    for broken in [world.read().audit().verify().await.unwrap_err(), world.store.verify_audit().await.unwrap_err()] {
        assert!(
            matches!(broken, StoreError::AuditBroken { office_id, seq: found } if office_id == world.office && found == seq),
            "{broken:?}"
        );
    }
}

async fn a_changed_event_is_found(world: World) {
    three_events(&world).await;
    let change = format!("UPDATE audit_event SET kind = 'printed' WHERE office_id = {} AND seq = 3", world.office);
    world.raw().await.execute_unprepared(&change).await.unwrap();
    broken_at(&world, 3).await;
}

async fn a_removed_event_is_found(world: World) {
    three_events(&world).await;
    let change = format!("DELETE FROM audit_event WHERE office_id = {} AND seq = 2", world.office);
    world.raw().await.execute_unprepared(&change).await.unwrap();
    broken_at(&world, 2).await;
}

async fn a_chain_cut_at_its_end_is_found(world: World) {
    three_events(&world).await;
    let change = format!("DELETE FROM audit_event WHERE office_id = {} AND seq >= 3", world.office);
    world.raw().await.execute_unprepared(&change).await.unwrap();
    broken_at(&world, 3).await;
}

async fn events_are_listed_newest_first_by_pages(world: World) {
    three_events(&world).await;
    let tx = world.begin().await;
    let detail = serde_json::json!({ "rows": 3 });
    let last =
        AuditEvent::new(AuditKind::Exported, Subject::new(EntityKind::Office, world.office)).with(detail.clone());
    tx.commit(last).await.unwrap();
    let page = world.read().audit().list(None, 2).await.unwrap();
    assert_eq!(
        (page[0].kind, &page[0].detail, page[0].account_id),
        (AuditKind::Exported, &detail, Some(world.manager))
    );
    assert_eq!((page[1].kind, page[1].seq), (AuditKind::DaySaved, page[0].seq - 1));
    let rest = world.read().audit().list(Some(page[1].seq), 100).await.unwrap();
    assert_eq!(rest.len() as i64, page[1].seq - 1);
    assert_eq!(rest.last().unwrap().seq, 1);
}

async fn every_kind_has_a_name_of_its_own(_: World) {
    let mut keys: Vec<_> = AuditKind::ALL.iter().map(|kind| kind.key()).collect();
    let mut labels: Vec<_> = AuditKind::ALL.iter().map(|kind| kind.label_ja()).collect();
    for names in [&mut keys, &mut labels] {
        let all = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), all);
    }
}
