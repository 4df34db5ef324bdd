//! 請求の事実: what a month's dossier is put together from.
use crate::{on_every_engine, world::*};
use claims::CapManagement;
use fees::b_type::facts::{DayFacts, DayStatus};
use kernel::Yen;
use store::{AuditKind, DayBody, ExceptionBody, MonthFactsBody, PersonBody, StoreError};

on_every_engine! {
    a_dossier_holds_what_is_in_force
    the_cap_is_that_of_the_card_on_the_last_day_served
    a_month_without_notice_is_refused
    offsite_days_are_counted_from_april
    days_of_an_exception_are_counted_from_its_first_month
    the_end_of_use_is_the_last_day_served
    people_without_anything_in_the_month_have_no_dossier
    one_and_all_give_the_same_dossier
}

fn with_status(text: &str, status: DayStatus) -> (String, DayBody) {
    let facts = DayFacts { day: day(text).number(), status, ..DayFacts::default() };
    (text.to_owned(), DayBody { facts, ..DayBody::default() })
}

async fn record(world: &World, days: &[(&str, DayStatus)]) {
    let tx = world.begin().await;
    for (text, status) in days {
        let (text, body) = with_status(text, *status);
        tx.days().save(world.person, day(&text), &body, None).await.unwrap();
    }
    tx.commit(event(AuditKind::DaysSaved)).await.unwrap();
}

async fn a_dossier_holds_what_is_in_force(world: World) {
    let october = month("2026-10");
    let tx = world.begin().await;
    let id = tx.cards().create(world.person, &card("2026-04-01", 9_300)).await.unwrap();
    tx.cards().lock(id, 1).await.unwrap();
    tx.contracts().create(world.person, &contract("2025-04-01", Some("2026-03-31"))).await.unwrap();
    tx.contracts().create(world.person, &contract("2026-04-01", None)).await.unwrap();
    let cap_management = Some(CapManagement { result: 2, amount: Yen(4_000), by_this_office: true });
    let facts = MonthFactsBody { cap_management, plan_missing_month: Some(1), ..MonthFactsBody::default() };
    tx.month_facts().save(world.person, october, &facts, None).await.unwrap();
    tx.days().save(world.person, day("2026-10-06"), &attended(day("2026-10-06")), None).await.unwrap();
    tx.days().save(world.person, day("2026-10-05"), &remarked(day("2026-10-05"), "早退"), None).await.unwrap();
    tx.commit(event(AuditKind::DaysSaved)).await.unwrap();

    let dossier = world.read().dossier(world.person, october).await.unwrap();
    assert_eq!((dossier.person_key, dossier.name.as_str()), (world.person.to_string(), "見本 太郎"));
    assert!(dossier.card.unwrap().locked);
    assert_eq!(dossier.contract.unwrap().from, day("2026-04-01"));
    assert_eq!((dossier.service_started_on, dossier.service_ended_on), (Some(day("2026-10-05")), None));
    assert_eq!((dossier.burden.area_class.as_str(), dossier.burden.cap), ("5級地", Yen(9_300)));
    assert_eq!(dossier.burden.cap_management, cap_management);
    assert_eq!(dossier.month.days.iter().map(|d| d.day).collect::<Vec<_>>(), [5, 6]);
    assert_eq!(dossier.remarks.into_iter().collect::<Vec<_>>(), [(5, "早退".to_owned())]);
    let person = dossier.month.person;
    assert_eq!((person.granted_days, person.meal_eligible, person.cap_managed_here), (Some(22), true, true));
    assert_eq!(person.plan_missing_month, Some(1));
    assert_eq!((dossier.month.office.capacity, dossier.month.office.designated_on), (20, Some(day("2020-04-01"))));
}

async fn the_cap_is_that_of_the_card_on_the_last_day_served(world: World) {
    let tx = world.begin().await;
    tx.cards().create(world.person, &card("2026-04-01", 0)).await.unwrap();
    tx.cards().create(world.person, &card("2026-10-20", 9_300)).await.unwrap();
    tx.commit(event(AuditKind::CardSaved)).await.unwrap();
    let cap = async || {
        let dossier = world.read().dossier(world.person, month("2026-10")).await.unwrap();
        assert_eq!(dossier.card.unwrap().burden_cap, Yen(9_300), "the card is the last of the month");
        dossier.burden.cap
    };
    assert_eq!(cap().await, Yen(9_300), "nobody came");
    record(&world, &[("2026-10-19", DayStatus::Attended), ("2026-10-21", DayStatus::Absent)]).await;
    assert_eq!(cap().await, Yen(0));
    record(&world, &[("2026-10-20", DayStatus::Attended)]).await;
    assert_eq!(cap().await, Yen(9_300));
}

async fn a_month_without_notice_is_refused(world: World) {
    let march = month("2026-03");
    for refused in
        [world.read().dossier(world.person, march).await.unwrap_err(), world.read().dossiers(march).await.unwrap_err()]
    {
        assert!(matches!(refused, StoreError::NoNotice { month: m } if m == march), "{refused:?}");
        assert!(refused.to_string().contains("令和8年3月"));
    }
}

async fn offsite_days_are_counted_from_april(world: World) {
    let tx = world.begin().await;
    tx.office().add_notice(&notice("2025-04")).await.unwrap();
    tx.commit(event(AuditKind::NoticeSaved)).await.unwrap();
    let offsite = DayStatus::OffsiteSupport;
    record(
        &world,
        &[
            ("2026-03-31", offsite),
            ("2026-04-01", offsite),
            ("2026-09-30", offsite),
            ("2026-09-29", DayStatus::Attended),
            ("2026-10-01", offsite),
        ],
    )
    .await;
    let tx = world.begin().await;
    let (text, body) = with_status("2026-09-28", offsite);
    tx.days().save(world.person, day(&text), &body, None).await.unwrap();
    tx.days().delete(world.person, day(&text), 1).await.unwrap();
    tx.commit(event(AuditKind::DayDeleted)).await.unwrap();
    for (of, before) in [("2026-10", 2), ("2026-03", 0), ("2026-04", 0), ("2026-11", 3), ("2027-04", 0)] {
        let dossier = world.read().dossier(world.person, month(of)).await.unwrap();
        assert_eq!((dossier.offsite_days_before, dossier.month.person.offsite_days_used), (before, before), "{of}");
    }
}

async fn days_of_an_exception_are_counted_from_its_first_month(world: World) {
    let tx = world.begin().await;
    let body = ExceptionBody { from: month("2025-11"), to: month("2026-10"), total: 269 };
    tx.exceptions().create(world.person, &body).await.unwrap();
    tx.commit(event(AuditKind::DaysExceptionSaved)).await.unwrap();
    record(
        &world,
        &[
            ("2025-10-31", DayStatus::Attended),
            ("2025-11-04", DayStatus::Attended),
            ("2026-09-01", DayStatus::OffsiteSupport),
            ("2026-09-02", DayStatus::Absent),
            ("2026-10-01", DayStatus::Attended),
        ],
    )
    .await;
    let used =
        async |of: &str| world.read().dossier(world.person, month(of)).await.unwrap().month.person.days_exception;
    assert_eq!(used("2026-10").await.unwrap().used, 2);
    assert_eq!(used("2026-11").await, None);
}

async fn the_end_of_use_is_the_last_day_served(world: World) {
    record(&world, &[("2026-10-05", DayStatus::Attended), ("2026-10-06", DayStatus::Absent)]).await;
    let ended = async || world.read().dossier(world.person, month("2026-10")).await.unwrap().service_ended_on;
    assert_eq!(ended().await, None);
    let tx = world.begin().await;
    tx.contracts().create(world.person, &contract("2026-04-01", Some("2026-10-09"))).await.unwrap();
    tx.commit(event(AuditKind::ContractSaved)).await.unwrap();
    assert_eq!(ended().await, Some(day("2026-10-05")));
}

async fn people_without_anything_in_the_month_have_no_dossier(world: World) {
    let ids = async || {
        let dossiers = world.read().dossiers(month("2026-10")).await.unwrap();
        dossiers.into_iter().map(|(id, _)| id).collect::<Vec<_>>()
    };
    assert_eq!(ids().await, Vec::<i64>::new());
    let tx = world.begin().await;
    let aoki = PersonBody { name: "青木".into(), name_kana: "アオキ".into(), ..PersonBody::default() };
    let aoki = tx.people().create(&aoki).await.unwrap();
    tx.contracts().create(aoki, &contract("2026-10-31", None)).await.unwrap();
    tx.days().save(world.person, day("2026-10-05"), &attended(day("2026-10-05")), None).await.unwrap();
    tx.commit(event(AuditKind::DaySaved)).await.unwrap();
    assert_eq!(ids().await, [aoki, world.person], "in the order of フリガナ");
}

async fn one_and_all_give_the_same_dossier(world: World) {
    let tx = world.begin().await;
    for number in 0..12 {
        let name_kana = format!("カナ{number}");
        let id = tx.people().create(&PersonBody { name_kana, ..PersonBody::default() }).await.unwrap();
        tx.cards().create(id, &card("2026-04-01", i64::from(number) * 100)).await.unwrap();
        tx.contracts().create(id, &contract("2026-04-01", None)).await.unwrap();
        for text in ["2026-09-01", "2026-10-02"] {
            let (text, body) = with_status(text, DayStatus::OffsiteSupport);
            tx.days().save(id, day(&text), &body, None).await.unwrap();
        }
    }
    tx.commit(event(AuditKind::Imported)).await.unwrap();
    let all = world.read().dossiers(month("2026-10")).await.unwrap();
    assert_eq!(all.len(), 12);
    for (id, dossier) in all {
        assert_eq!(dossier.service_started_on, Some(day("2026-09-01")));
        assert_eq!(dossier, world.read().dossier(id, month("2026-10")).await.unwrap());
    }
}
