//! サービス提供記録: versions, two people at one cell, undo.
use crate::{on_every_engine, world::*};
use store::{AuditKind, DayBody, EntityKind, Store, StoreError};

on_every_engine! {
    a_day_is_saved_changed_deleted_and_brought_back
    a_save_on_an_old_version_is_a_conflict
    two_writers_over_many_rounds_lose_nothing
    a_first_entry_of_a_day_by_two_people_counts_once
    the_history_of_a_day_holds_every_version_with_who_and_why
    many_empty_days_are_saved_at_once_or_not_at_all
    facts_of_another_day_are_refused
    the_office_sees_a_day_and_a_month_of_everyone
}

const DAY: &str = "2026-10-05";

async fn a_day_is_saved_changed_deleted_and_brought_back(world: World) {
    let body = remarked(day(DAY), "半日");
    assert_eq!(world.save(DAY, body.clone(), None).await.unwrap(), 1);
    assert_eq!(world.save(DAY, attended(day(DAY)), Some(1)).await.unwrap(), 2);

    let tx = world.begin().await;
    assert_eq!(tx.days().delete(world.person, day(DAY), 2).await.unwrap(), 3);
    tx.commit(event(AuditKind::DayDeleted)).await.unwrap();
    assert_eq!(world.read().days().get(world.person, day(DAY)).await.unwrap(), None);
    assert_eq!(world.read().days().of_month(world.person, month("2026-10")).await.unwrap(), []);

    let tx = world.begin().await;
    assert_eq!(tx.days().restore(world.person, day(DAY), 1, 3).await.unwrap(), 4);
    tx.commit(event(AuditKind::DayRestored)).await.unwrap();
    let found = world.read().days().get(world.person, day(DAY)).await.unwrap().unwrap();
    assert_eq!((found.version, found.body), (4, body));
}

async fn a_save_on_an_old_version_is_a_conflict(world: World) {
    world.save(DAY, attended(day(DAY)), None).await.unwrap();
    world.save(DAY, remarked(day(DAY), "二回目"), Some(1)).await.unwrap();
    for expected in [None, Some(1), Some(3)] {
        let refused = world.save(DAY, remarked(day(DAY), "古い画面"), expected).await.unwrap_err();
        assert!(matches!(refused, StoreError::Conflict { current: Some(2), .. }), "{expected:?}: {refused:?}");
    }
    assert_eq!(world.read().days().get(world.person, day(DAY)).await.unwrap().unwrap().body.remark, "二回目");
    // A version of a day that was never written.
    let refused = world.save("2026-10-06", attended(day("2026-10-06")), Some(1)).await.unwrap_err();
    assert!(matches!(refused, StoreError::Conflict { current: None, .. }), "{refused:?}");
}

/// Adds one mark to the remark, again and again after each conflict, as a person would.
async fn add_marks(store: Store, actor: store::Actor, person: i64, mark: char, rounds: usize) -> usize {
    let mut conflicts = 0;
    let mut done = 0;
    while done < rounds {
        let seen = store.read(&actor.office).days().get(person, day(DAY)).await.unwrap();
        let (body, version) = seen.map_or((attended(day(DAY)), None), |seen| (seen.body, Some(seen.version)));
        let body = DayBody { remark: format!("{}{mark}", body.remark), ..body };
        tokio::task::yield_now().await;
        let tx = store.begin(&actor, at(2)).await.unwrap();
        match tx.days().save(person, day(DAY), &body, version).await {
            Ok(_) => {
                tx.commit(event(AuditKind::DaySaved)).await.unwrap();
                done += 1;
            }
            Err(StoreError::Conflict { .. }) => conflicts += 1,
            Err(other) => panic!("{other:?}"),
        }
    }
    conflicts
}

async fn two_writers_over_many_rounds_lose_nothing(world: World) {
    let work = |mark| tokio::spawn(add_marks(world.store.clone(), world.actor(), world.person, mark, 100));
    let (one, two) = (work('a'), work('b'));
    let conflicts = one.await.unwrap() + two.await.unwrap();
    let found = world.read().days().get(world.person, day(DAY)).await.unwrap().unwrap();
    assert_eq!(found.body.remark.matches('a').count(), 100);
    assert_eq!(found.body.remark.matches('b').count(), 100);
    assert_eq!(found.version, 200);
    assert_eq!(world.read().history().of(EntityKind::DayRecord, found.id).await.unwrap().len(), 200);
    assert!(conflicts > 0, "the two never met: the test proves nothing");
    world.read().audit().verify().await.unwrap();
}

async fn a_first_entry_of_a_day_by_two_people_counts_once(world: World) {
    for number in 1..=20_u8 {
        let on = month("2026-10").day(number).unwrap();
        let save = |remark: &'static str| {
            let (store, actor, person) = (world.store.clone(), world.actor(), world.person);
            tokio::spawn(async move {
                let tx = store.begin(&actor, at(2)).await.unwrap();
                tx.days().save(person, on, &remarked(on, remark), None).await?;
                tx.commit(event(AuditKind::DaySaved)).await
            })
        };
        let (one, two) = (save("一"), save("二"));
        let results = [one.await.unwrap(), two.await.unwrap()];
        let won = results.iter().filter(|result| result.is_ok()).count();
        assert_eq!(won, 1, "{results:?}");
        assert!(results.iter().any(|result| matches!(result, Err(StoreError::Conflict { current: Some(1), .. }))));
    }
}

async fn the_history_of_a_day_holds_every_version_with_who_and_why(world: World) {
    for (version, why) in [(None, "入力"), (Some(1), "訂正")] {
        let tx = world.begin().await.because(why);
        tx.days().save(world.person, day(DAY), &attended(day(DAY)), version).await.unwrap();
        tx.commit(event(AuditKind::DaySaved)).await.unwrap();
    }
    let tx = world.begin().await.because("取消し");
    tx.days().delete(world.person, day(DAY), 2).await.unwrap();
    tx.commit(event(AuditKind::DayDeleted)).await.unwrap();

    let versions = world.read().days().versions(world.person, day(DAY)).await.unwrap();
    let told: Vec<_> = versions.iter().map(|v| (v.version, v.why.as_str(), v.body.is_null())).collect();
    assert_eq!(told, [(1, "入力", false), (2, "訂正", false), (3, "取消し", true)]);
    assert!(versions.iter().all(|v| v.account_id == Some(world.manager) && v.at == at(1)));
}

async fn facts_of_another_day_are_refused(world: World) {
    let refused = world.save(DAY, attended(day("2026-10-06")), None).await.unwrap_err();
    assert!(matches!(refused, StoreError::Invalid { .. }), "{refused:?}");
}

async fn the_office_sees_a_day_and_a_month_of_everyone(world: World) {
    let tx = world.begin().await;
    let other = tx.people().create(&store::PersonBody { name: "例 次郎".into(), ..Default::default() }).await.unwrap();
    for (person, on) in
        [(world.person, "2026-10-05"), (other, "2026-10-05"), (other, "2026-10-06"), (other, "2026-11-01")]
    {
        tx.days().save(person, day(on), &attended(day(on)), None).await.unwrap();
    }
    tx.commit(event(AuditKind::DaysSaved)).await.unwrap();
    assert_eq!(world.read().days().of_day(day("2026-10-05")).await.unwrap().len(), 2);
    assert_eq!(world.read().days().of_office_month(month("2026-10")).await.unwrap().len(), 3);
    assert_eq!(world.read().days().of_month(other, month("2026-10")).await.unwrap().len(), 2);
}

async fn many_empty_days_are_saved_at_once_or_not_at_all(world: World) {
    let october = month("2026-10");
    let all: Vec<_> = october.each_day().map(|on| (world.person, on, attended(on))).collect();
    let fill = async |days: &[(i64, kernel::Day, DayBody)]| {
        let tx = world.begin().await.because("一括入力");
        tx.days().save_new(days).await?;
        tx.commit(event(AuditKind::DaysSaved)).await
    };
    world.save("2026-10-31", attended(day("2026-10-31")), None).await.unwrap();
    assert!(matches!(fill(&all).await, Err(StoreError::Conflict { .. })));
    assert_eq!(world.read().days().of_month(world.person, october).await.unwrap().len(), 1);

    fill(&all[..30]).await.unwrap();
    let stored = world.read().days().of_month(world.person, october).await.unwrap();
    assert_eq!((stored.len(), stored[29].version, &stored[29].body), (31, 1, &all[29].2));
    let versions = world.read().days().versions(world.person, day("2026-10-30")).await.unwrap();
    assert_eq!(
        (versions.len(), versions[0].why.as_str(), versions[0].body["facts"]["day"].as_u64()),
        (1, "一括入力", Some(30))
    );
    assert_eq!(world.save("2026-10-30", remarked(day("2026-10-30"), "半日"), Some(1)).await.unwrap(), 2);

    let (_, stranger) = world.neighbour().await;
    let on = day("2026-11-02");
    assert!(matches!(fill(&[(stranger, on, attended(on))]).await, Err(StoreError::NotFound { .. })));
    assert!(matches!(fill(&[(world.person, on, attended(day("2026-11-03")))]).await, Err(StoreError::Invalid { .. })));
    world.close_month("2026-11").await;
    assert!(matches!(fill(&[(world.person, on, attended(on))]).await, Err(StoreError::MonthClosed { .. })));
}
