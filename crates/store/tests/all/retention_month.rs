//! 就労定着支援の1月: one reading holds everything of everyone.
use crate::{on_every_engine, world::*};
use store::{
    AuditKind, ClaimStage, ContactBilling, ContactBody, ContactKind, EmploymentBody, EntityKind, PersonBody,
    RetentionFactsBody, RetentionMonthBody, SupportReportBody,
};

on_every_engine! {
    a_month_is_read_with_everything_of_everyone
    the_plan_of_a_month_is_the_last_that_covers_it
}

async fn a_month_is_read_with_everything_of_everyone(world: World) {
    let october = month("2026-10");
    let tx = world.begin().await;
    let second = tx
        .people()
        .create(&PersonBody { name: "青木".into(), name_kana: "アオキ".into(), ..PersonBody::default() })
        .await
        .unwrap();
    let first = world.person;
    let facts = RetentionFactsBody { contract_on: Some(day("2026-10-01")), ..RetentionFactsBody::default() };
    tx.retention_facts().save(first, &facts, None).await.unwrap();
    tx.employments().create(first, &EmploymentBody::default()).await.unwrap();
    tx.cards().create(first, &card("2026-04-01", 9_300)).await.unwrap();
    tx.contracts().create(first, &contract("2026-10-01", None)).await.unwrap();
    let plan = tx.support_plans().create(first, &plan("2026-10-01", "2027-03-31")).await.unwrap();
    let paper = tx.attachments().add(EntityKind::SupportPlan, plan, "計画.pdf", PAPER).await.unwrap();
    let gone = tx.attachments().add(EntityKind::SupportPlan, plan, "誤り.pdf", PAPER).await.unwrap();
    tx.attachments().remove(gone, 1).await.unwrap();
    let conference = |on: &str| ContactBody { billing: ContactBilling::BaseAndConference1, ..contact(on, "") };
    let base = |on: &str| ContactBody { billing: ContactBilling::Base, kind: ContactKind::Simple, ..contact(on, "") };
    let held = ["2025-10-31", "2025-11-01", "2026-05-01", "2026-10-02", "2026-12-01", "2027-04-01"];
    for body in held.into_iter().map(conference).chain(["2026-05-20", "2026-06-01"].map(base)) {
        tx.contacts().create(first, &body).await.unwrap();
    }
    tx.retention_claims().check(first, month("2026-12"), store::CheckedPlan::default(), None).await.unwrap();
    tx.contacts().create(second, &contact("2026-10-08", "")).await.unwrap();
    tx.support_reports().save(first, october, &SupportReportBody::default(), None).await.unwrap();
    tx.retention_months().save(october, &RetentionMonthBody::default(), None).await.unwrap();
    tx.retention_claims().check(second, october, store::CheckedPlan::default(), None).await.unwrap();
    tx.commit(event(AuditKind::Imported)).await.unwrap();

    let facts = world.read().retention_month_facts(october).await.unwrap();
    assert_eq!(facts.additions.version, Some(1));
    assert_eq!(facts.office.name, "みなと作業所");
    let [aoki, mihon] = facts.people.as_slice() else { panic!("{:?}", facts.people) };
    assert_eq!((aoki.person.id, mihon.person.id), (second, first), "in the order of フリガナ");
    assert_eq!((aoki.facts.version, aoki.report.version, aoki.contacts.len()), (None, None, 1));
    assert_eq!((aoki.claim.version, aoki.claim.chief.is_some()), (Some(1), true));
    assert_eq!(aoki.plan(october), None);
    assert_eq!(mihon.facts.body.contract_on, Some(day("2026-10-01")));
    assert_eq!((mihon.employments.len(), mihon.contacts.len(), mihon.report.version), (1, 1, Some(1)));
    assert_eq!(mihon.card(october).unwrap().body.burden_cap.0, 9_300);
    assert_eq!(mihon.contract(october).unwrap().body.from, day("2026-10-01"));
    let beside: Vec<_> = mihon.conferences.iter().map(|contact| contact.body.on).collect();
    assert_eq!(
        beside,
        ["2025-11-01", "2026-05-01", "2026-05-20", "2026-12-01"].map(day),
        "those of the months with one"
    );
    let claims: Vec<_> = mihon.conference_claims.iter().map(|claim| (claim.month, claim.stage())).collect();
    assert_eq!(claims, [(month("2026-12"), Some(ClaimStage::Checked))], "later months too: they may be claimed first");
    let (covering, files) = mihon.plan(october).unwrap();
    assert_eq!((covering.id, files.iter().map(|file| file.id).collect::<Vec<_>>()), (plan, vec![paper]));
    assert_eq!((mihon.claim.version, mihon.claim.month), (None, october));

    let tx = world.begin().await;
    assert_eq!(tx.read().retention_month_facts(october).await.unwrap(), facts, "within an act it reads the same");
}

async fn the_plan_of_a_month_is_the_last_that_covers_it(world: World) {
    let tx = world.begin().await;
    let first = tx.support_plans().create(world.person, &plan("2026-04-01", "2026-10-31")).await.unwrap();
    let second = tx.support_plans().create(world.person, &plan("2026-10-15", "2027-03-31")).await.unwrap();
    let of = async |text: &str| {
        let facts = tx.read().retention_month_facts(month(text)).await.unwrap();
        facts.people[0].plan(month(text)).map(|(plan, _)| plan.id)
    };
    assert_eq!(of("2026-03").await, None);
    assert_eq!(of("2026-09").await, Some(first));
    assert_eq!(of("2026-10").await, Some(second));
    assert_eq!(of("2027-04").await, None);
}
