//! 六つの区分: where a person stands by its facts and by the day.
use crate::fixtures::people::*;
use crate::support::House;
use axum::http::StatusCode;
use store::Role;

#[tokio::test]
async fn jr_13_jr_20_no_wish_moves_a_person_and_a_wish_brings_it_back() {
    let house = House::retention("2024-05-01").await;
    let clerk = house.client(Role::ClaimsClerk).await;
    let address = person(&clerk, "見本 太郎", "ミホン タロウ").await;
    hire(&clerk, &address, "2024-04-01").await;
    let tab = format!("{address}/retention");
    assert!(clerk.get(&tab).await.has("定着支援事業利用意向"));
    put_tab(&clerk, &tab, &[("intent", "declines"), ("declined_on", "2024-04-30")]).await;
    assert_eq!(tab_of(&clerk, "見本 太郎").await, "利用意向なし");
    put_tab(&clerk, &tab, &[("intent", "undecided")]).await;
    assert_eq!(tab_of(&clerk, "見本 太郎").await, "移行支援期");
}

#[tokio::test]
async fn no_wish_holds_from_the_day_on_which_it_was_said() {
    let mut house = House::retention("2024-05-01").await;
    let clerk = house.client(Role::ClaimsClerk).await;
    let address = person(&clerk, "見本 太郎", "ミホン タロウ").await;
    hire(&clerk, &address, "2024-04-01").await;
    let tab = format!("{address}/retention");
    let fields = [("version", ""), ("intent", "declines"), ("note", "電話で聞いた")];
    let page = clerk.post(&tab, &fields).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.has("利用意向が「なし」のときは、断った日が要ります") && page.has("電話で聞いた"), "{}", page.body);
    let page = clerk.post(&tab, &[("version", ""), ("intent", "wants"), ("declined_on", "2024-05-10")]).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.has("利用意向が「なし」ではありません"), "{}", page.body);
    put_tab(&clerk, &tab, &[("intent", "declines"), ("declined_on", "2024-05-10")]).await;
    assert_eq!(tab_of(&clerk, "見本 太郎").await, "移行支援期", "the day is still to come");
    let later = on(&mut house, "2024-05-10").await;
    assert_eq!(tab_of(&later, "見本 太郎").await, "利用意向なし");
    assert!(later.get(&address).await.has("利用を断った日が2024年5月10日です"));
}

#[tokio::test]
async fn a_row_of_before_without_the_day_stays_as_it_was_and_says_so() {
    let house = House::retention("2024-05-01").await;
    let clerk = house.client(Role::ClaimsClerk).await;
    let address = person(&clerk, "見本 太郎", "ミホン タロウ").await;
    hire(&clerk, &address, "2024-04-01").await;
    let tx = house.app.store.begin(&house.setup(), house.app.clock.now()).await.unwrap();
    let id = address.rsplit('/').next().unwrap().parse().unwrap();
    let body = serde_json::from_str(r#"{ "intent": "declines", "note": "以前の行" }"#).unwrap();
    tx.retention_facts().save(id, &body, None).await.unwrap();
    let subject = store::Subject::new(store::EntityKind::Person, id);
    tx.commit(store::AuditEvent::new(store::AuditKind::RetentionFactsSaved, subject)).await.unwrap();
    assert_eq!(tab_of(&clerk, "見本 太郎").await, "利用意向なし");
    let tab = format!("{address}/retention");
    assert!(clerk.get(&tab).await.has("断った日は入力されていません"));
    // it may be saved again as it is, and the day may be added
    put_tab(&clerk, &tab, &[("intent", "declines"), ("note", "直した")]).await;
    put_tab(&clerk, &tab, &[("intent", "declines"), ("declined_on", "2024-05-02")]).await;
    assert_eq!(tab_of(&clerk, "見本 太郎").await, "移行支援期");
}

#[tokio::test]
async fn jr_14_jr_15_jr_16_the_tab_changes_by_itself_when_six_months_are_over() {
    let mut house = House::retention("2025-02-28").await;
    let clerk = house.client(Role::Manager).await;
    let address = person(&clerk, "見本 太郎", "ミホン タロウ").await;
    hire(&clerk, &address, "2024-08-31").await;
    contract(&clerk, &address, "2025-02-10").await;
    assert_eq!(tab_of(&clerk, "見本 太郎").await, "移行支援期", "a contract before six months changes nothing");
    let later = on(&mut house, "2025-03-01").await;
    assert_eq!(tab_of(&later, "見本 太郎").await, "定着支援期");
    assert!(later.get("/people?state=using").await.has("2025年3月1日から利用可"));
}

#[tokio::test]
async fn jr_17_jr_18_leaving_decides_and_taking_the_day_away_brings_the_person_back() {
    let mut house = House::retention("2025-01-31").await;
    let clerk = house.client(Role::Manager).await;
    let address = person(&clerk, "見本 太郎", "ミホン タロウ").await;
    hire(&clerk, &address, "2023-04-01").await;
    contract(&clerk, &address, "2023-10-01").await;
    let (leaving, resigned) = (format!("{address}/leaving"), format!("{address}/resigned"));
    put_tab(&clerk, &leaving, &[("left_on", "R7.1.31"), ("left_reason", "期間満了")]).await;
    assert_eq!(tab_of(&clerk, "見本 太郎").await, "退所（定着中）");
    put_tab(&clerk, &resigned, &[("resigned_on", "2025-01-31")]).await;
    assert_eq!(tab_of(&clerk, "見本 太郎").await, "退所（退職）", "leaving the job goes before");
    put_tab(&clerk, &resigned, &[("resigned_on", "")]).await;
    assert_eq!(tab_of(&clerk, "見本 太郎").await, "退所（定着中）");
    put_tab(&clerk, &leaving, &[("left_on", ""), ("left_reason", "")]).await;
    assert_eq!(tab_of(&clerk, "見本 太郎").await, "定着支援期");
    put_tab(&clerk, &leaving, &[("left_on", "2025-02-28")]).await;
    assert_eq!(tab_of(&clerk, "見本 太郎").await, "定着支援期", "the day has not come");
    let later = on(&mut house, "2025-02-28").await;
    assert_eq!(tab_of(&later, "見本 太郎").await, "退所（定着中）");
    let history = later.get(&format!("{address}/history")).await;
    assert!(history.has("退所日") && history.has("期間満了"), "{}", history.body);
}

#[tokio::test]
async fn jr_19_six_months_over_without_a_contract_is_mikeiyaku() {
    let house = House::retention("2024-10-15").await;
    let clerk = house.client(Role::ClaimsClerk).await;
    let address = person(&clerk, "見本 太郎", "ミホン タロウ").await;
    hire(&clerk, &address, "2024-04-01").await;
    assert_eq!(tab_of(&clerk, "見本 太郎").await, "未契約");
    contract(&clerk, &address, "2024-11-05").await;
    assert_eq!(tab_of(&clerk, "見本 太郎").await, "未契約", "the contract lies ahead");
    assert!(clerk.get("/people?state=none").await.has("まだ先です"));
}

#[tokio::test]
async fn jr_21_everyone_stands_in_exactly_one_tab_and_each_tab_has_its_address() {
    let house = House::retention("2025-03-01").await;
    let clerk = house.client(Role::ClaimsClerk).await;
    one_in_each_tab(&clerk).await;
    for (at, (word, label)) in TABS.iter().enumerate() {
        let (by_word, by_number) =
            (clerk.get(&format!("/people?state={word}")).await, clerk.get(&format!("/people?state={at}")).await);
        for page in [by_word, by_number] {
            assert!(page.has(&format!("state={word}\" aria-current=\"page\">{label} 1人</a>")), "{}", page.body);
            assert!(page.has(&format!("区分{at} 一人")) && page.has("全部で6人"));
        }
    }
    let csv = clerk.get("/people.csv?state=left").await;
    assert!(csv.content_type.starts_with("text/csv") && csv.has("退所（定着中）") && csv.has("区分2 一人"));
    assert!(!csv.has("区分1 一人"));
}

#[tokio::test]
async fn jr_50_a_search_crosses_all_tabs_and_says_where_each_stands() {
    let house = House::retention("2025-03-01").await;
    let clerk = house.client(Role::ClaimsClerk).await;
    let people = one_in_each_tab(&clerk).await;
    let page = clerk.get("/people?q=くぶん").await;
    assert!(page.has("さがした結果 6人"), "{}", page.body);
    for (at, (_, label)) in TABS.iter().enumerate() {
        assert!(page.has(&format!("区分{at} 一人")) && page.has(&format!("data-kind=\"ok\">{label}</span>")));
    }
    put(&clerk, &format!("{}/cards", people[3]), &CARD).await;
    let by_number = clerk.get("/people?q=００００００００１６").await;
    assert!(by_number.has("さがした結果 1人") && by_number.has("区分3 一人"), "{}", by_number.body);
    assert!(clerk.get("/people?q=いない").await.has("見つかりません"));
}

#[tokio::test]
async fn g_05_the_end_of_the_forty_two_months_is_told_90_60_and_30_days_before() {
    let mut house = House::retention("2024-06-01").await;
    let clerk = house.client(Role::Manager).await;
    let address = person(&clerk, "見本 太郎", "ミホン タロウ").await;
    hire(&clerk, &address, "2021-04-01").await;
    contract(&clerk, &address, "2021-10-01").await;
    // the last day is 2024-09-30
    for (day, left, step) in [
        ("2024-07-01", None, None),
        ("2024-07-02", Some(90), Some(90)),
        ("2024-08-01", Some(60), Some(60)),
        ("2024-08-31", Some(30), Some(30)),
        ("2024-09-30", Some(0), Some(30)),
    ] {
        let page = on(&mut house, day).await.get("/people?state=using").await;
        match (left, step) {
            (Some(left), Some(step)) => {
                assert!(page.has(&format!("期間満了まで あと{left}日({step}日以内)")), "{day}: {}", page.body);
            }
            _ => assert!(!page.has("期間満了"), "{day}"),
        }
    }
    let page = on(&mut house, "2024-10-01").await.get("/people?state=using").await;
    assert!(page.has("data-kind=\"error\">期間満了</span>"), "{}", page.body);
}
