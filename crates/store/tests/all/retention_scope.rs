//! 事業所の範囲 of 就労定着支援: whatever belongs to another office is not found, and what is read of a month is one's own.
use crate::{on_every_engine, world::*};
use store::{
    Actor, AuditKind, EmploymentBody, EntityKind, RatePerson, Result, RetentionFactsBody, RetentionMonthBody,
    RetentionRateBody, RetentionSettingsBody, StoreError, SupportReportBody,
};

on_every_engine! {
    nothing_of_another_office_is_read
    nothing_of_another_office_is_written
}

fn hidden<T: std::fmt::Debug>(what: &str, result: Result<T>) {
    assert!(matches!(result, Err(StoreError::NotFound { .. })), "{what}: {result:?}");
}

struct Theirs {
    person: i64,
    job: i64,
    plan: i64,
    paper: i64,
    contact: i64,
}

async fn theirs(world: &World) -> Theirs {
    let (office, person) = world.neighbour().await;
    let tx = world.store.begin(&Actor::for_setup(office), at(1)).await.unwrap();
    let plan = tx.support_plans().create(person, &plan("2026-10-01", "2027-03-31")).await.unwrap();
    let theirs = Theirs {
        person,
        job: tx.employments().create(person, &EmploymentBody::default()).await.unwrap(),
        paper: tx.attachments().add(EntityKind::SupportPlan, plan, "計画.pdf", PAPER).await.unwrap(),
        contact: tx.contacts().create(person, &contact("2026-10-08", "隣の面談")).await.unwrap(),
        plan,
    };
    let october = month("2026-10");
    tx.retention_facts().save(person, &RetentionFactsBody::default(), None).await.unwrap();
    tx.support_reports().save(person, october, &SupportReportBody::default(), None).await.unwrap();
    tx.retention_months().save(october, &RetentionMonthBody::default(), None).await.unwrap();
    tx.retention_rates().save(2026, &RetentionRateBody::default(), None).await.unwrap();
    tx.retention_claims().check(person, october, store::CheckedPlan::default(), None).await.unwrap();
    let alone = RetentionSettingsBody { one_person_may_approve: true, ..RetentionSettingsBody::default() };
    tx.retention_settings().save(&alone, None).await.unwrap();
    tx.commit(event(AuditKind::Imported)).await.unwrap();
    theirs
}

async fn nothing_of_another_office_is_read(world: World) {
    let their = theirs(&world).await;
    let (read, october) = (world.read(), month("2026-10"));
    hidden("job", read.employments().get(their.job).await);
    hidden("jobs", read.employments().of_person(their.person).await);
    hidden("facts", read.retention_facts().get(their.person).await);
    hidden("plan", read.support_plans().get(their.plan).await);
    hidden("plans", read.support_plans().of_person(their.person).await);
    hidden("paper", read.attachments().get(their.paper).await);
    hidden("paper without bytes", read.attachments().info(their.paper).await);
    hidden("contact", read.contacts().get(their.contact).await);
    hidden("contacts", read.contacts().of_person(their.person).await);
    hidden("contacts of a month", read.contacts().of_person_month(their.person, october).await);
    hidden("report", read.support_reports().get(their.person, october).await);
    hidden("reports", read.support_reports().of_person(their.person).await);
    hidden("claim", read.retention_claims().get(their.person, october).await);
    hidden("claims", read.retention_claims().of_person(their.person).await);
    for (kind, id) in [
        (EntityKind::Employment, their.job),
        (EntityKind::SupportPlan, their.plan),
        (EntityKind::Attachment, their.paper),
        (EntityKind::Contact, their.contact),
    ] {
        hidden("history", read.history().of(kind, id).await);
    }
    assert_eq!(read.employments().list().await.unwrap(), []);
    assert_eq!(read.retention_facts().list().await.unwrap(), []);
    assert_eq!(read.support_plans().list().await.unwrap(), []);
    assert_eq!(read.attachments().of(EntityKind::SupportPlan, their.plan).await.unwrap(), []);
    assert_eq!(read.attachments().of_kind(EntityKind::SupportPlan).await.unwrap(), []);
    assert_eq!(read.contacts().of_month(october).await.unwrap(), []);
    assert_eq!(read.contacts().search("面談").await.unwrap(), []);
    assert_eq!(read.contacts().months().await.unwrap(), []);
    assert_eq!(read.contacts().of_conference_months(month("2020-01"), october).await.unwrap(), []);
    assert_eq!(read.support_reports().of_month(october).await.unwrap(), []);
    assert_eq!(read.retention_months().list().await.unwrap(), []);
    assert_eq!(read.retention_months().get(october).await.unwrap().version, None);
    assert_eq!(read.retention_rates().list().await.unwrap(), []);
    assert_eq!(read.retention_claims().of_month(october).await.unwrap(), []);
    assert!(!read.retention_settings().get().await.unwrap().body.one_person_may_approve);
    let facts = read.retention_month_facts(october).await.unwrap();
    assert_eq!(facts.people.iter().map(|one| one.person.id).collect::<Vec<_>>(), [world.person]);
}

async fn nothing_of_another_office_is_written(world: World) {
    let their = theirs(&world).await;
    let (tx, october, person) = (world.begin().await, month("2026-10"), their.person);
    hidden("new job", tx.employments().create(person, &EmploymentBody::default()).await);
    hidden("job", tx.employments().update(their.job, &EmploymentBody::default(), 1).await);
    hidden("job away", tx.employments().remove(their.job, 1).await);
    hidden("facts", tx.retention_facts().save(person, &RetentionFactsBody::default(), Some(1)).await);
    let body = plan("2026-11-01", "2027-03-31");
    hidden("new plan", tx.support_plans().create(person, &body).await);
    hidden("plan", tx.support_plans().update(their.plan, &body, 1).await);
    hidden("plan away", tx.support_plans().remove(their.plan, 1).await);
    hidden("new paper", tx.attachments().add(EntityKind::SupportPlan, their.plan, "a.pdf", PAPER).await);
    hidden("paper away", tx.attachments().remove(their.paper, 1).await);
    let body = contact("2026-11-08", "");
    hidden("new contact", tx.contacts().create(person, &body).await);
    hidden("contact", tx.contacts().update(their.contact, &body, 1).await);
    hidden("contact away", tx.contacts().remove(their.contact, 1).await);
    hidden("report", tx.support_reports().save(person, october, &SupportReportBody::default(), Some(1)).await);
    hidden("tick", tx.retention_claims().check(person, october, store::CheckedPlan::default(), Some(1)).await);
    hidden("untick", tx.retention_claims().uncheck(person, october, Some(1)).await);
    hidden("request", tx.retention_claims().request(person, october, "{}", Some(1)).await);
    hidden("cancel", tx.retention_claims().cancel(person, october, "x", Some(1)).await);
    hidden("sent", tx.retention_claims().mark_sent(person, october, Some(1)).await);
    let named = RatePerson { person_id: Some(person), ..RatePerson::default() };
    let list = RetentionRateBody { people: vec![named], note: String::new() };
    hidden("list", tx.retention_rates().save(2026, &list, None).await);
}
