//! サインイン: accounts, roles, sessions that end, tries that have to wait.
use crate::{on_every_engine, world::*};
use jiff::SignedDuration;
use store::{
    AuditEvent, AuditKind, EntityKind, OfficeScope, Role, SessionLimits, SessionToken, StoreError, Subject, ThrottleKey,
};

on_every_engine! {
    a_session_gives_the_scope_of_its_office
    a_session_ends_after_idle_time_and_after_its_absolute_time
    a_rotated_session_has_a_new_token_and_keeps_its_end
    sessions_are_listed_and_ended_by_their_owner_only
    a_stopped_account_and_a_revoked_role_are_out_at_once
    the_last_manager_stays
    an_account_of_two_offices_is_no_single_managers
    names_are_told_of_those_who_worked_here_only
    old_failures_are_forgotten
    a_login_is_unique_whatever_its_case
    failed_sign_ins_wait_longer_and_longer_but_not_for_ever
    a_sign_in_is_written_in_the_chain_of_accounts
    the_table_holds_no_token
}

async fn sign_in(world: &World, minutes: i64) -> SessionToken {
    let tx = world.store.begin_account_level(Some(world.manager), at(minutes)).await.unwrap();
    let token = tx.start_session(world.manager, world.office, SessionLimits::default()).await.unwrap();
    let subject = Subject::new(EntityKind::Account, world.manager);
    tx.commit(AuditEvent::new(AuditKind::SignedIn, subject)).await.unwrap();
    token
}

async fn valid(world: &World, token: &SessionToken, minutes: i64) -> bool {
    world.store.session(token.as_str(), at(minutes)).await.unwrap().is_some()
}

async fn a_session_gives_the_scope_of_its_office(world: World) {
    let token = sign_in(&world, 0).await;
    let session = world.store.session(token.as_str(), at(1)).await.unwrap().unwrap();
    assert_eq!(session.scope(), &OfficeScope::for_setup(world.office));
    assert_eq!((session.role, session.actor()), (Role::Manager, world.actor()));
    assert_eq!((token.as_str().len(), session.csrf.len()), (64, 64));
    assert_ne!(session.csrf, token.as_str());
    assert!(world.store.session("guess", at(1)).await.unwrap().is_none());
    assert_eq!(world.store.read(session.scope()).people().list().await.unwrap().len(), 1);
}

async fn a_session_ends_after_idle_time_and_after_its_absolute_time(world: World) {
    let token = sign_in(&world, 0).await;
    // Every visit starts the half hour anew …
    for minutes in (0..12 * 60).step_by(29) {
        assert!(valid(&world, &token, minutes).await, "{minutes}");
    }
    // … until the twelve hours are over.
    assert!(!valid(&world, &token, 12 * 60).await);
    let idle = sign_in(&world, 0).await;
    assert!(!valid(&world, &idle, 30).await);
    assert!(valid(&world, &idle, 29).await);
    assert!(valid(&world, &idle, 58).await, "the visit at 29 was noted");
    assert!(!valid(&world, &idle, 88).await);
}

async fn a_rotated_session_has_a_new_token_and_keeps_its_end(world: World) {
    let old = sign_in(&world, 0).await;
    let before = world.store.session(old.as_str(), at(1)).await.unwrap().unwrap();
    let tx = world.store.begin_account_level(Some(world.manager), at(2)).await.unwrap();
    let new = tx.rotate_session(world.manager, before.id).await.unwrap();
    tx.commit(event(AuditKind::PasswordChanged)).await.unwrap();
    assert!(!valid(&world, &old, 3).await);
    let after = world.store.session(new.as_str(), at(3)).await.unwrap().unwrap();
    assert_eq!((after.id, after.expires_at), (before.id, before.expires_at));
    assert_ne!(after.csrf, before.csrf);

    // To another office only with a role there.
    let (office, _) = world.neighbour().await;
    let tx = world.store.begin_account_level(Some(world.manager), at(4)).await.unwrap();
    let refused = tx.switch_office(world.manager, after.id, office).await.unwrap_err();
    assert!(matches!(refused, StoreError::NotFound { .. }));
    tx.grant(world.manager, office, Role::Viewer).await.unwrap();
    let moved = tx.switch_office(world.manager, after.id, office).await.unwrap();
    tx.commit(event(AuditKind::OfficeSwitched)).await.unwrap();
    let session = world.store.session(moved.as_str(), at(5)).await.unwrap().unwrap();
    assert_eq!((session.scope().office_id(), session.role), (office, Role::Viewer));
}

async fn sessions_are_listed_and_ended_by_their_owner_only(world: World) {
    let (one, two, three) = (sign_in(&world, 0).await, sign_in(&world, 1).await, sign_in(&world, 2).await);
    let listed = world.store.sessions_of(world.manager, at(3)).await.unwrap();
    assert_eq!(listed.len(), 3);
    let tx = world.store.begin_account_level(Some(world.manager), at(3)).await.unwrap();
    let stranger = tx.end_session(world.manager + 1000, listed[0].id).await.unwrap_err();
    assert!(matches!(stranger, StoreError::NotFound { .. }));
    tx.end_session(world.manager, listed[0].id).await.unwrap();
    tx.commit(event(AuditKind::SignedOut)).await.unwrap();
    assert!(!valid(&world, &three, 3).await);
    let tx = world.store.begin_account_level(Some(world.manager), at(3)).await.unwrap();
    assert_eq!(tx.end_all_sessions(world.manager, Some(listed[1].id)).await.unwrap(), 1);
    tx.commit(event(AuditKind::SessionsEnded)).await.unwrap();
    assert!(valid(&world, &two, 3).await);
    assert!(!valid(&world, &one, 3).await);
}

async fn a_stopped_account_and_a_revoked_role_are_out_at_once(world: World) {
    for revoke in [false, true] {
        let tx = world.begin().await;
        let login = if revoke { "revoked" } else { "stopped" };
        let account = tx.members().add(&new_account(login), Role::SupportStaff).await.unwrap();
        tx.commit(event(AuditKind::AccountCreated)).await.unwrap();
        let tx = world.store.begin_account_level(Some(account), at(1)).await.unwrap();
        let token = tx.start_session(account, world.office, SessionLimits::default()).await.unwrap();
        tx.commit(event(AuditKind::SignedIn)).await.unwrap();
        assert!(valid(&world, &token, 2).await);
        let tx = world.begin().await;
        if revoke {
            tx.members().revoke(account).await.unwrap();
        } else {
            tx.members().disable(account).await.unwrap();
        }
        tx.commit(event(AuditKind::AccountDisabled)).await.unwrap();
        assert!(!valid(&world, &token, 2).await);
        let known = world.store.account_for_sign_in(login).await.unwrap().unwrap();
        assert_eq!((known.disabled, known.memberships.is_empty()), (!revoke, revoke));
    }
}

async fn the_last_manager_stays(world: World) {
    let tx = world.begin().await;
    for refused in [
        tx.members().revoke(world.manager).await,
        tx.members().disable(world.manager).await,
        tx.members().set_role(world.manager, Role::Viewer).await,
    ] {
        assert!(matches!(refused, Err(StoreError::Invalid { .. })), "{refused:?}");
    }
    tx.members().add(&new_account("second"), Role::Manager).await.unwrap();
    tx.members().set_role(world.manager, Role::Viewer).await.unwrap();
    assert_eq!(tx.members().get(world.manager).await.unwrap().role, Role::Viewer);
}

async fn a_login_is_unique_whatever_its_case(world: World) {
    let tx = world.begin().await;
    let taken = tx.members().add(&new_account(" KANRI "), Role::Viewer).await.unwrap_err();
    assert!(matches!(taken, StoreError::Taken { .. }), "{taken:?}");
    // The act goes on: on PostgreSQL a broken constraint would have ended it.
    tx.members().add(&new_account("seikyu"), Role::ClaimsClerk).await.unwrap();
    tx.commit(event(AuditKind::AccountCreated)).await.unwrap();
    assert_eq!(world.read().members().list().await.unwrap().len(), 2);
    assert!(world.store.account_for_sign_in("Kanri").await.unwrap().is_some());
    assert!(world.store.account_for_sign_in("nobody").await.unwrap().is_none());
}

async fn failed_sign_ins_wait_longer_and_longer_but_not_for_ever(world: World) {
    let keys = [ThrottleKey::login("kanri"), ThrottleKey::address("192.0.2.1")];
    let mut now = at(0);
    let mut waits = Vec::new();
    for _ in 0..12 {
        let tx = world.store.begin_account_level(None, now).await.unwrap();
        tx.check_throttle(&keys).await.unwrap();
        tx.record_failure(&keys).await.unwrap();
        tx.commit(event(AuditKind::SignInFailed)).await.unwrap();
        match world.store.check_throttle(&keys, now).await {
            Ok(()) => waits.push(0),
            Err(StoreError::TooSoon { wait_seconds }) => {
                waits.push(wait_seconds);
                now += SignedDuration::from_secs(wait_seconds);
            }
            Err(other) => panic!("{other:?}"),
        }
    }
    assert_eq!(waits, [0, 0, 0, 1, 2, 4, 8, 16, 30, 30, 30, 30]);
    // Another login from the same address is free: twelve failures are not many for a whole office.
    world.store.check_throttle(&[ThrottleKey::login("other"), ThrottleKey::address("192.0.2.1")], now).await.unwrap();
    let tx = world.store.begin_account_level(Some(world.manager), now).await.unwrap();
    tx.record_failure(&keys).await.unwrap();
    tx.clear_throttle(&keys).await.unwrap();
    tx.commit(event(AuditKind::SignedIn)).await.unwrap();
    world.store.check_throttle(&keys, now).await.unwrap();
}

async fn a_sign_in_is_written_in_the_chain_of_accounts(world: World) {
    let before = world.store.account_audit().verify().await.unwrap();
    sign_in(&world, 5).await;
    let newest = world.store.account_audit().list(None, 1).await.unwrap().remove(0);
    assert_eq!((newest.seq, newest.kind, newest.account_id), (before + 1, AuditKind::SignedIn, Some(world.manager)));
    world.store.verify_audit().await.unwrap();
}

async fn the_table_holds_no_token(world: World) {
    use sea_orm::{ConnectionTrait, DbBackend, Statement};
    let token = sign_in(&world, 0).await;
    let raw = world.raw().await;
    let backend: DbBackend = raw.get_database_backend();
    let count = Statement::from_sql_and_values(
        backend,
        if backend == DbBackend::Postgres {
            "SELECT count(*) FROM session WHERE token_hash = $1"
        } else {
            "SELECT count(*) FROM session WHERE token_hash = ?"
        },
        [token.as_str().into()],
    );
    let found: i64 = raw.query_one_raw(count).await.unwrap().unwrap().try_get_by_index(0).unwrap();
    assert_eq!(found, 0);
    assert_eq!(format!("{token:?}"), "SessionToken(…)");
}

async fn an_account_of_two_offices_is_no_single_managers(world: World) {
    let (neighbour, _) = world.neighbour().await;
    let tx = world.begin().await;
    let shared = tx.members().add(&new_account("kenmu"), Role::SupportStaff).await.unwrap();
    tx.members().reset_password(shared, "$argon2id$first").await.unwrap();
    tx.commit(event(AuditKind::AccountCreated)).await.unwrap();
    let tx = world.store.begin_account_level(None, at(1)).await.unwrap();
    tx.grant(shared, neighbour, Role::Manager).await.unwrap();
    tx.commit(event(AuditKind::MembershipGranted)).await.unwrap();

    let tx = world.begin().await;
    for refused in [
        tx.members().reset_password(shared, "$argon2id$mine").await,
        tx.members().disable(shared).await,
        tx.members().enable(shared).await,
    ] {
        assert!(matches!(refused, Err(StoreError::Invalid { .. })), "{refused:?}");
    }
    tx.members().revoke(shared).await.unwrap();
    tx.commit(event(AuditKind::MembershipRevoked)).await.unwrap();
    let known = world.store.account_for_sign_in("kenmu").await.unwrap().unwrap();
    assert_eq!((known.password_phc.as_str(), known.memberships.len()), ("$argon2id$first", 1));
}

async fn names_are_told_of_those_who_worked_here_only(world: World) {
    let (_, _) = world.neighbour().await;
    let stranger = world.store.account_for_sign_in("tonari").await.unwrap().unwrap().account_id;
    let tx = world.begin().await;
    let left = tx.members().add(&new_account("left"), Role::SupportStaff).await.unwrap();
    tx.commit(event(AuditKind::AccountCreated)).await.unwrap();
    let actor = store::Actor { account_id: Some(left), ..world.actor() };
    world.store.begin(&actor, at(1)).await.unwrap().commit(event(AuditKind::Printed)).await.unwrap();
    let tx = world.begin().await;
    tx.members().revoke(left).await.unwrap();
    tx.commit(event(AuditKind::MembershipRevoked)).await.unwrap();
    let names = world.read().history().names(&[world.manager, left, stranger]).await.unwrap();
    let mut ids: Vec<_> = names.into_keys().collect();
    ids.sort_unstable();
    assert_eq!(ids, [world.manager, left]);
}

async fn old_failures_are_forgotten(world: World) {
    let keys = [ThrottleKey::login("kanri")];
    let fail = async |minutes| {
        let tx = world.store.begin_account_level(None, at(minutes)).await.unwrap();
        tx.record_failure(&keys).await.unwrap();
        tx.commit(event(AuditKind::SignInFailed)).await.unwrap();
        world.store.check_throttle(&keys, at(minutes)).await
    };
    for minutes in 0..3 {
        fail(minutes).await.unwrap();
    }
    assert!(fail(4).await.is_err());
    fail(4 + 24 * 60 + 1).await.unwrap();
}
