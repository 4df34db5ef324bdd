//! 就労定着支援の記録: jobs, contract, plans, contacts, reports, the list of the rate – saved, changed, taken away, found.
use crate::{on_every_engine, world::*};
use store::{
    AuditKind, ContactBilling, ContactBody, ContactKind, EmploymentBody, EntityKind, Intent, RatePerson,
    RetentionFactsBody, RetentionRateBody, StoreError, SupportReportBody,
};

on_every_engine! {
    a_job_change_is_a_second_row
    a_job_taken_away_keeps_its_history
    contract_and_leaving_are_changed_on_the_newest_version_only
    a_plan_keeps_its_versions
    a_month_has_one_full_record_and_many_quick_ones
    the_words_of_a_contact_are_found_in_any_kana_and_width
    conferences_of_a_year_are_found_by_what_is_billed
    a_report_is_one_a_month_and_person
    the_list_of_the_rate_is_one_a_fiscal_year
    two_who_save_first_meet_a_conflict
}

fn conflict<T: std::fmt::Debug>(result: store::Result<T>, stored: Option<i64>) {
    assert!(matches!(result, Err(StoreError::Conflict { current, .. }) if current == stored), "{result:?}");
}

fn invalid<T: std::fmt::Debug>(result: store::Result<T>) {
    assert!(matches!(result, Err(StoreError::Invalid { .. })), "{result:?}");
}

fn job(employer: &str, from: &str, to: Option<&str>) -> EmploymentBody {
    EmploymentBody {
        employer: employer.to_owned(),
        hired_on: Some(day(from)),
        ended_on: to.map(day),
        weekly_hours_x10: Some(300),
        ..EmploymentBody::default()
    }
}

async fn a_job_change_is_a_second_row(world: World) {
    let tx = world.begin().await;
    let second = tx.employments().create(world.person, &job("みなと倉庫", "2026-09-10", None)).await.unwrap();
    let first = tx.employments().create(world.person, &job("港食品", "2026-04-01", Some("2026-08-31"))).await.unwrap();
    let promised = tx.employments().create(world.person, &EmploymentBody::default()).await.unwrap();
    let ids: Vec<_> = tx.employments().of_person(world.person).await.unwrap().iter().map(|job| job.id).collect();
    assert_eq!(ids, [first, second, promised], "by day, those without a day last");
    assert_eq!(tx.employments().list().await.unwrap().len(), 3);
    invalid(tx.employments().create(world.person, &job("港食品", "2026-04-01", Some("2026-03-31"))).await);
    invalid(tx.employments().update(second, &job("港食品", "2026-04-01", Some("2026-03-31")), 1).await);
}

async fn a_job_taken_away_keeps_its_history(world: World) {
    let tx = world.begin().await;
    let id = tx.employments().create(world.person, &job("港食品", "2026-04-01", None)).await.unwrap();
    assert_eq!(tx.employments().update(id, &job("港食品", "2026-04-02", None), 1).await.unwrap(), 2);
    conflict(tx.employments().update(id, &job("港食品", "2026-04-03", None), 1).await, Some(2));
    conflict(tx.employments().remove(id, 1).await, Some(2));
    assert_eq!(tx.employments().remove(id, 2).await.unwrap(), 3);
    assert!(matches!(tx.employments().get(id).await, Err(StoreError::NotFound { .. })));
    assert!(matches!(
        tx.employments().update(id, &job("x", "2026-04-01", None), 3).await,
        Err(StoreError::NotFound { .. })
    ));
    assert_eq!(tx.employments().of_person(world.person).await.unwrap(), []);
    let history = tx.read().history().of(EntityKind::Employment, id).await.unwrap();
    assert_eq!(history[1].body["hired_on"], "2026-04-02");
    assert!(history[2].body.is_null(), "the removal is a version too");
}

async fn contract_and_leaving_are_changed_on_the_newest_version_only(world: World) {
    let wants = RetentionFactsBody {
        intent: Intent::Wants,
        contract_on: Some(day("2026-10-01")),
        ..RetentionFactsBody::default()
    };
    let tx = world.begin().await;
    assert_eq!(tx.retention_facts().get(world.person).await.unwrap().version, None);
    conflict(tx.retention_facts().save(world.person, &wants, Some(1)).await, None);
    assert_eq!(tx.retention_facts().save(world.person, &wants, None).await.unwrap(), 1);
    conflict(tx.retention_facts().save(world.person, &wants, None).await, Some(1));
    let left = RetentionFactsBody { left_on: Some(day("2027-01-31")), ..wants.clone() };
    assert_eq!(tx.retention_facts().save(world.person, &left, Some(1)).await.unwrap(), 2);
    tx.commit(event(AuditKind::RetentionFactsSaved)).await.unwrap();
    let stored = world.read().retention_facts().get(world.person).await.unwrap();
    assert_eq!((stored.version, &stored.body), (Some(2), &left));
    let history = world.read().history().of(EntityKind::RetentionFacts, stored.id).await.unwrap();
    assert_eq!(history.iter().map(|v| v.body["left_on"].as_str()).collect::<Vec<_>>(), [None, Some("2027-01-31")]);
    assert_eq!(history[1].account_id, Some(world.manager));
}

async fn a_plan_keeps_its_versions(world: World) {
    let tx = world.begin().await;
    let id = tx.support_plans().create(world.person, &plan("2026-10-01", "2027-03-31")).await.unwrap();
    invalid(tx.support_plans().create(world.person, &plan("2026-10-01", "2026-09-30")).await);
    let mut looked_at = plan("2026-10-01", "2027-03-31");
    looked_at.monitored_on = vec![day("2027-01-15")];
    assert_eq!(tx.support_plans().update(id, &looked_at, 1).await.unwrap(), 2);
    conflict(tx.support_plans().update(id, &looked_at, 1).await, Some(2));
    let stored = tx.support_plans().get(id).await.unwrap();
    assert!(stored.body.covers(month("2026-10")) && stored.body.covers(month("2027-03")));
    assert!(!stored.body.covers(month("2026-09")) && !stored.body.covers(month("2027-04")));
    assert_eq!(tx.support_plans().remove(id, 2).await.unwrap(), 3);
    assert_eq!(tx.support_plans().list().await.unwrap(), []);
    assert_eq!(tx.read().history().of(EntityKind::SupportPlan, id).await.unwrap().len(), 3);
}

async fn a_month_has_one_full_record_and_many_quick_ones(world: World) {
    let full = |on: &str| ContactBody { kind: ContactKind::Full, ..contact(on, "面談") };
    let tx = world.begin().await;
    let first = tx.contacts().create(world.person, &full("2026-10-08")).await.unwrap();
    for on in ["2026-10-20", "2026-10-02"] {
        tx.contacts().create(world.person, &contact(on, "電話")).await.unwrap();
    }
    invalid(tx.contacts().create(world.person, &full("2026-10-30")).await);
    tx.contacts().create(world.person, &full("2026-11-05")).await.unwrap();
    invalid(tx.contacts().update(first, &full("2026-11-01"), 1).await);
    assert_eq!(tx.contacts().update(first, &full("2026-10-09"), 1).await.unwrap(), 2);
    let days: Vec<_> = tx.contacts().of_month(month("2026-10")).await.unwrap();
    assert_eq!(days.iter().map(|c| c.body.on.number()).collect::<Vec<_>>(), [2, 9, 20]);
    assert_eq!(tx.contacts().months().await.unwrap(), [(month("2026-11"), 1), (month("2026-10"), 3)]);
    assert_eq!(tx.contacts().of_person(world.person).await.unwrap().len(), 4);
    tx.contacts().remove(first, 2).await.unwrap();
    assert!(matches!(tx.contacts().get(first).await, Err(StoreError::NotFound { .. })));
    tx.contacts().create(world.person, &full("2026-10-30")).await.unwrap();
}

async fn the_words_of_a_contact_are_found_in_any_kana_and_width(world: World) {
    let tx = world.begin().await;
    let id = tx
        .contacts()
        .create(world.person, &contact("2026-10-08", "レジの打ち間違いを気にしている 100%"))
        .await
        .unwrap();
    tx.contacts().create(world.person, &contact("2026-10-09", "休みなく通勤")).await.unwrap();
    let found = |words: &'static str| {
        let tx = &tx;
        async move { tx.contacts().search(words).await.unwrap().iter().map(|c| c.id).collect::<Vec<_>>() }
    };
    for words in ["れじ", "ﾚｼﾞ", "100%", "レジ 打ち間違い", "100%　ﾚｼﾞ"] {
        assert_eq!(found(words).await, [id], "{words}");
    }
    assert_eq!(found("200%").await, [0_i64; 0]);
    assert_eq!(found("レジ 通勤").await, [0_i64; 0], "each word, in one note");
    tx.contacts().update(id, &contact("2026-10-08", "品出し"), 1).await.unwrap();
    assert_eq!(found("レジ").await, [0_i64; 0]);
    tx.contacts().remove(id, 2).await.unwrap();
    assert_eq!(found("品出し").await, [0_i64; 0]);
}

async fn conferences_of_a_year_are_found_by_what_is_billed(world: World) {
    let tx = world.begin().await;
    for (on, billing) in [
        ("2026-04-10", ContactBilling::BaseAndConference1),
        ("2026-05-10", ContactBilling::Base),
        ("2026-06-10", ContactBilling::BaseAndConference2),
        ("2026-10-10", ContactBilling::BaseAndConference1),
    ] {
        tx.contacts().create(world.person, &ContactBody { billing, ..contact(on, "") }).await.unwrap();
    }
    let found = tx.contacts().of_conference_months(month("2026-04"), month("2026-09")).await.unwrap();
    assert_eq!(found.iter().map(|c| c.body.on.month()).collect::<Vec<_>>(), [month("2026-04"), month("2026-06")]);
}

async fn a_report_is_one_a_month_and_person(world: World) {
    let october = month("2026-10");
    let shared = SupportReportBody {
        shared_on: Some(day("2026-10-25")),
        recipients: vec!["本人".to_owned(), "みなと倉庫".to_owned()],
        ..SupportReportBody::default()
    };
    let tx = world.begin().await;
    assert_eq!(tx.support_reports().save(world.person, october, &shared, None).await.unwrap(), 1);
    conflict(tx.support_reports().save(world.person, october, &shared, None).await, Some(1));
    assert_eq!(tx.support_reports().save(world.person, october, &shared, Some(1)).await.unwrap(), 2);
    tx.support_reports().save(world.person, month("2026-11"), &SupportReportBody::default(), None).await.unwrap();
    assert_eq!(tx.support_reports().get(world.person, october).await.unwrap().body, shared);
    let months = tx.support_reports().of_person(world.person).await.unwrap();
    assert_eq!(months.iter().map(|(month, _)| *month).collect::<Vec<_>>(), [month("2026-11"), october]);
    assert_eq!(tx.support_reports().of_month(october).await.unwrap().len(), 1);
}

async fn the_list_of_the_rate_is_one_a_fiscal_year(world: World) {
    let list = RetentionRateBody {
        people: vec![
            RatePerson { person_id: Some(world.person), working: true, included: true, ..RatePerson::default() },
            RatePerson { name: "前の利用者".to_owned(), reason: "転居".to_owned(), ..RatePerson::default() },
        ],
        note: String::new(),
    };
    let tx = world.begin().await;
    assert_eq!(tx.retention_rates().save(2026, &list, None).await.unwrap(), 1);
    conflict(tx.retention_rates().save(2026, &list, None).await, Some(1));
    tx.retention_rates().save(2025, &RetentionRateBody::default(), None).await.unwrap();
    assert_eq!(tx.retention_rates().save(2026, &list, Some(1)).await.unwrap(), 2);
    assert_eq!(tx.retention_rates().get(2026).await.unwrap().body, list);
    assert_eq!(tx.retention_rates().get(2024).await.unwrap().version, None);
    let years: Vec<_> = tx.retention_rates().list().await.unwrap().iter().map(|(year, _)| *year).collect();
    assert_eq!(years, [2026, 2025]);
}

async fn two_who_save_first_meet_a_conflict(world: World) {
    let (october, report) = (month("2026-10"), SupportReportBody::default());
    let save = || async {
        let tx = world.begin().await;
        let saved = tx.support_reports().save(world.person, october, &report, None).await;
        match saved {
            Ok(version) => tx.commit(event(AuditKind::SupportReportSaved)).await.map(|()| version),
            Err(error) => Err(error),
        }
    };
    let (one, other) = tokio::join!(save(), save());
    assert_eq!([&one, &other].iter().filter(|result| result.is_ok()).count(), 1, "{one:?} {other:?}");
    let lost = if one.is_ok() { other } else { one };
    conflict(lost, Some(1));
}
