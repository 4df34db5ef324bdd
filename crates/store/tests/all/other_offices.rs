//! ほかの事業所: which offices an account has, and how a person goes from one to the other.
use crate::{on_every_engine, world::*};
use store::{
    Actor, AuditKind, CardBody, CardDetail, EntityKind, OfficeScope, PersonBody, Role, Session, SessionLimits,
    StoreError, Subject, TakenFrom,
};

on_every_engine! {
    a_session_knows_the_other_offices_of_its_account
    a_person_is_taken_over_with_the_card_and_both_offices_note_it
    nobody_takes_a_person_from_an_office_they_do_not_work_in
    an_old_card_reads_without_what_it_did_not_say
}

/// The neighbour's office, in which the manager works too.
async fn second_office(world: &World) -> (i64, i64) {
    let (office, person) = world.neighbour().await;
    let tx = world.store.begin_account_level(None, at(1)).await.unwrap();
    tx.grant(world.manager, office, Role::SupportStaff).await.unwrap();
    tx.commit(event(AuditKind::MembershipGranted)).await.unwrap();
    (office, person)
}

async fn session(world: &World) -> Session {
    let tx = world.store.begin_account_level(Some(world.manager), at(1)).await.unwrap();
    let token = tx.start_session(world.manager, world.office, SessionLimits::default()).await.unwrap();
    tx.commit(event(AuditKind::SignedIn)).await.unwrap();
    world.store.session(token.as_str(), at(2)).await.unwrap().unwrap()
}

async fn a_session_knows_the_other_offices_of_its_account(world: World) {
    let (alone, _) = world.neighbour().await;
    assert_eq!(world.store.offices_of(&session(&world).await).await.unwrap(), []);
    let tx = world.store.begin_account_level(None, at(1)).await.unwrap();
    tx.grant(world.manager, alone, Role::Viewer).await.unwrap();
    tx.commit(event(AuditKind::MembershipGranted)).await.unwrap();
    let others = world.store.offices_of(&session(&world).await).await.unwrap();
    assert_eq!(others.len(), 1);
    assert_eq!((others[0].scope.office_id(), others[0].role), (alone, Role::Viewer));
    assert_eq!(world.store.read(&others[0].scope).people().list().await.unwrap()[0].body.name, "隣 花子");
}

async fn a_person_is_taken_over_with_the_card_and_both_offices_note_it(world: World) {
    let (other, person) = second_office(&world).await;
    let there = OfficeScope::for_setup(other);
    let tx = world.store.begin(&Actor::for_setup(other), at(1)).await.unwrap();
    let known = PersonBody {
        name: "隣 花子".into(),
        name_kana: "トナリ ハナコ".into(),
        born_on: Some(day("1999-05-05")),
        started_on: Some(day("2022-04-01")),
        note: "作業の様子".into(),
        ..PersonBody::default()
    };
    tx.people().update(person, &known, 1).await.unwrap();
    tx.cards().create(person, &card("2025-04-01", 0)).await.unwrap();
    let detail = CardDetail { address: "みなと野市2-2".into(), ..CardDetail::default() };
    let newest = tx.cards().create(person, &CardBody { detail, ..card("2026-04-01", 9_300) }).await.unwrap();
    tx.cards().lock(newest, 1).await.unwrap();
    tx.commit(event(AuditKind::CardSaved)).await.unwrap();

    let session = session(&world).await;
    let from = world.store.offices_of(&session).await.unwrap()[0].scope;
    let id = world.store.take_over(&session.actor(), at(3), &from, person).await.unwrap();
    let taken = world.read().people().get(id).await.unwrap().body;
    assert_eq!((taken.name.as_str(), taken.born_on), ("隣 花子", Some(day("1999-05-05"))));
    assert_eq!((taken.started_on, taken.note.as_str()), (None, ""), "what belongs to the other office stays there");
    let cards = world.read().cards().of_person(id).await.unwrap();
    assert_eq!(cards.len(), 1);
    assert_eq!((cards[0].body.burden_cap.0, cards[0].locked), (9_300, false));
    assert_eq!(cards[0].body.detail.address, "みなと野市2-2");
    let facts = world.read().retention_facts().get(id).await.unwrap().body;
    assert!(facts.taken_over && facts.previous_office == "みなと作業所");
    assert_eq!(facts.taken_from, Some(TakenFrom { office_id: other, person_id: person }));

    let here = world.read().audit().list(None, 1).await.unwrap().remove(0);
    assert_eq!((here.kind, here.subject), (AuditKind::PersonTakenOver, Subject::new(EntityKind::Person, id)));
    let their = world.store.read(&there).audit().list(None, 1).await.unwrap().remove(0);
    assert_eq!((their.kind, their.subject), (AuditKind::PersonHandedOver, Subject::new(EntityKind::Person, person)));
    assert_eq!((here.at, their.account_id), (at(3), Some(world.manager)));
    world.store.verify_audit().await.unwrap();
    assert_eq!(world.store.read(&there).people().get(person).await.unwrap().body, known);

    let again = world.store.take_over(&session.actor(), at(4), &from, person).await;
    assert!(matches!(again, Err(StoreError::Invalid { .. })), "{again:?}");
    assert_eq!(world.read().people().list().await.unwrap().len(), 2);
}

async fn nobody_takes_a_person_from_an_office_they_do_not_work_in(world: World) {
    let (other, person) = world.neighbour().await;
    let stranger = world.store.take_over(&world.actor(), at(1), &OfficeScope::for_setup(other), person).await;
    assert!(matches!(stranger, Err(StoreError::NotFound { .. })), "{stranger:?}");
    let own = world.store.take_over(&world.actor(), at(1), &world.actor().office, person).await;
    assert!(matches!(own, Err(StoreError::NotFound { .. })), "{own:?}");
}

async fn an_old_card_reads_without_what_it_did_not_say(_world: World) {
    let old = r#"{"recipient_no":"0000000017","municipality_no":"131016","valid_from":"2026-04-01",
        "decided_from":"2026-04-01","decided_to":"2029-03-31","granted_days":22,"burden_cap":0,"income_class":null,
        "meal_eligible":true,"cap_manager":null,"subsidizing_municipality_no":null}"#;
    let read: CardBody = serde_json::from_str(old).unwrap();
    assert_eq!(read.detail, CardDetail::default());
    assert_eq!(read.sending_municipality_no().as_str(), "131016");
    let other = CardDetail { sending_municipality_no: Some("141305".parse().unwrap()), ..CardDetail::default() };
    assert_eq!(CardBody { detail: other, ..read }.sending_municipality_no().as_str(), "141305");
}
