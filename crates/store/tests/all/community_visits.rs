//! 訪問・利用の記録: kept once, corrected in versions, decisions beside them, overlaps, copies, closed months.
use crate::{community::*, on_every_engine, world::*};
use fees::community::facts::Service;
use store::{
    AgainBody, AgainKind, AgainState, AuditKind, EntityKind, NewVisit, PersonBody, StoreError, VisitBody, VisitStaff,
};

on_every_engine! {
    the_same_key_twice_gives_the_same_visit_and_not_a_second
    a_key_sent_again_after_the_closing_still_finds_its_visit
    a_key_sent_again_does_not_bring_a_deleted_visit_back
    two_phones_sending_one_key_at_once_make_one_visit
    many_visits_are_kept_once_each_and_all_or_none
    a_correction_is_a_version_and_an_old_screen_cannot_overwrite_it
    a_deleted_visit_comes_back_as_it_was
    a_closed_month_refuses_visits_of_its_days
    a_visit_over_the_last_midnight_is_held_by_both_months
    a_case_of_late_claiming_opens_the_month_for_its_person
    a_decision_stands_with_the_visit_and_says_who_when_and_why
    a_change_of_the_facts_drops_the_decision_and_a_remark_does_not
    visits_of_the_same_helper_that_share_a_minute_are_found
    visits_of_the_same_person_that_share_a_minute_are_found
    visits_are_read_by_person_day_and_helper
    the_latest_visit_and_the_week_before_can_be_copied
    a_visit_that_no_rule_could_read_is_refused
}

const KEY: &str = "phone-0001";

async fn the_same_key_twice_gives_the_same_visit_and_not_a_second(world: World) {
    let first = world.send_at(1, KEY, &visit("2026-10-05", "0740", "0820")).await.unwrap();
    let events = world.read().audit().list(None, 100).await.unwrap().len();
    let second = world.send_at(2, KEY, &visit("2026-10-05", "0740", "0825")).await.unwrap();
    assert_eq!((first.is_new, second.is_new), (true, false));
    assert_eq!((first.id, first.version), (second.id, second.version));
    let stored = world.read().visits().of_month(world.person, month("2026-10")).await.unwrap();
    assert_eq!(stored.iter().map(|one| one.body.clone()).collect::<Vec<_>>(), [visit("2026-10-05", "0740", "0820")]);
    assert_eq!(world.read().audit().list(None, 100).await.unwrap().len(), events);
    let tx = world.begin().await;
    let other = tx.people().create(&PersonBody { name: "見本 次郎".into(), ..PersonBody::default() }).await.unwrap();
    let of_other = tx.visits().create(other, KEY, &visit("2026-10-05", "0740", "0820")).await;
    assert!(matches!(of_other, Err(StoreError::Taken { .. })), "{of_other:?}");
}

async fn a_key_sent_again_after_the_closing_still_finds_its_visit(world: World) {
    let id = world.send(KEY, &visit("2026-10-05", "0740", "0820")).await;
    world.close_month("2026-10").await;
    let again = world.send_at(2, KEY, &visit("2026-10-05", "0740", "0820")).await.unwrap();
    assert_eq!((again.id, again.is_new), (id, false));
}

async fn a_key_sent_again_does_not_bring_a_deleted_visit_back(world: World) {
    let id = world.send(KEY, &visit("2026-10-05", "0740", "0820")).await;
    let tx = world.begin().await;
    tx.visits().delete(id, 1).await.unwrap();
    tx.commit(event(AuditKind::VisitDeleted)).await.unwrap();
    let again = world.send_at(2, KEY, &visit("2026-10-05", "0740", "0820")).await.unwrap();
    assert_eq!((again.id, again.version, again.is_new), (id, 2, false));
    assert!(matches!(world.read().visits().get(id).await, Err(StoreError::NotFound { .. })));
}

async fn two_phones_sending_one_key_at_once_make_one_visit(world: World) {
    let body = visit("2026-10-05", "0740", "0820");
    let (one, two) = tokio::join!(world.send_at(1, KEY, &body), world.send_at(1, KEY, &body));
    let (one, two) = (one.unwrap(), two.unwrap());
    assert_eq!(one.id, two.id);
    assert_eq!([one, two].iter().filter(|sent| sent.is_new).count(), 1);
    assert_eq!(world.read().visits().of_day(day("2026-10-05")).await.unwrap().len(), 1);
}

async fn many_visits_are_kept_once_each_and_all_or_none(world: World) {
    let many = |days: std::ops::RangeInclusive<u8>| -> Vec<NewVisit> {
        days.map(|number| NewVisit {
            person_id: world.person,
            client_key: format!("import-{number:02}"),
            body: visit(&format!("2026-10-{number:02}"), "0900", "1000"),
        })
        .collect()
    };
    let tx = world.begin().await;
    assert_eq!(tx.visits().create_all(&many(1..=10)).await.unwrap(), 10);
    tx.commit(event(AuditKind::VisitsSaved)).await.unwrap();
    let tx = world.begin().await;
    let mut twice = many(1..=12);
    twice.extend(many(12..=12));
    assert_eq!(tx.visits().create_all(&twice).await.unwrap(), 2);
    tx.commit(event(AuditKind::VisitsSaved)).await.unwrap();
    let stored = world.read().visits().of_month(world.person, month("2026-10")).await.unwrap();
    assert_eq!(stored.iter().map(|one| one.body.day().number()).collect::<Vec<_>>(), (1..=12).collect::<Vec<_>>());
    assert_eq!(world.read().visits().versions(stored[11].id).await.unwrap().len(), 1);
    world.close_month("2026-10").await;
    let tx = world.begin().await;
    let closed = tx.visits().create_all(&many(1..=13)).await;
    assert!(matches!(closed, Err(StoreError::MonthClosed { .. })), "{closed:?}");
}

async fn a_correction_is_a_version_and_an_old_screen_cannot_overwrite_it(world: World) {
    let id = world.send(KEY, &visit("2026-10-05", "0740", "0820")).await;
    let tx = world.store.begin(&world.actor(), at(5)).await.unwrap().because("終了時刻の誤り");
    assert_eq!(tx.visits().update(id, &visit("2026-10-05", "0740", "0830"), 1).await.unwrap(), 2);
    let late = tx.visits().update(id, &visit("2026-10-05", "0740", "0810"), 1).await;
    assert!(matches!(late, Err(StoreError::Conflict { current: Some(2), .. })), "{late:?}");
    tx.commit(event(AuditKind::VisitSaved)).await.unwrap();
    let stored = world.read().visits().get(id).await.unwrap();
    assert_eq!((stored.version, stored.changed_at, stored.body.facts.end), (2, at(5), 510));
    let versions = world.read().visits().versions(id).await.unwrap();
    assert_eq!(versions.iter().map(|v| &v.body["visit"]["facts"]["end"]).collect::<Vec<_>>(), [500, 510]);
    assert_eq!((versions[1].account_id, versions[1].why.as_str()), (Some(world.manager), "終了時刻の誤り"));
    assert_eq!(world.read().audit().list(None, 1).await.unwrap()[0].kind, AuditKind::VisitSaved);
    world.store.verify_audit().await.unwrap();
}

async fn a_deleted_visit_comes_back_as_it_was(world: World) {
    let id = world.send(KEY, &visit("2026-10-05", "0740", "0840")).await;
    let tx = world.begin().await;
    tx.visits().decide(id, "U-02", "literal", "市の回答", 1).await.unwrap();
    assert_eq!(tx.visits().delete(id, 2).await.unwrap(), 3);
    assert!(matches!(tx.visits().delete(id, 3).await, Err(StoreError::NotFound { .. })));
    assert!(matches!(tx.visits().restore(id, 2, 2).await, Err(StoreError::Conflict { current: Some(3), .. })));
    assert!(matches!(tx.visits().restore(id, 9, 3).await, Err(StoreError::NotFound { .. })));
    assert_eq!(tx.visits().restore(id, 2, 3).await.unwrap(), 4);
    tx.commit(event(AuditKind::VisitRestored)).await.unwrap();
    let stored = world.read().visits().get(id).await.unwrap();
    assert_eq!((stored.body, stored.decisions.len()), (visit("2026-10-05", "0740", "0840"), 1));
    let versions = world.read().visits().versions(id).await.unwrap();
    assert_eq!(versions.iter().map(|v| v.body.is_null()).collect::<Vec<_>>(), [false, false, true, false]);
}

async fn a_closed_month_refuses_visits_of_its_days(world: World) {
    let id = world.send(KEY, &visit("2026-10-05", "0740", "0820")).await;
    let later = world.send("phone-0002", &visit("2026-11-02", "0740", "0820")).await;
    world.close_month("2026-10").await;
    let new = world.send_at(2, "phone-0003", &visit("2026-10-06", "0740", "0820")).await;
    assert!(matches!(new, Err(StoreError::MonthClosed { .. })), "{new:?}");
    let tx = world.begin().await;
    for refused in [
        tx.visits().update(id, &visit("2026-10-05", "0740", "0830"), 1).await,
        tx.visits().update(id, &visit("2026-11-05", "0740", "0820"), 1).await,
        tx.visits().update(later, &visit("2026-10-05", "0740", "0820"), 1).await,
        tx.visits().delete(id, 1).await,
        tx.visits().decide(id, "U-02", "literal", "市の回答", 1).await,
    ] {
        assert!(matches!(refused, Err(StoreError::MonthClosed { month: m }) if m == month("2026-10")), "{refused:?}");
    }
    assert_eq!(tx.visits().update(later, &visit("2026-11-03", "0740", "0820"), 1).await.unwrap(), 2);
}

async fn a_visit_over_the_last_midnight_is_held_by_both_months(world: World) {
    let id = world.send(KEY, &visit("2026-10-31", "2330", "0030")).await;
    world.close_month("2026-11").await;
    let tx = world.begin().await;
    let closed = |result: store::Result<i64>| matches!(result, Err(StoreError::MonthClosed { month: closed }) if closed == month("2026-11"));
    assert!(closed(tx.visits().update(id, &visit("2026-10-31", "2330", "0045"), 1).await));
    assert!(closed(tx.visits().update(id, &visit("2026-10-31", "2330", "2400"), 1).await));
    let new = tx.visits().create(world.person, "phone-0002", &visit("2026-10-31", "2200", "0010")).await;
    assert!(matches!(new, Err(StoreError::MonthClosed { .. })), "{new:?}");
    let to_midnight = tx.visits().create(world.person, "phone-0003", &visit("2026-10-31", "2200", "2400")).await;
    assert!(to_midnight.is_ok(), "{to_midnight:?}");
}

async fn a_case_of_late_claiming_opens_the_month_for_its_person(world: World) {
    world.export_month("2026-10", 2).await;
    let tx = world.store.begin(&world.actor(), at(3)).await.unwrap();
    let body = AgainBody {
        kind: AgainKind::Late,
        reasons: Vec::new(),
        known_on: day("2026-11-20"),
        sent_on: None,
        withdrawn_on: None,
        dropped_because: String::new(),
        processed_in: None,
    };
    tx.again().add(world.person, month("2026-10"), AgainState::Open, &body).await.unwrap();
    let sent = tx.visits().create(world.person, KEY, &visit("2026-10-05", "0740", "0820")).await.unwrap();
    tx.commit(event(AuditKind::VisitSaved)).await.unwrap();
    assert_eq!(world.read().visits().versions(sent.id).await.unwrap()[0].why, "月遅れのための訂正");
}

async fn a_decision_stands_with_the_visit_and_says_who_when_and_why(world: World) {
    let id = world.send(KEY, &visit("2026-10-05", "0740", "0840")).await;
    let tx = world.store.begin(&world.actor(), at(7)).await.unwrap();
    let silent = tx.visits().decide(id, "U-02", "literal", " ", 1).await;
    assert!(matches!(silent, Err(StoreError::Invalid { .. })), "{silent:?}");
    assert_eq!(tx.visits().decide(id, "U-02", "literal", "市の回答", 1).await.unwrap(), 2);
    assert_eq!(tx.visits().decide(id, "U-02", "two_halves", "市の訂正", 2).await.unwrap(), 3);
    assert_eq!(tx.visits().decide(id, "U-12", "round_up", "前例", 3).await.unwrap(), 4);
    let late = tx.visits().decide(id, "U-02", "literal", "市の回答", 3).await;
    assert!(matches!(late, Err(StoreError::Conflict { current: Some(4), .. })), "{late:?}");
    tx.commit(event(AuditKind::HeldPointDecided)).await.unwrap();
    let stored = world.read().visits().get(id).await.unwrap();
    let decision = &stored.decisions[0];
    assert_eq!((decision.choice.as_str(), decision.why.as_str()), ("two_halves", "市の訂正"));
    assert_eq!((decision.account_id, decision.at), (Some(world.manager), at(7)));
    let read: Vec<_> = stored.for_rules().decisions.into_iter().map(|one| (one.point, one.choice)).collect();
    assert_eq!(read, [("U-02".into(), "two_halves".into()), ("U-12".into(), "round_up".into())]);
    let tx = world.begin().await;
    tx.visits().undecide(id, "U-02", 4).await.unwrap();
    tx.commit(event(AuditKind::HeldPointDecided)).await.unwrap();
    assert_eq!(world.read().visits().get(id).await.unwrap().decisions.len(), 1);
    let versions = world.read().history().of(EntityKind::Visit, id).await.unwrap();
    assert_eq!(versions[1].body["decisions"][0]["choice"], "literal");
}

async fn a_change_of_the_facts_drops_the_decision_and_a_remark_does_not(world: World) {
    let body = visit("2026-10-05", "0740", "0840");
    let id = world.send(KEY, &body).await;
    let tx = world.begin().await;
    tx.visits().decide(id, "U-02", "literal", "市の回答", 1).await.unwrap();
    let remarked = VisitBody { note: "雨天".to_owned(), ..body };
    tx.visits().update(id, &remarked, 2).await.unwrap();
    assert_eq!(tx.read().visits().get(id).await.unwrap().decisions.len(), 1);
    tx.visits().update(id, &visit("2026-10-05", "0740", "0845"), 3).await.unwrap();
    assert_eq!(tx.read().visits().get(id).await.unwrap().decisions, []);
}

async fn visits_of_the_same_helper_that_share_a_minute_are_found(world: World) {
    let night = world.send("night-00001", &by(visit("2026-10-05", "2330", "0030"), &["山田 花子"])).await;
    let both = world.send("both-000001", &by(visit("2026-10-06", "0800", "0900"), &["佐藤 一", "山田花子"])).await;
    world.send("other-00001", &by(visit("2026-10-06", "0800", "0900"), &["佐藤 一"])).await;
    let found = async |body: &VisitBody, except| {
        let found = world.read().visits().helper_overlaps(body, except).await.unwrap();
        found.iter().map(|one| one.id).collect::<Vec<_>>()
    };
    let hanako = |start, end| by(visit("2026-10-06", start, end), &["ヤマダ", "山田　花子"]);
    assert_eq!(found(&hanako("0000", "0100"), None).await, [night]);
    assert_eq!(found(&hanako("0030", "0800"), None).await, [0_i64; 0]);
    assert_eq!(found(&hanako("0859", "1000"), None).await, [both]);
    assert_eq!(found(&hanako("0859", "1000"), Some(both)).await, [0_i64; 0]);
    assert_eq!(found(&hanako("0015", "0830"), None).await, [night, both]);
    assert_eq!(found(&visit("2026-10-06", "0800", "0900"), None).await, [0_i64; 0]);
}

async fn visits_of_the_same_person_that_share_a_minute_are_found(world: World) {
    let night = world.send("night-00001", &visit("2026-10-31", "2330", "0030")).await;
    let overlaps = async |body: &VisitBody| {
        let found = world.read().visits().person_overlaps(world.person, body, None).await.unwrap();
        found.iter().map(|one| one.id).collect::<Vec<_>>()
    };
    assert_eq!(overlaps(&visit("2026-11-01", "0000", "0100")).await, [night]);
    assert_eq!(overlaps(&visit("2026-11-01", "0030", "0100")).await, [0_i64; 0]);
    assert_eq!(overlaps(&visit("2026-10-31", "2200", "2330")).await, [0_i64; 0]);
}

async fn visits_are_read_by_person_day_and_helper(world: World) {
    let helper = VisitStaff { name: "職員".to_owned(), account_id: Some(world.manager) };
    let mine = VisitBody { staff: vec![helper.clone()], ..visit("2026-10-05", "1200", "1230") };
    let noon = world.send("noon-000001", &mine).await;
    let early = world.send("early-00001", &visit("2026-10-05", "0800", "0830")).await;
    let next = world.send("next-000001", &visit("2026-11-01", "0800", "0830")).await;
    let read = world.read();
    let ids = |visits: Vec<store::Visit>| visits.iter().map(|one| one.id).collect::<Vec<_>>();
    assert_eq!(ids(read.visits().of_day(day("2026-10-05")).await.unwrap()), [early, noon]);
    assert_eq!(ids(read.visits().of_month(world.person, month("2026-11")).await.unwrap()), [next]);
    assert_eq!(ids(read.visits().of_helper(&helper, day("2026-10-05")).await.unwrap()), [noon]);
    let renamed = VisitStaff { name: "旧姓".to_owned(), ..helper };
    assert_eq!(ids(read.visits().of_helper(&renamed, day("2026-10-05")).await.unwrap()), [noon]);
}

async fn the_latest_visit_and_the_week_before_can_be_copied(world: World) {
    for (key, on, start, end) in [
        ("week-000001", "2026-10-05", "0800", "0830"),
        ("week-000002", "2026-10-11", "0900", "0930"),
        ("week-000003", "2026-10-11", "1700", "1730"),
        ("week-000004", "2026-10-12", "0800", "0830"),
    ] {
        world.send(key, &visit(on, start, end)).await;
    }
    let read = world.read();
    let latest = async |service, by| read.visits().latest(world.person, service, day(by)).await.unwrap();
    let found = latest(Service::Mobility, "2026-10-11").await.unwrap();
    assert_eq!((found.body.day(), found.body.facts.start), (day("2026-10-11"), 17 * 60));
    assert_eq!(latest(Service::Mobility, "2026-10-04").await, None);
    assert_eq!(latest(Service::Daytime, "2026-10-31").await, None);
    let week = read.visits().week_before(world.person, day("2026-10-12")).await.unwrap();
    assert_eq!(week.iter().map(|one| one.body.day().number()).collect::<Vec<_>>(), [5, 11, 11]);
}

async fn a_visit_that_no_rule_could_read_is_refused(world: World) {
    let whole = visit("2026-10-05", "0740", "0820");
    let mut bodies = Vec::from([(); 5].map(|()| whole.clone()));
    bodies[0].facts.start = 1440;
    bodies[1].facts.end = 1441;
    bodies[2].facts.transport = 3;
    bodies[3].facts.deducted_minutes = 41;
    bodies[4].planned_start = Some(0);
    bodies.push(by(whole.clone(), &["一", "二", "三"]));
    for body in bodies {
        let refused = world.send_at(1, KEY, &body).await;
        assert!(matches!(refused, Err(StoreError::Invalid { .. })), "{body:?}");
    }
    for key in ["short", "with space", "日本語のキーです"] {
        assert!(matches!(world.send_at(1, key, &whole).await, Err(StoreError::Invalid { .. })), "{key}");
    }
}
