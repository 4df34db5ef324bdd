//! 事業所の範囲 of 地域生活支援事業: whatever belongs to another office is not found.
use crate::{community::*, on_every_engine, world::*};
use fees::community::facts::Service;
use store::{Actor, EntityKind, NewVisit, Result, StoreError, VisitBody, VisitStaff};

on_every_engine! {
    reading_community_rows_of_another_office_finds_nothing
    writing_community_rows_of_another_office_finds_nothing
    one_key_may_be_used_by_two_offices
}

const KEY: &str = "scope-00001";

fn hidden<T: std::fmt::Debug>(what: &str, result: Result<T>) {
    assert!(matches!(result, Err(StoreError::NotFound { .. })), "{what}: {result:?}");
}

struct Theirs {
    office: i64,
    person: i64,
    master: i64,
    card: i64,
    visit: i64,
    price: i64,
    reading: i64,
    account: i64,
}

async fn theirs(world: &World) -> Theirs {
    let (office, person) = world.neighbour().await;
    let tx = world.store.begin(&Actor::for_setup(office), at(1)).await.unwrap();
    let staffed = by(visit("2026-10-05", "0740", "0820"), &["山田 花子"]);
    let theirs = Theirs {
        office,
        person,
        master: tx.community_office().add(&master("2023-04-01", None)).await.unwrap(),
        card: tx.community_cards().add(person, &certificate("2026-04-01", 0)).await.unwrap(),
        visit: tx.visits().create(person, KEY, &staffed).await.unwrap().id,
        price: tx.price_overlays().add(&price("送迎", "2026-04", None, 54)).await.unwrap(),
        reading: tx.pack_readings().add(&reading("U-17", "birthday", "2026-04", None)).await.unwrap(),
        account: tx.members().add(&new_account("shien"), store::Role::SupportStaff).await.unwrap(),
    };
    tx.claim_results().save_all(month("2026-10"), &[(person, 1, 2)]).await.unwrap();
    tx.commit(event(store::AuditKind::Imported)).await.unwrap();
    theirs
}

async fn reading_community_rows_of_another_office_finds_nothing(world: World) {
    let their = theirs(&world).await;
    let (read, october, on) = (world.read(), month("2026-10"), day("2026-10-05"));
    hidden("office master", read.community_office().get(their.master).await);
    hidden("card", read.community_cards().get(their.card).await);
    hidden("cards", read.community_cards().of_person(their.person).await);
    hidden("card in force", read.community_cards().in_force(their.person, on).await);
    hidden("visit", read.visits().get(their.visit).await);
    hidden("versions", read.visits().versions(their.visit).await);
    hidden("month", read.visits().of_month(their.person, october).await);
    hidden("latest", read.visits().latest(their.person, Service::Mobility, on).await);
    hidden("week", read.visits().week_before(their.person, on).await);
    let clash = by(visit("2026-10-05", "0740", "0820"), &["山田 花子"]);
    hidden("overlaps", read.visits().person_overlaps(their.person, &clash, None).await);
    hidden("price", read.price_overlays().get(their.price).await);
    hidden("reading", read.pack_readings().get(their.reading).await);
    hidden("result", read.claim_results().get::<i64, i64>(their.person, october).await);
    for (kind, id) in [
        (EntityKind::CommunityOffice, their.master),
        (EntityKind::CommunityCard, their.card),
        (EntityKind::Visit, their.visit),
        (EntityKind::PriceOverlay, their.price),
        (EntityKind::PackReading, their.reading),
    ] {
        hidden("history", read.history().of(kind, id).await);
    }
    assert_eq!(read.community_office().list().await.unwrap(), []);
    assert_eq!(read.community_office().in_force(None, on).await.unwrap(), None);
    assert_eq!(read.community_cards().list().await.unwrap(), []);
    assert_eq!(read.visits().of_day(on).await.unwrap(), []);
    assert_eq!(read.visits().of_office_month(october).await.unwrap(), []);
    assert_eq!(read.visits().of_helper(&clash.staff[0], on).await.unwrap(), []);
    assert_eq!(read.visits().helper_overlaps(&clash, None).await.unwrap(), []);
    assert_eq!(read.visits().late().await.unwrap(), []);
    assert_eq!(read.price_overlays().list().await.unwrap(), []);
    assert_eq!(read.pack_readings().list().await.unwrap(), []);
    assert_eq!(read.claim_results().of_month::<i64, i64>(october).await.unwrap(), []);
    assert_eq!(read.community_month(october).await.unwrap().people, []);
}

async fn writing_community_rows_of_another_office_finds_nothing(world: World) {
    let their = theirs(&world).await;
    let body = visit("2026-10-06", "0740", "0820");
    let tx = world.begin().await;
    hidden("office master", tx.community_office().update(their.master, &master("2023-04-01", None), 1).await);
    hidden("new card", tx.community_cards().add(their.person, &certificate("2026-10-01", 0)).await);
    hidden("card", tx.community_cards().update(their.card, &certificate("2026-04-01", 1), 1).await);
    hidden("lock", tx.community_cards().lock(their.card, 1).await);
    hidden("unlock", tx.community_cards().unlock(their.card, 1).await);
    hidden("new visit", tx.visits().create(their.person, "scope-00002", &body).await);
    hidden("known visit", tx.visits().create(their.person, KEY, &body).await);
    let many = [(world.person, "scope-00003"), (their.person, "scope-00004")].map(|(person_id, key)| NewVisit {
        person_id,
        client_key: key.to_owned(),
        body: body.clone(),
    });
    hidden("new visits", tx.visits().create_all(&many).await);
    hidden("visit", tx.visits().update(their.visit, &body, 1).await);
    hidden("deletion", tx.visits().delete(their.visit, 1).await);
    hidden("restoring", tx.visits().restore(their.visit, 1, 1).await);
    hidden("decision", tx.visits().decide(their.visit, "U-02", "literal", "市の回答", 1).await);
    hidden("undecided", tx.visits().undecide(their.visit, "U-02", 1).await);
    let stranger = VisitStaff { name: "職員".to_owned(), account_id: Some(their.account) };
    let with_stranger = VisitBody { staff: vec![stranger], ..body };
    hidden("their helper", tx.visits().create(world.person, "scope-00005", &with_stranger).await);
    hidden("price", tx.price_overlays().update(their.price, &price("送迎", "2026-04", None, 60), 1).await);
    hidden("removal", tx.price_overlays().remove(their.price, 1).await);
    hidden("reading", tx.pack_readings().update(their.reading, &reading("U-17", "legal", "2026-04", None), 1).await);
    hidden("reading removed", tx.pack_readings().remove(their.reading, 1).await);
    hidden("results", tx.claim_results().save_all(month("2026-10"), &[(their.person, 1, 2)]).await);
}

async fn one_key_may_be_used_by_two_offices(world: World) {
    let their = theirs(&world).await;
    let mine = world.send_at(2, KEY, &visit("2026-10-05", "0740", "0820")).await.unwrap();
    assert!(mine.is_new);
    let read = world.store.read(&Actor::for_setup(their.office).office);
    assert_ne!(read.visits().get(their.visit).await.unwrap().id, mine.id);
}
