//! 事業所の設定 of 就労定着支援, and who sees which pages.
use crate::fixtures::people::*;
use crate::support::{Client, House, office_body};
use axum::http::{Method, StatusCode};
use kernel::ServiceKind;
use store::Role;

#[tokio::test]
async fn jr_01_the_office_sets_its_name_its_capacity_and_its_number() {
    let house = House::retention("2025-03-01").await;
    let manager = house.client(Role::Manager).await;
    let page = manager.get("/settings").await;
    assert!(page.has("屋号(事業所名)") && page.has("定員(人)") && page.has("事業所番号"), "{}", page.body);
    let fields = [
        ("office_no", "9910300012"),
        ("name", "しごとセンター 潮"),
        ("capacity", "２０人"),
        ("area_class", "その他"),
        ("operator", "private"),
    ];
    put_tab(&manager, "/settings", &fields).await;
    let page = manager.get("/settings").await;
    assert!(page.has("しごとセンター 潮") && page.has("value=\"20\"") && page.has("value=\"9910300012\""));
    let wrong: Vec<_> =
        fields.iter().map(|(name, value)| (*name, if *name == "capacity" { "多め" } else { value })).collect();
    let page = manager.post("/settings", &wrong).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.has("id=\"e-capacity\"") && page.has("value=\"多め\""));
}

#[tokio::test]
async fn settings_show_only_what_this_kind_of_office_has() {
    let house = House::retention("2025-03-01").await;
    let manager = house.client(Role::Manager).await;
    let page = manager.get("/settings").await;
    assert!(!page.has("体制届") && !page.has("平均工賃") && !page.has("提供サービス情報"), "{}", page.body);
    for path in ["/settings/notices", "/settings/wages", "/settings/form", "/b/2025-03/records", "/wages/2025"] {
        assert_ne!(manager.get(path).await.status, StatusCode::OK, "{path}");
    }
}

#[tokio::test]
async fn jr_12_the_office_keeps_its_own_list_of_occupations() {
    let house = House::retention("2025-06-01").await;
    let manager = house.client(Role::Manager).await;
    let address = person(&manager, "見本 太郎", "ミホン タロウ").await;
    let jobs = format!("{address}/jobs");
    put(&manager, &jobs, &[("employer", "汐風商事"), ("occupation", "it"), ("hired_on", "2025-05-01")]).await;
    let list = "/settings/occupations";
    assert!(manager.get(list).await.has("value=\"調理・飲食\""));
    let all = [("o_it", "プログラミング"), ("o_office", "事務"), ("o_own1", "農業")];
    put_tab(&manager, list, &all).await;
    let page = manager.get(&jobs).await;
    assert!(page.has("プログラミング") && page.has(">農業</option>") && !page.has("清掃"), "{}", page.body);
    let gone = [("version", version(&manager, list).await), ("o_office", "事務".to_owned())];
    let gone: Vec<_> = gone.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let refused = manager.post(list, &gone).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.has("id=\"e-o_it\"") && refused.has("1件で使っている"), "{}", refused.body);
    let clerk = house.client(Role::ClaimsClerk).await;
    assert_eq!(clerk.post(list, &gone).await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn whoever_may_only_look_writes_nothing() {
    let house = House::retention("2025-03-05").await;
    let clerk = house.client(Role::ClaimsClerk).await;
    let address = person(&clerk, "見本 太郎", "ミホン タロウ").await;
    put(&clerk, &format!("{address}/cards"), &CARD).await;
    for role in [Role::Viewer, Role::SupportStaff] {
        let client = house.client(role).await;
        assert!(!client.get("/people").await.has("利用者登録"));
        for path in ["/jobs", "/retention", "/leaving", "/resigned", "/cards"] {
            let page = client.get(&format!("{address}{path}")).await;
            assert_eq!(page.status, StatusCode::OK, "{path}");
            assert!(!page.has(">保存</button>"), "{path}");
            let refused = client.post(&format!("{address}{path}"), &[("version", "1")]).await;
            assert_eq!(refused.status, StatusCode::FORBIDDEN, "{path}");
        }
        assert_eq!(client.get("/people/new").await.status, StatusCode::FORBIDDEN);
        assert_eq!(client.post("/people/take-over", &[]).await.status, StatusCode::FORBIDDEN);
    }
}

#[tokio::test]
async fn people_of_another_office_are_not_there() {
    let house = House::retention("2025-03-05").await;
    let mut body = office_body("9910300020", "ほかの定着支援");
    body.kind = ServiceKind::Retention;
    let other = house.add_office(&body).await;
    let (mine, theirs) = (house.client(Role::Manager).await, house.client_at(other, Role::Manager).await);
    let address = person(&theirs, "見本 太郎", "ミホン タロウ").await;
    hire(&theirs, &address, "2025-01-06").await;
    for path in ["", "/jobs", "/jobs/1", "/retention", "/leaving", "/resigned", "/cards", "/history", "/contracts"] {
        let page = mine.get(&format!("{address}{path}")).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND, "{path}");
    }
    for path in ["/jobs", "/jobs/1", "/jobs/1/remove", "/retention", "/leaving", "/resigned"] {
        let fields = [("version", "1"), ("employer", "汐風商事"), ("intent", "wants")];
        assert_eq!(mine.post(&format!("{address}{path}"), &fields).await.status, StatusCode::NOT_FOUND, "{path}");
    }
    let own = person(&mine, "自分の 人", "ジブン ノ").await;
    let crossed = mine.post(&format!("{own}/jobs/1"), &[("version", "1"), ("employer", "汐風商事")]).await;
    assert_eq!(crossed.status, StatusCode::NOT_FOUND, "a job of someone else is not reached through one's own person");
    assert!(!mine.get("/people?q=見本").await.has("見本 太郎"));
}

#[tokio::test]
async fn an_office_of_b_type_has_none_of_these_pages() {
    let house = House::new().await;
    let manager = house.client(Role::Manager).await;
    let id = known_person(&house, house.office, "見本 太郎", "ミホン タロウ").await;
    for path in ["jobs", "retention", "leaving", "resigned", "plans"] {
        let page = manager.get(&format!("/people/{id}/{path}")).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND, "{path}");
    }
    assert_eq!(manager.get("/t/2026-11/records").await.status, StatusCode::NOT_FOUND);
    assert_eq!(manager.post("/people/take-over", &[("office", "1")]).await.status, StatusCode::NOT_FOUND);
    let page = manager.get(&format!("/people/{id}")).await;
    assert!(page.has("利用終了日") && !page.has("なぜここに"));
}

#[tokio::test]
async fn an_address_that_cannot_be_read_answers_in_japanese_like_a_page_that_does_not_exist() {
    let house = House::retention("2025-03-01").await;
    let clerk = house.client(Role::Manager).await;
    for path in ["/people/abc", "/people/1/plans/new", "/t/summary?year=abc", "/t/rate/abc", "/t/2025-13/claim"] {
        let page = clerk.get(path).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND, "{path}");
        assert!(page.has("ページが見つかりません") && page.has("最初の画面へ"), "{path}: {}", page.body);
    }
}

#[tokio::test]
async fn every_save_is_one_event_of_the_audit_log() {
    let house = House::retention("2025-03-05").await;
    let clerk = house.client(Role::ClaimsClerk).await;
    let address = person(&clerk, "見本 太郎", "ミホン タロウ").await;
    let events = async || house.app.store.read(&house.setup().office).audit().list(None, 100).await.unwrap().len();
    let before = events().await;
    hire(&clerk, &address, "2024-04-01").await;
    contract(&clerk, &address, "2024-10-01").await;
    put_tab(&clerk, &format!("{address}/leaving"), &[("left_on", "2025-02-01")]).await;
    assert_eq!(events().await, before + 3);
}

#[tokio::test]
async fn jr_59_jr_60_whom_to_ask_and_what_is_new_stand_at_the_foot() {
    let house = House::retention("2025-03-05").await;
    let (manager, viewer) = (house.client(Role::Manager).await, house.client(Role::Viewer).await);
    let text = "たすき相談窓口\n電話 03-0000-0000 (平日9時〜17時)";
    put(&manager, "/settings/support", &[("support", text)]).await;
    for client in [&manager, &viewer] {
        let page = client.get("/settings").await;
        assert!(page.has("たすき相談窓口") && page.has("電話 03-0000-0000"), "{}", page.body);
        assert!(page.has(&format!("{}/news", client.base)));
    }
    assert_eq!(viewer.post("/settings/support", &[("support", "x")]).await.status, StatusCode::FORBIDDEN);
    let news = viewer.get("/news").await;
    assert!(news.has("お知らせ・新しい機能") && news.has("就労定着支援を始められます"), "{}", news.body);
}

#[tokio::test]
async fn an_account_moves_between_its_offices_and_nowhere_else() {
    let house = House::retention("2025-03-05").await;
    let other = house.add_office(&office_body("9910100024", "作業所 みなと")).await;
    let foreign = house.add_office(&office_body("9910100032", "よその作業所")).await;
    let client = house.client(Role::Manager).await;
    assert!(!client.get("/settings").await.has("事業所を切り替える"));
    house.join(&client, other, Role::SupportStaff).await;
    let page = client.get("/settings/offices").await;
    assert!(page.has("作業所 みなと") && page.has("就労継続支援B型") && !page.has("よその作業所"), "{}", page.body);
    assert!(page.has("事業所を切り替える"));
    let refused = client.post(&format!("/settings/offices/{foreign}/open"), &[]).await;
    assert_eq!(refused.status, StatusCode::NOT_FOUND);
    let moved = client.post(&format!("/settings/offices/{other}/open"), &[]).await;
    assert_eq!((moved.status, moved.to.as_str()), (StatusCode::SEE_OTHER, format!("/o/{other}/").as_str()));
    let cookie = moved.cookies.iter().find(|cookie| cookie.starts_with("__Host-tasuki=")).unwrap();
    let there = Client {
        router: client.router.clone(),
        base: format!("/o/{other}"),
        cookie: cookie.split(';').next().unwrap().to_owned(),
        csrf: String::new(),
        account: client.account,
        login: client.login.clone(),
    };
    assert_eq!(there.get("/people").await.status, StatusCode::OK);
    assert_ne!(
        client.at(Method::GET, &format!("/o/{other}/people"), None).await.status,
        StatusCode::OK,
        "the old token is void"
    );
}
