//! 利用者の登録: new, taken over from another office, the rows of the list.
use crate::fixtures::people::*;
use crate::support::{House, office_body};
use axum::http::StatusCode;
use store::Role;

#[tokio::test]
async fn jr_02_registration_is_reached_from_the_menu_and_from_the_list() {
    let house = House::retention("2025-03-01").await;
    let clerk = house.client(Role::ClaimsClerk).await;
    let list = clerk.get("/people").await;
    assert!(list.has(&format!("<a href=\"{}/people\" aria-current=\"page\">利用者一覧</a>", clerk.base)));
    assert!(list.has(&format!("href=\"{}/people/new\">利用者登録</a>", clerk.base)), "{}", list.body);
    assert_eq!(clerk.get("/people/new").await.status, StatusCode::OK);
}

#[tokio::test]
async fn jr_03_people_known_to_another_office_are_picked_and_others_are_added() {
    let house = House::retention("2025-03-01").await;
    let other = house.add_office(&office_body("9910100024", "作業所 みなと")).await;
    let clerk = house.client(Role::ClaimsClerk).await;
    let only_here = clerk.get("/people/new").await;
    assert!(only_here.has("name=\"name_kana\""), "without another office the empty form opens at once");
    house.join(&clerk, other, Role::Viewer).await;
    let there = known_person(&house, other, "見本 花子", "ミホン ハナコ").await;
    let door = clerk.get("/people/new").await;
    assert!(door.has("見本 花子") && door.has("作業所 みなと") && door.has("新規追加"), "{}", door.body);
    assert!(!clerk.get("/people/new?q=だれか").await.has("見本 花子"));
    assert!(clerk.get("/people/new?q=はなこ").await.has("見本 花子"));
    let fields = [("office", other.to_string()), ("person", there.to_string())];
    let fields: Vec<_> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let taken = put(&clerk, "/people/take-over", &fields).await;
    let (address, said) = taken.to.split_once('?').unwrap();
    assert_eq!(said, "ok=taken_over");
    let page = clerk.get(address.strip_prefix(&clerk.base).unwrap()).await;
    assert!(page.has("value=\"見本 花子\"") && page.has("value=\"ミホン ハナコ\""), "{}", page.body);
    let again = clerk.post("/people/take-over", &fields).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(again.has("もう引き継いであります") && again.has("登録済み"));
    let new = clerk.get("/people/new?new=1").await;
    assert!(new.has("name=\"name_kana\""));
    person(&clerk, "新しい 人", "アタラシイ ヒト").await;
}

#[tokio::test]
async fn jr_03_nobody_is_taken_from_an_office_where_the_account_does_not_work() {
    let house = House::retention("2025-03-01").await;
    let foreign = house.add_office(&office_body("9910100024", "作業所 みなと")).await;
    let there = known_person(&house, foreign, "見本 花子", "ミホン ハナコ").await;
    let clerk = house.client(Role::ClaimsClerk).await;
    let fields = [("office", foreign.to_string()), ("person", there.to_string())];
    let fields: Vec<_> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    assert_eq!(clerk.post("/people/take-over", &fields).await.status, StatusCode::NOT_FOUND);
    assert!(!clerk.get("/people?q=見本").await.has("見本 花子"));
}

#[tokio::test]
async fn jr_04_jr_51_a_new_person_stands_in_mikeiyaku_only() {
    let house = House::retention("2025-03-01").await;
    let clerk = house.client(Role::ClaimsClerk).await;
    let address = person(&clerk, "見本 太郎", "ミホン タロウ").await;
    assert_eq!(tab_of(&clerk, "見本 太郎").await, "未契約");
    assert!(clerk.get(&address).await.has("雇用開始日がまだ入力されていません"));
}

#[tokio::test]
async fn jr_05_g_03_a_person_taken_over_stands_in_teichaku_to_be_checked_until_the_hire_date_is_there() {
    let house = House::retention("2025-03-01").await;
    let other = house.add_office(&office_body("9910100024", "移行支援 みなと")).await;
    let clerk = house.client(Role::ClaimsClerk).await;
    house.join(&clerk, other, Role::Viewer).await;
    let there = known_person(&house, other, "引継 一郎", "ヒキツギ イチロウ").await;
    let (office, there) = (other.to_string(), there.to_string());
    let taken = put(&clerk, "/people/take-over", &[("office", &office), ("person", &there)]).await;
    let address = taken.to.split_once('?').unwrap().0.strip_prefix(&clerk.base).unwrap().to_owned();
    assert_eq!(tab_of(&clerk, "引継 一郎").await, "定着支援期");
    assert!(clerk.get("/people?state=using").await.has("要確認"));
    hire(&clerk, &address, "2025-01-06").await;
    assert_eq!(tab_of(&clerk, "引継 一郎").await, "移行支援期");
    assert!(!clerk.get("/people?state=transition").await.has("要確認"));
}

#[tokio::test]
async fn jr_06_every_row_opens_card_detail_plan_and_records() {
    let house = House::retention("2025-03-01").await;
    let clerk = house.client(Role::ClaimsClerk).await;
    let address = person(&clerk, "見本 太郎", "ミホン タロウ").await;
    let list = clerk.get("/people?state=none").await;
    let id = address.rsplit('/').next().unwrap();
    let records = format!("/t/2025-03/records/{id}");
    for (path, word) in [
        (format!("{address}/cards"), "受給者証"),
        (address.clone(), "詳細"),
        (format!("{address}/plans"), "支援計画作成"),
        (records, "支援記録"),
    ] {
        assert!(list.has(&format!("href=\"{}{path}\">{word}<", clerk.base)), "{word}: {}", list.body);
    }
    for path in [address.clone(), format!("{address}/cards"), format!("{address}/history")] {
        assert_eq!(clerk.get(&path).await.status, StatusCode::OK, "{path}");
    }
}

#[tokio::test]
async fn jr_07_the_basic_data_are_changed_and_kept() {
    let house = House::retention("2025-03-01").await;
    let clerk = house.client(Role::ClaimsClerk).await;
    let address = person(&clerk, "見本 太郎", "ミホン タロウ").await;
    assert!(!clerk.get(&address).await.has("利用終了日"), "the end of use has tabs of its own");
    let fields = [("name", "見本 太郎"), ("name_kana", "ミホン タロウ"), ("born_on", "H10.4.1")];
    put_tab(&clerk, &address, &fields).await;
    assert!(clerk.get(&address).await.has("1998年(平成10年)4月1日"));
    assert!(clerk.get(&format!("{address}/history")).await.has("1998年(平成10年)4月1日"));
}

#[tokio::test]
async fn namesakes_are_told_apart_in_the_list() {
    let house = House::retention("2025-06-01").await;
    let clerk = house.client(Role::ClaimsClerk).await;
    for born in ["H5.4.1", "H6.5.2"] {
        let fields = [("name", "見本 太郎"), ("name_kana", "ミホン タロウ"), ("born_on", born)];
        put(&clerk, "/people/new", &fields).await;
    }
    let list = clerk.get("/people?state=none").await;
    assert!(list.has("見本 太郎(H5.4.1生)") && list.has("見本 太郎(H6.5.2生)"), "{}", list.body);
}
