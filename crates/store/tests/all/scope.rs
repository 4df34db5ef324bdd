//! 事業所の範囲: whatever belongs to another office is not found.
use crate::{on_every_engine, world::*};
use claims::{Dossier, Outcome};
use store::{
    Actor, AuditKind, EntityKind, MonthFactsBody, OfficeScope, PersonBody, Result, Role, RunState, StoreError,
};

on_every_engine! {
    reading_what_belongs_to_another_office_finds_nothing
    writing_what_belongs_to_another_office_finds_nothing
    an_office_that_does_not_exist_cannot_be_written
}

fn hidden<T: std::fmt::Debug>(what: &str, result: Result<T>) {
    assert!(matches!(result, Err(StoreError::NotFound { .. })), "{what}: {result:?}");
}

/// Rows of every kind in the neighbour's office: person, card, contract, exception, notice, file, run, account.
struct Theirs {
    person: i64,
    card: i64,
    contract: i64,
    exception: i64,
    notice: i64,
    file: i64,
    run: i64,
    account: i64,
}

async fn theirs(world: &World) -> Theirs {
    let (office, person) = world.neighbour().await;
    let tx = world.store.begin(&Actor::for_setup(office), at(1)).await.unwrap();
    let october = month("2026-10");
    let exception = store::ExceptionBody { from: october, to: october, total: 23 };
    let theirs = Theirs {
        person,
        card: tx.cards().create(person, &card("2026-04-01", 0)).await.unwrap(),
        contract: tx.contracts().create(person, &contract("2026-04-01", None)).await.unwrap(),
        exception: tx.exceptions().create(person, &exception).await.unwrap(),
        notice: tx.office().add_notice(&notice("2026-04")).await.unwrap(),
        file: tx.claim_files().add(october, "J11", "J11.CSV", b"x").await.unwrap(),
        run: tx.claim_runs().start(october, &[person]).await.unwrap(),
        account: tx.members().add(&new_account("shien"), Role::SupportStaff).await.unwrap(),
    };
    let body = attended(day("2026-10-05"));
    tx.days().save(person, day("2026-10-05"), &body, None).await.unwrap();
    tx.month_facts().save(person, october, &MonthFactsBody::default(), None).await.unwrap();
    tx.commit(event(AuditKind::Imported)).await.unwrap();
    theirs
}

async fn reading_what_belongs_to_another_office_finds_nothing(world: World) {
    let their = theirs(&world).await;
    let (read, october) = (world.read(), month("2026-10"));
    hidden("person", read.people().get(their.person).await);
    hidden("days", read.days().of_month(their.person, october).await);
    hidden("day", read.days().get(their.person, day("2026-10-05")).await);
    hidden("day versions", read.days().versions(their.person, day("2026-10-05")).await);
    hidden("cards", read.cards().of_person(their.person).await);
    hidden("card", read.cards().get(their.card).await);
    hidden("card in force", read.cards().in_force(their.person, october).await);
    hidden("contracts", read.contracts().of_person(their.person).await);
    hidden("contract", read.contracts().get(their.contract).await);
    hidden("exceptions", read.exceptions().of_person(their.person).await);
    hidden("exception", read.exceptions().get(their.exception).await);
    hidden("month facts", read.month_facts().get(their.person, october).await);
    hidden("notice", read.office().notice(their.notice).await);
    hidden("result", read.claim_results().get::<Dossier, Outcome>(their.person, october).await);
    hidden("file", read.claim_files().get(their.file).await);
    hidden("run", read.claim_runs().get(their.run).await);
    hidden("dossier", read.dossier(their.person, october).await);
    hidden("member", read.members().get(their.account).await);
    for (kind, id) in [
        (EntityKind::Person, their.person),
        (EntityKind::RecipientCard, their.card),
        (EntityKind::Contract, their.contract),
        (EntityKind::CapabilityNotice, their.notice),
        (EntityKind::Account, their.account),
    ] {
        hidden("history", read.history().of(kind, id).await);
    }
    assert_eq!(read.people().list().await.unwrap().len(), 1);
    assert_eq!(read.people().search("隣").await.unwrap(), []);
    assert_eq!(read.cards().list().await.unwrap(), []);
    assert_eq!(read.contracts().list().await.unwrap(), []);
    assert_eq!(read.days().of_day(day("2026-10-05")).await.unwrap(), []);
    assert_eq!(read.days().of_office_month(october).await.unwrap(), []);
    assert_eq!(read.month_facts().of_office(october).await.unwrap(), []);
    assert_eq!(read.claim_files().of_month(october).await.unwrap(), []);
    assert_eq!(read.claim_runs().latest(october).await.unwrap(), None);
    assert_eq!(read.claim_months().list().await.unwrap(), []);
    assert_eq!(read.dossiers(october).await.unwrap(), []);
}

async fn writing_what_belongs_to_another_office_finds_nothing(world: World) {
    let their = theirs(&world).await;
    let october = month("2026-10");
    let on = day("2026-10-05");
    let tx = world.begin().await;
    hidden("person", tx.people().update(their.person, &PersonBody::default(), 1).await);
    hidden("day", tx.days().save(their.person, on, &attended(on), Some(1)).await);
    hidden("new day", tx.days().save(their.person, day("2026-10-06"), &attended(day("2026-10-06")), None).await);
    hidden("delete day", tx.days().delete(their.person, on, 1).await);
    hidden("restore day", tx.days().restore(their.person, on, 1, 1).await);
    hidden("new card", tx.cards().create(their.person, &card("2026-10-01", 0)).await);
    hidden("card", tx.cards().update(their.card, &card("2026-10-01", 0), 1).await);
    hidden("lock", tx.cards().lock(their.card, 1).await);
    hidden("unlock", tx.cards().unlock(their.card, 1).await);
    hidden("new contract", tx.contracts().create(their.person, &contract("2026-10-01", None)).await);
    hidden("contract", tx.contracts().update(their.contract, &contract("2026-10-01", None), 1).await);
    let exception = store::ExceptionBody { from: october, to: october, total: 1 };
    hidden("new exception", tx.exceptions().create(their.person, &exception).await);
    hidden("exception", tx.exceptions().update(their.exception, &exception, 1).await);
    hidden("month facts", tx.month_facts().save(their.person, october, &MonthFactsBody::default(), Some(1)).await);
    hidden("notice", tx.office().update_notice(their.notice, &notice("2026-05"), 1).await);
    hidden("run", tx.claim_runs().start(october, &[their.person]).await);
    hidden("finish run", tx.claim_runs().finish(their.run).await);
    hidden("role", tx.members().set_role(their.account, Role::Manager).await);
    hidden("revoke", tx.members().revoke(their.account).await);
    hidden("disable", tx.members().disable(their.account).await);
    hidden("enable", tx.members().enable(their.account).await);
    hidden("password", tx.members().reset_password(their.account, "$x").await);
    hidden("sessions", tx.members().end_sessions(their.account).await);
    drop(tx);
    let progress = (RunState::Done, "");
    let scope = OfficeScope::for_setup(world.office);
    hidden("progress", world.store.report_run_item(&scope, their.run, their.person, progress, at(2)).await);
}

async fn an_office_that_does_not_exist_cannot_be_written(world: World) {
    hidden("begin", world.store.begin(&Actor::for_setup(9_999), at(1)).await);
}
