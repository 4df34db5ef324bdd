//! 加算情報: mandatory items, two presses, the rate.
use crate::fixtures::settled::*;
use axum::http::StatusCode;
use kernel::Month;
use store::{AdditionsState, AuditEvent, AuditKind, EntityKind, Role, Subject};

#[tokio::test]
async fn jr_22_jr_23_one_entry_a_month_reached_from_the_menu_and_chosen_by_a_pull_down() {
    let settled = Settled::new().await;
    let manager = settled.client(Role::Manager).await;
    let page = manager.get(&format!("/t/{MONTH}/records")).await;
    assert!(page.has(&format!("{}/t/{MONTH}/additions", manager.base)), "{}", page.body);
    let page = manager.get("/t/additions?month=2026-08").await;
    assert!(page.to.ends_with("/t/2026-08/additions"), "{}", page.to);
    manager.post("/t/2026-08/additions", &with(&ADDITIONS, &[("version", "")])).await;
    let page = manager.get("/t/2026-09/additions").await;
    assert!(page.has("令和8年8月 承認待ち") && page.has("令和8年9月 未登録"), "{}", page.body);
    let september = settled.read().retention_months().get("2026-09".parse().unwrap()).await.unwrap();
    assert_eq!(september.state(), AdditionsState::None);
}

#[tokio::test]
async fn enter_in_a_field_registers_and_never_copies_over_what_was_typed() {
    let settled = Settled::new().await;
    let manager = settled.client(Role::Manager).await;
    manager.post("/t/2026-08/additions", &with(&ADDITIONS, &[("version", "")])).await;
    let page = manager.get("/t/2026-09/additions").await;
    let form = page.body.split("data-guard").nth(1).unwrap();
    assert!(form.contains(r#"value="copy""#), "there is a month to copy from: {}", page.body);
    // a browser takes the first button of the form for Enter
    let first = form.split("<button").nth(1).unwrap().split('>').next().unwrap();
    assert!(first.contains(r#"name="act" value="press""#), "{first}");
}

#[tokio::test]
async fn jr_24_an_empty_mandatory_item_is_named_and_nothing_is_saved() {
    let settled = Settled::new().await;
    let staff = settled.client(Role::SupportStaff).await;
    let address = format!("/t/{MONTH}/additions");
    let empty = ADDITIONS.map(|(key, _)| (key, ""));
    let page = staff.post(&address, &with(&empty, &[("version", ""), ("note", "覚え書き")])).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    for label in ["地域区分", "単位数単価(円)", "働き続けている人(分子)", "就労定着実績体制加算", "処遇改善加算の区分"]
    {
        assert!(page.has(&format!("{label}が入っていません")), "{label} {}", page.body);
    }
    assert!(page.has("覚え書き") && page.has("※必須"));
    assert_eq!(settled.read().retention_months().get(MONTH.parse().unwrap()).await.unwrap().version, None);
}

#[tokio::test]
async fn jr_26_jr_27_the_first_press_waits_and_the_second_by_another_with_the_role_approves() {
    let settled = Settled::new().await;
    let (staff, manager) = (settled.client(Role::SupportStaff).await, settled.client(Role::ServiceManager).await);
    let address = format!("/t/{MONTH}/additions");
    let page = staff.post(&address, &with(&ADDITIONS, &[("version", "")])).await;
    assert!(page.to.ends_with("?ok=pending"), "{}", page.body);
    let page = staff.get(&address).await;
    assert!(
        page.has("承認待ち") && page.has("支援員の職員") && page.has("サービス管理責任者の職員 が押します"),
        "{}",
        page.body
    );
    let again = with(&ADDITIONS, &[("version", "1")]);
    let page = staff.post(&address, &again).await;
    assert_eq!(page.status, StatusCode::FORBIDDEN);
    assert!(page.has("加算情報の承認は、サービス管理責任者か管理者だけができます"), "{}", page.body);
    let page = manager.get(&address).await;
    assert!(page.has("登録(2回目・承認)"), "{}", page.body);
    let page = manager.post(&address, &again).await;
    assert!(page.to.ends_with("?ok=approved"), "{}", page.body);
    let stored = settled.read().retention_months().get(MONTH.parse().unwrap()).await.unwrap();
    let who = |mark: Option<store::Mark>| mark.and_then(|mark| mark.account_id);
    assert_eq!((who(stored.pressed), who(stored.approved)), (Some(staff.account), Some(manager.account)));
    let page = staff.get(&address).await;
    assert!(page.has("承認済") && page.has("2026-11-05 10:00"), "{}", page.body);
    // an approved month that is changed waits again
    let page = staff.post(&address, &with(&ADDITIONS, &[("version", "2"), ("job_coach", "1")])).await;
    assert!(page.to.ends_with("?ok=pending"), "{}", page.body);
    let stored = settled.read().retention_months().get(MONTH.parse().unwrap()).await.unwrap();
    assert_eq!(stored.state(), AdditionsState::Pending);
}

#[tokio::test]
async fn a_value_that_the_form_of_the_month_does_not_ask_does_not_undo_the_first_press() {
    let settled = Settled::new().await;
    let (_, manager) = (settled.client(Role::SupportStaff).await, settled.client(Role::ServiceManager).await);
    let month: Month = MONTH.parse().unwrap();
    // the number of users is asked until March 2024 only
    let body = store::RetentionMonthBody {
        area_class: "6級地".to_owned(),
        rate: Some(store::RateCount { numerator: 17, denominator: 20 }),
        users: Some(6),
        results_structure: true,
        ..store::RetentionMonthBody::default()
    };
    let tx = settled.house.app.store.begin(&settled.actor(), settled.house.app.clock.now()).await.unwrap();
    tx.retention_months().save(month, &body, None).await.unwrap();
    let subject = Subject::new(EntityKind::Office, settled.office);
    tx.commit(AuditEvent::new(AuditKind::RetentionMonthSaved, subject)).await.unwrap();
    let page = manager.post(&format!("/t/{MONTH}/additions"), &with(&ADDITIONS, &[("version", "1")])).await;
    assert!(page.to.ends_with("?ok=approved"), "{} {}", page.to, page.body);
}

#[tokio::test]
async fn a_shortage_reduces_the_month_in_which_it_is_solved_and_none_after() {
    let settled = Settled::new().await;
    let staff = settled.client(Role::SupportStaff).await;
    full(&staff, &settled.records(), &[]).await;
    staff.post(&format!("{}/report", settled.records()), &REPORT).await;
    let manager = settled.client(Role::ServiceManager).await;
    let address = format!("/t/{MONTH}/additions");
    let typed = |solved: &'static str, version: &'static str| {
        with(&ADDITIONS, &[("manager_from", "2026/7"), ("manager_solved", solved), ("version", version)])
    };
    let page = staff.post(&address, &typed("R8.6", "")).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.has("解消した月が、欠けた月(令和8年7月)より前です"), "{}", page.body);
    staff.post(&address, &typed("R8.10", "")).await;
    let page = manager.post(&address, &typed("R8.10", "1")).await;
    assert!(page.to.ends_with("?ok=approved"), "{} {}", page.to, page.body);
    // 85%: 2,768 units, in the second month of the reduction 2,768 × 70% = 1,937.6
    let page = staff.get(&settled.records()).await;
    assert!(page.has("1,938"), "{}", page.body);
    let copied = staff.post("/t/2026-11/additions", &[("act", "copy"), ("version", "")]).await;
    assert!(copied.has("令和8年10月の内容を入れました"), "{}", copied.body);
    let shown = copied.body.split("id=\"f-manager_from\"").nth(1).unwrap().split('>').next().unwrap();
    assert!(!shown.contains("2026"), "a shortage that is over is not copied: {shown}");
    staff.post(&address, &typed("R8.8", "2")).await;
    manager.post(&address, &typed("R8.8", "3")).await;
    let page = staff.get(&settled.records()).await;
    assert!(page.has("2,768") && !page.has("1,938"), "{}", page.body);
}

#[tokio::test]
async fn jr_25_a_month_without_its_entry_cannot_be_claimed() {
    let settled = Settled::new().await;
    let staff = settled.client(Role::SupportStaff).await;
    full(&staff, &settled.records(), &[]).await;
    staff.post(&format!("{}/report", settled.records()), &REPORT).await;
    let page = staff.get(&settled.records()).await;
    assert!(page.has("まだ請求できません 1件") && page.has("この月の加算情報が登録されていません"), "{}", page.body);
    settled.approved(MONTH).await;
    assert!(staff.get(&settled.records()).await.has("請求できます"));
}

#[tokio::test]
async fn jr_58_one_press_is_not_enough_and_the_page_says_who_presses_next() {
    let settled = Settled::new().await;
    let (staff, _) = (settled.client(Role::SupportStaff).await, settled.client(Role::ServiceManager).await);
    staff.post(&format!("/t/{MONTH}/additions"), &with(&ADDITIONS, &[("version", "")])).await;
    full(&staff, &settled.records(), &[]).await;
    let page = staff.get(&settled.records()).await;
    assert!(page.has("加算情報が承認待ちです"), "{}", page.body);
    let month = staff.get(&format!("/t/{MONTH}/records")).await;
    assert!(month.has("この月の加算情報が承認待ちです"), "{}", month.body);
}

#[tokio::test]
async fn g_06_the_same_person_cannot_press_twice_unless_the_office_allows_it() {
    let settled = Settled::new().await;
    let manager = settled.client(Role::Manager).await;
    let address = format!("/t/{MONTH}/additions");
    manager.post(&address, &with(&ADDITIONS, &[("version", "")])).await;
    let again = with(&ADDITIONS, &[("version", "1")]);
    let page = manager.post(&address, &again).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.has("登録した本人は承認できません"), "{}", page.body);
    let page = manager.post("/settings/approval", &[("one_person", "1"), ("version", "")]).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.body);
    let page = manager.post(&address, &again).await;
    assert!(page.to.ends_with("?ok=approved"), "{}", page.body);
    assert!(manager.get(&address).await.has("一人で承認"));
    let staff = settled.client(Role::SupportStaff).await;
    let page = staff.post("/settings/approval", &[("one_person", ""), ("version", "1")]).await;
    assert_eq!(page.status, StatusCode::FORBIDDEN);
    let other = settled.house.client(Role::Manager).await;
    assert_eq!(
        other.get("/settings/approval").await.status,
        StatusCode::NOT_FOUND,
        "an office of B型 has no such page"
    );
}

#[tokio::test]
async fn requested_claims_hold_the_month_and_the_words_of_the_store_are_shown() {
    let settled = Settled::new().await;
    settled.approved(MONTH).await;
    let manager = settled.client(Role::Manager).await;
    full(&manager, &settled.records(), &[]).await;
    manager.post(&format!("{}/report", settled.records()), &REPORT).await;
    let month: Month = MONTH.parse().unwrap();
    let tx = settled.house.app.store.begin(&settled.actor(), settled.house.app.clock.now()).await.unwrap();
    let version =
        tx.retention_claims().check(settled.person, month, store::CheckedPlan::default(), None).await.unwrap();
    tx.retention_claims().request(settled.person, month, "{}", Some(version)).await.unwrap();
    let subject = Subject::new(EntityKind::Person, settled.person);
    tx.commit(AuditEvent::new(AuditKind::ClaimRequested, subject)).await.unwrap();
    let page = manager.get(&settled.records()).await;
    assert!(page.has("請求キャンセル") && !page.has("data-kind=\"primary\""), "{}", page.body);
    let id = settled.read().contacts().of_month(month).await.unwrap()[0].id.to_string();
    let page = full(&manager, &settled.records(), &[("contact", &id), ("version", "1"), ("text", "直したい")]).await;
    assert_eq!(page.status, StatusCode::CONFLICT);
    let page = manager.post(&format!("{}/report", settled.records()), &with(&REPORT, &[("version", "1")])).await;
    assert_eq!(page.status, StatusCode::CONFLICT);
    // 「未作成として減算」 would change what was requested; of the months after it, it can still be said
    let said = format!("{}/unmade", settled.plans());
    let page = manager.post(&said, &[("unmade_from", "2026/10"), ("facts_version", "1")]).await;
    assert_eq!(page.status, StatusCode::CONFLICT);
    assert!(page.has("令和8年10月の請求に使う内容のため変更できません"), "{}", page.body);
    let page = manager.post(&said, &[("unmade_from", "2026/11"), ("facts_version", "1")]).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.body);
    let page = manager.get(&format!("/t/{MONTH}/additions")).await;
    assert!(page.has("請求に使っているため、変更できません") && !page.has("value=\"press\""), "{}", page.body);
    let version = settled.read().retention_months().get(month).await.unwrap().version.unwrap().to_string();
    let fields = with(&ADDITIONS, &[("version", version.as_str()), ("note", "直したい")]);
    let page = manager.post(&format!("/t/{MONTH}/additions"), &fields).await;
    assert_eq!(page.status, StatusCode::CONFLICT);
    assert!(page.has("加算情報は請求に使っているため変更できません"), "{}", page.body);
}

#[tokio::test]
async fn additions_are_copied_from_the_month_before_and_still_need_both_presses() {
    let settled = Settled::new().await;
    let manager = settled.client(Role::Manager).await;
    manager.post("/t/2026-09/additions", &with(&ADDITIONS, &[("version", ""), ("note", "九月の覚え")])).await;
    let address = format!("/t/{MONTH}/additions");
    let page = manager.get(&address).await;
    assert!(page.has("前の月(令和8年9月)から複写") && page.has("value=\"10.36\""), "{}", page.body);
    let page = manager.post(&address, &[("act", "copy"), ("version", "")]).await;
    assert!(
        page.has("九月の覚え") && page.has("value=\"17\"") && page.has("令和8年9月の内容を入れました"),
        "{}",
        page.body
    );
    assert_eq!(settled.read().retention_months().get(MONTH.parse().unwrap()).await.unwrap().version, None);
}

#[tokio::test]
async fn the_rate_is_counted_from_a_list_and_taken_into_the_month_by_one_button() {
    let settled = Settled::new().await;
    let (one, two) = (
        settled.someone("見本 壱", "ミホン イチ", "2024-04-01").await,
        settled.someone("見本 弐", "ミホン ニ", "2023-10-01").await,
    );
    let manager = settled.client(Role::ServiceManager).await;
    let page = manager.get("/t/rate/2026").await;
    // hired in January 2026: the service was not used before April
    assert!(page.has("見本 壱") && page.has("見本 弐") && !page.has("見本 続"), "{}", page.body);
    assert!(page.has("下書きが入っています"));
    let (one, two) = (one.to_string(), two.to_string());
    let list = [
        ("p0", one.as_str()),
        ("c0", "1"),
        ("w0", "1"),
        ("d0", "2024-10-01"),
        ("p1", two.as_str()),
        ("r1", ""),
        ("n2", "見本 外"),
        ("c2", "1"),
        ("version", ""),
    ];
    let page = manager.post("/t/rate/2026", &list).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.has("数に入れない理由が入っていません") && page.has("見本 外"), "{}", page.body);
    let page = manager.post("/t/rate/2026", &with(&list, &[("r1", "市外の事業所に移ったため")])).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.body);
    let page = manager.get("/t/rate/2026").await;
    assert!(page.has("50%以上70%未満") && page.has("/t/2026-11/additions?rate=1"), "{}", page.body);
    let sheet = manager.get("/t/rate/2026/print").await;
    assert!(sheet.has("市外の事業所に移ったため") && sheet.has("9910100024"), "{}", sheet.body);
    let page = manager.get("/t/2026-11/additions?rate=1").await;
    assert!(
        page.has("名簿から、分子と分母を入れました") && page.has("name=\"denominator\" value=\"2\""),
        "{}",
        page.body
    );
    assert_eq!(manager.get("/t/rate/99999").await.status, StatusCode::NOT_FOUND);
    assert_eq!(manager.get("/t/rate/1900").await.status, StatusCode::NOT_FOUND);
}
