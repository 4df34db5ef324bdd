//! 取込み待ちと公式の表: a file waits for its own office, for a day, and is taken once.
use crate::{on_every_engine, world::*};
use store::{Actor, AuditKind, NewWaiting, StoreError};

on_every_engine! {
    a_file_waits_a_day_for_its_own_office_and_is_taken_once
    an_import_that_fails_leaves_the_file_waiting
    only_so_many_files_of_an_office_wait
    an_official_table_is_kept_byte_for_byte
}

const FILE: NewWaiting<'_> = NewWaiting { kind: "people", name: "a.csv", original: b"original", bytes: b"kept" };

async fn a_file_waits_a_day_for_its_own_office_and_is_taken_once(world: World) {
    let actor = Actor::for_setup(world.office);
    let id = world.store.let_wait(&actor, at(0), FILE).await.unwrap();
    let (office, _) = world.neighbour().await;
    let stranger = Actor::for_setup(office);
    assert!(world.store.read(&stranger.office).waiting_imports().get(id, at(1)).await.is_err());
    assert!(world.store.choose_for_waiting(&stranger, at(1), id, "x").await.is_err());
    world.store.give_up_waiting(&stranger, id).await.unwrap();
    world.store.choose_for_waiting(&actor, at(1), id, "choice").await.unwrap();
    let file = world.store.read(&actor.office).waiting_imports().get(id, at(24 * 60 - 1)).await.unwrap();
    assert_eq!((file.choice.as_str(), file.version, file.bytes.as_slice()), ("choice", 2, &b"kept"[..]));
    let late = world.store.read(&actor.office).waiting_imports().get(id, at(24 * 60)).await;
    assert!(matches!(late, Err(StoreError::NotFound { .. })), "{late:?}");
    let tx = world.store.begin(&actor, at(2)).await.unwrap();
    let old = tx.waiting_imports().take(id, 1).await;
    assert!(matches!(old, Err(StoreError::Conflict { current: Some(2), .. })), "{old:?}");
    tx.waiting_imports().take(id, 2).await.unwrap();
    assert!(tx.waiting_imports().take(id, 2).await.is_err());
    tx.commit(event(AuditKind::Imported)).await.unwrap();
    assert!(world.store.read(&actor.office).waiting_imports().list(at(3)).await.unwrap().is_empty());
}

async fn an_import_that_fails_leaves_the_file_waiting(world: World) {
    let actor = Actor::for_setup(world.office);
    let id = world.store.let_wait(&actor, at(0), FILE).await.unwrap();
    let tx = world.store.begin(&actor, at(1)).await.unwrap();
    tx.waiting_imports().take(id, 1).await.unwrap();
    drop(tx);
    world.store.read(&actor.office).waiting_imports().get(id, at(2)).await.unwrap();
}

async fn only_so_many_files_of_an_office_wait(world: World) {
    let actor = Actor::for_setup(world.office);
    let mut last = 0;
    for _ in 0..25 {
        last = world.store.let_wait(&actor, at(0), FILE).await.unwrap();
    }
    let list = world.store.read(&actor.office).waiting_imports().list(at(1)).await.unwrap();
    assert_eq!((list.len(), list[0].0), (20, last), "the oldest made room");
}

async fn an_official_table_is_kept_byte_for_byte(world: World) {
    let actor = Actor::for_setup(world.office);
    for name in ["first.csv", "second.csv"] {
        let tx = world.store.begin(&actor, at(1)).await.unwrap();
        tx.add_code_table(name, name.as_bytes(), "{}").await.unwrap();
        tx.commit(event(AuditKind::Imported)).await.unwrap();
    }
    let tables = world.store.code_tables().await.unwrap();
    let names: Vec<&str> = tables.iter().map(|table| table.name.as_str()).collect();
    assert_eq!(names, ["first.csv", "second.csv"], "in the order in which they came");
    assert_eq!(tables[1].bytes, b"second.csv");
}
