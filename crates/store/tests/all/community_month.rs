//! 請求の月 of 地域生活支援事業: one reading says what row by row says; results; 月遅れ.
use crate::{community::*, on_every_engine, world::*};
use fees::community::facts::Service;
use serde::{Deserialize, Serialize};
use store::{
    AgainBody, AgainKind, AgainState, AuditKind, CapBody, CommunityCardBody, CommunityPerson, EntityKind, LateMonth,
    NewVisit, PersonBody, StoreError, VisitBody, WaiverOverride, WriteTx,
};

on_every_engine! {
    the_month_reader_says_what_reading_row_by_row_says
    the_month_reader_sees_what_its_own_act_has_written
    the_facts_of_a_person_come_from_the_last_version_and_the_readings_of_the_rules
    a_certificate_that_changed_inside_the_month_shows_both_versions
    people_without_a_running_decision_and_without_a_visit_are_left_out
    results_of_a_month_are_kept_with_their_facts_and_versions
    results_of_a_closed_month_stay
    visits_changed_after_the_export_make_the_month_late_until_it_is_claimed_again
}

/// Four people: one with everything, one with a visit over midnight only, one with a certificate only, one with nothing.
async fn town(world: &World) -> Vec<i64> {
    let tx = world.begin().await;
    let mut people = vec![world.person];
    for name in ["アオキ", "イトウ", "ウエダ"] {
        let body = PersonBody { name: name.into(), name_kana: name.into(), ..PersonBody::default() };
        people.push(tx.people().create(&body).await.unwrap());
    }
    tx.community_office().add(&master("2023-04-01", None)).await.unwrap();
    tx.community_office().add(&master("2026-11-15", None)).await.unwrap();
    tx.community_office().add(&master("2026-12-01", None)).await.unwrap();
    tx.community_cards().add(people[0], &certificate("2026-04-01", 9_300)).await.unwrap();
    tx.community_cards().add(people[0], &certificate("2026-12-01", 0)).await.unwrap();
    tx.community_cards().add(people[2], &certificate("2026-04-01", 0)).await.unwrap();
    tx.caps().save(people[0], month("2026-11"), &CapBody::default(), None).await.unwrap();
    tx.price_overlays().add(&price("送迎", "2026-04", None, 54)).await.unwrap();
    tx.price_overlays().add(&price("食事", "2026-12", None, 42)).await.unwrap();
    tx.pack_readings().add(&reading("U-17", "birthday", "2026-11", Some("2026-11"))).await.unwrap();
    for (person, key, body) in [
        (people[0], "month-00001", visit("2026-10-30", "2330", "0030")),
        (people[0], "month-00002", visit("2026-10-31", "2330", "0030")),
        (people[0], "month-00010", visit("2026-10-31", "1900", "2000")),
        (people[0], "month-00003", visit("2026-11-02", "0740", "0840")),
        (people[0], "month-00004", visit("2026-11-02", "0600", "0700")),
        (people[0], "month-00005", visit("2026-11-30", "2330", "0030")),
        (people[0], "month-00006", visit("2026-12-01", "0800", "0900")),
        (people[1], "month-00007", visit("2026-10-31", "2330", "0010")),
    ] {
        tx.visits().create(person, key, &body).await.unwrap();
    }
    let gone = tx.visits().create(people[3], "month-00008", &visit("2026-11-02", "0740", "0840")).await.unwrap();
    tx.visits().delete(gone.id, 1).await.unwrap();
    let held = tx.visits().latest(people[0], Service::Mobility, day("2026-11-02")).await;
    tx.visits().decide(held.unwrap().unwrap().id, "U-02", "literal", "市の回答", 1).await.unwrap();
    tx.commit(event(AuditKind::Imported)).await.unwrap();
    people
}

async fn the_month_reader_says_what_reading_row_by_row_says(world: World) {
    let people = town(&world).await;
    let (read, november) = (world.read(), month("2026-11"));
    let found = read.community_month(november).await.unwrap();
    assert_eq!(found.people.iter().map(|one| one.person.id).collect::<Vec<_>>(), [people[1], people[2], people[0]]);
    for CommunityPerson { person, cards, visits, eve: of_eve, cap } in &found.people {
        assert_eq!(*person, read.people().get(person.id).await.unwrap());
        let mut row_by_row = read.visits().of_month(person.id, november).await.unwrap();
        let eve = november.first_day().plus_days(-1);
        let before = read.visits().of_days(person.id, eve, eve).await.unwrap();
        let (crossing, ended): (Vec<_>, Vec<_>) = before.into_iter().partition(|one| one.body.facts.passes_midnight());
        assert_eq!(*of_eve, ended);
        row_by_row.extend(crossing);
        row_by_row.sort_by_key(|one| (one.body.day(), one.body.facts.start));
        assert_eq!(*visits, row_by_row);
        let in_force = read.community_cards().in_force(person.id, november.last_day()).await.unwrap();
        assert_eq!(cards.last(), in_force.as_ref());
        let stored = read.caps().get(person.id, november).await.unwrap();
        assert_eq!(cap.is_some(), stored.version.is_some());
    }
    let full = &found.people[2];
    assert_eq!(full.visits.iter().map(|one| one.body.day().number()).collect::<Vec<_>>(), [31, 2, 2, 30]);
    assert_eq!(full.visits[2].decisions[0].point, "U-02");
    assert_eq!(full.card_on(day("2026-11-01")), full.card());
    assert_eq!(found.office, read.office().current().await.unwrap());
    assert_eq!(found.state, read.claim_months().get(november).await.unwrap());
    assert_eq!(found.overlays, read.price_overlays().in_force(november).await.unwrap());
    assert_eq!(found.readings, read.pack_readings().in_force(november).await.unwrap());
    assert_eq!((found.overlays.len(), found.readings.len(), found.offices.len()), (1, 1, 2));
    let municipality = "992011".parse().unwrap();
    let master = read.community_office().in_force(Some(&municipality), november.last_day()).await.unwrap();
    assert_eq!(found.office_for(&municipality), master.as_ref());
}

async fn the_month_reader_sees_what_its_own_act_has_written(world: World) {
    town(&world).await;
    let tx = world.begin().await;
    let before = tx.read().community_month(month("2026-11")).await.unwrap();
    tx.visits().create(world.person, "month-00009", &visit("2026-11-20", "0800", "0900")).await.unwrap();
    let after = tx.read().community_month(month("2026-11")).await.unwrap();
    assert_eq!(before.people[2].visits.len() + 1, after.people[2].visits.len());
}

async fn the_facts_of_a_person_come_from_the_last_version_and_the_readings_of_the_rules(world: World) {
    let people = town(&world).await;
    let tx = world.begin().await;
    let mut stay = visit("2026-11-03", "1000", "1600");
    stay.service = Service::Daytime;
    let stay = tx.visits().create(people[0], "facts-00001", &stay).await.unwrap();
    let by_hand = WaiverOverride { waived: true, why: "市の回答".to_owned() };
    let severe = CommunityCardBody { severe: true, waiver: Some(by_hand), ..certificate("2026-11-10", 4_600) };
    tx.community_cards().add(people[0], &severe).await.unwrap();
    let month = tx.read().community_month(month("2026-11")).await.unwrap();
    let person = &month.people[2];
    let mobility = month.facts(person, Service::Mobility, "minato").unwrap();
    let daytime = month.facts(person, Service::Daytime, "midori").unwrap();
    assert_eq!((mobility.contract_x100, daytime.contract_x100), (Some(1050), Some(1000)));
    assert_eq!((mobility.month.person.body_care, daytime.month.person.body_care), (true, false));
    assert_eq!((daytime.month.person.severe, daytime.month.person.waived_child), (true, Some(true)));
    assert_eq!(mobility.month.decisions.iter().map(|one| one.point.as_str()).collect::<Vec<_>>(), ["U-17"]);
    assert_eq!(daytime.month.decisions, []);
    assert_eq!(
        mobility.visit_ids,
        person.visits.iter().map(|one| one.id).filter(|id| *id != stay.id).collect::<Vec<_>>()
    );
    assert_eq!((daytime.visit_ids, daytime.month.visits.len()), (vec![stay.id], 1));
    assert_eq!(mobility.month.visits[2].decisions[0].choice, "literal");
    assert_eq!(month.facts(&month.people[0], Service::Mobility, "minato"), None, "no certificate, no municipality");
    assert_eq!(month.facts(&month.people[1], Service::Mobility, "minato"), None, "no visit");
}

async fn a_certificate_that_changed_inside_the_month_shows_both_versions(world: World) {
    let tx = world.begin().await;
    for (from, cap) in [("2026-04-01", 1), ("2026-10-01", 2), ("2026-11-15", 3), ("2026-12-01", 4)] {
        tx.community_cards().add(world.person, &certificate(from, cap)).await.unwrap();
    }
    let found = tx.read().community_month(month("2026-11")).await.unwrap();
    let caps: Vec<i64> = found.people[0].cards.iter().map(|card| card.body.burden_cap.0).collect();
    assert_eq!(caps, [2, 3]);
    let cap_on = |on: &str| found.people[0].card_on(day(on)).map(|card| card.body.burden_cap.0);
    assert_eq!([cap_on("2026-11-14"), cap_on("2026-11-15")], [Some(2), Some(3)]);
}

async fn people_without_a_running_decision_and_without_a_visit_are_left_out(world: World) {
    let tx = world.begin().await;
    tx.community_cards().add(world.person, &certificate("2026-04-01", 0)).await.unwrap();
    let there = async |text: &str| tx.read().community_month(month(text)).await.unwrap().people.len();
    assert_eq!([there("2026-03").await, there("2027-03").await, there("2027-04").await], [0, 1, 0]);
    tx.visits().create(world.person, "month-00001", &visit("2027-04-05", "0800", "0900")).await.unwrap();
    let expired = tx.read().community_month(month("2027-04")).await.unwrap();
    assert_eq!(
        expired.people[0].cards.len(),
        1,
        "the certificate that has run out is shown, so that the claim says so"
    );
    let left = PersonBody { ended_on: Some(day("2026-09-30")), ..PersonBody::default() };
    tx.people().update(world.person, &left, 1).await.unwrap();
    assert_eq!([there("2026-09").await, there("2026-10").await], [1, 0]);
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Facts {
    visits: Vec<VisitBody>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Outcome {
    units: i64,
}

async fn keep(tx: &WriteTx, results: &[(i64, i64)]) -> store::Result<()> {
    let facts = Facts { visits: vec![visit("2026-10-05", "0740", "0820")] };
    let results: Vec<_> = results.iter().map(|(id, units)| (*id, facts.clone(), Outcome { units: *units })).collect();
    tx.claim_results().save_all(month("2026-10"), &results).await
}

async fn results_of_a_month_are_kept_with_their_facts_and_versions(world: World) {
    let (_, stranger) = world.neighbour().await;
    let tx = world.begin().await;
    let other = tx.people().create(&PersonBody::default()).await.unwrap();
    keep(&tx, &[(world.person, 100), (other, 200)]).await.unwrap();
    keep(&tx, &[(world.person, 100), (other, 250)]).await.unwrap();
    let stored = tx.read().claim_results().of_month::<Facts, Outcome>(month("2026-10")).await.unwrap();
    let seen: Vec<_> = stored.iter().map(|one| (one.person_id, one.version, one.outcome.units)).collect();
    assert_eq!(seen, [(world.person, 1, 100), (other, 2, 250)]);
    keep(&tx, &[(world.person, 100)]).await.unwrap();
    let gone = tx.read().claim_results().get::<Facts, Outcome>(other, month("2026-10")).await;
    assert!(matches!(gone, Err(StoreError::NotFound { .. })), "{gone:?}");
    let versions = tx.read().history().of(EntityKind::ClaimResult, stored[1].id).await.unwrap();
    assert_eq!(versions[1].body["outcome"]["units"], 250);
    assert_eq!(versions[1].body["dossier"]["visits"][0]["facts"]["start"], 460);
    assert!(versions[2].body.is_null());
    let strange = keep(&tx, &[(world.person, 100), (stranger, 1)]).await;
    assert!(matches!(strange, Err(StoreError::NotFound { .. })), "{strange:?}");
}

async fn results_of_a_closed_month_stay(world: World) {
    let tx = world.begin().await;
    keep(&tx, &[(world.person, 100)]).await.unwrap();
    tx.commit(event(AuditKind::ClaimCalculated)).await.unwrap();
    world.close_month("2026-10").await;
    let tx = world.begin().await;
    assert!(matches!(keep(&tx, &[]).await, Err(StoreError::MonthClosed { .. })));
    let stored = world.read().claim_results().get::<Facts, Outcome>(world.person, month("2026-10")).await.unwrap();
    assert_eq!(stored.outcome, Outcome { units: 100 });
}

fn late_case() -> AgainBody {
    AgainBody {
        kind: AgainKind::Late,
        reasons: Vec::new(),
        known_on: day("2026-11-20"),
        sent_on: None,
        withdrawn_on: None,
        dropped_because: String::new(),
        processed_in: None,
    }
}

async fn visits_changed_after_the_export_make_the_month_late_until_it_is_claimed_again(world: World) {
    let october = month("2026-10");
    let kept = world.send("late-000001", &visit("2026-10-05", "0740", "0820")).await;
    world.export_month("2026-10", 10).await;
    assert_eq!(world.read().visits().late().await.unwrap(), []);
    let begin = async |minute| world.store.begin(&world.actor(), at(minute)).await.unwrap();
    let tx = begin(20).await;
    let case = tx.again().add(world.person, october, AgainState::Open, &late_case()).await.unwrap();
    let new = NewVisit {
        person_id: world.person,
        client_key: "late-000002".to_owned(),
        body: visit("2026-10-31", "2330", "0030"),
    };
    tx.visits().create_all(&[new]).await.unwrap();
    tx.commit(event(AuditKind::VisitsSaved)).await.unwrap();
    let tx = begin(30).await;
    tx.visits().delete(kept, 1).await.unwrap();
    tx.commit(event(AuditKind::VisitDeleted)).await.unwrap();
    let late = LateMonth { month: october, person_id: world.person, claimed_at: at(10), visits: 2, changed_at: at(30) };
    assert_eq!(world.read().visits().late().await.unwrap(), [late]);

    let tx = begin(40).await;
    let facts = Facts { visits: vec![visit("2026-10-31", "2330", "0030")] };
    let version = tx.again().update(case, 1, AgainState::Open, Some(month("2026-11")), &late_case()).await.unwrap();
    assert_eq!(version, 2);
    tx.again().freeze_community(case, &facts, &Outcome { units: 70 }).await.unwrap();
    let frozen = tx.again().get(case).await.unwrap();
    assert!(!frozen.is_open_for_correction());
    assert_eq!(frozen.community::<Facts, Outcome>().unwrap(), Some((facts.clone(), Outcome { units: 70 })));
    let closed = tx.visits().create(world.person, "late-000003", &visit("2026-10-06", "0740", "0820")).await;
    assert!(matches!(closed, Err(StoreError::MonthClosed { .. })), "{closed:?}");
    tx.again().thaw(month("2026-11")).await.unwrap();
    assert!(tx.again().get(case).await.unwrap().is_open_for_correction());
    tx.again().freeze_community(case, &facts, &Outcome { units: 70 }).await.unwrap();
    tx.again().claimed(month("2026-11"), month("2026-12")).await.unwrap();
    tx.commit(event(AuditKind::ClaimAgainSaved)).await.unwrap();
    assert_eq!(world.read().again().get(case).await.unwrap().state, AgainState::Claimed);
    assert_eq!(world.read().visits().late().await.unwrap(), [late], "the files of the carrying month are not out yet");
    world.export_month("2026-11", 50).await;
    assert_eq!(world.read().visits().late().await.unwrap(), []);
}
