//! 加算情報: the first press registers, the second approves – by another person who may, or alone where the office says so.
use crate::{on_every_engine, world::*};
use store::{
    Actor, AdditionsState, AuditKind, EntityKind, RateCount, RetentionMonthBody, RetentionSettingsBody, Role,
    StoreError,
};

on_every_engine! {
    the_second_press_is_by_another_person_who_may_approve
    values_saved_after_the_approval_wait_again
    an_office_of_one_may_press_twice_and_the_row_says_so
    the_settings_of_the_office_have_versions
}

fn values(numerator: u32) -> RetentionMonthBody {
    let rate = Some(RateCount { numerator, denominator: 20 });
    RetentionMonthBody { area_class: "その他".to_owned(), rate, job_coach: true, ..RetentionMonthBody::default() }
}

async fn press(world: &World, actor: &Actor, expected: Option<i64>, numerator: u32) -> store::Result<i64> {
    let tx = world.store.begin(actor, at(1)).await?;
    let version = tx.retention_months().save(month("2026-10"), &values(numerator), expected).await?;
    tx.commit(event(AuditKind::RetentionMonthSaved)).await?;
    Ok(version)
}

async fn approve(world: &World, actor: &Actor, expected: i64) -> store::Result<i64> {
    let tx = world.store.begin(actor, at(2)).await?;
    let version = tx.retention_months().approve(month("2026-10"), expected).await?;
    tx.commit(event(AuditKind::RetentionMonthApproved)).await?;
    Ok(version)
}

async fn the_second_press_is_by_another_person_who_may_approve(world: World) {
    let staff = world.member("shien", Role::SupportStaff).await;
    let clerk = world.member("seikyu", Role::ClaimsClerk).await;
    let chief = world.member("sabikan", Role::ServiceManager).await;
    let october = month("2026-10");
    assert_eq!(world.read().retention_months().get(october).await.unwrap().state(), AdditionsState::None);
    assert!(matches!(approve(&world, &chief, 1).await, Err(StoreError::Conflict { current: None, .. })));
    press(&world, &staff, None, 19).await.unwrap();
    let waiting = world.read().retention_months().get(october).await.unwrap();
    assert_eq!((waiting.state(), waiting.version), (AdditionsState::Pending, Some(1)));
    for actor in [&staff, &clerk] {
        let refused = approve(&world, actor, 1).await.unwrap_err();
        assert!(matches!(refused, StoreError::NotAllowed { .. }), "{refused:?}");
        assert!(refused.to_string().contains("サービス管理責任者か管理者"));
    }
    assert!(matches!(approve(&world, &chief, 2).await, Err(StoreError::Conflict { current: Some(1), .. })));
    assert_eq!(approve(&world, &chief, 1).await.unwrap(), 2);
    let approved = world.read().retention_months().get(october).await.unwrap();
    assert_eq!(approved.state(), AdditionsState::Approved);
    assert_eq!((approved.pressed.unwrap().account_id, approved.pressed.unwrap().at), (staff.account_id, at(1)));
    assert_eq!((approved.approved.unwrap().account_id, approved.approved.unwrap().at), (chief.account_id, at(2)));
    assert!(!approved.approved_alone);
    assert!(matches!(approve(&world, &chief, 2).await, Err(StoreError::Invalid { .. })), "nothing waits");
    let history = world.read().history().of(EntityKind::RetentionMonth, approved.id).await.unwrap();
    assert_eq!(history.len(), 2);
    assert!(history[0].body["approved"].is_null() && history[1].body["approved"].is_object());
    assert_eq!(world.read().retention_months().get(month("2026-11")).await.unwrap().state(), AdditionsState::None);
}

async fn values_saved_after_the_approval_wait_again(world: World) {
    let chief = world.member("sabikan", Role::ServiceManager).await;
    press(&world, &chief, None, 19).await.unwrap();
    approve(&world, &world.actor(), 1).await.unwrap();
    assert_eq!(press(&world, &world.actor(), Some(2), 18).await.unwrap(), 3);
    let again = world.read().retention_months().get(month("2026-10")).await.unwrap();
    assert_eq!((again.state(), again.body), (AdditionsState::Pending, values(18)));
    let refused = approve(&world, &world.actor(), 3).await.unwrap_err();
    assert!(refused.to_string().contains("登録した本人"), "{refused}");
    approve(&world, &chief, 3).await.unwrap();
    assert!(matches!(press(&world, &chief, Some(3), 18).await, Err(StoreError::Conflict { current: Some(4), .. })));
    assert_eq!(world.read().retention_months().list().await.unwrap().len(), 1);
}

async fn an_office_of_one_may_press_twice_and_the_row_says_so(world: World) {
    press(&world, &world.actor(), None, 19).await.unwrap();
    assert!(matches!(approve(&world, &world.actor(), 1).await, Err(StoreError::Invalid { .. })));
    let tx = world.begin().await;
    let alone = RetentionSettingsBody { one_person_may_approve: true, ..RetentionSettingsBody::default() };
    tx.retention_settings().save(&alone, None).await.unwrap();
    tx.commit(event(AuditKind::SettingChanged)).await.unwrap();
    approve(&world, &world.actor(), 1).await.unwrap();
    assert!(world.read().retention_months().get(month("2026-10")).await.unwrap().approved_alone);
    let staff = world.member("shien", Role::SupportStaff).await;
    press(&world, &staff, Some(2), 18).await.unwrap();
    assert!(
        matches!(approve(&world, &staff, 3).await, Err(StoreError::NotAllowed { .. })),
        "the role is needed even so"
    );
    approve(&world, &world.actor(), 3).await.unwrap();
    assert!(!world.read().retention_months().get(month("2026-10")).await.unwrap().approved_alone);
}

async fn the_settings_of_the_office_have_versions(world: World) {
    let tx = world.begin().await;
    let usual = tx.retention_settings().get().await.unwrap();
    assert_eq!((usual.version, usual.body.one_person_may_approve), (None, false));
    assert!(usual.body.occupations.iter().any(|occupation| occupation.label == "清掃"));
    assert_eq!(tx.retention_settings().save(&usual.body, None).await.unwrap(), 1);
    let refused = tx.retention_settings().save(&usual.body, None).await;
    assert!(matches!(refused, Err(StoreError::Conflict { current: Some(1), .. })));
    assert_eq!(tx.retention_settings().save(&usual.body, Some(1)).await.unwrap(), 2);
}
